//! `cuff check`: plans in, findings out. Plans are checked in parallel and reported in order of their paths; memory stays
//! flat, because a batch is printed before the next one is read.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::adopt::Adopting;
use super::args::{self, Args};
use super::baseline::Baseline;
use super::caching::{self, Caches, Looked};
use super::fixing::{Changed, Fixing, Place};
use super::inputs::inputs;
use super::origin::conditions;
use super::output::Output;
use super::outputs::{Outputs, Pieces};
use super::progress::Progress;
use super::statistics::Statistics;
use super::timings::{Laps, Stage, Timings};
use super::{Exit, waivers};
use crate::check::{Options, Report, check};
use crate::diagnostic::Diagnostic;
use crate::engine::{Known, Suppressed};
use crate::report::{self, Format, Found, Silenced, Silencer, Summary};
use crate::rules::{Change, Level, Part, Rule, RuleSet};
use crate::source::SourceFile;
use crate::syntax::ast::Date;
use crate::syntax::parse_date;
use crate::workspace::{
    Cache, Discovery, Entry, Project, Searched, Unreadable, end_cleanly, read_plan, read_stdin,
};

/// Plans that are held in memory at one time.
const BATCH: usize = 256;

/// One check of everything that is asked for.
pub(super) fn once(check: &args::Check, args: &Args, output: &mut Output) -> Exit {
    if let (true, Some(format)) = (check.statistics, check.reports.asked())
        && !Statistics::can_be(format)
    {
        output.error(&format!(
            "error: --statistics counts as text or as json, not as {0}\n  help: write the report into a file: --output {0}=FILE\n",
            format.word()
        ));
        return Exit::Failed;
    }
    let today = match today(check.plans.day.today.as_deref()) {
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
    let baseline = match check.baseline.as_deref().map(Baseline::read).transpose() {
        Ok(baseline) => baseline,
        Err(message) => {
            output.error(&message);
            return Exit::Failed;
        }
    };
    if let Some(reason) = &check.add_suppressions {
        let adopting = Adopting {
            reason,
            options,
            strict: check.gates.strict,
            baseline: baseline.as_ref(),
        };
        if let Err(exit) = adopting.add(check, args, output) {
            return exit;
        }
    }
    let mut run = Run {
        baseline,
        outputs: Outputs::default(),
        options,
        quiet: check.quiet,
        statistics: check.statistics.then(Statistics::default),
        timings: check.measuring.timings.map(Timings::start),
        caches: Caches::default(),
        progress: Progress::default(),
        is_last: !check.watch,
        summary: Summary::default(),
        fixing: Fixing::new(check, output.style()),
        aside: false,
        changes: false,
        parts: BTreeSet::new(),
    };
    if let Err(exit) = run.all(check, args, output) {
        return exit;
    }
    run.progress.end();
    let text = match &run.statistics {
        Some(statistics) if check.reports.asked() == Some(Format::Json) => {
            statistics.json(&run.summary)
        }
        Some(statistics) => statistics.table() + &run.end(),
        None => run.end(),
    };
    run.say(&text, output);
    let closed = std::mem::take(&mut run.outputs).close(&run.summary);
    let unkept = run.caches.close();
    if let Some(timings) = &mut run.timings {
        timings.unkept(unkept);
        output.error(&timings.finish());
    }
    let exit = run.exit(check, output);
    match closed {
        Ok(()) => exit,
        Err(wrong) => {
            output.error(&wrong);
            Exit::Failed
        }
    }
}

/// Today, or the day that is asked for.
pub(super) fn today(asked: Option<&str>) -> Result<Date, String> {
    match asked {
        Some(text) => parse_date(text).ok_or_else(|| {
            let text = report::plain(text);
            format!("error: `{text}` is not a day; write it like `2026-01-12`\n")
        }),
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
    outputs: Outputs,
    options: Options,
    quiet: bool,
    /// Counted instead of shown.
    statistics: Option<Statistics>,
    /// Where the time goes, if that is asked for.
    timings: Option<Timings>,
    /// What earlier runs found.
    caches: Caches,
    progress: Progress,
    /// Whether the program ends with this run.
    is_last: bool,
    summary: Summary,
    /// What is done with fixes; nothing if absent.
    fixing: Option<Fixing>,
    /// Findings go to standard error, because plans or their changes go to standard output.
    aside: bool,
    /// Whether a fix would change a plan.
    changes: bool,
    /// Parts of plans with values of their own that were met.
    parts: BTreeSet<Part>,
}

/// Checks a plan.
pub(super) fn look(
    source: &SourceFile,
    rules: &RuleSet,
    options: Options,
) -> Result<Report, Unreadable> {
    unharmed(source.name(), || check(source, rules, options))
}

/// Works on one plan. A panic is our mistake, and costs this plan only.
pub(super) fn unharmed<T>(name: &str, work: impl FnOnce() -> T) -> Result<T, Unreadable> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| Unreadable {
        path: name.to_owned(),
        reason: "cuff itself failed on this plan, which is a bug in cuff; please report it with the plan"
            .to_owned(),
    })
}

