//! `cuff check`: plans in, findings out. Plans are checked in parallel and reported in order of their paths; memory stays
//! flat, because a batch is printed before the next one is read.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::args::{self, Args};
use super::baseline::Baseline;
use super::output::Output;
use super::{Exit, adopt, problems, projects, waivers};
use crate::check::{Options, Report, check};
use crate::report::{self, Format, Reporter, Summary};
use crate::rules::{Change, Level, Rule, RuleSet};
use crate::source::SourceFile;
use crate::syntax::ast::Date;
use crate::syntax::parse_date;
use crate::workspace::{Discovery, Project, Unreadable, discover, read_plan, read_stdin};

/// Plans that are held in memory at one time.
const BATCH: usize = 256;

pub(super) fn run(check: &args::Check, args: &Args, output: &mut Output) -> Exit {
    let Some(format) = Format::from_word(&check.format) else {
        return Exit::Failed;
    };
    let today = match today(check.plans.today.as_deref()) {
        Ok(today) => today,
        Err(message) => {
            output.error(&message);
            return Exit::Failed;
        }
    };
    let options = Options { today: Some(today) };
    if check.list_suppressions {
        return waivers::list(check, args, options, output);
    }
    if let Some(reason) = &check.add_suppressions
        && let Err(exit) = adopt::add(check, args, reason, options, output)
    {
        return exit;
    }
    let baseline = match check.baseline.as_deref().map(Baseline::read).transpose() {
        Ok(baseline) => baseline,
        Err(message) => {
            output.error(&message);
            return Exit::Failed;
        }
    };
    let mut run = Run {
        baseline,
        reporter: Reporter::new(format, &output.style()),
        options,
        quiet: check.quiet,
        summary: Summary::default(),
        written: false,
        failed: false,
    };
    let exit = match run.all(check, args, output) {
        Ok(()) => run.exit(check.strict, check.baseline_strict),
        Err(exit) => return exit,
    };
    let text = run.reporter.finish(&run.summary);
    output.print(&text);
    exit
}

/// Today, or the day that is asked for.
pub(super) fn today(asked: Option<&str>) -> Result<Date, String> {
    match asked {
        Some(text) => parse_date(text)
            .ok_or_else(|| format!("error: `{text}` is not a day; write it like `2026-01-12`\n")),
        None => {
            let now = std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .unwrap_or_default();
            Ok(Date(i32::try_from(now.as_secs() / 86_400).unwrap_or(0)))
        }
    }
}

struct Run {
    baseline: Option<Baseline>,
    reporter: Reporter,
    options: Options,
    quiet: bool,
    summary: Summary,
    /// Whether the text of a plan has been printed already.
    written: bool,
    /// Whether a plan could not be checked because of a mistake in cuff.
    failed: bool,
}

/// The plans that are asked for.
pub(super) struct Plans {
    /// What holds for standard input, if it is read.
    pub(super) stdin: Option<Arc<Project>>,
    /// Its name.
    pub(super) stdin_name: PathBuf,
    /// All others.
    pub(super) found: Discovery,
}

/// Finds the plans that are asked for; it is said if there are none.
pub(super) fn find(check: &args::Plans, args: &Args, output: &Output) -> Result<Plans, Exit> {
    let stdin = check.paths.iter().any(|path| path.as_os_str() == "-");
    let mut paths: Vec<PathBuf> = check
        .paths
        .iter()
        .filter(|path| path.as_os_str() != "-")
        .cloned()
        .collect();
    if check.paths.is_empty() {
        paths.push(PathBuf::from("."));
    }
    let mut projects = projects(args);
    let refused = |refused| {
        problems(&refused, output);
        Exit::Failed
    };
    let name = check.stdin_filename.clone();
    let stdin_name = name.unwrap_or_else(|| PathBuf::from("<stdin>"));
    let from_stdin = if stdin {
        Some(projects.of(&stdin_name).map_err(refused)?)
    } else {
        None
    };
    let found = discover(&paths, &mut projects).map_err(refused)?;
    if !stdin && found.plans.is_empty() && found.unreadable.is_empty() && !check.allow_empty {
        output.error(&nothing_found(&paths));
        return Err(Exit::Failed);
    }
    Ok(Plans {
        stdin: from_stdin,
        stdin_name,
        found,
    })
}

/// Checks a plan. A panic is our mistake, and costs this plan only.
pub(super) fn look(
    source: &SourceFile,
    rules: &RuleSet,
    options: Options,
) -> Result<Report, Unreadable> {
    let checked = catch_unwind(AssertUnwindSafe(|| check(source, rules, options)));
    checked.map_err(|_| Unreadable {
        path: source.name().to_owned(),
        reason: "cuff itself failed on this plan, which is a bug in cuff; please report it with the plan"
            .to_owned(),
    })
}

/// What one plan gave.
struct Checked {
    text: String,
    summary: Summary,
}

