//! A code quality report for GitLab: an array with an object for each finding, told apart by their fingerprints.

use serde_json::{Value, json};

use super::found::{Found, Known, Rank, fingerprint};
use super::json::text;
use super::location::Base;
use super::{Context, Form, Piece, Progress, Summary, escape};

/// The form.
pub(super) struct Gitlab {
    base: Base,
}

impl Gitlab {
    pub(super) fn new(context: &Context) -> Self {
        Self {
            base: context.base.clone(),
        }
    }

    fn finding(&self, found: &Found<'_>, known: &Known<'_>) -> Value {
        let Known {
            finding,
            fingerprint: own,
            ..
        } = known;
        let path = self.base.path(found.source);
        let line = |offset: usize| found.source.line_column(offset).line;
        let span = finding.span.range();
        json!({
            "description": escape::words(&finding.message),
            "check_name": finding.rule,
            "fingerprint": format!("{:016x}", fingerprint(&[path.as_slice(), own.as_bytes()])),
            "severity": match Rank::of(finding) {
                Rank::Error => "critical",
                Rank::Warning => "major",
                Rank::Unchecked => "minor",
                Rank::Advice => "info",
            },
            "location": {
                "path": String::from_utf8_lossy(&path),
                "lines": { "begin": line(span.start), "end": line(span.end) },
            },
        })
    }
}

impl Form for Gitlab {
    fn start(&self) -> String {
        "[".to_owned()
    }

    fn between(&self) -> &'static str {
        ","
    }

    fn file(&self, found: &Found<'_>) -> Piece {
        let objects = found.reported();
        let objects = objects.map(|known| format!("\n{}", text(&self.finding(found, &known))));
        objects.collect::<Vec<_>>().join(",").into()
    }

    fn finish(&self, progress: &Progress, summary: &Summary) -> String {
        let files = summary.refused().map(|(file, done)| {
            let path = self.base.shown(file.path.as_bytes());
            let object = json!({
                "description": format!("cannot be {done}: {}", escape::words(&file.reason)),
                "check_name": "unreadable",
                "fingerprint": format!("{:016x}", fingerprint(&[path.as_bytes(), done.as_bytes()])),
                "severity": "blocker",
                "location": { "path": path, "lines": { "begin": 1 } },
            });
            format!("\n{}", text(&object))
        });
        let files: Vec<String> = files.collect();
        let comma = if files.is_empty() || !progress.begun {
            ""
        } else {
            ","
        };
        format!("{comma}{}\n]\n", files.join(","))
    }
}
