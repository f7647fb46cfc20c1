//! Addresses of files, as editors write them, and paths.

use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};

/// What stands in a path as it is; the rest is spelled in percent.
const SPELLED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The path behind an address; `None` where it is no file of this machine.
pub(super) fn path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let rest = rest.split(['?', '#']).next()?;
    let bytes: Vec<u8> = percent_decode_str(rest).collect();
    let is_absolute = bytes.starts_with(b"/") && !bytes.contains(&0);
    is_absolute.then(|| from_bytes(bytes)).flatten()
}

/// The address of a file.
pub(super) fn of(path: &Path) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let bytes = path.as_os_str().as_encoded_bytes();
    if cfg!(windows) {
        let slashed = path.to_string_lossy().replace('\\', "/");
        return format!("file:///{}", percent_encode(slashed.as_bytes(), SPELLED));
    }
    format!("file://{}", percent_encode(bytes, SPELLED))
}

#[cfg(unix)]
fn from_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt as _;
    Some(PathBuf::from(std::ffi::OsString::from_vec(bytes)))
}

/// `/c:/plans` is `c:/plans` here.
#[cfg(not(unix))]
fn from_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    let text = String::from_utf8(bytes).ok()?;
    Some(PathBuf::from(text.trim_start_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn there_and_back() {
        for (uri, written) in [
            ("file:///plans/arms.plan", "/plans/arms.plan"),
            ("file:///a%20b/%C3%A9%25.plan", "/a b/é%.plan"),
            ("file:///%F0%9F%92%AA/x%23y.plan", "/💪/x#y.plan"),
        ] {
            assert_eq!(path(uri), Some(PathBuf::from(written)));
            assert_eq!(of(Path::new(written)), uri);
        }
        assert_eq!(path("file://localhost/a"), Some(PathBuf::from("/a")));
        for other in [
            "untitled:Untitled-1",
            "file://host/a",
            "",
            "file:",
            "file:///%00",
            "git:/a",
        ] {
            assert_eq!(path(other), None, "{other}");
        }
    }
}
