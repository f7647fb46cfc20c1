//! `cuff check --add-suppressions`: comments for everything that is found, written into the plans.

use std::path::Path;

use super::Exit;
use super::args::{self, Args};
use super::baseline::Baseline;
use super::check::look;
use super::inputs::inputs;
use super::output::{Output, plural};
use crate::check::Options;
use crate::diagnostic::{Diagnostic, Status};
use crate::engine::waive;
use crate::report::plain;
use crate::rules::RuleSet;
use crate::source::{SourceFile, TextEdit};
use crate::syntax::parse;
use crate::workspace::{Unreadable, end_cleanly, read_plan, rewrite};

/// How often a plan is looked at again: a finding can come up where another one was silenced.
const ROUNDS: usize = 4;

/// What comments are written for, and with which reason.
pub(super) struct Adopting<'a> {
    pub(super) reason: &'a str,
    pub(super) options: Options,
    /// Whether what cannot be checked gets a comment, too.
    pub(super) strict: bool,
    /// What it knows needs no comment.
    pub(super) baseline: Option<&'a Baseline>,
}

impl Adopting<'_> {
    /// Writes the comments. What cannot be written is said, and ends the run.
    pub(super) fn add(
        &self,
        asked: &args::Check,
        args: &Args,
        output: &mut Output,
    ) -> Result<(), Exit> {
        let plans = inputs(asked, args, output)?;
        if plans.stdin.is_some() {
            output.error("error: standard input cannot be written to\n  help: name the file\n");
            return Err(Exit::Failed);
        }
        end_cleanly();
        let (mut silenced, mut changed, mut heard) = (0, 0, 0);
        let mut failed = false;
        for (path, project) in &plans.found.plans {
            let rules = &project.rules;
            // What cannot be read is said by the check that follows.
            let Ok(source) = read_plan(path) else {
                continue;
            };
            let Ok((text, count, left)) = self.commented(&source, rules) else {
                continue;
            };
            heard += left;
            if count == 0 {
                continue;
            }
            match rewrite(path, source.text(), &text) {
                Ok(()) => (silenced, changed) = (silenced + count, changed + 1),
                Err(Unreadable { path, reason }) => {
                    let (path, reason) = (plain(&path), plain(&reason));
                    output.error(&format!("error: `{path}` was not written: {reason}\n"));
                    failed = true;
                }
            }
        }
        if silenced > 0 || !failed {
            let (findings, plans) = (plural(silenced, "finding"), plural(changed, "plan"));
            output.error(&format!("silenced {findings} in {plans}\n"));
        }
        if heard > 0 {
            let heard = plural(heard, "finding");
            output.error(&format!(
                "  left out, since no comment may silence them: {heard}\n"
            ));
        }
        if failed { Err(Exit::Failed) } else { Ok(()) }
    }

    /// A plan with comments for what is found in it, how many findings they silence, and how many are left.
    fn commented(
        &self,
        source: &SourceFile,
        rules: &RuleSet,
    ) -> Result<(String, usize, usize), Unreadable> {
        let found_in = |text: &str| self.found(&SourceFile::new(source.name(), text), rules);
        let mut text = source.text().to_owned();
        let mut found = found_in(&text)?;
        let before = found.len();
        for _ in 0..ROUNDS {
            let edits = waive(&found, &parse(&text).plan, &text, rules, self.reason);
            let next = apply(&text, &edits);
            let left = found_in(&next)?;
            // A comment that silences nothing, or makes a finding of its own, is none that we write.
            if edits.is_empty() || left.len() >= found.len() {
                break;
            }
            (text, found) = (next, left);
        }
        Ok((text, before - found.len(), found.len()))
    }

    /// What a comment is written for.
    fn found(&self, source: &SourceFile, rules: &RuleSet) -> Result<Vec<Diagnostic>, Unreadable> {
        let mut found = look(source, rules, self.options)?.diagnostics;
        if let Some(baseline) = self.baseline {
            found = baseline.split(Path::new(source.name()), found, rules).new;
        }
        found.retain(|finding| self.strict || finding.status == Status::Violated);
        Ok(found)
    }
}

/// The text with insertions, which are in order of their places or are put so.
fn apply(text: &str, edits: &[TextEdit]) -> String {
    let mut edits: Vec<&TextEdit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.span.start);
    let mut after = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        after += text.get(at..range.start).unwrap_or_default();
        after += &edit.text;
        at = range.end;
    }
    after + text.get(at..).unwrap_or_default()
}
