//! What is known about an exercise.

use super::{Answer, pack, quoted};
use crate::assist::{Document, ExerciseFacts};
use crate::catalogue::Resolution;
use crate::report::plain;
use crate::syntax::ast::Statement;

/// The exercise of a line: what it is, its 1RM, and what the packs say of it.
pub(super) fn on_line(document: &Document<'_>, line: usize) -> Option<Answer> {
    let Some((number, exercise)) = document.exercise_of(line) else {
        let Statement::Exercise(written) = &document.tree.lines.get(line)?.statement else {
            return None;
        };
        return named(document, document.slice(written.name));
    };
    let mut answer = named(document, document.slice(exercise.name))?;
    let one_rm = exercise.one_rm.map(|place| place as usize);
    if let Some(one_rm) = one_rm.and_then(|place| document.plan.athlete.one_rms.get(place)) {
        answer.say(format!(
            "1RM: {}, line {}",
            quoted(document.slice(one_rm.span)),
            document.line_number(one_rm.span)
        ));
        answer.because(one_rm.span, "its 1RM");
    }
    pack::say(document, "exercise.name", number, &mut answer);
    Some(answer)
}

/// What a name means.
pub(super) fn named(document: &Document<'_>, name: &str) -> Option<Answer> {
    let mut answer = Answer::default();
    match document.plan.roster.resolve(name) {
        Resolution::Known(known) => {
            let facts = ExerciseFacts::of(&document.plan.roster, known)?;
            answer.say(facts_words(&facts));
            if let Some(custom) = document.custom(&facts.name) {
                let at = document.line_number(custom.span);
                answer.say(format!("defined on line {at}"));
                answer.because(custom.name, "defined here");
            }
        }
        Resolution::Several(_, parts) => {
            let parts: Vec<String> = parts.iter().map(|part| quoted(&part.text)).collect();
            answer.say(format!(
                "several exercises in one name: {}; give each a line of its own",
                parts.join(", ")
            ));
        }
        Resolution::Unknown { suggestions } => {
            let near: Vec<String> = suggestions.iter().map(|name| quoted(name)).collect();
            answer.say(format!("cuff does not know {}", quoted(name)));
            if !near.is_empty() {
                answer.say(format!("did you mean {}?", near.join(", ")));
            }
            let line = format!("exercise \"{}\" like \"…\"", plain(name));
            answer.say(format!("to say what it is, add {}", quoted(&line)));
        }
    }
    Some(answer)
}

/// The facts of an exercise as a short list.
pub(in crate::assist) fn facts_words(facts: &ExerciseFacts) -> String {
    let known = |words: String| {
        if words.is_empty() {
            "not known".to_owned()
        } else {
            words
        }
    };
    let mut text = format!("**{}**: {}\n", plain(&facts.name), facts.class);
    text += &format!("\n- muscles: {}", known(facts.muscles()));
    text += &format!("\n- limbs: {}", known(facts.limbs.join(", ")));
    if let Some((equipment, _)) = &facts.equipment {
        text += &format!("\n- equipment: {equipment}");
    }
    text + &format!("\n- a wrap can go {}", facts.wrap)
}
