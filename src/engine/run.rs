//! The rules, one after the other, over the things of their scopes.

use std::rc::Rc;

use super::alike::{Seen, is_like_last_week, things_in};
use super::finding::{Finding, place_of, subject, weeks};
use super::fixes::fix;
use super::merge::merge;
use super::parts::{Version, Versions};
use super::watch::{Step, Watch};
use crate::budget;
use crate::diagnostic::{Diagnostic, Label, Severity, Status};
use crate::expr::{Anchor, Entity, Frame, OutOfFuel, Reason, Style, Truth};
use crate::facts::{Scope, World};
use crate::model::plan::{Exercise, NoteKind, Set};
use crate::model::{Missing, Plan};
use crate::rules::{Check, Guard, Level, Rule, RuleSet, Unknown};
use crate::source::Span;

/// What running the rules gave.
#[derive(Debug, Default)]
pub struct Outcome {
    /// One finding a cause, not in order yet.
    pub findings: Vec<Finding>,
    /// Places, in the set's list, of rules that applied to something.
    pub applied: Vec<bool>,
}

/// Runs every rule that is on. `own` are findings that the language made, which rules may take the place of;
/// `watch` looks on.
pub fn run<'r>(
    plan: &'r Plan<'r>,
    rules: &'r RuleSet,
    own: Vec<Finding>,
    watch: &mut dyn Watch,
) -> Outcome {
    let world = World(plan);
    let versions = Versions::of(plan, rules);
    let mut outcome = Outcome {
        findings: own,
        applied: vec![false; rules.rules.len()],
    };
    let mut frame = Frame::new(Scope::Plan.entity(0), budget::STEPS);
    let mut decided = Decided::of(rules);
    let on = |version: &Version<'_>| version.rule.level != Level::Off;
    'rules: for (place, rule) in rules.rules.iter().enumerate() {
        for version in versions.of_rule(place, rule).filter(on) {
            let mut runner = Runner {
                plan,
                world: &world,
                rule: version.rule,
                governs: |entity| versions.governs(version, plan, entity),
                frame: &mut frame,
                decided: &mut decided,
                applied: false,
            };
            runner.frame.turn_to_rule();
            let fuel = runner.frame.fuel();
            let found = runner.rule(&mut outcome.findings);
            let steps = fuel.saturating_sub(runner.frame.fuel());
            watch.done(Step::Ruled { rule: place, steps });
            if let Some(applied) = outcome.applied.get_mut(place) {
                *applied |= runner.applied;
            }
            if found.is_err() {
                outcome.findings.push(out_of_fuel(plan, rule));
                break 'rules;
            }
        }
    }
    merge(&mut outcome.findings, plan, rules);
    outcome
}

struct Runner<'r, 'p, 'f, G> {
    plan: &'r Plan<'p>,
    world: &'r World<'r, 'p>,
    rule: &'r Rule,
    /// Whether this version of the rule is the one for a thing.
    governs: G,
    frame: &'f mut Frame<'r>,
    decided: &'f mut Decided,
    applied: bool,
}

/// How the conditions that rules share came out, by their numbers and those of the things, and the things for which each
/// may hold.
struct Decided {
    truths: Vec<Vec<Option<Truth>>>,
    candidates: Vec<Option<Rc<[u32]>>>,
}

impl Decided {
    fn of(rules: &RuleSet) -> Self {
        Self {
            truths: vec![Vec::new(); rules.shared],
            candidates: vec![None; rules.shared],
        }
    }

    fn recall(&self, guard: usize, thing: Entity) -> Option<Truth> {
        *self.truths.get(guard)?.get(thing.index as usize)?
    }

    fn remember(&mut self, guard: usize, thing: Entity, truth: Truth) {
        let Some(things) = self.truths.get_mut(guard) else {
            return;
        };
        let place = thing.index as usize;
        if things.len() <= place {
            things.resize(place + 1, None);
        }
        if let Some(known) = things.get_mut(place) {
            *known = Some(truth);
        }
    }
}

/// Whether a rule applies to a thing.
enum Applies {
    Yes,
    /// It depends on something unknown.
    Perhaps(Option<Reason>),
}

impl<'r, G: Fn(Entity) -> bool> Runner<'r, '_, '_, G> {
    fn rule(&mut self, findings: &mut Vec<Finding>) -> Result<(), OutOfFuel> {
        let plan = Scope::Plan.entity(0);
        let mut open = None;
        if !self.decide(plan, Scope::Plan, &mut open)? {
            return Ok(());
        }
        let scope = self.rule.scope;
        let level = match scope {
            Scope::Set => Scope::Exercise,
            own => own,
        };
        match self.candidates(level)? {
            Some(candidates) => self.each(level, candidates.iter().copied(), open, findings),
            None => self.each(level, 0..self.count(level), open, findings),
        }
    }

