//! Sets and loads in words, in one spelling however they are written, and whether two loads are the same.

use super::change::Value;
use crate::model::plan::{Set, Work};
use crate::model::{Missing, Plan};
use crate::quantity::Quantity;
use crate::syntax::ast::{LoadKind, LoadShare, PercentBase, Side};

/// Longer lists of sets are told as runs.
const LIST: usize = 8;

/// What one set weighs: as prescribed, as percent of 1RM, as a mass.
#[derive(Clone, Copy, Debug)]
pub(super) struct SetLoad {
    pub(super) kind: Option<LoadKind>,
    pub(super) percent: Result<(Quantity, Quantity), Missing>,
    pub(super) mass: Option<Quantity>,
}

impl SetLoad {
    pub(super) fn of(set: &Set) -> Self {
        Self {
            kind: set.kind,
            percent: set.load,
            mass: set.mass,
        }
    }

    /// The percentage with both of its ends.
    pub(super) fn share(&self) -> Option<Quantity> {
        let (low, high) = self.percent.ok()?;
        low.span(high)
    }

    /// Whether kilograms are prescribed, so that it comes to a percentage.
    pub(super) fn is_prescribed_in_mass(&self) -> bool {
        matches!(self.kind, Some(LoadKind::Mass { .. }))
    }

    /// The percentage that is prescribed, of whatever.
    pub(super) fn prescribed_percent(&self) -> Option<Quantity> {
        match self.kind {
            Some(LoadKind::Percent { value, .. }) => Some(value),
            _ => None,
        }
    }

    /// What that percentage is of.
    pub(super) fn base(&self) -> String {
        match self.kind {
            Some(LoadKind::Percent { of, .. }) => base(of),
            _ => String::new(),
        }
    }

    /// Whether it is a figure that should come to a percentage of 1RM.
    pub(super) fn is_figure(&self) -> bool {
        self.is_prescribed_in_mass() || self.prescribed_percent().is_some()
    }

    /// Whether the plan prescribes the same, in whatever unit.
    pub(super) fn is_prescribed_as(&self, other: &Self) -> bool {
        match (self.kind, other.kind) {
            (
                Some(LoadKind::Mass { value, share, .. }),
                Some(LoadKind::Mass {
                    value: other,
                    share: others,
                    ..
                }),
            ) => value == other && share == others,
            (
                Some(LoadKind::BodyweightWith { value, less, .. }),
                Some(LoadKind::BodyweightWith {
                    value: other,
                    less: others,
                    ..
                }),
            ) => value == other && less == others,
            (
                Some(LoadKind::Assisted(Some((one, _)))),
                Some(LoadKind::Assisted(Some((other, _)))),
            ) => one == other,
            (one, other) => one == other,
        }
    }

    /// Whether it comes to the same.
    pub(super) fn comes_to(&self, other: &Self) -> bool {
        self.percent.ok() == other.percent.ok() && self.mass == other.mass
    }

    /// Whether it is the same for the athlete: prescribed alike, or the same kilograms and the same percentage.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.is_prescribed_as(other)
            || self.percent.is_ok() && self.mass.is_some() && self.comes_to(other)
    }
}

/// Sets of an exercise: `30/15/15/15`, `4x6`, `3x8-12`.
pub(super) fn sets(sets: &[Set]) -> String {
    let words: Vec<String> = sets.iter().map(|set| work(set.work)).collect();
    match words.as_slice() {
        [] => "none that can be read".to_owned(),
        [only] => format!("1x{only}"),
        [first, rest @ ..] if rest.iter().all(|other| other == first) => {
            format!("{}x{first}", words.len())
        }
        words if words.len() <= LIST => words.join("/"),
        words => runs(words),
    }
}

fn runs(words: &[String]) -> String {
    let groups = words.chunk_by(|one, other| one == other);
    let groups = groups.filter_map(|group| Some(format!("{}x{}", group.len(), group.first()?)));
    groups.collect::<Vec<_>>().join(" + ")
}

fn work(work: Work) -> String {
    let more = |open: bool| if open { "+" } else { "" };
    match work {
        Work::Reps { reps, open } => format!("{}{}", reps.as_notation(), more(open)),
        Work::AsMany { .. } => "AMRAP".to_owned(),
        Work::Timed { time, open } => format!("{time}{}", more(open)),
        Work::Total { reps } => format!("{} in total", reps.as_notation()),
    }
}

/// One load, or a list of them; what it comes to stands beside it.
pub(super) fn loads(plan: &Plan<'_>, loads: &[SetLoad]) -> Option<Value> {
    let loads = match loads {
        [] => return None,
        [first, rest @ ..] if rest.iter().all(|other| alike(first, other)) => {
            std::slice::from_ref(first)
        }
        all => all,
    };
    if loads.iter().all(|load| load.kind.is_none()) {
        return None;
    }
    let prescribed = joined(loads.iter().map(|load| prescribed(load.kind)));
    let first = loads.first()?;
    let comes_to = |mass: bool| -> Option<String> {
        let figures = loads.iter().map(|load| match mass {
            true => load.mass.map(|mass| (mass.as_notation(), String::new())),
            false => load
                .share()
                .map(|share| (share.to_string(), " of 1RM".to_owned())),
        });
        Some(joined(figures.collect::<Option<Vec<_>>>()?.into_iter()))
    };
    let also = match first.kind {
        Some(LoadKind::Mass { .. }) => comes_to(false),
        Some(LoadKind::Percent {
            of: PercentBase::OneRm,
            ..
        }) => comes_to(true),
        _ => match (comes_to(false), comes_to(true)) {
            (Some(share), Some(mass)) => Some(format!("{share}, {mass}")),
            (share, _) => share,
        },
    };
    let unknown = loads.iter().find_map(|load| load.percent.err());
    let unknown = unknown.map(|missing| {
        let (what, help) = missing.words(plan);
        format!("percent of 1RM not known: {what}; {help}")
    });
    Some(Value {
        text: prescribed,
        also,
        unknown,
    })
}

