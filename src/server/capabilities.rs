//! What the server offers, for what the client can do.

use gen_lsp_types as lsp;

use super::actions::fix_all_kind;
use super::client::Client;
use super::commands::COMMANDS;
use super::diagnostics::SOURCE;
use super::plan;
use crate::source::Encoding;

/// The answer to `initialize`.
pub(super) fn offered(client: &Client) -> lsp::InitializeResult {
    lsp::InitializeResult {
        capabilities: capabilities(client),
        server_info: Some(lsp::ServerInfo {
            name: "cuff".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    }
}

fn capabilities(client: &Client) -> lsp::ServerCapabilities {
    lsp::ServerCapabilities {
        position_encoding: Some(match client.encoding {
            Encoding::Utf8 => lsp::PositionEncodingKind::UTF8,
            Encoding::Utf16 => lsp::PositionEncodingKind::UTF16,
        }),
        text_document_sync: Some(sync().into()),
        completion_provider: Some(lsp::CompletionOptions {
            trigger_characters: Some(plan::TRIGGERS.map(str::to_owned).to_vec()),
            resolve_provider: Some(true),
            ..lsp::CompletionOptions::default()
        }),
        hover_provider: Some(true.into()),
        inlay_hint_provider: Some(true.into()),
        code_lens_provider: Some(lsp::CodeLensOptions::default()),
        document_symbol_provider: Some(true.into()),
        workspace_symbol_provider: Some(true.into()),
        folding_range_provider: Some(true.into()),
        selection_range_provider: Some(true.into()),
        semantic_tokens_provider: Some(tokens().into()),
        references_provider: Some(true.into()),
        document_highlight_provider: Some(true.into()),
        definition_provider: Some(true.into()),
        rename_provider: Some(rename(client)),
        document_link_provider: Some(lsp::DocumentLinkOptions::default()),
        code_action_provider: client.code_action_literals.then(|| actions(client).into()),
        document_formatting_provider: Some(true.into()),
        document_range_formatting_provider: Some(true.into()),
        document_on_type_formatting_provider: Some(lsp::DocumentOnTypeFormattingOptions {
            first_trigger_character: "\n".to_owned(),
            more_trigger_character: None,
        }),
        execute_command_provider: Some(lsp::ExecuteCommandOptions {
            commands: COMMANDS.map(str::to_owned).to_vec(),
            ..lsp::ExecuteCommandOptions::default()
        }),
        diagnostic_provider: client.pulls_diagnostics.then(|| diagnostics().into()),
        workspace: Some(lsp::WorkspaceOptions {
            workspace_folders: Some(lsp::WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(true.into()),
            }),
            ..lsp::WorkspaceOptions::default()
        }),
        ..lsp::ServerCapabilities::default()
    }
}

fn tokens() -> lsp::SemanticTokensOptions {
    lsp::SemanticTokensOptions {
        legend: plan::legend(),
        full: Some(true.into()),
        range: Some(true.into()),
        ..lsp::SemanticTokensOptions::default()
    }
}

/// Clients that do not ask first are told no more than that they may.
fn rename(client: &Client) -> lsp::RenameProvider {
    match client.prepares_rename {
        true => lsp::RenameOptions {
            prepare_provider: Some(true),
            ..lsp::RenameOptions::default()
        }
        .into(),
        false => true.into(),
    }
}

fn sync() -> lsp::TextDocumentSyncOptions {
    lsp::TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(lsp::TextDocumentSyncKind::Incremental),
        save: Some(true.into()),
        ..lsp::TextDocumentSyncOptions::default()
    }
}

fn actions(client: &Client) -> lsp::CodeActionOptions {
    lsp::CodeActionOptions {
        code_action_kinds: Some(vec![lsp::CodeActionKind::QuickFix, fix_all_kind()]),
        resolve_provider: Some(client.resolves_edits),
        ..lsp::CodeActionOptions::default()
    }
}

fn diagnostics() -> lsp::DiagnosticOptions {
    lsp::DiagnosticOptions {
        identifier: Some(SOURCE.to_owned()),
        inter_file_dependencies: false,
        workspace_diagnostics: true,
        work_done_progress_options: lsp::WorkDoneProgressOptions {
            work_done_progress: Some(true),
        },
    }
}
