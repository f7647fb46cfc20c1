//! A configuration with those that it extends, each read once, the farthest first.

use std::path::{Path, PathBuf};

use ignore::gitignore::Gitignore;

use super::Refused;
use super::config::ConfigFile;
use super::layers::{self, Effective, Layer, Value, patterns};
use super::named::{Why, folder, inside, project, shown};
use super::unsaved::Unsaved;
use crate::diagnostic::{Diagnostic, Severity};
use crate::nearest::nearest;
use crate::rules::At;
use crate::source::{SourceFile, Span};
use crate::yaml::{self, Data, Entry, Node};

/// What is wrong, and what to do.
type Words = (String, Option<String>);

/// Most configurations that build on each other.
const CHAIN: usize = 16;

/// A configuration with those that it extends.
#[derive(Debug, Default)]
pub struct Chain {
    /// The file that holds for a plan; `None` where there is none.
    pub path: Option<PathBuf>,
    /// All files, the farthest first.
    pub sources: Vec<SourceFile>,
    /// What they settle, in order: a later layer wins.
    pub layers: Vec<Layer>,
    /// The folders that paths in the files start from.
    pub(super) folders: Vec<PathBuf>,
    /// The folder that no file may lead out of.
    pub(super) project: PathBuf,
    /// Plans that are left out, for each file.
    pub(super) exclude: Vec<Gitignore>,
    /// Whether packs may be missing, because what may name them could not be read.
    pub(super) unclear: bool,
}

impl Chain {
    /// Whether a plan is left out when its folder is checked.
    pub(super) fn excludes(&self, plan: &Path) -> bool {
        self.exclude
            .iter()
            .any(|patterns| layers::matches(patterns, plan))
    }

    /// Which layers are for a plan.
    pub(super) fn active(&self, plan: &Path) -> Vec<bool> {
        self.layers.iter().map(|layer| layer.is_for(plan)).collect()
    }

    /// What holds for all plans.
    pub(super) fn general(&self) -> Effective<'_> {
        Effective::all(self.layers.iter().filter(|layer| layer.is_general()))
    }

    /// A place in words: `cuff.yaml:4:3`.
    pub fn place(&self, at: At) -> String {
        let Some(source) = self.sources.get(at.file) else {
            return String::new();
        };
        let place = source.line_column(at.span.range().start);
        format!("{}:{}:{}", source.name(), place.line, place.column)
    }

    /// The name of the file that a place lies in.
    pub(super) fn name(&self, at: At) -> &str {
        self.sources.get(at.file).map_or("", SourceFile::name)
    }

    /// The folder that a path which is written there starts from.
    pub(super) fn folder(&self, at: At) -> &Path {
        self.folders
            .get(at.file)
            .map_or(Path::new("."), PathBuf::as_path)
    }
}

/// Reads a configuration and those that it extends. Everything that is wrong with them comes along; what could be read
/// is there all the same.
pub(super) fn read(config: &Path, unsaved: &Unsaved) -> (Chain, Refused) {
    let mut walk = Walk {
        unsaved,
        project: project(config),
        visited: Vec::new(),
        files: Vec::new(),
        refused: Vec::new(),
        unclear: false,
    };
    match unsaved.small_file(config) {
        Ok(source) => walk.file(config, source),
        Err(reason) => {
            let message = format!("this configuration cannot be read: {reason}");
            walk.refused.push(instead(config, message, None));
        }
    }
    walk.chain(config)
}

struct Walk<'u> {
    unsaved: &'u Unsaved,
    project: PathBuf,
    /// Files so far, as the disk knows them and as people do.
    visited: Vec<(PathBuf, String)>,
    /// The nearest first.
    files: Vec<(PathBuf, SourceFile, Option<Node>)>,
    refused: Refused,
    unclear: bool,
}

