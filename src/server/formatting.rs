//! Formatting, all of it by [`format`](crate::format): a plan, some lines of it, or the line that somebody just ended.

use gen_lsp_types as lsp;

use super::documents::{Document, Kind};
use super::encode;
use super::routes::Fault;
use super::state::Server;
use crate::format;
use crate::source::{Encoding, Span, TextEdit};

type Answer = Result<Option<Vec<lsp::TextEdit>>, Fault>;

/// Lays a plan out.
pub(super) fn whole(server: &mut Server, params: lsp::DocumentFormattingParams) -> Answer {
    edits(server, &params.text_document.uri.0, |_, _| true)
}

/// Lays the lines of a range out.
pub(super) fn range(server: &mut Server, params: lsp::DocumentRangeFormattingParams) -> Answer {
    let encoding = server.client.encoding;
    edits(server, &params.text_document.uri.0, |document, edit| {
        let wanted = encode::span(&document.source, params.range, encoding);
        let lines = lines(document, wanted);
        edit.span.start <= lines.end && lines.start <= edit.span.end
    })
}

/// All of the lines that a span touches.
fn lines(document: &Document, span: Span) -> Span {
    let line = |offset: usize| {
        let line = document.source.line_column(offset).line;
        document.source.line_span(line).unwrap_or_default()
    };
    line(span.range().start).to(line(span.range().end))
}

fn edits(
    server: &mut Server,
    uri: &str,
    is_wanted: impl Fn(&Document, &TextEdit) -> bool,
) -> Answer {
    let encoding = server.client.encoding;
    let (document, _) = server.document(uri)?;
    if document.kind == Kind::Yaml {
        return Ok(None);
    }
    let edits = format::edits(document.source.text());
    let wanted = edits.iter().filter(|edit| is_wanted(document, edit));
    Ok(Some(encoded(document, wanted, encoding)))
}

fn encoded<'e>(
    document: &Document,
    edits: impl Iterator<Item = &'e TextEdit>,
    encoding: Encoding,
) -> Vec<lsp::TextEdit> {
    edits
        .map(|edit| encode::edit(&document.source, edit, encoding))
        .collect()
}

/// Lays out the line that was just ended, and indents the new one as deep as what belongs there.
pub(super) fn on_type(server: &mut Server, params: lsp::DocumentOnTypeFormattingParams) -> Answer {
    let encoding = server.client.encoding;
    let (document, _) = server.document(&params.text_document.uri.0)?;
    let new = params.position.line as usize + 1;
    let line = |number: usize| document.source.line_span(number);
    let (Kind::Plan, Some(ended), Some(begun)) =
        (document.kind, new.checked_sub(1).and_then(line), line(new))
    else {
        return Ok(None);
    };
    let text = document.source.text();
    let mut edits = format::edits(text);
    edits.retain(|edit| ended.contains(edit.span));
    let written = document.source.slice(begun);
    let indentation = format::indentation(text, new);
    if let Some(indentation) =
        indentation.filter(|wanted| written.trim().is_empty() && written != wanted)
    {
        edits.push(TextEdit {
            span: begun,
            text: indentation,
        });
    }
    Ok(Some(encoded(document, edits.iter(), encoding)))
}
