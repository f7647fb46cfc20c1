//! What `cuff diff` compares: which plans in which two versions, from the files, folders and revisions that it is given.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::args::Args;
use super::diff_args::Diff;
use super::output::Output;
use super::{Exit, problems, projects};
use crate::report::plain;
use crate::workspace::{Blob, Discovery, Projects, Repository, Revision, Unreadable, discover};

/// Where one version of a plan is.
#[derive(Clone, Debug)]
pub(super) enum Version {
    /// A file on disk.
    Disk(PathBuf),
    /// A file of a revision.
    Blob(Blob),
}

/// One plan in two versions, one of which may not be there.
#[derive(Debug)]
pub(super) struct Pair {
    /// The path on disk whose configuration holds, there or not.
    pub(super) path: PathBuf,
    pub(super) old: Option<Version>,
    pub(super) new: Option<Version>,
    /// Both are the same, under two paths.
    pub(super) is_renamed: bool,
}

/// What there is to compare.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    pub(super) pairs: Vec<Pair>,
    pub(super) unreadable: Vec<Unreadable>,
}

/// One side as it is asked for.
#[derive(Debug)]
enum Side {
    /// A file or a folder on disk.
    Disk(PathBuf),
    /// All plans of a revision.
    Revision(Revision),
    /// One file of a revision.
    Blob(Revision, PathBuf),
    /// All plans on disk, in the repository.
    Files,
}

/// Plans of one side, by what they are paired by.
type Listed = BTreeMap<String, Version>;

/// Finds what to compare. What is wrong is printed.
pub(super) fn pairs(diff: &Diff, args: &Args, output: &Output) -> Result<Pairs, Exit> {
    let mut finder = Finder {
        repository: None,
        projects: projects(args),
        limits: diff.paths.clone(),
        found: Pairs::default(),
    };
    match finder.pairs(diff) {
        Ok(()) => Ok(finder.found),
        Err(Wrong::Said(message)) => {
            output.error(&format!("error: {}\n", plain(&message)));
            Err(Exit::Failed)
        }
        Err(Wrong::Refused(refused)) => {
            problems(&refused, output);
            Err(Exit::Failed)
        }
    }
}

enum Wrong {
    Said(String),
    Refused(crate::workspace::Refused),
}

impl From<String> for Wrong {
    fn from(message: String) -> Self {
        Self::Said(message)
    }
}

impl From<crate::workspace::Refused> for Wrong {
    fn from(refused: crate::workspace::Refused) -> Self {
        Self::Refused(refused)
    }
}

struct Finder {
    repository: Option<Repository>,
    projects: Projects,
    /// What the comparison of revisions is limited to.
    limits: Vec<PathBuf>,
    found: Pairs,
}

impl Finder {
    fn pairs(&mut self, diff: &Diff) -> Result<(), Wrong> {
        let (old, new) = self.sides(diff)?;
        match (old, new) {
            (Side::Disk(old), Side::Disk(new)) => self.on_disk(old, new),
            (Side::Blob(revision, path), other) => self.one_file(revision, &path, other, false),
            (other, Side::Blob(revision, path)) => self.one_file(revision, &path, other, true),
            (Side::Disk(path), other) => {
                self.limit(path)?;
                self.in_repository(Side::Files, other)
            }
            (other, Side::Disk(path)) => {
                self.limit(path)?;
                self.in_repository(other, Side::Files)
            }
            (old, new) => self.in_repository(old, new),
        }
    }

    /// A path beside a revision says which plans are meant.
    fn limit(&mut self, path: PathBuf) -> Result<(), String> {
        if !self.limits.is_empty() {
            return Err(format!(
                "`{}` and the paths behind `--` both say which plans are meant; give one of them",
                path.display()
            ));
        }
        self.limits.push(path);
        Ok(())
    }

    fn sides(&mut self, diff: &Diff) -> Result<(Side, Side), String> {
        let head = |finder: &mut Self| finder.revision("HEAD").map(Side::Revision);
        match (diff.old.as_deref(), diff.new.as_deref()) {
            (None, _) => Ok((head(self)?, Side::Files)),
            (Some(old), None) => {
                if !Path::new(old).exists()
                    && let Some(range) = self.range(old)?
                {
                    return Ok(range);
                }
                match self.side(old)? {
                    Side::Disk(path) => Ok((head(self)?, Side::Disk(path))),
                    old => Ok((old, Side::Files)),
                }
            }
            (Some(old), Some(new)) => Ok((self.side(old)?, self.side(new)?)),
        }
    }

    fn here(repository: &Option<Repository>, path: &str) -> PathBuf {
        repository
            .as_ref()
            .map_or_else(|| PathBuf::from(path), |known| known.from_here(path))
    }

