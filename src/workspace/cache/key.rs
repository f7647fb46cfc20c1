//! What a report depends on, as a number: the program, the rules as they were loaded, the text of the plan, and the day of
//! the check where anything asks for it. Where a plan lies is no part of it, since nothing is found because of that; which
//! overrides hold there is part of the rules.

use std::sync::OnceLock;

use crate::check::Options;
use crate::digest::{Digest, Digester};
use crate::rules::RuleSet;
use crate::shipped;
use crate::source::SourceFile;

/// The number under which a report is kept: at first that of one which is the same on every day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    timeless: Digest,
    options: Options,
    is_dated: bool,
}

impl Key {
    /// The key of a plan.
    pub fn of(source: &SourceFile, rules: &RuleSet, options: Options) -> Self {
        Self::by(program(), source.text(), rules.identity, options)
    }

    pub(super) fn by(program: &Digest, text: &str, rules: Digest, options: Options) -> Self {
        let digester = Digester::new("report").with(program.bytes());
        Self {
            timeless: digester.with(rules.bytes()).with(text).finish(),
            options,
            is_dated: false,
        }
    }

    /// The key of a report that is about one day.
    pub(super) fn on_its_day(self) -> Self {
        Self {
            is_dated: true,
            ..self
        }
    }

    pub(super) fn is_timeless(&self) -> bool {
        !self.is_dated
    }

    pub(super) fn digest(&self) -> Digest {
        // Named one by one, so that what is added to the options has to be added here.
        let Options { today } = self.options;
        if !self.is_dated {
            return self.timeless;
        }
        let day = today.map(|day| day.0.to_le_bytes());
        let digester = Digester::new("report of a day").with(self.timeless.bytes());
        match day {
            Some(day) => digester.with(day).finish(),
            None => digester.finish(),
        }
    }
}

/// The program that runs. Its size is part of it, because what it was built from does not say everything about the versions
/// of what it depends on.
fn program() -> &'static Digest {
    static PROGRAM: OnceLock<Digest> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let size = std::env::current_exe()
            .and_then(std::fs::metadata)
            .map_or(0, |metadata| metadata.len());
        Digester::new("program")
            .with(env!("CARGO_PKG_VERSION"))
            .with(shipped::BUILD)
            .with(size.to_le_bytes())
            .finish()
    })
}
