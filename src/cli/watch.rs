//! `cuff check --watch`: checks, waits until a plan, a rule or a configuration changes, and checks again. What is wrong with
//! a configuration is said, and waited for as well.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::args::{self, Args};
use super::output::{Output, plural};
use super::{Exit, check, projects};
use crate::report::{Format, plain};
use crate::workspace::{Follower, discover, end_cleanly};

/// Moves to the top of an empty screen.
const CLEAR: &str = "\u{1b}[2J\u{1b}[3J\u{1b}[H";
/// Most files that are named where several changed.
const NAMED: usize = 3;

pub(super) fn run(asked: &args::Check, args: &Args, output: &mut Output) -> Exit {
    if let Err(message) = suits(asked) {
        output.error(&message);
        return Exit::Failed;
    }
    end_cleanly();
    match watch(asked, args, output) {
        Ok(()) => Exit::Clean,
        Err(reason) => {
            output.error(&format!(
                "error: changes cannot be waited for: {}\n",
                plain(&reason)
            ));
            Exit::Failed
        }
    }
}

/// Whether what is asked for makes sense again and again.
fn suits(asked: &args::Check) -> Result<(), String> {
    let format = asked.reports.asked().unwrap_or_default();
    if !format.is_for_people() && format != Format::JsonLines {
        let word = format.word();
        return Err(format!(
            "error: --watch reports as text or as json-lines, not as {word}, which is one document\n  help: write the report into a file, which is replaced each time: --output {word}=FILE\n"
        ));
    }
    if asked
        .plans
        .sources
        .paths
        .iter()
        .any(|path| path == Path::new("-"))
    {
        return Err("error: --watch is about files, and standard input is none\n".to_owned());
    }
    Ok(())
}

/// Goes on until nobody reads any more, or nothing can be followed.
fn watch(asked: &args::Check, args: &Args, output: &mut Output) -> Result<(), String> {
    let mut follower = Follower::new()?;
    let mut paths = asked.plans.sources.paths.clone();
    if paths.is_empty() {
        paths.push(PathBuf::from("."));
    }
    for path in paths.iter().chain(&asked.baseline).chain(&args.config) {
        follower.follow(path)?;
    }
    if let Some(cache) = &asked.caching.place.cache_dir {
        follower.leave_out(cache);
    }
    let mut changed: Option<BTreeSet<String>> = None;
    while !output.is_closed() {
        let start = Instant::now();
        clear(output);
        check::once(asked, args, output);
        let took = start.elapsed();
        follow_rest(&mut follower, &paths, args)?;
        output.error(&status(took, changed.as_ref()));
        changed = Some(follower.changed()?);
    }
    Ok(())
}

/// Follows what else a check depends on: configurations, also where there may be one, packs of rules, exercises.
fn follow_rest(follower: &mut Follower, paths: &[PathBuf], args: &Args) -> Result<(), String> {
    let mut projects = projects(args);
    // What is wrong was said by the check.
    let _ = discover(paths, &mut projects);
    for folder in projects.places(paths) {
        follower.follow_shallow(&folder)?;
    }
    Ok(())
}

fn clear(output: &mut Output) {
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if io::stdout().is_terminal() && !is_dumb {
        output.print(CLEAR);
    }
}

/// `checked in 35 ms after a change of plans/arms.plan; waiting for the next one (Ctrl-C ends)`
fn status(took: Duration, changed: Option<&BTreeSet<String>>) -> String {
    let milliseconds = took.as_millis();
    let after = changed.map(|changed| format!(" after a change of {}", named(changed)));
    let next = if changed.is_some() {
        "the next one"
    } else {
        "changes"
    };
    format!(
        "checked in {milliseconds} ms{}; waiting for {next} (Ctrl-C ends)\n",
        after.unwrap_or_default()
    )
}

fn named(changed: &BTreeSet<String>) -> String {
    if changed.is_empty() {
        return "many files".to_owned();
    }
    let names = changed.iter().take(NAMED).map(|name| plain(name));
    let names = names.collect::<Vec<_>>().join(", ");
    match changed.len().saturating_sub(NAMED) {
        0 => names,
        more => format!("{names} and {} more", plural(more, "file")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_says_what_changed_and_how_long_it_took() {
        let took = Duration::from_micros(35_400);
        assert_eq!(
            status(took, None),
            "checked in 35 ms; waiting for changes (Ctrl-C ends)\n"
        );
        let changed = |count: usize| (0..count).map(|one| format!("{one}.plan")).collect();
        assert_eq!(
            status(took, Some(&changed(1))),
            "checked in 35 ms after a change of 0.plan; waiting for the next one (Ctrl-C ends)\n"
        );
        assert!(
            status(took, Some(&changed(5)))
                .contains(" of 0.plan, 1.plan, 2.plan and 2 files more;")
        );
        assert!(status(took, Some(&changed(0))).contains(" of many files;"));
    }
}
