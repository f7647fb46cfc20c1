//! The command line: arguments in, text and an exit code out. One file a command; each asks the library and prints.
//!
//! Exit codes: 0 nothing at error level, 1 errors found, 2 cuff could not do its work.

mod adopt;
mod args;
mod arguments;
mod baseline;
mod caching;
mod check;
mod config;
mod diff;
mod diff_args;
mod exercises;
mod explain;
mod facts;
mod fixing;
mod fmt;
mod gates;
mod groups;
mod init;
mod inputs;
mod operands;
mod origin;
mod output;
mod outputs;
mod packaging;
mod progress;
mod rules;
mod schema;
mod selection;
mod server;
mod show;
mod statistics;
mod test;
mod timings;
mod version;
mod waivers;
mod watch;

use std::path::PathBuf;
use std::process::ExitCode;

use args::{Args, Command};
use output::Output;

use crate::report::{Format, Reporter};
use crate::rules::Packs;
use crate::workspace::{Projects, Refused};

/// How a command came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// Nothing at error level.
    Clean,
    /// Errors found.
    Errors,
    /// cuff could not do its work.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Errors => 1,
            Exit::Failed => 2,
        })
    }
}

/// Runs the program on the arguments of the process.
pub fn main() -> ExitCode {
    let Some(args) = arguments::read() else {
        return Exit::Failed.into();
    };
    let mut output = Output::new(args.color);
    let exit = match &args.command {
        Command::Check(check) if check.watch => watch::run(check, &args, &mut output),
        Command::Check(check) => check::once(check, &args, &mut output),
        Command::Fmt(fmt) => fmt::run(fmt, &args, &mut output),
        Command::Diff(diff) => diff::run(diff, &args, &mut output),
        Command::Explain(explain) => explain::run(explain, &args, &mut output),
        Command::Rules(rules) => rules::run(rules, &args, &mut output),
        Command::Test(test) => test::run(test, &args, &mut output),
        Command::Exercises(exercises) => exercises::run(exercises, &args, &mut output),
        Command::Facts(facts) => facts::run(facts, &args, &mut output),
        Command::Show(show) => show::run(show, &args, &mut output),
        Command::Baseline(baseline) => baseline::run(baseline, &args, &mut output),
        Command::Config(config) => config::run(config, &args, &mut output),
        Command::Clean(clean) => caching::run(clean, &args, &mut output),
        Command::Init(init) => init::run(init, &mut output),
        Command::Schema(schema) => schema::run(schema, &mut output),
        Command::Server(asked) => server::run(asked, &args, &output),
        Command::Completions(asked) => packaging::completions(asked, &mut output),
        Command::Man(asked) => packaging::man(asked, &mut output),
        Command::Version(asked) => version::run(asked, &mut output),
    };
    // A closed pipe is a reader who has seen enough; anything else means that the report is not all there.
    if output.failed() {
        Exit::Failed.into()
    } else {
        exit.into()
    }
}

/// Configurations as the arguments ask for them.
fn projects(args: &Args) -> Projects {
    Projects::new(args.config.clone(), args.isolated)
}

/// The rules that hold in a folder, every rule of every pack among them; what is wrong with them is printed.
fn all_rules(
    args: &Args,
    supplied: Vec<PathBuf>,
    output: &mut Output,
) -> Option<std::sync::Arc<crate::rules::RuleSet>> {
    let mut projects = projects(args).with_packs(Packs::All, supplied);
    match projects.of(std::path::Path::new("./plan")) {
        Ok(project) => Some(project.rules.clone()),
        Err(refused) => {
            problems(&refused, output);
            None
        }
    }
}

/// Prints what is wrong with rule files and configurations.
fn problems(refused: &Refused, output: &Output) {
    let reporter = Reporter::new(Format::Full, &output.style());
    let files = refused
        .iter()
        .map(|(source, diagnostics)| (source, diagnostics.as_slice()));
    let text = reporter.problems(files, Vec::new());
    output.error(&text);
}
