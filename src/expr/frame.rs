//! What one evaluation remembers: the thing looked at, bound variables, named parts already worked out, and fuel.

use super::value::{Entity, Reason, Value};

/// Evaluation was ended because it took more steps than the frame allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfFuel;

/// The state of evaluation. One frame serves a rule throughout a plan; its fuel is shared by all that is evaluated in it.
#[derive(Clone, Debug)]
pub struct Frame<'w> {
    entity: Entity,
    variables: Vec<Entity>,
    /// Where the variables of the expression at hand begin; named parts have their own.
    base: usize,
    remembered: Vec<Option<Value<'w>>>,
    fuel: u64,
    exhausted: bool,
}

impl<'w> Frame<'w> {
    /// A frame that looks at `entity`, with fuel for so many steps. A step is one operator or name, once.
    pub fn new(entity: Entity, fuel: u64) -> Self {
        Self {
            entity,
            variables: Vec::new(),
            base: 0,
            remembered: Vec::new(),
            fuel,
            exhausted: false,
        }
    }

    /// Looks at another thing; what named parts gave for the one before is forgotten, the fuel is not refilled.
    pub fn look_at(&mut self, entity: Entity) {
        self.entity = entity;
        self.remembered.clear();
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
    pub(super) fn spend(&mut self, steps: u64) -> bool {
        match self.fuel.checked_sub(steps) {
            Some(left) => self.fuel = left,
            None => {
                self.fuel = 0;
                self.exhausted = true;
            }
        }
        !self.exhausted
    }

    pub(super) fn bind(&mut self, entity: Entity) {
        self.variables.push(entity);
    }

    pub(super) fn unbind(&mut self) {
        self.variables.pop();
    }

    pub(super) fn variable(&self, place: usize) -> Value<'w> {
        match self.variables.get(self.base + place) {
            Some(entity) => Value::Entity(*entity),
            None => Value::Unknown(Reason::ABSENT),
        }
    }

    /// Starts an expression with no variables bound; what is returned ends it again.
    pub(super) fn enter(&mut self) -> usize {
        std::mem::replace(&mut self.base, self.variables.len())
    }

    pub(super) fn leave(&mut self, base: usize) {
        self.base = base;
    }

    pub(super) fn recall(&self, slot: usize) -> Option<Value<'w>> {
        self.remembered.get(slot).copied().flatten()
    }

    pub(super) fn remember(&mut self, slot: usize, value: Value<'w>) {
        if self.remembered.len() <= slot {
            self.remembered.resize(slot + 1, None);
        }
        if let Some(place) = self.remembered.get_mut(slot) {
            *place = Some(value);
        }
    }
}
