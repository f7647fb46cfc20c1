//! Which configuration holds for a plan: the nearest `cuff.yaml` above it, or the one that the user names. Each
//! configuration is read once, with its packs and exercises.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::config::{self, Wishes, pack_name};
use super::read::plain;
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Packs, RuleSet, Settings, Supplied};
use crate::source::{SourceFile, Span};
use crate::yaml::FILE_LIMIT;

/// The name of the configuration file.
const CONFIG: &str = "cuff.yaml";
/// Most rule files in one pack.
const PACK_FILES: usize = 1_000;

/// Files with something wrong in them, each with its mistakes.
pub type Refused = Vec<(SourceFile, Vec<Diagnostic>)>;

/// A configuration and the rules that it asks for.
#[derive(Debug)]
pub struct Project {
    /// The configuration file; `None` where there is none.
    pub config: Option<PathBuf>,
    /// The rules.
    pub rules: Arc<RuleSet>,
    exclude: Gitignore,
}

impl Project {
    /// Whether a plan is left out when its folder is checked.
    pub fn excludes(&self, plan: &Path) -> bool {
        let absolute = std::path::absolute(plan).unwrap_or_else(|_| plan.to_owned());
        absolute.starts_with(self.exclude.path())
            && self
                .exclude
                .matched_path_or_any_parents(&absolute, false)
                .is_ignore()
    }
}

/// All configurations of a run.
#[derive(Debug)]
pub struct Projects {
    named: Option<PathBuf>,
    isolated: bool,
    packs: Option<Packs>,
    supplied: Vec<PathBuf>,
    by_config: HashMap<Option<PathBuf>, Arc<Project>>,
    by_folder: HashMap<PathBuf, Option<PathBuf>>,
}

impl Projects {
    /// `named` is a configuration that holds for every plan; with `isolated` none is looked for.
    pub fn new(named: Option<PathBuf>, isolated: bool) -> Self {
        Self {
            named,
            isolated,
            packs: None,
            supplied: Vec::new(),
            by_config: HashMap::new(),
            by_folder: HashMap::new(),
        }
    }

    /// The same with every rule of every pack, and these folders as packs beside the configured ones.
    #[must_use]
    pub fn with_packs(self, packs: Packs, supplied: Vec<PathBuf>) -> Self {
        Self {
            packs: Some(packs),
            supplied,
            ..self
        }
    }

    /// What holds for a plan, or for anything in its folder.
    ///
    /// # Errors
    /// Everything that is wrong in the configuration and in the rule files that it names.
    pub fn of(&mut self, plan: &Path) -> Result<Arc<Project>, Refused> {
        let folder = plan
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let config = match (&self.named, self.isolated) {
            (Some(named), _) => Some(named.clone()),
            (None, true) => None,
            (None, false) => self.above(folder),
        };
        if let Some(project) = self.by_config.get(&config) {
            return Ok(Arc::clone(project));
        }
        let project = Arc::new(self.load(config.as_deref())?);
        self.by_config.insert(config, Arc::clone(&project));
        Ok(project)
    }

    /// The nearest configuration in a folder or above it.
    fn above(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.by_folder.get(folder) {
            return known.clone();
        }
        let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let found = absolute
            .ancestors()
            .map(|folder| folder.join(CONFIG))
            .find(|file| file.is_file());
        self.by_folder.insert(folder.to_owned(), found.clone());
        found
    }

    fn load(&self, config: Option<&Path>) -> Result<Project, Refused> {
        let (source, wishes) = match config {
            Some(path) => {
                if self.named.is_none() && leads_elsewhere(path) {
                    let reason = format!("this is a link to a file that is not called `{CONFIG}`");
                    return Err(refuse(path, reason));
                }
                let source = small_file(path).map_err(|reason| refuse(path, reason))?;
                let wishes = config::read(&source).map_err(|wrong| vec![(copy(&source), wrong)])?;
                (source, wishes)
            }
            None => (SourceFile::new(CONFIG, ""), Wishes::default()),
        };
        let root = config
            .and_then(Path::parent)
            .map_or_else(PathBuf::new, Path::to_owned);
        let exclude = exclude(&root, &wishes, &source)?;
        let mut supplied = own_packs(&root, &wishes, &source)?;
        for folder in &self.supplied {
            supplied.push(pack(folder).map_err(|reason| refuse(folder, reason))?);
        }
        let exercises = exercise_files(&root, &wishes, &source)?;
        let settings = Settings {
            packs: self.packs.clone().unwrap_or_else(|| wishes.pack_names()),
            supplied,
            exercises,
            overrides: wishes.overrides,
            estimates: wishes.estimates,
            config: source,
        };
        let rules = RuleSet::load(&settings)?;
        Ok(Project {
            config: config.map(Path::to_owned),
            rules: Arc::new(rules),
            exclude,
        })
    }
}

/// Whether a configuration that was found is a link to some other file, whose text would be quoted.
fn leads_elsewhere(config: &Path) -> bool {
    let real = config.canonicalize();
    real.is_ok_and(|real| real.file_name().is_none_or(|name| name != CONFIG))
}

