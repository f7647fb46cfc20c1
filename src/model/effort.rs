//! How hard a set is in terms of load: heavy, moderate or light, by what the plan gives. First a load in % of 1RM, then
//! effort through the repetition table, then words, then the body's own load, and last repetitions alone.

use super::missing::Missing;
use super::plan::{Class, Exercise, Known, Lift, Plan, Set, Work};
use crate::catalogue::Bodyweight;
use crate::quantity::{Comparison, Dimension, Quantity};
use crate::syntax::ast::{LoadKind, LoadWord, Side};

/// How heavy a set is, heaviest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Intensity {
    /// At or above the limit for heavy.
    Heavy,
    /// Heavy, if the set is as hard as such sets usually are.
    ProbablyHeavy,
    /// On both sides of the limit, or the tables disagree.
    Borderline,
    /// Neither heavy nor light.
    Moderate,
    /// At or below the limit for light.
    Light,
}

impl Intensity {
    /// Words, in the order of their numbers in rules.
    pub const WORDS: [&'static str; 5] =
        ["heavy", "probably-heavy", "borderline", "moderate", "light"];
}

impl Plan<'_> {
    /// How heavy a set is.
    ///
    /// # Errors
    /// The reason if nothing in the plan tells.
    pub fn intensity(&self, set: &Set) -> Known<Intensity> {
        let unread = Missing::Unread(set.exercise);
        let exercise = self.exercise(set.exercise).ok_or(unread)?;
        let class = self.class(exercise).ok_or(unread)?;
        if exercise.unread {
            return Err(unread);
        }
        if !class.resistance {
            return Ok(Intensity::Light);
        }
        if let Ok((_, load)) = set.load {
            return Ok(self.by_load(load));
        }
        if let Some(LoadKind::Word(word)) = set.kind {
            return Ok(by_word(word));
        }
        if let Some(effort) = set.effort {
            return self
                .by_effort(set, effort)
                .ok_or(Missing::NoFigure(set.exercise));
        }
        let body = matches!(set.kind, None | Some(LoadKind::Bodyweight))
            && class.bodyweight != Bodyweight::No;
        if body {
            return self.by_body(set, exercise, class);
        }
        self.by_repetitions(set)
    }

    /// How heavy the heaviest set of an exercise is. Unknown only if no set is known to be heavy and one is not known.
    ///
    /// # Errors
    /// The reason if nothing in the plan tells.
    pub fn heaviest(&self, exercise: &Exercise) -> Known<Intensity> {
        let mut heaviest = None;
        let mut unknown = None;
        for set in self.sets_of(exercise) {
            match self.intensity(set) {
                Ok(intensity) => heaviest = heaviest.min(Some(intensity)).or(Some(intensity)),
                Err(reason) => unknown = unknown.or(Some(reason)),
            }
        }
        match (heaviest, unknown) {
            (Some(Intensity::Heavy), _) => Ok(Intensity::Heavy),
            (_, Some(reason)) => Err(reason),
            (Some(intensity), None) => Ok(intensity),
            (None, None) => Err(Missing::Unread(self.number_of(exercise))),
        }
    }

    /// Repetitions that would be possible: those done and those in reserve, a count. Fewer mean a heavier set.
    pub fn reps_to_failure(&self, set: &Set) -> Option<Quantity> {
        let Work::Reps { reps, .. } = set.work else {
            return None;
        };
        let reserve = Quantity::whole(10, Dimension::Count)
            .minus(set.effort?.with_dimension(Dimension::Count))?;
        reps.plus(reserve)
    }

    fn by_load(&self, load: Quantity) -> Intensity {
        let estimates = &self.knowledge.estimates;
        match load.below(estimates.heavy) {
            Some(Comparison::Never) => Intensity::Heavy,
            Some(Comparison::Sometimes) => Intensity::Borderline,
            _ if load.at_most(estimates.light) == Some(Comparison::Always) => Intensity::Light,
            _ => Intensity::Moderate,
        }
    }

    fn by_effort(&self, set: &Set, effort: Quantity) -> Option<Intensity> {
        let fewest = match set.work {
            Work::Reps { .. } => self
                .reps_to_failure(&Set {
                    effort: Some(effort),
                    ..*set
                })?
                .low(),
            _ => return None,
        };
        let estimates = &self.knowledge.estimates;
        Some(if fewest <= estimates.heavy_reps.low() {
            Intensity::Heavy
        } else if fewest <= estimates.borderline_reps.low() {
            Intensity::Borderline
        } else {
            Intensity::Moderate
        })
    }

    /// The body's own load is light, unless the athlete's most repetitions are few. On one limb nobody knows.
    fn by_body(&self, set: &Set, exercise: &Exercise, class: &Class) -> Known<Intensity> {
        let one_side = class.one_sided
            || exercise
                .side
                .is_some_and(|side| side.value != Side::Alternating);
        let most = self
            .athlete
            .max_reps
            .iter()
            .find(|max| same(&max.lift, &class.key));
        match most {
            Some(max) if max.reps.low() <= self.knowledge.estimates.heavy_reps.low() => {
                Ok(Intensity::Heavy)
            }
            Some(_) => Ok(Intensity::Light),
            None if one_side || class.weighted => Err(Missing::SystemMass(set.exercise)),
            None => Ok(Intensity::Light),
        }
    }

    /// Repetitions alone, at the effort that such sets are usually done with.
    fn by_repetitions(&self, set: &Set) -> Known<Intensity> {
        let estimates = &self.knowledge.estimates;
        match self.by_effort(set, estimates.assumed_effort) {
            Some(Intensity::Heavy) => Ok(Intensity::ProbablyHeavy),
            Some(other) => Ok(other),
            None => Err(Missing::NoFigure(set.exercise)),
        }
    }
}

fn by_word(word: LoadWord) -> Intensity {
    match word {
        LoadWord::Light => Intensity::Light,
        LoadWord::Moderate => Intensity::Moderate,
        LoadWord::Heavy | LoadWord::TopSet | LoadWord::Max | LoadWord::PersonalRecord => {
            Intensity::Heavy
        }
    }
}

fn same(a: &Lift, b: &Lift) -> bool {
    a == b
}
