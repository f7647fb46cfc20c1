//! Comments that silence a finding, where it is or in all of the file. The reason is for a person to write.

use super::Action;
use super::changes::{BLANK, Blanks};
use crate::diagnostic::Diagnostic;
use crate::engine::{waive, waive_in_file};
use crate::rules::RuleSet;
use crate::source::TextEdit;
use crate::syntax::ast::Plan;

/// What can be written; nothing for what must be heard.
pub(super) fn comments(
    finding: &Diagnostic,
    tree: &Plan,
    text: &str,
    rules: &RuleSet,
) -> Vec<Action> {
    let alone = std::slice::from_ref(finding);
    let here = waive(alone, tree, text, rules, BLANK);
    let in_file: Vec<TextEdit> = waive_in_file(alone, text, rules, BLANK)
        .into_iter()
        .collect();
    let rule = finding.rule.as_ref();
    let action = |title: String, edits| Action {
        title,
        edits,
        blanks: Blanks::Empty,
        is_preferred: false,
    };
    let mut actions = Vec::new();
    if here != in_file && !here.is_empty() {
        actions.push(action(format!("allow `{rule}` here, with a reason"), here));
    }
    if !in_file.is_empty() {
        actions.push(action(
            format!("allow `{rule}` in this file, with a reason"),
            in_file,
        ));
    }
    actions
}