/// What one plan gave.
#[derive(Default)]
struct Checked {
    /// Its findings, for each report.
    pieces: Pieces,
    /// The plan itself with its fixes, or what they change.
    plan: String,
    /// What is to be said about its fixes.
    remarks: String,
    summary: Summary,
    statistics: Statistics,
    laps: Option<Laps>,
    /// Parts with values of their own that it has.
    parts: BTreeSet<Part>,
    /// What is kept for later runs.
    entry: Option<Entry>,
}

impl Run {
    fn all(&mut self, check: &args::Check, args: &Args, output: &mut Output) -> Result<(), Exit> {
        let inputs = inputs(check, args, output)?;
        if let Some(timings) = &mut self.timings {
            timings.found(inputs.found.loading);
        }
        let is_stdin = inputs.stdin.is_some() || inputs.left_out.is_some();
        self.aside = check.diff || (check.fix && is_stdin);
        // Each version of a plan that is fixed is checked, and none of them is what the next run will see.
        if self.fixing.is_none() {
            let projects = inputs.found.plans.iter();
            let projects = projects.map(|(_, project)| project.as_ref());
            self.caches = Caches::open(&check.caching, projects);
        }
        if check.fix || check.reports.has_files() || !check.caching.no_cache {
            end_cleanly();
        }
        if check.fix
            && let Err(unreadable) = inputs.pass_on(output)
        {
            self.unreadable(&unreadable);
        }
        if !check.diff {
            let baseline = self.baseline.is_some();
            let opened = Outputs::open(&check.reports, &output.style(), &inputs, baseline);
            self.outputs = opened.map_err(|wrong| {
                output.error(&wrong);
                Exit::Failed
            })?;
        }
        if !check.diff && self.statistics.is_none() {
            let start = self.outputs.start();
            self.say(&start, output);
        }
        if let Some((name, rules)) = inputs.stdin {
            self.stdin(&name, &rules, output);
        }
        let format = check.reports.asked().unwrap_or_default();
        self.progress = Progress::start(inputs.found.plans.len(), format, check.quiet);
        self.found(&inputs.found, output);
        self.summary.gone += self.baseline.as_ref().map_or(0, Baseline::orphans);
        self.summary.idle_overrides = self.idle(&inputs.found.overrides);
        Ok(())
    }

    /// Writes about plans: to standard output, unless plans or their changes go there.
    fn say(&self, text: &str, output: &mut Output) {
        if self.aside {
            output.error(text);
        } else {
            output.print(text);
        }
    }

    fn stdin(&mut self, name: &Path, rules: &RuleSet, output: &mut Output) {
        self.remember(rules);
        let mut laps = self.laps();
        match read_stdin(&name.display().to_string()) {
            Ok(source) => {
                end(&mut laps, Stage::Read);
                let checked = self.one(source, rules, Place::Stdin, None, laps);
                self.take(checked, rules, output);
            }
            Err(unreadable) => self.unreadable(&unreadable),
        }
    }

