//! What stands above a day: how long it takes and how long wraps are on; why, on a click.

use gen_lsp_types as lsp;
use lsp_server::ErrorCode;
use serde_json::{Value, json};

use super::super::routes::Fault;
use super::super::rule_files;
use super::super::state::Server;
use super::markdown::plain;
use super::{ask, is_yaml};
use crate::assist::{self, why};
use crate::source::Span;

/// The command that says why.
pub(in super::super) const COMMAND: &str = "cuff.why";

/// The lenses of a plan or a rule file. They are whole: what they say comes out of the same check as where they stand.
pub(in super::super) fn lenses(
    server: &mut Server,
    params: lsp::CodeLensParams,
) -> Result<Option<Vec<lsp::CodeLens>>, Fault> {
    let uri = params.text_document.uri.0.as_str();
    if is_yaml(server, uri)? {
        return rule_files::lenses(server, params);
    }
    ask(server, uri, |view| {
        let whole = Span::new(0, view.document.text().len());
        let lenses = assist::lenses(view.document, whole).into_iter();
        let lenses = lenses.map(|lens| {
            let range = view.range(lens.span);
            lsp::CodeLens {
                range,
                command: Some(lsp::Command {
                    title: lens.title,
                    tooltip: Some("say how this comes about".to_owned()),
                    command: COMMAND.to_owned(),
                    arguments: Some(vec![json!(uri), json!(range.start)]),
                }),
                data: None,
            }
        });
        lenses.collect()
    })
}

/// Runs the command: how the minutes of the day at a place come about is shown as a message.
pub(in super::super) fn command(
    server: &mut Server,
    arguments: &[Value],
) -> Result<Option<Value>, Fault> {
    let position = |value: &Value| serde_json::from_value::<lsp::Position>(value.clone()).ok();
    let uri = arguments.first().and_then(Value::as_str);
    let (Some(uri), Some(position)) = (uri, arguments.get(1).and_then(position)) else {
        let message = format!("`{COMMAND}` takes the address of a plan and a place in it");
        return Err(Fault::new(ErrorCode::InvalidParams, message));
    };
    let words = ask(server, uri, |view| {
        let place = Span::at(view.offset(position));
        let lenses = assist::lenses(view.document, place);
        let words = lenses.iter().map(|lens| why(view.document, lens));
        words.collect::<Vec<_>>().join("\n\n")
    })?;
    let message = match words.filter(|words| !words.is_empty()) {
        Some(words) => plain(&words),
        None => "there is no day at this place".to_owned(),
    };
    server.tell::<lsp::ShowMessageNotification>(lsp::ShowMessageParams {
        kind: lsp::MessageType::Info,
        message,
    });
    Ok(None)
}
