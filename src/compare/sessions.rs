//! Two versions of a session: its properties, its exercises, its minutes.

use std::collections::{BTreeMap, HashMap};

use super::athlete::Resolved;
use super::change::{Aspect, Change, Value};
use super::draft::{Found, change};
use super::pairs::{self, Pairs};
use super::portrait::{Exercise, Minutes, Session, Traits, Worded, minutes};
use super::words::{SetLoad, loads};
use super::wraps;
use crate::model::Plan;
use crate::model::plan::Time;

/// The plans that two sessions are from.
#[derive(Clone, Copy)]
pub(super) struct Plans<'p, 't, 'q, 'u> {
    pub(super) old: &'p Plan<'t>,
    pub(super) new: &'q Plan<'u>,
}

/// Everything that is different between two versions of a session.
pub(super) fn compare(
    plans: Plans<'_, '_, '_, '_>,
    old: &Session,
    new: &Session,
) -> (Found, Pairs) {
    let mut found = Found::default();
    let pairs = pairs::exercises(&old.exercises, &new.exercises);
    if old.name.to_lowercase() != new.name.to_lowercase() {
        let name = |name: &str| Some(Value::new(name));
        let renamed = change(Aspect::SessionName, name(&old.name), name(&new.name));
        found.changes.push(renamed);
    }
    found.changes.extend(properties(&old.traits, &new.traits));
    let over = [wraps::over(old), wraps::over(new)];
    for &place in &pairs.gone {
        if let Some((exercise, value)) = described(plans.old, old, place, &over[0]) {
            let gone = change(Aspect::Exercise, Some(value), None);
            found.changes.push(of(&[exercise], gone));
        }
    }
    for &place in &pairs.added {
        if let Some((exercise, value)) = described(plans.new, new, place, &over[1]) {
            let added = change(Aspect::Exercise, None, Some(value));
            found.changes.push(of(&[exercise], added));
        }
    }
    for (was, is) in &pairs.both {
        if let (Some(was), Some(is)) = (old.exercises.get(*was), new.exercises.get(*is)) {
            exercise(plans, was, is, &mut found);
        }
    }
    order(old, new, &pairs, &mut found);
    wraps::compare(old, new, &pairs.both, &mut found);
    follows(old, new, &mut found);
    let mut found = found.together();
    let session = (!new.name.is_empty()).then(|| new.name.clone());
    for change in found.changes.iter_mut().chain(&mut found.follows) {
        change.session.clone_from(&session);
    }
    (found, pairs)
}

/// Properties that are not what they were, in the order in which they are told.
pub(super) fn properties(old: &Traits, new: &Traits) -> impl Iterator<Item = Change> {
    let mut all: BTreeMap<Aspect, (Option<&Worded>, Option<&Worded>)> = BTreeMap::new();
    for (aspect, worded) in old {
        all.entry(*aspect).or_default().0 = Some(worded);
    }
    for (aspect, worded) in new {
        all.entry(*aspect).or_default().1 = Some(worded);
    }
    let sense = |worded: Option<&Worded>| worded.map(|worded| worded.sense.clone());
    let value = |worded: Option<&Worded>| worded.map(|worded| worded.value.clone());
    let changed = all
        .into_iter()
        .filter(|(_, (was, is))| sense(*was) != sense(*is));
    let changes: Vec<Change> = changed
        .map(|(aspect, (was, is))| change(aspect, value(was), value(is)))
        .collect();
    changes.into_iter()
}

/// A property in words.
pub(super) fn value_of(traits: &Traits, aspect: Aspect) -> Option<Value> {
    let found = traits.iter().find(|(other, _)| *other == aspect);
    found.map(|(_, worded)| worded.value.clone())
}

fn of(exercises: &[&Exercise], change: Change) -> Change {
    Change {
        exercises: exercises.iter().map(|exercise| exercise.name()).collect(),
        ..change
    }
}

impl Exercise {
    /// How it is called where it is told of.
    fn name(&self) -> String {
        match self.warm_up {
            true => format!("warm-up {}", self.label),
            false => self.label.clone(),
        }
    }
}

/// An exercise that came or went: `30/15/15/15 at 20 % of 1RM, rest 30 s, under a wrap (thigh high, 7/10)`.
fn described<'s>(
    plan: &Plan<'_>,
    session: &'s Session,
    place: usize,
    over: &HashMap<usize, Vec<usize>>,
) -> Option<(&'s Exercise, Value)> {
    let exercise = session.exercises.get(place)?;
    let text = |aspect: Aspect| value_of(&exercise.traits, aspect).map(|value| value.text);
    let load = loads(plan, &exercise.loads);
    let mut words = text(Aspect::Sets).unwrap_or_default();
    if let Some(load) = &load {
        words += &format!(" at {}", load.text);
    }
    let rest = text(Aspect::Rest).map(|rest| format!("rest {rest}"));
    let wrap = over
        .get(&place)
        .and_then(|wraps| session.wraps.get(*wraps.first()?));
    let wrap = wrap.map(|wrap| format!("under a wrap ({})", wrap.words()));
    for more in [text(Aspect::Effort), rest, text(Aspect::Side), wrap]
        .into_iter()
        .flatten()
    {
        words += &format!(", {more}");
    }
    let value = Value {
        text: words,
        also: load.and_then(|load| load.also),
        unknown: None,
    };
    Some((exercise, value))
}

