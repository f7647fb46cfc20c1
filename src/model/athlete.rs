//! The athlete's figures: 1RMs, training maxes and most repetitions, each for a lift of the catalogue or a name.

use std::collections::HashSet;

use super::build::Builder;
use super::estimates::widened;
use super::plan::{ClassStatus, Lift, MaxReps, OneRm, TrainingMax};
use crate::catalogue::Mechanic;
use crate::diagnostic::{Diagnostic, Severity};
use crate::quantity::{Dimension, Quantity};
use crate::source::Span;
use crate::syntax::ast::{self, Basis, MassUnit};

impl Builder<'_, '_> {
    pub(super) fn athlete(&mut self) {
        for one_rm in std::mem::take(&mut self.outline.one_rms) {
            self.one_rm(one_rm);
        }
        for max in std::mem::take(&mut self.outline.training_maxes) {
            let lift = max.lift.map(|lift| self.lift(lift));
            let again = self
                .plan
                .athlete
                .training_maxes
                .iter()
                .find(|other| other.lift == lift);
            if let Some(before) = again.map(|other| other.span) {
                self.duplicate(max.span, before, "training max", max.lift);
                continue;
            }
            self.plan.athlete.training_maxes.push(TrainingMax {
                lift,
                span: max.span,
                value: max.value,
            });
        }
        for max in std::mem::take(&mut self.outline.max_reps) {
            let lift = self.lift(max.lift);
            self.plan.athlete.max_reps.push(MaxReps {
                lift,
                span: max.span,
                reps: max.reps.value,
            });
        }
    }

    fn one_rm(&mut self, one_rm: &ast::OneRm) {
        let lift = self.lift(one_rm.lift);
        let place = self.plan.athlete.one_rm_of.get(&lift).copied();
        if let Some(before) = place.and_then(|place| self.plan.athlete.one_rms.get(place as usize))
        {
            return self.duplicate(one_rm.span, before.span, "1RM", Some(one_rm.lift));
        }
        let place = u32::try_from(self.plan.athlete.one_rms.len()).unwrap_or(u32::MAX);
        self.plan.athlete.one_rm_of.insert(lift.clone(), place);
        let (mass, estimated) = self.best_single(one_rm);
        self.plan.athlete.one_rms.push(OneRm {
            lift,
            span: one_rm.span,
            figure: one_rm.mass.map_or(one_rm.span, |mass| mass.span),
            name: one_rm.lift,
            mass,
            unit: one_rm
                .mass
                .and_then(|mass| mass.unit)
                .unwrap_or(MassUnit::Kilogram),
            share: one_rm.share,
            estimated,
            date: one_rm.date,
        });
    }

    /// The figure of a 1RM, and whether it is an estimate.
    fn best_single(&mut self, one_rm: &ast::OneRm) -> (Result<Quantity, ()>, bool) {
        let estimates = &self.plan.knowledge.estimates;
        let stated = one_rm
            .mass
            .filter(|mass| mass.unit.is_some() && mass.value.low() > 0)
            .map(|mass| mass.value);
        match one_rm.basis.map(|basis| basis.value) {
            Some(Basis::From { mass, reps }) => match estimates.one_rm(mass.value, reps) {
                Some(estimate) => {
                    let compound = self.mechanic_of(one_rm.lift) == Some(Mechanic::Compound);
                    let spread = estimates.isolation_spread;
                    let estimate = if compound {
                        estimate
                    } else {
                        widened(estimate, spread)
                    };
                    // The coach's own figure counts as one more opinion.
                    (
                        Ok(stated
                            .and_then(|stated| stated.span(estimate))
                            .unwrap_or(estimate)),
                        true,
                    )
                }
                None => {
                    self.refuse_estimate(
                        one_rm.basis.map_or(one_rm.span, |basis| basis.span),
                        reps,
                    );
                    (Err(()), true)
                }
            },
            Some(Basis::Estimated) => (
                stated
                    .map(|mass| widened(mass, estimates.estimate_spread))
                    .ok_or(()),
                true,
            ),
            Some(Basis::Tested) | None => (stated.ok_or(()), false),
        }
    }

    fn refuse_estimate(&mut self, at: Span, reps: Quantity) {
        let most = self.plan.knowledge.estimates.refused_reps;
        self.diagnostics.push(
            Diagnostic::new(
                "estimate-refused",
                Severity::Warning,
                at,
                format!("no 1RM can be estimated from {} repetitions", reps.as_notation()),
            )
            .note(format!("the formulas part beyond {most} repetitions: at 30, one gives half the 1RM and another a fifth"))
            .help("test with a load for at most 10 repetitions, without wraps"),
        );
    }

    fn mechanic_of(&mut self, name: Span) -> Option<Mechanic> {
        let class = self.class_of(name);
        self.plan
            .classes
            .get(class as usize)
            .and_then(|class| class.mechanic)
    }

    /// A lift as a key. Its name becomes a class of the plan, as exercise names do.
    pub(super) fn lift(&mut self, name: Span) -> Lift {
        let class = self.class_of(name);
        match self.plan.classes.get(class as usize) {
            Some(class) if class.status == ClassStatus::Known => class.key.clone(),
            _ => Lift::Named(name.of(self.plan.text).to_lowercase()),
        }
    }

    fn duplicate(&mut self, at: Span, before: Span, what: &str, lift: Option<Span>) {
        let name = lift.map_or("every lift", |lift| lift.of(self.plan.text));
        self.diagnostics.push(
            Diagnostic::new(
                "duplicate-1rm",
                Severity::Error,
                at,
                format!("`{name}` has a second {what}"),
            )
            .label(before, "the first one, which counts")
            .help("keep the newer of the two lines"),
        );
    }

    /// Figures for lifts that never occur, which are slips of the name more often than not.
    pub(super) fn unused_figures(&mut self) {
        let classes = &self.plan.classes;
        let mut occurs = vec![false; classes.len()];
        for exercise in &self.plan.exercises {
            if let Some(occurs) = occurs.get_mut(exercise.class as usize) {
                *occurs = true;
            }
        }
        let used = classes.iter().zip(&occurs).filter(|(_, occurs)| **occurs);
        let used: HashSet<&Lift> = used.map(|(class, _)| &class.key).collect();
        let athlete = &self.plan.athlete;
        let one_rms = athlete
            .one_rms
            .iter()
            .map(|one_rm| (&one_rm.lift, one_rm.name, "1RM"));
        let unused: Vec<(Span, &str)> = one_rms
            .filter(|(lift, ..)| !used.contains(lift))
            .map(|(_, name, what)| (name, what))
            .collect();
        for (name, what) in unused {
            let written = name.of(self.plan.text);
            let mut report = Diagnostic::new(
                "unused-1rm",
                Severity::Advice,
                name,
                format!("`{written}` has a {what} and does not occur in the plan"),
            );
            report.help = Some("name it as the exercise is named, or remove the line".to_owned());
            self.diagnostics.push(report);
        }
    }
}

/// A count as a quantity.
pub(super) fn count(value: u32) -> Quantity {
    Quantity::whole(i64::from(value), Dimension::Count)
}
