//! Every load as percent of 1RM where that can be worked out, and the reason where it cannot.
//!
//! A written range stays a pair, its lighter and its heavier end; each end is an interval only where the 1RM behind it is
//! an estimate. A rule that judges the heavier end of `25-35%` therefore sees 35 %, and one that judges 12 kg against an
//! estimated 1RM sees 31.4-32.2 %.

use super::build::Builder;
use super::missing::{Missing, Thing};
use super::plan::{Known, Lift, OneRm};
use super::sessions::Turn;
use crate::budget;
use crate::catalogue::Bodyweight;
use crate::diagnostic::{Diagnostic, Severity};
use crate::quantity::{Dimension, Quantity};
use crate::syntax::ast::{self, LoadKind, LoadShare, PercentBase, Step, TrainingMaxValue};

/// A load's lighter and heavier end, as percent of 1RM.
type Ends = (Quantity, Quantity);

impl Builder<'_, '_> {
    /// Moves the loads of one exercise by its step, as often as weeks have passed.
    pub(super) fn progress(&mut self, written: &ast::Exercise, start: u32, turn: Turn) {
        let Some(progression) = written.progression else {
            return;
        };
        let weeks = i64::try_from(turn.index).unwrap_or(0);
        let mut passes = false;
        // Sets of one exercise mostly share one load.
        let mut last: Option<(LoadKind, LoadKind)> = None;
        for set in self.plan.sets.iter_mut().skip(start as usize) {
            let Some(kind) = set.kind else { continue };
            let moved = match last {
                Some((same, moved)) if same == kind => moved,
                _ => {
                    let moved = stepped(kind, progression.step, weeks);
                    let before = (weeks - 1).max(0);
                    passes |=
                        is_beyond(moved) && !is_beyond(stepped(kind, progression.step, before));
                    moved
                }
            };
            last = Some((kind, moved));
            set.kind = Some(moved);
        }
        if passes {
            let step = self.plan.slice(progression.span);
            let message = format!(
                "`{step}` leads beyond any load in week {} of its block",
                turn.index + 1
            );
            let report = Diagnostic::new(
                "number-out-of-range",
                Severity::Error,
                progression.span,
                message,
            );
            self.diagnostics.push(report.help(format!(
                "no plan goes beyond {} % or {} kg; check the digits, the unit and the number of weeks",
                budget::PERCENT,
                budget::KILOGRAMS
            )));
        }
    }

    /// Works out the loads of the exercise that was added last.
    pub(super) fn reduce(&mut self, number: u32) {
        let Some(exercise) = self.plan.exercise(number) else {
            return;
        };
        let sets = exercise.sets.clone();
        let unread = exercise.unread;
        let lift = self.class_at(exercise.class).map(|class| class.key.clone());
        let one_rm_number = lift
            .as_ref()
            .and_then(|lift| self.plan.athlete.one_rm_of.get(lift).copied());
        let one_rm = one_rm_number.map(|number| number as usize);
        let mut before: Option<(LoadKind, Known<Ends>, Option<Quantity>)> = None;
        for place in sets {
            let Some(kind) = self.plan.sets.get(place as usize).map(|set| set.kind) else {
                continue;
            };
            // Sets of one exercise mostly share one load.
            let (load, mass) = match (kind, before) {
                (Some(kind), Some((same, load, mass))) if kind == same => (load, mass),
                (Some(kind), _) => {
                    let load = if unread {
                        Err(Missing::Unread(number))
                    } else {
                        self.percent(kind, number, lift.as_ref(), one_rm)
                    };
                    let mass = self.mass(kind, &load, one_rm);
                    before = Some((kind, load, mass));
                    (load, mass)
                }
                (None, _) if unread => (Err(Missing::Unread(number)), None),
                (None, _) => (Err(self.without_load(number)), None),
            };
            if let Some(set) = self.plan.sets.get_mut(place as usize) {
                set.load = load;
                set.mass = mass;
                set.effort = set.effort.or(kind.and_then(super::exercises::as_rpe));
            }
        }
        if let Some(exercise) = self.plan.exercises.get_mut(number as usize) {
            exercise.one_rm = one_rm_number;
        }
    }

    fn without_load(&self, number: u32) -> Missing {
        let class = self
            .plan
            .exercise(number)
            .and_then(|exercise| self.class_at(exercise.class));
        match class.map(|class| class.bodyweight) {
            Some(Bodyweight::Yes | Bodyweight::Assisted) => Missing::SystemMass(number),
            _ => Missing::NotStated(Thing::Load),
        }
    }

    fn percent(
        &self,
        kind: LoadKind,
        number: u32,
        lift: Option<&Lift>,
        one_rm: Option<usize>,
    ) -> Known<Ends> {
        let ends = |value: Quantity| (value.lower(), value.upper());
        match kind {
            LoadKind::Percent {
                value,
                of: PercentBase::OneRm,
            } => Ok(ends(value)),
            LoadKind::Percent {
                value,
                of: PercentBase::TrainingMax,
            } => {
                let (low, high) = ends(value);
                let share = self.training_max(number, lift, one_rm)?;
                Ok((of_share(low, share), of_share(high, share)))
            }
            LoadKind::Percent {
                value,
                of: PercentBase::RepMax(reps),
            } => {
                let share = self.rep_max(number, reps)?;
                let (low, high) = ends(value);
                Ok((of_share(low, share), of_share(high, share)))
            }
            LoadKind::RepMax(reps) => {
                let share = self.rep_max(number, reps)?;
                Ok((share, share))
            }
            LoadKind::Mass { value, share, .. } => {
                let one_rm = one_rm
                    .and_then(|place| self.plan.athlete.one_rms.get(place))
                    .ok_or(Missing::OneRm(number))?;
                let whole = self.comparable(one_rm, share, number)?;
                let percent =
                    |end: Quantity| end.percent_of(whole).ok_or(Missing::OneRmRefused(number));
                Ok((percent(value.lower())?, percent(value.upper())?))
            }
            LoadKind::Bodyweight | LoadKind::BodyweightWith { .. } | LoadKind::Assisted(_) => {
                Err(Missing::SystemMass(number))
            }
            LoadKind::Rpe(_)
            | LoadKind::Rir(_)
            | LoadKind::Band
            | LoadKind::AthletePicks
            | LoadKind::Word(_) => Err(Missing::NoFigure(number)),
            LoadKind::Bare(_) | LoadKind::Unread => Err(Missing::Unread(number)),
        }
    }

