//! SARIF 2.1.0 (OASIS), for code scanning and editors. Results are written as plans are checked; the rules come last.
//!
//! What could not be checked is a result of kind `open`, which is what the standard calls a rule that could not be decided.
//! Comments in a plan are suppressions in the source; what a baseline knows is unchanged, and suppressed from outside.

use serde_json::{Map, Value, json};

use crate::diagnostic::{Applicability, Diagnostic, Fix, Severity, Status};
use crate::source::{SourceFile, Span};

use super::found::{Found, Known, Silencer};
use super::json::text;
use super::location::{is_absolute, uri};
use super::{Context, Form, Piece, Progress, RuleAbout, Summary, escape};

/// The schema that the file names, for editors.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What relative addresses start from.
const ROOT: &str = "%SRCROOT%";

/// The form.
pub(super) struct Sarif {
    context: Context,
}

impl Sarif {
    pub(super) fn new(context: &Context) -> Self {
        Self {
            context: context.clone(),
        }
    }

    fn result(&self, source: &SourceFile, known: &Known<'_>) -> Value {
        let finding = known.finding;
        let open = finding.status == Status::CannotCheck;
        let mut message = escape::words(&finding.message);
        if let Some(help) = &finding.help {
            message += &format!("\nhelp: {}", escape::words(help));
        }
        let mut result = json!({
            "ruleId": finding.rule,
            "kind": if open { "open" } else { "fail" },
            "level": if open { "none" } else { level(finding.severity) },
            "message": { "text": message_text(&message) },
            "locations": [self.location(source, finding)],
            "partialFingerprints": { "cuffFinding/v1": known.fingerprint },
            "properties": { "notes": finding.notes, "sources": finding.sources },
        });
        if let Some(result) = result.as_object_mut() {
            self.add(result, source, known);
        }
        result
    }

    /// What only some results have.
    fn add(&self, result: &mut Map<String, Value>, source: &SourceFile, known: &Known<'_>) {
        let finding = known.finding;
        let mut put = |key: &str, value: Value| {
            result.insert(key.to_owned(), value);
        };
        let rules = &self.context.rules;
        if let Ok(place) = rules.binary_search_by(|rule| rule.id.as_str().cmp(&finding.rule)) {
            put("ruleIndex", place.into());
        }
        let related: Vec<Value> = self.related(source, finding);
        if !related.is_empty() {
            put("relatedLocations", related.into());
        }
        let fixes = finding.fixes.iter();
        let fixes: Vec<Value> = fixes.filter_map(|fix| self.fix(source, fix)).collect();
        if !fixes.is_empty() {
            put("fixes", fixes.into());
        }
        if let Some(by) = known.by {
            put("suppressions", json!([suppression(by)]));
        }
        if self.context.baseline {
            let is_known = known.by == Some(Silencer::Baseline);
            let state = if is_known { "unchanged" } else { "new" };
            put("baselineState", state.into());
        }
    }

    fn location(&self, source: &SourceFile, finding: &Diagnostic) -> Value {
        let mut location = json!({ "physicalLocation": self.physical(source, finding.span) });
        if !finding.place.is_empty() {
            let place = json!([{ "fullyQualifiedName": escape::words(&finding.place) }]);
            if let Some(location) = location.as_object_mut() {
                location.insert("logicalLocations".to_owned(), place);
            }
        }
        location
    }

    fn related(&self, source: &SourceFile, finding: &Diagnostic) -> Vec<Value> {
        let labels = finding.labels.iter().enumerate();
        let related = labels.map(|(number, label)| {
            json!({
                "id": number + 1,
                "physicalLocation": self.physical(source, label.span),
                "message": { "text": message_text(&escape::words(&label.text)) },
            })
        });
        related.collect()
    }

    fn physical(&self, source: &SourceFile, span: Span) -> Value {
        json!({ "artifactLocation": self.artifact(source.path_bytes()), "region": region(source, span) })
    }

    fn artifact(&self, path: &[u8]) -> Value {
        let path = self.context.base.of(path);
        if is_absolute(&path) {
            json!({ "uri": uri(&path) })
        } else {
            json!({ "uri": uri(&path), "uriBaseId": ROOT })
        }
    }

