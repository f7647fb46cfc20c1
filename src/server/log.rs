//! What the server says about itself, on standard error. Editors show it as the output of the server.

use std::io::Write as _;

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// Nothing.
    Off,
    /// What went wrong in cuff.
    Error,
    /// And what the editor does wrong.
    Warning,
    /// And what happens.
    Info,
    /// And every message, by its method.
    Debug,
}

/// Says things up to a level.
#[derive(Clone, Copy, Debug)]
pub(super) struct Log(pub(super) LogLevel);

impl Log {
    pub(super) fn error(self, text: &str) {
        self.say(LogLevel::Error, "error", text);
    }

    pub(super) fn warning(self, text: &str) {
        self.say(LogLevel::Warning, "warning", text);
    }

    pub(super) fn info(self, text: &str) {
        self.say(LogLevel::Info, "info", text);
    }

    pub(super) fn debug(self, text: &str) {
        self.say(LogLevel::Debug, "debug", text);
    }

    fn say(self, level: LogLevel, word: &str, text: &str) {
        if level <= self.0 {
            // If nobody listens, there is nobody to tell.
            let _ = writeln!(std::io::stderr().lock(), "cuff server: {word}: {text}");
        }
    }
}
