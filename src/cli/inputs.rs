//! The plans that the arguments of a command name: files, folders, standard input.

use std::path::PathBuf;
use std::sync::Arc;

use super::args::{self, Args};
use super::groups::Sources;
use super::output::{Output, plural};
use super::selection::{Choosing, Portion};
use super::{Exit, problems, projects};
use crate::report::plain;
use crate::rules::RuleSet;
use crate::workspace::{Discovery, Narrow, Unreadable, discover_some, read_stdin};

/// What a command asks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    sources: &'a Sources,
    portion: Option<&'a Portion>,
    choosing: Option<&'a Choosing>,
}

impl<'a> From<&'a Sources> for Asked<'a> {
    fn from(sources: &'a Sources) -> Self {
        Self {
            sources,
            portion: None,
            choosing: None,
        }
    }
}

impl<'a> From<&'a args::Check> for Asked<'a> {
    fn from(check: &'a args::Check) -> Self {
        Self {
            sources: &check.plans.sources,
            portion: Some(&check.portion),
            choosing: Some(&check.choosing),
        }
    }
}

impl<'a> From<&'a args::Fmt> for Asked<'a> {
    fn from(fmt: &'a args::Fmt) -> Self {
        Self {
            sources: &fmt.sources,
            portion: Some(&fmt.portion),
            choosing: None,
        }
    }
}

/// Plans to work on.
pub(super) struct Inputs {
    /// The name of standard input and the rules that hold for it, if it is asked for.
    pub(super) stdin: Option<(PathBuf, Arc<RuleSet>)>,
    /// The name of standard input if it is excluded.
    pub(super) left_out: Option<PathBuf>,
    /// Files.
    pub(super) found: Discovery,
}

impl Inputs {
    /// Hands on standard input that is excluded, for a command that would print it changed.
    pub(super) fn pass_on(&self, output: &mut Output) -> Result<(), Unreadable> {
        if let Some(name) = &self.left_out {
            output.print(read_stdin(&name.display().to_string())?.text());
        }
        Ok(())
    }
}

/// Finds the plans. What is wrong on the way is printed.
pub(super) fn inputs<'a>(
    asked: impl Into<Asked<'a>>,
    args: &Args,
    output: &Output,
) -> Result<Inputs, Exit> {
    let asked = asked.into();
    let (stdin, mut paths): (Vec<PathBuf>, Vec<PathBuf>) = asked
        .sources
        .paths
        .iter()
        .cloned()
        .partition(|path| path.as_os_str() == "-");
    if asked.sources.paths.is_empty() {
        paths.push(PathBuf::from("."));
    }
    let narrow = asked.narrow(!stdin.is_empty(), &paths).map_err(|message| {
        output.error(&message);
        Exit::Failed
    })?;
    let mut inputs = asked.find(args, !stdin.is_empty(), &paths, &narrow, output)?;
    if asked.is_partial() {
        // It is not known then whether overrides are for nothing.
        inputs.found.overrides.clear();
    }
    let Discovery {
        plans, unreadable, ..
    } = &inputs.found;
    if inputs.stdin.is_none() && plans.is_empty() && unreadable.is_empty() {
        match asked.nothing_wanted(&inputs) {
            Some(note) => output.error(&note),
            None if asked.sources.allow_empty => {}
            None => {
                output.error(&nothing_found(&paths, &asked.sources.excluding.exclude));
                return Err(Exit::Failed);
            }
        }
    }
    Ok(inputs)
}

impl Asked<'_> {
    /// Whether plans or rules are left out that the configuration has.
    fn is_partial(&self) -> bool {
        !self.sources.excluding.exclude.is_empty()
            || self.portion.is_some_and(Portion::is_there)
            || self.choosing.is_some_and(Choosing::is_there)
    }

    /// What is wanted of the plans, or what is wrong with that.
    fn narrow(&self, stdin: bool, paths: &[PathBuf]) -> Result<Narrow, String> {
        let force_exclude = self.sources.excluding.force_exclude;
        let Some(portion) = self.portion.filter(|portion| portion.is_there()) else {
            return Ok(Narrow {
                force_exclude,
                ..Narrow::default()
            });
        };
        if stdin {
            return Err("error: `--changed`, `--since` and `--shard` are about files, and standard input is none\n  help: leave them out, or name files and folders\n".to_owned());
        }
        let narrow = portion.narrow(force_exclude).map_err(|wrong| {
            let message = plain(&wrong.message);
            format!("error: {message}\n  help: {}\n", wrong.help)
        })?;
        let outside = |path: &&PathBuf| {
            let changed = narrow.changed.as_ref();
            path.exists() && changed.is_some_and(|changed| !changed.covers(path))
        };
        match paths.iter().find(outside) {
            Some(path) => Err(format!(
                "error: `{}` lies outside of this git repository, so that nobody knows what changed there\n  help: run cuff in the repository that it lies in\n",
                plain(&path.display().to_string())
            )),
            None => Ok(narrow),
        }
    }

    fn find(
        &self,
        args: &Args,
        stdin: bool,
        paths: &[PathBuf],
        narrow: &Narrow,
        output: &Output,
    ) -> Result<Inputs, Exit> {
        let mut projects = projects(args);
        if let Some(Choosing { select, ignore }) = self.choosing {
            projects = projects.with_choice(select, ignore);
        }
        let exclude = &self.sources.excluding.exclude;
        let mut projects = projects.without_plans(exclude).map_err(|message| {
            output.error(&format!(
                "error: --exclude: {}\n  help: write patterns such as `archive/**`\n",
                plain(&message)
            ));
            Exit::Failed
        })?;
        let refused = |refused| {
            problems(&refused, output);
            Exit::Failed
        };
        let (mut read, mut left_out) = (None, None);
        if stdin {
            let unnamed = || PathBuf::from("<stdin>");
            let name = self.sources.stdin.name.clone().unwrap_or_else(unnamed);
            let project = projects.of(&name).map_err(refused)?;
            if narrow.force_exclude && project.excludes(&name) {
                left_out = Some(name);
            } else {
                read = Some((name, Arc::clone(&project.rules)));
            }
        }
        let found = discover_some(paths, narrow, &mut projects).map_err(refused)?;
        projects.check_choice().map_err(refused)?;
        Ok(Inputs {
            stdin: read,
            left_out,
            found,
        })
    }

    /// Why there is nothing to do although there are plans.
    fn nothing_wanted(&self, inputs: &Inputs) -> Option<String> {
        let Discovery {
            aside, excluded, ..
        } = inputs.found;
        if aside > 0 {
            let words = self.portion.map(Portion::words).unwrap_or_default();
            let plans = plural(aside, "plan");
            return Some(format!(
                "nothing to do: of {plans} found, none {}\n",
                plain(&words)
            ));
        }
        (excluded > 0 || inputs.left_out.is_some()).then(|| {
            "nothing to do: what is named is excluded, and --force-exclude asks for that\n"
                .to_owned()
        })
    }
}

fn nothing_found(paths: &[PathBuf], exclude: &[String]) -> String {
    let nor = if exclude.is_empty() {
        ""
    } else {
        " or by --exclude"
    };
    let places: Vec<String> = paths
        .iter()
        .map(|path| format!("`{}`", plain(&path.display().to_string())))
        .collect();
    format!(
        "error: no plan found in {}\n  looked for files that end in `.plan`, not ignored by git and not excluded in `cuff.yaml`{nor}\n  help: name a file or a folder of plans, or pass --allow-empty if that is fine\n",
        places.join(", ")
    )
}
