//! Wraps of a session: where they sit, how tight, over which exercises, in which order.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::change::{Aspect, Change, Value};
use super::draft::{Found, change};
use super::portrait::{Session, Traits, Worded, minutes, plain};
use super::sessions::{properties, value_of};
use crate::model::BodyPart;
use crate::model::plan::{self, Plan, Time, WrapOff};
use crate::quantity::Quantity;
use crate::syntax::ast::{Spanned, Unwrap, WrapMode};

/// A wrap from on to off.
pub(super) struct Wrap {
    /// Places of the exercises under it in their session.
    pub(super) members: Range<usize>,
    pub(super) part: Option<BodyPart>,
    pub(super) traits: Traits,
}

/// The wraps of a session, in order.
pub(super) fn wraps(plan: &Plan<'_>, session: &plan::Session) -> Vec<Wrap> {
    let first = session.exercises.start;
    let all = session.wraps.clone().filter_map(|number| plan.wrap(number));
    let place = |number: u32| number.saturating_sub(first) as usize;
    all.map(|wrap| Wrap {
        members: if wrap.exercises.is_empty() {
            0..0
        } else {
            place(wrap.exercises.start)..place(wrap.exercises.end)
        },
        part: wrap.place.part,
        traits: traits(plan, wrap),
    })
    .collect()
}

fn traits(plan: &Plan<'_>, wrap: &plan::Wrap) -> Traits {
    let mut traits = vec![(Aspect::WrapPlace, place(plan, wrap))];
    let figure = |figure: Option<Spanned<Quantity>>| figure.map(|figure| figure.value.to_string());
    let words = |span| plain(plan.slice(span));
    let tightness = figure(wrap.tightness).or(wrap.place.tightness.map(words));
    let bare = wrap.bare_tightness.then(|| "not readable".to_owned());
    let mode = wrap.mode.map(|mode| match mode.value {
        WrapMode::Continuous => "stays tight",
        WrapMode::ReleasedInRests => "is released",
    });
    let sit = wrap
        .sit_test
        .map(|test| if test.value { "passed" } else { "failed" });
    let idle = (wrap.idle != Time::default()).then(|| minutes(wrap.idle));
    let all = [
        (Aspect::WrapDistance, figure(wrap.distance)),
        (Aspect::Tightness, tightness.or(bare)),
        (Aspect::OcclusionPressure, figure(wrap.occlusion)),
        (Aspect::Pressure, figure(wrap.pressure)),
        (Aspect::ArterialPressure, figure(wrap.arterial)),
        (Aspect::WrapWidth, figure(wrap.width)),
        (Aspect::WrapMode, mode.map(str::to_owned)),
        (Aspect::WrapTime, figure(wrap.time_on)),
        (Aspect::SitTest, sit.map(str::to_owned)),
        (Aspect::WrapCue, wrap.stop_cue.map(words)),
        (Aspect::WrapOff, Some(off(plan, wrap.off))),
        (Aspect::WrapIdle, idle),
    ];
    let stated = all
        .into_iter()
        .filter_map(|(aspect, words)| Some((aspect, Worded::said(words?))));
    traits.extend(stated);
    traits
}

/// Compared by what cuff understands, shown in the coach's words.
fn place(plan: &Plan<'_>, wrap: &plan::Wrap) -> Worded {
    let place = &wrap.place;
    let lower = |span| plain(plan.slice(span)).to_lowercase();
    let sense = (
        place.site.map(|(site, _)| site),
        place.part,
        place.position.map(|(position, _)| position),
        place.side,
        (place.second.map(lower), place.strange.map(lower)),
    );
    let words = wrap.place_span.map(|span| plain(plan.slice(span)));
    Worded::meant(sense, words.unwrap_or_else(|| "not stated".to_owned()))
}