impl Run {
    fn all(&mut self, check: &args::Check, args: &Args, output: &mut Output) -> Result<(), Exit> {
        let plans = find(&check.plans, args, output)?;
        let start = self.reporter.start();
        output.print(&start);
        if let Some(project) = &plans.stdin {
            self.stdin(&plans.stdin_name, &project.rules, output);
        }
        self.found(&plans.found, output);
        self.summary.fixed += self.baseline.as_ref().map_or(0, Baseline::orphans);
        Ok(())
    }

    fn stdin(&mut self, name: &Path, rules: &RuleSet, output: &mut Output) {
        self.remember(rules);
        match read_stdin(&name.display().to_string()) {
            Ok(source) => {
                let checked = self.one(&source, rules);
                self.take(checked, output);
            }
            Err(unreadable) => self.unreadable(&unreadable),
        }
    }

    fn found(&mut self, found: &Discovery, output: &mut Output) {
        for unreadable in &found.unreadable {
            self.unreadable(unreadable);
        }
        let mut seen: Vec<&Arc<RuleSet>> = Vec::new();
        for (_, rules) in &found.plans {
            if !seen.iter().any(|other| Arc::ptr_eq(other, rules)) {
                seen.push(rules);
                self.remember(rules);
            }
        }
        for batch in found.plans.chunks(BATCH) {
            if output.is_closed() {
                return;
            }
            let this: &Self = self;
            let checked: Vec<Result<Checked, Unreadable>> = batch
                .par_iter()
                .map(|(path, rules)| read_plan(path).map(|source| this.one(&source, rules)))
                .collect();
            for checked in checked {
                match checked {
                    Ok(checked) => self.take(checked, output),
                    Err(unreadable) => self.unreadable(&unreadable),
                }
            }
        }
    }

    /// Checks one plan.
    fn one(&self, source: &SourceFile, rules: &RuleSet) -> Checked {
        let mut summary = Summary::default();
        let mut report = match look(source, rules, self.options) {
            Ok(report) => report,
            Err(Unreadable { path, reason }) => {
                summary.unreadable.push(report::Unreadable { path, reason });
                return Checked {
                    text: String::new(),
                    summary,
                };
            }
        };
        if let Some(baseline) = &self.baseline {
            let split = baseline.split(Path::new(source.name()), report.diagnostics, rules);
            summary.known = split.known.len();
            summary.fixed = split.gone.len();
            report.diagnostics = split.new;
        }
        summary.add(&report.diagnostics);
        summary.suppressed = report.suppressed.len();
        let text = if self.quiet {
            String::new()
        } else {
            self.reporter.file(source, &report.diagnostics)
        };
        Checked { text, summary }
    }

    fn take(&mut self, checked: Checked, output: &mut Output) {
        self.failed |= !checked.summary.unreadable.is_empty();
        self.summary.merge(checked.summary);
        if checked.text.is_empty() {
            return;
        }
        if self.written {
            output.print(self.reporter.between());
        }
        self.written = true;
        output.print(&checked.text);
    }

    fn unreadable(&mut self, unreadable: &Unreadable) {
        let Unreadable { path, reason } = unreadable.clone();
        self.summary
            .unreadable
            .push(report::Unreadable { path, reason });
    }

    /// Names the packs that were on, and the rules that the configuration turned off.
    fn remember(&mut self, rules: &RuleSet) {
        for pack in &rules.packs {
            if !self.summary.packs.contains(&pack.name) {
                self.summary.packs.push(pack.name.clone());
            }
        }
        for id in turned_off(rules) {
            if !self.summary.turned_off.iter().any(|known| known == id) {
                self.summary.turned_off.push(id.to_owned());
            }
        }
    }

    fn exit(&self, strict: bool, baseline_strict: bool) -> Exit {
        if !self.summary.unreadable.is_empty() || self.failed {
            Exit::Failed
        } else if self.summary.errors > 0
            || (strict && self.summary.cannot_check > 0)
            || (baseline_strict && self.summary.fixed > 0)
        {
            Exit::Errors
        } else {
            Exit::Clean
        }
    }
}

/// Rules and findings that the configuration turned off, be it in parts of plans only.
fn turned_off(rules: &RuleSet) -> impl Iterator<Item = &str> {
    let own = rules.rules.iter();
    let own = own
        .filter(|rule| rule.level == Level::Off && rule.file.default.as_deref() != Some("off"))
        .map(Rule::id);
    let language = rules.language.iter();
    let language = language
        .filter(|(_, (_, level))| *level == Level::Off)
        .map(|(id, _)| id.as_str());
    let within = rules.within.iter();
    let within = within
        .filter(|(_, change)| matches!(change.change, Change::Level(Level::Off)))
        .map(|(_, change)| change.rule.as_str());
    own.chain(language).chain(within)
}

fn nothing_found(paths: &[PathBuf]) -> String {
    let places: Vec<String> = paths
        .iter()
        .map(|path| format!("`{}`", path.display()))
        .collect();
    format!(
        "error: no plan found in {}\n  looked for files that end in `.plan`, not ignored by git and not excluded in `cuff.yaml`\n  help: name a file or a folder of plans, or pass --allow-empty if that is fine\n",
        places.join(", ")
    )
}
