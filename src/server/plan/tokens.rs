//! What each piece of a plan is, in numbers that each count from the one before.

use gen_lsp_types as lsp;

use super::super::routes::Fault;
use super::super::state::Server;
use super::{View, ask};
use crate::assist::{self, TokenKind};
use crate::source::Span;

/// The names that the numbers stand for. They are those that every editor has a colour for.
pub(in super::super) fn legend() -> lsp::SemanticTokensLegend {
    lsp::SemanticTokensLegend {
        token_types: TokenKind::ALL.map(name).map(str::to_owned).to_vec(),
        token_modifiers: vec!["definition".to_owned(), "documentation".to_owned()],
    }
}

fn name(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Keyword => "keyword",
        TokenKind::Exercise => "function",
        TokenKind::Definition => "class",
        TokenKind::Name => "namespace",
        TokenKind::Number => "number",
        TokenKind::Unit => "type",
        TokenKind::Operator => "operator",
        TokenKind::Value => "enumMember",
        TokenKind::Place => "property",
        TokenKind::Words => "string",
        TokenKind::Note => "variable",
        TokenKind::Comment => "comment",
        TokenKind::Rule => "macro",
    }
}

/// The modifiers of a kind, a bit for each of those in the legend.
fn modifiers(kind: TokenKind) -> u32 {
    match kind {
        TokenKind::Definition => 1,
        TokenKind::Note => 2,
        _ => 0,
    }
}

/// The tokens of a plan.
pub(in super::super) fn tokens(
    server: &mut Server,
    params: lsp::SemanticTokensParams,
) -> Result<Option<lsp::SemanticTokens>, Fault> {
    ask(server, &params.text_document.uri.0, |view| {
        let whole = Span::new(0, view.document.text().len());
        encoded(view, whole)
    })
}

/// The tokens of the lines of a range.
pub(in super::super) fn tokens_in(
    server: &mut Server,
    params: lsp::SemanticTokensRangeParams,
) -> Result<Option<lsp::SemanticTokens>, Fault> {
    ask(server, &params.text_document.uri.0, |view| {
        encoded(view, view.span(params.range))
    })
}

/// No token reaches over the end of a line, so that every client can show each of them.
fn encoded(view: &View<'_, '_>, within: Span) -> lsp::SemanticTokens {
    let mut last = lsp::Position::default();
    let tokens = assist::tokens(view.document, within).into_iter();
    let tokens = tokens.map(|token| {
        let lsp::Range { start, end } = view.range(token.span);
        let is_same_line = start.line == last.line;
        let column = if is_same_line { last.character } else { 0 };
        let token = lsp::SemanticToken {
            delta_line: start.line - last.line,
            delta_start: start.character - column,
            length: end.character - start.character,
            token_type: number(token.kind),
            token_modifiers_bitset: modifiers(token.kind),
        };
        last = start;
        token
    });
    lsp::SemanticTokens {
        result_id: None,
        data: tokens.collect(),
    }
}

fn number(kind: TokenKind) -> u32 {
    let mut all = TokenKind::ALL.into_iter().zip(0..);
    all.find(|(other, _)| *other == kind)
        .map_or(0, |(_, number)| number)
}
