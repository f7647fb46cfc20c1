//! All safe fixes of a plan at once, to the end, as `cuff check --fix` applies them. That costs several checks, so it is
//! worked out when somebody asks for it.

use gen_lsp_types as lsp;
use lsp::CodeActionKind;
use lsp_server::ErrorCode;
use serde_json::{Value, json};

use super::super::documents::Kind;
use super::super::routes::Fault;
use super::super::state::Server;
use super::changes::{Blanks, Changes, rewrite};
use crate::diagnostic::Applicability;
use crate::fix::{Wanted, fix};

/// The command that does the same.
pub(in super::super) const COMMAND: &str = "cuff.fixAll";

/// The fixes that are applied without asking.
const WANTED: Wanted<'static> = Wanted {
    most: Applicability::Safe,
    rule: None,
    known: &[],
};

pub(in super::super) fn kind() -> CodeActionKind {
    CodeActionKind::Custom("source.fixAll.cuff".into())
}

/// One action for all safe fixes, if there are any.
pub(super) fn offer(server: &mut Server, uri: &str) -> Result<Option<lsp::CodeAction>, Fault> {
    let options = server.options();
    let resolves = server.client.resolves_edits;
    let (document, held) = server.document(uri)?;
    let (Kind::Plan, Some(rules)) = (document.kind, held.rules()) else {
        return Ok(None);
    };
    document.checked(rules, options);
    if !document
        .findings()
        .any(|finding| WANTED.of(finding).is_some())
    {
        return Ok(None);
    }
    let action = lsp::CodeAction {
        title: "apply all safe fixes".to_owned(),
        kind: Some(kind()),
        data: Some(json!({ "uri": uri })),
        ..lsp::CodeAction::default()
    };
    if resolves {
        return Ok(Some(action));
    }
    resolve(server, action).map(Some)
}

/// Works out what an action changes. One that says so already is as it is.
pub(in super::super) fn resolve(
    server: &mut Server,
    mut action: lsp::CodeAction,
) -> Result<lsp::CodeAction, Fault> {
    let uri = action.data.as_ref().and_then(|data| data.get("uri"));
    if let (None, Some(uri)) = (&action.edit, uri.and_then(Value::as_str)) {
        action.edit = edit(server, uri)?;
    }
    Ok(action)
}

/// What all safe fixes of a plan change.
fn edit(server: &mut Server, uri: &str) -> Result<Option<lsp::WorkspaceEdit>, Fault> {
    let options = server.options();
    let client = server.client.clone();
    let (document, held) = server.document(uri)?;
    let Some(rules) = held.rules() else {
        return Ok(None);
    };
    let fixed = fix(&document.source, rules, options, WANTED);
    let edits = rewrite(&document.source, fixed.source.text());
    let changes = Changes::new(document, &client);
    Ok((!edits.is_empty()).then(|| changes.edit(&edits, Blanks::None)))
}

/// Runs the command: the client is asked to apply the edit.
pub(in super::super) fn command(
    server: &mut Server,
    arguments: &[Value],
) -> Result<Option<Value>, Fault> {
    let Some(uri) = arguments.first().and_then(Value::as_str) else {
        let message = format!("`{COMMAND}` takes the address of a document");
        return Err(Fault::new(ErrorCode::InvalidParams, message));
    };
    if !server.client.applies_edits {
        let message = "this client does not apply edits";
        return Err(Fault::new(ErrorCode::RequestFailed, message));
    }
    if let Some(edit) = edit(server, uri)? {
        server.ask::<lsp::ApplyWorkspaceEditRequest>(lsp::ApplyWorkspaceEditParams {
            label: Some("apply all safe fixes".to_owned()),
            edit,
            metadata: None,
        });
    }
    Ok(None)
}
