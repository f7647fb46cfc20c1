//! `cuff check --timings`: where the time of a run goes, stage by stage and rule by rule. Nothing is measured without it.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::json;

use super::groups::ListFormat;
use super::output::plural;
use crate::engine::{Step, Watch};
use crate::report::plain;
use crate::rules::RuleSet;

/// Whether a run is measured.
#[derive(Debug, clap::Args)]
pub(super) struct Measuring {
    /// Say on standard error where the time went, by stage and by rule: as a table, or with =json as one line of JSON.
    #[arg(
        long,
        value_name = "FORMAT",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "text",
        conflicts_with_all = ["fixing", "list_suppressions", "add_suppressions"],
        help_heading = "Output"
    )]
    pub(super) timings: Option<ListFormat>,
}

/// What takes time, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    Find,
    Load,
    Read,
    Cache,
    Parse,
    Model,
    Rules,
    Findings,
    Report,
    Print,
}

impl Stage {
    fn row(self) -> (&'static str, &'static str) {
        match self {
            Self::Find => ("find", "look for plans"),
            Self::Load => ("load", "read configurations and rules"),
            Self::Read => ("read", "read plans"),
            Self::Cache => ("cache", "look up what earlier runs found"),
            Self::Parse => ("parse", "read their text"),
            Self::Model => ("model", "work out what is trained"),
            Self::Rules => ("rules", "run the rules"),
            Self::Findings => ("findings", "put findings together"),
            Self::Report => ("report", "draw them"),
            Self::Print => ("print", "write them out"),
        }
    }
}

/// What a rule took.
#[derive(Clone, Copy, Debug, Default)]
struct Cost {
    time: Duration,
    steps: u64,
}

/// Measures one plan, from one step to the next.
pub(super) struct Laps {
    last: Instant,
    /// Whether an earlier run found what is in the plan.
    pub(super) is_known: bool,
    stages: Vec<(Stage, Duration)>,
    rules: Vec<(usize, Cost)>,
}

impl Laps {
    pub(super) fn start() -> Self {
        Self {
            last: Instant::now(),
            is_known: false,
            stages: Vec::new(),
            rules: Vec::new(),
        }
    }

    /// The time since the last step.
    fn lap(&mut self) -> Duration {
        let now = Instant::now();
        now - std::mem::replace(&mut self.last, now)
    }

    /// A stage has come to its end.
    pub(super) fn end(&mut self, stage: Stage) {
        let time = self.lap();
        self.stages.push((stage, time));
    }
}

impl Watch for Option<Laps> {
    fn done(&mut self, step: Step) {
        let Some(laps) = self else { return };
        match step {
            Step::Parsed => laps.end(Stage::Parse),
            Step::Modelled => laps.end(Stage::Model),
            Step::Judged => laps.end(Stage::Findings),
            Step::Ruled { rule, steps } => {
                let time = laps.lap();
                laps.rules.push((rule, Cost { time, steps }));
            }
        }
    }
}

/// The time of a whole run.
#[derive(Debug)]
pub(super) struct Timings {
    start: Instant,
    format: ListFormat,
    plans: usize,
    /// Of those, how many were not checked, since an earlier run had done so.
    known: usize,
    /// Why nothing is kept for later runs.
    unkept: Vec<String>,
    stages: BTreeMap<Stage, Duration>,
    rules: BTreeMap<String, Cost>,
}

impl Timings {
    pub(super) fn start(format: ListFormat) -> Self {
        Self {
            start: Instant::now(),
            format,
            plans: 0,
            known: 0,
            unkept: Vec::new(),
            stages: BTreeMap::new(),
            rules: BTreeMap::new(),
        }
    }

    /// Plans were looked for, and rules loaded meanwhile.
    pub(super) fn found(&mut self, loading: Duration) {
        let all = self.start.elapsed();
        self.add(Stage::Find, all.saturating_sub(loading));
        self.add(Stage::Load, loading);
    }

    pub(super) fn add(&mut self, stage: Stage, time: Duration) {
        *self.stages.entry(stage).or_default() += time;
    }

    /// Adds the measures of one plan.
    pub(super) fn take(&mut self, laps: Laps, rules: &RuleSet) {
        self.plans += 1;
        self.known += usize::from(laps.is_known);
        for (place, cost) in &laps.rules {
            self.add(Stage::Rules, cost.time);
            let Some(rule) = rules.rules.get(*place) else {
                continue;
            };
            let sum = self.rules.entry(rule.id().to_owned()).or_default();
            sum.time += cost.time;
            sum.steps += cost.steps;
        }
        self.stages_of(laps);
    }

    /// Nothing is kept for later runs.
    pub(super) fn unkept(&mut self, reasons: Vec<String>) {
        self.unkept = reasons;
    }

    /// Adds the stages alone.
    pub(super) fn stages_of(&mut self, laps: Laps) {
        for (stage, time) in laps.stages {
            self.add(stage, time);
        }
    }

    /// What is said at the end.
    pub(super) fn finish(&self) -> String {
        match self.format {
            ListFormat::Text => self.table(),
            ListFormat::Json => self.json(),
        }
    }

    fn ordered(&self) -> Vec<(&str, Cost)> {
        let rules = self.rules.iter().map(|(rule, cost)| (rule.as_str(), *cost));
        let mut rules: Vec<(&str, Cost)> = rules.collect();
        rules.sort_by_key(|(_, cost)| std::cmp::Reverse((cost.time, cost.steps)));
        rules
    }

    fn table(&self) -> String {
        let all: Duration = self.stages.values().sum();
        let share = |time: Duration| {
            let part = time.as_secs_f64() / all.as_secs_f64().max(f64::MIN_POSITIVE);
            format!("{:>4.0} %", part * 100.0)
        };
        let mut text = format!(
            "{} took {} on the clock, with {}; times add up over them\n\n        time   share  stage\n",
            plural(self.plans, "plan"),
            milliseconds(self.start.elapsed()).trim_start(),
            plural(rayon::current_num_threads(), "thread")
        );
        for (stage, time) in &self.stages {
            let (name, about) = stage.row();
            let (time, share) = (milliseconds(*time), share(*time));
            text += &format!("{time}  {share}  {name:<8}  {about}\n");
        }
        if self.known > 0 {
            let plans = plural(self.known, "plan");
            text +=
                &format!("\n{plans} not checked again: what earlier runs found was in the cache\n");
        }
        for reason in &self.unkept {
            text += &format!("\n{reason}\n");
        }
        text += "\n        time   share       steps  rule\n";
        for (rule, Cost { time, steps }) in self.ordered() {
            let (time, share) = (milliseconds(time), share(time));
            text += &format!("{time}  {share}  {steps:>10}  {}\n", plain(rule));
        }
        text
    }

    fn json(&self) -> String {
        let micros = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        let stages = self.stages.iter();
        let stages =
            stages.map(|(stage, time)| json!({"stage": stage.row().0, "micros": micros(*time)}));
        let rules = self.ordered().into_iter();
        let rules = rules.map(
            |(rule, cost)| json!({"rule": rule, "micros": micros(cost.time), "steps": cost.steps}),
        );
        let document = json!({
            "schema": 1,
            "plans": self.plans,
            "cached": self.known,
            "threads": rayon::current_num_threads(),
            "micros": micros(self.start.elapsed()),
            "stages": stages.collect::<Vec<_>>(),
            "rules": rules.collect::<Vec<_>>(),
        });
        format!("{document}\n")
    }
}

/// `     1.234 ms`
fn milliseconds(time: Duration) -> String {
    format!("{:>9.3} ms", time.as_secs_f64() * 1_000.0)
}
