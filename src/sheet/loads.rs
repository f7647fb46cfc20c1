//! Sets and loads of an exercise in words and figures.

use super::figure::{Figure, decimals, outwards, per_set, span};
use crate::model::plan::{Exercise, Set, Work};
use crate::model::{Missing, Plan};
use crate::quantity::Quantity;
use crate::syntax::ast::{LoadKind, LoadShare, MassUnit, PercentBase};

/// What an exercise says of its sets and loads.
#[derive(Clone, Debug)]
pub struct Loads {
    /// Sets and repetitions: `3x8`, `30/15/15/15`.
    pub scheme: Figure,
    /// The repetitions of each set.
    pub sets: Vec<String>,
    /// The load in the coach's terms, where those are neither plain % of 1RM nor a plain mass.
    pub load: Figure,
    /// The load in % of 1RM.
    pub percent: Figure,
    /// The load in kilograms.
    pub mass: Figure,
    /// What of it is not known, and why.
    pub missing: Vec<Missing>,
}

impl Loads {
    /// Those of the exercise with this number.
    pub fn of(plan: &Plan<'_>, number: u32) -> Option<Self> {
        let exercise = plan.exercise(number)?;
        let mut reader = Reader {
            plan,
            exercise,
            missing: Vec::new(),
        };
        Some(reader.loads(number))
    }
}

struct Reader<'p, 't> {
    plan: &'p Plan<'t>,
    exercise: &'p Exercise,
    missing: Vec<Missing>,
}

impl Reader<'_, '_> {
    fn loads(&mut self, number: u32) -> Loads {
        let (plan, exercise) = (self.plan, self.exercise);
        let sets = plan.sets_of(exercise);
        let words: Vec<String> = sets.iter().map(|set| work(set.work)).collect();
        let percent = if is_without_percent(plan, exercise) {
            Figure::Nothing
        } else {
            let percents = sets.iter().map(|set| self.percent(set));
            joined(&percents.collect::<Vec<_>>())
        };
        let masses: Vec<Option<(String, bool)>> = sets.iter().map(|set| self.mass(set)).collect();
        let prescribed: Vec<String> = sets.iter().map(|set| self.prescribed(set)).collect();
        let load = per_set(&prescribed);
        if words.is_empty() {
            self.missing.push(Missing::Unread(number));
        }
        Loads {
            scheme: if words.is_empty() {
                Figure::Unknown
            } else {
                Figure::Exact(scheme(&words))
            },
            sets: words,
            load: if load.trim_matches('/').is_empty() {
                Figure::Nothing
            } else {
                Figure::Exact(load)
            },
            percent,
            mass: if masses.iter().all(Option::is_none) && is_without_percent(plan, exercise) {
                Figure::Nothing
            } else {
                joined(&masses)
            },
            missing: std::mem::take(&mut self.missing),
        }
    }

    /// The load of a set in % of 1RM, and whether it is an estimate.
    fn percent(&mut self, set: &Set) -> Option<(String, bool)> {
        match set.load {
            Ok((low, high)) => Some(rounded(low, high, 1)),
            Err(missing) => {
                self.missing.push(missing);
                None
            }
        }
    }

    /// The load of a set in kilograms, and whether it is an estimate.
    fn mass(&mut self, set: &Set) -> Option<(String, bool)> {
        let kilograms = |value: Quantity| rounded(value.lower(), value.upper(), 2).0;
        match set.kind {
            Some(LoadKind::BodyweightWith { value, less, .. }) => {
                let sign = if less || value.low() < 0 { '-' } else { '+' };
                return Some((format!("body {sign} {}", kilograms(absolute(value))), false));
            }
            Some(LoadKind::Assisted(Some((value, _)))) => {
                return Some((format!("body - {}", kilograms(value)), false));
            }
            Some(LoadKind::Bodyweight) => return Some(("body".to_owned(), false)),
            None if matches!(set.load, Err(Missing::SystemMass(_))) => {
                return Some(("body".to_owned(), false));
            }
            _ => {}
        }
        let Some(mass) = set.mass else {
            // Where the load itself is not known, that is said already.
            if set.load.is_ok() {
                self.missing.push(Missing::OneRm(set.exercise));
            }
            return None;
        };
        if let Some(LoadKind::Mass { unit, share, .. }) = set.kind {
            return Some((stated_mass(mass, unit, share), false));
        }
        let one_rm = self
            .exercise
            .one_rm
            .and_then(|number| self.plan.athlete.one_rms.get(number as usize));
        if one_rm.is_some_and(|one_rm| one_rm.estimated) {
            return Some((outwards(mass.low(), mass.high()), true));
        }
        let share = one_rm.map_or(LoadShare::Whole, |one_rm| one_rm.share);
        Some((format!("{}{}", kilograms(mass), counted(share)), false))
    }

    fn written(&self, set: &Set) -> &str {
        let span = set.load_span.or(self.exercise.load);
        span.map_or("", |span| self.plan.slice(span))
    }

