//! How a set of rules comes about: every file read, compiled and put into the set, or refused with its mistakes.
//!
//! Loading finds every mistake of every file in one go.

use std::collections::BTreeMap;

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::changes::suggestion;
use super::compile::{Mistake, Surroundings, compile};
use super::file::{LanguageEntryFile, LanguageFile, PackFile, RuleFile, SourcesFile};
use super::identity::identity;
use super::library::{At, Pack, Packs, RuleSet, Settings};
use super::rule::{Level, Rule, share};
use crate::catalogue::Catalogue;
use crate::catalogue::file::CatalogueFile;
use crate::diagnostic::{Diagnostic, Severity};
use crate::facts::Vocabulary;
use crate::model::file::{EstimatesFile, VocabularyFile};
use crate::model::{Estimates, Knowledge, Problem, Terms};
use crate::nearest::nearest;
use crate::shipped::{self, Shipped};
use crate::source::{SourceFile, Span};
use crate::yaml;

/// The pack that is on without a word.
const DEFAULT_PACK: &str = "occlusion";

/// All mistakes of one file.
pub(super) type Refused = Vec<(SourceFile, Vec<Diagnostic>)>;

/// Loads everything that `settings` asks for.
pub(super) fn load(settings: &Settings) -> Result<RuleSet, Refused> {
    let mut loader = Loader {
        settings,
        refused: Vec::new(),
        unclear: settings.unclear,
    };
    let mut wanted = loader.wanted();
    wanted.extend(loader.chosen_packs(&wanted));
    let files = loader.files_of(&wanted);
    // Rules are checked against what is known of exercises and words, but read without it.
    let (knowledge, files) = rayon::join(
        || loader.knowledge(),
        || files.into_par_iter().map(read).collect(),
    );
    let sources: SourcesFile = loader.shipped("rules/sources.yaml").unwrap_or_default();
    let language = loader.language();
    let vocabulary = Vocabulary::new(&knowledge);
    let mut set = RuleSet {
        knowledge,
        vocabulary,
        sources,
        packs: Vec::new(),
        rules: Vec::new(),
        shared: 0,
        language,
        within: Vec::new(),
        forbidden: BTreeMap::new(),
        chosen: BTreeMap::new(),
        strangers: Vec::new(),
        identity: identity(settings),
    };
    loader.packs(files, &mut set);
    set.rules.sort_by(|a, b| a.id().cmp(b.id()));
    loader.check_overrides(&mut set);
    loader.check_choice(&mut set);
    set.shared = share(&mut set.rules);
    loader.check_references(&set);
    if loader.refused.is_empty() {
        Ok(set)
    } else {
        Err(loader.refused)
    }
}

/// A file of a pack, in the user's folder or part of the program.
#[derive(Clone, Copy)]
enum Written<'s> {
    Shipped(&'static Shipped),
    Supplied(&'s SourceFile),
}

impl Written<'_> {
    fn path(&self) -> &str {
        match self {
            Self::Shipped(file) => file.path,
            Self::Supplied(source) => source.name(),
        }
    }

    fn source(&self) -> SourceFile {
        match self {
            Self::Shipped(file) => file.source(),
            Self::Supplied(source) => copy(source),
        }
    }

    fn read<T: DeserializeOwned + JsonSchema>(&self) -> Result<T, Vec<Diagnostic>> {
        match self {
            Self::Shipped(file) => file.read(),
            Self::Supplied(source) => yaml::read(source).map(|located| located.value),
        }
    }
}

/// A file of a pack and what it holds, or what is wrong with it.
struct Packed<'s, T, E> {
    pack: &'s str,
    written: Written<'s>,
    content: Result<T, E>,
}

type Read<'s> = Packed<'s, Content<RuleFile>, Unread>;
type Compiled<'s> = Packed<'s, Content<Rule>, Wrong>;

/// A pack's account of itself, or one of its rules.
enum Content<R> {
    Pack(PackFile),
    Rule(Box<R>),
}

/// A file with something wrong in its form.
struct Unread {
    diagnostics: Vec<Diagnostic>,
    /// The rule as it is without its unknown keys, so that its other mistakes are said in the same run.
    rule: Option<Box<RuleFile>>,
}

