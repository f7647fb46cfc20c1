//! The set of rules that a run uses: shipped packs and supplied ones, with the changes that the configuration asks for.
//!
//! Loading finds every mistake of every file in one go. Nothing here touches the disk: shipped files are part of the
//! program, and all others are handed in by whoever read them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::compile::{Mistake, Surroundings, compile};
use super::file::{LanguageEntryFile, LanguageFile, PackFile, RuleFile, SourcesFile};
use super::rule::{Level, Origin, Rule};
use crate::catalogue::Catalogue;
use crate::catalogue::file::CatalogueFile;
use crate::diagnostic::{Diagnostic, Severity};
use crate::expr::Vocabulary as _;
use crate::facts::Vocabulary;
use crate::model::file::{EstimatesFile, VocabularyFile};
use crate::model::{Estimates, Knowledge, Problem, Terms};
use crate::nearest::nearest;
use crate::quantity::Quantity;
use crate::shipped::{self, Shipped};
use crate::source::{SourceFile, Span};
use crate::yaml;

/// What a run asks for.
#[derive(Debug)]
pub struct Settings {
    /// Packs by name, shipped or supplied.
    pub packs: Packs,
    /// Packs of the user: a folder each.
    pub supplied: Vec<Supplied>,
    /// Files of exercises beside the shipped one.
    pub exercises: Vec<SourceFile>,
    /// Changes to single rules.
    pub overrides: Vec<Override>,
    /// Changes to figures for estimates.
    pub estimates: BTreeMap<String, (Quantity, Span)>,
    /// Where the changes stand.
    pub config: SourceFile,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            packs: Packs::Default,
            supplied: Vec::new(),
            exercises: Vec::new(),
            overrides: Vec::new(),
            estimates: BTreeMap::new(),
            config: SourceFile::new("cuff.yaml", ""),
        }
    }
}

/// Which packs are on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Packs {
    /// The one that is on without a word.
    Default,
    /// These, each with its place in the configuration.
    These(Vec<(String, Span)>),
    /// Every rule of every pack, those that are off by default included, for tests and explanations.
    All,
}

/// The pack that is on without a word.
const DEFAULT_PACK: &str = "occlusion";

/// A folder of rules.
#[derive(Debug)]
pub struct Supplied {
    /// Its name: that of the folder.
    pub name: String,
    /// Its files.
    pub files: Vec<SourceFile>,
}

/// A change to one rule.
#[derive(Clone, Debug)]
pub struct Override {
    /// The rule.
    pub rule: String,
    /// Where the configuration names it.
    pub span: Span,
    /// The level that is asked for.
    pub level: Option<Level>,
    /// Figures by name, each with the place of its name and of its value.
    pub params: Vec<(String, Span, Quantity, Span)>,
}

/// A pack that is on.
#[derive(Debug)]
pub struct Pack {
    /// Its name: that of its folder.
    pub name: String,
    /// What it says of itself.
    pub file: PackFile,
}

/// Rules that are ready to run, and what they know.
#[derive(Debug)]
pub struct RuleSet {
    /// Exercises, words and figures.
    pub knowledge: Knowledge,
    /// Names and types of facts.
    pub vocabulary: Vocabulary,
    /// Everything that is cited.
    pub sources: SourcesFile,
    /// Packs that are on.
    pub packs: Vec<Pack>,
    /// Their rules, in order of their ids; those that are off included.
    pub rules: Vec<Rule>,
    /// Findings of the language itself, and how the configuration treats them.
    pub language: BTreeMap<String, (LanguageEntryFile, Level)>,
}

/// All mistakes of one file.
type Refused = Vec<(SourceFile, Vec<Diagnostic>)>;

impl RuleSet {
    /// Loads everything that `settings` asks for.
    ///
    /// # Errors
    /// Every file with something wrong in it, with all of its mistakes.
    pub fn load(settings: &Settings) -> Result<Self, Refused> {
        let mut loader = Loader {
            settings,
            refused: Vec::new(),
        };
        let knowledge = loader.knowledge();
        let sources: SourcesFile = loader.shipped("rules/sources.yaml").unwrap_or_default();
        let language = loader.language();
        let vocabulary = Vocabulary::new(&knowledge);
        let mut set = Self {
            knowledge,
            vocabulary,
            sources,
            packs: Vec::new(),
            rules: Vec::new(),
            language,
        };
        loader.packs(&mut set);
        set.rules.sort_by(|a, b| a.id().cmp(b.id()));
        loader.check_overrides(&set);
        loader.check_references(&set);
        if loader.refused.is_empty() {
            Ok(set)
        } else {
            Err(loader.refused)
        }
    }

