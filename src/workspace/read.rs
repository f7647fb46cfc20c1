//! Reading plans: regular files of text, up to the budget. What cannot be read is said, with the reason.

use std::fs::{self, File};
use std::io::{self, BufRead as _, Read};
use std::path::Path;

use crate::budget;
use crate::source::SourceFile;

/// An input that was not checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The path as it was given.
    pub path: String,
    /// Why, and what to do.
    pub reason: String,
}

/// Reads one plan. The name is the path as the user knows it.
///
/// # Errors
/// It is not there, not a regular file, not text, or beyond the budget.
pub fn read_plan(path: &Path) -> Result<SourceFile, Unreadable> {
    let name = path.display().to_string();
    let refuse = |reason: String| Unreadable {
        path: name.clone(),
        reason,
    };
    let metadata = fs::metadata(path).map_err(|error| refuse(plain(&error)))?;
    if !metadata.is_file() {
        return Err(refuse(
            "this is neither a file nor a folder that cuff can read".to_owned(),
        ));
    }
    if metadata.len() > budget::PLAN_BYTES as u64 {
        return Err(refuse(too_large(metadata.len())));
    }
    let file = File::open(path).map_err(|error| refuse(plain(&error)))?;
    let bytes = capped(file, metadata.len()).map_err(|error| refuse(plain(&error)))?;
    text(bytes)
        .map(|text| SourceFile::new(name.clone(), text))
        .map_err(refuse)
}

/// Reads a plan from standard input, under the name that is given for it.
///
/// # Errors
/// It is not text, or beyond the budget.
pub fn read_stdin(name: &str) -> Result<SourceFile, Unreadable> {
    let refuse = |reason: String| Unreadable {
        path: name.to_owned(),
        reason,
    };
    let bytes = capped(io::stdin().lock(), 0).map_err(|error| refuse(plain(&error)))?;
    text(bytes)
        .map(|text| SourceFile::new(name, text))
        .map_err(refuse)
}

/// Hands over the lines of standard input one by one. A line in another encoding costs only itself.
///
/// # Errors
/// It cannot be read, or a line is longer than the budget; the lines before it have been handed over.
pub fn stdin_lines(mut each: impl FnMut(&str)) -> Result<(), Unreadable> {
    let refuse = |reason: String| Unreadable {
        path: "standard input".to_owned(),
        reason,
    };
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = input
            .by_ref()
            .take(budget::LINE_BYTES as u64 + 1)
            .read_until(b'\n', &mut line)
            .map_err(|error| refuse(plain(&error)))?;
        if read == 0 {
            return Ok(());
        }
        if line.len() > budget::LINE_BYTES {
            return Err(refuse(format!(
                "a line has more than {} KiB, which no name has",
                budget::LINE_BYTES >> 10
            )));
        }
        each(String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']));
    }
}

/// Reads at most one byte more than the budget, however much there is.
fn capped(input: impl Read, expected: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0) + 1);
    input
        .take(budget::PLAN_BYTES as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub(super) fn text(bytes: Vec<u8>) -> Result<String, String> {
    if bytes.len() > budget::PLAN_BYTES {
        return Err(too_large(bytes.len() as u64));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err("this file is UTF-16; save it as UTF-8".to_owned());
    }
    let zeros = bytes.iter().filter(|&&byte| byte == 0).count();
    if zeros > 0 && zeros * 100 >= bytes.len() {
        return Err("this is a binary file, not a plan".to_owned());
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let head = bytes.get(..valid).unwrap_or_default();
        let line = head.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let start = head.iter().rposition(|&byte| byte == b'\n').map_or(0, |place| place + 1);
        let column = String::from_utf8_lossy(head.get(start..).unwrap_or_default()).chars().count() + 1;
        let byte = bytes.get(valid).copied().unwrap_or_default();
        format!("line {line}, column {column} is not UTF-8 (byte {byte:#04X}); save the file as UTF-8, it may be Latin-1 now")
    })
}

pub(super) fn too_large(bytes: u64) -> String {
    format!(
        "this file has {} KiB; cuff reads plans of up to {} KiB",
        bytes.div_ceil(1024),
        budget::PLAN_BYTES >> 10
    )
}

/// The reason in plain words, without the number of the operating system.
pub(super) fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "cuff is not allowed to read this".to_owned(),
        _ => {
            let words = error.to_string();
            words
                .split(" (os error")
                .next()
                .unwrap_or_default()
                .to_lowercase()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_text_is_named() {
        assert_eq!(
            text(vec![0xFF, 0xFE, 0x70, 0x00]).unwrap_err(),
            "this file is UTF-16; save it as UTF-8"
        );
        assert_eq!(
            text(vec![0; 8]).unwrap_err(),
            "this is a binary file, not a plan"
        );
        let latin = text(b"plan \"A\"\ngoal \xE9".to_vec()).unwrap_err();
        assert!(
            latin.starts_with("line 2, column 6 is not UTF-8 (byte 0xE9)"),
            "{latin}"
        );
        assert_eq!(text("\u{FEFF}plan".into()).unwrap(), "\u{FEFF}plan");
    }
}
