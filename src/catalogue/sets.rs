//! Small ids and the bit sets made of them: copied freely, compared at once.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub(super) u8);

        impl $name {
            /// Place in the list that it is an id of.
            pub fn index(self) -> usize {
                usize::from(self.0)
            }
        }
    };
}

macro_rules! set {
    ($(#[$doc:meta])* $name:ident of $id:ident in $bits:ty) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub(super) $bits);

        impl $name {
            /// How many there can be.
            pub const MOST: usize = <$bits>::BITS as usize;

            /// Whether nothing is in it.
            pub fn is_empty(self) -> bool {
                self.0 == 0
            }

            /// How many are in it.
            pub fn len(self) -> usize {
                self.0.count_ones() as usize
            }

            /// Whether this one is in it.
            pub fn contains(self, id: $id) -> bool {
                self.overlaps(Self::default().with(id))
            }

            /// Whether the two have one in common.
            pub fn overlaps(self, other: Self) -> bool {
                self.0 & other.0 != 0
            }

            /// Whether all of it is in the other, too.
            pub fn is_within(self, other: Self) -> bool {
                self.0 & !other.0 == 0
            }

            /// The set with this one as well.
            #[must_use]
            pub fn with(self, id: $id) -> Self {
                let bit: $bits = 1;
                Self(self.0 | bit.checked_shl(u32::from(id.0)).unwrap_or(0))
            }

            /// Both together.
            #[must_use]
            pub fn union(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }

            /// What is in this and not in the other.
            #[must_use]
            pub fn without(self, other: Self) -> Self {
                Self(self.0 & !other.0)
            }

            /// Those in it, in the order of their list.
            pub fn iter(self) -> impl Iterator<Item = $id> {
                let mut rest = self.0;
                std::iter::from_fn(move || {
                    let at = u8::try_from(rest.trailing_zeros()).ok()?;
                    let one = (rest != 0).then_some($id(at))?;
                    rest &= rest - 1;
                    Some(one)
                })
            }
        }

        impl FromIterator<$id> for $name {
            fn from_iter<T: IntoIterator<Item = $id>>(ids: T) -> Self {
                ids.into_iter().fold(Self::default(), Self::with)
            }
        }
    };
}

id! {
    /// A muscle of a catalogue.
    MuscleId
}
id! {
    /// A kind of equipment of a catalogue.
    EquipmentId
}
id! {
    /// A modifier of a catalogue.
    ModifierId
}
id! {
    /// A technique word of a catalogue.
    TechniqueId
}
id! {
    /// A movement pattern of a catalogue.
    PatternId
}

set! {
    /// Muscles.
    MuscleSet of MuscleId in u64
}
set! {
    /// Kinds of equipment.
    EquipmentSet of EquipmentId in u64
}
set! {
    /// Modifiers.
    ModifierSet of ModifierId in u128
}
set! {
    /// Technique words.
    TechniqueSet of TechniqueId in u64
}

/// A movement of a catalogue, or of a plan's own exercises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MovementId(pub(super) u16);

impl MovementId {
    /// Place in the list that it is an id of.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{MuscleId, MuscleSet};

    #[test]
    fn a_set_gives_back_what_was_put_in() {
        let set: MuscleSet = [MuscleId(3), MuscleId(0), MuscleId(63)]
            .into_iter()
            .collect();
        assert_eq!(
            set.iter().collect::<Vec<_>>(),
            [MuscleId(0), MuscleId(3), MuscleId(63)]
        );
        assert!(set.contains(MuscleId(63)) && !set.contains(MuscleId(62)));
        assert!(set.overlaps(MuscleSet::default().with(MuscleId(3))));
        assert_eq!((set.len(), MuscleSet::default().iter().count()), (3, 0));
    }
}