/// Why a file holds nothing that can be used.
enum Wrong {
    Unread(Vec<Diagnostic>, Vec<Mistake>),
    Mistaken(Vec<Mistake>),
}

fn read<'s>((pack, written): (&'s str, Written<'s>)) -> Read<'s> {
    let content = if stem(written.path()) == "pack" {
        let unread = |diagnostics| Unread {
            diagnostics,
            rule: None,
        };
        written.read().map(Content::Pack).map_err(unread)
    } else {
        let unread = |diagnostics| Unread {
            diagnostics,
            rule: yaml::passed(&written.source()),
        };
        written.read().map(Content::Rule).map_err(unread)
    };
    Packed {
        pack,
        written,
        content,
    }
}

pub(super) struct Loader<'s> {
    pub(super) settings: &'s Settings,
    pub(super) refused: Refused,
    /// Whether rules may be missing although they are named rightly.
    unclear: bool,
}

impl<'s> Loader<'s> {
    fn knowledge(&mut self) -> Knowledge {
        let catalogue = self.catalogue();
        let vocabulary: VocabularyFile = self.shipped("rules/vocabulary.yaml").unwrap_or_default();
        let (terms, problems) = Terms::compile(&vocabulary, &catalogue);
        self.problems("rules/vocabulary.yaml", problems);
        let estimates: EstimatesFile = self.shipped("rules/estimates.yaml").unwrap_or_default();
        let overrides = self.estimates(&estimates);
        let (estimates, problems) = Estimates::compile(&estimates, &overrides);
        let problems = self.problems_of_changes(problems);
        self.problems("rules/estimates.yaml", problems);
        Knowledge {
            catalogue,
            terms,
            estimates,
        }
    }