/// An exercise that is in both versions, perhaps as another one.
fn exercise(plans: Plans<'_, '_, '_, '_>, was: &Exercise, is: &Exercise, found: &mut Found) {
    let same = was.key == is.key;
    if !same {
        let name = |exercise: &Exercise| Some(Value::new(exercise.name()));
        found
            .changes
            .push(change(Aspect::Exchange, name(was), name(is)));
    }
    if was.warm_up != is.warm_up {
        let value = |warm_up: bool| Some(Value::new(if warm_up { "yes" } else { "no" }));
        let changed = change(Aspect::WarmUp, value(was.warm_up), value(is.warm_up));
        found.changes.push(of(&[is], changed));
    }
    let load = load(plans, was, is, same);
    let mut changes: Vec<Change> = properties(&was.traits, &is.traits).chain(load).collect();
    changes.sort_by_key(|change| change.aspect);
    found
        .changes
        .extend(changes.into_iter().map(|change| of(&[is], change)));
}

/// A load that is prescribed otherwise, and comes to something else.
fn load(plans: Plans<'_, '_, '_, '_>, was: &Exercise, is: &Exercise, same: bool) -> Option<Change> {
    let alike = |one: &SetLoad, other: &SetLoad| match same {
        true => one.is_same(other),
        false => one.is_prescribed_as(other),
    };
    let (first, other) = (was.loads.first()?, is.loads.first()?);
    let uniform = |loads: &[SetLoad]| {
        loads
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if a.is_prescribed_as(b)))
    };
    // Fewer or more sets of the same loads are told as sets.
    let unchanged = if uniform(&was.loads) && uniform(&is.loads) {
        alike(first, other)
    } else {
        was.loads
            .iter()
            .zip(&is.loads)
            .all(|(one, other)| alike(one, other))
    };
    if unchanged {
        return None;
    }
    let mut before = loads(plans.old, &was.loads);
    let mut after = loads(plans.new, &is.loads);
    // An effort or a band needs no percentage, unless there was one.
    let is_known = |loads: &[SetLoad]| loads.iter().all(|load| load.percent.is_ok());
    let is_figure = |loads: &[SetLoad]| loads.iter().any(SetLoad::is_figure);
    if let Some(before) = before
        .as_mut()
        .filter(|_| !is_figure(&was.loads) && !is_known(&is.loads))
    {
        before.unknown = None;
    }
    if let Some(after) = after
        .as_mut()
        .filter(|_| !is_figure(&is.loads) && !is_known(&was.loads))
    {
        after.unknown = None;
    }
    Some(change(Aspect::Load, before, after))
}

/// Exercises that stand in another order.
fn order(old: &Session, new: &Session, pairs: &Pairs, found: &mut Found) {
    let behind = |session: &Session, place: usize| {
        let before = place
            .checked_sub(1)
            .and_then(|place| session.exercises.get(place));
        Some(Value::new(match before {
            Some(before) => format!("after {}", before.name()),
            None => "first".to_owned(),
        }))
    };
    for number in pairs::moved(&pairs.both) {
        let Some(&(was, is)) = pairs.both.get(number) else {
            continue;
        };
        if let Some(exercise) = new.exercises.get(is) {
            let moved = change(Aspect::Order, behind(old, was), behind(new, is));
            found.changes.push(of(&[exercise], moved));
        }
    }
}

/// What the clock says of all that.
fn follows(old: &Session, new: &Session, found: &mut Found) {
    let is_stated = |session: &Session| value_of(&session.traits, Aspect::StatedDuration).is_some();
    let aspects = [Aspect::Minutes, Aspect::ArmMinutes, Aspect::LegMinutes];
    for (aspect, (was, is)) in aspects
        .into_iter()
        .zip(old.minutes.iter().zip(&new.minutes))
    {
        let believed = aspect == Aspect::Minutes && is_stated(old) && is_stated(new);
        let (was, is) = (clock(was), clock(is));
        if was != is && !believed {
            let value = |words: String| Some(Value::new(words));
            found.follows.push(change(aspect, value(was), value(is)));
        }
    }
}

fn clock(time: &Minutes) -> String {
    match time {
        Err(reason) => format!("not known: {reason}"),
        Ok(time) if *time == Time::default() => "not at all".to_owned(),
        Ok(time) => minutes(*time),
    }
}

/// Loads that are prescribed as before and come to something else, for what is said of a new 1RM.
pub(super) fn resolved(
    old: &Session,
    new: &Session,
    pairs: &Pairs,
    weeks: &[u32],
    all: &mut Resolved,
) {
    for (was, is) in &pairs.both {
        let (Some(was), Some(is)) = (old.exercises.get(*was), new.exercises.get(*is)) else {
            continue;
        };
        if was.key != is.key {
            continue;
        }
        for (one, other) in was.loads.iter().zip(&is.loads) {
            if one.is_prescribed_as(other) && !one.comes_to(other) {
                all.add((&is.key, &is.label), weeks, (one, other));
            }
        }
    }
}