    /// The 1RM, if it counts the same thing as the load.
    fn comparable(&self, one_rm: &OneRm, share: LoadShare, number: u32) -> Known<Quantity> {
        // The plates of one side leave the bar out, whose mass no plan states.
        if one_rm.share != share || share == LoadShare::PerSide {
            return Err(Missing::LoadShare(number));
        }
        one_rm.mass.map_err(|()| Missing::OneRmRefused(number))
    }

    /// The training max as percent of 1RM.
    fn training_max(
        &self,
        number: u32,
        lift: Option<&Lift>,
        one_rm: Option<usize>,
    ) -> Known<Quantity> {
        let maxes = &self.plan.athlete.training_maxes;
        let own = maxes
            .iter()
            .find(|max| max.lift.is_some() && max.lift.as_ref() == lift);
        let max = own
            .or_else(|| maxes.iter().find(|max| max.lift.is_none()))
            .ok_or(Missing::TrainingMax(number))?;
        match max.value {
            TrainingMaxValue::Percent(percent) => Ok(percent.value),
            TrainingMaxValue::Mass(mass) if mass.unit.is_some() => {
                let one_rm = one_rm
                    .and_then(|place| self.plan.athlete.one_rms.get(place))
                    .ok_or(Missing::OneRm(number))?;
                let whole = self.comparable(one_rm, LoadShare::Whole, number)?;
                mass.value
                    .percent_of(whole)
                    .ok_or(Missing::OneRmRefused(number))
            }
            TrainingMaxValue::Mass(_) => Err(Missing::TrainingMax(number)),
        }
    }

    fn rep_max(&self, number: u32, reps: u32) -> Known<Quantity> {
        self.plan
            .knowledge
            .estimates
            .percent_for(super::athlete::count(reps))
            .ok_or(Missing::BeyondTable(number))
    }

    /// A load as a mass: as written, or worked out from an exact 1RM.
    fn mass(&self, kind: LoadKind, load: &Known<Ends>, one_rm: Option<usize>) -> Option<Quantity> {
        if let LoadKind::Mass { value, .. } = kind {
            return Some(value);
        }
        let whole = one_rm
            .and_then(|place| self.plan.athlete.one_rms.get(place))?
            .mass
            .ok()?;
        let (low, high) = load.ok()?;
        let low = whole.share(low)?;
        low.span(whole.share(high)?)
    }
}

/// A percentage of something that is itself a percentage of 1RM.
fn of_share(percent: Quantity, share: Quantity) -> Quantity {
    share.share(percent).unwrap_or(percent)
}

/// Whether a load is past what a plan may write down.
fn is_beyond(kind: LoadKind) -> bool {
    match kind {
        LoadKind::Percent { value, .. } => value.high() > budget::PERCENT * 1000,
        LoadKind::Mass { value, .. } | LoadKind::BodyweightWith { value, .. } => {
            value.high() > budget::KILOGRAMS * 1000
        }
        _ => false,
    }
}

fn stepped(kind: LoadKind, step: Step, weeks: i64) -> LoadKind {
    let moved = |value: Quantity, by: Quantity| {
        let all = by
            .times(Quantity::whole(weeks, Dimension::Count))
            .and_then(|by| value.plus(by))
            .unwrap_or(value);
        // A load cannot fall below nothing.
        let nothing = |end: i64| end.max(0);
        let low = Quantity::thousandths(nothing(all.low()), all.dimension());
        low.span(Quantity::thousandths(nothing(all.high()), all.dimension()))
            .unwrap_or(all)
    };
    match (kind, step) {
        (LoadKind::Percent { value, of }, Step::Points(points)) => LoadKind::Percent {
            value: moved(value, points),
            of,
        },
        (LoadKind::Mass { value, unit, share }, Step::Mass(mass, _)) => LoadKind::Mass {
            value: moved(value, mass),
            unit,
            share,
        },
        (LoadKind::BodyweightWith { value, unit, less }, Step::Mass(mass, _)) => {
            LoadKind::BodyweightWith {
                value: moved(value, mass),
                unit,
                less,
            }
        }
        (LoadKind::Percent { value, of }, Step::Share(share)) => LoadKind::Percent {
            value: compounded(value, share, weeks),
            of,
        },
        (
            LoadKind::Mass {
                value,
                unit,
                share: counts,
            },
            Step::Share(share),
        ) => LoadKind::Mass {
            value: compounded(value, share, weeks),
            unit,
            share: counts,
        },
        // A step in another unit than the load cannot be taken.
        _ if weeks > 0 => LoadKind::Unread,
        _ => kind,
    }
}

fn compounded(value: Quantity, share: Quantity, weeks: i64) -> Quantity {
    /// A thousand times the base, so that nothing written in a plan comes near it.
    const CEILING: i64 = 1_000_000_000;
    (0..weeks).fold(value, |value, _| {
        match value.share(share).and_then(|by| value.plus(by)) {
            Some(next) if next.high() < CEILING => next,
            _ => value,
        }
    })
}
