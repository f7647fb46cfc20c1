//! Where a plan lies, as those see it who know the repository and not the folder of the run: GitHub, GitLab, Azure, SARIF.

use crate::source::SourceFile;

/// The folder of the run within its repository.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Base {
    /// The root of the repository, as an absolute path with `/`; empty if there is none.
    root: Vec<u8>,
    /// Folders from the root to that of the run.
    inside: Vec<Vec<u8>>,
}

impl Base {
    /// A run in a folder of the repository at `root`, both absolute; nothing is taken off or added if it lies elsewhere.
    pub fn new(root: &[u8], folder: &[u8]) -> Self {
        let root = slashes(root);
        let folder = slashes(folder);
        match below(&folder, &root) {
            Some(inside) => Self {
                inside: segments(inside).map(<[u8]>::to_vec).collect(),
                root,
            },
            None => Self::default(),
        }
    }

    /// The path of a plan from the root of the repository; as it was given if it lies outside.
    pub(super) fn path(&self, source: &SourceFile) -> Vec<u8> {
        self.of(source.path_bytes())
    }

    /// The same for any path.
    pub(super) fn of(&self, path: &[u8]) -> Vec<u8> {
        let path = slashes(path);
        if is_absolute(&path) {
            return below(&path, &self.root).map_or_else(|| path.clone(), <[u8]>::to_vec);
        }
        let mut all: Vec<&[u8]> = self.inside.iter().map(Vec::as_slice).collect();
        for segment in segments(&path) {
            if segment == b".." {
                if all.pop().is_none() {
                    return path.clone();
                }
            } else {
                all.push(segment);
            }
        }
        all.join(&b'/')
    }

    /// That path as text.
    pub(super) fn shown(&self, path: &[u8]) -> String {
        String::from_utf8_lossy(&self.of(path)).into_owned()
    }
}

/// A path as an address: every byte percent-encoded that could mean something there. A path that is not absolute stays
/// relative, to be read from the root of the repository.
pub(super) fn uri(path: &[u8]) -> String {
    let mut uri = String::with_capacity(path.len());
    if is_absolute(path) {
        uri.push_str(if path.starts_with(b"/") {
            "file://"
        } else {
            "file:///"
        });
    }
    for (place, &byte) in path.iter().enumerate() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
        let drive = byte == b':' && place == 1 && is_absolute(path);
        if plain || drive {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

/// Whether a path starts at a root: `/x`, or `C:/x` on Windows.
pub(super) fn is_absolute(path: &[u8]) -> bool {
    let drive = matches!(path, [letter, b':', b'/', ..] if letter.is_ascii_alphabetic());
    path.starts_with(b"/") || (cfg!(windows) && drive)
}

/// Folders are told apart by `/` in every report, whatever the system does.
fn slashes(path: &[u8]) -> Vec<u8> {
    let one = |&byte: &u8| {
        if cfg!(windows) && byte == b'\\' {
            b'/'
        } else {
            byte
        }
    };
    path.iter().map(one).collect()
}

fn below<'p>(path: &'p [u8], root: &[u8]) -> Option<&'p [u8]> {
    if root.is_empty() {
        return None;
    }
    let rest = path.strip_prefix(root)?;
    match rest {
        [] => Some(rest),
        [b'/', rest @ ..] => Some(rest),
        _ => None,
    }
}

fn segments(path: &[u8]) -> impl Iterator<Item = &[u8]> {
    path.split(|&byte| byte == b'/')
        .filter(|segment| !segment.is_empty() && *segment != b".")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(base: &Base, path: &str) -> String {
        base.shown(path.as_bytes())
    }

    #[test]
    fn paths_start_at_the_root_of_the_repository() {
        let base = Base::new(b"/home/me/repo", b"/home/me/repo/club/plans");
        assert_eq!(seen(&base, "arms.plan"), "club/plans/arms.plan");
        assert_eq!(seen(&base, "./a//b/../arms.plan"), "club/plans/a/arms.plan");
        assert_eq!(seen(&base, "../old/arms.plan"), "club/old/arms.plan");
        assert_eq!(seen(&base, "/home/me/repo/x.plan"), "x.plan");
        assert_eq!(
            seen(&base, "/home/me/repository/x.plan"),
            "/home/me/repository/x.plan"
        );
        assert_eq!(seen(&base, "../../../x.plan"), "../../../x.plan", "outside");
        let nowhere = Base::new(b"", b"/tmp");
        assert_eq!(seen(&nowhere, "plans/x.plan"), "plans/x.plan");
    }

    #[test]
    fn an_address_holds_nothing_but_a_path() {
        assert_eq!(
            uri("plans/a b#c?d%é:x.plan".as_bytes()),
            "plans/a%20b%23c%3Fd%25%C3%A9%3Ax.plan"
        );
        assert_eq!(uri(b"a\xFF\n.plan"), "a%FF%0A.plan");
        assert_eq!(uri(b"/tmp/x.plan"), "file:///tmp/x.plan");
        assert_eq!(uri(b"javascript:alert(1)"), "javascript%3Aalert%281%29");
    }
}
