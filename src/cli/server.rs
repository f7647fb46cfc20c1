//! `cuff server`: starts the language server for an editor.

use clap::ValueEnum;

use super::Exit;
use super::args::Args;
use super::check::today;
use super::groups::Day;
use super::output::Output;
use crate::server::{End, LogLevel, Settings, serve};

/// Arguments of `cuff server`.
#[derive(Debug, clap::Args)]
#[command(
    long_about = "\
Serve an editor: findings while you type, fixes, formatting.

Editors start this command themselves and talk to it in the Language Server Protocol on standard input and output; nobody \
types it. It checks what `cuff check` checks, by the same rules and the nearest cuff.yaml, in the text as it is in the \
editor, saved or not. What it says about itself goes to standard error.",
    after_help = "\
Examples:
  cuff server                          what an editor starts
  cuff server --log-level debug        and say on standard error what comes in

Exit codes:
  0  the editor said that it would go, and went
  1  it went without a word"
)]
pub(super) struct Server {
    #[command(flatten)]
    day: Day,

    /// How much is said on standard error.
    #[arg(
        long,
        value_name = "LEVEL",
        default_value = "warning",
        env = "CUFF_LOG_LEVEL",
        help_heading = "Output"
    )]
    log_level: Level,
}

/// How much is said on standard error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Level {
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

pub(super) fn run(asked: &Server, args: &Args, output: &Output) -> Exit {
    let named = asked.day.today.clone();
    if let Err(message) = today(named.as_deref()) {
        output.error(&message);
        return Exit::Failed;
    }
    let end = serve(Settings {
        config: args.config.clone(),
        isolated: args.isolated,
        today: Box::new(move || today(named.as_deref()).ok()),
        log: match asked.log_level {
            Level::Off => LogLevel::Off,
            Level::Error => LogLevel::Error,
            Level::Warning => LogLevel::Warning,
            Level::Info => LogLevel::Info,
            Level::Debug => LogLevel::Debug,
        },
    });
    match end {
        End::AsAgreed => Exit::Clean,
        End::Abrupt => Exit::Errors,
    }
}
