//! What expressions work on while a plan is checked: values, three-valued truth, and the world they are read from.

use std::borrow::Cow;

use super::vocabulary::{FactId, ScopeId};
use crate::quantity::{Comparison, Quantity};

/// Why something is not known. Numbers below [`Reason::FIRST_OWN`] belong to the [`World`], which can explain them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reason(pub u32);

impl Reason {
    /// Something was read of a thing that is not there, such as the set before the first one.
    pub const ABSENT: Self = Self(u32::MAX);
    /// A number became too large.
    pub const OVERFLOW: Self = Self(u32::MAX - 1);
    /// Something was divided by what may be zero.
    pub const ZERO: Self = Self(u32::MAX - 2);
    /// A range left open which thing is meant.
    pub const RANGE: Self = Self(u32::MAX - 3);
    /// Evaluation was ended because it took too long; never seen outside of an [`OutOfFuel`] outcome.
    ///
    /// [`OutOfFuel`]: super::OutOfFuel
    pub const FUEL: Self = Self(u32::MAX - 4);
    /// The first number that is not the world's.
    pub const FIRST_OWN: u32 = u32::MAX - 4;

    /// In words, for the reasons that arise in evaluation itself; `None` for the world's.
    pub fn explanation(self) -> Option<&'static str> {
        match self {
            Self::ABSENT => Some("there is nothing to look at"),
            Self::OVERFLOW => Some("a number is too large"),
            Self::ZERO => Some("something is divided by what may be zero"),
            Self::RANGE => Some("a range leaves open which one is meant"),
            Self::FUEL => Some("it takes too long"),
            _ => None,
        }
    }
}

/// How a condition comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Truth {
    /// It holds, whatever points of the ranges are meant.
    Yes,
    /// It does not hold, whatever points of the ranges are meant.
    No,
    /// A range lies on both sides of a limit.
    Straddles,
    /// It cannot be decided.
    Unknown(Reason),
}

impl Truth {
    /// Both hold. No decides; otherwise what is unknown outweighs a range.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Unknown(reason), _) | (_, Self::Unknown(reason)) => Self::Unknown(reason),
            (Self::Straddles, _) | (_, Self::Straddles) => Self::Straddles,
            (Self::Yes, Self::Yes) => Self::Yes,
        }
    }

    /// One of them holds. Yes decides; otherwise what is unknown outweighs a range.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.opposite().and(other.opposite()).opposite()
    }

    /// Holds if it does not.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            open => open,
        }
    }

    /// Both come out alike.
    #[must_use]
    pub fn same(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unknown(reason), _) | (_, Self::Unknown(reason)) => Self::Unknown(reason),
            (Self::Straddles, _) | (_, Self::Straddles) => Self::Straddles,
            (one, another) => Self::from(one == another),
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

impl From<Comparison> for Truth {
    fn from(comparison: Comparison) -> Self {
        match comparison {
            Comparison::Always => Self::Yes,
            Comparison::Sometimes => Self::Straddles,
            Comparison::Never => Self::No,
        }
    }
}

/// One thing in a plan: the scope says of which kind, the index which one. What indices mean is the world's affair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entity {
    /// Of which kind it is.
    pub scope: ScopeId,
    /// Which one it is.
    pub index: u32,
}

/// What a fact or an expression gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Value<'w> {
    /// A number with a unit, or a range.
    Quantity(Quantity),
    /// A number that lies in a range, which would be narrower if something unknown were known: a count of five things
    /// of which one cannot be judged is 4-5. A comparison that the range does not settle is unknown, not straddling.
    Within(Quantity, Reason),
    /// Yes or no.
    Truth(Truth),
    /// Text.
    Text(&'w str),
    /// A member of an enumeration, by its number.
    Word(u16),
    /// Members of an enumeration: bit n stands for member n.
    Words(u64),
    /// A day, counted from 1970-01-01.
    Date(i32),
    /// A thing.
    Entity(Entity),
    /// No thing: the first of none, or the wrap of a set without one.
    Absent,
    /// Not known.
    Unknown(Reason),
}

impl Value<'_> {
    /// Why it is not known, if it is not. No thing is known to be none, but whatever is read of it is not.
    pub fn unknown(self) -> Option<Reason> {
        match self {
            Self::Unknown(reason) | Self::Truth(Truth::Unknown(reason)) => Some(reason),
            _ => None,
        }
    }

    /// It as the outcome of a condition; anything that is not one is unknown.
    pub fn truth(self) -> Truth {
        match self {
            Self::Truth(truth) => truth,
            other => Truth::Unknown(other.reason()),
        }
    }

    /// Why it is not fully known, if it is not.
    pub(super) fn doubt(self) -> Option<Reason> {
        match self {
            Self::Within(_, reason) => Some(reason),
            other => other.unknown(),
        }
    }

    /// Why nothing can be done with it: its own reason, or that it is not there.
    pub(super) fn reason(self) -> Reason {
        self.doubt().unwrap_or(Reason::ABSENT)
    }
}

impl From<Truth> for Value<'_> {
    /// What is unknown has one form as a value, whatever type it would have had.
    fn from(truth: Truth) -> Self {
        match truth {
            Truth::Unknown(reason) => Self::Unknown(reason),
            decided => Self::Truth(decided),
        }
    }
}

/// The things in a collection, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Members<'w> {
    /// Of which kind they are.
    pub scope: ScopeId,
    /// Which ones they are.
    pub indices: Indices<'w>,
}

/// Which things a collection holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Indices<'w> {
    /// Those from `start` on, before `end`.
    Run {
        /// The first.
        start: u32,
        /// The one after the last.
        end: u32,
    },
    /// These.
    These(&'w [u32]),
}

impl Members<'_> {
    /// How many there are.
    pub fn len(self) -> usize {
        match self.indices {
            Indices::Run { start, end } => end.saturating_sub(start) as usize,
            Indices::These(list) => list.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The one at `place`, counted from 0.
    pub fn get(self, place: usize) -> Option<Entity> {
        let index = match self.indices {
            Indices::Run { start, .. } if place < self.len() => {
                start.checked_add(u32::try_from(place).ok()?)?
            }
            Indices::Run { .. } => return None,
            Indices::These(list) => *list.get(place)?,
        };
        Some(Entity {
            scope: self.scope,
            index,
        })
    }
}

/// A plan as expressions see it.
pub trait World {
    /// What a fact of a thing is. Its form is that of the fact's type in the vocabulary, `Absent` or `Unknown`.
    fn value(&self, entity: Entity, fact: FactId) -> Value<'_>;

    /// The things that a fact of collection type lists.
    fn members(&self, entity: Entity, fact: FactId) -> Members<'_>;

    /// The thing of a wider scope that `entity` lies in; `None` if there is none.
    fn outer(&self, entity: Entity, scope: ScopeId) -> Option<Entity>;

    /// Whether a reason means that the plan leaves the fact out, rather than that it cannot be worked out.
    fn not_stated(&self, reason: Reason) -> bool;

    /// What a message calls a thing.
    fn name(&self, entity: Entity) -> Cow<'_, str>;
}
