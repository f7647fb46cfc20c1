//! Keeps a cache small: few packs, nothing that nobody used for a month, and no more bytes than a limit.
//!
//! Small packs are put together with those that are not much larger, so that what is written again is never much more than
//! what is new. Runs at the same time may do so together: a pack is removed only after everything in it lies in another.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::discard;
use super::folder::Folder;
use super::pack::{Pack, ROWS, Row, Unread, Writer};
use crate::digest::Digest;

/// What nobody used for so many days is dropped.
const DAYS: u32 = 30;
/// Most bytes of a cache. Beyond it, what was used longest ago is dropped, down to three quarters.
const LIMIT: u64 = 1 << 30;
/// Packs that may lie side by side.
const PACKS: usize = 16;
/// A pack that was begun and not finished for so long was begun by a run that was killed.
const ABANDONED: Duration = Duration::from_secs(86_400);

/// Tidies up. What cannot be done is left to the next run.
pub(super) fn tidy(folder: &Folder, today: u32) {
    tidy_within(folder, today, LIMIT);
}

pub(super) fn tidy_within(folder: &Folder, today: u32, limit: u64) {
    folder.parts().iter().filter(is_abandoned).for_each(discard);
    let mut packs: Vec<(u64, Pack)> = Vec::new();
    for path in folder.packs() {
        match Pack::open(&path) {
            Ok(pack) => packs.push((bytes(&path), pack)),
            Err(Unread::Damaged) => discard(&path),
            Err(Unread::NotOurs) => {}
        }
    }
    packs.sort_by_key(|(bytes, _)| *bytes);
    let all: u64 = packs.iter().map(|(bytes, _)| bytes).sum();
    let is_expired = |row: &Row| row.day.saturating_add(DAYS) < today;
    let is_old = |(_, pack): &(u64, Pack)| pack.rows().iter().all(is_expired);
    let together = if all > limit {
        packs
    } else {
        let (old, young): (Vec<_>, Vec<_>) = packs.into_iter().partition(is_old);
        let mut together = old;
        together.extend(small(young));
        together
    };
    if !together.is_empty() {
        let together: Vec<Pack> = together.into_iter().map(|(_, pack)| pack).collect();
        let limit = if all > limit { limit / 4 * 3 } else { limit };
        join(folder, &together, today, limit);
    }
}

fn bytes(path: &Path) -> u64 {
    path.symlink_metadata().map_or(0, |status| status.len())
}

fn is_abandoned(path: &&PathBuf) -> bool {
    let changed = path.symlink_metadata().and_then(|status| status.modified());
    let age = changed.map(|changed| SystemTime::now().duration_since(changed));
    matches!(age, Ok(Ok(age)) if age > ABANDONED)
}

/// The packs that are worth putting together, of packs in order of their size.
fn small(packs: Vec<(u64, Pack)>) -> Vec<(u64, Pack)> {
    if packs.len() <= PACKS {
        return Vec::new();
    }
    let mut sum = 0;
    let mut together = Vec::new();
    for (bytes, pack) in packs {
        if together.len() > 1 && bytes > sum * 2 {
            break;
        }
        sum += bytes;
        together.push((bytes, pack));
    }
    together
}

/// Puts packs together into one, and removes them.
fn join(folder: &Folder, packs: &[Pack], today: u32, limit: u64) {
    let mut newest: HashMap<Digest, (usize, Row)> = HashMap::new();
    for (number, pack) in packs.iter().enumerate() {
        for row in pack.rows() {
            let known = newest.entry(row.key).or_insert((number, *row));
            if known.1.day < row.day {
                *known = (number, *row);
            }
        }
    }
    let mut kept: Vec<(usize, Row)> = newest
        .into_values()
        .filter(|(_, row)| row.day.saturating_add(DAYS) >= today)
        .collect();
    kept.sort_by_key(|(number, row)| (std::cmp::Reverse(row.day), *number, row.place));
    kept.truncate(ROWS);
    let mut sum = 0;
    kept.retain(|(_, row)| {
        sum += u64::from(row.length);
        sum <= limit
    });
    if let Ok(written) = write(folder, packs, kept) {
        let others = packs.iter().map(Pack::path);
        // Another of the same name says the same.
        let others = others.filter(|path| Some(*path) != written.as_ref());
        others.for_each(discard);
    }
}

/// Writes reports of some packs into a new one, if there are any.
fn write(
    folder: &Folder,
    packs: &[Pack],
    mut kept: Vec<(usize, Row)>,
) -> io::Result<Option<PathBuf>> {
    if kept.is_empty() {
        return Ok(None);
    }
    // As they lie, which is as they were checked and will be looked for.
    kept.sort_by_key(|(number, row)| (*number, row.place));
    let mut writer = Writer::begin(folder)?;
    for (number, row) in &kept {
        if let Some(body) = packs.get(*number).and_then(|pack| pack.body(row)) {
            writer.add(&row.key, &body, row.day)?;
        }
    }
    writer.finish(folder).map(Some)
}
