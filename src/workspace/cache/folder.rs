//! The folder of a cache: what lies in it, what marks it as one, and how it is removed. Only files that cuff wrote are ever
//! touched.

use std::fs;
use std::io::{self, Error, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::super::read::plain;
use super::discard;

/// The name of the folder, beside the configuration of a project.
pub const CACHE: &str = ".cuff_cache";
/// The file by which programs that make copies know a folder that is not worth one (<https://bford.info/cachedir/>).
const TAG: &str = "CACHEDIR.TAG";
/// What it must begin with, and who made it.
const TAG_TEXT: &str = "Signature: 8a477f597d28d172789f06886806bc55\n# What cuff found in plans, so that it need not look again. `cuff clean` removes it.\n";
/// Keeps the folder out of git.
const IGNORE: &str = ".gitignore";
const IGNORE_TEXT: &str = "# Written by cuff.\n*\n";
/// The ending of packs, and of those that are being written.
const PACK: &str = "pack";
const PART: &str = "part";
/// Most packs that are looked into.
const PACKS: usize = 256;
/// Names tried for a pack that is being written.
const NAMES: u32 = 16;

/// The folder.
#[derive(Clone, Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Its packs. None are believed that came with the files of a repository, since whoever proposes a change could write
    /// there what is found in it.
    pub(super) fn packs(&self) -> Vec<PathBuf> {
        match self.is_ours() && !is_tracked(&self.0) {
            true => self.ending_in(PACK),
            false => Vec::new(),
        }
    }

    /// Packs that were never finished.
    pub(super) fn parts(&self) -> Vec<PathBuf> {
        self.ending_in(PART)
    }

    fn ending_in(&self, wanted: &str) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.0).into_iter().flatten().flatten();
        let paths = entries.map(|entry| entry.path());
        let mut paths: Vec<PathBuf> = paths
            .filter(|path| path.extension().is_some_and(|ending| ending == wanted))
            .take(PACKS)
            .collect();
        paths.sort();
        paths
    }

    /// Whether cuff made it.
    fn is_ours(&self) -> bool {
        fs::read(self.0.join(TAG)).is_ok_and(|tag| tag == TAG_TEXT.as_bytes())
    }

    /// Makes the folder, unless it is there. One with other things in it is left alone.
    pub(super) fn make(&self) -> io::Result<()> {
        let refused = |why| Err(Error::new(ErrorKind::AlreadyExists, why));
        if is_tracked(&self.0) {
            return refused("git has it among the files of the repository");
        }
        if self.is_ours() {
            return Ok(());
        }
        fs::create_dir_all(&self.0)?;
        if self.holds_others()? && !self.is_ours() {
            return refused("the folder holds other things than a cache");
        }
        fs::write(self.0.join(IGNORE), IGNORE_TEXT)?;
        // Beside, since another run may be reading it.
        let part = self.part();
        fs::write(&part, TAG_TEXT)?;
        fs::rename(part, self.0.join(TAG))
    }

    /// Whether there is anything that is not made at the start. Another run may be making it as well.
    fn holds_others(&self) -> io::Result<bool> {
        let is_other = |path: PathBuf| {
            let mut marks = [TAG, IGNORE].iter();
            let is_part = path.extension().is_some_and(|ending| ending == PART);
            !is_part && !marks.any(|mark| path.ends_with(mark))
        };
        let mut entries = fs::read_dir(&self.0)?.flatten();
        Ok(entries.any(|entry| is_other(entry.path())))
    }

    /// The path of a finished pack.
    pub(super) fn pack(&self, sum: u64) -> PathBuf {
        self.0.join(format!("{sum:016x}.{PACK}"))
    }

    /// A path for one that is begun.
    pub(super) fn part(&self) -> PathBuf {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let process = std::process::id();
        let path = |number| self.0.join(format!(".{process}-{number}.{PART}"));
        let next = || path(NUMBER.fetch_add(1, Ordering::Relaxed));
        // What is there was left by a process with the same number, long ago or in another container.
        let mut free = (0..NAMES).map(|_| next()).skip_while(|path| path.exists());
        free.next().unwrap_or_else(next)
    }
}

/// Whether git has something in this folder, by the list of its files: a name in it that looks like one there is enough.
fn is_tracked(folder: &Path) -> bool {
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let repository = real.ancestors().find(|folder| folder.join(".git").exists());
    let Some((repository, name)) = repository.zip(real.file_name()) else {
        return false;
    };
    let git = repository.join(".git");
    // In a worktree it is a file that says where the rest is.
    let elsewhere = fs::read_to_string(&git).unwrap_or_default();
    let git = match elsewhere.strip_prefix("gitdir: ") {
        Some(place) => repository.join(place.trim_end()),
        None => git,
    };
    let index = fs::read(git.join("index")).unwrap_or_default();
    let below = [name.as_encoded_bytes(), b"/"].concat();
    memchr::memmem::find(&index, &below).is_some()
}

/// What became of a cache that was to be removed.
#[derive(Debug, PartialEq, Eq)]
pub enum Cleaned {
    /// There was none.
    Nothing,
    /// It is gone: so many packs, so many bytes.
    Removed(usize, u64),
}

/// Removes a cache.
///
/// # Errors
/// The folder is no cache, or something in it cannot be removed.
pub fn clean(folder: &Path) -> Result<Cleaned, String> {
    if folder.symlink_metadata().is_err() {
        return Ok(Cleaned::Nothing);
    }
    let ours = Folder::at(folder);
    if !ours.is_ours() {
        return Err("this is no cache that cuff wrote".to_owned());
    }
    let (mut packs, mut bytes) = (0, 0);
    for path in ours.ending_in(PACK) {
        bytes += path.symlink_metadata().map_or(0, |status| status.len());
        packs += 1;
        fs::remove_file(&path).map_err(|error| plain(&error))?;
    }
    ours.parts().iter().for_each(discard);
    discard(folder.join(IGNORE));
    // Last, so that what an error leaves is still known as ours.
    fs::remove_file(folder.join(TAG)).map_err(|error| plain(&error))?;
    // Fails if there is anything else, which is not ours.
    let _ = fs::remove_dir(folder);
    Ok(Cleaned::Removed(packs, bytes))
}
