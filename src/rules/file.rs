//! A rule file as its author wrote it: strings and lists, complete and unjudged.
//!
//! These structs are the one definition of the file format: serde reads it, the JSON Schema for editors and the located
//! checks of keys are derived from it, and the words below are its documentation. What the strings mean is settled when
//! the rule is compiled.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::expr::{Expression, Text};

/// One rule: its logic, words, citations, fixes and tests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuleFile {
    /// Id of the rule; equal to the file's name without `.yaml`.
    pub rule: String,
    /// One line on what it asks of a plan.
    pub summary: String,
    /// Facts of the method that it carries, such as `S35`.
    #[serde(default)]
    pub facts: Vec<String>,
    /// Sources for the rule as a whole, by their key in `sources.yaml`.
    #[serde(default)]
    pub cites: Vec<String>,
    /// What it looks at, one at a time: plan, athlete, week, session, wrap, exercise, set, series, muscle or note.
    pub scope: String,
    /// `off` for a rule that only runs when the configuration turns it on.
    #[serde(default)]
    pub default: Option<String>,
    /// Which of them it applies to; all if absent.
    #[serde(default)]
    pub when: Option<Expression>,
    /// Names for parts of the logic. They may use each other, not in a circle.
    #[serde(default, rename = "let")]
    pub lets: BTreeMap<String, Expression>,
    /// Figures that the configuration may change.
    #[serde(default)]
    pub params: BTreeMap<String, ParamFile>,
    /// Word lists that text is matched against.
    #[serde(default)]
    pub words: BTreeMap<String, WordsFile>,
    /// What is required, most severe first; the first that fails is reported.
    pub check: Vec<CheckFile>,
    /// Broader rules whose findings at the same place this one's finding replaces.
    #[serde(default)]
    pub supersedes: Vec<String>,
    /// Rules whose suppression this rule's finding makes void, where the finding is at that suppression.
    #[serde(default)]
    pub voids: Vec<String>,
    /// Where the rule can be wrong, for people.
    #[serde(default)]
    pub known_limits: Option<String>,
    /// Markdown for `cuff explain`, hovers and the reference.
    pub explain: String,
    /// Plans with the findings that this rule must make on them.
    #[serde(default)]
    pub tests: Vec<TestFile>,
}

/// A figure with its source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ParamFile {
    /// A quantity with its unit, such as `30 %`, `20-40 s` or `4`.
    pub default: String,
    /// Where the figure comes from, by keys in `sources.yaml`.
    #[serde(default)]
    pub cites: Vec<String>,
    /// Why it is what it is, where no source states it.
    #[serde(default)]
    pub note: Option<String>,
}

/// Words and phrases that a text is matched against, sentence by sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WordsFile {
    /// Groups of phrases; a sentence matches if each group has a phrase in it. `numb*` matches any word that starts so.
    pub all: Vec<Vec<String>>,
    /// Phrases that keep a sentence from matching, such as negations.
    #[serde(default)]
    pub none: Vec<String>,
}

/// One requirement and what is said when it does not hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CheckFile {
    /// Further condition for this requirement alone.
    #[serde(default)]
    pub when: Option<Expression>,
    /// What must hold.
    pub require: Expression,
    /// `error`, `warning` or `advice`: the level if it does not hold.
    #[serde(rename = "else")]
    pub level: String,
    /// The level if an interval lies on both sides of the limit: a level, or `holds`. Cannot-check if absent.
    #[serde(default)]
    pub straddles: Option<String>,
    /// What happens if the plan does not say enough: `advice` (the default), `warning`, or `silent` where another rule speaks.
    #[serde(default)]
    pub unknown: Option<String>,
    /// What is wrong, with `{expressions}`.
    pub message: Text,
    /// The fact or thing whose text is underlined.
    #[serde(default)]
    pub at: Option<Expression>,
    /// Further places, each with a few words.
    #[serde(default)]
    pub also: BTreeMap<Expression, Text>,
    /// A sentence of background.
    #[serde(default)]
    pub note: Option<Text>,
    /// What to do, with `{expressions}`.
    #[serde(default)]
    pub help: Option<Text>,
    /// Ways out as edits.
    #[serde(default)]
    pub fix: Vec<FixFile>,
}

/// One way out, as an edit to the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FixFile {
    /// What it does, as an action, with `{expressions}`.
    pub title: Text,
    /// Only if this holds.
    #[serde(default)]
    pub when: Option<Expression>,
    /// The fact or thing whose text is replaced; an empty `with` deletes it.
    #[serde(default)]
    pub replace: Option<Expression>,
    /// The exercise or wrap that a clause is added to.
    #[serde(default)]
    pub append_to: Option<Expression>,
    /// The thing before whose line a new line is put.
    #[serde(default)]
    pub line_before: Option<Expression>,
    /// The thing after whose line a new line is put.
    #[serde(default)]
    pub line_after: Option<Expression>,
    /// The text, in plan notation, with `{expressions}`.
    pub with: Text,
    /// `safe`, `unsafe` or `placeholder`.
    pub safety: String,
}

