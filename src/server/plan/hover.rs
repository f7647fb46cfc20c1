//! What something in a plan means, under the pointer.

use gen_lsp_types as lsp;

use super::super::routes::Fault;
use super::super::rule_files;
use super::super::state::Server;
use super::markdown::said;
use super::{ask_at, is_yaml};
use crate::assist;

/// What stands at a place of a plan or a rule file, explained.
pub(in super::super) fn hover(
    server: &mut Server,
    params: lsp::HoverParams,
) -> Result<Option<lsp::Hover>, Fault> {
    let place = &params.text_document_position_params;
    if is_yaml(server, &place.text_document.uri.0)? {
        return rule_files::hover(server, params);
    }
    let shown = ask_at(server, place, |view, offset| {
        let shown = assist::hover(view.document, offset)?;
        Some(lsp::Hover {
            contents: said(shown.markdown, view.client.markdown_hovers).into(),
            range: Some(view.range(shown.span)),
        })
    })?;
    Ok(shown.flatten())
}
