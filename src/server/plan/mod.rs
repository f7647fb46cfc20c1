//! What an editor asks about a plan, beyond what is wrong with it: each question is answered by [`assist`](crate::assist)
//! from one check, and said here in the words of the protocol. A configuration or a rule file has none of these answers.

mod completion;
mod hints;
mod hover;
mod lenses;
mod links;
mod markdown;
mod names;
mod shape;
mod symbols;
mod tokens;

pub(super) use completion::{TRIGGERS, complete, resolve};
pub(super) use hints::hints;
pub(super) use hover::hover;
pub(super) use lenses::{COMMAND, command, lenses};
pub(super) use links::links;
pub(super) use names::{definition, highlights, prepare_rename, references, rename};
pub(super) use shape::{folds, selections};
pub(super) use symbols::{in_all_plans, symbols};
pub(super) use tokens::{legend, tokens, tokens_in};

use gen_lsp_types as lsp;

use super::client::Client;
use super::documents::Kind;
use super::encode;
use super::routes::Fault;
use super::state::Server;
use crate::assist::Document;
use crate::source::Span;
use crate::workspace::Project;

/// A checked plan, as a client sees it.
struct View<'v, 'd> {
    document: &'v Document<'d>,
    uri: &'v str,
    client: &'v Client,
    /// Where the rules come from.
    project: &'v Project,
}

impl View<'_, '_> {
    fn range(&self, span: Span) -> lsp::Range {
        encode::range(self.document.source, span, self.client.encoding)
    }

    fn position(&self, offset: usize) -> lsp::Position {
        encode::position(self.document.source, offset, self.client.encoding)
    }

    fn offset(&self, position: lsp::Position) -> usize {
        encode::find(self.document.source, position, self.client.encoding).offset()
    }

    fn span(&self, range: lsp::Range) -> Span {
        encode::span(self.document.source, range, self.client.encoding)
    }

    fn location(&self, span: Span) -> lsp::Location {
        lsp::Location {
            uri: self.uri.into(),
            range: self.range(span),
        }
    }
}

/// Answers a question about a plan that is open; nothing for what is no plan, and where no rules could be loaded.
fn ask<T>(
    server: &mut Server,
    uri: &str,
    answer: impl FnOnce(&View<'_, '_>) -> T,
) -> Result<Option<T>, Fault> {
    let options = server.options();
    let client = server.client.clone();
    let (document, held) = server.document(uri)?;
    let (Kind::Plan, Some(project)) = (document.kind, held.project.as_deref()) else {
        return Ok(None);
    };
    let answer = document.ask(&project.rules, options, |document| {
        answer(&View {
            document,
            uri,
            client: &client,
            project,
        })
    });
    Ok(Some(answer))
}

/// The same about a place in it.
fn ask_at<T>(
    server: &mut Server,
    place: &lsp::TextDocumentPositionParams,
    answer: impl FnOnce(&View<'_, '_>, usize) -> T,
) -> Result<Option<T>, Fault> {
    ask(server, &place.text_document.uri.0, |view| {
        answer(view, view.offset(place.position))
    })
}

/// Whether an open document is a configuration, a rule or exercises.
fn is_yaml(server: &mut Server, uri: &str) -> Result<bool, Fault> {
    let (document, _) = server.document(uri)?;
    Ok(document.kind == Kind::Yaml)
}
