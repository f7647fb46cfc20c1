//! What every stage says about a text: plain data, the currency of the whole house.
//!
//! A diagnostic always has a place, because it cannot be built without one. Wording is settled by the stage that makes
//! it; how it looks is settled by the report.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::source::{Span, TextEdit};

/// How much a finding matters, most severe first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Breaks a flat prohibition or a safety statement; fails the run.
    Error,
    /// Departs from the protocol, or a prohibition that cannot be ruled out.
    Warning,
    /// A preference, context, or something that could not be checked.
    Advice,
}

impl Severity {
    /// All of them, most severe first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Advice];

    /// The word for it in output, rule files and configuration.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
        }
    }

    /// The severity that is spelled `word`.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|severity| severity.word() == word)
    }
}

/// Whether something is wrong, or could not be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Status {
    /// The plan breaks the rule.
    Violated,
    /// The plan does not say enough to decide; the help names what to add.
    CannotCheck,
}

impl Status {
    /// The word for it in machine-readable output.
    pub fn word(self) -> &'static str {
        match self {
            Self::Violated => "violated",
            Self::CannotCheck => "cannot-check",
        }
    }
}

/// A further place that contributed, with a few words on how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What stands there, as a short phrase.
    pub text: String,
}

/// Who may apply a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Applicability {
    /// Keeps the meaning of the plan; may be applied without asking.
    Safe,
    /// Changes the training, or what somebody wrote or silenced; a person should look.
    Unsafe,
    /// Holds a blank that only a person can fill; shown, never applied.
    Placeholder,
}

impl Applicability {
    /// The word for it in output and rule files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::Placeholder => "placeholder",
        }
    }
}

/// What of a plan a fix changes, the weightiest first.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Changes {
    /// What is trained, or how.
    #[default]
    Training,
    /// What is known of the athlete.
    Athlete,
    /// A note for the athlete.
    Note,
    /// A comment, and so what it silences.
    Comment,
}

impl Changes {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Training => "the training",
            Self::Athlete => "what is said about the athlete",
            Self::Note => "a note",
            Self::Comment => "a comment",
        }
    }
}

/// A way out, as edits to the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What it does, as an action: "lower the load to 30 %".
    pub title: String,
    /// Edits that do not overlap, in order of their place.
    pub edits: Vec<TextEdit>,
    /// Who may apply it.
    pub applicability: Applicability,
    /// What of the plan it changes.
    pub changes: Changes,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Id of the rule, such as `load-above-range`.
    pub rule: Cow<'static, str>,
    /// How much it matters.
    pub severity: Severity,
    /// Violated, or cannot be decided.
    pub status: Status,
    /// What is wrong: stands alone, lower case, no full stop, names in backticks.
    pub message: String,
    /// The smallest stretch of text that is at fault.
    pub span: Span,
    /// Other places that contributed.
    pub labels: Vec<Label>,
    /// Facts that explain it, a sentence each.
    pub notes: Vec<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// Ways out that can be applied by machine.
    pub fixes: Vec<Fix>,
    /// Where the threshold comes from, ready to print.
    pub sources: Vec<String>,
    /// Where in the plan, by its structure: `week 1/Push/Triceps Pushdown`. Empty for the file as a whole.
    pub place: String,
    /// Further findings that it stands for, because they cannot be decided for the same reason. Whoever stores a finding
    /// stores them beside it, so that nothing that is read back can go deeper than one level.
    #[serde(skip)]
    pub joined: Vec<Self>,
    /// Numbers of all weeks that it holds in; empty where it is not about weeks.
    pub weeks: Vec<u32>,
}

impl Diagnostic {
    /// A finding of `rule` at `span`; the rest is added with the methods below.
    pub fn new(
        rule: impl Into<Cow<'static, str>>,
        severity: Severity,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        Self {
            rule: rule.into(),
            severity,
            status: Status::Violated,
            message: message.into(),
            span,
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
            fixes: Vec::new(),
            sources: Vec::new(),
            place: String::new(),
            joined: Vec::new(),
            weeks: Vec::new(),
        }
    }

    /// Adds a contributing place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Adds an explaining fact.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Adds a way out.
    #[must_use]
    pub fn fix(
        mut self,
        title: impl Into<String>,
        applicability: Applicability,
        edits: Vec<TextEdit>,
    ) -> Self {
        self.fixes.push(Fix {
            title: title.into(),
            edits,
            applicability,
            changes: Changes::default(),
        });
        self
    }
}
