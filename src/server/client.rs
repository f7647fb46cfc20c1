//! What the client can do, as it says when it starts. It is read key by key, so that an odd client loses no more than what
//! it says oddly.

use std::path::PathBuf;

use serde_json::Value;

use super::uri;
use crate::source::Encoding;

/// The other side.
#[derive(Clone, Debug, Default)]
pub(super) struct Client {
    /// What both sides count columns in.
    pub(super) encoding: Encoding,
    /// It asks for diagnostics, so that they need not be sent.
    pub(super) pulls_diagnostics: bool,
    /// It asks again when it is told that all may have changed.
    pub(super) refreshes_diagnostics: bool,
    /// It asks for lenses again when it is told that they may have changed.
    pub(super) refreshes_lenses: bool,
    /// It asks for hints again when it is told that they may have changed.
    pub(super) refreshes_hints: bool,
    /// What is shown under the pointer may be Markdown.
    pub(super) markdown_hovers: bool,
    /// What is said about an offer may be Markdown.
    pub(super) markdown_offers: bool,
    /// Offers may have places to fill in.
    pub(super) snippet_offers: bool,
    /// Symbols may hold others.
    pub(super) nested_symbols: bool,
    /// Most folds that it takes.
    pub(super) most_folds: Option<usize>,
    /// It asks whether something can have another name.
    pub(super) prepares_rename: bool,
    /// Diagnostics may point to other places.
    pub(super) related_information: bool,
    /// Diagnostics may have a link that explains them.
    pub(super) code_description: bool,
    /// Diagnostics may have tags.
    pub(super) tags: bool,
    /// It says which files changed, if it is asked to.
    pub(super) watches_files: bool,
    /// Code actions may be objects, and not commands alone.
    pub(super) code_action_literals: bool,
    /// It asks for the edit of a code action when somebody chooses it.
    pub(super) resolves_edits: bool,
    /// Edits may be for a version of a document.
    pub(super) versioned_edits: bool,
    /// Edits may have blanks to fill in.
    pub(super) snippet_edits: bool,
    /// It applies edits that the server sends.
    pub(super) applies_edits: bool,
    /// The folders that are open.
    pub(super) folders: Vec<PathBuf>,
}

impl Client {
    /// From the parameters of `initialize`.
    pub(super) fn of(params: &Value) -> Self {
        let can = |path: &str| params.pointer(&format!("/capabilities{path}"));
        let yes = |path: &str| can(path).and_then(Value::as_bool).unwrap_or(false);
        let has = |path: &str| can(path).is_some_and(Value::is_object);
        let resolves = can("/textDocument/codeAction/resolveSupport/properties")
            .and_then(Value::as_array)
            .is_some_and(|all| all.iter().any(|one| one == "edit"));
        let reads_markdown = |path: &str| {
            let formats = can(path).and_then(Value::as_array);
            formats.is_some_and(|all| all.iter().any(|one| one == "markdown"))
        };
        let most_folds = can("/textDocument/foldingRange/rangeLimit").and_then(Value::as_u64);
        Self {
            encoding: encoding(can("/general/positionEncodings")),
            pulls_diagnostics: has("/textDocument/diagnostic"),
            refreshes_diagnostics: yes("/workspace/diagnostics/refreshSupport")
                || yes("/workspace/diagnostic/refreshSupport"),
            refreshes_lenses: yes("/workspace/codeLens/refreshSupport"),
            refreshes_hints: yes("/workspace/inlayHint/refreshSupport"),
            markdown_hovers: reads_markdown("/textDocument/hover/contentFormat"),
            markdown_offers: reads_markdown(
                "/textDocument/completion/completionItem/documentationFormat",
            ),
            snippet_offers: yes("/textDocument/completion/completionItem/snippetSupport"),
            nested_symbols: yes("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            most_folds: most_folds.map(|most| usize::try_from(most).unwrap_or(usize::MAX)),
            prepares_rename: yes("/textDocument/rename/prepareSupport"),
            related_information: yes("/textDocument/publishDiagnostics/relatedInformation")
                || yes("/textDocument/diagnostic/relatedInformation"),
            code_description: yes("/textDocument/publishDiagnostics/codeDescriptionSupport")
                || yes("/textDocument/diagnostic/codeDescriptionSupport"),
            tags: has("/textDocument/publishDiagnostics/tagSupport")
                || has("/textDocument/diagnostic/tagSupport"),
            watches_files: yes("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            code_action_literals: has("/textDocument/codeAction/codeActionLiteralSupport"),
            resolves_edits: resolves && yes("/textDocument/codeAction/dataSupport"),
            versioned_edits: yes("/workspace/workspaceEdit/documentChanges"),
            snippet_edits: yes("/workspace/workspaceEdit/snippetEditSupport"),
            applies_edits: yes("/workspace/applyEdit"),
            folders: folders(params),
        }
    }
}

/// UTF-8 if the client counts in it, since then nothing has to be counted twice; UTF-16, which every client knows, otherwise.
fn encoding(offered: Option<&Value>) -> Encoding {
    let offered = offered.and_then(Value::as_array);
    match offered.is_some_and(|all| all.iter().any(|one| one == "utf-8")) {
        true => Encoding::Utf8,
        false => Encoding::Utf16,
    }
}

/// The folders that are open; older clients have one at most.
fn folders(params: &Value) -> Vec<PathBuf> {
    let listed = params.get("workspaceFolders").and_then(Value::as_array);
    let uris: Vec<&Value> = match listed {
        Some(folders) => folders.iter().filter_map(|one| one.get("uri")).collect(),
        None => params.get("rootUri").into_iter().collect(),
    };
    let uris = uris.into_iter().filter_map(Value::as_str);
    uris.filter_map(uri::path).collect()
}
