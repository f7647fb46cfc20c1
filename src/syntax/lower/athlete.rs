//! Statements about the athlete.

use pest::iterators::Pair;

use super::{Lowering, span, trimmed};
use crate::budget;
use crate::diagnostic::{Diagnostic, Severity};
use crate::quantity::{Dimension, Quantity};
use crate::source::Span;
use crate::syntax::ast::{
    Basis, Clearance, Condition, Experience, Level, LoadShare, Mass, MassUnit, MaxReps, OneRm,
    Spanned, Statement, TrainingMax, TrainingMaxValue,
};
use crate::syntax::errors;
use crate::syntax::grammar::Rule;

impl Lowering<'_> {
    pub(super) fn about_the_athlete(&mut self, pair: Pair<'_, Rule>) -> Statement {
        let whole = span(&pair);
        match pair.as_rule() {
            Rule::athlete => {
                let name = pair.into_inner().next().map(|name| self.text_of(name));
                Statement::Athlete(Spanned {
                    span: whole,
                    value: name,
                })
            }
            Rule::experience => Statement::Experience(self.experience(pair)),
            Rule::age => Statement::Age(self.age(pair)),
            Rule::bodyweight_line => Statement::Bodyweight(self.only_mass(pair)),
            Rule::conditions => Statement::Conditions(self.conditions(pair)),
            Rule::complaints => Statement::Complaints(self.phrases(pair).value),
            Rule::clearance => Statement::Clearance(self.clearance(pair)),
            Rule::one_rm => Statement::OneRm(self.one_rm(pair)),
            Rule::training_max => Statement::TrainingMax(self.training_max(pair)),
            Rule::max_reps => Statement::MaxReps(self.max_reps(pair)),
            Rule::units => Statement::Units(units(pair)),
            _ => Statement::Unread(whole),
        }
    }

    fn experience(&mut self, pair: Pair<'_, Rule>) -> Experience {
        let mut experience = Experience {
            span: span(&pair),
            level: None,
            training_age: None,
            unread: None,
        };
        for part in pair.into_inner() {
            let at = trimmed(self.text, span(&part));
            match part.as_rule() {
                Rule::level => {
                    experience.level = Some(Spanned {
                        span: at,
                        value: level(part.as_str()),
                    })
                }
                Rule::long_time => experience.training_age = Some(self.long_time(part)),
                _ => {
                    self.diagnostics.push(errors::experience(self.text, at));
                    experience.unread = Some(at);
                }
            }
        }
        experience
    }

    fn age(&mut self, pair: Pair<'_, Rule>) -> Spanned<Quantity> {
        let at = span(&pair);
        let years = self.figure_of(pair, Dimension::Count).value;
        let year = Quantity::thousandths(31_557_600_000, Dimension::Duration);
        Spanned {
            span: at,
            value: year.times(years).unwrap_or(year),
        }
    }

    fn only_mass(&mut self, pair: Pair<'_, Rule>) -> Mass {
        let whole = span(&pair);
        match pair.into_inner().next() {
            Some(bare) if bare.as_rule() == Rule::bare_number => {
                self.bare(bare, Dimension::Mass, &[" kg", " lb"], "a body weight")
            }
            Some(mass) => self.mass(mass),
            None => Mass {
                span: whole,
                value: Quantity::whole(0, Dimension::Mass),
                unit: None,
            },
        }
    }

    fn conditions(&mut self, pair: Pair<'_, Rule>) -> Spanned<Vec<Condition>> {
        let whole = span(&pair);
        let mut conditions = Vec::new();
        for part in pair
            .into_inner()
            .filter(|part| part.as_rule() == Rule::condition)
        {
            let at = trimmed(self.text, span(&part));
            let mut condition = Condition {
                span: at,
                date: None,
                blood_pressure: None,
            };
            for word in part.into_inner() {
                match word.as_rule() {
                    Rule::date => condition.date = self.date(word),
                    Rule::blood_pressure => condition.blood_pressure = blood_pressure(&word),
                    _ => {}
                }
            }
            conditions.push(condition);
        }
        Spanned {
            span: whole,
            value: conditions,
        }
    }

    fn clearance(&mut self, pair: Pair<'_, Rule>) -> Clearance {
        let mut clearance = Clearance {
            span: span(&pair),
            by: None,
            date: None,
            covers: None,
            other: Vec::new(),
        };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::date => clearance.date = self.date(part),
                Rule::covers => {
                    clearance.covers = part
                        .into_inner()
                        .next()
                        .map(|words| trimmed(self.text, span(&words)));
                }
                Rule::phrase => clearance.other.push(trimmed(self.text, span(&part))),
                _ => clearance.by = Some(self.text_of(part)),
            }
        }
        clearance
    }

    fn one_rm(&mut self, pair: Pair<'_, Rule>) -> OneRm {
        let whole = span(&pair);
        let mut one_rm = OneRm {
            span: whole,
            lift: whole,
            mass: None,
            share: LoadShare::Whole,
            basis: None,
            date: None,
            unread: Vec::new(),
        };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::lift => one_rm.lift = self.lift(part),
                Rule::mass => one_rm.mass = Some(self.mass(part)),
                Rule::bare_number => one_rm.mass = Some(self.bare_mass(part)),
                Rule::load_share => one_rm.share = share(part),
                _ => self.one_rm_part(
                    part,
                    &mut one_rm.basis,
                    &mut one_rm.date,
                    &mut one_rm.unread,
                ),
            }
        }
        one_rm
    }

    /// `tested …`, `estimated …`, a date, or something that could not be read.
    fn one_rm_part(
        &mut self,
        part: Pair<'_, Rule>,
        basis: &mut Option<Spanned<Basis>>,
        date: &mut Option<Spanned<crate::syntax::ast::Date>>,
        unread: &mut Vec<Span>,
    ) {
        let at = trimmed(self.text, span(&part));
        match part.as_rule() {
            Rule::tested => {
                *basis = Some(Spanned {
                    span: at,
                    value: Basis::Tested,
                })
            }
            Rule::estimated => {
                *basis = Some(Spanned {
                    span: at,
                    value: Basis::Estimated,
                })
            }
            Rule::estimated_from => {
                *basis = Some(Spanned {
                    span: at,
                    value: self.basis_from(part.clone()),
                })
            }
            Rule::date => {
                *date = self.date(part);
                return;
            }
            _ => {
                self.diagnostics.push(errors::one_rm_part(self.text, at));
                unread.push(at);
                return;
            }
        }
        if let Some(found) = part
            .into_inner()
            .find(|inner| inner.as_rule() == Rule::date)
        {
            *date = self.date(found);
        }
    }

    fn basis_from(&mut self, pair: Pair<'_, Rule>) -> Basis {
        let whole = span(&pair);
        let mut mass = Mass {
            span: whole,
            value: Quantity::whole(0, Dimension::Mass),
            unit: None,
        };
        let mut reps = Quantity::whole(1, Dimension::Count);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::mass => mass = self.mass(part),
                Rule::number => {
                    reps = Quantity::thousandths(
                        self.number(span(&part), Dimension::Count),
                        Dimension::Count,
                    );
                }
                _ => {}
            }
        }
        Basis::From { mass, reps }
    }

    fn training_max(&mut self, pair: Pair<'_, Rule>) -> TrainingMax {
        let whole = span(&pair);
        let nothing = Spanned {
            span: whole,
            value: Quantity::whole(100, Dimension::Percent),
        };
        let mut max = TrainingMax {
            span: whole,
            lift: None,
            value: TrainingMaxValue::Percent(nothing),
        };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::lift => max.lift = Some(self.lift(part)),
                Rule::percent => {
                    max.value = TrainingMaxValue::Percent(self.figure_of(part, Dimension::Percent))
                }
                Rule::mass => max.value = TrainingMaxValue::Mass(self.mass(part)),
                _ => {
                    let mass = self.bare(part, Dimension::Mass, &["%", " kg"], "a training max");
                    max.value = TrainingMaxValue::Mass(mass);
                }
            }
        }
        max
    }

    fn max_reps(&mut self, pair: Pair<'_, Rule>) -> MaxReps {
        let whole = span(&pair);
        let reps = Spanned {
            span: whole,
            value: Quantity::whole(0, Dimension::Count),
        };
        let mut max = MaxReps {
            span: whole,
            lift: whole,
            reps,
            date: None,
        };
        let (mut basis, mut unread) = (None, Vec::new());
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::lift => max.lift = self.lift(part),
                Rule::number => {
                    let at = span(&part);
                    let value =
                        Quantity::thousandths(self.number(at, Dimension::Count), Dimension::Count);
                    max.reps = Spanned { span: at, value };
                }
                _ => self.one_rm_part(part, &mut basis, &mut max.date, &mut unread),
            }
        }
        max
    }

    fn lift(&mut self, pair: Pair<'_, Rule>) -> Span {
        let whole = span(&pair);
        pair.into_inner()
            .next()
            .map_or(whole, |name| self.text_of(name))
    }

    fn bare_mass(&mut self, pair: Pair<'_, Rule>) -> Mass {
        self.bare(pair, Dimension::Mass, &[" kg", " lb"], "a 1RM")
    }

    /// A number without its unit, reported with the spellings that would read.
    fn bare(
        &mut self,
        pair: Pair<'_, Rule>,
        dimension: Dimension,
        units: &[&str],
        what: &str,
    ) -> Mass {
        let at = trimmed(self.text, span(&pair));
        let value = self.figure_of(pair, dimension).value;
        self.diagnostics
            .push(missing_unit(self.text, at, units, what));
        Mass {
            span: at,
            value,
            unit: None,
        }
    }
}

