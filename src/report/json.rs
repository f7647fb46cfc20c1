//! The JSON form: one document with every finding, one finding a line.
//!
//! The structs below are the one definition of the format; the schema is derived from them. Text is given as it is in
//! the file, with everything that a terminal or a CI runner might obey written as a JSON escape.

use std::io;

use schemars::{JsonSchema, Schema, schema_for};
use serde::Serialize;
use serde_json::ser::Formatter;

use crate::diagnostic::{Diagnostic, Fix, Label};
use crate::source::{SourceFile, Span, TextEdit};

use super::found::{Found, Known, Rank, Silencer};
use super::kept::Entry;
use super::{Form, Piece, Progress, Summary, escape};

/// Version of the format: raised when a field changes its meaning or goes away, not when one is added.
pub(super) const SCHEMA: u32 = 1;

/// What `--format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Document<'a> {
    /// Version of this format, 1. Raised when a field changes its meaning or goes away, not when one is added.
    pub schema: u32,
    /// All findings, file by file.
    pub findings: Vec<Reported<'a>>,
    /// Findings that are not reported, because a comment silences them or the baseline knows them.
    pub silenced: Vec<Silenced<'a>>,
    /// Counts of the whole run.
    pub summary: &'a Summary,
}

/// One finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Finding<'a> {
    /// Id of the rule, such as `load-above-range`.
    pub rule: &'a str,
    /// How much it matters.
    #[schemars(extend("enum" = ["error", "warning", "advice"]))]
    pub severity: &'static str,
    /// Whether the rule is broken, or the plan does not say enough to decide.
    #[schemars(extend("enum" = ["violated", "cannot-check"]))]
    pub status: &'static str,
    /// What is wrong.
    pub message: &'a str,
    /// What to do about it.
    pub help: Option<&'a str>,
    /// Facts that explain it.
    pub notes: &'a [String],
    /// The file, as the path that was given or found.
    pub path: &'a str,
    /// Where the fault starts.
    pub start: Position,
    /// Where the fault ends: the place after its last character.
    pub end: Position,
    /// Where in the plan by its structure: `week 1/Push/Triceps Pushdown`. Stays the same when lines move; empty for
    /// the file as a whole.
    pub place: &'a str,
    /// Other places that contributed.
    pub labels: Vec<Place<'a>>,
    /// Ways out that can be applied by machine.
    pub fixes: Vec<Remedy<'a>>,
    /// Where the threshold comes from.
    pub sources: &'a [String],
}

/// A finding of a check.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Reported<'a> {
    /// What is said.
    #[serde(flatten)]
    pub finding: Finding<'a>,
    /// Names the finding within its file. Stays the same when lines move or words change.
    pub fingerprint: &'a str,
}

/// A finding that is not reported.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Silenced<'a> {
    /// What would have been said.
    #[serde(flatten)]
    pub finding: Reported<'a>,
    /// Who decided it: a comment in the plan, or the baseline.
    #[schemars(extend("enum" = ["comment", "baseline"]))]
    pub by: &'static str,
    /// The reason that the comment gives.
    pub reason: Option<&'a str>,
}

/// A place in a file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Position {
    /// Line, from 1. LF, CRLF and a lone CR each end a line.
    pub line: usize,
    /// Column, from 1, in Unicode characters (not bytes, not UTF-16 units); a byte order mark is not counted.
    pub column: usize,
    /// Bytes of UTF-8 before it in the file, from 0; a byte order mark is counted.
    pub offset: usize,
}

/// A place that contributed to a finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Place<'a> {
    /// Where it starts.
    pub start: Position,
    /// The place after its last character.
    pub end: Position,
    /// What stands there.
    pub text: &'a str,
}

/// A way out of a finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Remedy<'a> {
    /// What it does, as an action.
    pub title: &'a str,
    /// `safe` keeps the meaning of the plan, `unsafe` changes the training, `placeholder` has a blank to fill in.
    #[schemars(extend("enum" = ["safe", "unsafe", "placeholder"]))]
    pub applicability: &'static str,
    /// Changes to the text that do not overlap, to be applied together.
    pub edits: Vec<Edit<'a>>,
}

/// A replacement of one stretch of text.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Edit<'a> {
    /// Where the replaced text starts.
    pub start: Position,
    /// The place after its last character; equal to `start` for an insertion.
    pub end: Position,
    /// What stands there afterwards; empty for a deletion.
    pub text: &'a str,
}