fn alike(one: &SetLoad, other: &SetLoad) -> bool {
    one.is_prescribed_as(other) && one.comes_to(other)
}

/// Figures with their units behind them; the unit once if all have the same one. A unit is what follows the figure.
fn joined(parts: impl Iterator<Item = (String, String)>) -> String {
    let parts: Vec<(String, String)> = parts.collect();
    let unit_of = |(figure, base): &(String, String)| {
        let unit = figure.split_once(' ').map_or("", |(_, unit)| unit);
        format!("{unit}{base}")
    };
    let starts_with_digit =
        |(figure, _): &(String, String)| figure.starts_with(|c: char| c.is_ascii_digit());
    let shared = parts.first().map(unit_of).unwrap_or_default();
    let same = parts
        .iter()
        .all(|part| starts_with_digit(part) && unit_of(part) == shared);
    if !same {
        let whole = parts.iter().map(|(figure, base)| format!("{figure}{base}"));
        return whole.collect::<Vec<_>>().join("/");
    }
    let figures = parts
        .iter()
        .map(|(figure, _)| figure.split(' ').next().unwrap_or_default());
    let gap = if shared.is_empty() { "" } else { " " };
    format!("{}{gap}{shared}", figures.collect::<Vec<_>>().join("/"))
}

/// A load as prescribed: its figure, and what stands behind it.
fn prescribed(kind: Option<LoadKind>) -> (String, String) {
    let share = |share: LoadShare| match share {
        LoadShare::Whole => "",
        LoadShare::PerHand => " per hand",
        LoadShare::PerSide => " a side",
    };
    let (figure, base) = match kind {
        None => ("no load".to_owned(), String::new()),
        Some(LoadKind::Percent { value, of }) => (value.to_string(), base(of)),
        Some(LoadKind::Mass {
            value, share: of, ..
        }) => (value.as_notation(), share(of).to_owned()),
        Some(LoadKind::Rpe(rpe)) => (format!("RPE {}", figure(rpe)), String::new()),
        Some(LoadKind::Rir(rir)) => (format!("{} RIR", figure(rir)), String::new()),
        Some(LoadKind::RepMax(reps)) => (format!("{reps}RM"), String::new()),
        Some(LoadKind::Bodyweight) => ("bodyweight".to_owned(), String::new()),
        Some(LoadKind::BodyweightWith { value, .. }) => {
            let sign = if value.low() < 0 { '-' } else { '+' };
            let mass = value.as_notation();
            let mass = mass.trim_start_matches('-');
            (format!("bodyweight {sign} {mass}"), String::new())
        }
        Some(LoadKind::Assisted(mass)) => {
            let mass = mass.map(|(mass, _)| format!(" {}", mass.as_notation()));
            (
                format!("assisted{}", mass.unwrap_or_default()),
                String::new(),
            )
        }
        Some(LoadKind::Band) => ("band".to_owned(), String::new()),
        Some(LoadKind::AthletePicks) => ("as the athlete picks".to_owned(), String::new()),
        Some(LoadKind::Word(word)) => (word.word().to_owned(), String::new()),
        Some(LoadKind::Bare(value)) => (format!("{} without a unit", figure(value)), String::new()),
        Some(LoadKind::Unread) => ("not readable".to_owned(), String::new()),
    };
    (figure, base)
}

fn base(of: PercentBase) -> String {
    match of {
        PercentBase::OneRm => " of 1RM".to_owned(),
        PercentBase::TrainingMax => " of training max".to_owned(),
        PercentBase::RepMax(reps) => format!(" of {reps}RM"),
    }
}

/// The number without its unit.
fn figure(value: Quantity) -> String {
    let words = value.as_notation();
    words.trim_end_matches("/10").to_owned()
}

/// Effort as RPE.
pub(super) fn effort(rpe: Quantity) -> String {
    format!("RPE {}", figure(rpe))
}

pub(super) fn side(side: Side) -> &'static str {
    match side {
        Side::Each => "each side",
        Side::Left => "left only",
        Side::Right => "right only",
        Side::Alternating => "alternating",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Dimension;

    #[test]
    fn a_unit_is_said_once() {
        let percent = |value| {
            (
                Quantity::whole(value, Dimension::Percent).to_string(),
                " of 1RM".to_owned(),
            )
        };
        assert_eq!(
            joined([percent(65), percent(75)].into_iter()),
            "65/75 % of 1RM"
        );
        let mixed = [("band".to_owned(), String::new()), percent(70)];
        assert_eq!(joined(mixed.into_iter()), "band/70 % of 1RM");
    }
}
