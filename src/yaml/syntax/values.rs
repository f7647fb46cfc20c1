//! Values that do not start, go on or end as text without quotes may.

use std::ops::Range;

use super::{Explained, Mend, Spot, give_up, mend_text};
use crate::source::Span;
use crate::yaml::problems::problem;
use crate::yaml::words::{self, line_end, line_start, quote_help};

impl Spot<'_> {
    pub(super) fn bad_start(&self) -> Explained {
        let value = self.value_from(self.offset);
        let rest = self.text.get(value.clone()).unwrap_or_default();
        let message = match rest.chars().next() {
            Some(mark @ ('>' | '|')) => {
                format!("`{mark}` at the start of a value opens a block of text")
            }
            Some('!') => "`!` at the start of a value is read as a YAML tag".to_owned(),
            Some('*') => "`*` at the start of a value is read as a YAML alias".to_owned(),
            Some('&') => "`&` at the start of a value is read as a YAML anchor".to_owned(),
            Some('-') => return self.dash(value),
            Some('`') => "text without quotes cannot start with a backtick".to_owned(),
            Some(other) => format!("text without quotes cannot start with `{other}`"),
            None => return give_up(problem(self.word(), "expected a value here")),
        };
        let help = quote_help(
            self.text,
            value.start,
            value.end,
            "put the expression in quotes",
        );
        let place = Span::new(value.start, value.end);
        mend_text(problem(place, message).help(help), value)
    }

    fn dash(&self, value: Range<usize>) -> Explained {
        let diagnostic = problem(
            Span::new(value.start, value.end),
            "a list cannot start on the line of its key",
        )
        .help(quote_help(
            self.text,
            value.start,
            value.end,
            "put each item on a line of its own; or put the value in quotes if it is text",
        ));
        mend_text(diagnostic, value)
    }

    pub(super) fn stray_colon(&self) -> Explained {
        let value = self.first_value();
        if value < self.offset {
            let value = self.value_from(value);
            let diagnostic = problem(
                self.character(),
                "a value without quotes cannot have `: ` in it",
            )
            .help(quote_help(
                self.text,
                value.start,
                value.end,
                "put the value in quotes",
            ));
            return mend_text(diagnostic, value);
        }
        let above = self.line_above();
        let text = above.of(self.text);
        let key = self.key();
        let name = words::short(key.of(self.text));
        let diagnostic = problem(key, format!("`{name}` cannot be a key here"));
        give_up(match glued_key(text) {
            Some((word, rest)) => diagnostic
                .label(above, "this is read as text, not as a key with a value")
                .help(format!("put a space after the colon: `{}: {}`", words::short(word), words::short(rest))),
            None => diagnostic
                .label(above, "the text that starts here goes on in the next line")
                .help("start it in the column of the key above; or end the line above after its colon"),
        })
    }

    /// The last line above that is not blank, without its indentation.
    fn line_above(&self) -> Span {
        let before = self.text.get(..self.line.start).unwrap_or_default();
        let above = before.trim_end();
        let line = above
            .get(line_start(above, above.len())..)
            .unwrap_or_default();
        Span::new(above.len() - line.trim_start().len(), above.len())
    }

    /// The key on this line that ends before the error.
    fn key(&self) -> Span {
        let before = self
            .text
            .get(self.line.start..self.offset)
            .unwrap_or_default();
        let key = before.trim_start_matches([' ', '-']);
        Span::new(self.offset - key.len(), self.offset)
    }

    pub(super) fn expected_key(&self) -> Explained {
        let value = self.first_value();
        let start = self.text.get(value..).unwrap_or_default();
        if value < self.offset && start.starts_with(['{', '[', '*']) {
            let value = self.value_from(value);
            let kind = match start.chars().next() {
                Some('{') => "a value that starts with `{` is read as a map",
                Some('[') => "a value that starts with `[` is read as a list",
                _ => "a value that starts with `*` is read as an alias",
            };
            let rest = self.value_from(self.offset);
            let diagnostic = problem(Span::new(value.start, rest.end), kind)
                .label(Span::new(rest.start, rest.end), "this comes after its end")
                .help(quote_help(
                    self.text,
                    value.start,
                    rest.end,
                    "put the text in quotes",
                ));
            return mend_text(diagnostic, value.start..rest.end);
        }
        self.misplaced_line()
    }

    pub(super) fn glued_comment(&self) -> Explained {
        let value = self.first_value();
        let diagnostic =
            problem(self.character(), "a comment needs a blank before its `#`").help(quote_help(
                self.text,
                value,
                self.line.end,
                "put a blank there; or put the whole value in quotes if the `#` belongs to it",
            ));
        Explained {
            diagnostic,
            mend: self.error.bracket.is_none().then_some(Mend {
                range: value..self.line.end,
                comment: false,
            }),
        }
    }

    pub(super) fn comment_inside(&self) -> Explained {
        let end = line_end(self.text, self.offset);
        let diagnostic = problem(
            Span::new(self.offset, end),
            "a comment stands in the middle of a text",
        )
        .help(
            "move the comment to a line above; or put the text in quotes if the `#` belongs to it",
        );
        mend_text(diagnostic, self.offset..end)
    }
}

/// The key and value of a line such as `rule:foo`, where the blank after the colon is missing.
fn glued_key(line: &str) -> Option<(&str, &str)> {
    let (word, rest) = line.split_once(':')?;
    let is_glued =
        !word.contains(' ') && !rest.is_empty() && !rest.contains(": ") && !rest.starts_with(' ');
    is_glued.then_some((word, rest))
}