    /// The rule with this id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        let place = self.rules.binary_search_by(|rule| rule.id().cmp(id)).ok()?;
        self.rules.get(place)
    }

    /// Whether an id names a rule of a pack or a finding of the language.
    pub fn origin(&self, id: &str) -> Option<Origin> {
        if self.rule(id).is_some() {
            return Some(Origin::Pack);
        }
        self.language.contains_key(id).then_some(Origin::Language)
    }

    /// Turns all rules off but these, for tests of single rules. Gives the levels that they had.
    pub fn focus(&mut self, ids: &[&str]) -> Vec<Level> {
        let focused = |rule: &mut Rule| {
            let level = if ids.contains(&rule.id()) {
                Level::Own
            } else {
                Level::Off
            };
            std::mem::replace(&mut rule.level, level)
        };
        self.rules.iter_mut().map(focused).collect()
    }

    /// Compiles a rule again with other figures and puts it in the place of the old one, which it gives back.
    ///
    /// # Errors
    /// What is wrong with the figures, in words.
    pub fn retune(
        &mut self,
        id: &str,
        params: &BTreeMap<String, Quantity>,
    ) -> Result<Option<Rule>, String> {
        let Ok(place) = self.rules.binary_search_by(|rule| rule.id().cmp(id)) else {
            return Ok(None);
        };
        let Some(old) = self.rules.get(place) else {
            return Ok(None);
        };
        if let Some((name, _)) = params
            .iter()
            .find(|(name, _)| !old.file.params.contains_key(*name))
        {
            return Err(format!("the rule `{id}` has no figure called `{name}`"));
        }
        let around = Surroundings {
            vocabulary: &self.vocabulary,
            sources: &self.sources,
            pack: &old.pack,
            params,
            level: old.level,
        };
        let new = compile(old.file.clone(), &around).map_err(|mistakes| {
            mistakes
                .first()
                .map_or_else(String::new, |mistake| mistake.message.clone())
        })?;
        Ok(self.put(place, new))
    }

    /// Puts a rule back that [`Self::retune`] gave out.
    pub fn restore(&mut self, rule: Rule) {
        if let Ok(place) = self
            .rules
            .binary_search_by(|other| other.id().cmp(rule.id()))
        {
            self.put(place, rule);
        }
    }

    fn put(&mut self, place: usize, rule: Rule) -> Option<Rule> {
        self.rules
            .get_mut(place)
            .map(|slot| std::mem::replace(slot, rule))
    }

    /// Every id, for "did you mean".
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.rules
            .iter()
            .map(Rule::id)
            .chain(self.language.keys().map(String::as_str))
    }
}

struct Loader<'s> {
    settings: &'s Settings,
    refused: Refused,
}

