//! Which fixes go together: in order of their place, then of their rule, none that touches what another changes. The
//! others wait for the next pass.

use std::collections::{BTreeMap, BTreeSet};

use super::{Candidate, Reason, Wanted};
use crate::check::Report;
use crate::diagnostic::{Diagnostic, Fix};
use crate::engine::known_among;
use crate::rules::RuleSet;
use crate::source::{SourceFile, Span};
use crate::syntax::ast::{Plan, Statement};
use crate::syntax::parse;

/// Fixes that are known not to work: rule, place, title.
pub(super) type Refused = BTreeSet<(String, String, String)>;

/// Fixes for one pass, and those that would change what nobody has read.
pub(super) fn choose<'r>(
    source: &SourceFile,
    report: &'r Report,
    rules: &RuleSet,
    wanted: Wanted<'_>,
    refused: &Refused,
) -> (Vec<Candidate<'r>>, Vec<(Candidate<'r>, Reason)>) {
    let mut all: Vec<Candidate<'r>> = Vec::new();
    let known = known_among(&report.diagnostics, wanted.known, rules);
    let findings = report.diagnostics.iter().zip(known);
    for (finding, _) in findings.filter(|(_, is_known)| !is_known) {
        let candidates = wanted.all_of(finding).map(|fix| Candidate { finding, fix });
        let mut open = candidates.filter(|candidate| !refused.contains(&candidate.key()));
        all.extend(open.next());
    }
    if all.is_empty() {
        return (all, Vec::new());
    }
    all.sort_by_key(|candidate| (first(candidate.fix), candidate.finding.rule.as_ref()));
    let tree = parse(source.text()).plan;
    let mut strays = Vec::new();
    let mut taken = Taken::default();
    all.retain(|candidate| {
        if !in_place(candidate.finding, candidate.fix, source.text(), &tree) {
            strays.push((*candidate, Reason::OutOfPlace));
            return false;
        }
        taken.take(candidate.fix)
    });
    (all, strays)
}

fn first(fix: &Fix) -> u32 {
    fix.edits.first().map_or(u32::MAX, |edit| edit.span.start)
}

/// Stretches of text that are spoken for: start and end.
#[derive(Default)]
struct Taken(BTreeMap<u32, u32>);

impl Taken {
    fn take(&mut self, fix: &Fix) -> bool {
        let free = fix.edits.iter().all(|edit| self.is_free(edit.span));
        if free {
            let spans = fix
                .edits
                .iter()
                .map(|edit| (edit.span.start, edit.span.end));
            self.0.extend(spans);
        }
        free && !fix.edits.is_empty()
    }

    /// Two replacements may meet; an insertion may meet nothing, since the order would be a matter of luck.
    fn is_free(&self, span: Span) -> bool {
        let meets = |(&start, &end): (&u32, &u32)| {
            let insertion = start == end || span.is_empty();
            if insertion {
                start <= span.end && span.start <= end
            } else {
                start < span.end && span.start < end
            }
        };
        let before = self.0.range(..=span.start).next_back();
        let after = self.0.range(span.start..).next();
        !before.is_some_and(meets) && !after.is_some_and(meets)
    }
}

/// Whether a fix changes whole characters, and only in lines that were read. A finding that is about an unread line may
/// put that line right.
fn in_place(finding: &Diagnostic, fix: &Fix, text: &str, tree: &Plan) -> bool {
    let whole = |offset: usize| {
        text.is_char_boundary(offset)
            && text.get(offset.saturating_sub(1)..offset + 1) != Some("\r\n")
    };
    fix.edits.iter().all(|edit| {
        let range = edit.span.range();
        whole(range.start) && whole(range.end) && touches_read_lines(edit.span, finding.span, tree)
    })
}

fn touches_read_lines(edit: Span, finding: Span, tree: &Plan) -> bool {
    let first = tree
        .lines
        .partition_point(|line| line.span.end < edit.start);
    tree.lines
        .iter()
        .skip(first)
        // The ending of a line that is taken out belongs to that line.
        .take_while(|line| line.span.start < edit.end || line.span.start == edit.start)
        .all(|line| !matches!(line.statement, Statement::Unread(_)) || line.span.contains(finding))
}
