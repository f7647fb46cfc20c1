//! A rule that is ready to run.

use std::collections::BTreeMap;

use super::file::RuleFile;
use crate::diagnostic::{Applicability, Severity};
use crate::expr::{Anchor, Code, Template};
use crate::facts::Scope;
use crate::quantity::Quantity;

/// A rule, typed and checked.
#[derive(Debug)]
pub struct Rule {
    /// Its file, for everything that is only shown.
    pub file: RuleFile,
    /// The pack that it belongs to.
    pub pack: String,
    /// What it looks at.
    pub scope: Scope,
    /// What must hold for it to apply, each part with the widest scope that can decide it.
    pub when: Vec<(Scope, Code)>,
    /// Requirements, most severe first.
    pub checks: Vec<Check>,
    /// Its figures as they are used, changes of the configuration included.
    pub params: BTreeMap<String, Quantity>,
    /// The level that the configuration asks for.
    pub level: Level,
}

impl Rule {
    /// Its id.
    pub fn id(&self) -> &str {
        &self.file.rule
    }
}

/// How the configuration treats a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// As the rule says itself.
    Own,
    /// Not run.
    Off,
    /// Every finding of it at this level.
    Fixed(Severity),
}

impl Level {
    /// The level that is spelled so in the configuration.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "off" => Some(Self::Off),
            "on" => Some(Self::Own),
            other => Severity::from_word(other).map(Self::Fixed),
        }
    }
}

/// Whether a rule stands in a file of a pack or in the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A rule of a pack.
    Pack,
    /// A finding of the language itself.
    Language,
}

/// One requirement.
#[derive(Debug)]
pub struct Check {
    /// Further condition.
    pub when: Option<Code>,
    /// What must hold.
    pub require: Code,
    /// The level if it does not.
    pub severity: Severity,
    /// The level if a range lies on both sides: `None` if it cannot be decided, `Some(None)` if it holds.
    pub straddles: Option<Option<Severity>>,
    /// What happens if the plan does not say enough.
    pub unknown: Unknown,
    /// What is wrong.
    pub message: Template,
    /// What is underlined; the thing itself if absent.
    pub at: Option<Anchor>,
    /// Further places.
    pub also: Vec<(Anchor, Template)>,
    /// Background.
    pub note: Option<Template>,
    /// What to do.
    pub help: Option<Template>,
    /// Ways out.
    pub fixes: Vec<Fix>,
    /// Where its figures come from, ready to print.
    pub sources: Vec<String>,
}

/// What happens to a requirement that cannot be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// It is reported at this level.
    Report(Severity),
    /// Nothing; another rule speaks.
    Silent,
}

/// A way out.
#[derive(Debug)]
pub struct Fix {
    /// What it does.
    pub title: Template,
    /// Only if this holds.
    pub when: Option<Code>,
    /// Where the text goes.
    pub place: FixPlace,
    /// The text.
    pub with: Template,
    /// Who may apply it.
    pub applicability: Applicability,
}

/// Where the text of a fix goes.
#[derive(Debug)]
pub enum FixPlace {
    /// In the place of the anchor's text.
    Replace(Anchor),
    /// As a clause at the end of the anchor's line.
    AppendTo(Anchor),
    /// On a line of its own before the anchor's line.
    LineBefore(Anchor),
    /// On a line of its own after the anchor's line.
    LineAfter(Anchor),
}
