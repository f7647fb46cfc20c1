//! Plans in the history of a git repository, read by the `git` program. Nothing is written, no hook and no filter of the
//! repository runs, and nothing is fetched. What the user calls a revision is never taken for an option.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Component, Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::read::{Unreadable, text, too_large};
use crate::budget;
use crate::source::SourceFile;

/// A repository, as it is seen from the folder that we are in.
#[derive(Debug)]
pub struct Repository {
    pub(super) root: PathBuf,
    /// The folder that we are in, from the root; empty, or with a slash at its end.
    prefix: String,
}

/// A commit, under the name that the user has for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// As it was given.
    pub name: String,
    /// The id of the commit.
    pub(super) commit: String,
}

/// A file of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// Its path from the root of the repository.
    pub path: String,
    /// The same for people, with the revision in front.
    pub name: String,
    /// Equal where the contents are.
    pub id: String,
    bytes: u64,
    is_link: bool,
}

impl Repository {
    /// The repository that the folder lies in that we are in.
    ///
    /// # Errors
    /// `git` is not there, or this is no repository; in words, with what to do.
    pub fn here() -> Result<Self, String> {
        let root = git(&["rev-parse", "--show-toplevel"])?;
        let prefix = git(&["rev-parse", "--show-prefix"])?;
        Ok(Self {
            root: PathBuf::from(root.trim_end_matches(['\n', '\r'])),
            prefix: prefix.trim_end_matches(['\n', '\r']).to_owned(),
        })
    }

    /// The commit of this name, if there is one.
    ///
    /// # Errors
    /// `git` cannot be run.
    pub fn revision(&self, name: &str) -> Result<Option<Revision>, String> {
        let asked = format!("{name}^{{commit}}");
        let commit = run(&[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &asked,
        ])?;
        Ok(commit.ok().map(|commit| Revision {
            name: name.to_owned(),
            commit: commit.trim().to_owned(),
        }))
    }

    /// The last commit that two have in common.
    ///
    /// # Errors
    /// They have none.
    pub fn merge_base(&self, one: &Revision, other: &Revision) -> Result<Revision, String> {
        let base = run(&["merge-base", &one.commit, &other.commit])?;
        let missing = |_| {
            format!(
                "`{}` and `{}` have no commit in common",
                one.name, other.name
            )
        };
        Ok(Revision {
            name: format!("{}...{}", one.name, other.name),
            commit: base.map_err(missing)?.trim().to_owned(),
        })
    }

    /// All files of a commit.
    ///
    /// # Errors
    /// `git` cannot list them.
    pub fn files(&self, revision: &Revision) -> Result<Vec<Blob>, String> {
        let listing = git(&["ls-tree", "-r", "-l", "-z", "--full-tree", &revision.commit])?;
        let blobs = listing
            .split('\0')
            .filter_map(|row| blob(row, &revision.name));
        Ok(blobs.collect())
    }

    /// A path from the root of the repository, with slashes; `None` if it leads out of it.
    pub fn path_of(&self, path: &Path) -> Option<String> {
        let inside = if path.is_absolute() {
            path.strip_prefix(&self.root).ok()?.to_owned()
        } else {
            Path::new(&self.prefix).join(path)
        };
        let mut parts: Vec<String> = Vec::new();
        for part in inside.components() {
            match part {
                Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
                Component::ParentDir => drop(parts.pop()?),
                _ => {}
            }
        }
        Some(parts.join("/"))
    }

    /// The path from where we are of a path from the root.
    pub fn from_here(&self, path: &str) -> PathBuf {
        let mut up = PathBuf::new();
        let mut prefix = self.prefix.as_str();
        loop {
            if let Some(rest) = path.strip_prefix(prefix) {
                return up.join(rest);
            }
            up.push("..");
            let above = prefix.trim_end_matches('/');
            prefix = above
                .rfind('/')
                .map_or("", |slash| prefix.get(..=slash).unwrap_or_default());
        }
    }
}