    /// `A..B` and `A...B`.
    fn range(&mut self, written: &str) -> Result<Option<(Side, Side)>, String> {
        let (one, other, from_base) = match (written.split_once("..."), written.split_once("..")) {
            (Some((one, other)), _) => (one, other, true),
            (None, Some((one, other))) => (one, other, false),
            (None, None) => return Ok(None),
        };
        let or_head = |name: &str| {
            if name.is_empty() {
                "HEAD".to_owned()
            } else {
                name.to_owned()
            }
        };
        // `HEAD:../plans/a.plan` has two dots as well, and so has `../plans`.
        if one.contains(':') || other.starts_with('/') {
            return Ok(None);
        }
        let (one, other) = (
            self.revision(&or_head(one))?,
            self.revision(&or_head(other))?,
        );
        let old = match from_base {
            true => self.repository()?.merge_base(&one, &other)?,
            false => one,
        };
        Ok(Some((Side::Revision(old), Side::Revision(other))))
    }

    fn repository(&mut self) -> Result<&Repository, String> {
        if self.repository.is_none() {
            self.repository = Some(Repository::here()?);
        }
        self.repository.as_ref().ok_or_else(String::new)
    }

    fn revision(&mut self, name: &str) -> Result<Revision, String> {
        let found = self.repository()?.revision(name)?;
        found.ok_or_else(|| match name {
            "HEAD" => "this repository has no commit yet".to_owned(),
            name => format!("there is no revision `{name}`"),
        })
    }

    /// What a name means: a file or folder, a revision, or `REVISION:PATH`. What is both is said.
    fn side(&mut self, name: &str) -> Result<Side, String> {
        let path = PathBuf::from(name);
        let is_path = path.exists();
        let for_certain = ["./", "../", "/", ".\\", "..\\"];
        let for_certain = for_certain.iter().any(|start| name.starts_with(start));
        if is_path && (for_certain || name == "." || name == ".." || path.is_absolute()) {
            return Ok(Side::Disk(path));
        }
        if !is_path && let Some((revision, file)) = name.split_once(':') {
            if revision.is_empty() {
                return Err(format!(
                    "`{name}` is what git has in its index, which cuff does not read; write `HEAD:{file}`"
                ));
            }
            return Ok(Side::Blob(self.revision(revision)?, PathBuf::from(file)));
        }
        let revision = match self.repository() {
            Ok(repository) => repository.revision(name)?,
            Err(_) if is_path => None,
            Err(message) => return Err(format!("there is no file or folder `{name}`; {message}")),
        };
        match (is_path, revision) {
            (true, None) => Ok(Side::Disk(path)),
            (false, Some(revision)) => Ok(Side::Revision(revision)),
            (true, Some(_)) => Err(format!(
                "`{name}` is both a file or folder and a revision; write `./{name}` for the one on disk, `{name}~0` for the revision"
            )),
            (false, None) => Err(format!("there is no file, folder or revision `{name}`")),
        }
    }

    fn on_disk(&mut self, old: PathBuf, new: PathBuf) -> Result<(), Wrong> {
        if !self.limits.is_empty() {
            return Err(Wrong::Said(
                "paths behind `--` limit revisions; here two paths are compared already".to_owned(),
            ));
        }
        match (old.is_dir(), new.is_dir()) {
            (true, true) => {
                let (before, after) = (self.folder(&old)?, self.folder(&new)?);
                let path = |key: &str| new.join(key);
                self.join(before, after, &path)
            }
            (false, false) => {
                self.found.pairs.push(Pair {
                    path: new.clone(),
                    old: Some(Version::Disk(old)),
                    new: Some(Version::Disk(new)),
                    is_renamed: false,
                });
                Ok(())
            }
            _ => Err(Wrong::Said(format!(
                "`{}` and `{}` are a file and a folder; name two files or two folders",
                old.display(),
                new.display()
            ))),
        }
    }

    /// The plans of a folder, by their paths in it.
    fn folder(&mut self, folder: &Path) -> Result<Listed, Wrong> {
        let Discovery {
            plans, unreadable, ..
        } = discover(&[folder.to_owned()], &mut self.projects)?;
        self.found.unreadable.extend(unreadable);
        let short = folder.strip_prefix("./").unwrap_or(folder);
        let key = |path: &Path| {
            let below = path
                .strip_prefix(folder)
                .or_else(|_| path.strip_prefix(short));
            slashed(below.unwrap_or(path))
        };
        Ok(plans
            .into_iter()
            .map(|(path, _)| (key(&path), Version::Disk(path)))
            .collect())
    }

    /// One file of a revision against one file, or the same file of another revision.
    fn one_file(
        &mut self,
        revision: Revision,
        path: &Path,
        other: Side,
        turned: bool,
    ) -> Result<(), Wrong> {
        let one = self.blob(&revision, path)?;
        let on_disk = Self::here(&self.repository, &one.path);
        let (path, other) = match other {
            Side::Disk(path) if path.is_dir() => {
                return Err(Wrong::Said(format!(
                    "`{}` is a folder; name a file",
                    path.display()
                )));
            }
            Side::Disk(path) => (path.clone(), Version::Disk(path)),
            Side::Blob(revision, path) => {
                let other = self.blob(&revision, &path)?;
                (
                    Self::here(&self.repository, &other.path),
                    Version::Blob(other),
                )
            }
            Side::Revision(revision) => {
                let other = self.blob(&revision, &on_disk)?;
                (on_disk, Version::Blob(other))
            }
            Side::Files => (on_disk.clone(), Version::Disk(on_disk)),
        };
        let (old, new) = if turned {
            (other, Version::Blob(one))
        } else {
            (Version::Blob(one), other)
        };
        self.found.pairs.push(Pair {
            path,
            old: Some(old),
            new: Some(new),
            is_renamed: false,
        });
        Ok(())
    }