fn exclude(root: &Path, wishes: &Wishes, source: &SourceFile) -> Result<Gitignore, Refused> {
    let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    let mut builder = GitignoreBuilder::new(&root);
    let mut wrong = Vec::new();
    for (pattern, span) in &wishes.exclude {
        if let Err(error) = builder.add_line(None, pattern) {
            wrong.push(
                at(*span, format!("`{pattern}` is not a pattern: {error}"))
                    .help("write patterns such as `archive/**`"),
            );
        }
    }
    match builder.build() {
        Ok(patterns) if wrong.is_empty() => Ok(patterns),
        Ok(_) => Err(vec![(copy(source), wrong)]),
        Err(error) => Err(vec![(
            copy(source),
            vec![at(Span::default(), error.to_string())],
        )]),
    }
}

/// Packs that the configuration names as folders.
fn own_packs(root: &Path, wishes: &Wishes, source: &SourceFile) -> Result<Vec<Supplied>, Refused> {
    let mut packs = Vec::new();
    let mut wrong = Vec::new();
    for (written, span) in wishes.packs.iter().flatten() {
        if !written.starts_with("./") {
            continue;
        }
        match inside(root, written).and_then(|folder| pack(&folder)) {
            Ok(supplied) => packs.push(supplied),
            Err(reason) => wrong.push(at(
                *span,
                format!("the pack `{written}` cannot be read: {reason}"),
            )),
        }
    }
    if wrong.is_empty() {
        Ok(packs)
    } else {
        Err(vec![(copy(source), wrong)])
    }
}

fn exercise_files(
    root: &Path,
    wishes: &Wishes,
    source: &SourceFile,
) -> Result<Vec<SourceFile>, Refused> {
    let mut files = Vec::new();
    let mut wrong = Vec::new();
    for (written, span) in &wishes.exercises {
        match inside(root, written).and_then(|path| small_file(&path)) {
            Ok(file) => files.push(file),
            Err(reason) => wrong.push(at(
                *span,
                format!("the exercises `{written}` cannot be read: {reason}"),
            )),
        }
    }
    if wrong.is_empty() {
        Ok(files)
    } else {
        Err(vec![(copy(source), wrong)])
    }
}

/// A path below the configuration's folder. A configuration must not lead cuff to other files of the machine.
fn inside(root: &Path, written: &str) -> Result<PathBuf, String> {
    let path = Path::new(written);
    let climbs = path.components().any(|part| {
        !matches!(
            part,
            std::path::Component::Normal(_) | std::path::Component::CurDir
        )
    });
    if climbs {
        return Err("it must lie below the folder of `cuff.yaml`".to_owned());
    }
    let path = root.join(path);
    let real = path.canonicalize().map_err(|error| plain(&error))?;
    let root = if root.as_os_str().is_empty() {
        Path::new(".")
    } else {
        root
    };
    let root = root.canonicalize().map_err(|error| plain(&error))?;
    if real.starts_with(root) {
        Ok(path)
    } else {
        Err("it leads out of the folder of `cuff.yaml`".to_owned())
    }
}

/// All YAML files of a folder, in order of their names. A link out of the folder is refused, so that no other file of the
/// machine is read and quoted.
fn pack(folder: &Path) -> Result<Supplied, String> {
    let root = folder.canonicalize().map_err(|error| plain(&error))?;
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
    let mut files = Vec::with_capacity(paths.len());
    for path in &paths {
        let file = match path.canonicalize() {
            Ok(real) if !real.starts_with(&root) => Err("it leads out of the pack".to_owned()),
            Ok(_) => small_file(path),
            Err(error) => Err(plain(&error)),
        };
        files.push(file.map_err(|reason| format!("{}: {reason}", shown(path)))?);
    }
    Ok(Supplied {
        name: pack_name(&folder.display().to_string()),
        files,
    })
}

/// Reads a rule file, a configuration or a file of exercises, which are small.
fn small_file(path: &Path) -> Result<SourceFile, String> {
    let metadata = fs::metadata(path).map_err(|error| plain(&error))?;
    if !metadata.is_file() {
        return Err("this is not a file".to_owned());
    }
    if metadata.len() > FILE_LIMIT as u64 {
        return Err(format!(
            "it has {} KiB; cuff reads up to {} KiB",
            metadata.len() >> 10,
            FILE_LIMIT >> 10
        ));
    }
    let bytes = fs::read(path).map_err(|error| plain(&error))?;
    let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    Ok(SourceFile::new(shown(path), text))
}

/// A path as a person would write it from where they stand.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    // Taking a path apart and together again leaves out each `./` inside it.
    let path: PathBuf = path.components().collect();
    let shown = path.strip_prefix(&here).unwrap_or(&path);
    shown.display().to_string()
}

fn refuse(path: &Path, reason: String) -> Refused {
    let source = SourceFile::new(shown(path), "");
    let report = at(Span::default(), reason);
    vec![(source, vec![report])]
}

fn at(span: Span, message: String) -> Diagnostic {
    Diagnostic::new("config", Severity::Error, span, message)
}

fn copy(source: &SourceFile) -> SourceFile {
    SourceFile::new(source.name(), source.text())
}
