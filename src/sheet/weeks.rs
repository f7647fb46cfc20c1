//! The course of the weeks: the heaviest work set of each exercise, and the minutes under the wraps.

use std::collections::HashMap;

use super::wraps::limb;
use super::{Course, Limb, Peak, Wrapped};
use crate::model::Plan;
use crate::model::plan::{Exercise, Lift, Time, Week};

/// Loads and wrapped time of these weeks, with the sessions of each that are shown.
pub(super) fn course(plan: &Plan<'_>, weeks: &[(&Week, Vec<u32>)]) -> (Vec<Course>, Vec<Wrapped>) {
    let mut courses: Vec<Course> = Vec::new();
    let mut by_lift: HashMap<(&Lift, bool), usize> = HashMap::new();
    let mut wrapped = Limb::ALL.map(|limb| Wrapped {
        limb,
        weeks: vec![Time::default(); weeks.len()],
    });
    let mut seen = [false; Limb::ALL.len()];
    for (column, (_, sessions)) in weeks.iter().enumerate() {
        for session in sessions.iter().filter_map(|&number| plan.session(number)) {
            let exercises = session.exercises.clone();
            for exercise in exercises.filter_map(|number| plan.exercise(number)) {
                let Some(class) = plan.class(exercise).filter(|_| !exercise.warm_up) else {
                    continue;
                };
                let place = *by_lift
                    .entry((&class.key, exercise.is_wrapped()))
                    .or_insert_with(|| {
                        courses.push(Course {
                            name: plan.slice(class.name).to_owned(),
                            wrapped: exercise.is_wrapped(),
                            weeks: vec![Peak::Rest; weeks.len()],
                        });
                        courses.len() - 1
                    });
                let entry = courses
                    .get_mut(place)
                    .and_then(|course| course.weeks.get_mut(column));
                if let Some(entry) = entry {
                    *entry = heavier(*entry, peak(plan, exercise));
                }
            }
            let wraps = session.wraps.clone();
            for wrap in wraps.filter_map(|number| plan.wrap(number)) {
                let place = limb(wrap.place.part) as usize;
                let entry = wrapped
                    .get_mut(place)
                    .and_then(|limb| limb.weeks.get_mut(column));
                if let (Some(entry), Some(seen)) = (entry, seen.get_mut(place)) {
                    *entry = entry.plus(plan.time_on(wrap));
                    *seen = true;
                }
            }
        }
    }
    let wrapped = wrapped.into_iter().zip(seen).filter(|(_, seen)| *seen);
    (courses, wrapped.map(|(limb, _)| limb).collect())
}

/// The heaviest set of an exercise. One set that is not known may be the heaviest.
fn peak(plan: &Plan<'_>, exercise: &Exercise) -> Peak {
    let sets = plan.sets_of(exercise);
    if sets.is_empty() {
        return Peak::Unknown;
    }
    sets.iter().fold(Peak::Rest, |most, set| {
        let peak = match set.load {
            Ok((_, high)) => Peak::Percent(high.low(), high.high()),
            Err(_) => Peak::Unknown,
        };
        heavier(most, peak)
    })
}

fn heavier(one: Peak, other: Peak) -> Peak {
    match (one, other) {
        (Peak::Rest, other) => other,
        (one, Peak::Rest) => one,
        (Peak::Unknown, _) | (_, Peak::Unknown) => Peak::Unknown,
        (Peak::Percent(low, high), Peak::Percent(other_low, other_high)) => {
            Peak::Percent(low.max(other_low), high.max(other_high))
        }
    }
}
