//! `cuff baseline`: a file of findings that checks leave out, written and pruned. One finding a line, in order, so that
//! version control shows what changed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Exit;
use super::args::{self, Args, BaselineAction};
use super::check::{look, today};
use super::inputs::{Inputs, inputs};
use super::output::{Output, plural};
use crate::check::Options;
use crate::diagnostic::{Diagnostic, Severity, Status};
use crate::engine::{Known, Split, remembered, split};
use crate::report::plain;
use crate::rules::RuleSet;
use crate::source::SourceFile;
use crate::workspace::{Unreadable, read_plan, rewrite, small_text, write_new};

/// Version of the file's form.
const FORM: u32 = 1;
/// The largest file that is read, in bytes: findings of some thousand plans.
const LARGEST: u64 = 64 << 20;

/// The file as it is written.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    baseline: u32,
    findings: Vec<Row>,
}

/// One finding as it is written.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    plan: String,
    rule: String,
    place: String,
    status: String,
    severity: String,
    message: String,
}

/// A baseline that is in use.
#[derive(Debug)]
pub(super) struct Baseline {
    path: PathBuf,
    text: String,
    /// The folder that names of plans start from.
    folder: PathBuf,
    /// What is known, by plan.
    known: BTreeMap<String, Vec<Known>>,
}

impl Baseline {
    /// Reads a baseline, or says why it cannot be used.
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        let shown = plain(&path.display().to_string());
        let wrong = |reason: String| {
            format!(
                "error: the baseline `{shown}` cannot be used: {reason}\n  help: `cuff baseline create` writes one\n"
            )
        };
        let text = small_text(path, LARGEST).map_err(wrong)?;
        let written: Written =
            serde_json::from_str(&text).map_err(|error| wrong(plain(&error.to_string())))?;
        if written.baseline != FORM {
            return Err(wrong(format!(
                "it has form {}, and this cuff knows form {FORM}",
                written.baseline
            )));
        }
        let mut known: BTreeMap<String, Vec<Known>> = BTreeMap::new();
        for (number, row) in written.findings.into_iter().enumerate() {
            let plan = row.plan.clone();
            let one = row.known().ok_or_else(|| {
                wrong(format!(
                    "finding {} has an unknown status or severity",
                    number + 1
                ))
            })?;
            known.entry(plan).or_default().push(one);
        }
        Ok(Self {
            path: path.to_owned(),
            text,
            folder: folder(path),
            known,
        })
    }

    /// Tells what is new in a plan.
    pub(super) fn split(&self, plan: &Path, found: Vec<Diagnostic>, rules: &RuleSet) -> Split {
        split(found, self.known_of(plan), rules)
    }

    /// What it knows of a plan.
    pub(super) fn known_of(&self, plan: &Path) -> &[Known] {
        let name = name(&self.folder, plan);
        self.known.get(&name).map(Vec::as_slice).unwrap_or_default()
    }

    /// How many findings it knows of plans that are not there any more.
    pub(super) fn orphans(&self) -> usize {
        let orphans = self.known.iter().filter(|(name, _)| self.is_gone(name));
        orphans.map(|(_, known)| known.len()).sum()
    }

    fn is_gone(&self, name: &str) -> bool {
        !self.folder.join(name).exists()
    }

    /// Takes out what is not found any more in the plans that were looked at.
    fn prune(&mut self, gone: &BTreeMap<String, Vec<usize>>) -> usize {
        let mut count = self.orphans();
        let orphans: Vec<String> = self
            .known
            .keys()
            .filter(|name| self.is_gone(name))
            .cloned()
            .collect();
        for name in orphans {
            self.known.remove(&name);
        }
        for (name, numbers) in gone {
            let Some(known) = self.known.get_mut(name) else {
                continue;
            };
            count += numbers.len();
            let mut number = 0;
            known.retain(|_| {
                number += 1;
                numbers.binary_search(&(number - 1)).is_err()
            });
        }
        self.known.retain(|_, known| !known.is_empty());
        count
    }
}

impl Row {
    fn of(plan: &str, known: &Known) -> Self {
        Self {
            plan: plan.to_owned(),
            rule: known.rule.clone(),
            place: known.place.clone(),
            status: known.status.word().to_owned(),
            severity: known.severity.word().to_owned(),
            message: known.message.clone(),
        }
    }

    fn known(self) -> Option<Known> {
        let both = [Status::Violated, Status::CannotCheck];
        Some(Known {
            status: both
                .into_iter()
                .find(|status| status.word() == self.status)?,
            severity: Severity::from_word(&self.severity)?,
            rule: self.rule,
            place: self.place,
            message: self.message,
        })
    }
}

/// The file's text.
fn text(known: &BTreeMap<String, Vec<Known>>) -> String {
    let rows = known
        .iter()
        .flat_map(|(plan, known)| known.iter().map(move |one| Row::of(plan, one)));
    let rows: Vec<String> = rows
        .filter_map(|row| serde_json::to_string(&row).ok())
        .collect();
    let rows = rows.join(",\n").replace("##[", "\\u0023#[");
    let lead = if rows.is_empty() { "" } else { "\n" };
    format!("{{\"baseline\":{FORM},\"findings\":[{lead}{rows}{lead}]}}\n")
}

fn folder(path: &Path) -> PathBuf {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    real(folder)
}

