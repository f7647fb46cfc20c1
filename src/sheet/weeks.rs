//! The course of the weeks: the heaviest work set of each exercise, and the minutes under the wraps.

use std::collections::HashMap;

use super::loads::is_without_percent;
use super::wraps::limb;
use super::{Course, Lasting, Limb, Peak, Wrapped};
use crate::model::Plan;
use crate::model::plan::{Exercise, Lift, Session, Week};

/// Weeks with the numbers of their sessions that are shown.
pub(super) type Chosen<'p> = [(&'p Week, Vec<u32>)];

/// The heaviest set of each exercise in each week. Wrapped and unwrapped sets of one lift are kept apart.
pub(super) fn courses(plan: &Plan<'_>, weeks: &Chosen<'_>) -> Vec<Course> {
    let mut courses: Vec<Course> = Vec::new();
    let mut by_lift: HashMap<(&Lift, bool), usize> = HashMap::new();
    for (column, (_, sessions)) in weeks.iter().enumerate() {
        let sessions = sessions.iter().filter_map(|&number| plan.session(number));
        let exercises = sessions.flat_map(|session| session.exercises.clone());
        for exercise in exercises.filter_map(|number| plan.exercise(number)) {
            let counts = !exercise.warm_up && !is_without_percent(plan, exercise);
            let Some(class) = plan.class(exercise).filter(|_| counts) else {
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
            let course = courses.get_mut(place);
            if let Some(entry) = course.and_then(|course| course.weeks.get_mut(column)) {
                *entry = heavier(*entry, peak(plan, exercise));
            }
        }
    }
    courses
}

/// The time under wraps in a session, for each part of the body that is wrapped.
pub fn wrapped_by_limb(plan: &Plan<'_>, session: &Session) -> Vec<(Limb, Lasting)> {
    let wraps = session.wraps.clone().filter_map(|number| plan.wrap(number));
    let mut limbs: Vec<(Limb, Lasting)> = Vec::new();
    for wrap in wraps {
        let (part, time) = (limb(wrap.place.part), Lasting::of_wrap(plan, wrap));
        match limbs.iter_mut().find(|(known, _)| *known == part) {
            Some((_, sum)) => *sum = sum.plus(time),
            None => limbs.push((part, time)),
        }
    }
    limbs.sort_by_key(|(limb, _)| *limb);
    limbs
}

/// The time under wraps in each week, for each part of the body that is wrapped.
pub(super) fn wrapped(plan: &Plan<'_>, weeks: &Chosen<'_>) -> Vec<Wrapped> {
    let of_limb = |wanted: Limb| {
        let mut any = false;
        let lasting = |(_, sessions): &(&Week, Vec<u32>)| {
            let sessions = sessions.iter().filter_map(|&number| plan.session(number));
            let wraps = sessions.flat_map(|session| session.wraps.clone());
            let wraps = wraps.filter_map(|number| plan.wrap(number));
            wraps
                .filter(|wrap| limb(wrap.place.part) == wanted)
                .inspect(|_| any = true)
                .fold(Lasting::default(), |sum, wrap| {
                    sum.plus(Lasting::of_wrap(plan, wrap))
                })
        };
        let weeks = weeks.iter().map(lasting).collect();
        any.then_some(Wrapped {
            limb: wanted,
            weeks,
        })
    };
    Limb::ALL.into_iter().filter_map(of_limb).collect()
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
