//! Fixes as data become edits of the plan's text.

use crate::diagnostic::{Changes, Fix};
use crate::expr::{Anchor, Frame, Style, Truth};
use crate::facts::World;
use crate::model::Plan;
use crate::rules::{self, FixPlace};
use crate::source::{Span, TextEdit};
use crate::syntax::ast::{self, Statement};

/// A fix of the rule, as edits for the thing that the frame looks at; `None` if it does not apply or has no place.
pub(super) fn fix<'r>(
    fix: &'r rules::Fix,
    plan: &'r Plan<'_>,
    world: &'r World<'r, '_>,
    frame: &mut Frame<'r>,
) -> Option<Fix> {
    if let Some(when) = &fix.when
        && when.decide(world, frame) != Ok(Truth::Yes)
    {
        return None;
    }
    let title = fix.title.render(world, frame, Style::Prose);
    let text = fix.with.render(world, frame, Style::Notation);
    let edit = match &fix.place {
        FixPlace::Replace(anchor) => replace(plan.text, span(anchor, world, frame)?, text),
        FixPlace::AppendTo(anchor) => append(plan.text, span(anchor, world, frame)?, text),
        FixPlace::LineBefore(anchor) => line_before(plan.text, span(anchor, world, frame)?, text),
        FixPlace::LineAfter(anchor) => line_after(plan.text, span(anchor, world, frame)?, text),
    };
    Some(Fix {
        title,
        edits: vec![edit],
        applicability: fix.applicability,
        changes: Changes::default(),
    })
}

/// What of a plan edits change: the weightiest of it, if they change several things.
pub fn changes(edits: &[TextEdit], tree: &ast::Plan, text: &str) -> Changes {
    let of_edit = |edit: &TextEdit| {
        let after = tree
            .lines
            .partition_point(|line| line.span.start <= edit.span.start);
        let line = tree.lines.get(after.checked_sub(1)?)?;
        let in_comment = line.comment.as_ref().is_some_and(|comment| {
            let before = text.get(edit.span.range().start..comment.span.range().start);
            edit.span.end > comment.span.start
                && before.is_none_or(|before| before.trim().is_empty())
        });
        Some(match &line.statement {
            _ if in_comment => Changes::Comment,
            Statement::Note(_) => Changes::Note,
            Statement::Athlete(_) => Changes::Athlete,
            about if about.is_about_the_athlete() => Changes::Athlete,
            _ => Changes::Training,
        })
    };
    edits.iter().filter_map(of_edit).min().unwrap_or_default()
}

fn span<'r>(anchor: &'r Anchor, world: &'r World<'r, '_>, frame: &mut Frame<'r>) -> Option<Span> {
    let place = anchor.resolve(world, frame)?;
    world.place(place.entity, place.fact)
}

/// Puts `text` in the place of a span. A clause that is deleted takes its comma along, a line its ending.
fn replace(source: &str, span: Span, text: String) -> TextEdit {
    if !text.is_empty() {
        return TextEdit { span, text };
    }
    let (line_start, line_end) = line(source, span);
    let alone = source
        .get(line_start..line_end)
        .is_some_and(|line| line.trim() == span.of(source).trim());
    if alone {
        return TextEdit {
            span: Span::new(line_start, past_ending(source, line_end)),
            text,
        };
    }
    let before = source.get(..span.range().start).unwrap_or_default();
    let head = before.trim_end_matches([' ', '\t']);
    let start = match head.strip_suffix(',') {
        Some(head) => head.trim_end_matches([' ', '\t']).len(),
        None if head.is_empty() || head.ends_with(['\n', '\r']) => span.range().start,
        None => head.len(),
    };
    TextEdit {
        span: Span::new(start, span.range().end),
        text,
    }
}

/// Adds a clause at the end of a statement, before any comment.
fn append(source: &str, span: Span, text: String) -> TextEdit {
    let (line_start, line_end) = line(source, span);
    let content = source.get(line_start..line_end).unwrap_or_default();
    let statement = content
        .find(" #")
        .map_or(content, |comment| content.get(..comment).unwrap_or(content));
    let end = line_start + statement.trim_end().len();
    TextEdit {
        span: Span::at(end),
        text: format!(", {text}"),
    }
}

fn line_before(source: &str, span: Span, text: String) -> TextEdit {
    let (start, _) = line(source, span);
    let indent = indent(source, start);
    TextEdit {
        span: Span::at(start),
        text: format!("{indent}{text}{}", ending(source)),
    }
}

fn line_after(source: &str, span: Span, text: String) -> TextEdit {
    let (start, end) = line(source, span);
    let indent = indent(source, start);
    TextEdit {
        span: Span::at(end),
        text: format!("{}{indent}{text}", ending(source)),
    }
}

/// Start and end of the last line that a span touches, without its ending.
fn line(source: &str, span: Span) -> (usize, usize) {
    let at = span.range().end.min(source.len());
    let start = source
        .get(..at)
        .and_then(|head| head.rfind(['\n', '\r']))
        .map_or(0, |offset| offset + 1);
    let end = source
        .get(at..)
        .and_then(|tail| tail.find(['\n', '\r']))
        .map_or(source.len(), |offset| at + offset);
    (start, end)
}

fn indent(source: &str, start: usize) -> &str {
    let rest = source.get(start..).unwrap_or_default();
    rest.get(..rest.len() - rest.trim_start_matches([' ', '\t']).len())
        .unwrap_or_default()
}

/// The line ending that the plan uses first.
fn ending(source: &str) -> &'static str {
    match source
        .find(['\n', '\r'])
        .and_then(|at| source.get(at..at + 2).or_else(|| source.get(at..at + 1)))
    {
        Some("\r\n") => "\r\n",
        Some(ending) if ending.starts_with('\r') => "\r",
        _ => "\n",
    }
}

fn past_ending(source: &str, end: usize) -> usize {
    let rest = source.get(end..).unwrap_or_default();
    let length = if rest.starts_with("\r\n") {
        2
    } else {
        usize::from(rest.starts_with(['\n', '\r']))
    };
    end + length
}
