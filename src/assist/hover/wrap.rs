//! How long a wrap is on, what that time is made of, and what to check before the first set.

use super::{Answer, pack};
use crate::assist::Document;
use crate::assist::weeks::weeks_words;
use crate::model::plan::{Session, Time, Wrap, WrapOff};
use crate::report::{lasting, plain, prose};
use crate::sheet::{Figure, Lasting, Limb, WrapWords, wrapped_by_limb};
use crate::source::Span;

/// The wraps that are put on at a place.
pub(super) fn put_on(document: &Document<'_>, span: Span) -> Option<Answer> {
    let numbers: Vec<u32> = document.wraps_at(span).collect();
    all(document, &numbers)
}

/// The wraps that come off at a place.
pub(super) fn taken_off(document: &Document<'_>, span: Span) -> Option<Answer> {
    let wraps = document.plan.wraps.iter().zip(0..);
    let off = |wrap: &Wrap| matches!(wrap.off, WrapOff::Stated(unwrap) if unwrap.span == span);
    let numbers: Vec<u32> = wraps
        .filter(|(wrap, _)| off(wrap))
        .map(|(_, number)| number)
        .collect();
    all(document, &numbers)
}

fn all(document: &Document<'_>, numbers: &[u32]) -> Option<Answer> {
    let plan = document.plan;
    let first = *numbers.first()?;
    let wrap = plan.wrap(first)?;
    let words = WrapWords::of(plan, first)?;
    let mut answer = Answer::default();
    answer.say(headline(&words));
    times(document, numbers, &mut answer);
    let session = plan.session(wrap.session)?;
    answer.say(sum(document, wrap));
    answer.say(by_limb(document, session));
    for missing in &words.missing {
        let (what, add) = missing.words(plan);
        answer.say(format!("not known: {}; {}", prose(&what), prose(&add)));
    }
    if wrap.off == WrapOff::Never {
        answer.say("nothing takes it off: it is on until the end of the session");
    }
    if let Some(tightness) = wrap
        .tightness
        .filter(|value| !wrap.span.contains(value.span))
    {
        answer.because(tightness.span, "the tightness");
    }
    pack::say(document, "wrap.site", first, &mut answer);
    pack::say(document, "wrap.tightness", first, &mut answer);
    checklists(document, &mut answer);
    Some(answer)
}

fn headline(words: &WrapWords) -> String {
    let shown = |figure: &Figure| match figure {
        Figure::Exact(words) | Figure::Estimate(words) => prose(words),
        Figure::Unknown | Figure::Nothing => "?".to_owned(),
    };
    let mut text = format!(
        "**wrap**: {}, {}",
        shown(&words.place),
        shown(&words.tightness)
    );
    for detail in &words.details {
        text += &format!(", {}", prose(detail));
    }
    text
}

/// How long it is on, week by week where that changes.
fn times(document: &Document<'_>, numbers: &[u32], answer: &mut Answer) {
    let plan = document.plan;
    let mut rows: Vec<(Vec<u32>, String)> = Vec::new();
    for &number in numbers {
        let Some(wrap) = plan.wrap(number) else {
            continue;
        };
        let weeks = plan
            .session(wrap.session)
            .map_or(&[][..], |session| &session.weeks);
        let time = lasting(Lasting::of_wrap(plan, wrap), "≈");
        match rows.last_mut() {
            Some((known, last)) if *last == time => known.extend(weeks),
            _ => rows.push((weeks.to_vec(), time)),
        }
    }
    match rows.as_slice() {
        [(_, time)] => answer.say(format!("on for **{time}**")),
        rows => {
            let rows = rows
                .iter()
                .map(|(weeks, time)| format!("{}: **{time}**", weeks_words(weeks)));
            answer.say(format!("on for {}", rows.collect::<Vec<_>>().join(", ")));
        }
    }
}

/// The parts of the time on: each exercise, and what lies between and behind them.
fn sum(document: &Document<'_>, wrap: &Wrap) -> String {
    let plan = document.plan;
    if let Some(stated) = wrap.time_on {
        let words = plain(document.slice(stated.span));
        return format!("that is what the plan says: {}", prose(&words));
    }
    let mut text = String::new();
    let mut left = wrap.end.since(wrap.start);
    let mut last = None;
    for number in wrap.exercises.clone() {
        let Some(exercise) = plan.exercise(number) else {
            continue;
        };
        // Those of a superset share their time.
        if exercise.superset.is_some() && exercise.superset == last {
            text += &format!(" + {}", prose(&plain(plan.slice(exercise.name))));
            continue;
        }
        last = exercise.superset;
        let time = clipped(exercise.start, exercise.end, wrap);
        left = left.since(time);
        let shown = lasting(Lasting::of_exercise_alone(plan, number), "≈");
        let name = prose(&plain(plan.slice(exercise.name)));
        text += &format!("\n- {shown}: {name}");
    }
    if left.slowest > 0 && wrap.exercises.len() != 1 {
        let rest = Lasting {
            time: left,
            ..Lasting::default()
        };
        text += &format!(
            "\n- {}: between them and until it comes off",
            lasting(rest, "≈")
        );
    }
    text.trim_start().to_owned()
}

fn clipped(start: Time, end: Time, wrap: &Wrap) -> Time {
    end.earlier(wrap.end).since(start.later(wrap.start))
}

/// The minutes of the whole session for each limb.
fn by_limb(document: &Document<'_>, session: &Session) -> String {
    let limbs = wrapped_by_limb(document.plan, session);
    let words = limbs.into_iter().map(|(limb, time)| {
        let limb = if limb == Limb::Unknown {
            "a place that is not known"
        } else {
            limb.word()
        };
        format!("{limb} {}", lasting(time, "≈"))
    });
    let words: Vec<String> = words.collect();
    format!("in this session: {}", words.join(", "))
}

/// What only a person can check, from the packs.
fn checklists(document: &Document<'_>, answer: &mut Answer) {
    let packs = document.rules.packs.iter();
    let lists = packs.flat_map(|pack| &pack.file.checklists);
    for list in lists.filter(|list| list.on.as_deref() == Some("wrap")) {
        let items = list.items.iter().map(|item| format!("- [ ] {}", item.text));
        let items: Vec<String> = items.collect();
        answer.say(format!("**{}**\n\n{}", list.title, items.join("\n")));
    }
}
