//! Finding plans: files that are named, and the `.plan` files in folders, gitignore respected. Explicit files are taken
//! whatever they are called. Each file is taken once, however often it is named.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::narrow::Narrow;
use super::project::{Project, Projects, Searched};
use super::read::{Unreadable, plain};
use std::sync::Arc;

/// Folders deeper than this are not looked into.
const DEPTH: usize = 64;
/// The ending of plans.
const ENDING: &str = "plan";

/// Plans to check.
#[derive(Debug, Default)]
pub struct Discovery {
    /// In order of their paths, each with what holds for it.
    pub plans: Vec<(PathBuf, Arc<Project>)>,
    /// What was named or found and cannot be looked at.
    pub unreadable: Vec<Unreadable>,
    /// Overrides of the configuration all of whose plans were looked for, since their folder was named as a whole.
    pub overrides: Vec<Searched>,
    /// Files that were named and are left out, because excludes are asked for even then.
    pub excluded: usize,
    /// Plans that were found and are not wanted in this run.
    pub aside: usize,
    /// How long configurations and rules took to load.
    pub loading: std::time::Duration,
}

/// Finds all plans at `paths`.
///
/// # Errors
/// A configuration or a rule file on the way is wrong; nothing can be checked then.
pub fn discover(paths: &[PathBuf], projects: &mut Projects) -> Result<Discovery, super::Refused> {
    discover_some(paths, &Narrow::default(), projects)
}

/// Finds those plans at `paths` that are wanted.
///
/// # Errors
/// A configuration or a rule file on the way is wrong; nothing can be checked then.
pub fn discover_some(
    paths: &[PathBuf],
    narrow: &Narrow,
    projects: &mut Projects,
) -> Result<Discovery, super::Refused> {
    let mut found = Finder {
        narrow,
        discovery: Discovery::default(),
        seen: (paths.len() > 1).then(HashSet::new),
        folders: Vec::new(),
    };
    for path in paths {
        if path.is_dir() {
            found.folder(path, projects)?
        } else {
            found.named(path, projects)?
        }
    }
    let mut discovery = found.discovery;
    discovery.loading = projects.loading;
    discovery.overrides = projects.overrides_within(&found.folders);
    discovery.plans.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(discovery)
}

struct Finder<'n> {
    narrow: &'n Narrow,
    discovery: Discovery,
    /// Files behind all links, where several paths may lead to the same; of one path, a walk meets each once.
    seen: Option<HashSet<PathBuf>>,
    /// Folders that were looked through.
    folders: Vec<PathBuf>,
}

impl Finder<'_> {
    /// A file that the user names: checked whatever its ending, and said if it is not there.
    fn named(&mut self, path: &Path, projects: &mut Projects) -> Result<(), super::Refused> {
        match path.canonicalize() {
            Ok(real) => {
                let project = projects.of(path)?;
                if self.narrow.force_exclude && project.excludes(path) {
                    self.discovery.excluded += usize::from(self.is_new(real));
                } else {
                    self.take(path, real, &project);
                }
            }
            Err(error) => self.unreadable(path, plain(&error)),
        }
        Ok(())
    }

    fn folder(&mut self, folder: &Path, projects: &mut Projects) -> Result<(), super::Refused> {
        self.folders.push(folder.to_owned());
        // No link below it is followed, so that what is behind its own links is asked for once.
        let beyond = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let walk = WalkBuilder::new(folder)
            .max_depth(Some(DEPTH))
            .require_git(false)
            .sort_by_file_path(Ord::cmp)
            .build();
        for entry in walk {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.unreadable(folder, error.to_string().to_lowercase());
                    continue;
                }
            };
            let path = entry.path();
            let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
            if !is_file || path.extension().is_none_or(|ending| ending != ENDING) {
                continue;
            }
            let inside = path.strip_prefix(folder).unwrap_or(path);
            let real = beyond.join(inside);
            let path = path.strip_prefix("./").unwrap_or(path);
            let project = projects.of(path)?;
            if !project.excludes(path) {
                self.take(path, real, &project);
            }
        }
        Ok(())
    }

    /// Takes a plan that is wanted.
    fn take(&mut self, path: &Path, real: PathBuf, project: &Arc<Project>) {
        let wanted = self.narrow.wants(path, &real);
        if !self.is_new(real) {
            return;
        }
        if wanted {
            let project = Arc::clone(project);
            self.discovery.plans.push((path.to_owned(), project));
        } else {
            self.discovery.aside += 1;
        }
    }

    /// Whether a file is met for the first time.
    fn is_new(&mut self, real: PathBuf) -> bool {
        let seen = self.seen.as_mut();
        seen.is_none_or(|seen| seen.insert(real))
    }

    fn unreadable(&mut self, path: &Path, reason: String) {
        // Of several runs over parts of the plans, one says it.
        if !self.narrow.is_in_shard(path) {
            return;
        }
        self.discovery.unreadable.push(Unreadable {
            path: path.display().to_string(),
            reason,
        });
    }
}
