//! The repository that a folder belongs to, since reports for a repository name plans from its root.

use std::path::{Path, PathBuf};

/// The folder of the run and the root of the repository around it, both without links; the second is the first where there
/// is no repository.
pub fn repository() -> Option<(PathBuf, PathBuf)> {
    let here = Path::new(".").canonicalize().ok()?;
    // In a worktree, and in a submodule, `.git` is a file.
    let root = here.ancestors().find(|folder| folder.join(".git").exists());
    let root = root.unwrap_or(&here).to_path_buf();
    Some((here, root))
}
