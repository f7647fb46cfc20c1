//! The items of one session: exercises with their sets, wraps going on and off, rests in between.

use super::build::Builder;
use super::clock::Clock;
use super::outline::{Day, Defaults, Item};
use super::plan::{Class, Exercise, RestFact, Set, Time, Work, indices};
use super::sessions::{Turn, of_exercise};
use crate::diagnostic::{Diagnostic, Severity};
use crate::quantity::{Dimension, Quantity};
use crate::source::Span;
use crate::syntax::ast::{
    self, Clause, Load, LoadKind, LoadList, Prescription, RestValue, Sets, Side, Spanned,
    Statement, Tempo, Weekly,
};
use crate::syntax::{speaks_of_rest, speaks_of_tempo};

impl<'t> Builder<'_, 't> {
    /// Builds a session's exercises and wraps; gives its length.
    pub(super) fn items(&mut self, day: &Day, session: u32, turn: Turn) -> Time {
        let mut clock = Clock::default();
        let mut superset = None;
        let mut supersets = 0;
        for item in &day.items {
            match item {
                Item::Exercise {
                    line,
                    defaults,
                    notes,
                } => {
                    let Some(number) =
                        self.exercise(*line, *defaults, notes.clone(), session, superset, turn)
                    else {
                        continue;
                    };
                    clock.pending.push(number);
                    self.put_on(number, *line, *defaults, turn, &mut clock);
                    if superset.is_none() {
                        self.run(&mut clock);
                    }
                }
                Item::Superset => {
                    self.run(&mut clock);
                    superset = Some(supersets);
                    supersets += 1;
                }
                Item::End => {
                    self.run(&mut clock);
                    superset = None;
                }
                Item::Wrap { line, defaults } => {
                    self.run(&mut clock);
                    self.wrap_line(*line, *defaults, session, turn, &mut clock);
                }
                Item::Unwrap(unwrap) => {
                    self.run(&mut clock);
                    self.take_off(*unwrap, &mut clock);
                }
                Item::Rest(line) => {
                    self.run(&mut clock);
                    if let Some(Statement::Rest(rest)) = self
                        .tree
                        .lines
                        .get(*line as usize)
                        .map(|line| &line.statement)
                    {
                        self.rest_between(rest, turn, &mut clock);
                    }
                }
            }
        }
        self.run(&mut clock);
        self.never_off(&mut clock);
        clock.now
    }

    fn exercise(
        &mut self,
        line: u32,
        defaults: u32,
        notes: std::ops::Range<u32>,
        session: u32,
        superset: Option<u32>,
        turn: Turn,
    ) -> Option<u32> {
        let Some(Statement::Exercise(written)) = self
            .tree
            .lines
            .get(line as usize)
            .map(|line| &line.statement)
        else {
            return None;
        };
        let number = self.next_exercise();
        if let Some(copy) = self.as_last_week(written, line, defaults, session, turn) {
            self.plan.exercises.push(copy);
            return Some(number);
        }
        let class = self.class_of(written.name);
        let first = self
            .plan
            .sessions
            .get(session as usize)
            .map_or(number, |session| session.exercises.start);
        let defaults = self
            .outline
            .defaults
            .get(defaults as usize)
            .copied()
            .unwrap_or_default();
        let clauses = self.clauses(written, &defaults, turn);
        for note in notes.clone() {
            if let Some(note) = self.plan.notes.get_mut(note as usize) {
                note.exercise = note.exercise.or(Some(number));
            }
        }
        let (scheme, load, sets, unread) = self.sets(written, number, turn);
        self.plan.exercises.push(Exercise {
            line,
            span: written.span,
            name: written.name,
            class,
            session,
            position: number - first,
            series: 0,
            warm_up: written.warm_up.is_some(),
            side: clauses.side,
            wrap: None,
            wraps: 0..0,
            same: 0..0,
            superset,
            sets,
            scheme,
            load,
            unread,
            rest: clauses.rest,
            between: None,
            tempo: clauses.tempo,
            unread_tempo: clauses.unread_tempo,
            untimed: None,
            effort: clauses.effort,
            one_rm: None,
            start: Time::default(),
            end: Time::default(),
            notes,
            stop_cues: clauses.stop_cues,
        });
        self.reduce(number);
        Some(number)
    }

    /// The exercise as it was last week, with its sets, where nothing in it changes. What the session gives it is left open.
    fn as_last_week(
        &mut self,
        written: &ast::Exercise,
        line: u32,
        defaults: u32,
        session: u32,
        turn: Turn,
    ) -> Option<Exercise> {
        let varying = of_exercise(written).and(self.of_defaults(defaults));
        if !turn.again || !varying.is_nothing() {
            return None;
        }
        let number = self.next_exercise();
        let position = number - self.plan.session(session)?.exercises.start;
        let last_week = self.plan.session(session.checked_sub(1)?)?;
        let before = self.plan.exercise(last_week.exercises.start + position)?;
        if before.line != line {
            return None;
        }
        let mut copy = before.clone();
        let start = u32::try_from(self.plan.sets.len()).unwrap_or(u32::MAX);
        self.plan.sets.extend_from_within(indices(&copy.sets));
        for set in self.plan.sets.iter_mut().skip(start as usize) {
            set.exercise = number;
            set.load = set.load.map_err(|reason| reason.about(number));
        }
        copy.sets = start..u32::try_from(self.plan.sets.len()).unwrap_or(u32::MAX);
        copy.session = session;
        (copy.wrap, copy.wraps, copy.same) = (None, 0..0, 0..0);
        (copy.between, copy.untimed) = (None, None);
        (copy.start, copy.end) = (Time::default(), Time::default());
        Some(copy)
    }

    /// The sets of one week, pushed to the plan: their place, the place of the load, and whether something is unread.
    fn sets(
        &mut self,
        written: &ast::Exercise,
        number: u32,
        turn: Turn,
    ) -> (Span, Option<Span>, std::ops::Range<u32>, bool) {
        let start = u32::try_from(self.plan.sets.len()).unwrap_or(u32::MAX);
        let prescription = self.pick(&written.sets, turn, |list| list.span);
        let outer = written
            .load
            .as_ref()
            .map(|load| self.pick(load, turn, |list| list.span));
        let mut unread = prescription.is_none() || outer.is_some_and(|load| load.is_none());
        let Some(prescription) = prescription else {
            return (written.span, None, start..start, true);
        };
        let loads = prescription.load.as_ref().or(outer.flatten());
        unread |= !matches!(prescription.sets, Sets::Groups(_));
        unread |= loads.is_some_and(|list| {
            list.loads
                .iter()
                .any(|load| matches!(load.kind, LoadKind::Unread | LoadKind::Bare(_)))
        });
        let effort = effort_of(written).map(|(effort, _)| effort);
        self.push_sets(prescription, number, effort, turn.dropped);
        let end = u32::try_from(self.plan.sets.len()).unwrap_or(u32::MAX);
        if let Some(loads) = loads {
            self.spread_loads(loads, start, end, turn);
            self.progress(written, start, turn);
        }
        (
            prescription.span,
            loads.map(|list| list.span),
            start..end,
            unread,
        )
    }

    fn push_sets(
        &mut self,
        prescription: &Prescription,
        exercise: u32,
        effort: Option<Quantity>,
        dropped: usize,
    ) {
        let Sets::Groups(groups) = &prescription.sets else {
            return;
        };
        let estimates = &self.plan.knowledge.estimates;
        let total: usize = groups.iter().map(|group| group.count as usize).sum();
        // At least one set is left, however many are dropped.
        let keep = total.saturating_sub(dropped).max(1);
        let mut number = 0;
        for group in groups {
            for _ in 0..group.count {
                if number as usize >= keep {
                    return;
                }
                number += 1;
                let assumed = if number == 1 {
                    estimates.open_first_set
                } else {
                    estimates.open_later_set
                };
                let work = match group.work {
                    ast::Work::Reps { reps, open } => Work::Reps { reps, open },
                    ast::Work::AsMany => Work::AsMany { assumed },
                    ast::Work::Timed { time, open } => Work::Timed { time, open },
                    ast::Work::Total(reps) => Work::Total { reps },
                };
                let load = Err(super::missing::Missing::NotStated(
                    super::missing::Thing::Load,
                ));
                let span = group.span;
                self.plan.sets.push(Set {
                    exercise,
                    number,
                    span,
                    work,
                    load,
                    mass: None,
                    kind: None,
                    load_span: None,
                    effort,
                });
            }
        }
    }

    /// One load for all sets, or one a set; a list of another length is reported and means nothing.
    fn spread_loads(&mut self, list: &LoadList, start: u32, end: u32, turn: Turn) {
        let count = (end - start) as usize;
        let dropped = turn.dropped;
        let fits = list.loads.len() == 1
            || list.loads.len() == count + dropped
            || (dropped > 0 && list.loads.len() >= count);
        if !fits {
            if turn.report && count > 0 {
                let message = format!("{} loads stand for {count} sets", list.loads.len());
                self.diagnostics.push(
                    Diagnostic::new("list-length", Severity::Error, list.span, message)
                        .help("give one load for all sets, or one for each set"),
                );
            }
            return;
        }
        let sets = self
            .plan
            .sets
            .get_mut(start as usize..end as usize)
            .unwrap_or_default();
        for (place, set) in sets.iter_mut().enumerate() {
            let load: Option<&Load> = list.loads.get(place).or_else(|| list.loads.first());
            if let Some(load) = load {
                set.kind = Some(load.kind);
                set.load_span = Some(load.span);
            }
        }
    }

    /// The value of one week; `None` where a list has none for it. A list of the wrong length is reported.
    fn pick<'w, T>(
        &mut self,
        weekly: &'w Weekly<T>,
        turn: Turn,
        list: impl Fn(&Spanned<Vec<T>>) -> Span,
    ) -> Option<&'w T> {
        match weekly {
            Weekly::Every(value) => Some(value),
            Weekly::ByWeek(values) => {
                if turn.report && values.value.len() != turn.weeks {
                    self.wave_length(list(values), values.value.len(), turn.weeks);
                }
                values.value.get(turn.index)
            }
        }
    }

    pub(super) fn wave_length(&mut self, at: Span, values: usize, weeks: usize) {
        let of = |count: usize, what: &str| {
            format!("{count} {what}{}", if count == 1 { "" } else { "s" })
        };
        let message = format!(
            "this list has {}, and its block has {}",
            of(values, "value"),
            of(weeks, "week")
        );
        self.diagnostics.push(
            Diagnostic::new("wave-length", Severity::Error, at, message)
                .note("a list in brackets gives one value for each week of its block")
                .help("add or remove values, or change the weeks of the block"),
        );
    }

    pub(super) fn picked_time(
        &mut self,
        value: &Weekly<Spanned<Quantity>>,
        turn: Turn,
    ) -> Option<Spanned<Quantity>> {
        self.pick(value, turn, |list| list.span).copied()
    }

    fn clauses(&mut self, written: &ast::Exercise, defaults: &Defaults<'_>, turn: Turn) -> Clauses {
        let mut clauses = Clauses {
            effort: effort_of(written),
            ..Clauses::default()
        };
        let mut rests = 0;
        for clause in &written.clauses {
            match clause {
                Clause::Rest(rest) => {
                    rests += 1;
                    if rests == 2 && turn.report {
                        self.conflicting(rest.span, "rest");
                    }
                    if rests == 1 {
                        clauses.rest = self.rest_fact(rest, turn, false);
                    }
                }
                Clause::Tempo(tempo) => {
                    if clauses.tempo.is_some() && turn.report {
                        self.conflicting(tempo.span, "tempo");
                    }
                    clauses.tempo = clauses
                        .tempo
                        .or(Some((self.time_per_rep(*tempo), tempo.span)));
                }
                Clause::Side(side) => clauses.side = clauses.side.or(Some(*side)),
                Clause::StopCue(_) | Clause::Check(_) => clauses.stop_cues = true,
                _ => {}
            }
        }
        // What could not be read on the line itself says something else than the default.
        if rests == 0 {
            clauses.rest = match (self.unread_of(written, speaks_of_rest), defaults.rest) {
                (Some(at), _) => unread_rest(at, false),
                (None, Some(Ok(rest))) => self.rest_fact(rest, turn, true),
                (None, Some(Err(at))) => unread_rest(at, true),
                (None, None) => RestFact::default(),
            };
        }
        if clauses.tempo.is_none() {
            let own = self.unread_of(written, speaks_of_tempo);
            match own.map_or(defaults.tempo, |at| Some(Err(at))) {
                Some(Ok(tempo)) => {
                    clauses.tempo = Some((self.time_per_rep(tempo), tempo.span));
                }
                Some(Err(at)) => clauses.unread_tempo = Some(at),
                None => {}
            }
        }
        clauses
    }

    /// Where an exercise says something of this kind that could not be read.
    fn unread_of(&self, written: &ast::Exercise, speaks_of: fn(&str) -> bool) -> Option<Span> {
        written.clauses.iter().find_map(|clause| match clause {
            Clause::Unread(at) if speaks_of(at.of(self.plan.text)) => Some(*at),
            _ => None,
        })
    }

    fn conflicting(&mut self, at: Span, what: &str) {
        self.diagnostics.push(
            Diagnostic::new(
                "conflicting-clause",
                Severity::Error,
                at,
                format!("this line has a second {what}"),
            )
            .note("the first one counts")
            .help("keep one of the two"),
        );
    }

    fn rest_fact(&mut self, rest: &ast::Rest, turn: Turn, inherited: bool) -> RestFact {
        let mut fact = RestFact {
            stated: None,
            span: Some(rest.span),
            as_needed: false,
            unread: false,
            inherited,
        };
        match &rest.value {
            RestValue::Time(value) => {
                let picked = self.picked_time(value, turn);
                fact.stated = picked.map(|time| time.value);
            }
            RestValue::AsNeeded(_) => fact.as_needed = true,
            RestValue::Bare(_) | RestValue::Unread(_) => fact.unread = true,
        }
        fact
    }

    fn time_per_rep(&self, tempo: Tempo) -> Quantity {
        let explosive = self.plan.knowledge.estimates.explosive_phase.low();
        let phase =
            |phase: Option<u8>| phase.map_or(explosive, |seconds| i64::from(seconds) * 1000);
        Quantity::thousandths(
            tempo.phases.into_iter().map(phase).sum(),
            Dimension::Duration,
        )
    }

    pub(super) fn class_at(&self, class: u32) -> Option<&Class> {
        self.plan.classes.get(class as usize)
    }
}

