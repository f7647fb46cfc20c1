//! Lists and maps between brackets.

use granit_parser::ErrorKind;

use super::{Explained, Spot, give_up, mend_text};
use crate::source::Span;
use crate::yaml::problems::problem;
use crate::yaml::words::{line_end, line_start, quote_help};

impl Spot<'_> {
    pub(super) fn brackets(&self) -> Explained {
        let Some(bracket) = self.error.bracket else {
            return self.stray_bracket();
        };
        match &self.error.kind {
            ErrorKind::UnclosedFlowCollection { .. } => self.unclosed(self.character()),
            ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
                let range = self.offset..self.line.end;
                let opener = self.character();
                let message = format!("`{open}` is closed by `{close}`");
                mend_text(problem(opener, message), range)
            }
            _ if self.line.contains(&(bracket.start as usize)) => self.between_brackets(bracket),
            _ => self.unclosed(bracket),
        }
    }

    /// The list or map that `bracket` opens does not end before the error.
    fn unclosed(&self, bracket: Span) -> Explained {
        let opener = bracket.of(self.text);
        let closer = closing(opener);
        let diagnostic = problem(bracket, format!("`{opener}` is never closed")).help(format!(
            "close it with `{closer}`; or put the value in quotes if it is text"
        ));
        let start = bracket.start as usize;
        let opening_line = line_start(self.text, start);
        let margin = |line: usize| {
            let rest = self.text.get(line..).unwrap_or_default();
            rest.len() - rest.trim_start_matches([' ', '-']).len()
        };
        // Where a key follows no deeper than the opening line, the author went on as if all were closed.
        let goes_on = opening_line != self.line.start
            && self
                .text
                .get(self.offset..)
                .is_some_and(|rest| rest.starts_with(':'))
            && margin(self.line.start) <= margin(opening_line);
        if goes_on || opening_line == self.line.start {
            return mend_text(diagnostic, start..line_end(self.text, start));
        }
        give_up(diagnostic.label(
            self.word(),
            format!("expected `,` or `{closer}` before this"),
        ))
    }

    /// Something is wrong between brackets on one line: mostly text that needs quotes.
    fn between_brackets(&self, bracket: Span) -> Explained {
        let closer = closing(bracket.of(self.text));
        let before = self
            .text
            .get(self.line.start..self.offset)
            .unwrap_or_default();
        let rest = self.value_from(self.offset);
        if before.trim_end().ends_with(['}', ']']) {
            let start = self.line.start + opening(before.trim_end()).unwrap_or(0);
            let diagnostic = problem(
                Span::new(rest.start, rest.end),
                "there is text after the closing bracket",
            )
            .help(quote_help(
                self.text,
                start,
                rest.end,
                "put the whole value in quotes",
            ));
            return mend_text(diagnostic, start..rest.end);
        }
        if self
            .text
            .get(self.offset..)
            .is_some_and(|rest| rest.starts_with(':'))
        {
            let start = before.rfind(['{', '[', ',']).map_or(0, |mark| mark + 1);
            let item = before.get(start..).unwrap_or_default();
            let value = item.find(": ").map_or(0, |colon| colon + 1);
            let blank = item.get(value..).unwrap_or_default();
            let skipped = blank.len() - blank.trim_start().len();
            let start = self.line.start + start + value + skipped;
            let diagnostic = problem(
                self.character(),
                "a value without quotes cannot have `: ` in it",
            )
            .help(quote_help(
                self.text,
                start,
                rest.end,
                "put the value in quotes",
            ));
            return mend_text(diagnostic, start..rest.end);
        }
        give_up(
            problem(
                self.word(),
                format!("expected `,` or `{closer}` before this"),
            )
            .label(bracket, "opened here"),
        )
    }

    pub(super) fn stray_bracket(&self) -> Explained {
        let bracket = self.character();
        let value = self.value_from(self.first_value());
        let name = bracket.of(self.text);
        let diagnostic = problem(
            bracket,
            format!("nothing is open that `{name}` could close"),
        )
        .help(quote_help(
            self.text,
            value.start,
            value.end,
            "delete it, or put the value in quotes",
        ));
        mend_text(diagnostic, value)
    }
}

fn closing(opener: &str) -> char {
    if opener == "{" { '}' } else { ']' }
}

/// Where the bracket opens that the last character of `text` closes.
fn opening(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices().rev() {
        match character {
            '}' | ']' => depth += 1,
            '{' | '[' if depth <= 1 => return Some(at),
            '{' | '[' => depth -= 1,
            _ => {}
        }
    }
    None
}