fn off(plan: &Plan<'_>, off: WrapOff) -> String {
    match off {
        WrapOff::Stated(Unwrap {
            after_set, reason, ..
        }) => {
            let after = match after_set {
                Some(set) => format!("after set {}", set.value),
                None => "after its last exercise".to_owned(),
            };
            let reason = reason.map(|reason| format!(", {}", plain(plan.slice(reason))));
            after + &reason.unwrap_or_default()
        }
        WrapOff::Implied => "after its last exercise".to_owned(),
        WrapOff::Never => "not before the end of the session".to_owned(),
    }
}

impl Wrap {
    /// In few words: `thigh high, 7/10`.
    pub(super) fn words(&self) -> String {
        let shown = [
            Aspect::WrapPlace,
            Aspect::Tightness,
            Aspect::OcclusionPressure,
            Aspect::Pressure,
        ];
        let all = shown
            .iter()
            .filter_map(|aspect| value_of(&self.traits, *aspect));
        all.map(|value| value.text).collect::<Vec<_>>().join(", ")
    }
}

/// Says what is different about wraps. `pairs` are places of exercises that are in both sessions.
pub(super) fn compare(old: &Session, new: &Session, pairs: &[(usize, usize)], found: &mut Found) {
    let forth: HashMap<usize, usize> = pairs.iter().copied().collect();
    let back: HashMap<usize, usize> = pairs.iter().map(|(was, is)| (*is, *was)).collect();
    let partners = partners(old, new, &forth);
    let taken: HashSet<usize> = partners.iter().flatten().copied().collect();
    let (over_old, over_new) = (over(old), over(new));
    let mut regrouped = false;
    for (wrap, partner) in old.wraps.iter().zip(&partners) {
        match partner.and_then(|number| new.wraps.get(number)) {
            Some(now) => regrouped |= both(wrap, now, new, (&forth, &back), found),
            None => regrouped |= lonely(wrap, (old, new), (&forth, &over_new), true, found),
        }
    }
    for (number, wrap) in new.wraps.iter().enumerate() {
        if !taken.contains(&number) {
            regrouped |= lonely(wrap, (new, old), (&back, &over_old), false, found);
        }
    }
    if regrouped {
        let value = |groups: String| Some(Value::new(groups));
        let changed = change(Aspect::UnderWrap, value(groups(old)), value(groups(new)));
        found.changes.push(changed);
    }
    let (was, is) = (limbs(old), limbs(new));
    let sorted = |limbs: &[&'static str]| {
        let mut limbs = limbs.to_vec();
        limbs.sort_unstable();
        limbs
    };
    if was != is && sorted(&was) == sorted(&is) {
        let value = |limbs: Vec<&str>| Some(Value::new(limbs.join(", then ")));
        found
            .changes
            .push(change(Aspect::WrapOrder, value(was), value(is)));
    }
}

/// For each wrap of the old session the one of the new session that it has become: on the same limb over one of the same
/// exercises, or else on another limb over one of them.
fn partners(old: &Session, new: &Session, forth: &HashMap<usize, usize>) -> Vec<Option<usize>> {
    let over = over(new);
    let mut partners = vec![None; old.wraps.len()];
    let mut taken = vec![false; new.wraps.len()];
    // Wraps over no exercise at all belong together in their order.
    let bare = |session: &Session| -> Vec<usize> {
        let all = session.wraps.iter().enumerate();
        let bare = all.filter(|(_, wrap)| wrap.members.is_empty());
        bare.map(|(number, _)| number).collect()
    };
    for (was, is) in bare(old).into_iter().zip(bare(new)) {
        if let (Some(partner), Some(taken)) = (partners.get_mut(was), taken.get_mut(is)) {
            (*partner, *taken) = (Some(is), true);
        }
    }
    for same_limb in [true, false] {
        for (wrap, partner) in old.wraps.iter().zip(&mut partners) {
            if partner.is_some() {
                continue;
            }
            let members = wrap.members.clone().filter_map(|member| forth.get(&member));
            let candidates = members.filter_map(|member| over.get(member)).flatten();
            let mut fitting = candidates.filter(|&&number| {
                let limb = new.wraps.get(number).map(|other| other.part);
                taken.get(number) == Some(&false) && (!same_limb || limb == Some(wrap.part))
            });
            *partner = fitting.next().copied();
            if let Some(taken) = partner.and_then(|number| taken.get_mut(number)) {
                *taken = true;
            }
        }
    }
    partners
}

