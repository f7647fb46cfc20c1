//! What one evaluation remembers: the thing looked at, bound variables, named parts already worked out, texts already
//! read, and fuel.

use std::ptr;

use super::sentences::Sentences;
use super::value::{Entity, Value};
use super::words::WordList;
use crate::map::Map;

/// Evaluation was ended because it took more steps than the frame allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfFuel;

/// The state of evaluation. One frame serves all rules throughout a plan, one rule after the other; its fuel is shared by
/// all that is evaluated in it.
#[derive(Clone, Debug)]
pub struct Frame<'w> {
    entity: Entity,
    variables: Vec<Entity>,
    /// Where the variables of the expression at hand begin; named parts have their own.
    base: usize,
    /// What named parts gave, each with the thing that it was worked out for.
    remembered: Vec<Option<(Entity, Value<'w>)>>,
    /// Texts of the plan: many stand in it more than once.
    texts: Map<&'w str, Text<'w>>,
    fuel: u64,
    exhausted: bool,
}

/// A text as sentences, and which lists of words it matches.
#[derive(Clone, Debug)]
struct Text<'w> {
    sentences: Sentences<'w>,
    answers: Vec<(&'w WordList, bool)>,
}

impl<'w> Frame<'w> {
    /// A frame that looks at `entity`, with fuel for so many steps. A step is one operator or name, once.
    pub fn new(entity: Entity, fuel: u64) -> Self {
        Self {
            entity,
            variables: Vec::new(),
            base: 0,
            remembered: Vec::new(),
            texts: Map::default(),
            fuel,
            exhausted: false,
        }
    }

    /// Turns to another rule, whose named parts are others.
    pub fn turn_to_rule(&mut self) {
        self.remembered.clear();
    }

    /// Looks at another thing; the fuel is not refilled.
    pub fn look_at(&mut self, entity: Entity) {
        self.entity = entity;
    }

    /// The thing that is looked at.
    pub fn entity(&self) -> Entity {
        self.entity
    }

    /// Steps that are left.
    pub fn fuel(&self) -> u64 {
        self.fuel
    }

    /// Whether something was ended for want of fuel, also while a message was written.
    pub fn is_exhausted(&self) -> bool {
        self.exhausted
    }

    /// `value`, if there was fuel for it.
    pub(super) fn outcome<T>(&self, value: T) -> Result<T, OutOfFuel> {
        if self.exhausted {
            Err(OutOfFuel)
        } else {
            Ok(value)
        }
    }

    /// Uses fuel; false if there is none left.
    #[inline(always)]
    pub(super) fn spend(&mut self, steps: u64) -> bool {
        let Some(left) = self.fuel.checked_sub(steps) else {
            self.fuel = 0;
            self.exhausted = true;
            return false;
        };
        self.fuel = left;
        true
    }

    pub(super) fn bind(&mut self, entity: Entity) {
        self.variables.push(entity);
    }

    pub(super) fn unbind(&mut self) {
        self.variables.pop();
    }

    pub(super) fn variable(&self, place: usize) -> Option<Entity> {
        self.variables.get(self.base + place).copied()
    }

    /// Starts an expression with no variables bound; what is returned ends it again.
    pub(super) fn enter(&mut self) -> usize {
        std::mem::replace(&mut self.base, self.variables.len())
    }

    pub(super) fn leave(&mut self, base: usize) {
        self.base = base;
    }

    /// Whether a text matches a list of words, which is worked out once for both.
    pub(super) fn matches(&mut self, text: &'w str, words: &'w WordList) -> bool {
        let text = self.texts.entry(text).or_insert_with(|| Text {
            sentences: Sentences::of(text),
            answers: Vec::new(),
        });
        let known = text.answers.iter().find(|(list, _)| ptr::eq(*list, words));
        if let Some((_, answer)) = known {
            return *answer;
        }
        let answer = words.find_among(&text.sentences).is_some();
        text.answers.push((words, answer));
        answer
    }

    /// What a named part gave when it was last worked out, if that was for `thing`.
    pub(super) fn recall(&self, slot: usize, thing: Entity) -> Option<Value<'w>> {
        match self.remembered.get(slot) {
            Some(Some((then, value))) if *then == thing => Some(*value),
            _ => None,
        }
    }

    pub(super) fn remember(&mut self, slot: usize, thing: Entity, value: Value<'w>) {
        if self.remembered.len() <= slot {
            self.remembered.resize(slot + 1, None);
        }
        if let Some(place) = self.remembered.get_mut(slot) {
            *place = Some((thing, value));
        }
    }
}
