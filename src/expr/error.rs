//! What is wrong with an expression, and where in its text.

use crate::source::Span;

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
            message: message.into(),
            help: None,
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, for an expression that begins at `offset` of a longer text.
    pub(super) fn shifted(mut self, offset: usize) -> Self {
        let range = self.span.range();
        self.span = Span::new(range.start + offset, range.end + offset);
        self
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