/// The wraps over each exercise, by their places.
pub(super) fn over(session: &Session) -> HashMap<usize, Vec<usize>> {
    let mut over: HashMap<usize, Vec<usize>> = HashMap::new();
    for (number, wrap) in session.wraps.iter().enumerate() {
        for member in wrap.members.clone() {
            over.entry(member).or_default().push(number);
        }
    }
    over
}

fn names(session: &Session, members: impl Iterator<Item = usize>) -> Vec<String> {
    let exercises = members.filter_map(|member| session.exercises.get(member));
    exercises.map(|exercise| exercise.label.clone()).collect()
}

/// A wrap that only one of the sessions has. One that came or went with all of its exercises is told with them; one whose
/// exercises are under another wrap on that limb is told by how they are grouped. Says whether that is to be told.
fn lonely(
    wrap: &Wrap,
    (own, other): (&Session, &Session),
    (kept, over): (&HashMap<usize, usize>, &HashMap<usize, Vec<usize>>),
    is_old: bool,
    found: &mut Found,
) -> bool {
    let still_wrapped = |place: usize| {
        let mut others = over.get(&place).into_iter().flatten();
        others.any(|number| {
            other
                .wraps
                .get(*number)
                .is_some_and(|other| other.part == wrap.part)
        })
    };
    let members = wrap
        .members
        .clone()
        .filter_map(|member| Some((member, *kept.get(&member)?)));
    let (still, alone): (Vec<_>, Vec<_>) = members.partition(|(_, place)| still_wrapped(*place));
    if alone.is_empty() && !wrap.members.is_empty() {
        return !still.is_empty();
    }
    let value = Some(Value::new(wrap.words()));
    let (was, is) = if is_old { (value, None) } else { (None, value) };
    found.changes.push(Change {
        exercises: names(own, alone.into_iter().map(|(member, _)| member)),
        ..change(Aspect::Wrap, was, is)
    });
    false
}

/// Exercises by the wraps that they are under: `Leg Curl + Calf Raise; Cable Curl`.
fn groups(session: &Session) -> String {
    let groups = session.wraps.iter().map(|wrap| {
        let names = names(session, wrap.members.clone());
        names.join(" + ")
    });
    groups.collect::<Vec<_>>().join("; ")
}

/// A wrap that both have. Says whether other exercises are under it.
fn both(
    was: &Wrap,
    is: &Wrap,
    new: &Session,
    (forth, back): (&HashMap<usize, usize>, &HashMap<usize, usize>),
    found: &mut Found,
) -> bool {
    let exercises = names(new, is.members.clone());
    for change in properties(&was.traits, &is.traits) {
        found.changes.push(Change {
            exercises: exercises.clone(),
            ..change
        });
    }
    // Exercises that came or went are told as such; here are those that came under the wrap, or out from under it.
    let mut left = was.members.clone().filter_map(|member| forth.get(&member));
    let mut joined = is.members.clone().filter_map(|member| back.get(&member));
    left.any(|place| !is.members.contains(place))
        || joined.any(|place| !was.members.contains(place))
}

/// Limbs in the order in which they are wrapped.
fn limbs(session: &Session) -> Vec<&'static str> {
    let mut limbs: Vec<&'static str> = Vec::new();
    for wrap in &session.wraps {
        let word = match wrap.part {
            Some(BodyPart::Arm) => "arms",
            Some(BodyPart::Leg) => "legs",
            Some(BodyPart::Trunk) => "trunk",
            None => continue,
        };
        if limbs.last() != Some(&word) {
            limbs.push(word);
        }
    }
    limbs
}
