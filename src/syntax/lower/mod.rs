//! From the parser's pairs to the tree, line by line. Slips that the grammar recognises become diagnostics here, once
//! each, with both readings where there are two.

mod athlete;
mod clauses;
mod exercise;
mod number;
mod readings;
mod sets;
mod wrap;

use pest::iterators::Pair;

use super::ast::{self, Spanned, Statement};
pub(super) use number::parse_date;

use super::characters::is_blank;
use super::errors;
use super::grammar::Rule;
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::quantity::Quantity;
use crate::source::{Span, TextEdit};

/// The tree of a line, and what was noticed in it. `text` is the line alone.
pub(super) fn line(text: &str, line: Pair<'_, Rule>) -> (ast::Line, Vec<Diagnostic>) {
    let mut lowering = Lowering {
        text,
        diagnostics: Vec::new(),
        beyond: 0,
    };
    let line = lowering.line(line);
    (line, lowering.diagnostics)
}

struct Lowering<'t> {
    text: &'t str,
    diagnostics: Vec<Diagnostic>,
    /// How many numbers were beyond what a plan may say. What they are in was not read: no verdict rests on a limit.
    beyond: usize,
}

/// The bytes that a pair covers.
fn span(pair: &Pair<'_, Rule>) -> Span {
    let pest = pair.as_span();
    Span::new(pest.start(), pest.end())
}

impl Lowering<'_> {
    fn line(&mut self, pair: Pair<'_, Rule>) -> ast::Line {
        let mut line = ast::Line {
            span: span(&pair),
            statement: Statement::Blank,
            comment: None,
        };
        for part in pair.into_inner() {
            if part.as_rule() == Rule::comment {
                line.comment = Some(self.comment(part));
            } else {
                line.statement = self.statement(part);
            }
        }
        line
    }

    fn statement(&mut self, pair: Pair<'_, Rule>) -> Statement {
        let whole = span(&pair);
        match pair.as_rule() {
            // `Monday:` is no exercise without sets.
            Rule::exercise if errors::is_weekday(pair.as_str()) => self.unread_line(whole),
            Rule::exercise => Statement::Exercise(Box::new(self.exercise(pair))),
            Rule::exercise_without_colon => self.exercise_without_colon(pair),
            Rule::note => Statement::Note(child_span(pair)),
            Rule::wrap => Statement::Wrap(self.wrap(pair)),
            Rule::unwrap => Statement::Unwrap(self.unwrap(pair)),
            Rule::day => Statement::Day(self.day(pair)),
            Rule::week => Statement::Week(self.week(pair)),
            Rule::rest_line => Statement::Rest(self.rest(pair)),
            Rule::superset => Statement::Superset,
            Rule::end_superset => Statement::End,
            Rule::repeat => Statement::Repeat(self.counted(pair)),
            Rule::drop_sets => Statement::DropSets(self.counted(pair)),
            Rule::plan_title => Statement::Title(self.name(pair)),
            Rule::goal => Statement::Goal(trimmed(self.text, child_span(pair))),
            Rule::default_line => Statement::Default(self.clauses(pair)),
            Rule::custom_exercise => Statement::Custom(self.custom(pair)),
            Rule::stop_cues => Statement::StopCues(self.phrases(pair)),
            Rule::checks => Statement::Checks(self.phrases(pair)),
            Rule::unread_line => self.unread_line(whole),
            _ => self.about_the_athlete(pair),
        }
    }

    fn unread_line(&mut self, whole: Span) -> Statement {
        let content = trimmed(self.text, whole);
        if !content.is_empty() {
            self.diagnostics.push(errors::line(self.text, content));
        }
        Statement::Unread(whole)
    }

    fn comment(&mut self, pair: Pair<'_, Rule>) -> ast::Comment {
        let mut comment = ast::Comment {
            span: trimmed(self.text, span(&pair)),
            suppression: None,
        };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::suppression => comment.suppression = self.suppression(part),
                Rule::unread_suppression => {
                    self.diagnostics
                        .push(errors::suppression(self.text, comment.span));
                }
                _ => {}
            }
        }
        comment
    }

    /// One that ends on a day that does not exist suppresses nothing.
    fn suppression(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Suppression> {
        let mut suppression = ast::Suppression {
            whole_file: false,
            rules: Vec::new(),
            until: None,
            reason: Span::default(),
        };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::whole_file => suppression.whole_file = true,
                Rule::rule_id => suppression.rules.push(span(&part)),
                Rule::date => suppression.until = Some(self.date(part)?),
                _ => suppression.reason = trimmed(self.text, span(&part)),
            }
        }
        if suppression.until.is_none() {
            suppression.until = until_at_the_end(self.text, suppression.reason);
        }
        Some(suppression)
    }

    fn week(&mut self, pair: Pair<'_, Rule>) -> ast::Week {
        let mut week = ast::Week {
            span: span(&pair),
            ranges: Vec::new(),
            phase: None,
        };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::week_range => {
                    let span = span(&part);
                    let mut ends = part.into_inner().map(|end| self.week_number(end));
                    let first = ends.next().unwrap_or_default();
                    let last = ends.next().unwrap_or(first);
                    week.ranges.push(Spanned {
                        span,
                        value: (first, last),
                    });
                }
                Rule::phase => week.phase = Some(trimmed(self.text, span(&part))),
                _ => {}
            }
        }
        week
    }

    fn day(&mut self, pair: Pair<'_, Rule>) -> ast::Day {
        let whole = span(&pair);
        let mut day = ast::Day {
            span: whole,
            name: whole,
            tags: Vec::new(),
            duration: None,
            unread: Vec::new(),
        };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::tag => day.tags.push(span(&part)),
                Rule::time_span if day.duration.is_some() => {
                    self.diagnostics.push(errors::second_length(span(&part)));
                    day.unread.push(span(&part));
                }
                Rule::time_span => {
                    let (at, before) = (span(&part), self.beyond);
                    let length = self.length_of_day(part);
                    match length.filter(|_| self.beyond == before) {
                        Some(duration) => day.duration = Some(duration),
                        None => day.unread.push(at),
                    }
                }
                _ => day.name = self.text_of(part),
            }
        }
        day
    }

    /// How long a session takes. `1:30` would be a minute and a half, and is an hour and a half to most who write it here.
    fn length_of_day(&mut self, pair: Pair<'_, Rule>) -> Option<Spanned<Quantity>> {
        let is_clock = pair
            .clone()
            .into_inner()
            .any(|part| part.as_rule() == Rule::clock);
        let length = self.time_span(pair);
        if !is_clock {
            return Some(length);
        }
        let written = length.span.of(self.text);
        self.ambiguous(
            length.span,
            format!("`{written}` has two readings here: hours and minutes, or minutes and seconds"),
            match written.split_once(':') {
                Some((first, second)) if second.bytes().all(|byte| byte.is_ascii_digit()) => {
                    format!("write `{first} h {second} min` or `{first} min {second} s`")
                }
                _ => "write it with units, such as `80-90 min`".to_owned(),
            },
        );
        None
    }

    fn custom(&mut self, pair: Pair<'_, Rule>) -> ast::Custom {
        let whole = span(&pair);
        let mut custom = ast::Custom {
            span: whole,
            name: whole,
            like: None,
            traits: Vec::new(),
        };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::like => custom.like = part.into_inner().next().map(|name| self.text_of(name)),
                Rule::phrase => custom.traits.push(trimmed(self.text, span(&part))),
                _ => custom.name = self.text_of(part),
            }
        }
        custom
    }

    /// The list of phrases in a statement, with the place of the statement.
    fn phrases(&mut self, pair: Pair<'_, Rule>) -> Spanned<Vec<Span>> {
        let whole = span(&pair);
        let value = pair
            .into_inner()
            .map(|phrase| trimmed(self.text, span(&phrase)))
            .collect();
        Spanned { span: whole, value }
    }

    /// The only name or text in a statement.
    fn name(&mut self, pair: Pair<'_, Rule>) -> Span {
        let whole = span(&pair);
        pair.into_inner()
            .next()
            .map_or(whole, |text| self.text_of(text))
    }

    /// A text without its quotes. A quote that is never closed is reported.
    fn text_of(&mut self, pair: Pair<'_, Rule>) -> Span {
        match pair.as_rule() {
            Rule::string => child_span(pair),
            Rule::open_string => {
                let whole = trimmed(self.text, span(&pair));
                let end = TextEdit {
                    span: Span::at(whole.end as usize),
                    text: "\"".into(),
                };
                self.diagnostics.push(
                    Diagnostic::new(
                        "unclosed-quote",
                        Severity::Error,
                        whole,
                        "the quote is never closed",
                    )
                    .help("close it with `\"` behind the last word of the name")
                    .fix("close the quote", Applicability::Safe, vec![end]),
                );
                trimmed(self.text, child_span(pair))
            }
            _ => trimmed(self.text, span(&pair)),
        }
    }
}

