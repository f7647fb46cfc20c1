//! `cuff show FILE`: a plan for the person who trains it, in the terminal or as one page.

use std::path::{Path, PathBuf};

use super::args::{self, Args};
use super::check::{today, unharmed};
use super::output::Output;
use super::{Exit, problems, projects};
use crate::check::Options;
use crate::report::{self, PAGE_START};
use crate::sheet::{Selection, Sheet, ranges};
use crate::source::SourceFile;
use crate::workspace::{Unreadable, end_cleanly, read_plan, read_stdin, write_anew};

pub(super) fn run(show: &args::Show, args: &Args, output: &mut Output) -> Exit {
    let shown = sheet(show, args, output).and_then(|sheet| {
        complete(&sheet, show)?;
        match &show.html {
            None => {
                output.print(&report::sheet(&sheet, &output.style()));
                Ok(())
            }
            Some(out) => page(&sheet, out, &show.file, output),
        }
    });
    match shown {
        Ok(()) => Exit::Clean,
        Err(said) => {
            output.error(&said);
            Exit::Failed
        }
    }
}

/// What is shown. What is in the way is given as the text to print.
fn sheet(show: &args::Show, args: &Args, output: &Output) -> Result<Sheet, String> {
    let options = Options {
        today: Some(today(show.day.today.as_deref())?),
    };
    let stdin = show.file.as_os_str() == "-";
    let name = match &show.stdin.name {
        Some(name) if stdin => name.clone(),
        _ if stdin => PathBuf::from("<stdin>"),
        _ => show.file.clone(),
    };
    if !stdin && show.file.is_dir() {
        return Err(format!(
            "error: {} is a folder\n  help: name one plan; `cuff check` takes folders\n",
            report::path(&name.display().to_string())
        ));
    }
    let rules = match projects(args).of(&name) {
        Ok(project) => project.rules.clone(),
        Err(refused) => {
            problems(&refused, output);
            return Err(String::new());
        }
    };
    let source: Result<SourceFile, Unreadable> = if stdin {
        read_stdin(&name.display().to_string())
    } else {
        read_plan(&show.file)
    };
    let selection = Selection {
        weeks: show.week.clone(),
        session: show.session.clone(),
    };
    source
        .and_then(|source| {
            unharmed(source.name(), || {
                Sheet::of(&source, &rules, options, &selection)
            })
        })
        .map_err(|Unreadable { path, reason }| {
            format!("error: {}: {reason}\n", report::path(&path))
        })
}

/// Whether there is something to show, and what was asked for is in the plan.
fn complete(sheet: &Sheet, show: &args::Show) -> Result<(), String> {
    if sheet
        .sessions
        .iter()
        .any(|session| !session.exercises.is_empty())
    {
        return Ok(());
    }
    let path = report::path(&sheet.file);
    if sheet.all_weeks.is_empty() || (show.week.is_none() && show.session.is_none()) {
        return Err(format!(
            "error: {path}: there is no exercise that could be read\n  help: `cuff check` says what stands there instead\n"
        ));
    }
    let names: Vec<String> = sheet
        .all_sessions
        .iter()
        .map(|name| format!("`{}`", report::plain(name)))
        .collect();
    let names = if names.is_empty() {
        "its sessions have no names".to_owned()
    } else {
        format!("its sessions are {}", names.join(", "))
    };
    Err(format!(
        "error: {path}: no such session in the weeks that are asked for\n  help: the plan has weeks {}; {names}\n",
        ranges(&sheet.all_weeks)
    ))
}

/// Writes the page. Nothing but a page of cuff's own is ever replaced.
fn page(sheet: &Sheet, out: &Path, plan: &Path, output: &mut Output) -> Result<(), String> {
    let text = report::page(sheet);
    if out.as_os_str() == "-" {
        output.print(&text);
        return Ok(());
    }
    let shown = report::path(&out.display().to_string());
    let refused = |reason: &str, help: &str| {
        format!("error: `{shown}` was not written: {reason}\n  help: {help}\n")
    };
    let another = "name another file behind --html";
    let same = |(out, plan): (PathBuf, PathBuf)| out == plan;
    let both = out.canonicalize().ok().zip(plan.canonicalize().ok());
    if both.is_some_and(same) {
        return Err(refused("it is the plan itself", another));
    }
    if out.extension().is_some_and(|ending| ending == "plan") {
        return Err(refused("a name that ends in `.plan` is a plan's", another));
    }
    end_cleanly();
    match write_anew(out, &text, PAGE_START) {
        Ok(()) => {
            output.error(&format!("wrote {shown}\n"));
            Ok(())
        }
        Err(Unreadable { reason, .. }) => Err(refused(&reason, another)),
    }
}
