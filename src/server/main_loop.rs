//! The loop: takes what the reader has read, in its order, and sees to it that nothing which a client does ends the server
//! but what should. When nothing waits, work is done that nobody waits for.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Receiver;

use gen_lsp_types::{
    CancelNotification, DidChangeTextDocumentNotification, DocumentDiagnosticRequest,
    ExitNotification, InitializeRequest, Notification as _, Request as _, ShutdownRequest,
};
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde_json::Value;

use super::client::Client;
use super::log::Log;
use super::routes;
use super::state::Server;
use super::wire::{Incoming, Outbox, Wire};
use super::{End, Settings, capabilities};

/// How far the two sides have come.
enum Phase {
    /// The client has not said who it is.
    Waiting(Option<Settings>),
    Running(Box<Server>),
    /// The client has said that it will go.
    Leaving,
}

pub(super) struct MainLoop<'w> {
    inbox: &'w Receiver<Incoming>,
    outbox: Outbox,
    log: Log,
    /// Messages that are read and not looked at yet.
    queue: VecDeque<Incoming>,
    phase: Phase,
}

impl<'w> MainLoop<'w> {
    pub(super) fn new(settings: Settings, wire: &'w Wire, log: Log) -> Self {
        Self {
            inbox: &wire.inbox,
            outbox: wire.outbox.clone(),
            log,
            queue: VecDeque::new(),
            phase: Phase::Waiting(Some(settings)),
        }
    }

    /// Serves until the client goes.
    pub(super) fn run(mut self) -> End {
        loop {
            self.drain();
            if let Some(incoming) = self.queue.pop_front() {
                if let Some(end) = self.take(incoming) {
                    return end;
                }
            } else if !self.work() {
                match self.inbox.recv() {
                    Ok(incoming) => self.queue.push_back(incoming),
                    Err(_) => return self.end(),
                }
            }
        }
    }

    /// Takes over everything that was read. What is cancelled is not begun.
    fn drain(&mut self) {
        while let Ok(incoming) = self.inbox.try_recv() {
            match cancelled(&incoming) {
                Some(id) => self.cancel(&id),
                None => self.queue.push_back(incoming),
            }
        }
    }

    fn cancel(&mut self, id: &RequestId) {
        let is_it = |incoming: &Incoming| matches!(incoming, Incoming::Message(Message::Request(request)) if request.id == *id);
        let waiting = self.queue.iter().position(is_it);
        let is_begun = match &mut self.phase {
            Phase::Running(server) => server.cancel(id),
            _ => false,
        };
        if let Some(place) = waiting {
            self.queue.remove(place);
        }
        // One that is answered already is none of our business.
        if waiting.is_some() || is_begun {
            let message = "cancelled by the client".to_owned();
            self.refuse(id.clone(), ErrorCode::RequestCanceled, message);
        }
    }

    /// Does a piece of what nobody waits for; `false` if there is none.
    fn work(&mut self) -> bool {
        let Phase::Running(server) = &mut self.phase else {
            return false;
        };
        let worked = catch_unwind(AssertUnwindSafe(|| server.work()));
        worked.unwrap_or_else(|_| {
            self.log.error("cuff failed while it worked on its own");
            true
        })
    }

    fn take(&mut self, incoming: Incoming) -> Option<End> {
        match incoming {
            Incoming::Closed => return Some(self.end()),
            Incoming::Bad(bad) => {
                self.log.warning(&bad.message);
                self.outbox.refuse(&bad);
            }
            Incoming::Message(Message::Request(request)) => self.request(request),
            Incoming::Message(Message::Notification(notification)) => {
                return self.notification(notification);
            }
            Incoming::Message(Message::Response(response)) => {
                if let Err(error) = response.response_result {
                    self.log
                        .warning(&format!("the client refused: {}", error.message));
                }
            }
        }
        None
    }

