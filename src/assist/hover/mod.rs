//! What something in a plan means, shown where it stands: in Markdown, with the places that the answer follows from.

mod athlete;
mod exercise;
mod load;
mod pack;
mod rule;
mod session;
mod wrap;

use super::Document;
use super::document::touches;
use super::outline::content;
use super::parts::{Located, Part};
use crate::diagnostic::{Diagnostic, Label};
use crate::report::{code, plain, prose};
use crate::source::Span;
use crate::syntax::ast::{LoadKind, Statement, WrapPart};
use crate::syntax::words::{STATEMENTS, Word};

pub(super) use exercise::facts_words;
pub(super) use rule::explanation as rule_explanation;

/// What is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub span: Span,
    /// The words, in Markdown. What they quote from the plan is harmless.
    pub markdown: String,
    /// Places that it follows from, such as the line of a 1RM.
    pub because: Vec<Label>,
}

/// An answer on its way.
#[derive(Default)]
struct Answer {
    paragraphs: Vec<String>,
    because: Vec<Label>,
}

impl Answer {
    fn say(&mut self, paragraph: impl Into<String>) {
        let paragraph = paragraph.into();
        if !paragraph.is_empty() {
            self.paragraphs.push(paragraph);
        }
    }

    fn because(&mut self, span: Span, text: impl Into<String>) {
        let label = Label {
            span,
            text: text.into(),
        };
        if !span.is_empty() && !self.because.contains(&label) {
            self.because.push(label);
        }
    }
}

/// What stands at an offset, explained; nothing where there is nothing to say.
pub fn hover(document: &Document<'_>, offset: usize) -> Option<Hover> {
    let offset = document.clamp(offset);
    let mut parts = document.parts_at(offset);
    // Of two that cover the same, the inner one stands behind the outer one.
    parts.reverse();
    parts.sort_by_key(|located| located.span.len());
    let said = parts.iter().find_map(|located| {
        let answer = answer(document, located, offset)?;
        (!answer.paragraphs.is_empty()).then(|| Hover {
            span: located.span,
            markdown: answer.paragraphs.join("\n\n"),
            because: answer.because,
        })
    });
    said.or_else(|| on_word(document, offset))
}

/// The word that a statement opens with.
fn on_word(document: &Document<'_>, offset: usize) -> Option<Hover> {
    let (_, line) = document.line_at(offset)?;
    let opens = !matches!(
        line.statement,
        Statement::Exercise(_) | Statement::Note(_) | Statement::Blank | Statement::Unread(_)
    );
    let written = content(line, document.text());
    let words = document.slice(written);
    let length = words
        .find(|c: char| c.is_whitespace() || c == ':' || c == '"')
        .unwrap_or(words.len());
    let start = written.range().start;
    let span = Span::new(start, start + length);
    let word = words.get(..length).unwrap_or_default().to_lowercase();
    let mut known = STATEMENTS.iter().filter(|known| known.word == word);
    let known = known.next().filter(|_| opens && touches(span, offset))?;
    Some(Hover {
        span,
        markdown: word_words(known),
        because: Vec::new(),
    })
}

/// A word of the language: what is expected behind it, and an example.
pub(super) fn word_words(word: &Word) -> String {
    format!(
        "**{}**: {}\n\nsuch as {}",
        word.word,
        word.expects,
        code(word.example)
    )
}

fn answer(document: &Document<'_>, located: &Located<'_>, offset: usize) -> Option<Answer> {
    let span = located.span;
    let (line, _) = document.line_at(offset)?;
    match located.part {
        Part::ExerciseName => exercise::on_line(document, line),
        Part::Lift | Part::Like | Part::Custom => exercise::named(document, document.slice(span)),
        Part::Load(load) if matches!(load.kind, LoadKind::Bare(_) | LoadKind::Unread) => {
            readings(document, span)
        }
        Part::Load(_) | Part::Loads | Part::Step => load::of_line(document, line, offset),
        Part::SetGroup | Part::Sets => load::sets(document, line),
        Part::Tempo(tempo) => Some(load::tempo(tempo)),
        Part::Rest(rest) => load::rest(document, rest),
        Part::Wrap(wrap) => wrap::put_on(document, wrap.span),
        Part::OfWrap(WrapPart::BareTightness(_)) => readings(document, span),
        Part::Ambiguous | Part::StrayTightness | Part::Unread => readings(document, span),
        Part::Rule => rule::on_comment(document, span),
        Part::Condition => athlete::condition(document, span),
        Part::Repeated(week) => session::week(document, week),
        Part::Statement(statement) => on_statement(document, statement, line),
        _ => None,
    }
}

fn on_statement(document: &Document<'_>, statement: &Statement, line: usize) -> Option<Answer> {
    match statement {
        Statement::Day(day) => session::day(document, day.span),
        Statement::Week(week) => session::block(document, week),
        Statement::Unwrap(unwrap) => wrap::taken_off(document, unwrap.span),
        Statement::OneRm(one_rm) => athlete::one_rm(document, one_rm.span),
        Statement::TrainingMax(max) => athlete::training_max(document, max.span),
        statement if statement.is_about_the_athlete() => athlete::all(document, line),
        Statement::Athlete(_) => athlete::all(document, line),
        _ => None,
    }
}

/// What could be meant where something has no unit, two readings or none: what is said of it, and what to do.
fn readings(document: &Document<'_>, span: Span) -> Option<Answer> {
    let diagnostics = &document.report.diagnostics;
    let from = diagnostics.partition_point(|finding| finding.span.start < span.start);
    let near = diagnostics.get(from..)?.iter();
    let mut answer = Answer::default();
    for finding in near.take_while(|finding| finding.span.start <= span.end) {
        if document.rules.language.contains_key(finding.rule.as_ref()) {
            answer.say(finding_words(finding));
        }
    }
    Some(answer)
}

/// A finding in a few sentences.
fn finding_words(finding: &Diagnostic) -> String {
    let mut words = prose(&finding.message);
    for note in &finding.notes {
        words += &format!("; {}", prose(note));
    }
    if let Some(help) = &finding.help {
        words += &format!("\n\nhelp: {}", prose(help));
    }
    words
}

/// The plan's own words as code.
fn quoted(text: &str) -> String {
    let text = plain(text);
    if text.is_empty() { text } else { code(&text) }
}
