//! Comments for findings that are there already, so that a team can start with cuff on old plans.

use std::collections::{BTreeMap, BTreeSet};

use super::nodes::Nodes;
use super::suppress::must_be_heard;
use crate::diagnostic::Diagnostic;
use crate::rules::RuleSet;
use crate::source::{Span, TextEdit};
use crate::syntax::ast::{Plan, Statement};

/// Where a comment goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// For the file, on its first line.
    File,
    /// On a line of its own above this one.
    Above(usize),
    /// At the end of this line.
    Behind(usize),
}

/// Findings about comments: a comment against one of them would be no help.
const ABOUT_COMMENTS: [&str; 2] = ["unused-suppression", "expired-suppression"];

/// Comments that silence findings, as edits to the plan. What must be heard gets none.
pub fn waive(
    findings: &[Diagnostic],
    tree: &Plan,
    text: &str,
    rules: &RuleSet,
    reason: &str,
) -> Vec<TextEdit> {
    let nodes = Nodes::of(tree);
    let starts: Vec<u32> = tree.lines.iter().map(|line| line.span.start).collect();
    let mut wanted: BTreeMap<Place, BTreeSet<&str>> = BTreeMap::new();
    let all = findings.iter().flat_map(|finding| {
        let joined = finding.joined.iter();
        std::iter::once(finding).chain(joined)
    });
    for finding in all {
        let rule = finding.rule.as_ref();
        if can_be_silenced(rule, rules) {
            let line = starts.partition_point(|start| *start <= finding.span.start);
            let place = place(tree, &nodes, line.saturating_sub(1), finding.span);
            wanted.entry(place).or_default().insert(rule);
        }
    }
    wanted
        .into_iter()
        .map(|(place, rules)| edit(place, &rules, tree, text, reason))
        .collect()
}

/// The same for the whole file, wherever the findings are.
pub fn waive_in_file(
    findings: &[Diagnostic],
    text: &str,
    rules: &RuleSet,
    reason: &str,
) -> Option<TextEdit> {
    let ids = findings.iter().map(|finding| finding.rule.as_ref());
    let ids: BTreeSet<&str> = ids.filter(|id| can_be_silenced(id, rules)).collect();
    (!ids.is_empty()).then(|| edit(Place::File, &ids, &Plan::default(), text, reason))
}

/// Whether a comment may name a rule. What must be heard may not be silenced.
fn can_be_silenced(rule: &str, rules: &RuleSet) -> bool {
    let heard = must_be_heard(rule, rules).is_some() || ABOUT_COMMENTS.contains(&rule);
    !heard && rules.origin(rule).is_some()
}

fn place(tree: &Plan, nodes: &Nodes<'_>, number: usize, span: Span) -> Place {
    let Some(line) = tree.lines.get(number) else {
        return Place::File;
    };
    let is_statement = !matches!(line.statement, Statement::Blank | Statement::Note(_));
    if is_statement && line.comment.is_none() && line.span.contains(span) {
        Place::Behind(number)
    } else if matches!(line.statement, Statement::Blank) {
        // What is said about a comment is covered by none above it.
        Place::File
    } else if nodes.under(number).contains(span) {
        Place::Above(number)
    } else {
        Place::File
    }
}

fn edit(place: Place, rules: &BTreeSet<&str>, tree: &Plan, text: &str, reason: &str) -> TextEdit {
    let rules: Vec<&str> = rules.iter().copied().collect();
    let rules = rules.join(", ");
    let ending = ["\r\n", "\n", "\r"]
        .into_iter()
        .find(|ending| text.contains(ending))
        .unwrap_or("\n");
    let (Place::Above(number) | Place::Behind(number)) = place else {
        let first = if text.starts_with('\u{FEFF}') { 3 } else { 0 };
        return TextEdit {
            span: Span::at(first),
            text: format!("# cuff: allow-file({rules}) because {reason}{ending}"),
        };
    };
    let span = tree
        .lines
        .get(number)
        .map(|line| line.span)
        .unwrap_or_default();
    let line = span.of(text);
    if let Place::Behind(_) = place {
        return TextEdit {
            span: Span::at(span.range().end),
            text: format!(" # cuff: allow({rules}) because {reason}"),
        };
    }
    let indent: String = line.chars().take_while(|c| c.is_whitespace()).collect();
    TextEdit {
        span: Span::at(span.range().start),
        text: format!("{indent}# cuff: allow({rules}) because {reason}{ending}"),
    }
}
