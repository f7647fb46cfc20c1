//! The plans that the arguments of a command name: files, folders, standard input.

use std::path::PathBuf;
use std::sync::Arc;

use super::args::Args;
use super::groups::Sources;
use super::output::Output;
use super::{Exit, problems, projects};
use crate::rules::RuleSet;
use crate::workspace::{Discovery, discover};

/// Plans to work on.
pub(super) struct Inputs {
    /// The name of standard input and the rules that hold for it, if it is asked for.
    pub(super) stdin: Option<(PathBuf, Arc<RuleSet>)>,
    /// Files.
    pub(super) found: Discovery,
}

/// Finds the plans. What is wrong on the way is printed.
pub(super) fn inputs(asked: &Sources, args: &Args, output: &Output) -> Result<Inputs, Exit> {
    let (stdin, mut paths): (Vec<PathBuf>, Vec<PathBuf>) = asked
        .paths
        .iter()
        .cloned()
        .partition(|path| path.as_os_str() == "-");
    if asked.paths.is_empty() {
        paths.push(PathBuf::from("."));
    }
    let mut projects = projects(args);
    let refused = |refused| {
        problems(&refused, output);
        Exit::Failed
    };
    let stdin = if stdin.is_empty() {
        None
    } else {
        let unnamed = || PathBuf::from("<stdin>");
        let name = asked.stdin.name.clone().unwrap_or_else(unnamed);
        let project = projects.of(&name).map_err(refused)?;
        Some((name, Arc::clone(&project.rules)))
    };
    let found = discover(&paths, &mut projects).map_err(refused)?;
    let none = found.plans.is_empty() && found.unreadable.is_empty();
    if stdin.is_none() && none && !asked.allow_empty {
        output.error(&nothing_found(&paths));
        return Err(Exit::Failed);
    }
    Ok(Inputs { stdin, found })
}

fn nothing_found(paths: &[PathBuf]) -> String {
    let places: Vec<String> = paths
        .iter()
        .map(|path| format!("`{}`", crate::report::plain(&path.display().to_string())))
        .collect();
    format!(
        "error: no plan found in {}\n  looked for files that end in `.plan`, not ignored by git and not excluded in `cuff.yaml`\n  help: name a file or a folder of plans, or pass --allow-empty if that is fine\n",
        places.join(", ")
    )
}
