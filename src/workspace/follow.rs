//! Follows files and folders, and says what changed in them once things have settled.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{CreateKind, EventKind, ModifyKind, RemoveKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::cache::CACHE;
use super::named::{CONFIG, shown};

/// A change is over once nothing more happens for so long: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(80);
/// Nobody waits longer than this, even if something happens all the time.
const LONGEST: Duration = Duration::from_secs(1);
/// Files by which other files are left out.
const IGNORES: [&str; 2] = [".gitignore", ".ignore"];

/// Who follows.
pub struct Follower {
    watcher: RecommendedWatcher,
    changes: Receiver<Change>,
    /// Folders, and whether those in them are followed, too.
    folders: BTreeMap<PathBuf, bool>,
    /// Files that count whatever they are called.
    files: BTreeSet<PathBuf>,
    /// A folder in which nothing counts.
    left_out: Option<PathBuf>,
}

enum Change {
    /// Something may have happened to a file, or to a folder with all that is in it.
    At(PathBuf, bool),
    /// Too much happened to say what.
    Anywhere,
}

impl Follower {
    /// Follows nothing yet.
    ///
    /// # Errors
    /// The system has no way to do that, or no room.
    pub fn new() -> Result<Self, String> {
        let (sender, changes) = channel();
        let tell = move |event: notify::Result<Event>| {
            for change in told(event) {
                // Nobody listens any more when the program ends.
                let _ = sender.send(change);
            }
        };
        Ok(Self {
            watcher: notify::recommended_watcher(tell).map_err(said)?,
            changes,
            folders: BTreeMap::new(),
            files: BTreeSet::new(),
            left_out: None,
        })
    }

    /// Follows a folder with everything below it, or a file.
    ///
    /// # Errors
    /// The system has no room for that.
    pub fn follow(&mut self, path: &Path) -> Result<(), String> {
        let path = real(path);
        if path.is_dir() {
            return self.folder(&path, true);
        }
        self.files.insert(path.clone());
        path.parent()
            .map_or(Ok(()), |folder| self.folder(folder, false))
    }

    /// Follows what lies in a folder, but not in the folders in it.
    ///
    /// # Errors
    /// The system has no room for that.
    pub fn follow_shallow(&mut self, folder: &Path) -> Result<(), String> {
        self.folder(&real(folder), false)
    }

    /// Lets nothing count that lies in a folder.
    pub fn leave_out(&mut self, folder: &Path) {
        self.left_out = Some(real(folder));
    }

    fn folder(&mut self, folder: &Path, deep: bool) -> Result<(), String> {
        let is_followed = self
            .folders
            .iter()
            .any(|(other, is_deep)| *is_deep && folder.starts_with(other));
        let known = self.folders.get(folder);
        if is_followed || known.is_some_and(|is_deep| *is_deep || !deep) || !folder.is_dir() {
            return Ok(());
        }
        let mode = match deep {
            true => RecursiveMode::Recursive,
            false => RecursiveMode::NonRecursive,
        };
        self.watcher.watch(folder, mode).map_err(said)?;
        self.folders.insert(folder.to_owned(), deep);
        Ok(())
    }

    /// Waits until something changes that a check may depend on, and things have settled. Gives what changed, as the user
    /// would write it; nothing if that is not known.
    ///
    /// # Errors
    /// Nothing is followed any more.
    pub fn changed(&self) -> Result<BTreeSet<String>, String> {
        let gone = || "files cannot be followed any more".to_owned();
        let mut changed = BTreeSet::new();
        loop {
            let change = self.changes.recv().map_err(|_| gone())?;
            if !self.counts(&change) {
                continue;
            }
            let start = Instant::now();
            note(&mut changed, change);
            while start.elapsed() < LONGEST {
                match self.changes.recv_timeout(QUIET) {
                    Ok(change) if self.counts(&change) => note(&mut changed, change),
                    Ok(_) => {}
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return Err(gone()),
                }
            }
            return Ok(changed);
        }
    }

    /// Whether a check may depend on it.
    fn counts(&self, change: &Change) -> bool {
        let Change::At(path, is_folder) = change else {
            return true;
        };
        // What we write ourselves.
        let left_out = self.left_out.as_ref();
        if left_out.is_some_and(|folder| path.starts_with(folder))
            || path.components().any(|part| part.as_os_str() == CACHE)
        {
            return false;
        }
        let name = path.file_name().unwrap_or_default();
        let ending = path.extension().and_then(|ending| ending.to_str());
        *is_folder
            || matches!(ending, Some("plan" | "yaml"))
            || name == CONFIG
            || IGNORES.iter().any(|ignore| name == *ignore)
            || self.files.contains(path)
    }
}

/// A path without links and detours; of what is not there, that of its folder.
fn real(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let in_folder = || {
        let folder = absolute.parent()?.canonicalize().ok()?;
        Some(folder.join(absolute.file_name()?))
    };
    let real = absolute.canonicalize().ok();
    real.or_else(in_folder).unwrap_or(absolute)
}

fn note(changed: &mut BTreeSet<String>, change: Change) {
    if let Change::At(path, _) = change {
        changed.insert(shown(&path));
    }
}

/// What an event says. That somebody has read something is none.
fn told(event: notify::Result<Event>) -> Vec<Change> {
    let Ok(event) = event else {
        return vec![Change::Anywhere];
    };
    if event.need_rescan() {
        return vec![Change::Anywhere];
    }
    let is_folder = |path: &Path| match event.kind {
        EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder) => true,
        // What went away under its old name cannot be asked any more.
        EventKind::Modify(ModifyKind::Name(_)) => path.extension().is_none(),
        _ => false,
    };
    if matches!(event.kind, EventKind::Access(_)) {
        return Vec::new();
    }
    let changes = event.paths.iter();
    changes
        .map(|path| Change::At(path.clone(), is_folder(path)))
        .collect()
}

fn said(error: notify::Error) -> String {
    match error.kind {
        notify::ErrorKind::MaxFilesWatch => {
            "the system follows no more files; raise its limit (`fs.inotify.max_user_watches`), or name fewer folders".to_owned()
        }
        notify::ErrorKind::Io(error) => super::read::plain(&error),
        _ => error.to_string().to_lowercase(),
    }
}
