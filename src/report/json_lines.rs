//! JSON, one object a line: findings, those that are silenced, and at the end the counts. Written as plans are checked, so
//! that neither cuff nor the reader holds more than a line.

use schemars::{JsonSchema, Schema, schema_for};
use serde::Serialize;

use super::found::Found;
use super::json::{Reported, SCHEMA, Silenced, text};
use super::{Form, Piece, Progress, Summary};

/// A line of `--format json-lines`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Line<'a> {
    /// Version of this format, 1. Raised when a field changes its meaning or goes away, not when one is added.
    pub schema: u32,
    /// What it is about.
    #[serde(flatten)]
    pub record: Record<'a>,
}

/// What a line is about.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Record<'a> {
    /// A finding.
    Finding(Reported<'a>),
    /// A finding that is not reported.
    Silenced(Silenced<'a>),
    /// The last line: counts of the whole run.
    Summary(&'a Summary),
}

/// JSON Schema of a [`Line`].
pub fn schema() -> Schema {
    schema_for!(Line<'static>)
}

/// The form.
pub(super) struct JsonLines;

fn line(record: Record<'_>) -> String {
    let schema = SCHEMA;
    text(&Line { schema, record }) + "\n"
}

impl Form for JsonLines {
    fn file(&self, found: &Found<'_>) -> Piece {
        let all = found.all();
        let lines = all.iter().map(|known| {
            let finding = Reported::new(found.source, known);
            line(match known.by {
                None => Record::Finding(finding),
                Some(by) => Record::Silenced(Silenced::new(finding, by)),
            })
        });
        lines.collect::<String>().into()
    }

    fn finish(&self, _: &Progress, summary: &Summary) -> String {
        line(Record::Summary(summary))
    }
}
