//! What could not be read in either plan, and was therefore not compared.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::change::{Aspect, Change};
use super::findings::Judged;
use crate::diagnostic::Diagnostic;
use crate::rules::RuleSet;
use crate::source::SourceFile;
use crate::syntax::ast;

/// Something that the comparison did not see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Unread {
    /// Whether it stands in the old plan or in the new one; where it stands in both, this is the new one.
    pub is_old: bool,
    /// Whether the same words stand in both.
    pub is_in_both: bool,
    /// Its line, from 1.
    pub line: usize,
    /// The words.
    pub text: String,
    /// What is wrong with them.
    pub message: String,
}

/// Most characters that are quoted.
const LONGEST: usize = 80;

/// What was not read of a plan. Comments say nothing of training.
pub(super) fn of(
    source: &SourceFile,
    tree: &ast::Plan,
    judged: &Judged,
    rules: &RuleSet,
) -> Vec<Unread> {
    let is_unread = |diagnostic: &Diagnostic| {
        let entry = rules.language.get(diagnostic.rule.as_ref());
        entry.is_some_and(|(entry, _)| entry.is_unread())
    };
    if !judged.open.iter().any(is_unread) {
        return Vec::new();
    }
    let mut comments = tree.lines.iter().filter_map(|line| line.comment.as_ref());
    let mut comment = comments.next();
    let mut unread = Vec::new();
    for diagnostic in &judged.open {
        if !is_unread(diagnostic) {
            continue;
        }
        // Findings and comments both stand in order of their places.
        while comment.is_some_and(|comment| comment.span.end <= diagnostic.span.start) {
            comment = comments.next();
        }
        if comment.is_some_and(|comment| comment.span.contains(diagnostic.span)) {
            continue;
        }
        let words = source.slice(diagnostic.span).split_whitespace();
        let words = words.collect::<Vec<_>>().join(" ");
        unread.push(Unread {
            is_old: false,
            is_in_both: false,
            line: source.line_column(diagnostic.span.range().start).line,
            text: words.chars().take(LONGEST).collect(),
            message: diagnostic.message.clone(),
        });
    }
    unread
}

/// What was not read in one plan or the other; the same words in both stand here once.
pub(super) fn between(old: &[Unread], new: &[Unread]) -> Vec<Unread> {
    let mut left: HashMap<(&str, &str), usize> = HashMap::new();
    for one in new {
        *left.entry((&one.text, &one.message)).or_default() += 1;
    }
    let mut all = Vec::new();
    let mut both: HashMap<(&str, &str), usize> = HashMap::new();
    for one in old {
        let key = (one.text.as_str(), one.message.as_str());
        match left.get_mut(&key) {
            Some(count) if *count > 0 => {
                *count -= 1;
                *both.entry(key).or_default() += 1;
            }
            _ => all.push(Unread {
                is_old: true,
                ..one.clone()
            }),
        }
    }
    for one in new {
        let known = both.get_mut(&(one.text.as_str(), one.message.as_str()));
        let is_in_both = known.is_some_and(|count| {
            let some = *count > 0;
            *count = count.saturating_sub(1);
            some
        });
        all.push(Unread {
            is_in_both,
            ..one.clone()
        });
    }
    all
}

/// Most lines that are looked at for an exercise that seems to be gone.
const MOST: usize = 200;

/// An exercise that seems to have come or gone may stand on a line of the other version that could not be read.
pub(super) fn doubt(changes: &mut [Change], unread: &[Unread]) {
    let open = unread.iter().filter(|one| !one.is_in_both).take(MOST);
    let open: Vec<(&Unread, String)> = open.map(|one| (one, one.text.to_lowercase())).collect();
    for change in changes
        .iter_mut()
        .filter(|change| change.aspect == Aspect::Exercise)
    {
        let came = change.before.is_none();
        let names = change.exercises.iter().map(|name| name.to_lowercase());
        let names: Vec<String> = names.collect();
        let found = open
            .iter()
            .find(|(one, text)| one.is_old == came && names.iter().any(|name| text.contains(name)));
        let value = change.before.as_mut().or(change.after.as_mut());
        if let (Some((one, _)), Some(value)) = (found, value) {
            let version = if one.is_old { "old" } else { "new" };
            value.unknown = Some(format!(
                "not certain: line {} of the {version} version names it and cannot be read",
                one.line
            ));
        }
    }
}
