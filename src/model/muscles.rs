//! What each muscle gets in each week: wrapped sets, heavy sets, all sets.

use super::build::Builder;
use super::effort::Intensity;
use super::plan::{Muscle, MuscleWeek};
use crate::catalogue::{Mechanic, MuscleId, MuscleSet};

/// Counts for each muscle of the catalogue, by its number.
type Tally = Vec<Counts>;

#[derive(Clone, Copy, Default)]
struct Counts {
    occluded: u32,
    heavy: u32,
    unclear: u32,
    sets: u32,
}

impl Builder<'_, '_> {
    pub(super) fn muscles(&mut self) {
        let trained: MuscleSet = self
            .plan
            .classes
            .iter()
            .fold(MuscleSet::default(), |all, class| all.union(class.primary));
        if trained.is_empty() {
            return;
        }
        let tallies: Vec<Tally> = (0..self.plan.sessions.len())
            .map(|session| self.tally(session))
            .collect();
        for id in trained.iter() {
            self.muscle(id, &tallies);
        }
    }

    /// Counts of one session.
    fn tally(&self, session: usize) -> Tally {
        let mut tally = vec![Counts::default(); MuscleSet::MOST];
        let Some(session) = self.plan.sessions.get(session) else {
            return tally;
        };
        for exercise in session
            .exercises
            .clone()
            .filter_map(|number| self.plan.exercise(number))
        {
            let Some(class) = self.plan.class(exercise).filter(|_| !exercise.warm_up) else {
                continue;
            };
            let wrapped = exercise.is_wrapped();
            let (mut heavy, mut unclear) = (0, 0);
            let sets = self.plan.sets_of(exercise);
            for set in sets.iter().filter(|_| !wrapped) {
                match self.plan.intensity(set) {
                    Ok(Intensity::Heavy | Intensity::ProbablyHeavy) => heavy += 1,
                    Ok(_) => {}
                    Err(_) => unclear += 1,
                }
            }
            let count = u32::try_from(sets.len()).unwrap_or(u32::MAX);
            for muscle in class.primary.iter() {
                let Some(counts) = tally.get_mut(muscle.index()) else {
                    continue;
                };
                counts.sets += count;
                counts.occluded += if wrapped { count } else { 0 };
                counts.heavy += heavy;
                counts.unclear += unclear;
            }
            if class.mechanic == Some(Mechanic::Compound) {
                for muscle in class.secondary.without(class.primary).iter() {
                    let Some(counts) = tally.get_mut(muscle.index()) else {
                        continue;
                    };
                    counts.heavy += heavy;
                    counts.unclear += unclear;
                }
            }
        }
        tally
    }

    fn muscle(&mut self, id: MuscleId, tallies: &[Tally]) {
        let muscle = u32::try_from(self.plan.muscles.len()).unwrap_or(u32::MAX);
        let start = u32::try_from(self.plan.muscle_weeks.len()).unwrap_or(u32::MAX);
        let weeks: Vec<_> = self
            .plan
            .weeks
            .iter()
            .map(|week| week.sessions.clone())
            .collect();
        for (sessions, place) in weeks.into_iter().zip(0..) {
            let mut counts = Counts::default();
            let mut wrapped = Vec::new();
            for &session in self.plan.list(&sessions) {
                let Some(more) = tallies
                    .get(session as usize)
                    .and_then(|tally| tally.get(id.index()))
                else {
                    continue;
                };
                counts.occluded += more.occluded;
                counts.heavy += more.heavy;
                counts.unclear += more.unclear;
                counts.sets += more.sets;
                if more.occluded > 0 {
                    wrapped.extend(self.wrapped_exercises(session, id));
                }
            }
            let from = self.next_list();
            self.plan.lists.extend(wrapped);
            let to = self.next_list();
            let Counts {
                occluded,
                heavy,
                unclear,
                sets,
            } = counts;
            let wrapped = from..to;
            self.plan.muscle_weeks.push(MuscleWeek {
                muscle,
                week: place,
                occluded,
                heavy,
                unclear,
                sets,
                wrapped,
            });
        }
        let end = u32::try_from(self.plan.muscle_weeks.len()).unwrap_or(u32::MAX);
        self.plan.muscles.push(Muscle {
            id,
            weeks: start..end,
        });
    }

    /// Wrapped exercises of a session that a muscle is a primary one of.
    fn wrapped_exercises(&self, session: u32, id: MuscleId) -> Vec<u32> {
        let numbers = self
            .plan
            .session(session)
            .map_or(0..0, |session| session.exercises.clone());
        let trains = |number: &u32| {
            let exercise = self
                .plan
                .exercise(*number)
                .filter(|exercise| exercise.is_wrapped() && !exercise.warm_up);
            exercise
                .and_then(|exercise| self.plan.class(exercise))
                .is_some_and(|class| class.primary.contains(id))
        };
        numbers.filter(trains).collect()
    }
}
