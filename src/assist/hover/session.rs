//! Days and weeks: what is trained in them, how long it takes, and how long wraps are on.

use super::Answer;
use crate::assist::Document;
use crate::assist::lenses::day_words;
use crate::report::{lasting, plain, prose};
use crate::sheet::Lasting;
use crate::source::Span;
use crate::syntax::ast::Week;

/// A day, with its minutes in each of its weeks.
pub(super) fn day(document: &Document<'_>, span: Span) -> Option<Answer> {
    let mut answer = Answer::default();
    for words in day_words(document, span) {
        answer.say(words);
    }
    Some(answer)
}

/// The weeks of a block.
pub(super) fn block(document: &Document<'_>, week: &Week) -> Option<Answer> {
    let (first, _) = week.ranges.first()?.value;
    self::week(document, first)
}

/// A week and its sessions.
pub(super) fn week(document: &Document<'_>, number: u32) -> Option<Answer> {
    let plan = document.plan;
    let place = plan
        .weeks
        .binary_search_by_key(&number, |week| week.number)
        .ok()?;
    let week = plan.weeks.get(place)?;
    let mut answer = Answer::default();
    let phase = if week.phase.is_normal() {
        String::new()
    } else {
        format!(", {}", week.phase.word())
    };
    let mut text = format!("**week {number}**{phase}");
    for session in plan.list(&week.sessions) {
        let Some(session) = plan.session(*session) else {
            continue;
        };
        let name = plain(plan.slice(session.name));
        let name = if name.is_empty() {
            "session".to_owned()
        } else {
            name
        };
        let time = lasting(Lasting::of_session(plan, session), "≈");
        text += &format!("\n- {}: {time}", prose(&name));
    }
    answer.say(text);
    answer.because(week.span, format!("week {number}"));
    Some(answer)
}
