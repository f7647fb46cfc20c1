//! XML as Checkstyle writes it: a file with its errors. Names of files are exact, with what could do harm as references to
//! characters; what XML cannot hold at all is spelled out.

use quick_xml::escape::escape as xml;

use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;

use super::found::{Found, Rank};
use super::{Form, Piece, Progress, Summary, escape};

/// The version that readers of the format know.
const VERSION: &str = "4.3";

/// The form.
pub(super) struct Checkstyle;

fn finding(source: &SourceFile, finding: &Diagnostic) -> String {
    let place = source.line_column(finding.span.range().start);
    let severity = Rank::of(finding).level(["error", "warning", "info"]);
    let place = format!("line=\"{}\" column=\"{}\"", place.line, place.column);
    error(&place, severity, &finding.message, &finding.rule)
}

fn error(place: &str, severity: &str, message: &str, rule: &str) -> String {
    let message = escape::words(message);
    let rule = escape::words(rule);
    format!(
        "    <error {place} severity=\"{severity}\" message=\"{}\" source=\"cuff.{}\"/>\n",
        xml(&message),
        xml(&rule)
    )
}

fn file(path: &str, errors: &str) -> String {
    format!("  <file name=\"{}\">\n{errors}  </file>\n", name(path))
}

/// A path as the value of an attribute.
fn name(path: &str) -> String {
    let mut value = String::with_capacity(path.len());
    for character in path.chars() {
        let code = u32::from(character);
        let forbidden = matches!(character, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}')
            || matches!(character, '\u{FFFE}' | '\u{FFFF}');
        if forbidden {
            value += &format!("\\u{{{code:x}}}");
        } else if escape::is_hidden(character) || character == '[' {
            value += &format!("&#x{code:X};");
        } else {
            value += &xml(character.encode_utf8(&mut [0; 4]) as &str);
        }
    }
    value
}

impl Form for Checkstyle {
    fn start(&self) -> String {
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"{VERSION}\">\n")
    }

    fn file(&self, found: &Found<'_>) -> Piece {
        if found.findings.is_empty() {
            return Piece::default();
        }
        let errors = found.findings.iter();
        let errors: String = errors.map(|one| finding(found.source, one)).collect();
        file(found.source.name(), &errors).into()
    }

    fn finish(&self, _: &Progress, summary: &Summary) -> String {
        let files = summary.refused().map(|(refused, done)| {
            let message = format!("cannot be {done}: {}", refused.reason);
            file(
                &refused.path,
                &error("line=\"1\"", "error", &message, "unreadable"),
            )
        });
        files.collect::<String>() + "</checkstyle>\n"
    }
}