    fn found(&mut self, found: &Discovery, output: &mut Output) {
        for unreadable in &found.unreadable {
            self.unreadable(unreadable);
        }
        let mut seen: Vec<&Arc<Project>> = Vec::new();
        for (_, project) in &found.plans {
            if !seen.iter().any(|other| Arc::ptr_eq(other, project)) {
                seen.push(project);
                self.remember(&project.rules);
                if !self.is_last {
                    continue;
                }
                // Rules live as long as the program: to give back their thousands of small values one by one would take as
                // long as checking a plan.
                std::mem::forget(Arc::clone(project));
            }
        }
        for batch in found.plans.chunks(BATCH) {
            if output.is_closed() && !self.outputs.has_files() {
                return;
            }
            let this: &Self = self;
            let checked: Vec<Result<Checked, Unreadable>> = batch
                .par_iter()
                .map(|(path, project)| {
                    let mut laps = this.laps();
                    let source = read_plan(path)?;
                    end(&mut laps, Stage::Read);
                    let cache = this.caches.of(project);
                    let checked = this.one(source, &project.rules, Place::File(path), cache, laps);
                    this.progress.one();
                    Ok(checked)
                })
                .collect();
            let mut laps = self.laps();
            for (checked, (_, project)) in checked.into_iter().zip(batch) {
                match checked {
                    Ok(mut checked) => {
                        if let Some(entry) = checked.entry.take() {
                            self.caches.keep(project, &entry);
                        }
                        self.take(checked, &project.rules, output);
                    }
                    Err(unreadable) => self.unreadable(&unreadable),
                }
            }
            end(&mut laps, Stage::Print);
            if let Some((timings, laps)) = self.timings.as_mut().zip(laps) {
                timings.stages_of(laps);
            }
        }
    }

    /// Something to measure a plan with, if that is asked for.
    fn laps(&self) -> Option<Laps> {
        self.timings.as_ref().map(|_| Laps::start())
    }

    /// Checks one plan, and fixes it if that is asked for.
    fn one(
        &self,
        source: SourceFile,
        rules: &RuleSet,
        place: Place<'_>,
        cache: Option<&Cache>,
        mut laps: Option<Laps>,
    ) -> Checked {
        let name = source.name().to_owned();
        let checked = unharmed(&name, || match &self.fixing {
            Some(fixing) => {
                let known = self.known_of(&source);
                let changed = fixing.apply(source, rules, self.options, known, place);
                self.fixed(changed, rules)
            }
            None => {
                let Looked { report, entry } =
                    caching::look(&source, rules, self.options, cache, &mut laps);
                let mut checked = self.reported(&source, report, rules);
                end(&mut laps, Stage::Report);
                checked.laps = laps;
                checked.entry = entry;
                checked
            }
        });
        checked.unwrap_or_else(|Unreadable { path, reason }| {
            let mut checked = Checked::default();
            let unreadable = report::Unreadable { path, reason };
            checked.summary.unreadable.push(unreadable);
            checked
        })
    }

    /// What the baseline knows of a plan.
    fn known_of(&self, source: &SourceFile) -> &[Known] {
        let baseline = self.baseline.as_ref();
        baseline.map_or(&[], |baseline| baseline.known_of(Path::new(source.name())))
    }

    fn reported(&self, source: &SourceFile, mut report: Report, rules: &RuleSet) -> Checked {
        let mut checked = Checked::default();
        let mut known = Vec::new();
        if let Some(baseline) = &self.baseline {
            let split = baseline.split(Path::new(source.name()), report.diagnostics, rules);
            checked.summary.known = split.known.len();
            checked.summary.gone = split.gone.len();
            report.diagnostics = split.new;
            known = split.known;
        }
        let parts = rules.within.iter().zip(&report.parts);
        let met = parts.filter(|(_, met)| **met);
        checked.parts = met.map(|((part, _), _)| part.clone()).collect();
        checked.summary.add(&report.diagnostics);
        checked.summary.suppressed = report.suppressed.len();
        if self.statistics.is_some() {
            checked.statistics = Statistics::of(&report.diagnostics);
        }
        let silenced = silenced(source, &report.suppressed, &known);
        let found = Found {
            source,
            findings: &report.diagnostics,
            silenced: &silenced,
        };
        checked.pieces = self
            .outputs
            .pieces(&found, self.quiet || self.statistics.is_some());
        checked
    }

    fn fixed(&self, changed: Changed, rules: &RuleSet) -> Checked {
        let mut checked = self.reported(&changed.source, changed.report, rules);
        checked.summary.fixed = changed.fixed;
        checked.summary.fixable_unsafely = changed.fixable_unsafely;
        let unwritten = changed
            .unwritten
            .map(|Unreadable { path, reason }| report::Unreadable { path, reason });
        checked.summary.unwritten.extend(unwritten);
        checked.plan = changed.text;
        checked.remarks = changed.remarks;
        checked
    }

    fn is_diff(&self) -> bool {
        self.fixing.as_ref().is_some_and(|fixing| fixing.diff)
    }

