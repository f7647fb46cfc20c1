//! The session's clock: sets, rests, change-overs, supersets. Three clocks run side by side, the usual one and the bounds
//! of what is estimated; where the plan states a tempo and a rest, all three agree.

use super::build::Builder;
use super::missing::Missing;
use super::plan::{Exercise, Set, Time, Work};
use super::sessions::Turn;
use crate::quantity::{Dimension, Quantity};
use crate::syntax::ast::{self, RestValue, Side};

/// The moment in a session, and what waits for it.
#[derive(Debug, Default)]
pub(super) struct Clock {
    /// Since the first set.
    pub(super) now: Time,
    /// Exercises that are to be run together: one, or those of a superset.
    pub(super) pending: Vec<u32>,
    /// A rest that a line of its own states, which stands for the change-over.
    pub(super) gap: Option<Time>,
    /// Rest since the last set.
    pub(super) idle: Time,
    /// Whether anything has been done yet.
    pub(super) started: bool,
    /// Wraps that are on, by their numbers.
    pub(super) open: Vec<u32>,
}

impl Builder<'_, '_> {
    /// Runs the exercises that wait: one after its change-over, or the rounds of a superset.
    pub(super) fn run(&mut self, clock: &mut Clock) {
        if clock.pending.is_empty() {
            return;
        }
        let group = std::mem::take(&mut clock.pending);
        if clock.started {
            let change_over = Time::of(self.plan.knowledge.estimates.change_over);
            let gap = clock.gap.unwrap_or(change_over);
            clock.now = clock.now.plus(gap);
        }
        clock.gap = None;
        clock.idle = Time::default();
        clock.started = true;
        clock.now = self.rounds(&group, clock.now);
        self.wrap_times(&group);
    }

    /// A rest on a line of its own, between two exercises or before wraps come off.
    pub(super) fn rest_between(&mut self, rest: &ast::Rest, turn: Turn, clock: &mut Clock) {
        let RestValue::Time(value) = &rest.value else {
            return;
        };
        let Some(time) = self.picked_time(value, turn) else {
            return;
        };
        let time = Time::of(time.value);
        clock.gap = Some(clock.gap.unwrap_or_default().plus(time));
        clock.idle = clock.idle.plus(time);
    }

    /// Alternates the sets of a group until all are done. One exercise is a group of one.
    fn rounds(&mut self, group: &[u32], start: Time) -> Time {
        let mut now = start;
        let mut finish = start;
        let most = group
            .iter()
            .filter_map(|&number| self.plan.exercise(number))
            .map(|exercise| exercise.sets.len())
            .max();
        for round in 0..most.unwrap_or(0) {
            for &number in group {
                let Some(exercise) = self.plan.exercise(number) else {
                    continue;
                };
                let Some(set) = self.plan.sets_of(exercise).get(round).copied() else {
                    continue;
                };
                let (work, rest) = (self.work_time(exercise, &set), self.rest_time(exercise));
                let end = now.plus(work);
                let taken_off = self.off_after(number) == Some(set.number);
                if let Some(exercise) = self.plan.exercises.get_mut(number as usize) {
                    if round == 0 {
                        exercise.start = now;
                    }
                    if round == 1 {
                        exercise.between = Some(between(exercise.end, now));
                    }
                    exercise.end = end;
                }
                if taken_off {
                    self.wrap_off_at(number, end);
                }
                finish = end;
                now = end.plus(rest);
            }
        }
        self.state_rest(group);
        self.state_untimed(group);
        finish
    }

    /// In a superset each waits for the others, so that what is not known of one is not known of all.
    fn state_untimed(&mut self, group: &[u32]) {
        let Some(reason) = group.iter().find_map(|&number| self.untimed(number)) else {
            return;
        };
        for &number in group {
            if let Some(exercise) = self.plan.exercises.get_mut(number as usize) {
                exercise.untimed = Some(reason);
                if group.len() > 1 {
                    exercise.between = None;
                }
            }
        }
    }

