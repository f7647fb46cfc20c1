//! When `cuff check` fails: which findings are too many, and what is said of it.

use clap::ValueEnum;
use clap::builder::BoolishValueParser;

use super::output::plural;
use crate::report::Summary;

/// What makes a check end with exit code 1.
#[derive(Debug, clap::Args)]
pub(super) struct Gates {
    /// The mildest findings that make the check fail.
    #[arg(
        long,
        value_name = "LEVEL",
        default_value = "error",
        env = "CUFF_FAIL_LEVEL",
        help_heading = "Exit code"
    )]
    pub(super) fail_level: FailLevel,

    /// Fail if there are more warnings than this.
    #[arg(
        long,
        value_name = "N",
        env = "CUFF_MAX_WARNINGS",
        conflicts_with = "diff",
        help_heading = "Exit code"
    )]
    pub(super) max_warnings: Option<usize>,

    /// Fail where something could not be checked, too.
    #[arg(long, env = "CUFF_STRICT", value_parser = BoolishValueParser::new(), help_heading = "Exit code")]
    pub(super) strict: bool,

    /// Never fail because of findings, only where cuff could not do its work.
    #[arg(
        long,
        conflicts_with_all = ["strict", "max_warnings", "baseline_strict"],
        help_heading = "Exit code"
    )]
    pub(super) exit_zero: bool,
}

/// The mildest findings that count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FailLevel {
    /// Errors.
    Error,
    /// Errors and warnings.
    Warning,
    /// All findings.
    Advice,
}

impl Gates {
    /// Why the check fails, in words; `None` if it does not. Errors speak for themselves.
    pub(super) fn failure(&self, summary: &Summary) -> Option<String> {
        let Summary {
            errors,
            warnings,
            advice,
            cannot_check,
            ..
        } = *summary;
        if self.exit_zero {
            return None;
        }
        let mut reasons = Vec::new();
        if self.fail_level != FailLevel::Error && warnings > 0 {
            reasons.push((plural(warnings, "warning"), "--fail-level"));
        } else if self.max_warnings.is_some_and(|most| warnings > most) {
            reasons.push((plural(warnings, "warning"), "--max-warnings"));
        }
        if self.fail_level == FailLevel::Advice && advice > 0 {
            reasons.push((format!("{advice} advice"), "--fail-level"));
        }
        if self.strict && cannot_check > 0 {
            let checks = plural(cannot_check, "check");
            reasons.push((format!("{checks} that could not be made"), "--strict"));
        }
        if reasons.is_empty() {
            return (errors > 0).then(String::new);
        }
        let reasons: Vec<String> = reasons
            .into_iter()
            .map(|(what, flag)| format!("{what} ({flag})"))
            .collect();
        Some(format!("failed because of {}\n", reasons.join(", ")))
    }
}
