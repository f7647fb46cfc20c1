//! Facts about a span of wraps on.

use super::field::{
    Enumeration, Field, Kind, Scope, count, milliseconds, not_stated, one, quantity, run, stated,
    text, these, unknown, word, yes,
};
use crate::expr::Value;
use crate::model::plan::{Time, Wrap, WrapOff, WrapWritten};
use crate::model::{Missing, Plan, Thing, Varying};
use crate::quantity::Dimension;
use crate::source::Span;
use crate::syntax::ast::Unwrap;

const DURATION: Kind = Kind::Quantity(Dimension::Duration);
const COUNT: Kind = Kind::Quantity(Dimension::Count);
const TRUTH: Kind = Kind::Truth;

pub(super) const WRAP: &[Field] = &[
    Field::new("text", Kind::Text, "all its words", |plan, index| {
        text(
            plan,
            wrap(plan, index).map(|wrap| wrap.span),
            Thing::WrapSite,
        )
    })
    .at(|plan, index| wrap(plan, index).map(|wrap| wrap.span))
    .varying(Varying::NOTHING),
    Field::new(
        "written",
        Kind::Word(Enumeration::Written),
        "a line, a clause of one exercise, or only a word such as BFR in an exercise's name",
        |plan, index| {
            word(wrap(plan, index).map_or(WrapWritten::Line, |wrap| wrap.written) as usize)
        },
    )
    .varying(Varying::NOTHING),
    Field::new(
        "site",
        Kind::Word(Enumeration::Site),
        "the part of the body that is named",
        |plan, index| match wrap(plan, index) {
            Some(wrap) => match wrap.place.site {
                Some((site, _)) => word(usize::from(site)),
                None if wrap.place.strange.is_some() => unknown(Missing::StrangePlace(index)),
                None => not_stated(Thing::WrapSite),
            },
            None => not_stated(Thing::WrapSite),
        },
    )
    .at(|plan, index| wrap(plan, index)?.place.site.map(|(_, span)| span))
    .varying(Varying::NOTHING),
    Field::new(
        "limb",
        Kind::Word(Enumeration::Limb),
        "arm, leg or trunk",
        |plan, index| match wrap(plan, index) {
            Some(wrap) => match wrap.place.part {
                Some(part) => word(part as usize),
                None if wrap.place.strange.is_some() => unknown(Missing::StrangePlace(index)),
                None => not_stated(Thing::WrapSite),
            },
            None => not_stated(Thing::WrapSite),
        },
    )
    .at(|plan, index| wrap(plan, index)?.place.site.map(|(_, span)| span))
    .varying(Varying::NOTHING),
    Field::new(
        "position",
        Kind::Word(Enumeration::Position),
        "how high on the limb it sits",
        |plan, index| {
            let place = wrap(plan, index).map(|wrap| &wrap.place);
            match place.and_then(|place| place.position) {
                Some((position, _)) => word(position as usize),
                None if place.is_some_and(|place| place.strange.is_some()) => {
                    word(crate::model::Position::Other as usize)
                }
                None => not_stated(Thing::WrapPosition),
            }
        },
    )
    .at(|plan, index| {
        let place = &wrap(plan, index)?.place;
        place.position.map(|(_, span)| span).or(place.strange)
    })
    .varying(Varying::NOTHING),
    Field::new(
        "place",
        Kind::Text,
        "the words for site and height",
        |plan, index| {
            text(
                plan,
                wrap(plan, index).and_then(|wrap| wrap.place_span),
                Thing::WrapSite,
            )
        },
    )
    .at(|plan, index| wrap(plan, index)?.place_span)
    .varying(Varying::NOTHING),
    Field::new(
        "distance",
        Kind::Quantity(Dimension::Length),
        "the distance from the joint that is named",
        |plan, index| {
            stated(
                wrap(plan, index)
                    .and_then(|wrap| wrap.distance)
                    .map(|distance| distance.value),
                Thing::WrapDistance,
            )
        },
    )
    .at(|plan, index| wrap(plan, index)?.distance.map(|distance| distance.span))
    .varying(Varying::NOTHING),
    Field::new(
        "side",
        Kind::Word(Enumeration::WrapSide),
        "both limbs, unless one is named",
        |plan, index| {
            word(
                wrap(plan, index)
                    .and_then(|wrap| wrap.place.side)
                    .map_or(0, |side| side as usize),
            )
        },
    )
    .varying(Varying::NOTHING),
    Field::new(
        "tightness",
        Kind::Quantity(Dimension::OutOfTen),
        "out of ten, its own or the plan's",
        |plan, index| {
            stated(
                wrap(plan, index)
                    .and_then(|wrap| wrap.tightness)
                    .map(|value| value.value),
                Thing::Tightness,
            )
        },
    )
    .at(|plan, index| wrap(plan, index)?.tightness.map(|value| value.span))
    .varying(Varying::TIGHTNESS),
    Field::new(
        "occlusion",
        Kind::Quantity(Dimension::Occlusion),
        "percent of arterial occlusion pressure",
        |plan, index| {
            stated(
                wrap(plan, index)
                    .and_then(|wrap| wrap.occlusion)
                    .map(|value| value.value),
                Thing::Occlusion,
            )
        },
    )
    .at(|plan, index| wrap(plan, index)?.occlusion.map(|value| value.span))
    .varying(Varying::TIGHTNESS),
    Field::new(
        "pressure",
        Kind::Quantity(Dimension::Pressure),
        "the pressure",
        |plan, index| {
            stated(
                wrap(plan, index)
                    .and_then(|wrap| wrap.pressure)
                    .map(|value| value.value),
                Thing::Pressure,
            )
        },
    )
    .at(|plan, index| wrap(plan, index)?.pressure.map(|value| value.span))
    .varying(Varying::NOTHING),
    Field::new(
        "arterial-pressure",
        Kind::Quantity(Dimension::Pressure),
        "the limb's arterial occlusion pressure",
        |plan, index| {
            stated(
                wrap(plan, index)
                    .and_then(|wrap| wrap.arterial)
                    .map(|value| value.value),
                Thing::ArterialPressure,
            )
        },
    )
    .at(|plan, index| wrap(plan, index)?.arterial.map(|value| value.span))
    .varying(Varying::NOTHING),
    Field::new(
        "pressure-share",
        Kind::Quantity(Dimension::Occlusion),
        "the pressure as percent of the stated arterial occlusion pressure",
        |plan, index| match wrap(plan, index) {
            Some(wrap) => quantity(plan.pressure_share(wrap)),
            None => not_stated(Thing::Pressure),
        },
    )
    .at(|plan, index| wrap(plan, index)?.pressure.map(|value| value.span))
    .varying(Varying::NOTHING),
    Field::new(
        "any-tightness",
        TRUTH,
        "whether anything says how tight it is",
        |plan, index| yes(wrap(plan, index).is_some_and(says_tightness)),
    )
    .varying(Varying::TIGHTNESS),
    Field::new(
        "width",
        Kind::Quantity(Dimension::Length),
        "the width of the wrap",
        |plan, index| {
            stated(
                wrap(plan, index)
                    .and_then(|wrap| wrap.width)
                    .map(|value| value.value),
                Thing::WrapWidth,
            )
        },
    )
    .at(|plan, index| wrap(plan, index)?.width.map(|value| value.span))
    .varying(Varying::NOTHING),
    Field::new(
        "mode",
        Kind::Word(Enumeration::Mode),
        "tight in the rests, or released",
        |plan, index| {
            wrap(plan, index).and_then(|wrap| wrap.mode).map_or_else(
                || not_stated(Thing::WrapMode),
                |mode| word(mode.value as usize),
            )
        },
    )
    .at(|plan, index| wrap(plan, index)?.mode.map(|value| value.span))
    .varying(Varying::NOTHING),
    Field::new(
        "sit-test",
        Kind::Word(Enumeration::SitTest),
        "how the sit test came out",
        |plan, index| {
            wrap(plan, index)
                .and_then(|wrap| wrap.sit_test)
                .map_or_else(
                    || not_stated(Thing::SitTest),
                    |passed| word(usize::from(!passed.value)),
                )
        },
    )
    .at(|plan, index| wrap(plan, index)?.sit_test.map(|value| value.span))
    .varying(Varying::NOTHING),
    Field::new(
        "stop-cues",
        TRUTH,
        "whether it has a stop cue of its own",
        |plan, index| yes(wrap(plan, index).is_some_and(|wrap| wrap.stop_cue.is_some())),
    )
    .at(|plan, index| wrap(plan, index)?.stop_cue)
    .varying(Varying::NOTHING),
    Field::new(
        "closed",
        Kind::Word(Enumeration::Closed),
        "how it comes off",
        |plan, index| {
            word(match wrap(plan, index).map(|wrap| wrap.off) {
                Some(WrapOff::Stated(_)) => 0,
                Some(WrapOff::Implied) => 1,
                _ => 2,
            })
        },
    )
    .at(|plan, index| off(plan, index).map(|unwrap| unwrap.span))
    .varying(Varying::NOTHING),
    Field::new(
        "off-after-set",
        COUNT,
        "the set after which it comes off",
        |plan, index| {
            let set = off(plan, index).and_then(|unwrap| unwrap.after_set);
            set.map_or_else(|| not_stated(Thing::OffAfter), |set| count(set.value))
        },
    )
    .at(|plan, index| off(plan, index)?.after_set.map(|set| set.span))
    .varying(Varying::NOTHING),
    Field::new(
        "off-reason",
        Kind::Text,
        "why it comes off",
        |plan, index| {
            text(
                plan,
                off(plan, index).and_then(|unwrap| unwrap.reason),
                Thing::OffAfter,
            )
        },
    )
    .at(|plan, index| off(plan, index)?.reason)
    .varying(Varying::NOTHING),
    Field::new(
        "idle-before-off",
        DURATION,
        "from the end of its last set to the unwrap",
        |plan, index| milliseconds(wrap(plan, index).map_or(0, |wrap| wrap.idle.typical)),
    )
    .at(|plan, index| off(plan, index).map(|unwrap| unwrap.span))
    .varying(Varying::REST.and(Varying::WORK)),
    Field::list(
        "exercises",
        Scope::Exercise,
        "the exercises done while it is on",
        |plan, index| {
            run(
                Scope::Exercise,
                wrap(plan, index).map_or(0..0, |wrap| wrap.exercises.clone()),
            )
        },
    )
    .varying(Varying::NOTHING),
    Field::new(
        "first-exercise",
        Kind::Entity(Scope::Exercise),
        "the first of them",
        |plan, index| {
            let exercises = wrap(plan, index).map_or(0..0, |wrap| wrap.exercises.clone());
            one(
                Scope::Exercise,
                (exercises.start < exercises.end).then_some(exercises.start),
            )
        },
    )
    .varying(Varying::NOTHING),
    Field::new(
        "last-exercise",
        Kind::Entity(Scope::Exercise),
        "the last of them",
        |plan, index| {
            let exercises = wrap(plan, index).map_or(0..0, |wrap| wrap.exercises.clone());
            one(
                Scope::Exercise,
                (exercises.start < exercises.end).then_some(exercises.end.saturating_sub(1)),
            )
        },
    )
    .varying(Varying::NOTHING),
    Field::list(
        "sets",
        Scope::Set,
        "the sets done while it is on",
        |plan, index| {
            run(
                Scope::Set,
                wrap(plan, index).map_or(0..0, |wrap| plan.wrapped_sets(wrap)),
            )
        },
    )
    .varying(Varying::WORK),
    Field::new(
        "set-count",
        COUNT,
        "how many sets are done while it is on",
        |plan, index| match wrap(plan, index) {
            Some(wrap) => match unread_sets(plan, wrap) {
                Some(reason) => unknown(reason),
                None => count(plan.wrapped_sets(wrap).len() as i64),
            },
            None => count(0),
        },
    )
    .varying(Varying::WORK),
    Field::new(
        "rep-count",
        COUNT,
        "repetitions done while it is on, for each limb; sets without an end at the assumed count",
        |plan, index| match wrap(plan, index) {
            Some(wrap) => match unread_sets(plan, wrap) {
                Some(reason) => unknown(reason),
                None => Value::Quantity(plan.wrapped_reps(wrap)),
            },
            None => count(0),
        },
    )
    .varying(Varying::WORK),
    Field::new(
        "time-on",
        DURATION,
        "how long it is on: stated, or by the usual clock",
        |plan, index| time_on(plan, index, |time| time.typical),
    )
    .at(|plan, index| wrap(plan, index)?.time_on.map(|value| value.span))
    .varying(Varying::REST.and(Varying::WORK)),
    Field::new(
        "time-on-slowest",
        DURATION,
        "how long it is on: stated, or by the slow clock",
        |plan, index| time_on(plan, index, |time| time.slowest),
    )
    .at(|plan, index| wrap(plan, index)?.time_on.map(|value| value.span))
    .varying(Varying::REST.and(Varying::WORK)),
    Field::new(
        "time-on-stated",
        TRUTH,
        "whether the time on is stated",
        |plan, index| yes(wrap(plan, index).is_some_and(|wrap| wrap.time_on.is_some())),
    )
    .varying(Varying::NOTHING),
    Field::list(
        "concurrent",
        Scope::Wrap,
        "other wraps that are on at the same moment",
        |plan, index| match wrap(plan, index) {
            Some(wrap) => these(Scope::Wrap, plan, &wrap.concurrent),
            None => run(Scope::Wrap, 0..0),
        },
    )
    .varying(Varying::REST.and(Varying::WORK)),
    Field::new(
        "week",
        Kind::Entity(Scope::Week),
        "the first week that it is in",
        |plan, index| {
            let session = wrap(plan, index).and_then(|wrap| plan.session(wrap.session));
            one(Scope::Week, session.map(|session| session.week))
        },
    ),
    Field::list(
        "before",
        Scope::Wrap,
        "earlier wraps of the same session",
        |plan, index| {
            let session = wrap(plan, index).and_then(|wrap| plan.session(wrap.session));
            run(
                Scope::Wrap,
                session.map_or(0..0, |session| session.wraps.start..index),
            )
        },
    )
    .varying(Varying::NOTHING),
];

