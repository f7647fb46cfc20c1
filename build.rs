//! Reads every file under `rules/` when cuff is built, so that the program need not read YAML when it starts.
//!
//! Each file is checked and read by the same code that reads the rules of users, and kept beside its text in a form
//! that loads in microseconds, with the expressions of rules read as well. A file that does not read is kept as text alone: the program then says what is wrong
//! with it, with places, which a failing build could not do as well.
//!
//! Hands on what the program is built from, too, for `cuff version --verbose`.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

#[path = "src/catalogue/mod.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "the program uses more of it"
)]
mod catalogue;
#[path = "src/model/file.rs"]
#[allow(unreachable_pub, reason = "the program hands it on")]
mod model_file;
#[path = "src/rules/file.rs"]
#[allow(dead_code, unreachable_pub, reason = "the program uses more of it")]
mod rule_file;

// The rooms that reading needs, as the program has them.
#[path = "src/expr/mod.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "the program uses more of it"
)]
mod expr;
#[path = "src/map.rs"]
#[allow(unreachable_pub, reason = "the program uses it elsewhere")]
mod map;
#[path = "src/quantity.rs"]
#[allow(dead_code, unreachable_pub, reason = "the program uses more of it")]
mod quantity;

#[path = "src/diagnostic.rs"]
#[allow(dead_code, unreachable_pub, reason = "the program uses more of it")]
mod diagnostic;
#[path = "src/digest.rs"]
#[allow(dead_code, unreachable_pub, reason = "the program uses more of it")]
mod digest;
#[path = "src/nearest.rs"]
#[allow(unreachable_pub, reason = "the program uses it everywhere")]
mod nearest;
#[path = "src/source/mod.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "the program uses more of it"
)]
mod source;
#[path = "src/yaml/mod.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "the program uses more of it"
)]
mod yaml;

/// The folder with everything that cuff ships, below the folder of this file.
const FOLDER: &str = "rules";

/// Reads a file as the type that its place asks for. A new kind of file is one more line here.
fn compile(place: &[&str], file: &source::SourceFile) -> Option<Compiled> {
    match place {
        ["sources.yaml"] => as_type::<rule_file::SourcesFile>(file),
        ["exercises.yaml"] => as_type::<catalogue::file::CatalogueFile>(file),
        ["language.yaml"] => as_type::<rule_file::LanguageFile>(file),
        ["vocabulary.yaml"] => as_type::<model_file::VocabularyFile>(file),
        ["estimates.yaml"] => as_type::<model_file::EstimatesFile>(file),
        [_pack, "pack.yaml"] => as_type::<rule_file::PackFile>(file),
        [_pack, _rule] => as_type::<rule_file::RuleFile>(file),
        _ => None,
    }
}

/// A file's value in the form that the program loads.
struct Compiled {
    /// Name of the type.
    kind: String,
    bytes: Vec<u8>,
}