impl Loader<'_> {
    fn knowledge(&mut self) -> Knowledge {
        let mut files: Vec<CatalogueFile> =
            self.shipped("rules/exercises.yaml").into_iter().collect();
        for source in &self.settings.exercises {
            match yaml::read::<CatalogueFile>(source) {
                Ok(located) => files.push(located.value),
                Err(diagnostics) => self.refuse(copy(source), diagnostics),
            }
        }
        let (catalogue, problems) = Catalogue::compile(&files);
        for problem in problems {
            let source = match problem.file.checked_sub(1) {
                Some(own) => self.settings.exercises.get(own).map(copy),
                None => shipped_source("rules/exercises.yaml"),
            };
            if let Some(source) = source {
                self.mistakes(source, vec![Mistake::new(problem.path, problem.message)]);
            }
        }
        let vocabulary: VocabularyFile = self.shipped("rules/vocabulary.yaml").unwrap_or_default();
        let (terms, problems) = Terms::compile(&vocabulary, &catalogue);
        self.problems("rules/vocabulary.yaml", problems);
        let estimates: EstimatesFile = self.shipped("rules/estimates.yaml").unwrap_or_default();
        let overrides = self
            .settings
            .estimates
            .iter()
            .map(|(name, (value, _))| (name.clone(), *value))
            .collect();
        let (estimates, problems) = Estimates::compile(&estimates, &overrides);
        self.problems("rules/estimates.yaml", problems);
        Knowledge {
            catalogue,
            terms,
            estimates,
        }
    }

    fn language(&mut self) -> BTreeMap<String, (LanguageEntryFile, Level)> {
        let file: LanguageFile = self.shipped("rules/language.yaml").unwrap_or_default();
        let mut wrong = Vec::new();
        let mut findings = BTreeMap::new();
        for (id, entry) in file.findings {
            if Severity::from_word(&entry.severity).is_none() {
                wrong.push(Mistake::new(
                    format!("{id}.severity"),
                    format!("`{}` is not a level", entry.severity),
                ));
            }
            let level = self.level_of(&id);
            findings.insert(id, (entry, level));
        }
        if let (false, Some(source)) = (wrong.is_empty(), shipped_source("rules/language.yaml")) {
            self.mistakes(source, wrong);
        }
        findings
    }

    fn packs(&mut self, set: &mut RuleSet) {
        let wanted: Vec<(String, Span)> = match &self.settings.packs {
            Packs::Default => vec![(DEFAULT_PACK.to_owned(), Span::default())],
            Packs::These(packs) => packs.clone(),
            Packs::All => {
                let supplied = self.settings.supplied.iter().map(|pack| pack.name.clone());
                let mut names: Vec<String> = shipped_packs()
                    .into_iter()
                    .map(str::to_owned)
                    .chain(supplied)
                    .collect();
                names.sort();
                names.dedup();
                names
                    .into_iter()
                    .map(|name| (name, Span::default()))
                    .collect()
            }
        };
        for (name, span) in wanted {
            if let Some(supplied) = self.settings.supplied.iter().find(|pack| pack.name == name) {
                for source in &supplied.files {
                    self.supplied_file(&name, source, set);
                }
            } else if shipped_packs().contains(&name.as_str()) {
                self.shipped_pack(&name, set);
            } else {
                self.unknown_pack(&name, span);
            }
        }
    }

    fn unknown_pack(&mut self, name: &str, span: Span) {
        let mut known: Vec<&str> = shipped_packs();
        known.extend(self.settings.supplied.iter().map(|pack| pack.name.as_str()));
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "packs are {}; a folder of rules of your own starts with `./`",
                known.join(", ")
            ),
        };
        let report = Diagnostic::new(
            "config",
            Severity::Error,
            span,
            format!("there is no pack called `{name}`"),
        )
        .help(help);
        self.refuse(copy(&self.settings.config), vec![report]);
    }

    fn shipped_pack(&mut self, name: &str, set: &mut RuleSet) {
        let folder = format!("rules/{name}/");
        for file in shipped::files()
            .iter()
            .filter(|file| file.path.starts_with(&folder))
        {
            if file.path.ends_with("/pack.yaml") {
                match file.read::<PackFile>() {
                    Ok(pack) => set.packs.push(Pack {
                        name: name.to_owned(),
                        file: pack,
                    }),
                    Err(diagnostics) => self.refuse(file.source(), diagnostics),
                }
                continue;
            }
            match file.read::<RuleFile>() {
                Ok(rule) => self.rule(rule, name, file.path, &|| file.source(), set),
                Err(diagnostics) => self.refuse(file.source(), diagnostics),
            }
        }
    }

    fn supplied_file(&mut self, pack: &str, source: &SourceFile, set: &mut RuleSet) {
        if stem(source.name()) == "pack" {
            match yaml::read::<PackFile>(source) {
                Ok(located) => set.packs.push(Pack {
                    name: pack.to_owned(),
                    file: located.value,
                }),
                Err(diagnostics) => self.refuse(copy(source), diagnostics),
            }
            return;
        }
        match yaml::read::<RuleFile>(source) {
            Ok(located) => self.rule(located.value, pack, source.name(), &|| copy(source), set),
            Err(diagnostics) => self.refuse(copy(source), diagnostics),
        }
    }

    fn rule(
        &mut self,
        file: RuleFile,
        pack: &str,
        path: &str,
        source: &dyn Fn() -> SourceFile,
        set: &mut RuleSet,
    ) {
        let mut mistakes = Vec::new();
        let expected = stem(path);
        if file.rule != expected {
            mistakes.push(
                Mistake::new(
                    "rule",
                    format!(
                        "the rule `{}` stands in a file called `{expected}`",
                        file.rule
                    ),
                )
                .help("give the file the rule's id as its name"),
            );
        }
        if let Some(other) = set.rules.iter().find(|rule| rule.id() == file.rule) {
            let message = format!(
                "the pack `{}` has a rule called `{}` already",
                other.pack, file.rule
            );
            mistakes.push(
                Mistake::new("rule", message).help("rename one of the two, or leave one pack out"),
            );
        }
        if file.tests.is_empty() {
            mistakes.push(
                Mistake::new("tests", "this rule has no tests")
                    .help("add a plan that passes and one that fails"),
            );
        }
        let params = self.params_of(&file.rule);
        let around = Surroundings {
            vocabulary: &set.vocabulary,
            sources: &set.sources,
            pack,
            params: &params,
            level: self.level_of(&file.rule),
        };
        match compile(file, &around) {
            Ok(rule) if mistakes.is_empty() => set.rules.push(rule),
            Ok(_) => {}
            Err(more) => mistakes.extend(more),
        }
        if !mistakes.is_empty() {
            self.mistakes(source(), mistakes);
        }
    }

    fn level_of(&self, id: &str) -> Level {
        let asked = self
            .settings
            .overrides
            .iter()
            .rev()
            .filter(|change| change.rule == id)
            .find_map(|change| change.level);
        asked.unwrap_or(Level::Own)
    }

    fn params_of(&self, id: &str) -> BTreeMap<String, Quantity> {
        let changes = self
            .settings
            .overrides
            .iter()
            .filter(|change| change.rule == id);
        changes
            .flat_map(|change| &change.params)
            .map(|(name, _, value, _)| (name.clone(), *value))
            .collect()
    }

    /// Rules and figures that the configuration names must be there, and figures must keep their dimension.
    fn check_overrides(&mut self, set: &RuleSet) {
        let mut wrong = Vec::new();
        for change in &self.settings.overrides {
            let Some(rule) = set.rule(&change.rule) else {
                if let Some((entry, _)) = set.language.get(&change.rule) {
                    let fixed = entry.suppressible.as_deref() == Some("no");
                    if fixed && change.level == Some(Level::Off) {
                        wrong.push(stays_on(&change.rule, change.span));
                    }
                    continue;
                }
                if self.was_refused(&change.rule) {
                    continue;
                }
                let report = Diagnostic::new(
                    "config",
                    Severity::Error,
                    change.span,
                    format!("there is no rule called `{}`", change.rule),
                );
                wrong.push(match nearest(&change.rule, set.ids()) {
                    Some(near) => report.help(format!("did you mean `{near}`?")),
                    None => report.help("`cuff rules` lists all rules"),
                });
                continue;
            };
            for (name, name_span, value, value_span) in &change.params {
                wrong.extend(wrong_param(rule, name, *name_span, *value, *value_span));
            }
        }
        if !wrong.is_empty() {
            self.refuse(copy(&self.settings.config), wrong);
        }
    }

    fn was_refused(&self, rule: &str) -> bool {
        self.refused
            .iter()
            .any(|(source, _)| stem(source.name()) == rule)
    }

    /// Rules that others name must be there.
    fn check_references(&mut self, set: &RuleSet) {
        let whole: Vec<String> = shipped_ids();
        for rule in &set.rules {
            let mut wrong = Vec::new();
            let named = [
                ("supersedes", &rule.file.supersedes),
                ("voids", &rule.file.voids),
            ];
            for (key, ids) in named {
                for (place, id) in ids.iter().enumerate() {
                    if set.origin(id).is_some() || whole.contains(id) || self.was_refused(id) {
                        continue;
                    }
                    let mut mistake = Mistake::new(
                        format!("{key}.{place}"),
                        format!("there is no rule called `{id}`"),
                    );
                    mistake.help =
                        nearest(id, set.ids()).map(|near| format!("did you mean `{near}`?"));
                    wrong.push(mistake);
                }
            }
            if let (false, Some(source)) = (wrong.is_empty(), self.source_of(rule)) {
                self.mistakes(source, wrong);
            }
        }
    }

    fn source_of(&self, rule: &Rule) -> Option<SourceFile> {
        let supplied = self
            .settings
            .supplied
            .iter()
            .filter(|pack| pack.name == rule.pack)
            .flat_map(|pack| &pack.files);
        let own = supplied
            .into_iter()
            .find(|source| stem(source.name()) == rule.id())
            .map(copy);
        own.or_else(|| shipped_source(&format!("rules/{}/{}.yaml", rule.pack, rule.id())))
    }

    fn shipped<T: DeserializeOwned + JsonSchema>(&mut self, path: &str) -> Option<T> {
        let file = find_shipped(path)?;
        match file.read::<T>() {
            Ok(value) => Some(value),
            Err(diagnostics) => {
                self.refuse(file.source(), diagnostics);
                None
            }
        }
    }

    fn problems(&mut self, path: &str, problems: Vec<Problem>) {
        let Some(source) = shipped_source(path).filter(|_| !problems.is_empty()) else {
            return;
        };
        let mistakes = problems
            .into_iter()
            .map(|problem| Mistake::new(problem.path, problem.message))
            .collect();
        self.mistakes(source, mistakes);
    }

    /// Puts mistakes at their places in the YAML.
    fn mistakes(&mut self, source: SourceFile, mistakes: Vec<Mistake>) {
        let tree = yaml::locate(&source);
        let place = |mistake: &Mistake| match (&tree, mistake.range) {
            (Some(tree), Some(range)) => tree.inside_at(&source, &mistake.path, range.range()),
            (Some(tree), None) => tree.at(&mistake.path),
            (None, _) => Span::default(),
        };
        let mut diagnostics: Vec<Diagnostic> = mistakes
            .into_iter()
            .map(|mistake| {
                let mut report = Diagnostic::new(
                    "rule-file",
                    Severity::Error,
                    place(&mistake),
                    mistake.message.clone(),
                );
                report.help = mistake.help;
                report
            })
            .collect();
        diagnostics.sort_by_key(|diagnostic| diagnostic.span);
        self.refuse(source, diagnostics);
    }

    fn refuse(&mut self, source: SourceFile, diagnostics: Vec<Diagnostic>) {
        match self
            .refused
            .iter_mut()
            .find(|(other, _)| other.name() == source.name())
        {
            Some((_, all)) => all.extend(diagnostics),
            None => self.refused.push((source, diagnostics)),
        }
    }
}

