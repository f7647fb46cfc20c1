//! Small words behind what is written.

use gen_lsp_types as lsp;

use super::super::routes::Fault;
use super::super::state::Server;
use super::ask;
use crate::assist;

/// The hints of a range: loads in kilograms, minutes of sessions and wraps.
pub(in super::super) fn hints(
    server: &mut Server,
    params: lsp::InlayHintParams,
) -> Result<Option<Vec<lsp::InlayHint>>, Fault> {
    ask(server, &params.text_document.uri.0, |view| {
        let wanted = view.span(params.range);
        let mut hints = assist::hints(view.document, wanted);
        hints.retain(|hint| wanted.range().contains(&hint.at) || wanted.range().end == hint.at);
        let hints = hints.into_iter().map(|hint| lsp::InlayHint {
            position: view.position(hint.at),
            label: hint.label.into(),
            kind: None,
            text_edits: None,
            tooltip: Some(hint.tooltip)
                .filter(|words| !words.is_empty())
                .map(Into::into),
            padding_left: Some(true),
            padding_right: None,
            data: None,
        });
        hints.collect()
    })
}
