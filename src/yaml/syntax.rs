//! What is said where a text is not YAML, and how the guard gets past it.
//!
//! A parser stops at its first error. To report the next ones too, the spot is overwritten in a copy of the text, in
//! the same length so that all places stay true, and the copy is read again. Only spots whose end is certain are
//! mended: a wrong guess would make errors up.

use std::ops::Range;

use granit_parser::ErrorKind;

use super::problems::problem;
use super::tree::SyntaxError;
use super::words::{self, line_end, line_start, quote_help};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// An error in words.
pub(super) struct Explained {
    pub(super) diagnostic: Diagnostic,
    /// What to overwrite before reading on; `None` if there is no safe way past.
    pub(super) mend: Option<Mend>,
}

/// What to overwrite.
pub(super) struct Mend {
    pub(super) range: Range<usize>,
    /// Whether it becomes a comment; otherwise text.
    pub(super) comment: bool,
}

/// Puts `error` into words.
pub(super) fn explain(text: &str, error: &SyntaxError) -> Explained {
    use ErrorKind as Kind;
    let at = Spot::new(text, error);
    match &error.kind {
        Kind::UnexpectedCharacter { .. }
        | Kind::InvalidBlockScalarHeader
        | Kind::BlockSequenceEntryNotAllowed
        | Kind::MappingKeyNotAllowed
        | Kind::PlainScalarStartsWithDashFlowIndicator
        | Kind::MissingAnchorOrAliasName
        | Kind::UndeclaredTagHandle
        | Kind::UnclosedVerbatimTag
        | Kind::InvalidTagTerminator
        | Kind::InvalidTagEscape
        | Kind::InvalidTagUtf8LeadingByte
        | Kind::InvalidTagUtf8TrailingByte
        | Kind::InvalidTagUtf8
        | Kind::MissingTagUri
        | Kind::InvalidGlobalTagCharacter
        | Kind::ZeroBlockScalarIndent
        | Kind::ExpectedWhitespace
        | Kind::ExpectedNodeContent
        | Kind::UnexpectedEofBlockMapping
        | Kind::UnexpectedEofBlockSequence => at.bad_start(),
        Kind::MappingValueNotAllowed => at.stray_colon(),
        Kind::InvalidTrailingSingleQuotedScalar | Kind::InvalidTrailingDoubleQuotedScalar => {
            at.after_quotes()
        }
        Kind::UnclosedQuotedScalar | Kind::DocumentIndicatorInQuotedScalar => at.unclosed_quotes(),
        Kind::UnknownQuotedScalarEscape
        | Kind::InvalidQuotedScalarHexEscape
        | Kind::InvalidLowSurrogateHexEscape
        | Kind::InvalidLowSurrogate
        | Kind::MissingLowSurrogate
        | Kind::UnpairedLowSurrogate
        | Kind::InvalidUnicodeEscape => at.bad_escape(),
        Kind::ExpectedFlowMappingSeparator
        | Kind::ExpectedFlowSequenceSeparator
        | Kind::InvalidColonPlacement
        | Kind::FlowMappingValueAdjacentCollection
        | Kind::BlockEntryInFlowCollection
        | Kind::UnclosedFlowCollection { .. }
        | Kind::MismatchedFlowCollectionEnd { .. }
        | Kind::UnexpectedEofFlowMapping
        | Kind::UnexpectedEofFlowSequence
        | Kind::UnexpectedEofImplicitFlowMapping => at.brackets(),
        Kind::MisplacedFlowCollectionEnd => at.stray_bracket(),
        Kind::ExpectedBlockMappingKey => at.expected_key(),
        Kind::SimpleKeyExpected | Kind::InvalidSimpleKey => at.no_colon(),
        Kind::ExpectedBlockSequenceEntry | Kind::InvalidIndentation => at.misplaced_line(),
        Kind::InvalidBlockScalarIndent => give_up(problem(
            at.word(),
            "this line is indented less than the block of text that it is in",
        )),
        Kind::ExpectedDocumentStart => give_up(
            problem(at.word(), "the value of the file ends before this")
                .help("write the file as `key: value` lines"),
        ),
        Kind::CommentNotSeparated => at.glued_comment(),
        Kind::CommentInterceptedScalar => at.comment_inside(),
        Kind::DirectiveDisallowed => at.directive(),
        Kind::RecursionLimitExceeded => give_up(words::too_deep(at.word())),
        Kind::TabNotAllowed
        | Kind::TabInBlockIndentation
        | Kind::TabInIndentation
        | Kind::TabInPlainScalar
        | Kind::TabAtBlockScalarStart
        | Kind::InvalidBlockEntryWhitespace
        | Kind::InvalidMappingValueWhitespace => at.tab(),
        other => give_up(problem(at.word(), format!("this is not YAML: {other}"))),
    }
}

