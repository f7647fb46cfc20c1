//! What the server knows while it runs, and what it does when nobody asks for anything.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use lsp_server::{ErrorCode, Request, RequestId};

use super::client::Client;
use super::documents::{Document, Documents, Kind};
use super::log::Log;
use super::routes::Fault;
use super::scan::Scan;
use super::wire::Outbox;
use super::workspace::{Held, Workspace};
use super::{Settings, diagnostics, scan, yaml};
use crate::check::Options;
use crate::rules::Packs;
use crate::workspace::{Project, Projects, Refused, Unsaved};

/// The server between two messages.
pub(super) struct Server {
    pub(super) client: Client,
    pub(super) settings: Settings,
    pub(super) outbox: Outbox,
    pub(super) log: Log,
    pub(super) documents: Documents,
    pub(super) workspace: Workspace,
    /// Addresses of plans whose diagnostics the client has not seen.
    pub(super) unseen: BTreeSet<String>,
    /// What was sent about configurations and rules.
    pub(super) sent: yaml::Sent,
    /// A request for the diagnostics of all plans.
    pub(super) scan: Option<Scan>,
    pub(super) known: scan::Known,
    /// How many requests were sent to the client.
    asked: i32,
}

impl Server {
    pub(super) fn new(client: Client, settings: Settings, outbox: Outbox, log: Log) -> Self {
        let workspace = Workspace::new(client.folders.clone(), &settings);
        Self {
            client,
            settings,
            outbox,
            log,
            documents: Documents::default(),
            workspace,
            unseen: BTreeSet::new(),
            sent: yaml::Sent::new(),
            scan: None,
            known: scan::Known::default(),
            asked: 0,
        }
    }

    /// Does one piece of what can wait; `false` if there is none.
    pub(super) fn work(&mut self) -> bool {
        if self.settle() {
            return true;
        }
        if let Some(uri) = self.unseen.pop_first() {
            diagnostics::publish(self, &uri);
            return true;
        }
        scan::step(self)
    }

    /// Brings configuration and rules up to what the files and the open texts say; `false` if they are.
    pub(super) fn settle(&mut self) -> bool {
        if !self.workspace.is_due() {
            return false;
        }
        let unsaved = self.unsaved();
        let is_first = self.workspace.reload(unsaved, &self.settings);
        yaml::publish(self);
        if !is_first {
            self.recheck();
        }
        true
    }

    /// The texts of configurations, rules and exercises that are open.
    fn unsaved(&self) -> Unsaved {
        let texts = self.documents.of_kind(Kind::Yaml);
        Unsaved::new(texts.filter_map(|document| {
            let path = document.path.clone()?;
            Some((path, document.source.text().to_owned()))
        }))
    }

    /// What is wrong in a folder of rules, whether a configuration names it or not.
    pub(super) fn wrong_in_pack(&self, folder: &Path) -> Refused {
        self.pack(folder).err().unwrap_or_default()
    }

    /// A folder of rules as they are written, whatever a configuration settles.
    pub(super) fn pack(&self, folder: &Path) -> Result<Arc<Project>, Refused> {
        let projects = Projects::new(None, true)
            .with_packs(Packs::All, vec![folder.to_owned()])
            .with_unsaved(self.unsaved());
        projects.as_written().of(&folder.join("plan"))
    }

    /// Lets the client know that findings of all open plans may have changed.
    fn recheck(&mut self) {
        self.known = scan::Known::default();
        scan::renew(self);
        if !self.client.pulls_diagnostics {
            let plans = self.documents.of_kind(Kind::Plan);
            self.unseen.extend(plans.map(|plan| plan.uri.clone()));
        } else if self.client.refreshes_diagnostics {
            self.ask::<gen_lsp_types::DiagnosticRefreshRequest>(());
        }
        if self.client.refreshes_hints {
            self.ask::<gen_lsp_types::InlayHintRefreshRequest>(());
        }
        if self.client.refreshes_lenses {
            self.ask::<gen_lsp_types::CodeLensRefreshRequest>(());
        }
    }

    /// Asks the client for something whose answer is of no interest.
    pub(super) fn ask<R: gen_lsp_types::Request>(&mut self, params: R::Params) {
        self.asked += 1;
        let method = R::METHOD.as_str().to_owned();
        let request = Request::new(RequestId::from(self.asked), method, params);
        self.outbox.send(request);
    }

    /// Tells the client something.
    pub(super) fn tell<N: gen_lsp_types::Notification>(&self, params: N::Params) {
        let method = N::METHOD.as_str().to_owned();
        let notification = lsp_server::Notification::new(method, params);
        self.outbox.send(notification);
    }

    /// A document that is open, with the rules that hold for it.
    pub(super) fn document(&mut self, uri: &str) -> Result<(&mut Document, &Held), Fault> {
        self.settle();
        let Some(document) = self.documents.get_mut(uri) else {
            let message = format!("`{uri}` is not open");
            return Err(Fault::new(ErrorCode::InvalidParams, message));
        };
        let held = self.workspace.held(document.path.as_deref());
        Ok((document, held))
    }

    pub(super) fn options(&self) -> Options {
        let today = (self.settings.today)();
        Options { today }
    }

    /// Gives up a request that is being worked on; `false` if there is none like that.
    pub(super) fn cancel(&mut self, id: &RequestId) -> bool {
        scan::cancel(self, id)
    }

    /// Answers what is open, because the client goes.
    pub(super) fn leave(&mut self) {
        scan::finish(self);
    }
}
