//! One page with each plan and its findings beside it. It needs nothing else: no other file, no script, no network.
//!
//! Plans without anything to say about them are counted at the top and left out.

use std::collections::BTreeMap;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::diagnostic::Diagnostic;
use crate::source::{SourceFile, Span};

use super::found::{Found, Known, Silencer};
use super::{Form, Piece, Progress, Summary, escape, paint, summary};

/// What the page may load: its own style.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";
const STYLE: &str = include_str!("annotated.css");
/// Between elements, so that lines stay short.
const BREAK: PreEscaped<&str> = PreEscaped("\n");

/// The form.
pub(super) struct Annotated;

fn plan(found: &Found<'_>, all: &[Known<'_>]) -> Markup {
    let source = found.source;
    let mut by_line: BTreeMap<usize, Vec<&Known<'_>>> = BTreeMap::new();
    for known in all {
        let line = source.line_column(known.finding.span.range().start).line;
        by_line.entry(line).or_default().push(known);
    }
    // A final line ending opens a line that holds nothing.
    let last = by_line.keys().next_back().copied().unwrap_or(1);
    let count = source.line_count();
    let empty = source.line_span(count).is_none_or(|line| line.is_empty());
    let count = if empty && last < count {
        count - 1
    } else {
        count
    };
    html! {
        section {
            h2 { (escape::path(source.name())) }
            table {
                (BREAK)
                @for number in 1..=count {
                    @let here = by_line.get(&number).map(Vec::as_slice).unwrap_or_default();
                    tr class=[(!here.is_empty()).then_some("found")] {
                        th scope="row" { (number) }
                        td.plan { (line(source, number, here)) }
                        td { @if !here.is_empty() { ul { @for known in here { (item(known)) } } } }
                    }
                    (BREAK)
                }
            }
        }
        (BREAK)
    }
}

/// A line of the plan, with what is at fault marked.
fn line(source: &SourceFile, number: usize, here: &[&Known<'_>]) -> Markup {
    let span = source.line_span(number).unwrap_or_default();
    let mut marks: Vec<Span> = here.iter().map(|known| known.finding.span).collect();
    marks.sort_by_key(|mark| mark.start);
    let mut done = span.start;
    let mut pieces = Vec::new();
    for mark in marks {
        let (start, end) = (mark.start.max(done), mark.end.min(span.end));
        if start < end {
            pieces.push((false, piece(source, done, start)));
            pieces.push((true, piece(source, start, end)));
            done = end;
        }
    }
    pieces.push((false, piece(source, done, span.end)));
    html! {
        @for (marked, text) in &pieces {
            @if *marked { mark { (text) } } @else { (text) }
        }
    }
}

fn piece(source: &SourceFile, start: u32, end: u32) -> String {
    let span = Span::new(start as usize, end as usize);
    escape::broken(escape::line(source.slice(span)).replace('\t', "    "))
}

fn item(known: &Known<'_>) -> Markup {
    let finding: &Diagnostic = known.finding;
    let kind = paint::kind(finding);
    html! {
        li class=[known.by.map(|_| "silenced")] {
            b class=(kind) { (kind) } " "
            code { (escape::words(&finding.rule)) } ": " (prose(&finding.message))
            @if let Some(by) = known.by { p { (silenced(by)) } }
            @for note in &finding.notes { p { "note: " (prose(note)) } }
            @if let Some(help) = &finding.help { p { "help: " (prose(help)) } }
        }
    }
}

/// A message, with what it quotes in backticks as code. A backtick that is never closed stays.
fn prose(text: &str) -> Markup {
    let words = escape::words(text);
    let mut pieces: Vec<&str> = words.split('`').collect();
    let unclosed = pieces
        .len()
        .is_multiple_of(2)
        .then(|| pieces.pop())
        .flatten();
    html! {
        @for (number, piece) in pieces.iter().enumerate() {
            @if number % 2 == 1 { code { (piece) } } @else { (piece) }
        }
        @if let Some(rest) = unclosed { "`" (rest) }
    }
}

fn silenced(by: Silencer<'_>) -> String {
    match by {
        Silencer::Comment(reason) => format!("suppressed: {}", escape::words(reason)),
        Silencer::Baseline => "known from the baseline".to_owned(),
    }
}

impl Form for Annotated {
    fn start(&self) -> String {
        let head = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    title { "Findings of cuff" }
                    (BREAK)
                    style { (PreEscaped(STYLE)) }
                }
                (BREAK)
                body { header { h1 { "Findings of cuff" } } (BREAK) }
            }
        };
        let page = head.into_string();
        let open = page.find("</body>").unwrap_or(page.len());
        page.get(..open).unwrap_or_default().to_owned()
    }

    fn file(&self, found: &Found<'_>) -> Piece {
        let all = found.all();
        if all.is_empty() {
            return Piece::default();
        }
        plan(found, &all).into_string().into()
    }

    fn finish(&self, _: &Progress, summary: &Summary) -> String {
        let counts = html! {
            section #summary {
                @for paragraph in summary::paragraphs(summary) { p { (escape::words(&paragraph)) } }
                @for (file, done) in summary.refused() {
                    p { (escape::path(&file.path)) ": cannot be " (done) ": " (escape::words(&file.reason)) }
                }
            }
            (BREAK)
        };
        format!("{}</body></html>\n", counts.into_string())
    }
}
