//! From the words of the command line to arguments: files of arguments, and variables of the environment.

use std::ffi::{OsStr, OsString};

use clap::{Command, CommandFactory as _, FromArgMatches as _};

use super::args::{Args, Color};
use super::output::Output;
use crate::report::plain;
use crate::workspace::{ArgumentFile, expanded};

/// Reads the arguments of the process. What is wrong with them is said by clap, which then ends the process with exit code
/// 2; `None` if a file of arguments cannot be used, which is said.
pub(super) fn read() -> Option<Args> {
    match expanded(std::env::args_os()) {
        Ok(words) => Some(parse(words)),
        Err(ArgumentFile { path, reason }) => {
            let path = plain(&path.display().to_string());
            let help = "an argument that starts with `@` names a file with one argument a line; write `./@…` for a path, `--option=@…` for a value";
            let text = format!(
                "error: the arguments in `{path}` cannot be used: {}\n  help: {help}\n",
                plain(&reason)
            );
            Output::new(Color::Auto).error(&text);
            None
        }
    }
}

fn parse(words: Vec<OsString>) -> Args {
    let outweighed = OUTWEIGHED
        .iter()
        .filter(|(word, _)| words.iter().any(|said| said == word));
    let outweighed: Vec<&str> = outweighed.flat_map(|(_, names)| *names).copied().collect();
    let is_void = |name: &OsStr| {
        let is_empty = std::env::var_os(name).is_some_and(|value| value.is_empty());
        is_empty || outweighed.iter().any(|other| name == *other)
    };
    let matches = without_variables(Args::command(), &is_void).get_matches_from(words);
    Args::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
}

/// Arguments that contradict what variables say of the whole environment. Whoever writes one of them means it.
const OUTWEIGHED: [(&str, &[&str]); 4] = [
    ("--exit-zero", &["CUFF_STRICT", "CUFF_MAX_WARNINGS"]),
    ("--diff", &["CUFF_MAX_WARNINGS"]),
    ("--isolated", &["CUFF_CONFIG"]),
    ("-", &["CUFF_SINCE", "CUFF_SHARD"]),
];

/// The arguments without variables that are void. An empty one is like none: CI systems set those that they have no value
/// for to nothing.
fn without_variables(command: Command, is_void: &dyn Fn(&OsStr) -> bool) -> Command {
    command
        .mut_args(|arg| match arg.get_env().is_some_and(is_void) {
            true => arg.env(None::<&str>),
            false => arg,
        })
        .mut_subcommands(|command| without_variables(command, is_void))
}
