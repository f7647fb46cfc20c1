//! Writing files, the only door through which cuff changes the disk, so that a file holds the old text or the new one and never anything else, whatever goes wrong.
//!
//! The new text goes into a file beside the old one, which then takes its name. Links are followed, the mode and the
//! owner stay, and what is no file any more, or not the one that was read, is left alone and said.

mod draft;
mod interrupted;

use std::io;
use std::path::Path;

use super::files::{Disk, Files, Mode, Status};
use super::read::{Unreadable, plain};

use interrupted::pause;

pub use draft::{Draft, append};
pub(super) use interrupted::Beside;
pub use interrupted::end_cleanly;

/// Names tried for the file beside the old one.
const NAMES: u32 = 16;

/// Puts `after` in the place of `before`. A text that is the same is not written at all.
///
/// # Errors
/// The file cannot be written, or does not hold `before` any more; it is as it was then.
pub fn rewrite(path: &Path, before: &str, after: &str) -> Result<(), Unreadable> {
    write(&Disk, path, before, after).map_err(|reason| refuse(path, reason))
}

/// Writes a file that is not there yet.
///
/// # Errors
/// Something is there, which stays as it is, or the file cannot be written, and then is not there.
pub fn write_new(path: &Path, text: &str) -> Result<(), Unreadable> {
    new(&Disk, path, text).map_err(|reason| refuse(path, reason))
}

/// Writes a file that is not there yet, or puts the text in the place of one that begins with `ours`.
///
/// # Errors
/// Something else is there, which stays as it is, or the file cannot be written.
pub fn write_anew(path: &Path, text: &str, ours: &str) -> Result<(), Unreadable> {
    anew(&Disk, path, text, ours).map_err(|reason| refuse(path, reason))
}

fn anew(files: &dyn Files, path: &Path, text: &str, ours: &str) -> Result<(), String> {
    let Ok(real) = files.resolve(path) else {
        return new(files, path, text);
    };
    let status = files.status(&real).map_err(|error| plain(&error))?;
    if !status.is_file {
        return Err("something that is no regular file is there".to_owned());
    }
    let before = files.read(&real).map_err(|error| plain(&error))?;
    match String::from_utf8(before) {
        Ok(before) if before.starts_with(ours) => write(files, path, &before, text),
        _ => Err("another file is there, which cuff did not write".to_owned()),
    }
}

/// Writes a file, in the place of what is there.
///
/// # Errors
/// It cannot be written; what was there is still there.
pub fn put(path: &Path, text: &str) -> Result<(), Unreadable> {
    match Disk.read(path) {
        Ok(before) => {
            let before = String::from_utf8_lossy(&before);
            rewrite(path, &before, text)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => write_new(path, text),
        Err(error) => Err(refuse(path, plain(&error))),
    }
}

fn refuse(path: &Path, reason: String) -> Unreadable {
    Unreadable {
        path: path.display().to_string(),
        reason,
    }
}

fn new(files: &dyn Files, path: &Path, text: &str) -> Result<(), String> {
    files
        .create(path, Mode::Usual)
        .map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => "it is there already".to_owned(),
            _ => plain(&error),
        })?;
    if let Err(error) = files.append(path, text.as_bytes()) {
        let _ = files.remove(path).or_else(|_| files.remove(path));
        return Err(plain(&error));
    }
    let _ = files.settle(path);
    Ok(())
}

fn write(files: &dyn Files, path: &Path, before: &str, after: &str) -> Result<(), String> {
    if before == after {
        return Ok(());
    }
    let said = |error: io::Error| plain(&error);
    let real = files.resolve(path).map_err(said)?;
    let status = files.status(&real).map_err(said)?;
    if !status.is_file {
        return Err("it is no regular file any more".to_owned());
    }
    if !status.is_writable {
        return Err("it is read-only".to_owned());
    }
    let same = status.bytes == before.len() as u64
        && files.read(&real).map_err(said)? == before.as_bytes();
    if !same {
        return Err("it was changed meanwhile; run cuff again".to_owned());
    }
    if status.links > 1 {
        return in_place(files, &real, before, after).map_err(said);
    }
    match beside(files, &real, &status, after) {
        Err(Failed::NoRoomBeside) => in_place(files, &real, before, after).map_err(said),
        Err(Failed::Because(error)) => Err(said(error)),
        Ok(()) => Ok(()),
    }
}

enum Failed {
    /// The folder takes no new file, or the file there would have another owner.
    NoRoomBeside,
    Because(io::Error),
}

/// Writes a file beside the old one and gives it the old one's name.
fn beside(files: &dyn Files, real: &Path, status: &Status, text: &str) -> Result<(), Failed> {
    let temporary = new_file(files, real, Mode::Private)?;
    let replaced = files
        .keep_owner_and_mode(temporary.path(), status)
        .map_err(|_| Failed::NoRoomBeside)
        .and_then(|()| {
            files
                .append(temporary.path(), text.as_bytes())
                .and_then(|()| files.rename(temporary.path(), real))
                .map_err(Failed::Because)
        });
    if replaced.is_err() {
        // If this fails too, the first failure is the one to tell; one more try costs nothing.
        let _ = files
            .remove(temporary.path())
            .or_else(|_| files.remove(temporary.path()));
        return replaced;
    }
    // The new text is there; that its name survives a power cut is wished for, and no reason to call it a failure.
    let _ = files.settle(real);
    Ok(())
}

/// Makes an empty file that nobody else uses: `.arms.plan.cuff-4711-0`.
fn new_file(files: &dyn Files, real: &Path, mode: Mode) -> Result<Beside, Failed> {
    let name = real.file_name().unwrap_or_default().to_string_lossy();
    let process = std::process::id();
    for number in 0..NAMES {
        let temporary = real.with_file_name(format!(".{name}.cuff-{process}-{number}"));
        match Beside::new(temporary, |path| files.create(path, mode)) {
            Ok(temporary) => return Ok(temporary),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                return Err(Failed::NoRoomBeside);
            }
            Err(error) => return Err(Failed::Because(error)),
        }
    }
    Err(Failed::NoRoomBeside)
}

/// Writes into the file itself, where no other may take its place: it has several names, or its folder takes no file.
/// What is longer than before is put at the end first, while the old text still stands; if anything fails, the old text
/// comes back.
fn in_place(files: &dyn Files, real: &Path, before: &str, after: &str) -> io::Result<()> {
    let _pause = pause();
    let longer = after.as_bytes().get(before.len()..).unwrap_or_default();
    let written = files
        .append(real, longer)
        .and_then(|()| files.overwrite(real, after.as_bytes()));
    if written.is_err() {
        files
            .overwrite(real, before.as_bytes())
            .or_else(|_| files.overwrite(real, before.as_bytes()))
            .or_else(|_| files.truncate(real, before.len() as u64))?;
    }
    written
}

#[cfg(test)]
mod tests;
