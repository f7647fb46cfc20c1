//! What earlier runs found, for the commands that check plans: which caches a run uses, and `cuff clean`, which removes them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use clap::builder::BoolishValueParser;

use super::args::{self, Args};
use super::output::{Output, plural};
use super::timings::{Laps, Stage};
use super::{Exit, projects};
use crate::check::{Memory, Options, Report, check_watched};
use crate::report::plain;
use crate::rules::RuleSet;
use crate::source::SourceFile;
use crate::workspace::{CACHE, Cache, Cleaned, Entry, Found, Key, Project, clean};

/// Whether a run uses what earlier ones found.
#[derive(Debug, clap::Args)]
pub(super) struct Caching {
    /// Check every plan anew, and keep nothing for later runs.
    #[arg(
        long,
        env = "CUFF_NO_CACHE",
        value_parser = BoolishValueParser::new(),
        help_heading = "Cache"
    )]
    pub(super) no_cache: bool,

    #[command(flatten)]
    pub(super) place: Place,
}

/// Where it lies.
#[derive(Debug, clap::Args)]
pub(super) struct Place {
    /// The folder with what earlier runs found: .cuff_cache beside the topmost cuff.yaml of the project if absent, or here if
    /// there is none.
    #[arg(
        long,
        value_name = "FOLDER",
        env = "CUFF_CACHE_DIR",
        help_heading = "Cache"
    )]
    pub(super) cache_dir: Option<PathBuf>,
}

impl Place {
    fn of(&self, project: &Project) -> PathBuf {
        let beside = || project.home.join(CACHE);
        self.cache_dir.clone().unwrap_or_else(beside)
    }
}

/// The caches of a run; none where they are not asked for.
#[derive(Debug, Default)]
pub(super) struct Caches {
    /// By the homes of the projects; with a place that is named, the same one for all.
    places: HashMap<PathBuf, PathBuf>,
    open: HashMap<PathBuf, Cache>,
}

/// What is found in a plan.
pub(super) struct Looked {
    pub(super) report: Report,
    /// What is to be kept of it.
    pub(super) entry: Option<Entry>,
}

impl Caches {
    /// Opens those of some projects.
    pub(super) fn open<'p>(asked: &Caching, projects: impl Iterator<Item = &'p Project>) -> Self {
        let mut caches = Self::default();
        for project in projects.filter(|_| !asked.no_cache) {
            if caches.places.contains_key(&project.home) {
                continue;
            }
            let place = asked.place.of(project);
            let open = caches.open.entry(place.clone());
            open.or_insert_with(|| Cache::open(&place));
            caches.places.insert(project.home.clone(), place);
        }
        caches
    }

    /// That of a project.
    pub(super) fn of(&self, project: &Project) -> Option<&Cache> {
        self.open.get(self.places.get(&project.home)?)
    }

    /// Keeps what was found in a plan of a project.
    pub(super) fn keep(&mut self, project: &Project, entry: &Entry) {
        let place = self.places.get(&project.home);
        if let Some(cache) = place.and_then(|place| self.open.get_mut(place)) {
            cache.add(entry);
        }
    }

    /// Ends all of them. Gives the reasons why some keep nothing.
    pub(super) fn close(&mut self) -> Vec<String> {
        let mut failed: Vec<String> = self
            .open
            .drain()
            .filter_map(|(place, cache)| {
                let place = plain(&place.display().to_string());
                let reason = plain(&cache.close()?);
                Some(format!("nothing was kept in `{place}`: {reason}"))
            })
            .collect();
        failed.sort();
        failed
    }
}

thread_local! {
    /// What a thread remembers from one plan to the next.
    static MEMORY: RefCell<Memory> = RefCell::default();
}

fn anew(source: &SourceFile, rules: &RuleSet, options: Options, laps: &mut Option<Laps>) -> Report {
    MEMORY.with_borrow_mut(|memory| check_watched(source, rules, options, memory, laps))
}

/// Looks at a plan, or takes what an earlier run found in it.
pub(super) fn look(
    source: &SourceFile,
    rules: &RuleSet,
    options: Options,
    cache: Option<&Cache>,
    laps: &mut Option<Laps>,
) -> Looked {
    let Some(cache) = cache else {
        let report = anew(source, rules, options, laps);
        let entry = None;
        return Looked { report, entry };
    };
    let key = Key::of(source, rules, options);
    let known = cache.find(&key);
    if let Some(laps) = laps {
        laps.end(Stage::Cache);
        laps.is_known = known.is_some();
    }
    match known {
        Some(Found { report, refreshed }) => Looked {
            report,
            entry: refreshed,
        },
        None => {
            let report = anew(source, rules, options, laps);
            let entry = Entry::of(&key, &report);
            Looked { report, entry }
        }
    }
}

/// `cuff clean`.
pub(super) fn run(asked: &args::Clean, args: &Args, output: &mut Output) -> Exit {
    let place = match asked.place.cache_dir.clone() {
        Some(place) => place,
        None => projects(args).home_of(Path::new("./plan")).join(CACHE),
    };
    let shown = place.strip_prefix("./").unwrap_or(&place).display();
    let shown = plain(&shown.to_string());
    match clean(&place) {
        Ok(Cleaned::Nothing) => output.print(&format!("nothing to remove: no `{shown}`\n")),
        Ok(Cleaned::Removed(packs, bytes)) => {
            let packs = plural(packs, "pack");
            output.print(&format!(
                "removed `{shown}`: {packs}, {} KiB\n",
                bytes.div_ceil(1024)
            ));
        }
        Err(reason) => {
            output.error(&format!("error: `{shown}` was not removed: {reason}\n"));
            return Exit::Failed;
        }
    }
    Exit::Clean
}
