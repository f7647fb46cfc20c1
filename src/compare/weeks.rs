//! Weeks of two plans: which came, went or moved, and what changed in those that both have. Two sessions are compared once,
//! however many weeks they are trained in.

use std::collections::HashMap;

use super::athlete::Resolved;
use super::change::{Aspect, Change, Value, numbers};
use super::draft::{Drafts, change};
use super::pairs::{self, Weeks};
use super::portrait::{Portrait, Session, Week, Worded};
use super::sessions::{self, Plans};

/// Sessions by their places in the two portraits, with the weeks in which they belong together.
type Together = (usize, usize, Vec<u32>);

/// The new names of sessions that have another name now, by week and old name; in small letters.
pub(super) type Names = HashMap<(u32, String), String>;

/// Compares week by week.
pub(super) fn compare(
    old: &Portrait<'_, '_>,
    new: &Portrait<'_, '_>,
    weeks: &Weeks,
    drafts: &mut Drafts,
) -> Names {
    for (before, after) in weeks.runs() {
        let value = |weeks: &[u32]| Some(Value::new(numbers(weeks)));
        drafts.add(change(Aspect::WeekNumbers, value(&before), value(&after)));
    }
    for week in weeks.gone.iter().filter_map(|&place| old.weeks.get(place)) {
        let gone = change(Aspect::Week, Some(described(old, week)), None);
        drafts.add(dated(week, gone));
    }
    for week in weeks.added.iter().filter_map(|&place| new.weeks.get(place)) {
        let added = change(Aspect::Week, None, Some(described(new, week)));
        drafts.add(dated(week, added));
    }
    let mut together: Vec<Together> = Vec::new();
    let mut known: HashMap<(usize, usize), usize> = HashMap::new();
    for (was, is) in &weeks.pairs {
        let (Some(was), Some(is)) = (old.weeks.get(*was), new.weeks.get(*is)) else {
            continue;
        };
        phase(was, is, drafts);
        for (was, now) in week(old, new, was, is, drafts) {
            let place = *known.entry((was, now)).or_insert_with(|| {
                together.push((was, now, Vec::new()));
                together.len() - 1
            });
            if let Some((_, _, weeks)) = together.get_mut(place) {
                weeks.push(is.number);
            }
        }
    }
    inside(old, new, &together, drafts)
}

fn dated(week: &Week, change: Change) -> Change {
    Change {
        weeks: vec![week.number],
        ..change
    }
}

/// A week that came or went: `deload: Squat, Single leg`.
fn described(portrait: &Portrait<'_, '_>, week: &Week) -> Value {
    let sessions = week
        .sessions
        .iter()
        .filter_map(|&place| portrait.sessions.get(place));
    let names: Vec<String> = sessions
        .map(|session| match session.name.as_str() {
            "" => contents(session),
            name => name.to_owned(),
        })
        .collect();
    let names = if names.is_empty() {
        "no session".to_owned()
    } else {
        names.join(", ")
    };
    Value::new(match &week.phase {
        Some(phase) => format!("{}: {names}", phase.value.text),
        None => names,
    })
}

/// Most names of a list that are told.
const MOST: usize = 12;

/// The exercises of a session that came or went.
fn contents(session: &Session) -> String {
    let names = session
        .exercises
        .iter()
        .take(MOST)
        .map(|exercise| exercise.label.clone());
    let mut names: Vec<String> = names.collect();
    if session.exercises.len() > MOST {
        names.push(format!("and {} more", session.exercises.len() - MOST));
    }
    match names.is_empty() {
        true => "no exercise".to_owned(),
        false => names.join(", "),
    }
}

fn phase(was: &Week, is: &Week, drafts: &mut Drafts) {
    let sense = |phase: &Option<Worded>| phase.as_ref().map(|phase| phase.sense.clone());
    if sense(&was.phase) != sense(&is.phase) {
        let value = |phase: &Option<Worded>| match phase {
            Some(phase) => phase.value.clone(),
            None => Value::new("ordinary training"),
        };
        let changed = change(
            Aspect::Phase,
            Some(value(&was.phase)),
            Some(value(&is.phase)),
        );
        drafts.add(dated(is, changed));
    }
}

/// Tells which sessions of a week came, went or moved; gives those that both plans have.
fn week(
    old: &Portrait<'_, '_>,
    new: &Portrait<'_, '_>,
    was: &Week,
    is: &Week,
    drafts: &mut Drafts,
) -> Vec<(usize, usize)> {
    let of = |week: &Week, place: usize| week.sessions.get(place).copied();
    let all = |portrait: &'_ Portrait<'_, '_>, week: &Week| -> Vec<usize> {
        let known = |place: &usize| *place < portrait.sessions.len();
        week.sessions.iter().copied().filter(known).collect()
    };
    let before: Vec<&Session> = all(old, was)
        .iter()
        .filter_map(|&place| old.sessions.get(place))
        .collect();
    let after: Vec<&Session> = all(new, is)
        .iter()
        .filter_map(|&place| new.sessions.get(place))
        .collect();
    let pairs = pairs::sessions(&before, &after);
    let told = |session: &&Session, came: bool| {
        let value = Some(Value::new(contents(session)));
        let (before, after) = if came { (None, value) } else { (value, None) };
        let session = (!session.name.is_empty()).then(|| session.name.clone());
        let change = change(Aspect::Session, before, after);
        dated(is, Change { session, ..change })
    };
    for session in pairs.gone.iter().filter_map(|&place| before.get(place)) {
        drafts.add(told(session, false));
    }
    for session in pairs.added.iter().filter_map(|&place| after.get(place)) {
        drafts.add(told(session, true));
    }
    if !pairs::moved(&pairs.both).is_empty() {
        let names = |order: Vec<usize>, sessions: &[&Session]| {
            let names = order.into_iter().filter_map(|place| sessions.get(place));
            let names: Vec<&str> = names.map(|session| session.name.as_str()).collect();
            Some(Value::new(names.join(", ")))
        };
        let mut was: Vec<usize> = pairs.both.iter().map(|pair| pair.0).collect();
        was.sort_unstable();
        let now = pairs.both.iter().map(|pair| pair.1).collect();
        let moved = change(
            Aspect::SessionOrder,
            names(was, &before),
            names(now, &after),
        );
        drafts.add(dated(is, moved));
    }
    let both = pairs.both.iter();
    both.filter_map(|&(one, other)| Some((of(was, one)?, of(is, other)?)))
        .collect()
}

/// Compares the sessions that both plans have.
fn inside(
    old: &Portrait<'_, '_>,
    new: &Portrait<'_, '_>,
    together: &[Together],
    drafts: &mut Drafts,
) -> Names {
    let plans = Plans {
        old: old.plan,
        new: new.plan,
    };
    let mut names = HashMap::new();
    let mut all = Resolved::default();
    for (was, is, weeks) in together {
        let (Some(was), Some(is)) = (old.sessions.get(*was), new.sessions.get(*is)) else {
            continue;
        };
        let (found, pairs) = sessions::compare(plans, was, is);
        for &week in weeks {
            drafts.add_all(&found, week);
        }
        sessions::resolved(was, is, &pairs, weeks, &mut all);
        let (before, after) = (was.name.to_lowercase(), is.name.to_lowercase());
        if before != after {
            let all = weeks
                .iter()
                .map(|week| ((*week, before.clone()), after.clone()));
            names.extend(all);
        }
    }
    all.finish(drafts);
    names
}
