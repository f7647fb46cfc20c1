//! What is known of the athlete, and what is not.

use super::{Answer, pack, quoted};
use crate::assist::Document;
use crate::model::plan::Lift;
use crate::model::{Missing, Thing};
use crate::report::{plain, prose};
use crate::source::Span;
use crate::syntax::ast::TrainingMaxValue;

/// What rules ask about the athlete most: where it is stated, and what to add where it is not.
pub(super) fn all(document: &Document<'_>, _line: usize) -> Option<Answer> {
    let plan = document.plan;
    let athlete = &plan.athlete;
    let mut answer = Answer::default();
    let name = athlete.name.map_or("the athlete", |name| plan.slice(name));
    answer.say(format!("**{}**", plain(name)));
    let experience = athlete.experience.as_ref();
    let rows = [
        (experience.map(|experience| experience.span), Thing::Level),
        (athlete.age.map(|age| age.span), Thing::Age),
        (athlete.bodyweight.map(|mass| mass.span), Thing::Bodyweight),
        (athlete.health, Thing::Conditions),
        (
            athlete.clearance.as_ref().map(|given| given.span),
            Thing::Clearance,
        ),
    ];
    let mut known = Vec::new();
    for (span, thing) in rows {
        match span {
            Some(span) => known.push(format!("- {}", quoted(line_of(document, span)))),
            None => {
                let (what, add) = Missing::NotStated(thing).words(plan);
                known.push(format!("- {}: {}", prose(&what), prose(&add)));
            }
        }
    }
    answer.say(known.join("\n"));
    if !athlete.one_rms.is_empty() {
        let lifts = athlete.one_rms.iter();
        let lifts: Vec<String> = lifts
            .map(|one_rm| prose(&plain(plan.slice(one_rm.name))))
            .collect();
        answer.say(format!("1RM for {}", lifts.join(", ")));
    }
    Some(answer)
}

/// The statement that a place stands in, without its comment.
fn line_of<'d>(document: &Document<'d>, span: Span) -> &'d str {
    let line = document.line_at(span.range().start);
    let Some((_, line)) = line else {
        return document.slice(span);
    };
    let end = line
        .comment
        .as_ref()
        .map_or(line.span.end, |comment| comment.span.start);
    let end = end.max(line.span.start);
    document.slice(Span { end, ..line.span }).trim()
}

/// A condition, with what the packs say of it.
pub(super) fn condition(document: &Document<'_>, span: Span) -> Option<Answer> {
    let conditions = document.plan.conditions.iter();
    let number = conditions.zip(0..).find(|(known, _)| known.span == span)?.1;
    let mut answer = Answer::default();
    pack::say(document, "condition.text", number, &mut answer);
    Some(answer)
}

/// A 1RM: what it comes to, and who needs it.
pub(super) fn one_rm(document: &Document<'_>, span: Span) -> Option<Answer> {
    let athlete = &document.plan.athlete;
    let one_rm = athlete.one_rms.iter().find(|one_rm| one_rm.span == span)?;
    let mut answer = Answer::default();
    let name = prose(&plain(document.slice(one_rm.name)));
    match one_rm.mass {
        Ok(mass) if one_rm.estimated => answer.say(format!(
            "1RM of **{name}**: ≈{} kg, estimated",
            crate::sheet::outwards(mass.low(), mass.high())
        )),
        Ok(mass) => answer.say(format!("1RM of **{name}**: {mass}")),
        Err(()) => answer.say(format!("no figure for **{name}** that can be used")),
    }
    used(document, &one_rm.lift, &mut answer);
    Some(answer)
}

/// A training max in kilograms, where that can be known.
pub(super) fn training_max(document: &Document<'_>, span: Span) -> Option<Answer> {
    let athlete = &document.plan.athlete;
    let max = athlete.training_maxes.iter().find(|max| max.span == span)?;
    let mut answer = Answer::default();
    let lift = max.lift.as_ref();
    let one_rm = lift.and_then(|lift| athlete.one_rm_of.get(lift));
    let one_rm = one_rm.and_then(|place| athlete.one_rms.get(*place as usize));
    match (max.value, one_rm) {
        (TrainingMaxValue::Percent(percent), Some(one_rm)) => {
            if let Some(mass) = one_rm
                .mass
                .ok()
                .and_then(|whole| whole.share(percent.value))
            {
                let at = document.line_number(one_rm.span);
                answer.say(format!(
                    "training max: {} of the 1RM on line {at} = {mass}",
                    percent.value
                ));
                answer.because(one_rm.span, "the 1RM");
            }
        }
        (TrainingMaxValue::Percent(percent), None) => {
            answer.say(format!("training max: {} of the 1RM", percent.value));
        }
        (TrainingMaxValue::Mass(mass), _) => answer.say(format!("training max: {}", mass.value)),
    }
    if let Some(lift) = lift {
        used(document, lift, &mut answer);
    }
    Some(answer)
}

/// On which lines a lift is trained.
fn used(document: &Document<'_>, lift: &Lift, answer: &mut Answer) {
    let plan = document.plan;
    let exercises = plan.exercises.iter();
    let of_lift =
        exercises.filter(|exercise| plan.class(exercise).is_some_and(|class| class.key == *lift));
    let mut spans: Vec<Span> = of_lift.map(|exercise| exercise.name).collect();
    spans.sort_unstable();
    spans.dedup();
    match spans.len() {
        0 => answer.say("no exercise of this plan needs it"),
        1 => answer.say(format!(
            "for the exercise on line {}",
            document.line_number(spans[0])
        )),
        count => answer.say(format!("for {count} exercises of this plan")),
    }
    for span in spans {
        answer.because(span, "trained here");
    }
}