    /// Looks at things in their order, but not again at those of a week that is like the week before.
    fn each(
        &mut self,
        level: Scope,
        things: impl Iterator<Item = u32>,
        open: Option<Option<Reason>>,
        findings: &mut Vec<Finding>,
    ) -> Result<(), OutOfFuel> {
        let mut seen = Seen::by(self.rule.varying);
        for index in things {
            if !seen.passes(self.plan, level.entity(index), findings.len()) {
                self.at(index, open, findings)?;
            }
        }
        Ok(())
    }

    /// Looks at one thing; at an exercise and its sets for a rule about sets.
    fn at(
        &mut self,
        index: u32,
        open: Option<Option<Reason>>,
        findings: &mut Vec<Finding>,
    ) -> Result<(), OutOfFuel> {
        if self.rule.scope != Scope::Set {
            return self.thing(self.rule.scope.entity(index), open, findings);
        }
        let mut open = open;
        let Some(exercise) = self.plan.exercise(index) else {
            return Ok(());
        };
        if self.decide(Scope::Exercise.entity(index), Scope::Exercise, &mut open)? {
            self.sets(exercise, open, findings)?;
        }
        Ok(())
    }

    /// The things of `level` for which the first shared part of the condition may hold; `None` if it has no such part.
    fn candidates(&mut self, level: Scope) -> Result<Option<Rc<[u32]>>, OutOfFuel> {
        let rule = self.rule;
        let mut guards = rule.when.iter().filter(|guard| guard.scope == level);
        let Some((guard, number)) = guards.find_map(|guard| Some((guard, guard.shared?))) else {
            return Ok(None);
        };
        if let Some(Some(known)) = self.decided.candidates.get(number) {
            return Ok(Some(Rc::clone(known)));
        }
        let candidates = self.possible(guard, number, level)?;
        let candidates: Rc<[u32]> = candidates.into();
        if let Some(place) = self.decided.candidates.get_mut(number) {
            *place = Some(Rc::clone(&candidates));
        }
        Ok(Some(candidates))
    }

    /// The things of `level` for which a shared condition may hold. In a week that is like the one before they are the same.
    fn possible(
        &mut self,
        guard: &'r Guard,
        number: usize,
        level: Scope,
    ) -> Result<Vec<u32>, OutOfFuel> {
        let mut possible: Vec<u32> = Vec::new();
        let plan = self.plan;
        let sessions = u32::try_from(plan.sessions.len()).unwrap_or(u32::MAX);
        if things_in(plan, level, 0).is_none() {
            self.these(guard, level, 0..self.count(level), &mut possible)?;
            return Ok(possible);
        }
        // Where last week's begin among them, and in the plan.
        let mut last_week = (0, 0);
        for session in 0..sessions {
            let things = things_in(plan, level, session).unwrap_or(0..0);
            let (from, first) = last_week;
            last_week = (possible.len(), things.start);
            if is_like_last_week(plan, session, guard.varying) {
                for place in from..last_week.0 {
                    let Some(before) = possible.get(place).copied() else {
                        break;
                    };
                    let now = before - first + things.start;
                    if let Some(truth) = self.decided.recall(number, level.entity(before)) {
                        self.decided.remember(number, level.entity(now), truth);
                    }
                    possible.push(now);
                }
            } else {
                self.these(guard, level, things, &mut possible)?;
            }
        }
        Ok(possible)
    }

    /// Adds those of some things for which a condition may hold.
    fn these(
        &mut self,
        guard: &'r Guard,
        level: Scope,
        things: std::ops::Range<u32>,
        possible: &mut Vec<u32>,
    ) -> Result<(), OutOfFuel> {
        for index in things {
            if self.guard(guard, level.entity(index))? != Truth::No {
                possible.push(index);
            }
        }
        Ok(())
    }

    /// Looks at the sets of an exercise, but not at one that is like the set before it in all that the rule reads, where
    /// that one was fine: it is fine as well.
    fn sets(
        &mut self,
        exercise: &Exercise,
        open: Option<Option<Reason>>,
        findings: &mut Vec<Finding>,
    ) -> Result<(), OutOfFuel> {
        let mut fine: Option<&Set> = None;
        for (set, number) in self
            .plan
            .sets_of(exercise)
            .iter()
            .zip(exercise.sets.clone())
        {
            let alike = |before: &Set| self.rule.reads.alike(before, set);
            if fine.is_some_and(alike) {
                continue;
            }
            let before = findings.len();
            self.thing(Scope::Set.entity(number), open, findings)?;
            fine = (findings.len() == before).then_some(set);
        }
        Ok(())
    }