fn give_up(diagnostic: Diagnostic) -> Explained {
    Explained {
        diagnostic,
        mend: None,
    }
}

fn mend_text(diagnostic: Diagnostic, range: Range<usize>) -> Explained {
    Explained {
        diagnostic,
        mend: Some(Mend {
            range,
            comment: false,
        }),
    }
}

/// The place of an error, and the line around it.
struct Spot<'a> {
    text: &'a str,
    error: &'a SyntaxError,
    offset: usize,
    line: Range<usize>,
}

impl<'a> Spot<'a> {
    fn new(text: &'a str, error: &'a SyntaxError) -> Self {
        let offset = error.offset;
        Self {
            text,
            error,
            offset,
            line: line_start(text, offset)..line_end(text, offset),
        }
    }

    fn word(&self) -> Span {
        // At the very end there is nothing to underline; the last word read is the nearest thing that can be.
        if self.offset >= self.text.trim_end().len() {
            let end = self.text.trim_end().len();
            let last = self
                .text
                .get(..end)
                .and_then(|text| text.chars().next_back());
            return Span::new(end - last.map_or(0, char::len_utf8), end);
        }
        words::word_at(self.text, self.offset)
    }

    /// The character at which the parser noticed.
    fn character(&self) -> Span {
        let rest = self.text.get(self.offset..).unwrap_or_default();
        let length = rest.chars().next().map_or(0, char::len_utf8);
        Span::new(self.offset, self.offset + length)
    }

    /// The value that starts at `start`: to the end of its line or, between brackets, to the next `,` or bracket.
    fn value_from(&self, start: usize) -> Range<usize> {
        let end = line_end(self.text, start);
        let line = self.text.get(start..end).unwrap_or_default();
        let length = if self.error.bracket.is_some() {
            line.find([',', '}', ']']).unwrap_or(line.len())
        } else {
            line.len()
        };
        let value = line.get(..length).unwrap_or_default();
        let value = value.trim_end_matches([' ', '\t']);
        start..start + value.len()
    }

    /// Where the value of the line's first key starts, or the line's first value if it has no key.
    fn first_value(&self) -> usize {
        let line = self.text.get(self.line.clone()).unwrap_or_default();
        let content = line.trim_start_matches([' ', '-', '\u{FEFF}']);
        let skipped = line.len() - content.len();
        let value = content.find(": ").map_or(0, |colon| {
            let after = content.get(colon + 1..).unwrap_or_default();
            content.len() - after.trim_start().len()
        });
        self.line.start + skipped + value
    }

    /// The first quote after everything that was read well: where the text starts that ends too early or never.
    fn opening_quote(&self) -> Option<usize> {
        let read = self.error.read.min(self.offset);
        let between = self.text.get(read..=self.offset)?;
        between.find(['"', '\'']).map(|quote| read + quote)
    }

