//! The set of rules that a run uses: shipped packs and supplied ones, with the changes that the configuration asks for.
//!
//! Nothing here touches the disk: shipped files are part of the program, and all others are handed in by whoever read
//! them. How a set comes about stands in [`super::load`].

use std::collections::BTreeMap;

use super::choose::Choice;
use super::compile::{Surroundings, compile};
use super::file::{LanguageEntryFile, PackFile, SourcesFile};
use super::load::{Refused, load};
use super::rule::{Level, Origin, Rule};
use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::expr::Vocabulary as _;
use crate::facts::Vocabulary;
use crate::model::Knowledge;
use crate::quantity::Quantity;
use crate::source::{SourceFile, Span};

/// What a run asks for.
#[derive(Debug)]
pub struct Settings {
    /// Packs by name, shipped or supplied.
    pub packs: Packs,
    /// Packs of the user: a folder each.
    pub supplied: Vec<Supplied>,
    /// Files of exercises beside the shipped one.
    pub exercises: Vec<SourceFile>,
    /// Changes to single rules; of two that change the same thing the later holds.
    pub overrides: Vec<Override>,
    /// Changes to figures for estimates.
    pub estimates: BTreeMap<String, (Quantity, At)>,
    /// Rules that comments in plans may not silence.
    pub forbidden: Vec<(String, At)>,
    /// Rules that the run is about.
    pub choice: Choice,
    /// Where the changes stand.
    pub configs: Vec<SourceFile>,
    /// Whether packs may be missing, because something that may name them could not be read. A rule that nobody knows
    /// may be one of theirs.
    pub unclear: bool,
}

/// A place in one of the configurations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// Which one: a number in [`Settings::configs`].
    pub file: usize,
    /// Where in it.
    pub span: Span,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            packs: Packs::Default,
            supplied: Vec::new(),
            exercises: Vec::new(),
            overrides: Vec::new(),
            estimates: BTreeMap::new(),
            forbidden: Vec::new(),
            choice: Choice::default(),
            configs: vec![SourceFile::new("cuff.yaml", "")],
            unclear: false,
        }
    }
}

/// Which packs are on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Packs {
    /// The one that is on without a word.
    Default,
    /// These, each with its place in the configuration.
    These(Vec<(String, At)>),
    /// Every rule of every pack, those that are off by default included, for tests and explanations.
    All,
}

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
    pub at: At,
    /// What it changes.
    pub change: Change,
    /// Which plans and weeks it is for.
    pub holds: Holds,
}

/// What an override changes.
#[derive(Clone, Debug)]
pub enum Change {
    /// How findings are reported.
    Level(Level),
    /// One figure.
    Figure {
        /// Its name.
        name: String,
        /// Its value.
        value: Quantity,
        /// Where the value stands.
        value_at: At,
        /// Whether the configuration says why.
        reasoned: bool,
    },
}

/// Which plans and weeks a change is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Holds {
    /// Every plan that the rules are loaded for, all of it.
    #[default]
    Always,
    /// Other plans; such a change must be right all the same.
    Elsewhere,
    /// Plans of one athlete, weeks of one phase, or both.
    Within(Part),
}

/// A part of a plan. What is not said is not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// The athlete's name, in any case of letters.
    pub athlete: Option<String>,
    /// The phase of a week, in cuff's word for it or the coach's.
    pub phase: Option<String>,
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
    /// How many conditions several of the rules share.
    pub shared: usize,
    /// Findings of the language itself, and how the configuration treats them.
    pub language: BTreeMap<String, (LanguageEntryFile, Level)>,
    /// Changes that hold in parts of plans.
    pub within: Vec<(Part, Override)>,
    /// Rules that comments may not silence, and where the configuration says so, such as `cuff.yaml:3`.
    pub forbidden: BTreeMap<String, String>,
    /// Rules that are on or off because the run asks for it, and not the configuration, each with the flag that does.
    pub chosen: BTreeMap<String, String>,
    /// Names that the run chooses by and that are none here, with what is to be said if they are none anywhere.
    pub strangers: Vec<(SourceFile, Diagnostic)>,
    /// What it was made of.
    pub identity: Digest,
}

impl RuleSet {
    /// Loads everything that `settings` asks for.
    ///
    /// # Errors
    /// Every file with something wrong in it, with all of its mistakes.
    pub fn load(settings: &Settings) -> Result<Self, Refused> {
        load(settings)
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

    /// Whether the run leaves a rule or a finding of the language out, although the configuration has it.
    pub fn is_left_out(&self, id: &str) -> bool {
        let rule = self.rule(id).map(|rule| rule.level);
        let level = rule.or_else(|| Some(self.language.get(id)?.1));
        level == Some(Level::Off) && self.chosen.contains_key(id)
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
            level: Some(old.level),
            proven: true,
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

    /// A rule with further changes, for a part of a plan.
    pub fn changed(&self, rule: &Rule, changes: &[&Override]) -> Option<Rule> {
        let mut params = rule.params.clone();
        let mut asked = rule.level;
        for change in changes {
            match &change.change {
                Change::Level(level) => asked = *level,
                Change::Figure { name, value, .. } => drop(params.insert(name.clone(), *value)),
            }
        }
        let around = Surroundings {
            vocabulary: &self.vocabulary,
            sources: &self.sources,
            pack: &rule.pack,
            params: &params,
            level: Some(asked),
            proven: true,
        };
        // What is wrong with a change was said when the set was loaded.
        compile(rule.file.clone(), &around).ok()
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
