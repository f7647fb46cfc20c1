//! Names: where they are used, where they come from, and another name for all of it.

use gen_lsp_types as lsp;
use lsp_server::ErrorCode;

use super::super::actions::{Blanks, Changes};
use super::super::documents::Document;
use super::super::routes::Fault;
use super::super::state::Server;
use super::super::uri;
use super::{View, ask_at};
use crate::assist::{self, Role, Target};
use crate::source::Span;

/// Where something that is named is used.
pub(in super::super) fn references(
    server: &mut Server,
    params: lsp::ReferenceParams,
) -> Result<Option<Vec<lsp::Location>>, Fault> {
    let with_definition = params.context.include_declaration;
    ask_at(
        server,
        &params.text_document_position_params,
        |view, offset| {
            let places = assist::references(view.document, offset).into_iter();
            let wanted = places.filter(|place| with_definition || place.role != Role::Definition);
            wanted.map(|place| view.location(place.span)).collect()
        },
    )
}

/// The same places, to be marked while the cursor is at one of them.
pub(in super::super) fn highlights(
    server: &mut Server,
    params: lsp::DocumentHighlightParams,
) -> Result<Option<Vec<lsp::DocumentHighlight>>, Fault> {
    ask_at(
        server,
        &params.text_document_position_params,
        |view, offset| {
            let places = assist::references(view.document, offset).into_iter();
            let marks = places.map(|place| lsp::DocumentHighlight {
                range: view.range(place.span),
                kind: Some(match place.role {
                    Role::Definition | Role::Figure => lsp::DocumentHighlightKind::Write,
                    Role::Use => lsp::DocumentHighlightKind::Read,
                }),
            });
            marks.collect()
        },
    )
}

/// Where a value, an exercise, a week or a rule comes from.
pub(in super::super) fn definition(
    server: &mut Server,
    params: lsp::DefinitionParams,
) -> Result<Option<lsp::DefinitionResponse>, Fault> {
    let found = ask_at(
        server,
        &params.text_document_position_params,
        |view, offset| {
            let places = assist::definition(view.document, offset).into_iter();
            let mut places: Vec<lsp::Location> = places.map(|span| view.location(span)).collect();
            if places.is_empty() {
                places.extend(rule_file(view, offset));
            }
            lsp::Definition::from(places).into()
        },
    )?;
    Ok(found)
}

/// The file of the rule that a comment names, if it is one of somebody's own.
fn rule_file(view: &View<'_, '_>, offset: usize) -> Option<lsp::Location> {
    let touches = |span: Span| span.range().contains(&offset) || span.range().end == offset;
    let mut links = assist::links(view.document).into_iter();
    let id = links.find_map(|link| match link.target {
        Target::Rule(id) if touches(link.span) => Some(id),
        _ => None,
    })?;
    Some(lsp::Location {
        uri: uri::of(&view.project.rule_file(&id)?).into(),
        range: lsp::Range::default(),
    })
}

/// What can have another name, as it is called now.
pub(in super::super) fn prepare_rename(
    server: &mut Server,
    params: lsp::PrepareRenameParams,
) -> Result<Option<lsp::PrepareRenameResult>, Fault> {
    let found = ask_at(
        server,
        &params.text_document_position_params,
        |view, offset| {
            let named = assist::prepare_rename(view.document, offset)?;
            Some(
                lsp::PrepareRenamePlaceholder {
                    range: view.range(named.span),
                    placeholder: named.name,
                }
                .into(),
            )
        },
    )?;
    Ok(found.flatten())
}

/// Gives what is named at a place another name, in all of the plan. A name that will not do is refused in words.
pub(in super::super) fn rename(
    server: &mut Server,
    params: lsp::RenameParams,
) -> Result<Option<lsp::WorkspaceEdit>, Fault> {
    let place = &params.text_document_position_params;
    let name = &params.new_name;
    let renamed = ask_at(server, place, |view, offset| {
        assist::rename(view.document, offset, name)
    })?;
    let Some(renamed) = renamed else {
        return Ok(None);
    };
    let edits = renamed.map_err(|why| Fault::new(ErrorCode::RequestFailed, why))?;
    let client = server.client.clone();
    let (document, _) = server.document(&place.text_document.uri.0)?;
    let document: &Document = document;
    Ok(Some(
        Changes::new(document, &client).edit(&edits, Blanks::None),
    ))
}
