//! Commands for the runner of GitHub Actions, which puts each finding at its line in a pull request.
//!
//! The runner shows the first ten of a kind for each step, so the most severe findings become commands, at the end; what
//! finds no room is in the log as a line of the concise form. How values are escaped is the runner's own rule:
//! `%`, CR and LF in what is said, `:` and `,` too in properties.

use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;

use super::found::{Found, Rank};
use super::kept::{Entry, Room};
use super::location::Base;
use super::paint::Paint;
use super::summary::{Unreadable, count};
use super::{Context, Form, Piece, Progress, Style, Summary, concise, escape, human};

/// Annotations of one kind that GitHub shows for a step.
const SHOWN: usize = 10;

/// The form.
pub(super) struct Github {
    base: Base,
    width: usize,
    paint: Paint,
}

impl Github {
    pub(super) fn new(context: &Context) -> Self {
        let style = Style::default();
        Self {
            base: context.base.clone(),
            width: style.width,
            paint: Paint::new(&style),
        }
    }

    fn command(&self, source: &SourceFile, finding: &Diagnostic) -> String {
        let rank = Rank::of(finding);
        let path = self.base.shown(source.path_bytes());
        let (start, end) = (
            source.line_column(finding.span.range().start),
            source.line_column(finding.span.range().end),
        );
        let mut properties = vec![
            ("file", path.clone()),
            ("line", start.line.to_string()),
            ("endLine", end.line.to_string()),
        ];
        // Where lines differ, GitHub takes columns for a mistake.
        if start.line == end.line {
            properties.push(("col", start.column.to_string()));
            properties.push(("endColumn", end.column.to_string()));
        }
        let unchecked = match rank {
            Rank::Unchecked => " (cannot be checked)",
            _ => "",
        };
        properties.push(("title", format!("cuff: {}{unchecked}", finding.rule)));
        let mut words = vec![escape::words(&finding.message)];
        if let Some(help) = &finding.help {
            words.push(format!("help: {}", escape::words(help)));
        }
        let place = format!("{}:{}:{}", escape::path(&path), start.line, start.column);
        words.push(match finding.place.as_str() {
            "" => place,
            inside => format!("{place}, in {}", escape::words(inside)),
        });
        let kind = rank.level(["error", "warning", "notice"]);
        command(kind, &properties, &words.join("\n"))
    }

    fn unreadable(&self, file: &Unreadable, done: &str) -> String {
        let path = self.base.shown(file.path.as_bytes());
        let reason = escape::words(&file.reason);
        let words = format!("{}: cannot be {done}: {reason}", escape::path(&path));
        let title = "cuff: not checked".to_owned();
        command("error", &[("file", path), ("title", title)], &words)
    }
}

/// One command on its line.
fn command(kind: &str, properties: &[(&str, String)], words: &str) -> String {
    let properties = properties
        .iter()
        .map(|(name, value)| format!("{name}={}", property(value)));
    let properties: Vec<String> = properties.collect();
    format!("::{kind} {}::{}\n", properties.join(","), data(words))
}

/// What a command says, as the runner reads it.
pub(super) fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property: escaped, and with hidden characters spelled out, since the log shows it as it is.
fn property(text: &str) -> String {
    data(&escape::but_for_lines(text))
        .replace(':', "%3A")
        .replace(',', "%2C")
}

impl Form for Github {
    fn file(&self, found: &Found<'_>) -> Piece {
        let source = found.source;
        let entries = found.findings.iter().map(|finding| Entry {
            rank: Rank::of(finding),
            text: self.command(source, finding),
            instead: concise::line(source, finding, &self.paint),
        });
        Piece {
            text: String::new(),
            entries: entries.collect(),
        }
    }

    fn room(&self) -> Room {
        Room {
            entries: SHOWN,
            bytes: usize::MAX,
        }
    }

    fn finish(&self, progress: &Progress, summary: &Summary) -> String {
        let kept = &progress.kept;
        let mut commands: Vec<String> = summary
            .refused()
            .take(SHOWN)
            .map(|(file, done)| self.unreadable(file, done))
            .collect();
        let mut left_out = summary.refused().count() - commands.len();
        left_out += Rank::ALL
            .iter()
            .map(|rank| kept.left_out(*rank))
            .sum::<usize>();
        let mut lines = String::new();
        for (kind, ranks) in [
            ("errors", &[Rank::Error][..]),
            ("warnings", &[Rank::Warning]),
            ("notices", &[Rank::Unchecked, Rank::Advice]),
        ] {
            let taken = if kind == "errors" { commands.len() } else { 0 };
            let all = ranks.iter().flat_map(|rank| kept.of(*rank));
            for (place, entry) in all.enumerate() {
                if place + taken < SHOWN {
                    commands.push(entry.text.clone());
                } else {
                    left_out += 1;
                    lines += &entry.instead;
                }
            }
        }
        let mut text = lines + &commands.concat();
        if left_out > 0 {
            let more = count(left_out, "finding", "findings");
            text += &format!(
                "{more} without an annotation, since GitHub shows {SHOWN} of a kind: see the log and the summary of the job\n"
            );
        }
        text + &human::finish(summary, self.width, &self.paint)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn values_are_escaped_as_the_runner_reads_them() {
        let properties = [
            ("title", "t".to_owned()),
            ("file", "x,y:z.plan".to_owned()),
            ("line", "2".to_owned()),
        ];
        assert_eq!(
            command("warning", &properties, "a%b\nc"),
            "::warning title=t,file=x%2Cy%3Az.plan,line=2::a%25b%0Ac\n"
        );
    }

    proptest! {
        #[test]
        fn the_runner_reads_what_was_written(text in crate::report::samples::hostile_text()) {
            // What the runner does: the last escape that was made is the first that it undoes.
            let undone = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
            let written = data(&text);
            prop_assert!(!written.contains(['\r', '\n']));
            prop_assert_eq!(undone(&written), text.clone());
            let written = property(&text);
            prop_assert!(!written.contains([':', ',']) && !written.contains(escape::is_hidden));
            let undone = undone(&written.replace("%3A", ":").replace("%2C", ","));
            prop_assert_eq!(undone, escape::but_for_lines(&text));
        }
    }
}