    /// The load as the coach prescribes it, where that is more than a percentage of 1RM or a mass.
    fn prescribed(&self, set: &Set) -> String {
        let words = match set.kind {
            Some(LoadKind::Percent {
                of: PercentBase::OneRm,
                ..
            })
            | Some(LoadKind::Mass { .. })
            | None => String::new(),
            Some(LoadKind::Percent {
                value,
                of: PercentBase::TrainingMax,
            }) => format!("{value} TM"),
            Some(LoadKind::Percent {
                value,
                of: PercentBase::RepMax(reps),
            }) => format!("{value} of {reps}RM"),
            Some(LoadKind::Rpe(value)) => format!("RPE {}", bare(value)),
            Some(LoadKind::Rir(value)) => format!("{} RIR", bare(value)),
            Some(LoadKind::RepMax(reps)) => format!("{reps}RM"),
            Some(LoadKind::Bodyweight | LoadKind::BodyweightWith { .. }) => "bodyweight".to_owned(),
            Some(LoadKind::Assisted(_)) => "assisted".to_owned(),
            Some(LoadKind::AthletePicks) => "your choice".to_owned(),
            Some(LoadKind::Word(word)) => word.word().to_owned(),
            Some(LoadKind::Bare(_)) => format!("{} (no unit)", self.written(set)),
            Some(LoadKind::Unread) => format!("{} (not read)", self.written(set))
                .trim()
                .to_owned(),
            Some(LoadKind::Band) => self.written(set).to_owned(),
        };
        match self.exercise.effort {
            Some((effort, _)) if words.is_empty() => format!("RPE {}", bare(effort)),
            _ => words,
        }
    }
}

/// Whether nobody would ask for % of 1RM: holds with the body as the load, and what is not done against a resistance.
pub(super) fn is_without_percent(plan: &Plan<'_>, exercise: &Exercise) -> bool {
    let class = plan.class(exercise);
    let mut sets = plan.sets_of(exercise).iter();
    sets.len() > 0
        && sets.all(|set| {
            let for_time = matches!(set.work, Work::Timed { .. });
            match set.load {
                Err(Missing::SystemMass(_)) => for_time,
                Err(Missing::NotStated(_)) => class.is_some_and(|class| !class.resistance),
                _ => false,
            }
        })
}

/// The words of all sets as one figure; `?` for those that are not known, if others are.
fn joined(sets: &[Option<(String, bool)>]) -> Figure {
    if sets.iter().all(Option::is_none) {
        return Figure::Unknown;
    }
    let words: Vec<String> = sets
        .iter()
        .map(|set| set.as_ref().map_or("?", |(words, _)| words).to_owned())
        .collect();
    let estimated = sets.iter().flatten().any(|(_, estimated)| *estimated);
    Figure::new(per_set(&words), estimated)
}

/// From the lower end of one to the upper end of the other; whether either is an estimate.
fn rounded(low: Quantity, high: Quantity, places: u32) -> (String, bool) {
    if low.is_exact() && high.is_exact() {
        let words = span(decimals(low.low(), places), decimals(high.high(), places));
        (words, false)
    } else {
        (outwards(low.low(), high.high()), true)
    }
}

fn stated_mass(mass: Quantity, unit: MassUnit, share: LoadShare) -> String {
    let kilograms = rounded(mass.lower(), mass.upper(), 2).0;
    let counted = counted(share);
    match unit {
        MassUnit::Kilogram => format!("{kilograms}{counted}"),
        MassUnit::Pound => {
            let pounds = |end: i64| {
                let pounds = crate::quantity::to_pounds(end).unwrap_or(end);
                decimals(pounds, 1)
            };
            let pounds = span(pounds(mass.low()), pounds(mass.high()));
            format!("{kilograms} ({pounds} lb){counted}")
        }
    }
}

fn counted(share: LoadShare) -> &'static str {
    match share {
        LoadShare::Whole => "",
        LoadShare::PerHand => " a hand",
        LoadShare::PerSide => " a side",
    }
}

fn absolute(value: Quantity) -> Quantity {
    let ends = [value.low().saturating_abs(), value.high().saturating_abs()];
    let end = |value| Quantity::thousandths(value, crate::quantity::Dimension::Mass);
    let [low, high] = ends.map(end);
    low.span(high).unwrap_or(value)
}

/// A count or rating without its unit.
fn bare(value: Quantity) -> String {
    value
        .with_dimension(crate::quantity::Dimension::Count)
        .to_string()
}

/// What is done in one set.
fn work(work: Work) -> String {
    let plus = |open: bool| if open { "+" } else { "" };
    match work {
        Work::Reps { reps, open } => format!("{}{}", bare(reps), plus(open)),
        Work::AsMany { .. } => "AMRAP".to_owned(),
        Work::Timed { time, open } => format!("{}{}", super::figure::time(time), plus(open)),
        Work::Total { reps } => format!("{} total", bare(reps)),
    }
}

/// `3x8` where all sets are alike, `30/15/15/15` where they are not.
fn scheme(words: &[String]) -> String {
    match words {
        [first, rest @ ..] if rest.iter().all(|word| word == first) => {
            if rest.is_empty() && first.ends_with("total") {
                first.clone()
            } else {
                format!("{}x{first}", words.len())
            }
        }
        _ => words.join("/"),
    }
}