    /// Why the clock does not know how long an exercise takes: what it would count could not be read.
    fn untimed(&self, number: u32) -> Option<Missing> {
        let exercise = self.plan.exercise(number)?;
        let sets = self.plan.sets_of(exercise);
        let by_reps = |set: &Set| !matches!(set.work, Work::Timed { .. });
        if sets.is_empty() {
            Some(Missing::Unread(number))
        } else if exercise.rest.unread && sets.len() > 1 {
            Some(Missing::UnreadRest(number))
        } else if exercise.unread_tempo.is_some() && sets.iter().any(by_reps) {
            Some(Missing::UnreadTempo(number))
        } else {
            None
        }
    }

    /// A single exercise rests as it says; in a superset everything between two of its sets counts.
    fn state_rest(&mut self, group: &[u32]) {
        if let [only] = group
            && let Some(exercise) = self.plan.exercises.get_mut(*only as usize)
        {
            exercise.between = exercise.rest.stated;
        }
    }

    /// How long a set takes: repetitions at their tempo, or its time; twice that if each side has its turn. A set without
    /// an end may be shorter and longer than what is assumed.
    pub(super) fn work_time(&self, exercise: &Exercise, set: &Set) -> Time {
        let estimates = &self.plan.knowledge.estimates;
        let time = match set.work {
            Work::Timed { time, open: false } => Time::of(time),
            Work::Timed { time, open: true } => longer(Time::of(time), estimates.open_hold_more),
            Work::Reps { reps, open: true } => {
                let reps = longer(Time::of(reps), estimates.open_reps_more);
                self.reps_time(exercise, reps)
            }
            Work::Reps { reps, open: false } | Work::Total { reps } => {
                self.reps_time(exercise, Time::of(reps))
            }
            Work::AsMany { assumed } => {
                let bounds = if set.number == 1 {
                    estimates.open_first_set_bounds
                } else {
                    estimates.open_later_set_bounds
                };
                let reps = Time {
                    typical: assumed.low(),
                    ..Time::of(bounds)
                };
                self.reps_time(exercise, reps)
            }
        };
        match exercise.side.map(|side| side.value) {
            Some(Side::Each | Side::Alternating) => time.plus(time),
            _ => time,
        }
    }

    /// How long so many repetitions take; their count by each clock stands in thousandths, as times do.
    fn reps_time(&self, exercise: &Exercise, reps: Time) -> Time {
        let estimates = &self.plan.knowledge.estimates;
        let stated = exercise.tempo.map(|(tempo, _)| tempo.low());
        let per_rep = Time {
            typical: stated.unwrap_or(estimates.time_per_rep.low()),
            fastest: stated.unwrap_or(estimates.time_per_rep_fastest.low()),
            slowest: stated.unwrap_or(estimates.time_per_rep_slowest.low()),
        };
        let product = |reps: i64, time: i64| reps.saturating_mul(time) / 1000;
        Time {
            typical: product(reps.typical, per_rep.typical),
            fastest: product(reps.fastest, per_rep.fastest),
            slowest: product(reps.slowest, per_rep.slowest),
        }
    }

    /// The rest after each set: as stated, or as estimated for wrapped and other sets.
    pub(super) fn rest_time(&self, exercise: &Exercise) -> Time {
        let estimates = &self.plan.knowledge.estimates;
        let assumed = if exercise.wrap.is_some() {
            estimates.rest_wrapped
        } else {
            estimates.rest_unwrapped
        };
        Time::of(exercise.rest.stated.unwrap_or(assumed))
    }
}

/// At the slowest so much more.
fn longer(time: Time, more: Quantity) -> Time {
    Time {
        slowest: time.slowest.saturating_add(more.high()),
        ..time
    }
}

fn between(end: Time, start: Time) -> Quantity {
    let rest = start.since(end);
    let ends = [rest.typical, rest.fastest, rest.slowest].map(|end| end.max(0));
    let low = ends.into_iter().min().unwrap_or(0);
    let high = ends.into_iter().max().unwrap_or(0);
    let low = Quantity::thousandths(low, Dimension::Duration);
    low.span(Quantity::thousandths(high, Dimension::Duration))
        .unwrap_or(low)
}