    fn end(&self) -> End {
        match self.phase {
            Phase::Leaving => End::AsAgreed,
            _ => End::Abrupt,
        }
    }

    fn refuse(&self, id: RequestId, code: ErrorCode, message: String) {
        self.outbox
            .send(Response::new_err(id, code as i32, message));
    }

    fn request(&mut self, request: Request) {
        self.log.debug(&request.method);
        let method = request.method.as_str();
        let is_first = method == InitializeRequest::METHOD.as_str();
        let is_last = method == ShutdownRequest::METHOD.as_str();
        match &mut self.phase {
            Phase::Waiting(settings) if is_first => {
                if let Some(settings) = settings.take() {
                    self.start(request, settings);
                }
            }
            Phase::Waiting(_) => {
                let message = "the first request has to be `initialize`".to_owned();
                self.refuse(request.id, ErrorCode::ServerNotInitialized, message);
            }
            Phase::Leaving => {
                let message = "the server was told to shut down".to_owned();
                self.refuse(request.id, ErrorCode::InvalidRequest, message);
            }
            Phase::Running(_) if is_first => {
                let message = "the server is initialized already".to_owned();
                self.refuse(request.id, ErrorCode::InvalidRequest, message);
            }
            Phase::Running(server) if is_last => {
                server.leave();
                self.outbox.send(Response::new_ok(request.id, ()));
                self.phase = Phase::Leaving;
            }
            Phase::Running(server) => {
                if is_outdated(&request, &self.queue) {
                    self.queue.push_back(Incoming::Message(request.into()));
                    return;
                }
                let (id, method) = (request.id.clone(), request.method.clone());
                let answered = catch_unwind(AssertUnwindSafe(|| routes::request(server, request)));
                if answered.is_err() {
                    self.log
                        .error(&format!("cuff failed on a request, `{method}`"));
                    let message = "cuff itself failed, which is a bug in cuff".to_owned();
                    self.refuse(id, ErrorCode::InternalError, message);
                }
            }
        }
    }

    fn start(&mut self, request: Request, settings: Settings) {
        let client = Client::of(&request.params);
        let offered = capabilities::offered(&client);
        self.outbox.send(Response::new_ok(request.id, offered));
        let server = Server::new(client, settings, self.outbox.clone(), self.log);
        self.phase = Phase::Running(Box::new(server));
    }

    fn notification(&mut self, notification: Notification) -> Option<End> {
        self.log.debug(&notification.method);
        if notification.method == ExitNotification::METHOD.as_str() {
            return Some(self.end());
        }
        if let Phase::Running(server) = &mut self.phase {
            let method = notification.method.clone();
            let taken = catch_unwind(AssertUnwindSafe(|| {
                routes::notification(server, notification);
            }));
            if taken.is_err() {
                self.log
                    .error(&format!("cuff failed on a notification, `{method}`"));
            }
        }
        None
    }
}

/// The request that is cancelled, if that is what a message is for.
fn cancelled(incoming: &Incoming) -> Option<RequestId> {
    match incoming {
        Incoming::Message(Message::Notification(notification))
            if notification.method == CancelNotification::METHOD.as_str() =>
        {
            serde_json::from_value(notification.params.get("id")?.clone()).ok()
        }
        _ => None,
    }
}

/// Whether a request for diagnostics is about a text that changes in messages behind it. They are the same diagnostics if
/// they are made after these, and are made once.
fn is_outdated(request: &Request, queue: &VecDeque<Incoming>) -> bool {
    if request.method != DocumentDiagnosticRequest::METHOD.as_str() {
        return false;
    }
    let uri = |params: &Value| params.pointer("/textDocument/uri").cloned();
    let wanted = uri(&request.params);
    queue.iter().any(|incoming| match incoming {
        Incoming::Message(Message::Notification(change)) => {
            change.method == DidChangeTextDocumentNotification::METHOD.as_str()
                && uri(&change.params) == wanted
        }
        _ => false,
    })
}
