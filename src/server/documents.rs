//! Open documents: one text each, kept as the client has it, and what a check found in it.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use gen_lsp_types as lsp;
use lsp::TextDocumentContentChangeEvent as Change;

use super::state::Server;
use super::{encode, scan, uri};
use crate::assist;
use crate::check::{Memory, Options, Report, check_and_show_with, check_watched};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::RuleSet;
use crate::source::{Encoding, Found, SourceFile, Span};

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Plan,
    /// A configuration, a rule or exercises.
    Yaml,
}

/// A text that is open.
#[derive(Debug)]
pub(super) struct Document {
    /// Its address, as the client writes it.
    pub(super) uri: String,
    /// Where it is on the disk, if it is.
    pub(super) path: Option<PathBuf>,
    pub(super) kind: Kind,
    pub(super) version: i32,
    pub(super) source: SourceFile,
    /// What the last check found, by which rules and on which day; nothing since the text has changed.
    checked: Option<(Arc<RuleSet>, Options, Report)>,
    /// What checks of earlier texts have learnt.
    memory: Memory,
}

impl Document {
    fn new(item: lsp::TextDocumentItem) -> Self {
        let uri = item.uri.0;
        let path = uri::path(&uri);
        let language: String = item.language_id.into();
        let is_yaml = |name: &str| name.ends_with(".yaml") || name.ends_with(".yml");
        let kind = match language == "yaml" || is_yaml(&uri) {
            true => Kind::Yaml,
            false => Kind::Plan,
        };
        let source = match &path {
            Some(path) => SourceFile::at(path, item.text),
            None => SourceFile::new(uri.clone(), item.text),
        };
        Self {
            uri,
            path,
            kind,
            version: item.version,
            source,
            checked: None,
            memory: Memory::default(),
        }
    }

    /// What a check finds in the text as it is now. The text is checked once, however often this is asked.
    pub(super) fn checked(&mut self, rules: &Arc<RuleSet>, options: Options) -> &Report {
        let known = self
            .checked
            .take()
            .filter(|(old, then, _)| Arc::ptr_eq(old, rules) && *then == options);
        let report = match known {
            Some((.., report)) => report,
            None => unharmed(&self.source, rules, options, &mut self.memory),
        };
        let (.., report) = self.checked.insert((Arc::clone(rules), options, report));
        report
    }

    /// Answers a question from one check of the text. What it finds is kept; the plan that it reads is not, since that borrows
    /// the text, and a check takes less time than anybody notices.
    pub(super) fn ask<T>(
        &mut self,
        rules: &Arc<RuleSet>,
        options: Options,
        answer: impl FnOnce(&assist::Document<'_>) -> T,
    ) -> T {
        let source = &self.source;
        let memory = &mut self.memory;
        let (answer, report) = check_and_show_with(source, rules, options, memory, |checked| {
            let answer = answer(&assist::Document::new(source, rules, &checked));
            (answer, checked.report)
        });
        self.checked = Some((Arc::clone(rules), options, report));
        answer
    }

    /// What the last check found.
    pub(super) fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        let report = self.checked.as_ref().map(|(.., report)| report);
        report.into_iter().flat_map(|report| &report.diagnostics)
    }

    fn apply(&mut self, change: Change, encoding: Encoding) {
        self.checked = None;
        match change {
            Change::TextDocumentContentChangePartial(change) => {
                self.edit(change.range, &change.text, encoding);
            }
            Change::TextDocumentContentChangeWholeDocument(change) => {
                let whole = Span::new(0, self.source.text().len());
                self.source.edit(whole, &change.text);
            }
        }
    }

    fn edit(&mut self, range: lsp::Range, text: &str, encoding: Encoding) {
        for end in [range.start, range.end] {
            let found = encode::find(&self.source, end, encoding);
            // An editor that counts in UTF-16 may cut an emoji in two. Each half counts one, as it does there.
            if let (Found::Within(character), Encoding::Utf16) = (found, encoding) {
                self.source.edit(character, "\u{FFFD}\u{FFFD}");
            }
        }
        let span = encode::span(&self.source, range, encoding);
        self.source.edit(span, text);
    }
}

/// Checks a text. A panic is our mistake, and costs the findings of this text only.
pub(super) fn unharmed(
    source: &SourceFile,
    rules: &RuleSet,
    options: Options,
    memory: &mut Memory,
) -> Report {
    let checked = catch_unwind(AssertUnwindSafe(|| {
        check_watched(source, rules, options, memory, &mut ())
    }));
    checked.unwrap_or_else(|_| {
        let message = "cuff itself failed on this plan, which is a bug in cuff";
        let line = source.line_span(1).unwrap_or_default();
        let finding = Diagnostic::new("internal-error", Severity::Error, line, message)
            .help("please report it with the plan");
        Report {
            diagnostics: vec![finding],
            ..Report::default()
        }
    })
}

/// All open documents, by their addresses.
#[derive(Debug, Default)]
pub(super) struct Documents(BTreeMap<String, Document>);

impl Documents {
    pub(super) fn get_mut(&mut self, uri: &str) -> Option<&mut Document> {
        self.0.get_mut(uri)
    }

    pub(super) fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Document> {
        self.0
            .values()
            .filter(move |document| document.kind == kind)
    }
}

pub(super) fn opened(server: &mut Server, params: lsp::DidOpenTextDocumentParams) {
    let document = Document::new(params.text_document);
    let uri = document.uri.clone();
    let kind = document.kind;
    if server.documents.0.insert(uri.clone(), document).is_some() {
        server.log.warning(&format!("`{uri}` was open already"));
    }
    touched(server, &uri, kind);
}

pub(super) fn changed(server: &mut Server, params: lsp::DidChangeTextDocumentParams) {
    let uri = params.text_document.text_document_identifier.uri.0;
    let version = params.text_document.version;
    let encoding = server.client.encoding;
    let Some(document) = server.documents.get_mut(&uri) else {
        server
            .log
            .warning(&format!("`{uri}` changed, and is not open"));
        return;
    };
    if version <= document.version {
        // What the client sends is what it has, in the order in which it sends it.
        let old = document.version;
        let message = format!("`{uri}` went from version {old} back to {version}");
        server.log.warning(&message);
    }
    document.version = version;
    for change in params.content_changes {
        document.apply(change, encoding);
    }
    let kind = document.kind;
    touched(server, &uri, kind);
}

pub(super) fn closed(server: &mut Server, params: lsp::DidCloseTextDocumentParams) {
    let uri = params.text_document.uri.0;
    match server.documents.0.remove(&uri) {
        Some(document) => touched(server, &uri, document.kind),
        None => server
            .log
            .warning(&format!("`{uri}` was closed, and is not open")),
    }
}

pub(super) fn saved(server: &mut Server, params: lsp::DidSaveTextDocumentParams) {
    let uri = params.text_document.uri.0;
    let document = server.documents.get_mut(&uri);
    // What is on the disk may hold for other plans now.
    if document.is_some_and(|document| document.kind == Kind::Yaml) {
        server.workspace.touch();
    }
}

/// Remembers what follows from a text that came, went or changed.
fn touched(server: &mut Server, uri: &str, kind: Kind) {
    scan::renew(server);
    match kind {
        Kind::Yaml => server.workspace.touch(),
        Kind::Plan if server.client.pulls_diagnostics => {}
        Kind::Plan => {
            server.unseen.insert(uri.to_owned());
        }
    }
}
