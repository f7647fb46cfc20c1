//! Diagnostics of all plans in the open folders, plan by plan between two messages, so that nobody waits for them. An answer
//! without news is held back until there are some.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use gen_lsp_types as lsp;
use lsp_server::{RequestId, Response};
use serde_json::{Value, json};

use super::diagnostics::{Words, items, result_id};
use super::documents::{Kind, unharmed};
use super::routes::Fault;
use super::state::Server;
use super::uri;
use crate::check::{Memory, Options};
use crate::workspace::{Project, read_plan};

type Report = lsp::WorkspaceDocumentDiagnosticReport;

/// A request for the diagnostics of all plans.
#[derive(Debug)]
pub(super) struct Scan {
    id: RequestId,
    /// Where the client wants to see how far the work is.
    token: Option<lsp::ProgressToken>,
    /// What the client has, by address.
    previous: BTreeMap<String, String>,
    state: State,
    progress: Progress,
}

/// What the client was told of how far the work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    Nothing,
    Begun,
    /// That it has ended, which is said once.
    Ended,
}

#[derive(Debug)]
enum State {
    /// Nothing is looked at yet.
    Begun,
    Working(Work),
    /// All is as the client has it.
    Waiting,
}

#[derive(Debug, Default)]
struct Work {
    plans: VecDeque<PathBuf>,
    total: usize,
    reports: Vec<Report>,
    /// Whether there is something that the client does not have.
    is_news: bool,
    memory: Memory,
}

/// What was found in a plan on the disk, for as long as nothing that it depends on changes.
#[derive(Debug, Default)]
pub(super) struct Known(HashMap<PathBuf, (Stamp, String)>);

#[derive(Debug, Clone)]
struct Stamp {
    modified: Option<SystemTime>,
    bytes: u64,
    options: Options,
    /// Held, so that no other one can take its place in memory and be taken for it.
    project: Arc<Project>,
}

impl PartialEq for Stamp {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.project, &other.project)
            && (self.modified, self.bytes, self.options)
                == (other.modified, other.bytes, other.options)
    }
}

/// Takes a request on. If there is one already, it is answered with what is known so far.
pub(super) fn begin(
    server: &mut Server,
    id: RequestId,
    params: lsp::WorkspaceDiagnosticParams,
) -> Option<Fault> {
    finish(server);
    let previous = params.previous_result_ids.into_iter();
    server.scan = Some(Scan {
        id,
        token: params.work_done_progress_params.work_done_token,
        previous: previous.map(|one| (one.uri.0, one.value)).collect(),
        state: State::Begun,
        progress: Progress::Nothing,
    });
    None
}

/// Something changed: what waits for news looks for them.
pub(super) fn renew(server: &mut Server) {
    if let Some(scan) = &mut server.scan {
        scan.state = State::Begun;
    }
}

/// Answers the request that is worked on, with what there is.
pub(super) fn finish(server: &mut Server) {
    if let Some(mut scan) = server.scan.take() {
        scan.end(server);
        let items = match scan.state {
            State::Working(work) => work.reports,
            _ => Vec::new(),
        };
        let report = lsp::WorkspaceDiagnosticReport { items };
        server.outbox.send(Response::new_ok(scan.id, report));
    }
}

/// Gives the request up, if it has this id.
pub(super) fn cancel(server: &mut Server, id: &RequestId) -> bool {
    let given_up = server.scan.take_if(|scan| scan.id == *id);
    if let Some(mut scan) = given_up {
        scan.end(server);
        return true;
    }
    false
}

/// Does the next piece of the work; `false` if there is none.
pub(super) fn step(server: &mut Server) -> bool {
    let Some(mut scan) = server.scan.take() else {
        return false;
    };
    match &mut scan.state {
        State::Waiting => {
            server.scan = Some(scan);
            return false;
        }
        State::Begun => {
            scan.begin(server);
            scan.state = State::Working(start(server, &scan));
        }
        State::Working(work) => match work.plans.pop_front() {
            Some(plan) => {
                look(server, &scan.previous, work, &plan);
                let (done, total) = (work.total - work.plans.len(), work.total);
                scan.report(server, done, total);
            }
            None if work.is_news || scan.previous.is_empty() => {
                server.scan = Some(scan);
                finish(server);
                return true;
            }
            None => {
                scan.end(server);
                scan.state = State::Waiting;
            }
        },
    }
    server.scan = Some(scan);
    true
}

