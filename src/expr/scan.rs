//! One pass over the letters of an expression, before its grammar is tried.
//!
//! It bounds size and depth, so that nothing behind it can be driven into deep recursion, closes brackets and quotes,
//! and knows the spellings of other languages and keyboards. What it passes may still be wrong.

use super::error::{ExprError, MOST_ERRORS};
use crate::source::Span;

/// The longest expression or template, in bytes.
pub(super) const LONGEST: usize = 16 * 1024;

/// How deep brackets and `if` may be nested.
pub(super) const DEEPEST: usize = 64;

/// All mistakes that can be seen without a grammar, in order of their place.
pub(super) fn scan(text: &str) -> Vec<ExprError> {
    if text.len() > LONGEST {
        let message = format!(
            "this expression has {} bytes, more than {LONGEST}",
            text.len()
        );
        return vec![ExprError::new(Span::at(0), message).help("split it with `let`")];
    }
    if text.trim().is_empty() {
        let error = ExprError::new(Span::new(0, text.len()), "there is no expression here")
            .help("write one, such as `load <= 30 %`");
        return vec![error];
    }
    let mut scan = Scan {
        text,
        brackets: Vec::new(),
        choices: 0,
        errors: Vec::new(),
    };
    scan.run();
    scan.errors
}

/// What is said where nesting goes too far.
pub(super) fn too_deep(span: Span) -> ExprError {
    let message = format!("this is nested more than {DEEPEST} deep");
    ExprError::new(span, message).help("name parts of it with `let`")
}

struct Scan<'t> {
    text: &'t str,
    /// Opened and not closed yet: the bracket that closes each, and its place.
    brackets: Vec<(char, usize)>,
    choices: usize,
    errors: Vec<ExprError>,
}

