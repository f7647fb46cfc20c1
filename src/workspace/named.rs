//! Files that a configuration names: other configurations, folders of rules, exercises. A configuration must not lead
//! cuff to other files of the machine, so all of them lie in its project.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::read::plain;
use crate::rules::Supplied;
use crate::source::SourceFile;
use crate::yaml::FILE_LIMIT;

/// The name of the configuration file.
pub(super) const CONFIG: &str = "cuff.yaml";
/// Most rule files in one pack.
const PACK_FILES: usize = 1_000;

/// The folder that a configuration may name files in: the git repository that it lies in, or else the highest folder
/// above it with a configuration.
pub(super) fn project(config: &Path) -> PathBuf {
    let folder = folder(config);
    let absolute = std::path::absolute(&folder).unwrap_or(folder);
    let repository = absolute
        .ancestors()
        .find(|folder| folder.join(".git").exists());
    let highest = || {
        let with_one = absolute
            .ancestors()
            .filter(|folder| folder.join(CONFIG).is_file());
        with_one.last()
    };
    let project = repository.or_else(highest).unwrap_or(&absolute);
    project.to_owned()
}

/// The folder of a file; the one that we are in for a bare name.
pub(super) fn folder(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Whether a configuration that was found is a link to some other file, whose text would be quoted.
pub(super) fn leads_elsewhere(config: &Path) -> bool {
    let real = config.canonicalize();
    real.is_ok_and(|real| real.file_name().is_none_or(|name| name != CONFIG))
}

/// The file or folder that is written in a configuration in `folder`, if it lies in the project.
pub(super) fn inside(project: &Path, folder: &Path, written: &str) -> Result<PathBuf, String> {
    let is_address = written.contains("://") || written.starts_with('~');
    let relative = Path::new(written).components().all(|part| {
        matches!(
            part,
            Component::Normal(_) | Component::CurDir | Component::ParentDir
        )
    });
    if is_address || !relative {
        return Err("write it as a path from the folder of this file".to_owned());
    }
    let real = |path: &Path| path.canonicalize().map_err(|error| plain(&error));
    let project = real(project)?;
    // What is outside must not even be asked for: whether it is there is nobody's business.
    let path = lexical(&real(folder)?, written);
    let outside = || format!("it leads out of the project, `{}`", shown(&project));
    if !path.starts_with(&project) {
        return Err(outside());
    }
    if real(&path)?.starts_with(&project) {
        Ok(folder.join(written))
    } else {
        Err(outside())
    }
}

/// A path with its `..` taken off.
fn lexical(folder: &Path, written: &str) -> PathBuf {
    let mut path = folder.to_owned();
    for part in Path::new(written).components() {
        match part {
            Component::Normal(name) => path.push(name),
            Component::ParentDir => drop(path.pop()),
            _ => {}
        }
    }
    path
}

/// The name of a pack: that of its folder.
pub fn pack_name(written: &str) -> String {
    written
        .trim_end_matches(['/', '\\'])
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or(written)
        .to_owned()
}

/// All YAML files of a folder, in order of their names. A link out of the folder is refused, so that no other file of the
/// machine is read and quoted.
pub(super) fn pack(folder: &Path, name: String) -> Result<Supplied, String> {
    let entries = fs::read_dir(folder).map_err(|error| plain(&error))?;
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| plain(&error))?.path();
        if path.extension().is_some_and(|ending| ending == "yaml") {
            paths.push(path);
        }
        if paths.len() > PACK_FILES {
            return Err(format!("it holds more than {PACK_FILES} rule files"));
        }
    }
    paths.sort();
    let real = folder.canonicalize().map_err(|error| plain(&error))?;
    let mut files = Vec::with_capacity(paths.len());
    for path in &paths {
        let file = match path.canonicalize() {
            Ok(path) if !path.starts_with(&real) => Err("it leads out of the pack".to_owned()),
            Ok(_) => small_file(path),
            Err(error) => Err(plain(&error)),
        };
        files.push(file.map_err(|reason| format!("{}: {reason}", shown(path)))?);
    }
    Ok(Supplied { name, files })
}

/// Reads a rule file, a configuration or a file of exercises, which are small.
pub(super) fn small_file(path: &Path) -> Result<SourceFile, String> {
    let text = small_text(path, FILE_LIMIT as u64)?;
    Ok(SourceFile::new(shown(path), text))
}

/// Reads a file of text, if it has at most so many bytes.
///
/// # Errors
/// It is not there, no file, too large, or not text.
pub fn small_text(path: &Path, most: u64) -> Result<String, String> {
    let metadata = fs::metadata(path).map_err(|error| plain(&error))?;
    if !metadata.is_file() {
        return Err("this is not a file".to_owned());
    }
    if metadata.len() > most {
        return Err(format!(
            "it has {} KiB; cuff reads up to {} KiB",
            metadata.len() >> 10,
            most >> 10
        ));
    }
    let bytes = fs::read(path).map_err(|error| plain(&error))?;
    String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())
}

/// A path as a person would write it from where they stand.
pub(super) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    // Taking a path apart and together again leaves out each `./` inside it.
    let path: PathBuf = path.components().collect();
    let path = path.strip_prefix("./").unwrap_or(&path);
    match path.strip_prefix(&here).unwrap_or(path) {
        path if path.as_os_str().is_empty() => ".".to_owned(),
        path => path.display().to_string(),
    }
}
