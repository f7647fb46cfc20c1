//! Groups of arguments that several commands share. Each is defined once, and feeds the parser and the help of all of them.

use std::path::PathBuf;

use clap::ValueEnum;

use super::selection::Excluding;

/// Which plans, and on which day.
#[derive(Debug, clap::Args)]
pub(super) struct Plans {
    #[command(flatten)]
    pub(super) sources: Sources,

    #[command(flatten)]
    pub(super) day: Day,
}

/// Which plans.
#[derive(Debug, clap::Args)]
pub(super) struct Sources {
    /// Files, folders, or - for standard input. This folder if absent.
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) stdin: Stdin,

    #[command(flatten)]
    pub(super) excluding: Excluding,

    /// Finding no plan at all is fine, and no reason for exit code 2.
    #[arg(long, help_heading = "Exit code")]
    pub(super) allow_empty: bool,
}

/// What standard input is called.
#[derive(Debug, clap::Args)]
pub(super) struct Stdin {
    /// The name under which standard input is reported and its configuration is found.
    #[arg(long = "stdin-filename", value_name = "NAME", help_heading = "Input")]
    pub(super) name: Option<PathBuf>,
}

/// The day on which plans are looked at.
#[derive(Debug, clap::Args)]
pub(super) struct Day {
    /// The day of the check, YYYY-MM-DD, for rules about how long ago something was. Today if absent.
    #[arg(long, value_name = "DATE", env = "CUFF_TODAY", help_heading = "Input")]
    pub(super) today: Option<String>,
}

/// How a list is shown.
#[derive(Debug, clap::Args)]
pub(super) struct Listing {
    /// How they are shown.
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "text",
        help_heading = "Output"
    )]
    pub(super) format: ListFormat,
}

/// Forms of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}
