//! Stretches of lines that can be folded away: whatever the outline holds, and comments or notes that follow each other.

use super::Document;
use super::outline::{Node, outline};
use crate::syntax::ast::{Line, Statement};

/// What a fold hides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoldKind {
    /// A week, a day, the athlete, a wrap, a superset, an exercise with its notes.
    Region,
    /// Comments or notes.
    Comment,
}

/// Lines that can be folded into the first of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// The line that stays, from 0.
    pub first: usize,
    /// The last line that goes.
    pub last: usize,
    /// What it hides.
    pub kind: FoldKind,
}

/// All folds of a plan, in order of their first lines.
pub fn folds(document: &Document<'_>) -> Vec<Fold> {
    let mut folds = Vec::new();
    for node in &outline(document.tree) {
        regions(node, &mut folds);
    }
    let lines = &document.tree.lines;
    runs(
        lines,
        |line| line.comment.is_some() && matches!(line.statement, Statement::Blank),
        &mut folds,
    );
    runs(
        lines,
        |line| matches!(line.statement, Statement::Note(_)),
        &mut folds,
    );
    folds.sort_by_key(|fold| (fold.first, std::cmp::Reverse(fold.last)));
    folds.dedup_by_key(|fold| (fold.first, fold.last));
    folds
}

fn regions(node: &Node, folds: &mut Vec<Fold>) {
    if node.last > node.first {
        folds.push(Fold {
            first: node.first,
            last: node.last,
            kind: FoldKind::Region,
        });
    }
    for child in &node.children {
        regions(child, folds);
    }
}

/// Two lines or more of one kind that follow each other.
fn runs(lines: &[Line], belongs: impl Fn(&Line) -> bool, folds: &mut Vec<Fold>) {
    let mut start = None;
    let ends = lines.iter().map(Some).chain([None]).enumerate();
    for (place, line) in ends {
        match (line.is_some_and(&belongs), start) {
            (true, None) => start = Some(place),
            (false, Some(first)) => {
                if place > first + 1 {
                    folds.push(Fold {
                        first,
                        last: place - 1,
                        kind: FoldKind::Comment,
                    });
                }
                start = None;
            }
            _ => {}
        }
    }
}
