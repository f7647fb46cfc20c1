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
        value_parser = number,
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

fn number(text: &str) -> Result<usize, String> {
    let number = text.parse();
    number.map_err(|_| "write a number, such as 0".to_owned())
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

impl FailLevel {
    fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
        }
    }
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
        let level = self.fail_level.word();
        if self.fail_level != FailLevel::Error && warnings > 0 {
            let warnings = plural(warnings, "warning");
            reasons.push(format!("{warnings} (--fail-level {level})"));
        } else if let Some(most) = self.max_warnings.filter(|most| warnings > *most) {
            let warnings = plural(warnings, "warning");
            reasons.push(format!("{warnings} (--max-warnings {most})"));
        }
        if self.fail_level == FailLevel::Advice && advice > 0 {
            reasons.push(format!("{advice} advice (--fail-level {level})"));
        }
        if self.strict && cannot_check > 0 {
            let checks = plural(cannot_check, "check");
            reasons.push(format!("{checks} that could not be made (--strict)"));
        }
        if reasons.is_empty() {
            return (errors > 0).then(String::new);
        }
        if errors > 0 {
            reasons.insert(0, plural(errors, "error"));
        }
        Some(format!("failed: {}\n", reasons.join(", ")))
    }
}