/// A plan, and what the rule must say about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TestFile {
    /// What the case shows.
    pub name: String,
    /// A plan, or just the lines that matter.
    pub plan: String,
    /// Findings in order, each `LEVEL at "TEXT": "MESSAGE"`, where LEVEL may be `cannot-check`; empty for none.
    #[serde(default)]
    pub expect: Vec<BTreeMap<String, String>>,
    /// `no` where the case shows that the rule does not apply at all.
    #[serde(default)]
    pub applies: Option<String>,
    /// Other rules to run beside this one, for cases about `supersedes`.
    #[serde(default)]
    pub beside: Vec<String>,
    /// Parameters changed for this case.
    #[serde(default)]
    pub params: BTreeMap<String, String>,
    /// Today's date for this case, `YYYY-MM-DD`.
    #[serde(default)]
    pub today: Option<String>,
    /// The plan after every fix that is not a placeholder is applied once.
    #[serde(default)]
    pub fixed: Option<String>,
}

/// `pack.yaml`: what a folder of rules is, and what its rules share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PackFile {
    /// Name for people.
    pub title: String,
    /// One line on what the pack stands for.
    pub summary: String,
    /// Version of the pack.
    pub version: String,
    /// Facts of the method that the pack's own texts carry.
    #[serde(default)]
    pub facts: Vec<String>,
    /// Markdown: the background that belongs to no single rule.
    pub explain: String,
    /// Lists for people to tick off, shown by `explain` and beside a wrap.
    #[serde(default)]
    pub checklists: Vec<ChecklistFile>,
    /// Texts shown where a plan's value is hovered.
    #[serde(default)]
    pub hovers: Vec<HoverFile>,
    /// Lines that editors offer to write, with places to fill in.
    #[serde(default)]
    pub snippets: Vec<SnippetFile>,
}

/// Lines of a plan with places to fill in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SnippetFile {
    /// What it is called, and what one types to find it.
    pub name: String,
    /// What it is for, in a line.
    pub summary: String,
    /// The lines; `${1:Push}` is the first place to fill in, and what stands there until then.
    pub text: String,
    /// Facts of the method that it carries.
    #[serde(default)]
    pub facts: Vec<String>,
}

/// A list of things that only a person can check.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ChecklistFile {
    /// Heading.
    pub title: String,
    /// `wrap` for one that is shown beside a wrap in editors.
    #[serde(default)]
    pub on: Option<String>,
    /// One line each.
    pub items: Vec<ItemFile>,
}

/// One line of a checklist.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ItemFile {
    /// What to check.
    pub text: String,
    /// Facts of the method that it carries.
    #[serde(default)]
    pub facts: Vec<String>,
}

/// A text for one place in a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HoverFile {
    /// The fact it belongs to, such as `set.load` or `wrap.site`.
    pub on: String,
    /// When it is shown.
    #[serde(default)]
    pub when: Option<Expression>,
    /// The text.
    pub text: String,
    /// Facts of the method that it carries.
    #[serde(default)]
    pub facts: Vec<String>,
}

/// `sources.yaml`: everything that is cited, by key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SourcesFile {
    /// Key, then the source.
    pub sources: BTreeMap<String, SourceFileEntry>,
}

/// One source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SourceFileEntry {
    /// Authors, as cited.
    pub authors: String,
    /// Year of publication.
    #[serde(default)]
    pub year: Option<String>,
    /// Title.
    pub title: String,
    /// Journal, volume and pages, or publisher.
    #[serde(default)]
    pub journal: Option<String>,
    /// Who was studied, and how many.
    #[serde(default)]
    pub population: Option<String>,
    /// What it says, in our own words.
    pub says: String,
    /// `read`, `second-hand` or `unverified`: how the figure was seen.
    pub seen: String,
}

/// `language.yaml`: the findings of the language itself, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct LanguageFile {
    /// Id, then what it is.
    pub findings: BTreeMap<String, LanguageEntryFile>,
}

/// One finding of the language itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LanguageEntryFile {
    /// One line on what it says.
    pub summary: String,
    /// `error`, `warning` or `advice`.
    pub severity: String,
    /// `no` where a comment cannot silence it, because something was not read at all; `never` where much of a plan was
    /// not looked at, so that no baseline may know it either.
    #[serde(default)]
    pub suppressible: Option<String>,
    /// Markdown for `cuff explain`, hovers and the reference.
    pub explain: String,
    /// A plan that shows it.
    pub bad: String,
    /// The same plan, put right.
    pub good: String,
}

impl LanguageEntryFile {
    /// Whether it means that something was not read at all, so that nothing may silence it.
    pub fn is_unread(&self) -> bool {
        matches!(self.suppressible.as_deref(), Some("no" | "never"))
    }

    /// Whether it means that much of a plan was not looked at.
    pub fn is_unfinished(&self) -> bool {
        self.suppressible.as_deref() == Some("never")
    }
}