impl Walk<'_> {
    /// Takes a file, and then the one that it extends.
    fn file(&mut self, path: &Path, source: SourceFile) {
        let mut next = Some((path.to_owned(), source));
        while let Some((path, source)) = next.take() {
            let real = path.canonicalize().unwrap_or_else(|_| path.clone());
            self.visited.push((real, source.name().to_owned()));
            let mut wrong = match yaml::read::<ConfigFile>(&source) {
                Ok(_) => Vec::new(),
                Err(wrong) => wrong,
            };
            let tree = yaml::locate(&source);
            self.unclear |= tree.as_ref().map_or(!wrong.is_empty(), hides_packs);
            let extends = tree.as_ref().and_then(|tree| tree.entry("extends"));
            let named = extends.and_then(|entry| Some((entry.value.text()?, entry.value.span)));
            if let Some((written, span)) = named {
                match self.extended(&folder(&path), written) {
                    Ok(found) => next = Some(found),
                    Err((message, help)) => {
                        self.unclear = true;
                        wrong.push(helped(at(span, message), help));
                    }
                }
            }
            if !wrong.is_empty() {
                self.refused.push((copy(&source), wrong));
            }
            self.files.push((path, source, tree));
        }
    }

    /// The file that another one extends.
    fn extended(&self, from: &Path, written: &str) -> Result<(PathBuf, SourceFile), Words> {
        let said = |reason: String| format!("`{written}` cannot be extended: {reason}");
        let cannot = |reason: String| (said(reason), None);
        let path = inside(&self.project, from, written)
            .map_err(|Why { reason, help }| (said(reason), Some(help)))?;
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        let mut names: Vec<String> = self
            .visited
            .iter()
            .map(|(_, name)| format!("`{name}`"))
            .collect();
        names.push(format!("`{}`", shown(&real)));
        let chain = names.join(" extends ");
        if self.visited.iter().any(|(other, _)| *other == real) {
            let help = "take `extends` out of one of them".to_owned();
            return Err((said(format!("that goes in a circle: {chain}")), Some(help)));
        }
        if names.len() > CHAIN {
            let help = "put together what some of them say".to_owned();
            let reason = format!("these are more than {CHAIN} files: {chain}");
            return Err((said(reason), Some(help)));
        }
        if real.extension().is_none_or(|ending| ending != "yaml") {
            return Err(cannot("a configuration ends in `.yaml`".to_owned()));
        }
        let source = self.unsaved.small_file(&real).map_err(cannot)?;
        Ok((real, source))
    }

    fn chain(mut self, config: &Path) -> (Chain, Refused) {
        let mut chain = Chain {
            path: Some(config.to_owned()),
            project: self.project,
            unclear: self.unclear,
            ..Chain::default()
        };
        for (number, (path, source, tree)) in self.files.into_iter().rev().enumerate() {
            let folder = folder(&path);
            if let Some(tree) = tree {
                let (layers, wrong) = layers::read(&source, &tree, number, &folder);
                add(&mut self.refused, &source, wrong);
                chain.exclude.push(excluded(&folder, &layers));
                chain.layers.extend(layers);
            }
            chain.sources.push(source);
            chain.folders.push(folder);
        }
        (chain, self.refused)
    }
}

/// The patterns of plans that a file leaves out; what is wrong with them was said when they were read.
fn excluded(folder: &Path, layers: &[Layer]) -> Gitignore {
    let settings = layers.iter().flat_map(|layer| &layer.settings);
    let written = settings
        .filter(|setting| setting.key == "exclude" && matches!(setting.value, Value::Item))
        .map(|setting| setting.written.as_str());
    patterns(folder, written).0
}

/// Whether it may be that a file names packs which were not read: the key is misspelt, or what stands there is no list.
fn hides_packs(tree: &Node) -> bool {
    let is_slip = |key: &str| {
        let known = ["packs", "extends"];
        !known.contains(&key) && nearest(key, known.into_iter()).is_some()
    };
    let is_list = |entry: &Entry| matches!(&entry.value.data, Data::List(items) if items.iter().all(|item| item.text().is_some()));
    let unread = |entry: &Entry| match entry.key.as_str() {
        "packs" => !is_list(entry),
        "extends" => entry.value.text().is_none(),
        key => is_slip(key),
    };
    tree.entries().iter().any(unread)
}

/// A mistake of a file that could not be read at all, so that nothing of it can be shown.
pub(super) fn instead(
    path: &Path,
    message: String,
    help: Option<String>,
) -> (SourceFile, Vec<Diagnostic>) {
    let report = helped(at(Span::default(), message), help);
    (SourceFile::new(shown(path), ""), vec![report])
}

fn helped(mut report: Diagnostic, help: Option<String>) -> Diagnostic {
    report.help = help;
    report
}

/// Adds mistakes to those of their file.
pub(super) fn add(refused: &mut Refused, source: &SourceFile, wrong: Vec<Diagnostic>) {
    if wrong.is_empty() {
        return;
    }
    match refused
        .iter_mut()
        .find(|(other, _)| other.name() == source.name())
    {
        Some((_, all)) => all.extend(wrong),
        None => refused.push((copy(source), wrong)),
    }
}

pub(super) fn at(span: Span, message: String) -> Diagnostic {
    Diagnostic::new("config", Severity::Error, span, message)
}

pub(super) fn copy(source: &SourceFile) -> SourceFile {
    SourceFile::new(source.name(), source.text())
}
