//! Lines that do not fit the ones above them.

use granit_parser::ErrorKind;

use super::{Explained, Mend, Spot, give_up};
use crate::source::Span;
use crate::yaml::problems::problem;
use crate::yaml::words;

impl Spot<'_> {
    pub(super) fn no_colon(&self) -> Explained {
        let range = self.value_from(self.offset);
        let found = Span::new(range.start, range.end);
        let diagnostic = problem(found, "expected a key with a colon, such as `key: value`")
            .help("if it belongs to the value above, indent it further than that value's key");
        Explained {
            diagnostic,
            mend: self.error.bracket.is_none().then_some(Mend {
                range,
                comment: true,
            }),
        }
    }

    pub(super) fn misplaced_line(&self) -> Explained {
        let line = self.text.get(self.line.clone()).unwrap_or_default();
        let content = line.trim_start_matches([' ', '\t', '\u{FEFF}']);
        let start = self.line.end - content.len();
        if words::tab_in_margin(line).is_some() {
            return self.tab();
        }
        let column = words::column(self.text, start);
        let place = words::word_at(self.text, start);
        let columns = &self.error.columns;
        if columns.contains(&column) {
            let expected = if content.starts_with("- ") || content == "-" {
                "a list item cannot stand between keys"
            } else if matches!(self.error.kind, ErrorKind::ExpectedBlockSequenceEntry) {
                "expected a list item that starts with `- `"
            } else {
                "expected a key with a colon, such as `key: value`"
            };
            return give_up(problem(place, expected));
        }
        let known: Vec<_> = columns.iter().map(ToString::to_string).collect();
        give_up(
            problem(
                place,
                format!("this line is indented by {column}, which fits nothing above it"),
            )
            .help(match known.as_slice() {
                [] => "start it in the column of the line above".to_owned(),
                [only] => format!(
                    "indent it by {only}, or as far as the text above if it belongs to that"
                ),
                _ => format!(
                    "indent it by {}, as the lines that it belongs to",
                    known.join(" or ")
                ),
            }),
        )
    }

    pub(super) fn directive(&self) -> Explained {
        let range = self.offset..self.line.end;
        let place = words::word_at(self.text, self.offset);
        Explained {
            diagnostic: problem(
                place,
                format!(
                    "`{}` is read as a YAML directive, and directives are not supported",
                    place.of(self.text)
                ),
            )
            .help("delete the line"),
            mend: Some(Mend {
                range,
                comment: true,
            }),
        }
    }

    /// The line that a tab indents: at the parser's place or, where it points at the text before, the next such line.
    pub(super) fn tab(&self) -> Explained {
        let rest = self.text.get(self.line.start..).unwrap_or_default();
        let mut start = self.line.start;
        for line in rest.split_inclusive(['\n', '\r']) {
            if let Some(tab) = words::tab_in_margin(line) {
                let place = Span::new(start + tab, start + tab + 1);
                return give_up(words::tab_indentation(place));
            }
            start += line.len();
        }
        give_up(words::tab_indentation(self.word()))
    }
}
