//! How long things last, with what that rests on: the three clocks of the model, counts that were assumed where a set has
//! no end, and whether something is left out because it could not be read.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Time;
use crate::model::Plan;
use crate::model::plan::{Exercise, Session, Work, Wrap};

/// How long something lasts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Lasting {
    /// By the usual, the fastest and the slowest clock.
    pub time: Time,
    /// It rests on a count of repetitions that the plan leaves open.
    pub assumed: bool,
    /// Something in it could not be read and is not counted.
    pub open: bool,
}

impl Lasting {
    /// One after the other.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            time: self.time.plus(other.time),
            assumed: self.assumed || other.assumed,
            open: self.open || other.open,
        }
    }

    /// Whether there is nothing that could last.
    pub fn is_nothing(self) -> bool {
        self.time.typical == 0 && self.time.slowest == 0 && !self.open
    }

    /// Whether nothing at all is known of it.
    pub fn is_unknown(self) -> bool {
        self.time.typical == 0 && self.time.slowest == 0 && self.open
    }

    fn around(plan: &Plan<'_>, time: Time, exercises: Range<u32>) -> Self {
        let exercises = exercises.filter_map(|number| plan.exercise(number));
        let lasting = Self {
            time,
            ..Self::default()
        };
        exercises.fold(lasting, |lasting, exercise| Self {
            assumed: lasting.assumed || is_assumed(plan, exercise),
            open: lasting.open || exercise.untimed.is_some(),
            ..lasting
        })
    }

    /// A session, from its first set to the end of its last.
    pub fn of_session(plan: &Plan<'_>, session: &Session) -> Self {
        Self::around(plan, session.time, session.exercises.clone())
    }

    /// An exercise, from its first set to the end of its last. One of a superset waits for the others.
    pub fn of_exercise_alone(plan: &Plan<'_>, number: u32) -> Self {
        let group = plan.exercise(number).and_then(|exercise| exercise.superset);
        let waits = group.filter(|group| is_superset_assumed(plan, number, *group));
        Self::of_exercise(plan, number, &waits.into_iter().collect())
    }

    /// An exercise of a superset waits for the others: `assumed` has the supersets in which one has no end.
    pub(super) fn of_exercise(plan: &Plan<'_>, number: u32, assumed: &BTreeSet<u32>) -> Self {
        let Some(exercise) = plan.exercise(number) else {
            return Self::default();
        };
        let time = exercise.end.since(exercise.start);
        let alone = Self::around(plan, time, number..number + 1);
        let waits = exercise
            .superset
            .is_some_and(|group| assumed.contains(&group));
        Self {
            assumed: alone.assumed || waits,
            ..alone
        }
    }

    /// A wrap's time on; what is stated is believed.
    pub fn of_wrap(plan: &Plan<'_>, wrap: &Wrap) -> Self {
        let time = plan.time_on(wrap);
        let exercises = if wrap.time_on.is_some() {
            0..0
        } else {
            wrap.exercises.clone()
        };
        Self::around(plan, time, exercises)
    }
}

/// Whether a set has no end in the superset around an exercise. Its exercises stand one behind the other.
fn is_superset_assumed(plan: &Plan<'_>, number: u32, group: u32) -> bool {
    let session = plan.exercise(number).map(|exercise| exercise.session);
    let belongs = |number: &u32| {
        let exercise = plan.exercise(*number);
        exercise
            .is_some_and(|other| other.superset == Some(group) && Some(other.session) == session)
    };
    let before = (0..number).rev().take_while(belongs);
    let mut all = before.chain((number..).take_while(belongs));
    all.any(|number| {
        let exercise = plan.exercise(number);
        exercise.is_some_and(|exercise| is_assumed(plan, exercise))
    })
}

/// Supersets of a session in which a set has no end.
pub(super) fn assumed_supersets(plan: &Plan<'_>, session: &Session) -> BTreeSet<u32> {
    let exercises = session.exercises.clone();
    exercises
        .filter_map(|number| plan.exercise(number))
        .filter(|exercise| exercise.superset.is_some() && is_assumed(plan, exercise))
        .filter_map(|exercise| exercise.superset)
        .collect()
}

/// Whether the clock had to assume how many repetitions are done.
fn is_assumed(plan: &Plan<'_>, exercise: &Exercise) -> bool {
    plan.sets_of(exercise).iter().any(|set| {
        matches!(
            set.work,
            Work::AsMany { .. } | Work::Reps { open: true, .. } | Work::Timed { open: true, .. }
        )
    })
}
