//! How a plan is laid out: what can be folded away, and what a selection grows to.

use gen_lsp_types as lsp;

use super::super::routes::Fault;
use super::super::state::Server;
use super::{View, ask};
use crate::assist::{self, FoldKind};

/// What can be folded, whole lines each. Of more folds than the client takes it gets the first.
pub(in super::super) fn folds(
    server: &mut Server,
    params: lsp::FoldingRangeParams,
) -> Result<Option<Vec<lsp::FoldingRange>>, Fault> {
    ask(server, &params.text_document.uri.0, |view| {
        let lines = &view.document.tree.lines;
        let number = |line: usize| {
            let start = lines.get(line).map(|line| line.span.range().start);
            view.position(start.unwrap_or_default()).line
        };
        let folds = assist::folds(view.document).into_iter();
        let most = view.client.most_folds.unwrap_or(usize::MAX);
        let folds = folds.take(most).map(|fold| lsp::FoldingRange {
            start_line: number(fold.first),
            end_line: number(fold.last),
            kind: Some(match fold.kind {
                FoldKind::Region => lsp::FoldingRangeKind::Region,
                FoldKind::Comment => lsp::FoldingRangeKind::Comment,
            }),
            ..lsp::FoldingRange::default()
        });
        folds.collect()
    })
}

/// Most cursors whose selections grow. Each costs a look at the plan; nobody has as many.
const MOST: usize = 1_000;

/// What the selection at each cursor grows to.
pub(in super::super) fn selections(
    server: &mut Server,
    params: lsp::SelectionRangeParams,
) -> Result<Option<Vec<lsp::SelectionRange>>, Fault> {
    ask(server, &params.text_document.uri.0, |view| {
        let positions = params.positions.iter().enumerate();
        let selections = positions.map(|(number, position)| {
            let offset = view.offset(*position);
            selection(view, offset, number < MOST)
        });
        selections.collect()
    })
}

fn selection(view: &View<'_, '_>, offset: usize, grows: bool) -> lsp::SelectionRange {
    let steps = match grows {
        true => assist::selection(view.document, offset),
        false => Vec::new(),
    };
    let widest_first = steps.into_iter().rev();
    let grown = widest_first.fold(None, |parent, span| {
        Some(lsp::SelectionRange {
            range: view.range(span),
            parent: parent.map(Box::new),
        })
    });
    grown.unwrap_or_else(|| {
        let place = view.position(offset);
        let range = lsp::Range {
            start: place,
            end: place,
        };
        lsp::SelectionRange {
            range,
            parent: None,
        }
    })
}
