//! `cuff version`: which program this is, and from what it was built. `build.rs` finds out what cannot be seen here.

use serde_json::{Value, json};

use super::Exit;
use super::groups::ListFormat;
use super::output::Output;
use crate::report::fingerprint;
use crate::rules::{Packs, RuleSet, Settings};
use crate::shipped;

/// Arguments of `cuff version`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cuff version                  the version and the commit
  cuff version --verbose        what belongs in a report of an error, and in the record of a check
  cuff version --format json    the same for programs

A hash names the texts of the rules that this program brings along: where it is the same, so are the rules.")]
pub(super) struct Version {
    /// Say from what the program was built, and which rules it brings along.
    #[arg(long, short, help_heading = "Output")]
    verbose: bool,

    /// How it is shown. JSON has everything.
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "text",
        help_heading = "Output"
    )]
    format: ListFormat,
}

const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The commit, with its day; empty where the sources came without git.
const COMMIT: &str = env!("CUFF_BUILT_COMMIT");
const COMMIT_DAY: &str = env!("CUFF_BUILT_COMMIT_DAY");
/// Not empty where the sources were not those of the commit.
const CHANGED: &str = env!("CUFF_BUILT_CHANGED");
/// The day of the build; empty unless whoever built it settled it.
const DAY: &str = env!("CUFF_BUILT_DAY");
const TARGET: &str = env!("CUFF_BUILT_TARGET");
const PROFILE: &str = env!("CUFF_BUILT_PROFILE");
const COMPILER: &str = env!("CUFF_BUILT_COMPILER");

pub(super) fn run(version: &Version, output: &mut Output) -> Exit {
    let text = match (version.format, version.verbose) {
        (ListFormat::Json, _) => format!("{}\n", object(&Contents::shipped())),
        (ListFormat::Text, true) => whole(&Contents::shipped()),
        (ListFormat::Text, false) => short(),
    };
    output.print(&text);
    Exit::Clean
}

/// What the program brings along.
struct Contents {
    packs: Vec<Pack>,
    exercises: usize,
    /// Of everything under `rules/`.
    hash: String,
}

struct Pack {
    name: String,
    version: String,
    rules: usize,
    hash: String,
}

impl Contents {
    /// Nothing of a pack that does not load: then every other command says what is wrong with it.
    fn shipped() -> Self {
        let settings = Settings {
            packs: Packs::All,
            ..Settings::default()
        };
        let (packs, exercises) = RuleSet::load(&settings).map_or((Vec::new(), 0), |set| {
            let pack = |pack: &crate::rules::Pack| Pack {
                name: pack.name.clone(),
                version: pack.file.version.clone(),
                rules: set
                    .rules
                    .iter()
                    .filter(|rule| rule.pack == pack.name)
                    .count(),
                hash: hash(&format!("rules/{}/", pack.name)),
            };
            let exercises = set.knowledge.catalogue.movements().count();
            (set.packs.iter().map(pack).collect(), exercises)
        });
        Self {
            packs,
            exercises,
            hash: hash("rules/"),
        }
    }
}

/// A hash of the shipped files below a folder, names and texts.
fn hash(folder: &str) -> String {
    let files = shipped::files().iter();
    let texts: Vec<&[u8]> = files
        .filter(|file| file.path.starts_with(folder))
        .flat_map(|file| [file.path.as_bytes(), file.text.as_bytes()])
        .collect();
    format!("{:016x}", fingerprint(&texts))
}

fn short() -> String {
    let changed = if CHANGED.is_empty() { "" } else { ", changed" };
    match COMMIT.get(..9) {
        Some(commit) => format!("cuff {VERSION} ({commit}{changed})\n"),
        None => format!("cuff {VERSION}\n"),
    }
}

fn whole(contents: &Contents) -> String {
    let mut rows = vec![("commit", commit())];
    if !DAY.is_empty() {
        rows.push(("built on", DAY.to_owned()));
    }
    rows.push(("built for", TARGET.to_owned()));
    rows.push(("profile", PROFILE.to_owned()));
    rows.push(("compiler", COMPILER.to_owned()));
    rows.push(("exercises", contents.exercises.to_string()));
    rows.push(("rules", format!("hash {}", contents.hash)));
    for pack in &contents.packs {
        let Pack {
            name,
            version,
            rules,
            hash,
        } = pack;
        rows.push((
            "pack",
            format!("{name} {version}, {rules} rules, hash {hash}"),
        ));
    }
    let rows = rows
        .iter()
        .map(|(name, value)| format!("  {name:<9}  {value}\n"));
    format!("cuff {VERSION}\n{}", rows.collect::<String>())
}

fn commit() -> String {
    if COMMIT.is_empty() {
        return "not known: built from sources without git".to_owned();
    }
    let day = match COMMIT_DAY {
        "" => String::new(),
        day => format!(" of {day}"),
    };
    let changed = match CHANGED {
        "" => "",
        _ => ", with changes that are in no commit",
    };
    format!("{COMMIT}{day}{changed}")
}

fn object(contents: &Contents) -> Value {
    let known = |text: &'static str| (!text.is_empty()).then_some(text);
    let packs = contents.packs.iter().map(|pack| {
        json!({ "name": pack.name, "version": pack.version, "rules": pack.rules, "hash": pack.hash })
    });
    json!({
        "version": VERSION,
        "commit": known(COMMIT),
        "commit_day": known(COMMIT_DAY),
        "changed": known(COMMIT).map(|_| !CHANGED.is_empty()),
        "built_on": known(DAY),
        "target": TARGET,
        "profile": PROFILE,
        "compiler": COMPILER,
        "exercises": contents.exercises,
        "rules_hash": contents.hash,
        "packs": packs.collect::<Vec<_>>(),
    })
}
