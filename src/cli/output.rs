//! Where text goes: standard output and standard error, with a decision about colour and width for each run.

use std::io::{self, ErrorKind, IsTerminal, Write};

use super::args::Color;
use crate::report::Style;

/// Lines longer than this are hard to read, however wide the terminal is.
const WIDEST: usize = 100;
/// Width where there is no terminal.
const PIPED: usize = 80;

/// Standard output and error.
#[derive(Debug)]
pub(super) struct Output {
    colour: bool,
    width: usize,
    /// The reader is gone; nothing more is written.
    closed: bool,
    failed: bool,
}

impl Output {
    pub(super) fn new(color: Color) -> Self {
        let terminal = io::stdout().is_terminal();
        let width = terminal_size::terminal_size()
            .filter(|_| terminal)
            .map_or(PIPED, |(width, _)| usize::from(width.0));
        Self {
            colour: colour(color, terminal),
            width: width.min(WIDEST),
            closed: false,
            failed: false,
        }
    }

    /// How a report should look here.
    pub(super) fn style(&self) -> Style {
        Style {
            width: self.width,
            colour: self.colour,
            links: None,
            unicode: true,
        }
    }

    /// Writes to standard output. A closed pipe ends the output quietly; any other failure is remembered.
    pub(super) fn print(&mut self, text: &str) {
        if self.closed || text.is_empty() {
            return;
        }
        let mut stdout = io::stdout().lock();
        if let Err(error) = stdout
            .write_all(text.as_bytes())
            .and_then(|()| stdout.flush())
        {
            self.closed = true;
            if error.kind() != ErrorKind::BrokenPipe {
                self.failed = true;
                self.error(&format!("error: the report cannot be written: {error}\n"));
            }
        }
    }

    /// Writes to standard error. If that cannot be written to, nothing can be said about it.
    pub(super) fn error(&self, text: &str) {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// Whether nobody reads any more.
    pub(super) fn is_closed(&self) -> bool {
        self.closed
    }

    /// Whether something could not be written.
    pub(super) fn failed(&self) -> bool {
        self.failed
    }
}

/// Decided from the stream that is written to, and from what the user's environment asks for.
fn colour(color: Color, terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR") => false,
        Color::Auto if set("FORCE_COLOR") || set("CLICOLOR_FORCE") => true,
        Color::Auto => terminal && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}

/// A number with its noun.
pub(super) fn plural(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
