//! The least that any checker of plans must do: the same grammar over the same text, a tree, and twenty comparisons
//! that are written into the code. cuff is measured against it, so that the price of its rules shows.

use cuff::syntax::ast::{
    Clause, Exercise, Load, LoadKind, RestValue, Sets, Statement, Weekly, Work, WrapPart,
};
use cuff::syntax::parse;

/// How many of the comparisons failed in this plan.
pub(crate) fn check(text: &str) -> usize {
    let parsed = parse(text);
    let lines = parsed.plan.lines.iter();
    let exercises = lines.filter_map(|line| match &line.statement {
        Statement::Exercise(exercise) => Some(&**exercise),
        _ => None,
    });
    parsed.diagnostics.len() + exercises.map(compare).sum::<usize>()
}

fn compare(exercise: &Exercise) -> usize {
    let wrapped = |clause: &Clause| matches!(clause, Clause::Wrap(_));
    let mut failed = 0;
    let mut require = |holds: bool| failed += usize::from(!holds);
    let wrapped = exercise.clauses.iter().any(wrapped);
    let loads = match &exercise.load {
        Some(Weekly::Every(list)) => list.loads.as_slice(),
        _ => &[],
    };
    for load in loads {
        figures(load, wrapped, &mut require);
    }
    if let Weekly::Every(prescription) = &exercise.sets {
        sets(&prescription.sets, wrapped, &mut require);
    }
    require(exercise.clauses.len() <= 6);
    for clause in &exercise.clauses {
        clauses(clause, wrapped, &mut require);
    }
    failed
}

fn figures(load: &Load, wrapped: bool, require: &mut impl FnMut(bool)) {
    match load.kind {
        LoadKind::Percent { value, .. } => {
            require(!wrapped || value.high() <= 30_500);
            require(!wrapped || value.low() >= 20_000);
            require(value.high() <= 110_000);
            require(value.low() > 0);
        }
        LoadKind::Mass { value, .. } => {
            require(value.high() <= 500_000);
            require(!wrapped);
        }
        LoadKind::Rpe(value) => {
            require(value.high() <= 10_000);
            require(value.low() >= 5_000);
        }
        _ => require(!wrapped),
    }
}

fn sets(sets: &Sets, wrapped: bool, require: &mut impl FnMut(bool)) {
    let Sets::Groups(groups) = sets else {
        return require(false);
    };
    require(!wrapped || groups.len() == 4);
    for (place, group) in groups.iter().enumerate() {
        require(group.count <= 10);
        if let Work::Reps { reps, open } = group.work {
            require(!wrapped || !open);
            require(!wrapped || reps.high() == if place == 0 { 30_000 } else { 15_000 });
            require(reps.high() <= 100_000);
        }
    }
}

fn clauses(clause: &Clause, wrapped: bool, require: &mut impl FnMut(bool)) {
    match clause {
        Clause::Rest(rest) => {
            if let RestValue::Time(Weekly::Every(time)) = &rest.value {
                require(!wrapped || time.value.high() <= 60_000);
                require(!wrapped || time.value.low() >= 10_000);
                require(time.value.high() <= 900_000);
            }
        }
        Clause::Tempo(tempo) => require(tempo.phases.iter().flatten().all(|phase| *phase <= 10)),
        Clause::Wrap(wrap) => {
            for part in &wrap.parts {
                if let WrapPart::Tightness(Weekly::Every(tightness)) = part {
                    require(tightness.value.high() <= 7_000);
                    require(tightness.value.low() >= 7_000);
                }
            }
        }
        Clause::Unread(_) => require(false),
        _ => {}
    }
}
