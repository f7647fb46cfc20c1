//! Which files differ from what git has: since the last commit, or since a branch began. What git does not know yet is among
//! them, what is deleted is not, and a file that was renamed counts under its new name.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::Output;

use super::git::{Repository, Revision, command};

/// Files that changed.
#[derive(Debug)]
pub struct Changed {
    /// The folder of the repository, behind all links.
    root: PathBuf,
    /// Their paths, behind all links.
    files: HashSet<PathBuf>,
}

/// Why nobody knows what changed, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub struct NoChanges {
    /// Why.
    pub message: String,
    /// What to do.
    pub help: &'static str,
}

impl Changed {
    /// Whether a file changed, by its path behind all links.
    pub fn has(&self, real: &Path) -> bool {
        self.files.contains(real)
    }

    /// Whether the repository knows anything of a path.
    pub fn covers(&self, path: &Path) -> bool {
        path.canonicalize()
            .is_ok_and(|real| real.starts_with(&self.root))
    }
}

/// Finds the files that differ from the last commit; with `since`, from the commit in which this branch and that revision
/// last met.
///
/// # Errors
/// There is no git, no repository, or no such revision.
pub fn changed(since: Option<&str>) -> Result<Changed, NoChanges> {
    let repository = repository()?;
    let root = repository.root.canonicalize().map_err(|_| NoChanges {
        message: "the folder of this git repository cannot be found".to_owned(),
        help: "name the plans",
    })?;
    let tracked = match base(&repository, since)? {
        Some(base) => ask(&root, &[&DIFF[..], &[&base.commit, "--"]].concat())?,
        // Without a commit, all that git knows is new.
        None => ask(&root, &["ls-files", "--cached", "-z"])?,
    };
    let new = ask(&root, &["ls-files", "--others", "--exclude-standard", "-z"])?;
    let names = tracked
        .split(|byte| *byte == 0)
        .chain(new.split(|byte| *byte == 0));
    let files = names
        .filter(|name| !name.is_empty())
        .filter_map(|name| root.join(path(name)).canonicalize().ok());
    Ok(Changed {
        files: files.collect(),
        root,
    })
}

/// Names of all files that differ, from the root of the repository, each in its own right.
const DIFF: [&str; 9] = [
    "diff",
    "--name-only",
    "-z",
    "--no-renames",
    "--no-relative",
    "--no-ext-diff",
    "--no-textconv",
    "--ignore-submodules=all",
    "--diff-filter=d",
];

fn repository() -> Result<Repository, NoChanges> {
    let output = command(&["rev-parse", "--git-dir"]).output();
    let output = output.map_err(|error| not_run(&error))?;
    if !output.status.success() {
        let said = said(&output);
        let unknown = said.starts_with("not a git repository");
        return Err(NoChanges {
            message: match unknown {
                true => "this folder is in no git repository, so that nobody knows what changed"
                    .to_owned(),
                false => format!("git says: {said}"),
            },
            help: "run cuff inside the repository, or name the plans",
        });
    }
    Repository::here().map_err(|message| NoChanges {
        message,
        help: "run cuff inside the repository, or name the plans",
    })
}

/// What the files are held against; nothing where there is no commit yet.
fn base(repository: &Repository, since: Option<&str>) -> Result<Option<Revision>, NoChanges> {
    let fetch = "fetch it first, with its history: in CI, runners often have the last commit only (`fetch-depth: 0` for GitHub's checkout, `GIT_DEPTH: 0` for GitLab)";
    let failed = |message| NoChanges {
        message,
        help: fetch,
    };
    let head = repository.revision("HEAD").map_err(failed)?;
    let Some(name) = since else {
        return Ok(head);
    };
    let Some(head) = head else {
        return Err(NoChanges {
            message: "this repository has no commit yet".to_owned(),
            help: "use `--changed` alone",
        });
    };
    let revision = repository.revision(name).map_err(failed)?;
    let revision = revision.ok_or_else(|| failed(format!("there is no revision `{name}`")))?;
    let base = repository.merge_base(&revision, &head).map_err(failed)?;
    Ok(Some(base))
}

/// What git prints, run in the root of the repository. It takes no lock, and starts no program that watches files.
fn ask(root: &Path, args: &[&str]) -> Result<Vec<u8>, NoChanges> {
    let quiet = ["--no-optional-locks", "-c", "core.fsmonitor=false"];
    let output = command(&[&quiet[..], args].concat())
        .current_dir(root)
        .output();
    let output = output.map_err(|error| not_run(&error))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(NoChanges {
        message: format!("git says: {}", said(&output)),
        help: "put that right, or name the plans",
    })
}

/// The first line of what git says where it fails.
fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text.lines().next().unwrap_or_default();
    line.trim_start_matches("fatal: ").to_owned()
}

fn not_run(error: &std::io::Error) -> NoChanges {
    let message = match error.kind() {
        std::io::ErrorKind::NotFound => {
            "what changed is known to the program `git`, which is not there".to_owned()
        }
        _ => format!("`git` cannot be run: {error}"),
    };
    NoChanges {
        message,
        help: "install git, or name the plans",
    }
}

/// A path as git prints it.
#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    std::ffi::OsStr::from_bytes(bytes).into()
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}
