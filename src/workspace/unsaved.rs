//! Texts that are open in an editor: they count, and not what the disk still holds.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::named::{shown, small_text};
use crate::source::SourceFile;
use crate::yaml::FILE_LIMIT;

/// Files whose text is known, because somebody is writing them.
#[derive(Clone, Debug, Default)]
pub struct Unsaved(BTreeMap<PathBuf, String>);

impl Unsaved {
    /// Texts by the paths of their files.
    pub fn new(texts: impl IntoIterator<Item = (PathBuf, String)>) -> Self {
        let texts = texts.into_iter();
        Self(texts.map(|(path, text)| (real(&path), text)).collect())
    }

    /// Reads a rule file, a configuration or a file of exercises, which are small.
    pub(super) fn small_file(&self, path: &Path) -> Result<SourceFile, String> {
        let open = if self.0.is_empty() {
            None
        } else {
            self.0.get(&real(path))
        };
        let text = match open {
            Some(text) => text.clone(),
            None => small_text(path, FILE_LIMIT as u64)?,
        };
        Ok(SourceFile::new(shown(path), text))
    }
}

fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