/// Finds the plans. What is gone since is empty, which is news.
fn start(server: &mut Server, scan: &Scan) -> Work {
    let Some(plans) = server.workspace.plans() else {
        // That is said in the configuration.
        return Work::default();
    };
    let there: HashSet<String> = plans.iter().map(|plan| address(server, plan)).collect();
    let gone = scan.previous.keys().filter(|uri| !there.contains(*uri));
    let reports: Vec<Report> = gone
        .map(|uri| full(uri, None, result_id(&[]), Vec::new()))
        .filter(|report| is_news(report, &scan.previous))
        .collect();
    Work {
        total: plans.len(),
        plans: plans.into(),
        is_news: !reports.is_empty(),
        reports,
        memory: Memory::default(),
    }
}

fn is_news(report: &Report, previous: &BTreeMap<String, String>) -> bool {
    match report {
        Report::WorkspaceFullDocumentDiagnosticReport(full) => {
            let id = full.full_document_diagnostic_report.result_id.as_ref();
            previous.get(&full.uri.0) != id
        }
        Report::WorkspaceUnchangedDocumentDiagnosticReport(_) => false,
    }
}

/// Looks at one plan: as it is open, or as it is on the disk.
fn look(server: &mut Server, previous: &BTreeMap<String, String>, work: &mut Work, plan: &Path) {
    let uri = address(server, plan);
    let known = previous.get(&uri);
    let open = items(server, &uri).ok();
    let report = match open {
        Some((version, items)) => {
            let id = result_id(&items);
            match known == Some(&id) {
                true => unchanged(&uri, version, id),
                false => full(&uri, version, id, items),
            }
        }
        None => match closed(server, &uri, known, plan, &mut work.memory) {
            Some(report) => report,
            None => return,
        },
    };
    work.is_news |= is_news(&report, previous);
    work.reports.push(report);
}

/// Looks at a plan on the disk, if anything may have changed. Nothing if it cannot be read: there is no text to show it at.
fn closed(
    server: &mut Server,
    uri: &str,
    known: Option<&String>,
    plan: &Path,
    memory: &mut Memory,
) -> Option<Report> {
    let options = server.options();
    let project = server.workspace.held(Some(plan)).project.clone()?;
    let metadata = plan.metadata().ok()?;
    let stamp = Stamp {
        modified: metadata.modified().ok(),
        bytes: metadata.len(),
        options,
        project: Arc::clone(&project),
    };
    if let Some((then, id)) = server.known.0.get(plan)
        && (then, Some(id)) == (&stamp, known)
    {
        return Some(unchanged(uri, None, id.clone()));
    }
    let source = read_plan(plan).ok()?;
    let report = unharmed(&source, &project.rules, options, memory);
    let words = Words {
        source: &source,
        uri,
        client: &server.client,
        project: Some(&project),
    };
    let items = words.all(&report.diagnostics);
    let id = result_id(&items);
    server.known.0.insert(plan.to_owned(), (stamp, id.clone()));
    Some(match known == Some(&id) {
        true => unchanged(uri, None, id),
        false => full(uri, None, id, items),
    })
}

/// The address of a plan, as the client has it where it is open.
fn address(server: &Server, plan: &Path) -> String {
    let mut open = server.documents.of_kind(Kind::Plan);
    let open = open.find(|document| document.path.as_deref() == Some(plan));
    open.map_or_else(|| uri::of(plan), |document| document.uri.clone())
}

fn full(uri: &str, version: Option<i32>, id: String, items: Vec<lsp::Diagnostic>) -> Report {
    lsp::WorkspaceFullDocumentDiagnosticReport {
        uri: uri.into(),
        version,
        full_document_diagnostic_report: lsp::FullDocumentDiagnosticReport {
            result_id: Some(id),
            items,
        },
    }
    .into()
}

fn unchanged(uri: &str, version: Option<i32>, result_id: String) -> Report {
    lsp::WorkspaceUnchangedDocumentDiagnosticReport {
        uri: uri.into(),
        version,
        unchanged_document_diagnostic_report: lsp::UnchangedDocumentDiagnosticReport { result_id },
    }
    .into()
}

impl Scan {
    fn begin(&mut self, server: &Server) {
        if self.progress == Progress::Nothing {
            self.progress = Progress::Begun;
            self.tell(server, json!({ "kind": "begin", "title": "checking plans", "percentage": 0, "cancellable": true }));
        }
    }

    fn report(&self, server: &Server, done: usize, total: usize) {
        if self.progress == Progress::Begun {
            let message = format!("{done} of {total}");
            let percentage = 100 * done / total.max(1);
            self.tell(
                server,
                json!({ "kind": "report", "message": message, "percentage": percentage }),
            );
        }
    }

    fn end(&mut self, server: &Server) {
        if self.progress == Progress::Begun {
            self.progress = Progress::Ended;
            self.tell(server, json!({ "kind": "end" }));
        }
    }

    fn tell(&self, server: &Server, value: Value) {
        if let Some(token) = self.token.clone() {
            server.tell::<lsp::ProgressNotification>(lsp::ProgressParams { token, value });
        }
    }
}
