//! What is wrong with configurations, rules and exercises, at its place in their files. It is sent, and not asked for, since
//! it concerns files that nobody needs to have open.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gen_lsp_types as lsp;

use super::diagnostics::Words;
use super::documents::Kind;
use super::state::Server;
use super::uri;
use crate::workspace::Refused;

/// What was sent, by address.
pub(super) type Sent = BTreeMap<String, Vec<lsp::Diagnostic>>;

/// Sends what is wrong now, and for files that were put right that nothing is.
pub(super) fn publish(server: &mut Server) {
    let mut wrong = Sent::new();
    for (source, mistakes) in problems(server) {
        let path = std::path::absolute(source.name());
        let path = path.unwrap_or_else(|_| PathBuf::from(source.name()));
        let uri = address(server, &path);
        let words = Words {
            source: &source,
            uri: &uri,
            client: &server.client,
            project: None,
        };
        let items = words.all(&mistakes);
        let known = wrong.entry(uri).or_default();
        for item in items {
            if !known.contains(&item) {
                known.push(item);
            }
        }
    }
    let gone = server.sent.keys().filter(|uri| !wrong.contains_key(*uri));
    let gone: Vec<String> = gone.cloned().collect();
    for uri in gone {
        tell(server, uri, Vec::new());
    }
    for (uri, items) in &wrong {
        if server.sent.get(uri) != Some(items) {
            tell(server, uri.clone(), items.clone());
        }
    }
    server.sent = wrong;
}

fn tell(server: &Server, uri: String, diagnostics: Vec<lsp::Diagnostic>) {
    server.tell::<lsp::PublishDiagnosticsNotification>(lsp::PublishDiagnosticsParams {
        uri: uri.into(),
        version: None,
        diagnostics,
    });
}

/// Everything that is wrong for the folders and for what is open.
fn problems(server: &mut Server) -> Refused {
    let mut problems = Refused::new();
    let plans = server.documents.of_kind(Kind::Plan);
    let mut plans: Vec<PathBuf> = plans.filter_map(|plan| plan.path.clone()).collect();
    let folders = server.workspace.folders.iter();
    plans.extend(folders.map(|folder| folder.join("plan")));
    let texts = server.documents.of_kind(Kind::Yaml);
    let folders = texts.filter_map(|text| Some(text.path.as_deref()?.parent()?.to_owned()));
    let folders: Vec<PathBuf> = folders.collect();
    plans.extend(folders.iter().map(|folder| folder.join("plan")));
    for plan in plans {
        let held = server.workspace.held(Some(&plan));
        problems.extend(held.refused.iter().map(|(source, mistakes)| {
            let source = crate::source::SourceFile::new(source.name(), source.text());
            (source, mistakes.clone())
        }));
    }
    for pack in folders.iter().filter(|folder| is_pack(folder)) {
        problems.extend(server.wrong_in_pack(pack));
    }
    problems
}

/// Whether a folder holds rules of somebody's own.
pub(super) fn is_pack(folder: &Path) -> bool {
    folder.join("pack.yaml").is_file()
}

/// The address of a file, as the client has it where it is open.
fn address(server: &Server, path: &Path) -> String {
    let real = |path: &Path| path.canonicalize().ok();
    let mut open = server.documents.of_kind(Kind::Yaml);
    let open = open.find(|document| {
        let own = document.path.as_deref();
        own == Some(path) || own.is_some_and(|own| real(own).is_some() && real(own) == real(path))
    });
    open.map_or_else(|| uri::of(path), |document| document.uri.clone())
}