    /// How many things of a scope there are.
    fn count(&self, scope: Scope) -> u32 {
        let plan = self.plan;
        let count = match scope {
            Scope::Plan | Scope::Athlete => 1,
            Scope::Condition => plan.conditions.len(),
            Scope::Week => plan.weeks.len(),
            Scope::Session => plan.sessions.len(),
            Scope::Wrap => plan.wraps.len(),
            Scope::Exercise => plan.exercises.len(),
            Scope::Set => plan.sets.len(),
            Scope::Series => plan.series.len(),
            Scope::Muscle => plan.muscles.len(),
            Scope::MuscleWeek => plan.muscle_weeks.len(),
            Scope::Note => plan.notes.len(),
        };
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// Decides the parts of the condition that belong to `level`. False if the rule does not apply; what is not known
    /// is put into `open`.
    fn decide(
        &mut self,
        entity: Entity,
        level: Scope,
        open: &mut Option<Option<Reason>>,
    ) -> Result<bool, OutOfFuel> {
        let rule = self.rule;
        for guard in rule.when.iter().filter(|guard| guard.scope == level) {
            match self.guard(guard, entity)? {
                Truth::Yes => {}
                Truth::No => return Ok(false),
                Truth::Straddles => *open = open.or(Some(None)),
                Truth::Unknown(reason) => *open = open.or(Some(Some(reason))),
            }
        }
        Ok(true)
    }

    fn guard(&mut self, guard: &'r Guard, entity: Entity) -> Result<Truth, OutOfFuel> {
        let known = guard
            .shared
            .and_then(|number| self.decided.recall(number, entity));
        if let Some(truth) = known {
            return Ok(truth);
        }
        self.frame.look_at(entity);
        let truth = guard.code.decide(self.world, self.frame)?;
        if let Some(number) = guard.shared {
            self.decided.remember(number, entity, truth);
        }
        Ok(truth)
    }

    fn thing(
        &mut self,
        entity: Entity,
        open: Option<Option<Reason>>,
        findings: &mut Vec<Finding>,
    ) -> Result<(), OutOfFuel> {
        if !(self.governs)(entity) {
            return Ok(());
        }
        let mut open = open;
        let level = self.rule.scope;
        // Parts of the plan's own scope were decided already.
        if level != Scope::Plan && !self.decide(entity, level, &mut open)? {
            return Ok(());
        }
        let applies = match open {
            None => Applies::Yes,
            Some(reason) => Applies::Perhaps(reason),
        };
        self.frame.look_at(entity);
        self.checks(entity, &applies, findings)
    }

    /// The first requirement that is violated is reported; or else the first that cannot be decided.
    fn checks(
        &mut self,
        entity: Entity,
        applies: &Applies,
        findings: &mut Vec<Finding>,
    ) -> Result<(), OutOfFuel> {
        self.applied = true;
        let rule = self.rule;
        let mut undecided: Option<(&Check, Severity, Option<Reason>)> = None;
        for check in &rule.checks {
            let applies_here = match &check.when {
                Some(when) => when.decide(self.world, self.frame)?,
                None => Truth::Yes,
            };
            let condition = match applies {
                Applies::Perhaps(Some(reason)) => applies_here.and(Truth::Unknown(*reason)),
                Applies::Perhaps(None) => applies_here.and(Truth::Straddles),
                _ => applies_here,
            };
            if condition == Truth::No {
                continue;
            }
            let required = check.require.decide(self.world, self.frame)?;
            let severity = match (condition, required) {
                (_, Truth::Yes) => continue,
                (Truth::Yes, Truth::No) => Some(check.severity),
                (Truth::Yes, Truth::Straddles) => match check.straddles {
                    Some(Some(severity)) => Some(severity),
                    Some(None) => continue,
                    None => None,
                },
                _ => None,
            };
            match severity {
                Some(severity) => {
                    let finding = self.violated(entity, check, severity);
                    findings.push(finding);
                    return Ok(());
                }
                None => {
                    let reason = match (condition, required) {
                        (Truth::Unknown(reason), _) | (_, Truth::Unknown(reason)) => Some(reason),
                        _ => None,
                    };
                    // One that is silent leaves the word to those behind it.
                    if let Unknown::Report(severity) = check.unknown {
                        undecided = undecided.or(Some((check, severity, reason)));
                    }
                }
            }
        }
        if let Some((check, severity, reason)) = undecided {
            findings.push(self.undecided(entity, check, severity, reason));
        }
        Ok(())
    }

    fn violated(&mut self, entity: Entity, check: &'r Check, severity: Severity) -> Finding {
        let span = self.primary(entity, check);
        let message = check.message.render(self.world, self.frame, Style::Prose);
        let mut diagnostic = Diagnostic::new(
            self.rule.id().to_owned(),
            self.level(severity),
            span,
            message,
        );
        self.labels(check, &mut diagnostic);
        if let Some(note) = &check.note {
            diagnostic
                .notes
                .push(note.render(self.world, self.frame, Style::Prose));
        }
        diagnostic.help = check
            .help
            .as_ref()
            .map(|help| help.render(self.world, self.frame, Style::Prose));
        for one in &check.fixes {
            diagnostic
                .fixes
                .extend(fix(one, self.plan, self.world, self.frame));
        }
        diagnostic.sources = check.sources.clone();
        self.finding(entity, diagnostic, None)
    }

    fn undecided(
        &mut self,
        entity: Entity,
        check: &'r Check,
        severity: Severity,
        reason: Option<Reason>,
    ) -> Finding {
        let (what, help) = self.reason(reason);
        let span = self.primary(entity, check);
        let message = format!("cannot check `{}`: {what}", self.rule.id());
        let mut diagnostic = Diagnostic::new(self.rule.id().to_owned(), severity, span, message);
        diagnostic.status = Status::CannotCheck;
        diagnostic.help = Some(help);
        self.finding(entity, diagnostic, Some(what))
    }

    /// Why something cannot be decided, and what to add.
    fn reason(&self, reason: Option<Reason>) -> (String, String) {
        let Some(reason) = reason else {
            let what = "a range in the plan lies on both sides of the limit".to_owned();
            return (
                what,
                "narrow the range, or test what is estimated".to_owned(),
            );
        };
        match (Missing::from_code(reason.0), reason.explanation()) {
            (_, Some(words)) => (words.to_owned(), "complete the line".to_owned()),
            (Some(missing), None) => missing.words(self.plan),
            (None, None) => (
                "something is not known".to_owned(),
                "complete the line".to_owned(),
            ),
        }
    }

    fn finding(
        &self,
        entity: Entity,
        mut diagnostic: Diagnostic,
        reason: Option<String>,
    ) -> Finding {
        diagnostic.place = place_of(self.plan, entity);
        let subject = subject(self.plan, entity, diagnostic.span);
        let voids = match Scope::from_id(entity.scope) {
            Some(Scope::Note) if !self.rule.file.voids.is_empty() => self
                .plan
                .notes
                .get(entity.index as usize)
                .filter(|note| note.kind == NoteKind::Suppression)
                .map(|note| note.span),
            _ => None,
        };
        Finding {
            diagnostic,
            subject,
            weeks: weeks(self.plan, entity),
            voids,
            reason,
        }
    }

    fn level(&self, severity: Severity) -> Severity {
        match self.rule.level {
            Level::Fixed(level) => level,
            _ => severity,
        }
    }

    fn labels(&mut self, check: &'r Check, diagnostic: &mut Diagnostic) {
        for (anchor, text) in &check.also {
            let Some(span) = self.span(anchor) else {
                continue;
            };
            let text = text.render(self.world, self.frame, Style::Prose);
            if span != diagnostic.span {
                diagnostic.labels.push(Label { span, text });
            }
        }
    }

    fn primary(&mut self, entity: Entity, check: &'r Check) -> Span {
        let at = check.at.as_ref().and_then(|anchor| self.span(anchor));
        at.or_else(|| self.world.head(entity)).unwrap_or_default()
    }

    fn span(&mut self, anchor: &'r Anchor) -> Option<Span> {
        let place = anchor.resolve(self.world, self.frame)?;
        let whole = self.world.place(place.entity, place.fact)?;
        Some(match place.part {
            Some(part) => {
                let start = whole.range().start;
                Span::new(start + part.start, start + part.end)
            }
            None => whole,
        })
    }
}

fn out_of_fuel(plan: &Plan<'_>, rule: &Rule) -> Finding {
    let span = World(plan).head(Scope::Plan.entity(0)).unwrap_or_default();
    let message = format!(
        "the rules need more than {} steps on this plan; `{}` and those after it were not run",
        budget::STEPS,
        rule.id()
    );
    // An error, not an open question: a plan on which rules did not run must not pass.
    let mut diagnostic = Diagnostic::new("too-many-steps", Severity::Error, span, message);
    diagnostic.help = Some("split the plan into smaller files".to_owned());
    Finding {
        diagnostic,
        subject: span,
        weeks: Vec::new(),
        voids: None,
        reason: None,
    }
}
