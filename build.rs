//! Reads every file under `rules/` when cuff is built, so that the program need not read YAML when it starts.
//!
//! Each file is checked and read by the same code that reads the rules of users, and kept beside its text in a form
//! that loads in microseconds, with the expressions of rules read as well. A file that does not read is kept as text alone: the program then says what is wrong
//! with it, with places, which a failing build could not do as well.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
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
    let mut paths = Vec::new();
    list(&root.join(FOLDER), &mut paths)?;
    paths.sort();
    let mut table = "&[\n".to_owned();
    for (number, path) in paths.iter().enumerate() {
        table.push_str(&row(&root, &out, path, number)?);
    }
    table.push_str("]\n");
    fs::write(out.join("shipped.rs"), table)?;
    let exercises = root.join(FOLDER).join("exercises.yaml");
    let text = fs::read_to_string(&exercises).unwrap_or_default();
    let catalogue = catalogue_of(text).unwrap_or_default();
    fs::write(out.join("catalogue.postcard"), catalogue)?;
    fs::write(out.join("build.digest"), build(&root)?.bytes())?;
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

/// A line for cargo.
fn tell(line: std::fmt::Arguments<'_>) -> io::Result<()> {
    writeln!(io::stdout(), "cargo:{line}")
}
