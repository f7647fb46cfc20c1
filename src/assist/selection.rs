//! What a selection grows to, step by step: word, part, clause, line, exercise, wrap, day, week, plan.

use super::Document;
use super::document::touches;
use super::outline::{Node, content, outline};
use crate::source::Span;

/// The stretches around an offset, the narrowest first, each one wider than the one before it.
pub fn selection(document: &Document<'_>, offset: usize) -> Vec<Span> {
    let offset = document.clamp(offset);
    let mut wider = vec![Span::new(0, document.text().len())];
    nodes(document, &outline(document.tree), offset, &mut wider);
    if let Some((_, line)) = document.line_at(offset) {
        wider.push(line.span);
        wider.push(content(line, document.text()));
        wider.extend(document.parts_at(offset).iter().map(|located| located.span));
        wider.push(word(document, offset, line.span));
    }
    let mut steps: Vec<Span> = Vec::new();
    wider.retain(|span| touches(*span, offset) && !span.is_empty());
    wider.sort_by_key(|span| (span.len(), span.start));
    for span in wider {
        // Two that touch the offset from two sides are no steps of one ladder.
        let grows = steps
            .last()
            .is_none_or(|last| span.contains(*last) && span != *last);
        if grows {
            steps.push(span);
        }
    }
    if steps.is_empty() {
        steps.push(Span::at(offset));
    }
    steps
}

fn nodes(document: &Document<'_>, all: &[Node], offset: usize, wider: &mut Vec<Span>) {
    for node in all {
        let span = node.span(document.tree, document.text());
        if touches(span, offset) {
            wider.push(span);
            nodes(document, &node.children, offset, wider);
        }
    }
}

/// The letters and digits around an offset.
pub(super) fn word(document: &Document<'_>, offset: usize, line: Span) -> Span {
    let range = line.range();
    let before = document.text().get(range.start..offset).unwrap_or_default();
    let after = document.text().get(offset..range.end).unwrap_or_default();
    let belongs = |c: char| c.is_alphanumeric() || c == '-' || c == '_' || c == '\'';
    let head = before.trim_end_matches(belongs).len();
    let tail = after.len() - after.trim_start_matches(belongs).len();
    Span::new(range.start + head, offset + tail)
}