fn as_type<T: DeserializeOwned + Serialize + JsonSchema>(
    file: &source::SourceFile,
) -> Option<Compiled> {
    let value = yaml::read::<T>(file).ok()?.value;
    Some(Compiled {
        kind: T::schema_name().into_owned(),
        bytes: postcard::to_allocvec(&value).ok()?,
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    ship(&root, &out)?;
    hand_on_origin(&root, &out)
}

// ── the shipped rules ─────────────────────────────────────────────────────────────────────────────────────────────

fn ship(root: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let mut paths = Vec::new();
    list(&root.join(FOLDER), &mut paths)?;
    paths.sort();
    let mut table = "&[\n".to_owned();
    for (number, path) in paths.iter().enumerate() {
        table.push_str(&row(root, out, path, number)?);
    }
    table.push_str("]\n");
    fs::write(out.join("shipped.rs"), table)?;
    let exercises = root.join(FOLDER).join("exercises.yaml");
    let text = fs::read_to_string(&exercises).unwrap_or_default();
    let catalogue = catalogue_of(text).unwrap_or_default();
    fs::write(out.join("catalogue.postcard"), catalogue)?;
    fs::write(out.join("build.digest"), build(root)?.bytes())?;
    Ok(())
}

/// What the program is built from: its sources, rules and grammars, what it depends on, the compiler and how it is asked.
/// Whatever may change what the program finds changes this.
fn build(root: &Path) -> Result<digest::Digest, Box<dyn Error>> {
    let mut files = vec![root.join("build.rs"), root.join("Cargo.toml")];
    files.extend(Some(root.join("Cargo.lock")).filter(|lock| lock.is_file()));
    for folder in ["src", "grammar", FOLDER] {
        all_files(&root.join(folder), &mut files)?;
    }
    files.sort();
    let mut made_of = digest::Digester::new("build");
    for file in &files {
        tell(format_args!("rerun-if-changed={}", file.display()))?;
        let place = file.strip_prefix(root)?.to_string_lossy();
        made_of.add(place.as_bytes());
        made_of.add(&fs::read(file)?);
    }
    for variable in ["TARGET", "PROFILE", "OPT_LEVEL", "CARGO_CFG_TARGET_FEATURE"] {
        made_of.add(env::var(variable).unwrap_or_default().as_bytes());
    }
    let compiler = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = std::process::Command::new(compiler).arg("-vV").output()?;
    made_of.add(&version.stdout);
    Ok(made_of.finish())
}

/// All files in a folder and the folders in it.
fn all_files(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    tell(format_args!("rerun-if-changed={}", folder.display()))?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        match entry.file_type()?.is_dir() {
            true => all_files(&entry.path(), files)?,
            false => files.push(entry.path()),
        }
    }
    Ok(())
}

/// The shipped exercises ready to be looked up, since that takes longer than all else at the start of the program. Nothing
/// where anything is wrong with them: the program says what it is.
fn catalogue_of(text: String) -> Option<Vec<u8>> {
    let file = source::SourceFile::new("exercises.yaml", text);
    let written = yaml::read::<catalogue::file::CatalogueFile>(&file).ok()?;
    let (catalogue, problems) = catalogue::Catalogue::compile(&[written.value]);
    let bytes = postcard::to_allocvec(&catalogue).ok()?;
    problems.is_empty().then_some(bytes)
}

/// All YAML files in a folder and the folders in it. Links are not followed.
fn list(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    tell(format_args!("rerun-if-changed={}", folder.display()))?;
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            list(&path, paths)?;
            continue;
        }
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("yaml") => paths.push(path),
            Some("yml") => tell(format_args!(
                "warning={} is not shipped: name it `.yaml`",
                path.display()
            ))?,
            _ => {}
        }
    }
    Ok(())
}

/// One row of the table that the program includes.
fn row(root: &Path, out: &Path, path: &Path, number: usize) -> Result<String, Box<dyn Error>> {
    tell(format_args!("rerun-if-changed={}", path.display()))?;
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let parts: Vec<_> = path
        .strip_prefix(root)?
        .iter()
        .map(|part| part.to_string_lossy())
        .collect();
    let name = parts.join("/");
    let place: Vec<&str> = parts.iter().skip(1).map(AsRef::as_ref).collect();
    let mut row = String::new();
    write!(
        row,
        "Shipped {{ path: {name:?}, text: include_str!({path:?}), "
    )?;
    match compile(&place, &source::SourceFile::new(name, text)) {
        Some(compiled) => {
            let file = out.join(format!("{number}.postcard"));
            fs::write(&file, &compiled.bytes)?;
            let kind = compiled.kind;
            writeln!(
                row,
                "kind: {kind:?}, compiled: Some(include_bytes!({file:?})) }},"
            )?;
        }
        None => writeln!(row, "kind: \"\", compiled: None }},")?,
    }
    Ok(row)
}

// ── what the program is built from ────────────────────────────────────────────────────────────────────────────────

/// What goes into the program, beside `rules/`.
const SOURCES: [&str; 5] = ["src", "grammar", "build.rs", "Cargo.toml", "Cargo.lock"];

/// The state of the sources.
#[derive(Default)]
struct Origin {
    /// The commit; empty if it is not known.
    commit: String,
    /// Its day.
    day: String,
    /// Whether the sources differ from it.
    is_changed: bool,
}