/// A path without links and detours; of a file that is not there, that of its folder.
fn real(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    match (absolute.parent(), absolute.file_name()) {
        (Some(folder), Some(name)) if folder.is_dir() => real(folder).join(name),
        _ => absolute,
    }
}

/// What a baseline calls a plan: its path from the folder of the baseline, the same on every system.
fn name(folder: &Path, plan: &Path) -> String {
    let plan = real(plan);
    let below = plan.strip_prefix(folder).unwrap_or(&plan);
    let parts = below
        .components()
        .map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

pub(super) fn run(baseline: &args::Baseline, args: &Args, output: &mut Output) -> Exit {
    let (file, creates) = match &baseline.action {
        BaselineAction::Create(file) => (file, true),
        BaselineAction::Prune(file) => (file, false),
    };
    let done = if creates {
        create(file, args, output)
    } else {
        prune(file, args, output)
    };
    match done {
        Ok(exit) | Err(exit) => exit,
    }
}

/// What is found in each plan, by its name in the baseline.
struct Found {
    plans: BTreeMap<String, (Vec<Diagnostic>, std::sync::Arc<RuleSet>)>,
    unreadable: bool,
}

fn found(file: &args::BaselineFile, args: &Args, output: &Output) -> Result<Found, Exit> {
    let today = today(file.plans.day.today.as_deref()).map_err(|message| {
        output.error(&message);
        Exit::Failed
    })?;
    let options = Options { today: Some(today) };
    let Inputs { stdin, found, .. } = inputs(&file.plans.sources, args, output)?;
    if stdin.is_some() {
        output.error("error: a baseline is about files, not about standard input\n");
        return Err(Exit::Failed);
    }
    let folder = folder(&file.baseline);
    let mut all = Found {
        plans: BTreeMap::new(),
        unreadable: !found.unreadable.is_empty(),
    };
    let mut unreadable = found.unreadable.clone();
    for (path, project) in &found.plans {
        let rules = &project.rules;
        let looked = |source: SourceFile| look(&source, rules, options);
        match read_plan(path).and_then(looked) {
            Ok(report) => {
                let found = (report.diagnostics, std::sync::Arc::clone(rules));
                all.plans.insert(name(&folder, path), found);
            }
            Err(reason) => unreadable.push(reason),
        }
    }
    for Unreadable { path, reason } in &unreadable {
        output.error(&format!(
            "error: `{}` was not looked at: {}\n",
            plain(path),
            plain(reason)
        ));
        all.unreadable = true;
    }
    Ok(all)
}

fn create(file: &args::BaselineFile, args: &Args, output: &mut Output) -> Result<Exit, Exit> {
    let shown = plain(&file.baseline.display().to_string());
    let all = found(file, args, output)?;
    let mut known: BTreeMap<String, Vec<Known>> = BTreeMap::new();
    let mut left_out = 0;
    for (name, (findings, rules)) in &all.plans {
        let kept = remembered(findings, rules);
        let all: usize = findings.iter().map(|one| 1 + one.joined.len()).sum();
        left_out += all - kept.len();
        if !kept.is_empty() {
            known.insert(name.clone(), kept);
        }
    }
    if let Err(Unreadable { reason, .. }) = write_new(&file.baseline, &text(&known)) {
        let help = if file.baseline.exists() {
            "  help: `cuff baseline prune` takes out what is fixed; to start again, delete the file first\n"
        } else {
            ""
        };
        output.error(&format!(
            "error: `{shown}` was not written: {reason}\n{help}"
        ));
        return Err(Exit::Failed);
    }
    let count: usize = known.values().map(Vec::len).sum();
    let mut said = format!(
        "wrote {shown}: {} in {}\n",
        plural(count, "finding"),
        plural(known.len(), "plan")
    );
    if left_out > 0 {
        said += &format!(
            "  left out, since nothing may silence them: {}\n",
            plural(left_out, "finding")
        );
    }
    said += &format!("  next: `cuff check --baseline {shown}` reports what is new\n");
    output.print(&said);
    Ok(exit(&all))
}

fn prune(file: &args::BaselineFile, args: &Args, output: &mut Output) -> Result<Exit, Exit> {
    let mut baseline = Baseline::read(&file.baseline).map_err(|message| {
        output.error(&message);
        Exit::Failed
    })?;
    let all = found(file, args, output)?;
    let mut gone = BTreeMap::new();
    for (name, (findings, rules)) in &all.plans {
        if let Some(known) = baseline.known.get(name) {
            gone.insert(name.clone(), split(findings.clone(), known, rules).gone);
        }
    }
    let count = baseline.prune(&gone);
    let shown = plain(&file.baseline.display().to_string());
    if count > 0
        && let Err(Unreadable { reason, .. }) =
            rewrite(&baseline.path, &baseline.text, &text(&baseline.known))
    {
        output.error(&format!("error: `{shown}` was not written: {reason}\n"));
        return Err(Exit::Failed);
    }
    let left: usize = baseline.known.values().map(Vec::len).sum();
    let said = format!(
        "took {} out of {shown}; {left} left\n",
        plural(count, "finding")
    );
    output.print(&said);
    Ok(exit(&all))
}

fn exit(found: &Found) -> Exit {
    if found.unreadable {
        Exit::Failed
    } else {
        Exit::Clean
    }
}