    /// A fix that can be applied as it is.
    fn fix(&self, source: &SourceFile, fix: &Fix) -> Option<Value> {
        let who = match fix.applicability {
            Applicability::Safe => String::new(),
            Applicability::Unsafe => format!(" (changes {})", fix.changes.words()),
            Applicability::Placeholder => return None,
        };
        let replacements = fix.edits.iter().map(|edit| {
            json!({
                "deletedRegion": region(source, edit.span),
                "insertedContent": { "text": edit.text },
            })
        });
        let title = format!("{}{who}", escape::words(&fix.title));
        Some(json!({
            "description": { "text": message_text(&title) },
            "artifactChanges": [{
                "artifactLocation": self.artifact(source.path_bytes()),
                "replacements": replacements.collect::<Vec<_>>(),
            }],
        }))
    }

    fn notifications(&self, summary: &Summary) -> Vec<Value> {
        let files = summary.refused().map(|(file, done)| {
            let words = format!("cannot be {done}: {}", escape::words(&file.reason));
            json!({
                "level": "error",
                "message": { "text": message_text(&words) },
                "locations": [{
                    "physicalLocation": { "artifactLocation": self.artifact(file.path.as_bytes()) },
                }],
            })
        });
        files.collect()
    }
}

fn suppression(by: Silencer<'_>) -> Value {
    match by {
        Silencer::Comment(reason) => {
            json!({ "kind": "inSource", "justification": escape::words(reason) })
        }
        Silencer::Baseline => {
            json!({ "kind": "external", "justification": "known from the baseline" })
        }
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

/// Columns as the run says that they are counted: from 1, in characters; the end is the place after the last one.
fn region(source: &SourceFile, span: Span) -> Value {
    let start = source.line_column(span.range().start);
    let end = source.line_column(span.range().end);
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

/// A message in which nothing is a link or a placeholder: the standard reads `[text](1)` as the one and `{0}` as the
/// other. Brackets and braces are left alone where they cannot be taken for either, since few readers undo the escape.
fn message_text(words: &str) -> String {
    let mut text = words.to_owned();
    if text.contains("](") {
        text = text
            .replace('\\', "\\\\")
            .replace('[', "\\[")
            .replace(']', "\\]");
    }
    let mut braces = text.match_indices('{').map(|(place, _)| place + 1);
    let digit = |place: usize| text.as_bytes().get(place).is_some_and(u8::is_ascii_digit);
    if braces.any(digit) {
        text = text.replace('{', "{{").replace('}', "}}");
    }
    text
}

fn rule(rule: &RuleAbout) -> Value {
    let summary = rule.summary.trim_end_matches('.');
    json!({
        "id": rule.id,
        "shortDescription": { "text": summary },
        "fullDescription": { "text": summary },
        "help": { "text": rule.explanation.trim(), "markdown": rule.explanation.trim() },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "tags": [rule.pack] },
    })
}

impl Form for Sarif {
    fn start(&self) -> String {
        format!("{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"results\":[")
    }

    fn between(&self) -> &'static str {
        ","
    }

    fn file(&self, found: &Found<'_>) -> Piece {
        let all = found.all();
        let results = all
            .iter()
            .map(|known| format!("\n{}", text(&self.result(found.source, known))));
        results.collect::<Vec<_>>().join(",").into()
    }

    fn finish(&self, _: &Progress, summary: &Summary) -> String {
        let driver = json!({
            "name": "cuff",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": self.context.rules.iter().map(rule).collect::<Vec<_>>(),
        });
        let invocation = json!({
            "executionSuccessful": summary.refused().next().is_none(),
            "toolExecutionNotifications": self.notifications(summary),
        });
        let root = json!({ ROOT: { "description": { "text": "the root of the repository" } } });
        format!(
            "\n],\"columnKind\":\"unicodeCodePoints\",\"newlineSequences\":[\"\\r\\n\",\"\\n\",\"\\r\"],\
             \"originalUriBaseIds\":{},\"invocations\":[{}],\"tool\":{{\"driver\":{}}}}}]}}\n",
            text(&root),
            text(&invocation),
            text(&driver)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::message_text;

    #[test]
    fn a_message_holds_no_link_and_no_placeholder() {
        assert_eq!(message_text("`a[1]` is {x}"), "`a[1]` is {x}");
        assert_eq!(message_text("[click](https://x)"), "\\[click\\](https://x)");
        assert_eq!(message_text("{0} of {1}"), "{{0}} of {{1}}");
    }
}