/// JSON Schema of [`Document`].
pub fn schema() -> Schema {
    schema_for!(Document<'static>)
}

/// The JSON form.
pub(super) struct Json;

impl Form for Json {
    fn start(&self) -> String {
        format!("{{\"schema\":{SCHEMA},\"findings\":[")
    }

    fn between(&self) -> &'static str {
        ","
    }

    fn file(&self, found: &Found<'_>) -> Piece {
        let all = found.all();
        let mut lines = Vec::new();
        let mut entries = Vec::new();
        for known in &all {
            let finding = Reported::new(found.source, known);
            match known.by {
                None => lines.push(format!("\n{}", text(&finding))),
                Some(by) => entries.push(Entry {
                    rank: Rank::of(known.finding),
                    text: format!("\n{}", text(&Silenced::new(finding, by))),
                    instead: String::new(),
                }),
            }
        }
        let text = lines.join(",");
        Piece { text, entries }
    }

    fn finish(&self, progress: &Progress, summary: &Summary) -> String {
        let silenced: Vec<&str> = progress
            .kept
            .entries()
            .iter()
            .map(|one| one.text.as_str())
            .collect();
        let silenced = silenced.join(",");
        format!(
            "\n],\"silenced\":[{silenced}],\"summary\":{}}}\n",
            text(summary)
        )
    }
}

impl<'a> Silenced<'a> {
    pub(super) fn new(finding: Reported<'a>, by: Silencer<'a>) -> Self {
        let (by, reason) = match by {
            Silencer::Comment(reason) => ("comment", Some(reason)),
            Silencer::Baseline => ("baseline", None),
        };
        Self {
            finding,
            by,
            reason,
        }
    }
}

impl<'a> Reported<'a> {
    pub(super) fn new(source: &'a SourceFile, known: &'a Known<'a>) -> Self {
        Self {
            finding: Finding::new(source, known.finding),
            fingerprint: &known.fingerprint,
        }
    }
}

impl<'a> Finding<'a> {
    pub(super) fn new(source: &'a SourceFile, diagnostic: &'a Diagnostic) -> Self {
        let (start, end) = positions(source, diagnostic.span);
        Self {
            rule: &diagnostic.rule,
            severity: diagnostic.severity.word(),
            status: diagnostic.status.word(),
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
            notes: &diagnostic.notes,
            path: source.name(),
            start,
            end,
            place: &diagnostic.place,
            labels: diagnostic
                .labels
                .iter()
                .map(|label| place(source, label))
                .collect(),
            fixes: diagnostic
                .fixes
                .iter()
                .map(|fix| remedy(source, fix))
                .collect(),
            sources: &diagnostic.sources,
        }
    }
}

fn place<'a>(source: &SourceFile, label: &'a Label) -> Place<'a> {
    let (start, end) = positions(source, label.span);
    Place {
        start,
        end,
        text: &label.text,
    }
}

fn remedy<'a>(source: &SourceFile, fix: &'a Fix) -> Remedy<'a> {
    Remedy {
        title: &fix.title,
        applicability: fix.applicability.word(),
        edits: fix
            .edits
            .iter()
            .map(|change| edit(source, change))
            .collect(),
    }
}

fn edit<'a>(source: &SourceFile, edit: &'a TextEdit) -> Edit<'a> {
    let (start, end) = positions(source, edit.span);
    Edit {
        start,
        end,
        text: &edit.text,
    }
}

fn positions(source: &SourceFile, span: Span) -> (Position, Position) {
    let position = |offset: usize| {
        let place = source.line_column(offset);
        Position {
            line: place.line,
            column: place.column,
            offset: offset.min(source.text().len()),
        }
    };
    (position(span.range().start), position(span.range().end))
}

/// JSON on one line. Our structs have string keys and whole numbers only, so that writing them to memory cannot fail.
pub(super) fn text(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    let mut writer = serde_json::Serializer::with_formatter(&mut bytes, Harmless);
    let _ = value.serialize(&mut writer);
    String::from_utf8(bytes).unwrap_or_default()
}

/// Writes compact JSON with hidden characters, and what a CI runner would obey, as escapes.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if !fragment.contains(escape::is_hidden) && !fragment.contains("##") {
            return writer.write_all(fragment.as_bytes());
        }
        let fragment = escape::instead(fragment.to_owned(), "\\u005b");
        let mut buffer = [0; 4];
        for character in fragment.chars() {
            if escape::is_hidden(character) {
                let mut units = [0; 2];
                for unit in character.encode_utf16(&mut units) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            } else {
                writer.write_all(character.encode_utf8(&mut buffer).as_bytes())?;
            }
        }
        Ok(())
    }
}
