//! The counts of a run and the sentence that ends it.
//!
//! The sentence says what was found and what was not looked at. It never says that a plan is safe: rules see only what a
//! plan states.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity, Status};

use super::escape;

/// How many names a list in the summary shows before it only counts.
const MOST_NAMES: usize = 8;

/// What a run looked at and found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Summary {
    /// Plans that were read and checked.
    pub files: usize,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity advice.
    pub advice: usize,
    /// Checks that could not be decided, of any severity. They are counted here and not above.
    pub cannot_check: usize,
    /// Findings that a comment in a plan silences.
    pub suppressed: usize,
    /// Findings that were fixed; they are not counted above.
    pub fixed: usize,
    /// Findings that `--unsafe-fixes` would fix beyond those.
    pub fixable_unsafely: usize,
    /// Findings that a baseline knows.
    pub known: usize,
    /// Findings that a baseline holds and that are not there any more, or may not be known from it.
    pub gone: usize,
    /// Names of the rule packs that were applied.
    pub packs: Vec<String>,
    /// Ids of rules that the configuration turned off.
    pub turned_off: Vec<String>,
    /// Ids of rules that the run left out, although the configuration has them on.
    pub left_out: Vec<String>,
    /// Overrides of the configuration that are for no plan of the run, or for no part of any, each with its place.
    pub idle_overrides: Vec<String>,
    /// Ids of rules that found nothing to look at in any plan.
    pub unused: Vec<String>,
    /// Files and folders that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Plans that were to be written and were not; they are as they were.
    pub unwritten: Vec<Unreadable>,
    /// Whether the run stopped because rules or configuration could not be loaded; no plan was checked then.
    pub stopped: bool,
}

/// A file or folder that could not be read, or not be written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Unreadable {
    /// The path as the user knows it.
    pub path: String,
    /// Why, as a short phrase: `permission denied`.
    pub reason: String,
}

impl Summary {
    /// Counts the findings of one checked file.
    pub fn add(&mut self, findings: &[Diagnostic]) {
        self.files += 1;
        self.count(findings);
    }

    /// Counts findings without counting a file.
    pub(super) fn count(&mut self, findings: &[Diagnostic]) {
        for finding in findings {
            match (finding.status, finding.severity) {
                (Status::CannotCheck, _) => self.cannot_check += 1,
                (Status::Violated, Severity::Error) => self.errors += 1,
                (Status::Violated, Severity::Warning) => self.warnings += 1,
                (Status::Violated, Severity::Advice) => self.advice += 1,
            }
        }
    }

    /// Adds the counts of another part of the same run. Packs and rules that both name are kept once; a rule is unused
    /// only if both parts say so, unless one of them checked nothing.
    pub fn merge(&mut self, other: Self) {
        if self.files == 0 {
            self.unused = other.unused;
        } else if other.files > 0 {
            self.unused.retain(|rule| other.unused.contains(rule));
        }
        self.files += other.files;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.advice += other.advice;
        self.cannot_check += other.cannot_check;
        self.suppressed += other.suppressed;
        self.fixed += other.fixed;
        self.fixable_unsafely += other.fixable_unsafely;
        self.known += other.known;
        self.gone += other.gone;
        self.stopped |= other.stopped;
        add_new(&mut self.packs, other.packs);
        add_new(&mut self.turned_off, other.turned_off);
        add_new(&mut self.left_out, other.left_out);
        add_new(&mut self.idle_overrides, other.idle_overrides);
        self.unreadable.extend(other.unreadable);
        self.unwritten.extend(other.unwritten);
    }

    /// Findings that say that something is wrong; what could not be checked or was suppressed is not among them.
    pub fn findings(&self) -> usize {
        self.errors + self.warnings + self.advice
    }
}

impl Summary {
    /// Files with which something could not be done, each with what.
    pub(super) fn refused(&self) -> impl Iterator<Item = (&Unreadable, &'static str)> {
        let unread = self.unreadable.iter().map(|file| (file, "read"));
        unread.chain(self.unwritten.iter().map(|file| (file, "written")))
    }
}

/// The paragraphs that end a run, without line breaks. The first holds the counts.
pub(super) fn paragraphs(summary: &Summary) -> Vec<String> {
    let mut paragraphs = vec![counts(summary)];
    if let Some(fixes) = fixes(summary, "fixed") {
        paragraphs.insert(0, fixes);
    }
    if !summary.turned_off.is_empty() {
        let rules = list(&summary.turned_off);
        paragraphs.push(format!("turned off by the configuration: {rules}"));
    }
    if !summary.left_out.is_empty() {
        let rules = list(&summary.left_out);
        paragraphs.push(format!("left out in this run: {rules}"));
    }
    if !summary.idle_overrides.is_empty() {
        let overrides = list(&summary.idle_overrides);
        paragraphs.push(format!("overrides that are for nothing here: {overrides}"));
    }
    if summary.gone > 0 {
        let gone = count(summary.gone, "finding", "findings");
        let them = if summary.gone == 1 { "it" } else { "them" };
        paragraphs.push(format!(
            "not needed in the baseline any more: {gone}; `cuff baseline prune` takes {them} out"
        ));
    }
    if !summary.unused.is_empty() {
        let rules = list(&summary.unused);
        paragraphs.push(format!("rules with nothing to look at: {rules}"));
    }
    paragraphs
}

/// `fixed 3 findings (2 more with --unsafe-fixes)`; nothing if there was and is nothing to fix.
pub(super) fn fixes(summary: &Summary, did: &str) -> Option<String> {
    let fixed = count(summary.fixed, "finding", "findings");
    match (summary.fixed, summary.fixable_unsafely) {
        (0, 0) => None,
        (_, 0) => Some(format!("{did} {fixed}")),
        (0, more) => Some(format!("{did} no finding ({more} with --unsafe-fixes)")),
        (_, more) => Some(format!("{did} {fixed} ({more} more with --unsafe-fixes)")),
    }
}