impl Scan<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(next) = self.rest(at).chars().next() {
            if self.errors.len() >= MOST_ERRORS {
                return;
            }
            if self.brackets.len() + self.choices > DEEPEST {
                self.errors = vec![too_deep(Span::at(at))];
                return;
            }
            at += match next {
                '"' => self.quote(at),
                '(' | '{' => self.open(at, next),
                ')' | '}' => self.close(at, next),
                '0'..='9' => self.digits(at),
                _ if next.is_alphabetic() => self.word(at),
                _ if is_operator(next) => self.operator(at),
                _ => self.other(at, next),
            };
        }
        if !self.errors.is_empty() {
            // A bracket may well be open because of a mistake that is reported already.
            return;
        }
        for (_, place) in std::mem::take(&mut self.brackets) {
            let bracket = self.rest(place).chars().next().unwrap_or('(');
            let message = format!("`{bracket}` is not closed");
            self.errors
                .push(ExprError::new(Span::new(place, place + 1), message));
        }
    }

    fn rest(&self, at: usize) -> &str {
        self.text.get(at..).unwrap_or_default()
    }

    fn report(&mut self, at: usize, length: usize, message: String, help: &str) -> usize {
        self.errors
            .push(ExprError::new(Span::new(at, at + length), message).help(help));
        length
    }

    /// Skips text in quotes.
    fn quote(&mut self, at: usize) -> usize {
        match self.rest(at + 1).find('"') {
            Some(length) => length + 2,
            None => {
                let message = "this text is not closed".to_owned();
                let length = self.rest(at).len();
                self.report(at, length, message, "end it with `\"`")
            }
        }
    }

    fn open(&mut self, at: usize, bracket: char) -> usize {
        let closing = if bracket == '(' { ')' } else { '}' };
        self.brackets.push((closing, at));
        1
    }

    fn close(&mut self, at: usize, bracket: char) -> usize {
        match self.brackets.last() {
            Some((closing, _)) if *closing == bracket => {
                self.brackets.pop();
                1
            }
            Some((closing, place)) => {
                let opening = self.rest(*place).chars().next().unwrap_or('(');
                let help = format!("close `{opening}` with `{closing}` first");
                self.report(at, 1, format!("`{bracket}` closes nothing"), &help)
            }
            None => self.report(
                at,
                1,
                format!("`{bracket}` closes nothing"),
                "remove it, or open it before",
            ),
        }
    }

    /// A number; a comma right between digits has two readings.
    fn digits(&mut self, at: usize) -> usize {
        let length = run(self.rest(at), |c| c.is_ascii_digit() || c == '.');
        let rest = self.rest(at + length);
        let fraction = rest.strip_prefix(',').map_or("", digits_of);
        if fraction.is_empty() {
            return length;
        }
        let whole = self.rest(at).get(..length).unwrap_or_default().to_owned();
        let fraction = fraction.to_owned();
        let written = format!("{whole},{fraction}");
        let message = format!("`{written}` has two readings");
        let help =
            format!("write `{whole}.{fraction}` for one number, `{whole}, {fraction}` for two");
        self.report(at, written.len(), message, &help)
    }

    fn word(&mut self, at: usize) -> usize {
        let length = run(self.rest(at), |c| {
            c.is_alphanumeric() || c == '-' || c == '_'
        });
        let word = self.rest(at).get(..length).unwrap_or_default().to_owned();
        if word == "if" {
            self.choices += 1;
        }
        if let Some(character) = word.chars().find(|c| !c.is_ascii()) {
            let message = format!("`{word}` has a letter that names do not have, `{character}`");
            return self.report(at, length, message, "text stands in double quotes");
        }
        if matches!(word.as_str(), "AND" | "OR" | "NOT" | "IF" | "IN") {
            let help = format!("write `{}`", word.to_lowercase());
            self.report(
                at,
                length,
                format!("`{word}` is written in lower case"),
                &help,
            );
        }
        length
    }

    /// A run of signs that comparisons, and those of other languages, are made of.
    fn operator(&mut self, at: usize) -> usize {
        let length = run(self.rest(at), is_operator);
        let sign = self.rest(at).get(..length).unwrap_or_default().to_owned();
        let meant = match sign.as_str() {
            "<=" | ">=" | "==" | "!=" | "<" | ">" => return length,
            "=" | "===" => "==",
            "=<" | "≤" => "<=",
            "=>" | "≥" => ">=",
            "<>" | "≠" | "!==" => "!=",
            "&" | "&&" => "and",
            "|" | "||" => "or",
            "!" => "not",
            _ => {
                let help = "comparisons are `<=`, `>=`, `<`, `>`, `==` and `!=`";
                return self.report(at, length, format!("`{sign}` is not an operator"), help);
            }
        };
        let help = format!("write `{meant}`");
        self.report(at, length, format!("`{sign}` is not an operator"), &help)
    }

    fn other(&mut self, at: usize, next: char) -> usize {
        let length = next.len_utf8();
        let help = match next {
            ' ' | '\t' | '\n' | '\r' | '+' | '-' | '*' | '/' | '%' | '.' | ',' | ':' => {
                return length;
            }
            // A range may be written with the dash of a typesetter; the grammar knows where.
            '–' => return length,
            '\'' | '‘' | '’' | '“' | '”' | '„' | '«' | '»' => {
                "text stands in double quotes, `\"…\"`"
            }
            '`' => "names are written without backticks",
            '−' | '—' => "the minus is `-`",
            '×' | '·' => "write `*`",
            '÷' => "write `/`",
            '[' | ']' => "members stand in braces, such as `{upper-arm, thigh}`",
            '?' => "write `if A then B else C`",
            '$' | '@' | '#' => "names are written without a sign before them",
            ';' => "conditions are joined with `and` or `or`",
            _ if next.is_whitespace() || next.is_control() => {
                let message = format!("U+{:04X} stands here", u32::from(next));
                return self.report(at, length, message, "replace it by a plain blank");
            }
            _ => "expressions are made of names, figures, text in double quotes and operators",
        };
        if self
            .errors
            .iter()
            .any(|error| error.help.as_deref() == Some(help))
        {
            // The other one of a pair.
            return length;
        }
        self.report(at, length, format!("`{next}` has no meaning here"), help)
    }
}

fn is_operator(c: char) -> bool {
    matches!(c, '=' | '<' | '>' | '!' | '&' | '|' | '≤' | '≥' | '≠')
}

/// Length in bytes of what `text` begins with and `belongs` accepts.
fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn digits_of(text: &str) -> &str {
    text.get(..run(text, |c| c.is_ascii_digit()))
        .unwrap_or_default()
}
