//! From text to tree. The grammar is `grammar/plan.pest`; this room runs it, builds the tree and words what could not be
//! read. It judges no training. Parsing never fails: what it gives is always a tree and a list of findings.

pub mod ast;
mod characters;
mod errors;
mod grammar;
mod lines;
mod lower;
mod moved;
mod print;
#[cfg(test)]
mod reference;
#[cfg(test)]
mod shortcuts;
pub mod words;

pub use errors::{not_understood, speaks_of_rest, speaks_of_tempo};
pub use lines::Lines;
pub use print::{print, print_line};

use crate::budget;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// A tree and what was noticed while building it.
#[derive(Clone, Debug, Default)]
pub struct Parse {
    /// Every line of the text.
    pub plan: ast::Plan,
    /// What could not be read, or has two readings.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a plan. A text beyond the budget of [`budget::PLAN_BYTES`] is not read but reported.
pub fn parse(text: &str) -> Parse {
    parse_with(text, &mut Lines::default())
}

/// The same, with the lines of texts that were read before.
pub fn parse_with(text: &str, lines: &mut Lines) -> Parse {
    if text.len() > budget::PLAN_BYTES {
        return refused(format!(
            "this plan has {} KiB; cuff reads plans of up to {} KiB",
            text.len() >> 10,
            budget::PLAN_BYTES >> 10
        ));
    }
    let (plan, mut diagnostics) = lines::read(text, lines);
    characters::inspect(text, &mut diagnostics);
    Parse { plan, diagnostics }
}

/// Reads `2026-01-12`; `None` if there is no such day.
pub fn parse_date(text: &str) -> Option<ast::Date> {
    lower::parse_date(text)
}

fn refused(message: String) -> Parse {
    let diagnostic = Diagnostic::new("plan-too-large", Severity::Error, Span::default(), message)
        .help("split it into one file an athlete or a block");
    Parse {
        plan: ast::Plan::default(),
        diagnostics: vec![diagnostic],
    }
}
