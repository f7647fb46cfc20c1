//! Files that a configuration names: other configurations, folders of rules, exercises. A configuration must not lead
//! cuff to other files of the machine, so all of them lie in its project.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::read::plain;
use super::unsaved::Unsaved;
use crate::nearest::nearest;
use crate::rules::Supplied;

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

/// The folder of the highest configuration of the project that a configuration lies in.
pub(super) fn home(config: &Path) -> PathBuf {
    let (project, own) = (project(config), folder(config));
    let above = own
        .ancestors()
        .take_while(|folder| folder.starts_with(&project));
    let with_one = above.filter(|folder| folder.join(CONFIG).is_file());
    with_one.last().unwrap_or(&own).to_owned()
}

/// The folder of a file; the one that we are in for a bare name.
pub(super) fn folder(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Whether something in a folder is called like a configuration, be it a file, a link to nothing or a folder: whoever
/// put it there expects that it counts.
pub(super) fn is_there(config: &Path) -> bool {
    config.symlink_metadata().is_ok()
}

/// Why a configuration that was found must not be read: it is a link to some other file, whose text would be quoted, or
/// to none.
pub(super) fn misled(config: &Path) -> Option<Why> {
    let is_link = config
        .symlink_metadata()
        .is_ok_and(|status| status.is_symlink());
    let Ok(real) = config.canonicalize() else {
        return is_link.then(|| Why {
            reason: "this is a link to a file that is not there".to_owned(),
            help: "delete the link, or let it lead to a configuration".to_owned(),
        });
    };
    let is_named = real.file_name().is_some_and(|name| name == CONFIG);
    let project = project(config).canonicalize();
    let is_ours = project.is_ok_and(|project| real.starts_with(project))
        && real.extension().is_some_and(|ending| ending == "yaml");
    (is_link && !is_named && !is_ours).then(|| Why {
        reason: format!(
            "this is a link to a file that is neither called `{CONFIG}` nor one of this project that ends in `.yaml`"
        ),
        help: "put a copy of that file in its place; or name the file itself, with `--config FILE`"
            .to_owned(),
    })
}

/// Why a file that is named cannot be used, and what to do.
#[derive(Debug)]
pub(super) struct Why {
    pub(super) reason: String,
    pub(super) help: String,
}

impl Why {
    pub(super) fn words(self) -> (String, Option<String>) {
        (self.reason, Some(self.help))
    }
}

/// The file or folder that is written in a configuration in `folder`, if it lies in the project.
pub(super) fn inside(project: &Path, folder: &Path, written: &str) -> Result<PathBuf, Why> {
    let is_address = written.contains("://") || written.starts_with('~');
    let relative = Path::new(written).components().all(|part| {
        matches!(
            part,
            Component::Normal(_) | Component::CurDir | Component::ParentDir
        )
    });
    if is_address || !relative {
        return Err(Why {
            reason: "it is no path from the folder of this file".to_owned(),
            help: "copy it into the project, and write it like `../team/rules`".to_owned(),
        });
    }
    let real = |path: &Path| {
        path.canonicalize().map_err(|error| Why {
            reason: plain(&error),
            help: instead_of(path, written),
        })
    };
    let project = real(project)?;
    // What is outside must not even be asked for: whether it is there is nobody's business.
    let path = lexical(&real(folder)?, written);
    let outside = || Why {
        reason: format!("it lies outside the project, which is {}", place(&project)),
        help: if project.join(".git").exists() {
            "copy it into the project".to_owned()
        } else {
            format!(
                "copy it into the project; or put a `{CONFIG}` into the folder that holds both, which then is the project"
            )
        },
    };
    if !path.starts_with(&project) {
        return Err(outside());
    }
    if real(&path)?.starts_with(&project) {
        Ok(folder.join(written))
    } else {
        Err(outside())
    }
}

/// What the author of a path that leads nowhere may have meant.
fn instead_of(path: &Path, written: &str) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let entries = path.parent().and_then(|folder| fs::read_dir(folder).ok());
    let names: Vec<String> = entries
        .into_iter()
        .flatten()
        .take(PACK_FILES)
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .collect();
    match nearest(&name, names.iter().map(String::as_str)) {
        Some(near) => {
            let head = written.strip_suffix(&*name).unwrap_or_default();
            format!("did you mean `{head}{near}`?")
        }
        None => "paths start from the folder of this file".to_owned(),
    }
}

/// A folder in words.
fn place(folder: &Path) -> String {
    match shown(folder) {
        here if here == "." => "this folder".to_owned(),
        path => format!("the folder `{path}`"),
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
pub(super) fn pack(folder: &Path, name: String, unsaved: &Unsaved) -> Result<Supplied, String> {
    if folder.is_file() {
        return Err("it is a file, and a pack is a folder of rules".to_owned());
    }
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
            Ok(_) => unsaved.small_file(path),
            Err(error) => Err(plain(&error)),
        };
        files.push(file.map_err(|reason| format!("{}: {reason}", shown(path)))?);
    }
    Ok(Supplied { name, files })
}

/// Reads a file of text, if it has at most so many bytes.
///
/// # Errors
/// It is not there, no file, too large, or not text.
pub fn small_text(path: &Path, most: u64) -> Result<String, String> {
    let metadata = fs::metadata(path).map_err(|error| plain(&error))?;
    if metadata.is_dir() {
        return Err("it is a folder, not a file".to_owned());
    }
    if !metadata.is_file() {
        return Err("it is no regular file".to_owned());
    }
    if metadata.len() > most {
        return Err(format!(
            "it has {} KiB; cuff reads up to {} KiB",
            metadata.len() >> 10,
            most >> 10
        ));
    }
    let bytes = fs::read(path).map_err(|error| plain(&error))?;
    String::from_utf8(bytes).map_err(|_| "it is not UTF-8; save it as UTF-8".to_owned())
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
