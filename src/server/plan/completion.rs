//! What can be written at a place, and more about an offer when somebody looks at it.

use gen_lsp_types as lsp;
use serde_json::json;

use super::super::documents::Kind;
use super::super::routes::Fault;
use super::super::rule_files;
use super::super::state::Server;
use super::markdown::said;
use super::{View, ask, ask_at, is_yaml};
use crate::assist::{Completion, CompletionKind, Subject, completions, documentation, filled};

/// What brings up offers without a letter: in a rule file, and in a plan.
pub(in super::super) const TRIGGERS: [&str; 4] = [IN_RULES, "@", "/", "("];
const IN_RULES: &str = ".";

/// Offers for a place of a plan or a rule file.
pub(in super::super) fn complete(
    server: &mut Server,
    params: lsp::CompletionParams,
) -> Result<Option<lsp::CompletionResponse>, Fault> {
    let place = &params.text_document_position_params;
    let is_yaml = is_yaml(server, &place.text_document.uri.0)?;
    let context = params.context.as_ref();
    let trigger = context.and_then(|context| context.trigger_character.as_deref());
    if trigger.is_some_and(|trigger| (trigger == IN_RULES) != is_yaml) {
        return Ok(None);
    }
    if is_yaml {
        return rule_files::complete(server, params);
    }
    ask_at(server, place, |view, offset| {
        let found = completions(view.document, offset);
        let items = found.items.iter().enumerate();
        lsp::CompletionList {
            is_incomplete: found.incomplete,
            items: items
                .map(|(order, offer)| item(view, order, offer))
                .collect(),
            ..lsp::CompletionList::default()
        }
        .into()
    })
}

fn item(view: &View<'_, '_>, order: usize, offer: &Completion) -> lsp::CompletionItem {
    let has_places = offer.snippet && view.client.snippet_offers;
    let new_text = match offer.snippet && !has_places {
        true => filled(&offer.insert),
        false => offer.insert.clone(),
    };
    let edit = lsp::TextEdit {
        range: view.range(offer.replaces),
        new_text,
    };
    let has_more = offer.subject != Subject::Nothing;
    lsp::CompletionItem {
        label: offer.label.clone(),
        kind: Some(kind(offer.kind)),
        detail: Some(offer.detail.clone()).filter(|detail| !detail.is_empty()),
        sort_text: Some(format!("{order:05}")),
        filter_text: (offer.filter != offer.label).then(|| offer.filter.clone()),
        insert_text_format: has_places.then_some(lsp::InsertTextFormat::Snippet),
        text_edit: Some(edit.into()),
        data: has_more.then(|| json!({ "uri": view.uri, "about": offer.subject.key() })),
        ..lsp::CompletionItem::default()
    }
}

fn kind(kind: CompletionKind) -> lsp::CompletionItemKind {
    match kind {
        CompletionKind::Keyword => lsp::CompletionItemKind::Keyword,
        CompletionKind::Exercise => lsp::CompletionItemKind::Function,
        CompletionKind::Custom => lsp::CompletionItemKind::Variable,
        CompletionKind::Value => lsp::CompletionItemKind::Value,
        CompletionKind::Unit => lsp::CompletionItemKind::Unit,
        CompletionKind::Place => lsp::CompletionItemKind::EnumMember,
        CompletionKind::Rule => lsp::CompletionItemKind::Reference,
        CompletionKind::Snippet => lsp::CompletionItemKind::Snippet,
    }
}

/// Adds to an offer what there is to say about it. One whose plan is closed since stays as it is.
pub(in super::super) fn resolve(
    server: &mut Server,
    mut item: lsp::CompletionItem,
) -> Result<lsp::CompletionItem, Fault> {
    let part = |key: &str| item.data.as_ref()?.get(key)?.as_str();
    let (Some(uri), Some(about)) = (part("uri"), part("about")) else {
        return Ok(item);
    };
    let subject = Subject::from_key(about);
    let words = match server.documents.get_mut(uri).map(|open| open.kind) {
        Some(Kind::Plan) => ask(server, uri, |view| {
            let words = documentation(view.document, &subject)?;
            Some(said(words, view.client.markdown_offers))
        })?,
        _ => None,
    };
    item.documentation = words.flatten().map(Into::into).or(item.documentation);
    Ok(item)
}