#[derive(Default)]
struct Clauses {
    rest: RestFact,
    tempo: Option<(Quantity, Span)>,
    unread_tempo: Option<Span>,
    effort: Option<(Quantity, Span)>,
    side: Option<Spanned<Side>>,
    stop_cues: bool,
}

fn unread_rest(at: Span, inherited: bool) -> RestFact {
    RestFact {
        span: Some(at),
        unread: true,
        inherited,
        ..RestFact::default()
    }
}

/// Effort in a clause of its own, as RPE.
fn effort_of(written: &ast::Exercise) -> Option<(Quantity, Span)> {
    written.clauses.iter().find_map(|clause| match clause {
        Clause::Effort(Load { kind, span }) => as_rpe(*kind).map(|rpe| (rpe, *span)),
        _ => None,
    })
}

/// RPE as it is, and repetitions in reserve as ten less so many.
pub(super) fn as_rpe(kind: LoadKind) -> Option<Quantity> {
    match kind {
        LoadKind::Rpe(rpe) => Some(rpe),
        LoadKind::Rir(reserve) => {
            let ten = Quantity::whole(10, Dimension::Count);
            ten.minus(reserve)
                .map(|rpe| rpe.with_dimension(Dimension::OutOfTen))
        }
        _ => None,
    }
}
