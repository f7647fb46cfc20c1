//! Files of arguments: `@plans.txt` stands for the lines of that file, one argument a line. For lists that are longer than
//! what a system passes on, and for CI steps that hand them over.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::read::plain;

/// Most bytes of such files, all together: a million long paths.
const MOST: u64 = 128 << 20;

/// A file of arguments that cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub struct ArgumentFile {
    /// Its path.
    pub path: PathBuf,
    /// Why.
    pub reason: String,
}

/// The arguments with those of files in the places where they are named. A line is one argument, as it stands; empty lines
/// are nothing.
///
/// # Errors
/// A file cannot be read, is too large, or names another one.
pub fn expanded(args: impl Iterator<Item = OsString>) -> Result<Vec<OsString>, ArgumentFile> {
    let mut all = Vec::new();
    let mut left = MOST;
    for (place, arg) in args.enumerate() {
        match named(&arg) {
            // The first is the program itself.
            Some(path) if place > 0 => {
                lines(&path, &mut left, &mut all)
                    .map_err(|reason| ArgumentFile { path, reason })?;
            }
            _ => all.push(arg),
        }
    }
    Ok(all)
}

/// The file that an argument names.
fn named(arg: &OsStr) -> Option<PathBuf> {
    let bytes = arg.as_encoded_bytes();
    (bytes.first() == Some(&b'@')).then(|| argument(bytes.get(1..).unwrap_or_default()).into())
}

fn lines(path: &Path, left: &mut u64, all: &mut Vec<OsString>) -> Result<(), String> {
    let metadata = fs::metadata(path).map_err(|error| plain(&error))?;
    if metadata.is_dir() {
        return Err("it is a folder, not a file".to_owned());
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| plain(&error))?;
    // A pipe is fine, as in `@<(git ls-files)`; it has no size beforehand.
    let read = file.take(*left + 1).read_to_end(&mut bytes);
    read.map_err(|error| plain(&error))?;
    *left = (*left)
        .checked_sub(bytes.len() as u64)
        .ok_or_else(|| format!("cuff reads up to {} MiB of arguments", MOST >> 20))?;
    if bytes.contains(&0) {
        return Err("it holds zero bytes, and arguments are lines".to_owned());
    }
    for (line, number) in bytes.split(|byte| *byte == b'\n').zip(1..) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.first() == Some(&b'@') {
            return Err(format!(
                "line {number} names a file of arguments again; write `./@…` for a plan that is called so"
            ));
        }
        if !line.is_empty() {
            all.push(argument(line));
        }
    }
    Ok(())
}

#[cfg(unix)]
fn argument(bytes: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStrExt as _;
    OsStr::from_bytes(bytes).to_owned()
}

#[cfg(not(unix))]
fn argument(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}