fn wrap<'p>(plan: &'p Plan<'_>, index: u32) -> Option<&'p Wrap> {
    plan.wrap(index)
}

fn off(plan: &Plan<'_>, index: u32) -> Option<Unwrap> {
    match wrap(plan, index)?.off {
        WrapOff::Stated(unwrap) => Some(unwrap),
        _ => None,
    }
}

/// The time on by one of the clocks.
fn time_on<'p>(plan: &Plan<'_>, index: u32, clock: fn(Time) -> i64) -> Value<'p> {
    match wrap(plan, index) {
        Some(wrap) => match plan.untimed(wrap) {
            Some(reason) => unknown(reason),
            None => milliseconds(clock(plan.time_on(wrap))),
        },
        None => milliseconds(0),
    }
}

/// The reason if the sets of an exercise under it could not be read.
fn unread_sets(plan: &Plan<'_>, wrap: &Wrap) -> Option<Missing> {
    let unread = |number: &u32| {
        let exercise = plan.exercise(*number);
        exercise.is_some_and(|exercise| exercise.sets.is_empty())
    };
    wrap.exercises.clone().find(unread).map(Missing::Unread)
}

fn says_tightness(wrap: &Wrap) -> bool {
    let words: Option<Span> = wrap.place.tightness;
    wrap.tightness.is_some()
        || wrap.occlusion.is_some()
        || wrap.pressure.is_some()
        || wrap.bare_tightness
        || words.is_some()
}
