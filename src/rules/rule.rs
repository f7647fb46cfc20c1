//! A rule that is ready to run.

use std::collections::BTreeMap;

use super::file::RuleFile;
use crate::diagnostic::{Applicability, Severity};
use crate::expr::{Anchor, Code, Template};
use crate::facts::{Reads, Scope};
use crate::model::Varying;
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
    /// What must hold for it to apply.
    pub when: Vec<Guard>,
    /// What it reads of a set, for a rule about sets.
    pub reads: Reads,
    /// What must change from one week of a day to the next for it to come out differently.
    pub varying: Varying,
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

    /// Whether it must be asked for.
    pub fn is_off_by_default(&self) -> bool {
        self.file.default.as_deref() == Some("off")
    }
}

/// A part of the condition under which a rule applies.
#[derive(Debug)]
pub struct Guard {
    /// The widest scope that can decide it.
    pub scope: Scope,
    /// What must hold.
    pub code: Code,
    /// What must change from one week of a day to the next for it to come out differently.
    pub varying: Varying,
    /// Its number among the conditions that several rules of a set share, each of which is decided once for a thing.
    pub shared: Option<usize>,
}

/// Numbers the conditions that rules share. Gives how many there are.
pub(super) fn share(rules: &mut [Rule]) -> usize {
    let mut guards: Vec<&mut Guard> = rules.iter_mut().flat_map(|rule| &mut rule.when).collect();
    let mut shared = 0;
    for place in 0..guards.len() {
        let Some((guard, later)) = guards.get_mut(place..).and_then(<[_]>::split_first_mut) else {
            break;
        };
        if guard.shared.is_some() {
            continue;
        }
        for other in later {
            if other.scope == guard.scope && other.code.is_same(&guard.code) {
                guard.shared = Some(shared);
                other.shared = Some(shared);
            }
        }
        shared += usize::from(guard.shared.is_some());
    }
    shared
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
