//! What a report holds back until its end: nothing for forms that are written as findings come, the most severe findings
//! for those that show only some, so that memory stays flat however many plans there are.

use super::found::Rank;

/// One finding as a form writes it at its end.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) rank: Rank,
    pub(super) text: String,
    /// What is written at once where there is no room for it.
    pub(super) instead: String,
}

/// How much of each rank is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Room {
    pub(super) entries: usize,
    pub(super) bytes: usize,
}

impl Room {
    /// For a form that cannot do without any of its entries.
    pub(super) const ALL: Self = Self {
        entries: usize::MAX,
        bytes: usize::MAX,
    };
}

/// Entries that were kept, in the order in which they came.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    entries: Vec<Entry>,
    used: [(usize, usize); Rank::ALL.len()],
    left_out: [usize; Rank::ALL.len()],
}

impl Kept {
    /// Keeps an entry, or gives what is to be written instead.
    pub(super) fn add(&mut self, entry: Entry, room: Room) -> Option<String> {
        let rank = entry.rank as usize;
        let (entries, bytes) = self.used.get_mut(rank)?;
        if *entries < room.entries && entry.text.len() <= room.bytes.saturating_sub(*bytes) {
            *entries += 1;
            *bytes += entry.text.len();
            self.entries.push(entry);
            return None;
        }
        if let Some(left_out) = self.left_out.get_mut(rank) {
            *left_out += 1;
        }
        Some(entry.instead)
    }

    /// All entries.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Those of a rank.
    pub(super) fn of(&self, rank: Rank) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.rank == rank)
    }

    /// How many of a rank found no room.
    pub(super) fn left_out(&self, rank: Rank) -> usize {
        self.left_out.get(rank as usize).copied().unwrap_or(0)
    }
}