    fn blob(&mut self, revision: &Revision, path: &Path) -> Result<Blob, Wrong> {
        // As git has it: from the root, unless it starts with a dot.
        let from_here = path.starts_with("./")
            || path.starts_with("../")
            || path.starts_with(".")
            || path.starts_with("..");
        let repository = self.repository()?;
        let inside = repository.path_of(path);
        let mut wanted = vec![slashed(path)];
        if from_here {
            wanted.clear();
        }
        wanted.extend(inside);
        let files = repository.files(revision)?;
        let found = wanted
            .iter()
            .find_map(|path| files.iter().find(|blob| blob.path == *path));
        found.cloned().ok_or_else(|| {
            Wrong::Said(format!(
                "`{}` has no file `{}`",
                revision.name,
                path.display()
            ))
        })
    }

    /// Plans of revisions and of the files on disk, by their paths from the root of the repository.
    fn in_repository(&mut self, old: Side, new: Side) -> Result<(), Wrong> {
        self.repository()?;
        if self.limits.is_empty() {
            self.limits.push(PathBuf::from("."));
        }
        let mut limits: Vec<String> = Vec::new();
        for limit in self.limits.clone() {
            let inside = self.repository()?.path_of(&limit);
            limits.push(
                inside.ok_or_else(|| {
                    format!("`{}` lies outside of this repository", limit.display())
                })?,
            );
        }
        let mut sides = Vec::new();
        for side in [&old, &new] {
            sides.push(match side {
                Side::Revision(revision) => self.listed(revision, &limits)?,
                _ => self.files()?,
            });
        }
        let (Some(mut after), Some(mut before)) = (sides.pop(), sides.pop()) else {
            return Ok(());
        };
        // A plan that git keeps and also ignores is found on disk by its name.
        let complete = |files: &mut Listed, known: &Listed| {
            for key in known.keys() {
                let path = Self::here(&self.repository, key);
                if !files.contains_key(key) && path.is_file() {
                    files.insert(key.clone(), Version::Disk(path));
                }
            }
        };
        if matches!(new, Side::Files) {
            complete(&mut after, &before);
        }
        if matches!(old, Side::Files) {
            complete(&mut before, &after);
        }
        let repository = self.repository.take();
        let path = |key: &str| Self::here(&repository, key);
        self.join(before, after, &path)
    }

    fn listed(&mut self, revision: &Revision, limits: &[String]) -> Result<Listed, Wrong> {
        let mut listed = Listed::new();
        for blob in self.repository()?.files(revision)? {
            let named = limits.contains(&blob.path);
            let below = |limit: &String| {
                limit.is_empty()
                    || blob
                        .path
                        .strip_prefix(limit)
                        .is_some_and(|rest| rest.starts_with('/'))
            };
            let is_plan = Path::new(&blob.path)
                .extension()
                .is_some_and(|ending| ending == "plan");
            let wanted = named || is_plan && limits.iter().any(below);
            if !wanted {
                continue;
            }
            let path = Self::here(&self.repository, &blob.path);
            if named || !self.projects.of(&path)?.excludes(&path) {
                listed.insert(blob.path.clone(), Version::Blob(blob));
            }
        }
        Ok(listed)
    }

    /// The plans on disk.
    fn files(&mut self) -> Result<Listed, Wrong> {
        // One that is gone may be in the revision.
        let there: Vec<PathBuf> = self
            .limits
            .iter()
            .filter(|path| path.exists())
            .cloned()
            .collect();
        let Discovery {
            plans, unreadable, ..
        } = discover(&there, &mut self.projects)?;
        self.found.unreadable.extend(unreadable);
        let mut listed = Listed::new();
        for (path, _) in plans {
            if let Some(key) = self.repository()?.path_of(&path) {
                listed.insert(key, Version::Disk(path));
            }
        }
        Ok(listed)
    }

    fn join(
        &mut self,
        before: Listed,
        mut after: Listed,
        path: &dyn Fn(&str) -> PathBuf,
    ) -> Result<(), Wrong> {
        if before.is_empty() && after.is_empty() && self.found.unreadable.is_empty() {
            return Err(Wrong::Said(
                "no plan found in either version; plans are files that end in `.plan`".to_owned(),
            ));
        }
        let mut all: BTreeMap<String, (Option<Version>, Option<Version>)> = BTreeMap::new();
        for (key, version) in before {
            let new = after.remove(&key);
            all.insert(key, (Some(version), new));
        }
        all.extend(
            after
                .into_iter()
                .map(|(key, version)| (key, (None, Some(version)))),
        );
        self.found
            .pairs
            .extend(all.into_iter().map(|(key, (old, new))| Pair {
                path: path(&key),
                old,
                new,
                is_renamed: false,
            }));
        Ok(())
    }
}

/// A path with slashes on every system.
fn slashed(path: &Path) -> String {
    let parts = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}
