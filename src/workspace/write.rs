//! Writing files: the only door through which cuff changes the disk. A file is there in full, as it was or as it should
//! be, never half.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::read::plain;

/// Writes a file that is not there yet.
///
/// # Errors
/// It is there, or cannot be written.
pub fn write_new(path: &Path, text: &str) -> Result<(), String> {
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = match file {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err("it is there already".to_owned());
        }
        Err(error) => return Err(plain(&error)),
    };
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(|error| {
            let _ = fs::remove_file(path);
            plain(&error)
        })
}

/// Puts `after` in the place of `before`, if the file still holds that and may be written. Links are followed, and
/// permissions kept.
///
/// # Errors
/// It changed meanwhile, is read-only, or cannot be written. It is then as it was.
pub fn replace(path: &Path, before: &str, after: &str) -> Result<(), String> {
    if before == after {
        return Ok(());
    }
    let path = path.canonicalize().map_err(|error| plain(&error))?;
    let metadata = fs::metadata(&path).map_err(|error| plain(&error))?;
    if metadata.permissions().readonly() {
        return Err("it is read-only".to_owned());
    }
    let now = fs::read(&path).map_err(|error| plain(&error))?;
    if now != before.as_bytes() {
        return Err("it changed while cuff looked at it; run cuff again".to_owned());
    }
    let beside = beside(&path);
    let written = written(&beside, after)
        .and_then(|()| fs::set_permissions(&beside, metadata.permissions()))
        .and_then(|()| fs::rename(&beside, &path));
    written.map_err(|error| {
        let _ = fs::remove_file(&beside);
        plain(&error)
    })
}

/// A name beside the file, on the same disk, that nothing else has.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.cuff", std::process::id()))
}

fn written(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
