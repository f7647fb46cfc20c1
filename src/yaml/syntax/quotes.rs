//! Quoted text that ends too early, never, or holds an escape that nobody knows.

use super::{Explained, Spot, give_up, mend_text};
use crate::source::Span;
use crate::yaml::problems::problem;
use crate::yaml::words::{self, line_end, quote_help};

impl Spot<'_> {
    pub(super) fn after_quotes(&self) -> Explained {
        let rest = self.value_from(self.offset);
        let diagnostic = problem(
            if rest.is_empty() {
                self.character()
            } else {
                Span::new(rest.start, rest.end)
            },
            "there is text after the closing quote",
        );
        let Some(quote) = self.opening_quote() else {
            return give_up(diagnostic);
        };
        if quote < self.line.start {
            let opener = Span::new(quote, quote + 1);
            return give_up(
                diagnostic
                    .label(opener, "the quoted text starts here")
                    .help("close the quotes on the line where they open"),
            );
        }
        let whole = quote..rest.end;
        let help = if self.is_apostrophe() {
            "in single quotes, write an apostrophe twice: `''`; or use double quotes".to_owned()
        } else {
            let advice = "put the whole value in quotes";
            quote_help(self.text, whole.start, whole.end, advice)
        };
        mend_text(diagnostic.help(help), whole)
    }

    /// Whether the quote before the error stands inside a word, as in `'it's'`.
    fn is_apostrophe(&self) -> bool {
        let before = self.text.get(..self.offset).unwrap_or_default();
        let inside = before.strip_suffix('\'').unwrap_or_default();
        let is_letter = |letter: char| letter.is_alphabetic();
        let after = self.text.get(self.offset..).unwrap_or_default();
        inside.ends_with(is_letter) && after.starts_with(is_letter)
    }

    pub(super) fn unclosed_quotes(&self) -> Explained {
        let quote = self.opening_quote().unwrap_or(self.offset);
        let diagnostic = problem(Span::new(quote, quote + 1), "this quote is never closed")
            .help("close it, or write the text without quotes");
        mend_text(diagnostic, quote..line_end(self.text, quote))
    }

    pub(super) fn bad_escape(&self) -> Explained {
        let Some(quote) = self.opening_quote() else {
            return give_up(problem(self.word(), "unknown escape in quoted text"));
        };
        let place = words::bad_escape(self.text, quote).unwrap_or(self.word());
        mend_text(words::unknown_escape(self.text, place), place.range())
    }

    /// The first quote after everything that was read well: where the text starts that ends too early or never.
    fn opening_quote(&self) -> Option<usize> {
        let read = self.error.read.min(self.offset);
        let between = self.text.get(read..=self.offset)?;
        between.find(['"', '\'']).map(|quote| read + quote)
    }
}