/// The day that a reason ends with: `because Dr. Lind asked for 35 %, until 2026-06-01`.
fn until_at_the_end(text: &str, reason: Span) -> Option<Spanned<ast::Date>> {
    let (before, day) = reason.of(text).rsplit_once([' ', '\t'])?;
    let word = before.trim_end().rsplit([' ', '\t', ',']).next()?;
    let start = reason.range().end - day.len();
    word.eq_ignore_ascii_case("until").then_some(())?;
    Some(Spanned {
        span: Span::new(start, reason.range().end),
        value: parse_date(day)?,
    })
}

/// The span of a pair's first child; of the pair itself if it has none.
fn child_span(pair: Pair<'_, Rule>) -> Span {
    let whole = span(&pair);
    pair.into_inner().next().map_or(whole, |child| span(&child))
}

/// A span without blanks at its ends. One of nothing but blanks becomes the place behind the last word in front of it, so
/// that it lies in whatever that word belongs to.
fn trimmed(text: &str, whole: Span) -> Span {
    let content = whole.of(text);
    if let [first, .., last] = content.as_bytes()
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
    {
        return whole;
    }
    let start = content.trim_start_matches(is_blank);
    if start.is_empty() {
        let head = text.get(..whole.range().start).unwrap_or_default();
        return Span::at(head.trim_end_matches(is_blank).len());
    }
    let start = whole.range().start + (content.len() - start.len());
    let end = whole.range().start + content.trim_end_matches(is_blank).len();
    Span::new(start, end)
}