/// `40` where a unit is needed.
pub(super) fn missing_unit(text: &str, at: Span, units: &[&str], what: &str) -> Diagnostic {
    let written = at.of(text);
    let readings: Vec<String> = units
        .iter()
        .map(|unit| format!("`{written}{unit}`"))
        .collect();
    let readings = errors::either(&readings);
    Diagnostic::new(
        "missing-unit",
        Severity::Error,
        at,
        format!("`{written}` has no unit"),
    )
    .note(format!(
        "{what} needs a unit: cuff does not guess which one is meant"
    ))
    .help(format!("write {readings}"))
}

pub(super) fn share(pair: Pair<'_, Rule>) -> LoadShare {
    match pair.into_inner().next().map(|inner| inner.as_rule()) {
        Some(Rule::per_hand) => LoadShare::PerHand,
        _ => LoadShare::PerSide,
    }
}

fn units(pair: Pair<'_, Rule>) -> Spanned<MassUnit> {
    let whole = span(&pair);
    match pair.into_inner().next() {
        Some(unit) if unit.as_rule() == Rule::pound => Spanned {
            span: span(&unit),
            value: MassUnit::Pound,
        },
        Some(unit) => Spanned {
            span: span(&unit),
            value: MassUnit::Kilogram,
        },
        None => Spanned {
            span: whole,
            value: MassUnit::Kilogram,
        },
    }
}

fn level(word: &str) -> Level {
    match word.as_bytes().first().map(u8::to_ascii_lowercase) {
        Some(b'i') => Level::Intermediate,
        Some(b'a') => Level::Advanced,
        Some(b'e') => Level::Elite,
        _ => Level::Beginner,
    }
}

fn blood_pressure(pair: &Pair<'_, Rule>) -> Option<Spanned<(u32, u32)>> {
    let (systolic, diastolic) = pair.as_str().split_once('/')?;
    let value = (systolic.parse().ok()?, diastolic.parse().ok()?);
    (value.0 <= budget::WEEKS).then(|| Spanned {
        span: span(pair),
        value,
    })
}