    /// The shipped exercises as they were compiled when cuff was built, or compiled together with those of the user.
    fn catalogue(&mut self) -> Catalogue {
        if let (true, Some(catalogue)) = (self.settings.exercises.is_empty(), shipped::catalogue())
        {
            return catalogue;
        }
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
        catalogue
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
            let level = self.level_of(&id, None).unwrap_or(Level::Own);
            findings.insert(id, (entry, level));
        }
        if let (false, Some(source)) = (wrong.is_empty(), shipped_source("rules/language.yaml")) {
            self.mistakes(source, wrong);
        }
        findings
    }

    /// The packs that are asked for, by name.
    fn wanted(&self) -> Vec<(String, At)> {
        match &self.settings.packs {
            Packs::Default => vec![(DEFAULT_PACK.to_owned(), At::default())],
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
                    .map(|name| (name, At::default()))
                    .collect()
            }
        }
    }

    /// The files of these packs. A folder of the user's takes the place of a shipped pack of the same name.
    fn files_of<'f>(&mut self, wanted: &'f [(String, At)]) -> Vec<(&'f str, Written<'s>)> {
        let (mut files, mut own) = (Vec::new(), Vec::new());
        let settings = self.settings;
        for (name, at) in wanted {
            let folder = format!("rules/{name}/");
            if let Some(supplied) = settings.supplied.iter().find(|pack| pack.name == *name) {
                let written = supplied.files.iter().map(Written::Supplied);
                own.extend(written.map(|file| (&**name, file)));
            } else if shipped_packs().contains(&name.as_str()) {
                let shipped = shipped::files().iter();
                let shipped = shipped.filter(|file| file.path.starts_with(&folder));
                files.extend(shipped.map(|file| (&**name, Written::Shipped(file))));
            } else {
                self.unknown_pack(name, *at);
            }
        }
        // Of two rules with one id the user's is at fault.
        files.append(&mut own);
        files
    }

    fn unknown_pack(&mut self, name: &str, at: At) {
        self.unclear = true;
        let mut known: Vec<&str> = shipped_packs();
        known.extend(self.settings.supplied.iter().map(|pack| pack.name.as_str()));
        let help = suggestion(name, known.iter().copied()).unwrap_or_else(|| {
            format!(
                "packs are {}; a folder of rules of your own starts with `./`",
                known.join(", ")
            )
        });
        self.wrong(at, (format!("there is no pack called `{name}`"), help));
    }

    /// Compiles rules, side by side, and puts into the set what is right, in order.
    fn packs(&mut self, files: Vec<Read<'_>>, set: &mut RuleSet) {
        let compiled: Vec<Compiled<'_>> = files
            .into_par_iter()
            .map(|file| self.compile(file, set))
            .collect();
        for file in compiled {
            match file.content {
                Ok(Content::Rule(rule)) => match twin(&rule, set) {
                    None => set.rules.push(*rule),
                    Some(mistake) => self.mistakes(file.written.source(), vec![mistake]),
                },
                Ok(Content::Pack(pack)) => set.packs.push(Pack {
                    name: file.pack.to_owned(),
                    file: pack,
                }),
                Err(Wrong::Unread(diagnostics, mistakes)) => {
                    self.refuse(file.written.source(), diagnostics);
                    if !mistakes.is_empty() {
                        self.mistakes(file.written.source(), mistakes);
                    }
                }
                Err(Wrong::Mistaken(mistakes)) => self.mistakes(file.written.source(), mistakes),
            }
        }
    }

    fn compile<'f>(&self, file: Read<'f>, set: &RuleSet) -> Compiled<'f> {
        let content = match file.content {
            Ok(Content::Rule(rule)) => self
                .rule(*rule, file.pack, file.written, set)
                .map(|rule| Content::Rule(Box::new(rule)))
                .map_err(Wrong::Mistaken),
            Ok(Content::Pack(pack)) => Ok(Content::Pack(pack)),
            Err(Unread { diagnostics, rule }) => {
                let more = rule.and_then(|rule| {
                    let rule = self.rule(*rule, file.pack, file.written, set);
                    rule.err()
                });
                Err(Wrong::Unread(diagnostics, more.unwrap_or_default()))
            }
        };
        Packed {
            pack: file.pack,
            written: file.written,
            content,
        }
    }

    fn rule(
        &self,
        file: RuleFile,
        pack: &str,
        written: Written<'_>,
        set: &RuleSet,
    ) -> Result<Rule, Vec<Mistake>> {
        let mut mistakes = whole(&file, written.path());
        let params = self.params_of(&file.rule);
        let around = Surroundings {
            vocabulary: &set.vocabulary,
            sources: &set.sources,
            pack,
            params: &params,
            level: self.level_of(&file.rule, Some(pack)),
            proven: matches!(written, Written::Shipped(_)),
        };
        match compile(file, &around) {
            Ok(rule) if mistakes.is_empty() => return Ok(rule),
            Ok(_) => {}
            Err(more) => mistakes.extend(more),
        }
        Err(mistakes)
    }

    fn was_refused(&self, rule: &str) -> bool {
        self.refused
            .iter()
            .any(|(source, _)| stem(source.name()) == rule)
    }

    /// Whether a rule that is named and not there is missing for another reason, which is said.
    pub(super) fn is_excused(&self, rule: &str, set: &RuleSet) -> bool {
        let shipped = || shipped_ids().iter().any(|id| id == rule);
        let resembles_none = || nearest(rule, set.ids()).is_none();
        self.was_refused(rule) || self.unclear && (shipped() || resembles_none())
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

    pub(super) fn refuse(&mut self, source: SourceFile, diagnostics: Vec<Diagnostic>) {
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

/// What a rule file gets wrong as a whole.
fn whole(file: &RuleFile, path: &str) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let expected = stem(path);
    if file.rule != expected {
        let message = format!(
            "the rule `{}` stands in a file called `{expected}`",
            file.rule
        );
        mistakes
            .push(Mistake::new("rule", message).help("give the file the rule's id as its name"));
    }
    if file.tests.is_empty() {
        mistakes.push(
            Mistake::new("tests", "this rule has no tests")
                .help("add a plan that passes and one that fails"),
        );
    }
    mistakes
}

/// What is wrong with a rule whose id another one has already.
fn twin(rule: &Rule, set: &RuleSet) -> Option<Mistake> {
    let other = set.rules.iter().find(|other| other.id() == rule.id())?;
    let message = format!(
        "the pack `{}` has a rule called `{}` already",
        other.pack,
        rule.id()
    );
    Some(Mistake::new("rule", message).help("rename one of the two, or leave one pack out"))
}

/// Names of the shipped packs.
pub(super) fn shipped_packs() -> Vec<&'static str> {
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
pub(super) fn shipped_ids() -> Vec<String> {
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

pub(super) fn copy(source: &SourceFile) -> SourceFile {
    SourceFile::new(source.name(), source.text())
}
