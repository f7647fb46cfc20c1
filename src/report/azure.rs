//! Commands for the agent of Azure Pipelines: errors and warnings become issues of the run. Azure knows no third level, so
//! advice stands in the log as a line of the concise form.
//!
//! How values are escaped is the agent's own rule: `%`, CR and LF in what is said, `;` and `]` too in properties.

use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;

use super::found::{Found, Rank};
use super::location::Base;
use super::paint::Paint;
use super::{Context, Form, Piece, Progress, Style, Summary, concise, escape, human};

/// The form.
pub(super) struct Azure {
    base: Base,
    width: usize,
    paint: Paint,
}

impl Azure {
    pub(super) fn new(context: &Context) -> Self {
        let style = Style::default();
        Self {
            base: context.base.clone(),
            width: style.width,
            paint: Paint::new(&style),
        }
    }

    fn finding(&self, source: &SourceFile, finding: &Diagnostic) -> String {
        let rank = Rank::of(finding);
        if rank == Rank::Advice {
            return concise::line(source, finding, &self.paint);
        }
        let place = source.line_column(finding.span.range().start);
        let properties = [
            (
                "type",
                rank.level(["error", "warning", "warning"]).to_owned(),
            ),
            ("sourcepath", self.base.shown(source.path_bytes())),
            ("linenumber", place.line.to_string()),
            ("columnnumber", place.column.to_string()),
            ("code", finding.rule.to_string()),
        ];
        command(&properties, &escape::words(&finding.message))
    }
}

/// One command on its line.
fn command(properties: &[(&str, String)], words: &str) -> String {
    let properties: String = properties
        .iter()
        .map(|(name, value)| format!("{name}={};", property(value)))
        .collect();
    format!("##vso[task.logissue {properties}]{}\n", data(words))
}

/// What a command says, as the agent reads it.
fn data(text: &str) -> String {
    text.replace('%', "%AZP25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property: escaped, and with hidden characters spelled out, since the log shows it as it is.
fn property(text: &str) -> String {
    data(&escape::but_for_lines(text))
        .replace(';', "%3B")
        .replace(']', "%5D")
}

impl Form for Azure {
    fn file(&self, found: &Found<'_>) -> Piece {
        let findings = found.findings.iter();
        let lines = findings.map(|finding| self.finding(found.source, finding));
        lines.collect::<String>().into()
    }

    fn finish(&self, _: &Progress, summary: &Summary) -> String {
        let files = summary.refused().map(|(file, done)| {
            let path = self.base.shown(file.path.as_bytes());
            let words = format!("cannot be {done}: {}", escape::words(&file.reason));
            let properties = [("type", "error".to_owned()), ("sourcepath", path)];
            command(&properties, &words)
        });
        let files: String = files.collect();
        files + &human::finish(summary, self.width, &self.paint)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn values_are_escaped_as_the_agent_reads_them() {
        let properties = [
            ("type", "error".to_owned()),
            ("sourcepath", "a];b%.plan".to_owned()),
        ];
        assert_eq!(
            command(&properties, "90 %\nx"),
            "##vso[task.logissue type=error;sourcepath=a%5D%3Bb%AZP25.plan;]90 %AZP25%0Ax\n"
        );
    }

    proptest! {
        #[test]
        fn the_agent_reads_what_was_written(text in crate::report::samples::hostile_text()) {
            let undone = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n").replace("%AZP25", "%");
            prop_assert_eq!(undone(&data(&text)), text.clone());
            let written = property(&text);
            prop_assert!(!written.contains([';', ']']) && !written.contains(escape::is_hidden));
            let undone = undone(&written.replace("%3B", ";").replace("%5D", "]"));
            prop_assert_eq!(undone, escape::but_for_lines(&text));
        }
    }
}
