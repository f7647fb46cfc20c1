//! What is wrong with an expression, and where in its text.

use crate::source::Span;

/// More mistakes than this in one text help nobody.
pub(super) const MOST_ERRORS: usize = 16;

/// How many letters a message or a help has at most; what is quoted in it may be endless.
const LONGEST: usize = 300;

/// One mistake in an expression, a template or an anchor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExprError {
    /// The stretch at fault, in bytes from the beginning of the expression's own text.
    pub span: Span,
    /// What is wrong: stands alone, lower case, no full stop, names in backticks.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

impl ExprError {
    pub(super) fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            span,
            message: clipped(message.into()),
            help: None,
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(clipped(help.into()));
        self
    }

    /// The same, for an expression that begins at `offset` of a longer text.
    pub(super) fn shifted(mut self, offset: usize) -> Self {
        let range = self.span.range();
        self.span = Span::new(range.start + offset, range.end + offset);
        self
    }
}

fn clipped(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// Items as prose: `a`, `a and b`, `a, b and c`.
pub(super) fn enumerate(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}
