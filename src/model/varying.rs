//! What of a training day changes from one week of its block to the next.

/// Kinds of change, as a set. Everything else about a day is the same in all weeks of its block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Varying(u8);

impl Varying {
    /// Nothing.
    pub const NOTHING: Self = Self(0);
    /// Loads of sets.
    pub const LOAD: Self = Self(1);
    /// Sets, and what is done in them.
    pub const WORK: Self = Self(2);
    /// Rests between sets.
    pub const REST: Self = Self(4);
    /// How tight wraps are.
    pub const TIGHTNESS: Self = Self(8);
    /// Which week it is, and whatever lies outside of the day.
    pub const WEEK: Self = Self(16);
    /// What may change with any of them.
    pub const ANY: Self = Self(31);

    /// These and those.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether anything is among both.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether there is none.
    pub const fn is_nothing(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<Self> for Varying {
    fn from_iter<I: IntoIterator<Item = Self>>(all: I) -> Self {
        all.into_iter().fold(Self::NOTHING, Self::and)
    }
}
