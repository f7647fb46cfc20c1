//! The JSON of reviewdog. Columns count bytes there. A fix is one suggestion, over all that it changes; what lies far apart,
//! or has a blank to fill in, is none that a reviewer could take over with a click.

use serde_json::{Value, json};

use crate::diagnostic::{Applicability, Diagnostic, Fix, Label};
use crate::source::{SourceFile, Span};

use super::found::{Found, Rank};
use super::json::text;
use super::{Form, Piece, Progress, Summary, escape};

/// Lines that a suggestion may reach over.
const LONGEST: usize = 20;

/// The form.
pub(super) struct Rdjson;

fn finding(source: &SourceFile, finding: &Diagnostic) -> Value {
    let mut message = escape::words(&finding.message);
    if let Some(help) = &finding.help {
        message += &format!("\nhelp: {}", escape::words(help));
    }
    let fixes = finding.fixes.iter();
    let suggestions = fixes.filter_map(|fix| suggestion(source, fix));
    let labels = finding.labels.iter();
    json!({
        "message": message,
        "location": location(source, finding.span),
        "severity": Rank::of(finding).level(["ERROR", "WARNING", "INFO"]),
        "code": { "value": finding.rule },
        "suggestions": suggestions.collect::<Vec<_>>(),
        "related_locations": labels.map(|label| related(source, label)).collect::<Vec<_>>(),
    })
}

fn related(source: &SourceFile, label: &Label) -> Value {
    json!({
        "message": escape::words(&label.text),
        "location": location(source, label.span),
    })
}

fn location(source: &SourceFile, span: Span) -> Value {
    json!({ "path": source.name(), "range": range(source, span) })
}

fn range(source: &SourceFile, span: Span) -> Value {
    let position = |offset: usize| {
        let line = source.line_column(offset).line;
        let start = source.line_span(line).unwrap_or_default().range().start;
        let offset = offset.min(source.text().len());
        json!({ "line": line, "column": offset.saturating_sub(start) + 1 })
    };
    let span = span.range();
    json!({ "start": position(span.start), "end": position(span.end) })
}

/// A fix as one change, with what stays the same between its edits.
fn suggestion(source: &SourceFile, fix: &Fix) -> Option<Value> {
    if fix.applicability == Applicability::Placeholder {
        return None;
    }
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| edit.span.start);
    let (first, last) = (edits.first()?, edits.last()?);
    let whole = first.span.to(last.span);
    let lines = |span: Span| {
        let line = |offset: usize| source.line_column(offset).line;
        line(span.range().end) - line(span.range().start)
    };
    if lines(whole) > LONGEST {
        return None;
    }
    let mut text = String::new();
    let mut done = whole.range().start;
    for edit in &edits {
        text += source.text().get(done..edit.span.range().start)?;
        text += &edit.text;
        done = edit.span.range().end;
    }
    Some(json!({ "range": range(source, whole), "text": text }))
}

impl Form for Rdjson {
    fn start(&self) -> String {
        "{\"source\":{\"name\":\"cuff\"},\"diagnostics\":[".to_owned()
    }

    fn between(&self) -> &'static str {
        ","
    }

    fn file(&self, found: &Found<'_>) -> Piece {
        let objects = found.findings.iter();
        let objects = objects.map(|one| format!("\n{}", text(&finding(found.source, one))));
        objects.collect::<Vec<_>>().join(",").into()
    }

    fn finish(&self, progress: &Progress, summary: &Summary) -> String {
        let files = summary.refused().map(|(file, done)| {
            let object = json!({
                "message": format!("cannot be {done}: {}", escape::words(&file.reason)),
                "location": { "path": file.path },
                "severity": "ERROR",
                "code": { "value": "unreadable" },
            });
            format!("\n{}", text(&object))
        });
        let files: Vec<String> = files.collect();
        let comma = if files.is_empty() || !progress.begun {
            ""
        } else {
            ","
        };
        format!("{comma}{}\n]}}\n", files.join(","))
    }
}
