//! What can be followed: addresses, and rules of somebody's own that comments name.

use gen_lsp_types as lsp;

use super::super::routes::Fault;
use super::super::state::Server;
use super::super::uri;
use super::{View, ask};
use crate::assist::{self, Target};

/// The links of a plan. Rules that come with cuff have no file to lead to, and are explained under the pointer.
pub(in super::super) fn links(
    server: &mut Server,
    params: lsp::DocumentLinkParams,
) -> Result<Option<Vec<lsp::DocumentLink>>, Fault> {
    ask(server, &params.text_document.uri.0, |view| {
        let links = assist::links(view.document).into_iter();
        let links = links.filter_map(|link| {
            let (target, tooltip) = target(view, link.target)?;
            Some(lsp::DocumentLink {
                range: view.range(link.span),
                target: Some(target.into()),
                tooltip,
                data: None,
            })
        });
        links.collect()
    })
}

fn target(view: &View<'_, '_>, target: Target) -> Option<(String, Option<String>)> {
    match target {
        Target::Address(address) => Some((address, None)),
        Target::Rule(id) => {
            let file = view.project.rule_file(&id)?;
            Some((uri::of(&file), Some(format!("the file of `{id}`"))))
        }
    }
}