    fn take(&mut self, checked: Checked, rules: &RuleSet, output: &mut Output) {
        self.summary.merge(checked.summary);
        if let Some(statistics) = &mut self.statistics {
            statistics.merge(checked.statistics);
        }
        if let Some((timings, laps)) = self.timings.as_mut().zip(checked.laps) {
            timings.take(laps, rules);
        }
        self.parts.extend(checked.parts);
        self.changes |= self.is_diff() && !checked.plan.is_empty();
        let text = self.outputs.add(checked.pieces);
        if [&checked.plan, &checked.remarks, &text]
            .iter()
            .all(|text| text.is_empty())
        {
            return;
        }
        let this: &Self = self;
        this.progress.aside(|| {
            output.print(&checked.plan);
            output.error(&checked.remarks);
            this.say(&text, output);
        });
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
        for id in left_out(rules) {
            if !self.summary.left_out.iter().any(|known| known == id) {
                self.summary.left_out.push(id.to_owned());
            }
        }
        for id in turned_off(rules) {
            if !self.summary.turned_off.iter().any(|known| known == id) {
                self.summary.turned_off.push(id.to_owned());
            }
        }
    }

    /// Overrides that are for nothing, in words. What is in a plan that could not be read is not known.
    fn idle(&self, overrides: &[Searched]) -> Vec<String> {
        let unread = !self.summary.unreadable.is_empty();
        let idle = overrides.iter().filter(|one| {
            !one.found || !one.layer.is_whole() && !unread && !self.parts.contains(&one.layer.part)
        });
        idle.map(|one| format!("{} for {}", one.place, conditions(&one.layer)))
            .collect()
    }

    /// What ends the run. A difference is followed by nothing but what would be fixed, and what could not be read.
    fn end(&self) -> String {
        if !self.is_diff() {
            return self.outputs.end(&self.summary);
        }
        let mut text = report::unread(&self.summary);
        if let Some(fixes) = report::fixes(&self.summary, "would fix") {
            text += &format!("{fixes}\n");
        }
        text
    }

    /// How the run ends. Why it fails is said, unless errors say so themselves.
    fn exit(&self, check: &args::Check, output: &Output) -> Exit {
        let Summary {
            unreadable,
            unwritten,
            ..
        } = &self.summary;
        if !unreadable.is_empty() || !unwritten.is_empty() {
            Exit::Failed
        } else if self.is_diff() {
            if self.changes && !check.gates.exit_zero {
                Exit::Errors
            } else {
                Exit::Clean
            }
        } else if let Some(why) = check.gates.failure(&self.summary) {
            output.error(&why);
            Exit::Errors
        } else if check.baseline_strict && self.summary.gone > 0 {
            Exit::Errors
        } else {
            Exit::Clean
        }
    }
}

/// Findings that are not reported, with who decided it.
fn silenced<'f>(
    source: &'f SourceFile,
    suppressed: &'f [Suppressed],
    known: &'f [Diagnostic],
) -> Vec<Silenced<'f>> {
    let suppressed = suppressed.iter().map(|one| Silenced {
        finding: &one.diagnostic,
        by: Silencer::Comment(source.slice(one.reason)),
    });
    let known = known.iter().map(|finding| Silenced {
        finding,
        by: Silencer::Baseline,
    });
    suppressed.chain(known).collect()
}

/// Ends a stage, if stages are measured.
fn end(laps: &mut Option<Laps>, stage: Stage) {
    if let Some(laps) = laps {
        laps.end(stage);
    }
}

/// Rules and findings that the run leaves out, although the configuration has them.
fn left_out(rules: &RuleSet) -> impl Iterator<Item = &str> {
    let chosen = rules.chosen.keys().map(String::as_str);
    chosen.filter(|id| rules.is_left_out(id))
}

/// Rules and findings that the configuration turned off, be it in parts of plans only.
fn turned_off(rules: &RuleSet) -> impl Iterator<Item = &str> {
    let own = rules.rules.iter();
    let own = own
        .filter(|rule| rule.level == Level::Off && !rule.is_off_by_default())
        .map(Rule::id)
        .filter(|id| !rules.chosen.contains_key(*id));
    let language = rules.language.iter();
    let language = language
        .filter(|(_, (_, level))| *level == Level::Off)
        .map(|(id, _)| id.as_str())
        .filter(|id| !rules.chosen.contains_key(*id));
    let within = rules.within.iter();
    let within = within
        .filter(|(_, change)| matches!(change.change, Change::Level(Level::Off)))
        .map(|(_, change)| change.rule.as_str());
    own.chain(language).chain(within)
}