    fn bad_start(&self) -> Explained {
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

    fn stray_colon(&self) -> Explained {
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
        let before = self.text.get(..self.line.start).unwrap_or_default();
        let above = before.trim_end();
        let above_line = line_start(above, above.len())..above.len();
        let above_text = above.get(above_line.clone()).unwrap_or_default();
        let key = self.key();
        let diagnostic = problem(key, format!("`{}` cannot be a key here", key.of(self.text)));
        let glued = above_text.trim_start().split_once(':');
        give_up(match glued {
            Some((word, rest)) if !word.contains(' ') && !rest.contains(": ") && !rest.starts_with(' ') => diagnostic
                .label(
                    Span::new(above_line.end - above_text.trim_start().len(), above_line.end),
                    "this is read as text, not as a key with a value",
                )
                .help(format!("put a space after the colon: `{word}: {rest}`")),
            _ => diagnostic
                .label(
                    Span::new(above_line.end - above_text.trim_start().len(), above_line.end),
                    "the text that starts here goes on in the next line",
                )
                .help("start it in the same column as the key above it, or end the line above it with the colon of its key"),
        })
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

    fn after_quotes(&self) -> Explained {
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
        let help = quote_help(
            self.text,
            whole.start,
            whole.end,
            "put the whole value in quotes",
        );
        mend_text(diagnostic.help(help), whole)
    }

    fn unclosed_quotes(&self) -> Explained {
        let quote = self.opening_quote().unwrap_or(self.offset);
        let diagnostic = problem(Span::new(quote, quote + 1), "this quote is never closed")
            .help("close it, or write the text without quotes");
        mend_text(diagnostic, quote..line_end(self.text, quote))
    }

    fn bad_escape(&self) -> Explained {
        let Some(quote) = self.opening_quote() else {
            return give_up(problem(self.word(), "unknown escape in quoted text"));
        };
        let place = bad_escape_in(self.text, quote).unwrap_or(self.word());
        let diagnostic = problem(
            place,
            format!("unknown escape `{}` in quoted text", place.of(self.text)),
        )
        .help("write `\\\\` for a backslash, or use single quotes, which have no escapes");
        mend_text(diagnostic, place.range())
    }

    fn brackets(&self) -> Explained {
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

    fn stray_bracket(&self) -> Explained {
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

    fn expected_key(&self) -> Explained {
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

    fn no_colon(&self) -> Explained {
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

    fn misplaced_line(&self) -> Explained {
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
                [only] => format!("indent it by {only}"),
                _ => format!(
                    "indent it by {}, as the lines that it belongs to",
                    known.join(" or ")
                ),
            }),
        )
    }

    fn comment_inside(&self) -> Explained {
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

    fn glued_comment(&self) -> Explained {
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

    fn directive(&self) -> Explained {
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
    fn tab(&self) -> Explained {
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

/// The first escape after the quote at `quote` that no reader knows.
fn bad_escape_in(text: &str, quote: usize) -> Option<Span> {
    let mut rest = text.get(quote + 1..)?;
    let mut at = quote + 1;
    loop {
        let skip = rest.find(['\\', '"'])?;
        at += skip;
        rest = rest.get(skip..)?;
        let mut characters = rest.chars();
        if characters.next()? == '"' {
            return None;
        }
        let letter = characters.next()?;
        let digits = match letter {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            '0' | 'a' | 'b' | 't' | '\t' | 'n' | 'v' | 'f' | 'r' | 'e' | ' ' | '"' | '/' | '\\'
            | 'N' | '_' | 'L' | 'P' | '\n' | '\r' => 0,
            _ => return Some(Span::new(at, at + 1 + letter.len_utf8())),
        };
        let code = rest.get(2..2 + digits).unwrap_or_default();
        let valid = digits == 0
            || u32::from_str_radix(code, 16).is_ok_and(|code| char::from_u32(code).is_some());
        if !valid {
            return Some(Span::new(at, (at + 2 + code.len()).min(line_end(text, at))));
        }
        at += 1 + letter.len_utf8() + digits;
        rest = text.get(at..)?;
    }
}
