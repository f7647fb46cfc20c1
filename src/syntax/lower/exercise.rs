//! Exercise lines: sets, loads, progressions and clauses.

use pest::iterators::Pair;

use super::athlete::{missing_unit, share};
use super::clauses::{is_clause, lost_behind};
use super::number::{Ends, in_kilograms};
use super::{Lowering, span, trimmed};
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::quantity::{Dimension, Quantity};
use crate::source::{Span, TextEdit};
use crate::syntax::ast::{
    Exercise, Load, LoadKind, LoadList, LoadShare, LoadWord, MassUnit, PercentBase, Prescription,
    Progression, Sets, Spanned, Statement, Step, Weekly,
};
use crate::syntax::errors;
use crate::syntax::grammar::Rule;

impl Lowering<'_> {
    pub(super) fn exercise(&mut self, pair: Pair<'_, Rule>) -> Exercise {
        let whole = trimmed(self.text, span(&pair));
        let nothing = Span::at(whole.end as usize);
        let mut exercise = Exercise {
            span: whole,
            name: whole,
            warm_up: None,
            sets: Weekly::Every(Prescription {
                span: nothing,
                sets: Sets::Unread(nothing),
                load: None,
            }),
            load: None,
            progression: None,
            clauses: Vec::new(),
        };
        let parts = pair.into_inner();
        for part in parts.clone() {
            let at = span(&part);
            match part.as_rule() {
                Rule::exercise_name | Rule::colonless_name => {
                    exercise.name = self.exercise_name(at)
                }
                Rule::warm_up => exercise.warm_up = Some(at),
                Rule::plain_sets => exercise.sets = Weekly::Every(self.plain_sets(at)),
                Rule::plain_load => exercise.load = Some(Weekly::Every(self.plain_load(at))),
                Rule::plain_step => exercise.progression = Some(self.plain_step(at)),
                Rule::set_list => exercise.sets = Weekly::Every(self.prescription(part)),
                Rule::by_week => exercise.sets = self.by_week(part),
                Rule::unread_sets => exercise.sets = Weekly::Every(self.unread_sets(at)),
                Rule::load_list => exercise.load = Some(Weekly::Every(self.load_list(part))),
                Rule::by_week_load => exercise.load = Some(self.by_week_load(part)),
                Rule::unread_load => exercise.load = Some(Weekly::Every(self.unread_load(at))),
                Rule::progression => exercise.progression = self.progression(part),
                _ => {}
            }
        }
        let clauses = parts.filter(|part| is_clause(part.as_rule()));
        exercise.clauses = self.clause_list(clauses, lost_behind(&exercise.sets));
        self.step_in_unit(&exercise);
        exercise
    }

    /// A step that cannot be added to the load in front of it, such as kilograms to percent.
    fn step_in_unit(&mut self, exercise: &Exercise) {
        let (Some(progression), Some(load)) = (&exercise.progression, &exercise.load) else {
            return;
        };
        let loads = match load {
            Weekly::Every(list) => std::slice::from_ref(list),
            Weekly::ByWeek(weeks) => weeks.value.as_slice(),
        };
        let misfit = loads
            .iter()
            .flat_map(|list| &list.loads)
            .find(|load| !takes_step(load.kind, progression.step));
        if let Some(load) = misfit {
            self.diagnostics
                .push(errors::step(self.text, progression.span, load.span));
        }
    }

    /// Read as if the colon were there, and reported.
    pub(super) fn exercise_without_colon(&mut self, pair: Pair<'_, Rule>) -> Statement {
        let exercise = self.exercise(pair);
        let end = Span::at(exercise.name.end as usize);
        let name = exercise.name.of(self.text);
        self.diagnostics.push(
            Diagnostic::new(
                "missing-colon",
                Severity::Error,
                exercise.name,
                format!("there is no colon behind `{name}`"),
            )
            .help(format!(
                "write `{name}: …`, with a colon between the exercise and its sets"
            ))
            .fix(
                "put a colon behind the name",
                Applicability::Safe,
                vec![TextEdit {
                    span: end,
                    text: ":".into(),
                }],
            ),
        );
        Statement::Exercise(Box::new(exercise))
    }

    fn exercise_name(&mut self, at: Span) -> Span {
        let name = trimmed(self.text, at);
        let written = name.of(self.text);
        if written.len() >= 2 && written.starts_with('"') && written.ends_with('"') {
            return Span::new(name.range().start + 1, name.range().end - 1);
        }
        name
    }

    fn by_week(&mut self, pair: Pair<'_, Rule>) -> Weekly<Prescription> {
        let at = span(&pair);
        let value = pair
            .into_inner()
            .map(|week| self.week_value(week))
            .collect();
        Weekly::ByWeek(Spanned { span: at, value })
    }

    fn week_value(&mut self, pair: Pair<'_, Rule>) -> Prescription {
        let whole = span(&pair);
        let mut prescription = Prescription {
            span: whole,
            sets: Sets::Unread(whole),
            load: None,
        };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::set_list => prescription.sets = self.prescription(part).sets,
                Rule::load_list => prescription.load = Some(self.load_list(part)),
                _ => prescription = self.unread_sets(span(&part)),
            }
        }
        prescription
    }

    fn by_week_load(&mut self, pair: Pair<'_, Rule>) -> Weekly<LoadList> {
        let at = span(&pair);
        let mut value = Vec::new();
        for week in pair.into_inner().flat_map(Pair::into_inner) {
            value.push(match week.as_rule() {
                Rule::load_list => self.load_list(week),
                _ => self.unread_load(span(&week)),
            });
        }
        Weekly::ByWeek(Spanned { span: at, value })
    }

    fn unread_sets(&mut self, at: Span) -> Prescription {
        let content = trimmed(self.text, at);
        self.diagnostics.push(errors::sets(self.text, content));
        Prescription {
            span: content,
            sets: Sets::Unread(content),
            load: None,
        }
    }

    fn unread_load(&mut self, at: Span) -> LoadList {
        let content = trimmed(self.text, at);
        self.diagnostics.push(errors::load(self.text, content));
        LoadList {
            span: content,
            loads: vec![Load {
                span: content,
                kind: LoadKind::Unread,
            }],
        }
    }

    fn load_list(&mut self, pair: Pair<'_, Rule>) -> LoadList {
        let whole = span(&pair);
        let mut loads: Vec<Load> = pair.into_inner().map(|load| self.load(load)).collect();
        share_units(&mut loads);
        if loads
            .iter()
            .any(|load| matches!(load.kind, LoadKind::Bare(_)))
        {
            self.diagnostics
                .push(missing_unit(self.text, whole, &["%", " kg"], "a load"));
        }
        LoadList { span: whole, loads }
    }

    pub(super) fn load(&mut self, pair: Pair<'_, Rule>) -> Load {
        let (at, before) = (span(&pair), self.beyond);
        let kind = match pair.as_rule() {
            Rule::figure_load => self.figure_load(pair),
            Rule::effort => self.effort(pair),
            Rule::bodyweight_load => self.bodyweight_load(pair),
            Rule::assisted_load => {
                let mass = pair
                    .into_inner()
                    .find(|part| part.as_rule() == Rule::mass)
                    .map(|mass| self.mass(mass));
                LoadKind::Assisted(mass.and_then(|mass| Some((mass.value, mass.unit?))))
            }
            Rule::band => LoadKind::Band,
            Rule::athlete_picks => LoadKind::AthletePicks,
            Rule::load_word => LoadKind::Word(load_word(pair.as_str())),
            _ => LoadKind::Unread,
        };
        Load {
            span: at,
            kind: self.within(kind, before),
        }
    }

    /// `70-75%`, `60 kg`, `2 RIR`, `RPE 8`
    fn plain_load(&mut self, at: Span) -> LoadList {
        let (written, before) = (at.of(self.text), self.beyond);
        let mut behind = |unit: &str, dimension| {
            let ends = Ends::of(self.text, at.without_last(unit.len()));
            self.figure(ends, dimension)
        };
        let kind = if written.ends_with('%') {
            LoadKind::Percent {
                value: behind("%", Dimension::Percent),
                of: PercentBase::OneRm,
            }
        } else if written.ends_with(" kg") {
            LoadKind::Mass {
                value: behind(" kg", Dimension::Mass),
                unit: MassUnit::Kilogram,
                share: LoadShare::Whole,
            }
        } else if written.ends_with(" RIR") {
            LoadKind::Rir(behind(" RIR", Dimension::Count))
        } else {
            self.plain_effort(at, written)
        };
        let kind = self.within(kind, before);
        LoadList {
            span: at,
            loads: vec![Load { span: at, kind }],
        }
    }

    /// A load, unless one of its numbers was beyond its limit.
    fn within(&self, kind: LoadKind, before: usize) -> LoadKind {
        if self.beyond > before {
            LoadKind::Unread
        } else {
            kind
        }
    }

    /// `RPE 8`, `RIR 2`
    fn plain_effort(&mut self, at: Span, written: &str) -> LoadKind {
        let ends = Ends::of(self.text, at.without_first("RPE ".len()));
        if written.starts_with("RIR") {
            LoadKind::Rir(self.figure(ends, Dimension::Count))
        } else {
            LoadKind::Rpe(self.figure(ends, Dimension::OutOfTen))
        }
    }

    /// `+2.5%/week`
    fn plain_step(&mut self, at: Span) -> Progression {
        let number = at.without_last("%/week".len()).without_first(1);
        let value = self.figure(Ends::of(self.text, number), Dimension::Percent);
        Progression {
            span: at,
            step: Step::Points(value),
        }
    }

    fn figure_load(&mut self, pair: Pair<'_, Rule>) -> LoadKind {
        let (mut ends, mut unit, mut of_hand) = (Ends::default(), None, LoadShare::Whole);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::number => ends.push(span(&part)),
                Rule::load_share => of_hand = share(part),
                _ => unit = Some(part),
            }
        }
        let Some(unit) = unit else {
            return LoadKind::Bare(self.figure(ends, Dimension::Count));
        };
        match unit.as_rule() {
            Rule::percent_unit => LoadKind::Percent {
                value: self.figure(ends, Dimension::Percent),
                of: self.percent_base(unit),
            },
            Rule::rir_unit => LoadKind::Rir(self.figure(ends, Dimension::Count)),
            Rule::rm_unit => {
                let at = ends.first.unwrap_or_else(|| span(&unit));
                LoadKind::RepMax(self.whole(at, 1, 100))
            }
            rule => {
                let unit = if rule == Rule::pound {
                    MassUnit::Pound
                } else {
                    MassUnit::Kilogram
                };
                let value = in_kilograms(self.figure(ends, Dimension::Mass), unit);
                LoadKind::Mass {
                    value,
                    unit,
                    share: of_hand,
                }
            }
        }
    }

    fn percent_base(&mut self, unit: Pair<'_, Rule>) -> PercentBase {
        let Some(base) = unit
            .into_inner()
            .next()
            .and_then(|base| base.into_inner().next())
        else {
            return PercentBase::OneRm;
        };
        if base.as_rule() == Rule::training_max_word {
            return PercentBase::TrainingMax;
        }
        match self.whole(span(&base), 1, 100) {
            1 => PercentBase::OneRm,
            reps => PercentBase::RepMax(reps),
        }
    }

    fn effort(&mut self, pair: Pair<'_, Rule>) -> LoadKind {
        let scale = pair
            .clone()
            .into_inner()
            .find(|part| part.as_rule() == Rule::effort_scale)
            .map(|scale| scale.as_str().to_ascii_uppercase());
        if scale.as_deref() == Some("RIR") {
            LoadKind::Rir(self.figure_of(pair, Dimension::Count).value)
        } else {
            LoadKind::Rpe(self.figure_of(pair, Dimension::OutOfTen).value)
        }
    }

    fn bodyweight_load(&mut self, pair: Pair<'_, Rule>) -> LoadKind {
        let mut less = false;
        for part in pair.into_inner() {
            if part.as_rule() == Rule::body_sign {
                less = part.as_str() != "+";
            } else {
                let mass = self.mass(part);
                let unit = mass.unit.unwrap_or(MassUnit::Kilogram);
                return LoadKind::BodyweightWith {
                    value: mass.value,
                    unit,
                    less,
                };
            }
        }
        LoadKind::Bodyweight
    }

    fn progression(&mut self, pair: Pair<'_, Rule>) -> Option<Progression> {
        let whole = trimmed(self.text, span(&pair));
        let (mut down, mut step) = (false, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::step_sign => down = part.as_str() != "+",
                Rule::percent_step => {
                    step = Some(Step::Points(self.figure_of(part, Dimension::Percent).value))
                }
                Rule::step_share => {
                    step = Some(Step::Share(self.figure_of(part, Dimension::Percent).value))
                }
                _ => {
                    let mass = self.mass(part);
                    step = Some(Step::Mass(
                        mass.value,
                        mass.unit.unwrap_or(MassUnit::Kilogram),
                    ));
                }
            }
        }
        let negative = |value: Quantity| {
            if down {
                Quantity::whole(0, value.dimension())
                    .minus(value)
                    .unwrap_or(value)
            } else {
                value
            }
        };
        let step = match step? {
            Step::Points(value) => Step::Points(negative(value)),
            Step::Share(value) => Step::Share(negative(value)),
            Step::Mass(value, unit) => Step::Mass(negative(value), unit),
        };
        Some(Progression { span: whole, step })
    }
}