/// Says from what, for what and by what the program is built. What is not known is empty; nothing is said that differs
/// between two builds of the same sources, except a day that `SOURCE_DATE_EPOCH` asks for.
fn hand_on_origin(root: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    for path in SOURCES {
        tell(format_args!(
            "rerun-if-changed={}",
            root.join(path).display()
        ))?;
    }
    tell(format_args!("rerun-if-env-changed=SOURCE_DATE_EPOCH"))?;
    let origin = match of_package(root) {
        Some(origin) => origin,
        None => of_repository(root)?.unwrap_or_default(),
    };
    let compiler = env::var("RUSTC")?;
    let facts = [
        ("COMMIT", origin.commit),
        ("COMMIT_DAY", origin.day),
        (
            "CHANGED",
            if origin.is_changed { "yes" } else { "" }.to_owned(),
        ),
        ("DAY", day_asked_for().unwrap_or_default()),
        ("TARGET", env::var("TARGET")?),
        ("PROFILE", profile(out).unwrap_or_default()),
        (
            "COMPILER",
            answer(&compiler, root, &["--version"]).unwrap_or_default(),
        ),
    ];
    for (name, value) in facts {
        tell(format_args!("rustc-env=CUFF_BUILT_{name}={value}"))?;
    }
    Ok(())
}

/// What cargo wrote into a package of the sources.
fn of_package(root: &Path) -> Option<Origin> {
    let text = fs::read_to_string(root.join(".cargo_vcs_info.json")).ok()?;
    let written: serde_json::Value = serde_json::from_str(&text).ok()?;
    let git = written.get("git")?;
    Some(Origin {
        commit: git.get("sha1")?.as_str()?.to_owned(),
        day: String::new(),
        is_changed: git.get("dirty").is_some_and(|dirty| dirty == true),
    })
}

/// What git says, if the folder is a repository of its own: sources that lie somewhere in another one are not of its commits.
fn of_repository(root: &Path) -> io::Result<Option<Origin>> {
    let git = |args: &[&str]| answer("git", root, args);
    let top = git(&["rev-parse", "--show-toplevel"]).and_then(|top| fs::canonicalize(top).ok());
    if top.is_none() || top != fs::canonicalize(root).ok() {
        return Ok(None);
    }
    let branch = git(&["symbolic-ref", "--quiet", "HEAD"]);
    // The last one is written at every commit, even if the branch was packed before.
    let watched = [
        Some("HEAD"),
        branch.as_deref(),
        Some("packed-refs"),
        Some("logs/HEAD"),
    ];
    for name in watched.into_iter().flatten() {
        let path = git(&["rev-parse", "--git-path", name]).map(|path| root.join(path));
        if let Some(path) = path.filter(|path| path.exists()) {
            tell(format_args!("rerun-if-changed={}", path.display()))?;
        }
    }
    let commit = git(&["log", "-1", "--format=%H %cs"]);
    let Some((commit, day)) = commit.as_deref().and_then(|line| line.split_once(' ')) else {
        return Ok(None);
    };
    let mut asked = vec!["--no-optional-locks", "status", "--porcelain", "--", FOLDER];
    asked.extend(SOURCES);
    Ok(Some(Origin {
        commit: commit.to_owned(),
        day: day.to_owned(),
        is_changed: git(&asked).is_none_or(|changes| !changes.is_empty()),
    }))
}

/// What a program prints, without blanks around it; `None` if it is not there or fails.
fn answer(program: &str, folder: &Path, args: &[&str]) -> Option<String> {
    let mut command = Command::new(program);
    command.args(args).current_dir(folder);
    // A hook of git has these set, and they may be about another repository.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    let output = command.output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// The day of the build, where whoever builds has settled it so that two builds are the same.
fn day_asked_for() -> Option<String> {
    let seconds = env::var("SOURCE_DATE_EPOCH").ok()?.parse().ok()?;
    let moment = time::OffsetDateTime::from_unix_timestamp(seconds).ok()?;
    Some(moment.date().to_string())
}

/// The name of the profile, which cargo gives to the folder that everything is built in.
fn profile(out: &Path) -> Option<String> {
    let name = out.ancestors().nth(3)?.file_name()?;
    Some(name.to_string_lossy().into_owned())
}

/// A line for cargo.
fn tell(line: std::fmt::Arguments<'_>) -> io::Result<()> {
    writeln!(io::stdout(), "cargo:{line}")
}
