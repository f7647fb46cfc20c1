//! What earlier runs found, so that a plan that nobody changed is not checked again.
//!
//! A report is kept under a number for everything that it depends on ([`Key`]), so that nothing is ever out of date: what
//! changes has another number. Reports lie in packs ([`pack`]): each run writes those that are new into a pack of its own,
//! which gets its name once it is whole and is never changed again. So runs do not disturb each other, and one that is
//! killed leaves nothing that is believed. Packs are put together from time to time, without what nobody used for long
//! ([`upkeep`]). Whatever is wrong with the cache, the run goes on without it.

mod folder;
mod key;
mod pack;
mod stored;
mod upkeep;

use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::check::Report;

use folder::Folder;
use pack::{Pack, Writer};

pub use folder::{CACHE, Cleaned, clean};
pub use key::Key;

/// A report that is used after so many days is written anew, as one of today.
const REFRESH_DAYS: u32 = 7;
/// Longest report that is kept, in bytes. Plans with more findings are rare, and not about to be left alone.
const REPORT_BYTES: usize = 4 << 20;

/// The reports that are kept in one folder.
#[derive(Debug)]
pub struct Cache {
    folder: Folder,
    packs: Vec<Pack>,
    writer: Option<Writer>,
    /// Something has been written, or lies there and cannot be read.
    is_untidy: bool,
    /// Nothing more is written, for this reason.
    failed: Option<String>,
    today: u32,
}

/// A report that is to be kept.
#[derive(Debug)]
pub struct Entry {
    key: Key,
    body: Vec<u8>,
}

/// What is known of a plan.
#[derive(Debug)]
pub struct Found {
    /// What an earlier run found.
    pub report: Report,
    /// What is to be written again, since it was written long ago.
    pub refreshed: Option<Entry>,
}

impl Cache {
    /// Looks into a folder, which need not be there.
    pub fn open(folder: &Path) -> Self {
        Self::on_day(folder, days_since_epoch())
    }

    fn on_day(folder: &Path, today: u32) -> Self {
        let folder = Folder::at(folder);
        let (mut packs, mut is_untidy) = (Vec::new(), false);
        for path in folder.packs() {
            match Pack::open(&path) {
                Ok(pack) => packs.push(pack),
                Err(_) => is_untidy = true,
            }
        }
        Self {
            folder,
            packs,
            writer: None,
            is_untidy,
            failed: None,
            today,
        }
    }

    /// What an earlier run found in the plan that this is the key of.
    pub fn find(&self, key: &Key) -> Option<Found> {
        let timeless = self.body(key);
        let (key, (body, day)) = match timeless {
            Some(found) => (*key, found),
            None => {
                let dated = key.on_its_day();
                (dated, self.body(&dated)?)
            }
        };
        let report = stored::read(&body, key.is_timeless())?;
        let is_old = self.today.saturating_sub(day) >= REFRESH_DAYS;
        let refreshed = is_old.then_some(Entry { key, body });
        Some(Found { report, refreshed })
    }

    fn body(&self, key: &Key) -> Option<(Vec<u8>, u32)> {
        self.packs.iter().find_map(|pack| pack.find(&key.digest()))
    }

    /// Keeps a report for later runs.
    pub fn add(&mut self, entry: &Entry) {
        if self.failed.is_some() {
            return;
        }
        if let Err(error) = self.write(entry) {
            self.failed = Some(super::read::plain(&error));
            self.writer = None;
        }
    }

    fn write(&mut self, entry: &Entry) -> std::io::Result<()> {
        let writer = match &mut self.writer {
            Some(writer) => writer,
            None => {
                self.folder.make()?;
                self.is_untidy = true;
                self.writer.insert(Writer::begin(&self.folder)?)
            }
        };
        writer.add(&entry.key.digest(), &entry.body, self.today)?;
        if writer.is_full() {
            self.finish()?;
        }
        Ok(())
    }

    fn finish(&mut self) -> std::io::Result<()> {
        match self.writer.take() {
            Some(writer) => writer.finish(&self.folder).map(drop),
            None => Ok(()),
        }
    }

    /// Ends the pack of this run, and tidies up. Gives the reason why nothing could be kept, if that is so.
    pub fn close(mut self) -> Option<String> {
        if let Err(error) = self.finish() {
            self.failed = Some(super::read::plain(&error));
        }
        if self.is_untidy && self.failed.is_none() {
            self.packs.clear();
            upkeep::tidy(&self.folder, self.today);
        }
        self.failed
    }
}

impl Entry {
    /// What was found in a plan. `None` if it is not worth keeping.
    pub fn of(key: &Key, report: &Report) -> Option<Self> {
        let key = if report.is_timeless {
            *key
        } else {
            key.on_its_day()
        };
        let body = stored::write(report)?;
        (body.len() <= REPORT_BYTES).then_some(Self { key, body })
    }
}

fn days_since_epoch() -> u32 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let days = now.unwrap_or_default().as_secs() / 86_400;
    u32::try_from(days).unwrap_or(u32::MAX)
}

/// Removes a file that nobody needs. If somebody else has done that, all is well.
fn discard(path: impl AsRef<Path>) {
    let _ = fs::remove_file(path);
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