/// One row of a listing: mode, kind, id, size, and the path behind a tab.
fn blob(row: &str, revision: &str) -> Option<Blob> {
    let (facts, path) = row.split_once('\t')?;
    let mut facts = facts.split_whitespace();
    let (mode, kind, id, bytes) = (facts.next()?, facts.next()?, facts.next()?, facts.next()?);
    (kind == "blob").then(|| Blob {
        path: path.to_owned(),
        name: format!("{revision}:{path}"),
        id: id.to_owned(),
        bytes: bytes.parse().unwrap_or(u64::MAX),
        is_link: mode == "120000",
    })
}

/// Reads files of commits, one after the other, with one run of `git`.
#[derive(Debug)]
pub struct Blobs {
    child: Child,
    ask: ChildStdin,
    answer: BufReader<ChildStdout>,
}

impl Blobs {
    /// Starts to read.
    ///
    /// # Errors
    /// `git` cannot be run.
    pub fn open() -> Result<Self, String> {
        let mut command = command(&["cat-file", "--batch"]);
        command.stdin(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| not_run(&error))?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (ask, answer) = pipes.ok_or_else(|| "`git` cannot be talked to".to_owned())?;
        Ok(Self {
            child,
            ask,
            answer: BufReader::new(answer),
        })
    }

    /// Reads a plan.
    ///
    /// # Errors
    /// It is a link, beyond the budget, no text, or not there.
    pub fn read(&mut self, blob: &Blob) -> Result<SourceFile, Unreadable> {
        let refuse = |reason: String| Unreadable {
            path: blob.name.clone(),
            reason,
        };
        if blob.is_link {
            return Err(refuse(
                "this is a link in that revision; name the file that it leads to".to_owned(),
            ));
        }
        if blob.bytes > budget::PLAN_BYTES as u64 {
            return Err(refuse(too_large(blob.bytes)));
        }
        let bytes = self.bytes(blob);
        let bytes = bytes.ok_or_else(|| refuse("git does not have its content here".to_owned()))?;
        let text = text(bytes).map_err(refuse)?;
        Ok(SourceFile::new(blob.name.clone(), text))
    }

    fn bytes(&mut self, blob: &Blob) -> Option<Vec<u8>> {
        writeln!(self.ask, "{}", blob.id).ok()?;
        self.ask.flush().ok()?;
        let mut head = String::new();
        self.answer.read_line(&mut head).ok()?;
        let mut words = head.split_whitespace();
        let size = words
            .nth(1)
            .filter(|kind| *kind == "blob")
            .and(words.next())?;
        let size: u64 = size.parse().ok().filter(|size| *size == blob.bytes)?;
        let mut bytes = Vec::new();
        (&mut self.answer).take(size).read_to_end(&mut bytes).ok()?;
        self.answer.read_exact(&mut [0]).ok()?;
        Some(bytes)
    }
}

impl Drop for Blobs {
    fn drop(&mut self) {
        // It only reads, so that nothing is lost.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(super) fn command(args: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .arg("--no-pager")
        .args(args)
        .env("LC_ALL", "C")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// What a run of `git` prints, or what it says where it fails.
fn run(args: &[&str]) -> Result<Result<String, String>, String> {
    let output = command(args).output().map_err(|error| not_run(&error))?;
    let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok(match output.status.success() {
        true => Ok(words(&output.stdout)),
        false => Err(words(&output.stderr)),
    })
}

fn git(args: &[&str]) -> Result<String, String> {
    run(args)?.map_err(|said| {
        let said = said.trim().trim_start_matches("fatal: ");
        if said.starts_with("not a git repository") {
            return "this folder is in no git repository, so that there are no revisions; name two files or two folders".to_owned();
        }
        format!("git says: {said}")
    })
}

fn not_run(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => {
            "revisions need the program `git`, which is not there; install it, or name two files or two folders".to_owned()
        }
        _ => format!("`git` cannot be run: {error}"),
    }
}
