//! Which function answers what: every request and every notification of the protocol that the server knows.

use gen_lsp_types as lsp;
use lsp_server::{ErrorCode, Notification, Request, RequestId, Response};

use super::state::Server;
use super::{actions, commands, diagnostics, documents, formatting, plan, scan, workspace};

/// Why a request has no answer.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) code: ErrorCode,
    pub(super) message: String,
}

impl Fault {
    pub(super) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, message }
    }

    fn answer(self, id: RequestId) -> Response {
        Response::new_err(id, self.code as i32, self.message)
    }
}

/// Answers a request.
pub(super) fn request(server: &mut Server, request: Request) {
    Asked::new(server, request)
        .on::<lsp::DocumentDiagnosticRequest>(diagnostics::pull)
        .on::<lsp::CodeActionRequest>(actions::offer)
        .on::<lsp::CodeActionResolveRequest>(actions::resolve)
        .on::<lsp::DocumentFormattingRequest>(formatting::whole)
        .on::<lsp::DocumentRangeFormattingRequest>(formatting::range)
        .on::<lsp::DocumentOnTypeFormattingRequest>(formatting::on_type)
        .on::<lsp::ExecuteCommandRequest>(commands::run)
        .on::<lsp::CompletionRequest>(plan::complete)
        .on::<lsp::CompletionResolveRequest>(plan::resolve)
        .on::<lsp::HoverRequest>(plan::hover)
        .on::<lsp::InlayHintRequest>(plan::hints)
        .on::<lsp::CodeLensRequest>(plan::lenses)
        .on::<lsp::DocumentSymbolRequest>(plan::symbols)
        .on::<lsp::WorkspaceSymbolRequest>(plan::in_all_plans)
        .on::<lsp::FoldingRangeRequest>(plan::folds)
        .on::<lsp::SelectionRangeRequest>(plan::selections)
        .on::<lsp::SemanticTokensRequest>(plan::tokens)
        .on::<lsp::SemanticTokensRangeRequest>(plan::tokens_in)
        .on::<lsp::ReferencesRequest>(plan::references)
        .on::<lsp::DocumentHighlightRequest>(plan::highlights)
        .on::<lsp::DefinitionRequest>(plan::definition)
        .on::<lsp::PrepareRenameRequest>(plan::prepare_rename)
        .on::<lsp::RenameRequest>(plan::rename)
        .on::<lsp::DocumentLinkRequest>(plan::links)
        .later::<lsp::WorkspaceDiagnosticRequest>(scan::begin)
        .end();
}

/// Takes note of something.
pub(super) fn notification(server: &mut Server, notification: Notification) {
    Told::new(server, notification)
        .on::<lsp::InitializedNotification>(workspace::start)
        .on::<lsp::DidOpenTextDocumentNotification>(documents::opened)
        .on::<lsp::DidChangeTextDocumentNotification>(documents::changed)
        .on::<lsp::DidCloseTextDocumentNotification>(documents::closed)
        .on::<lsp::DidSaveTextDocumentNotification>(documents::saved)
        .on::<lsp::DidChangeWatchedFilesNotification>(workspace::files_changed)
        .on::<lsp::DidChangeWorkspaceFoldersNotification>(workspace::folders_changed)
        .end();
}

/// A request on its way to the one that answers it.
struct Asked<'s> {
    server: &'s mut Server,
    open: Option<Request>,
}

impl<'s> Asked<'s> {
    fn new(server: &'s mut Server, request: Request) -> Self {
        let open = Some(request);
        Self { server, open }
    }

    fn on<R: lsp::Request>(
        mut self,
        answer: fn(&mut Server, R::Params) -> Result<R::Result, Fault>,
    ) -> Self {
        let is_it = |open: &mut Request| open.method == R::METHOD.as_str();
        let Some(Request { id, params, .. }) = self.open.take_if(is_it) else {
            return self;
        };
        let answered = match serde_json::from_value(params) {
            Ok(params) => answer(self.server, params),
            Err(error) => Err(Fault::new(ErrorCode::InvalidParams, error.to_string())),
        };
        let response = match answered {
            Ok(result) => Response::new_ok(id, result),
            Err(fault) => fault.answer(id),
        };
        self.server.outbox.send(response);
        self
    }

    /// A request that is answered some time after it is taken on.
    fn later<R: lsp::Request>(
        mut self,
        begin: fn(&mut Server, RequestId, R::Params) -> Option<Fault>,
    ) -> Self {
        let is_it = |open: &mut Request| open.method == R::METHOD.as_str();
        if let Some(Request { id, params, .. }) = self.open.take_if(is_it) {
            let fault = match serde_json::from_value(params) {
                Ok(params) => begin(self.server, id.clone(), params),
                Err(error) => Some(Fault::new(ErrorCode::InvalidParams, error.to_string())),
            };
            if let Some(fault) = fault {
                self.server.outbox.send(fault.answer(id));
            }
        }
        self
    }

    fn end(self) {
        if let Some(request) = self.open {
            let message = format!("cuff does not know `{}`", request.method);
            let code = ErrorCode::MethodNotFound as i32;
            let response = Response::new_err(request.id, code, message);
            self.server.outbox.send(response);
        }
    }
}

/// A notification on its way to the one whom it concerns.
struct Told<'s> {
    server: &'s mut Server,
    open: Option<Notification>,
}

impl<'s> Told<'s> {
    fn new(server: &'s mut Server, notification: Notification) -> Self {
        let open = Some(notification);
        Self { server, open }
    }

    fn on<N: lsp::Notification>(mut self, take: fn(&mut Server, N::Params)) -> Self {
        let is_it = |open: &mut Notification| open.method == N::METHOD.as_str();
        if let Some(Notification { method, params }) = self.open.take_if(is_it) {
            match serde_json::from_value(params) {
                Ok(params) => take(self.server, params),
                Err(error) => {
                    let message = format!("`{method}` cannot be read, and is passed over: {error}");
                    self.server.log.warning(&message);
                }
            }
        }
        self
    }

    fn end(self) {
        // Those that start like this may be passed over; others are worth a word.
        if let Some(open) = self.open.filter(|open| !open.method.starts_with("$/")) {
            let message = format!("`{}` is nothing that cuff knows", open.method);
            self.server.log.info(&message);
        }
    }
}
