//! A report on its way into a file: it grows beside the file, and takes its name once it is whole. A pipe or a device gets
//! it as it comes.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::super::files::{Disk, Files, Mode, Status};
use super::super::read::{Unreadable, plain};
use super::interrupted::Beside;
use super::{Failed, new_file, refuse};

/// How much is held before it is written.
const CHUNK: usize = 1 << 20;

/// A file that is being written.
pub struct Draft {
    path: PathBuf,
    to: To,
    text: String,
    failed: Option<String>,
}

enum To {
    /// A file beside the one that it will be, with what that one is now.
    Beside(Beside, PathBuf, Option<Status>),
    /// What has no name to take: a pipe, a device.
    Straight(File),
}

impl Draft {
    /// Begins a file, which takes the place of one that is there.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn begin(path: &Path) -> Result<Self, Unreadable> {
        Self::on(&Disk, path)
    }

    pub(super) fn on(files: &dyn Files, path: &Path) -> Result<Self, Unreadable> {
        let to = begin(files, path).map_err(|reason| refuse(path, reason))?;
        Ok(Self {
            path: path.to_owned(),
            to,
            text: String::new(),
            failed: None,
        })
    }

    /// Adds a text. What goes wrong is said at the end.
    pub fn push(&mut self, text: &str) {
        self.text += text;
        if self.text.len() >= CHUNK {
            self.flush(&Disk);
        }
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// It cannot be written; what was there before is there still.
    pub fn finish(mut self) -> Result<(), Unreadable> {
        self.flush(&Disk);
        self.end(&Disk).map_err(|reason| refuse(&self.path, reason))
    }

    pub(super) fn flush(&mut self, files: &dyn Files) {
        let text = std::mem::take(&mut self.text);
        if self.failed.is_some() || text.is_empty() {
            return;
        }
        let written = match &mut self.to {
            To::Beside(beside, ..) => files.append(beside.path(), text.as_bytes()),
            To::Straight(file) => file.write_all(text.as_bytes()),
        };
        self.failed = written.err().map(said);
    }

    pub(super) fn end(&mut self, files: &dyn Files) -> Result<(), String> {
        let To::Beside(beside, real, status) = &self.to else {
            return self.failed.take().map_or(Ok(()), Err);
        };
        if let Some(reason) = self.failed.take() {
            return Err(reason);
        }
        place(files, beside.path(), real, status.as_ref()).map_err(said)?;
        let _ = files.settle(real);
        Ok(())
    }
}

fn begin(files: &dyn Files, path: &Path) -> Result<To, String> {
    // Asked by the path itself: a link such as `/dev/stderr` may lead to what has no path of its own.
    let status = match files.status(path) {
        Ok(status) => status,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return fresh(files, path),
        Err(error) => return Err(said(error)),
    };
    if path.is_dir() {
        return Err("this is a folder".to_owned());
    }
    // What a stream of the program leads to is in use, whatever it is.
    if !status.is_file || path.starts_with("/dev") {
        let file = OpenOptions::new().append(true).open(path).map_err(said)?;
        return Ok(To::Straight(file));
    }
    if !status.is_writable {
        return Err("it is read-only".to_owned());
    }
    let real = files.resolve(path).map_err(said)?;
    beside(files, &real, Some(status))
}

/// A file that is not there yet. A link that leads nowhere is somebody's mistake, and stays.
fn fresh(files: &dyn Files, path: &Path) -> Result<To, String> {
    if path.is_symlink() {
        return Err("this is a link to nothing".to_owned());
    }
    beside(files, path, None)
}

fn beside(files: &dyn Files, real: &Path, status: Option<Status>) -> Result<To, String> {
    let mode = if status.is_some() {
        Mode::Private
    } else {
        Mode::Usual
    };
    match new_file(files, real, mode) {
        Ok(beside) => Ok(To::Beside(beside, real.to_owned(), status)),
        Err(Failed::NoRoomBeside) => Err("its folder takes no new file".to_owned()),
        Err(Failed::Because(error)) if error.kind() == io::ErrorKind::NotFound => {
            Err("its folder is not there".to_owned())
        }
        Err(Failed::Because(error)) => Err(said(error)),
    }
}

fn said(error: io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "cuff is not allowed to write this".to_owned(),
        _ => plain(&error),
    }
}

/// Gives what is whole the name of the file, and its owner and mode if there was one.
fn place(files: &dyn Files, draft: &Path, real: &Path, status: Option<&Status>) -> io::Result<()> {
    if let Some(status) = status {
        files.keep_owner_and_mode(draft, status)?;
    }
    files.rename(draft, real)
}

/// Puts a text behind what a file holds, for a file that others write to as well.
///
/// # Errors
/// It cannot be written.
pub fn append(path: &Path, text: &str) -> Result<(), Unreadable> {
    let written = OpenOptions::new()
        .append(true)
        .create(true)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| refuse(path, said(error)))
}

impl Drop for Draft {
    /// What did not become the file is taken away.
    fn drop(&mut self) {
        if let To::Beside(beside, ..) = &self.to {
            let _ = Disk.remove(beside.path());
        }
    }
}