/// What was not read was not checked, and a configuration must not hide that.
fn stays_on(rule: &str, at: Span) -> Diagnostic {
    let message = format!("`{rule}` cannot be turned off");
    Diagnostic::new("config", Severity::Error, at, message)
        .note("it says that something in a plan was not read, and what is not read is not checked")
        .help("leave it out here, and put right what it finds")
}

fn wrong_param(
    rule: &Rule,
    name: &str,
    name_span: Span,
    value: Quantity,
    value_span: Span,
) -> Option<Diagnostic> {
    let Some(param) = rule.file.params.get(name) else {
        let report = Diagnostic::new(
            "config",
            Severity::Error,
            name_span,
            format!("the rule `{}` has no figure called `{name}`", rule.id()),
        );
        let names = rule.file.params.keys().map(String::as_str);
        return Some(match nearest(name, names.clone()) {
            Some(near) => report.help(format!("did you mean `{near}`?")),
            None => report.help(format!(
                "its figures are {}",
                names.collect::<Vec<_>>().join(", ")
            )),
        });
    };
    let default = Quantity::parse(&param.default).ok()?;
    (default.dimension() != value.dimension()).then(|| {
        Diagnostic::new(
            "config",
            Severity::Error,
            value_span,
            format!(
                "`{name}` is a {}, such as {default}, not `{value}`",
                default.dimension().word()
            ),
        )
        .help(format!("write it like `{default}`"))
    })
}

/// Names of the shipped packs.
fn shipped_packs() -> Vec<&'static str> {
    let mut packs: Vec<&str> = Vec::new();
    for file in shipped::files() {
        if let [_, pack, _] = file.path.split('/').collect::<Vec<_>>().as_slice()
            && !packs.contains(pack)
        {
            packs.push(pack);
        }
    }
    packs
}

/// Ids of all shipped rules, whether their pack is on or not.
fn shipped_ids() -> Vec<String> {
    shipped::files()
        .iter()
        .map(|file| stem(file.path).to_owned())
        .collect()
}

fn find_shipped(path: &str) -> Option<&'static Shipped> {
    shipped::files().iter().find(|file| file.path == path)
}

fn shipped_source(path: &str) -> Option<SourceFile> {
    find_shipped(path).map(|file| file.source())
}

/// The name of a file without its folder and its ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.strip_suffix(".yaml").unwrap_or(name)
}

fn copy(source: &SourceFile) -> SourceFile {
    SourceFile::new(source.name(), source.text())
}

impl RuleSet {
    /// Names of all scopes, for people.
    pub fn scope_names(&self) -> Vec<&str> {
        self.vocabulary
            .scopes()
            .into_iter()
            .map(|(_, name)| name)
            .collect()
    }
}