fn counts(summary: &Summary) -> String {
    let plans = count(summary.files, "plan", "plans");
    let under = under(&summary.packs);
    let mut text = if summary.stopped {
        let problems = count(summary.findings(), "problem", "problems");
        format!("no plan was checked: {problems} in rules or configuration")
    } else if summary.files == 0 {
        "no plans were checked".to_owned()
    } else if summary.findings() == 0 {
        let new = if summary.known > 0 { "new " } else { "" };
        format!("no {new}findings{under} ({plans} checked)")
    } else {
        format!("found {}{under} ({plans} checked)", severities(summary))
    };
    let unmade = count(summary.cannot_check, "check", "checks") + " could not be made";
    let suppressed = count(summary.suppressed, "finding", "findings") + " suppressed";
    let unwritten = count(summary.unwritten.len(), "plan", "plans") + " could not be written";
    let known = count(summary.known, "finding", "findings") + " known from the baseline";
    let unread = count(summary.unreadable.len(), "file", "files") + " could not be read";
    let also: Vec<_> = [
        (summary.cannot_check, unmade),
        (summary.suppressed, suppressed),
        (summary.known, known),
        (summary.unreadable.len(), unread),
        (summary.unwritten.len(), unwritten),
    ]
    .into_iter()
    .filter_map(|(number, words)| (number > 0).then_some(words))
    .collect();
    if !also.is_empty() {
        text = format!("{text}; {}", also.join(", "));
    }
    text
}

fn severities(summary: &Summary) -> String {
    [
        (summary.errors, "error", "errors"),
        (summary.warnings, "warning", "warnings"),
        (summary.advice, "advice", "advice"),
    ]
    .into_iter()
    .filter(|(number, ..)| *number > 0)
    .map(|(number, one, many)| count(number, one, many))
    .collect::<Vec<_>>()
    .join(", ")
}

fn under(packs: &[String]) -> String {
    match packs {
        [] => " with no pack of rules on".to_owned(),
        [_] => format!(" under pack {}", list(packs)),
        _ => format!(" under packs {}", list(packs)),
    }
}

fn list(names: &[String]) -> String {
    let shown: Vec<_> = names
        .iter()
        .take(MOST_NAMES)
        .map(|name| escape::words(name))
        .collect();
    let mut text = shown.join(", ");
    if names.len() > MOST_NAMES {
        text = format!("{text} and {} more", names.len() - MOST_NAMES);
    }
    text
}

/// A number with its noun.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn add_new(names: &mut Vec<String>, more: Vec<String>) {
    for name in more {
        if !names.contains(&name) {
            names.push(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(files: usize) -> Summary {
        Summary {
            files,
            packs: vec!["occlusion".to_owned()],
            ..Summary::default()
        }
    }

    #[test]
    fn nothing_found_is_not_called_safe() {
        assert_eq!(
            counts(&summary(2)),
            "no findings under pack occlusion (2 plans checked)"
        );
        let undecided = Summary {
            cannot_check: 1,
            suppressed: 2,
            ..summary(1)
        };
        assert_eq!(
            counts(&undecided),
            "no findings under pack occlusion (1 plan checked); 1 check could not be made, 2 findings suppressed"
        );
    }

    #[test]
    fn counts_are_in_order_of_weight() {
        let found = Summary {
            errors: 1,
            warnings: 2,
            advice: 3,
            packs: vec!["occlusion".to_owned(), "clinical-2019".to_owned()],
            ..summary(4)
        };
        assert_eq!(
            counts(&found),
            "found 1 error, 2 warnings, 3 advice under packs occlusion, clinical-2019 (4 plans checked)"
        );
    }

    #[test]
    fn a_run_that_checked_nothing_says_so() {
        let unread = Summary {
            unreadable: vec![Unreadable {
                path: "x".to_owned(),
                reason: "permission denied".to_owned(),
            }],
            ..summary(0)
        };
        assert_eq!(
            counts(&unread),
            "no plans were checked; 1 file could not be read"
        );
        let stopped = Summary {
            errors: 2,
            stopped: true,
            ..summary(0)
        };
        assert_eq!(
            counts(&stopped),
            "no plan was checked: 2 problems in rules or configuration"
        );
    }

    #[test]
    fn rules_that_did_nothing_are_listed() {
        let names = |count: usize| (0..count).map(|n| format!("rule-{n}")).collect();
        let quiet = Summary {
            turned_off: names(1),
            unused: names(10),
            ..summary(1)
        };
        assert_eq!(
            paragraphs(&quiet).get(1..),
            Some(
                [
                    "turned off by the configuration: rule-0".to_owned(),
                    "rules with nothing to look at: rule-0, rule-1, rule-2, rule-3, rule-4, rule-5, rule-6, rule-7 \
                     and 2 more"
                        .to_owned()
                ]
                .as_slice()
            )
        );
    }

    #[test]
    fn parts_of_a_run_add_up() {
        let part = |unused: &[&str]| Summary {
            errors: 1,
            unused: unused.iter().map(|&rule| rule.to_owned()).collect(),
            ..summary(1)
        };
        let mut whole = Summary::default();
        whole.merge(part(&["a", "b"]));
        whole.merge(part(&["b", "c"]));
        assert_eq!((whole.files, whole.errors), (2, 2));
        assert_eq!(whole.packs, ["occlusion"]);
        assert_eq!(whole.unused, ["b"]);
    }
}