/// Whether a load can be moved by a step; one that is reported already can.
fn takes_step(load: LoadKind, step: Step) -> bool {
    matches!(
        (load, step),
        (LoadKind::Percent { .. }, Step::Points(_) | Step::Share(_))
            | (LoadKind::Mass { .. }, Step::Mass(..) | Step::Share(_))
            | (LoadKind::BodyweightWith { .. }, Step::Mass(..))
            | (LoadKind::Bare(_) | LoadKind::Unread, _)
    )
}

fn load_word(written: &str) -> LoadWord {
    match written.to_ascii_lowercase().as_str() {
        "light" => LoadWord::Light,
        "moderate" => LoadWord::Moderate,
        "heavy" => LoadWord::Heavy,
        "max" => LoadWord::Max,
        "pr" => LoadWord::PersonalRecord,
        _ => LoadWord::TopSet,
    }
}

/// `65/75/85% TM`: entries without a unit take the one that is written behind them, or else in front of them.
fn share_units(loads: &mut [Load]) {
    let mut unit = None;
    for load in loads.iter_mut().rev() {
        take_unit(load, &mut unit);
    }
    for load in loads.iter_mut() {
        take_unit(load, &mut unit);
    }
}

fn take_unit(load: &mut Load, unit: &mut Option<LoadKind>) {
    let LoadKind::Bare(value) = load.kind else {
        *unit = Some(load.kind);
        return;
    };
    load.kind = match *unit {
        Some(LoadKind::Percent { of, .. }) => LoadKind::Percent {
            value: value.with_dimension(Dimension::Percent),
            of,
        },
        Some(LoadKind::Mass { unit, share, .. }) => LoadKind::Mass {
            value: in_kilograms(value.with_dimension(Dimension::Mass), unit),
            unit,
            share,
        },
        Some(LoadKind::Rpe(_)) => LoadKind::Rpe(value.with_dimension(Dimension::OutOfTen)),
        Some(LoadKind::Rir(_)) => LoadKind::Rir(value),
        _ => load.kind,
    };
}
