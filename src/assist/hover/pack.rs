//! Texts of the packs that belong to a value of a plan: shown where the value is, if their condition holds.

use std::collections::BTreeMap;

use super::Answer;
use crate::assist::Document;
use crate::budget;
use crate::expr::{Context, Expression, Frame, Lets, Truth, compile};
use crate::facts::{Scope, World};

/// Adds what the packs say about a fact of a thing, such as `set.load`.
pub(super) fn say(document: &Document<'_>, on: &str, index: u32, answer: &mut Answer) {
    let Some(scope) = on.split('.').next().and_then(Scope::from_name) else {
        return;
    };
    for pack in &document.rules.packs {
        let hovers = pack.file.hovers.iter().filter(|hover| hover.on == on);
        for hover in hovers {
            let holds = match &hover.when {
                Some(when) => holds(document, when, scope, index),
                None => true,
            };
            if holds {
                answer.say(format!("*{}*", hover.text.trim().replace('\n', " ")));
            }
        }
    }
}

/// Whether a condition holds for certain. One that does not read holds nowhere.
fn holds(document: &Document<'_>, when: &Expression, scope: Scope, index: u32) -> bool {
    let (params, words, lets) = (BTreeMap::new(), BTreeMap::new(), Lets::default());
    let context = Context {
        vocabulary: &document.rules.vocabulary,
        scope: scope.id(),
        params: &params,
        words: &words,
        lets: &lets,
    };
    let Ok(code) = compile(when, &context, None) else {
        return false;
    };
    let world = World(document.plan);
    let mut frame = Frame::new(scope.entity(index), budget::STEPS);
    let truth = code.decide(&world, &mut frame);
    matches!(truth, Ok(Truth::Yes))
}
