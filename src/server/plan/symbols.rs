//! What stands in a plan by name, as a tree or a list, and a search for names over all plans.

use std::collections::BTreeSet;
use std::path::PathBuf;

use gen_lsp_types as lsp;

use super::super::documents::Kind;
use super::super::routes::Fault;
use super::super::state::Server;
use super::super::{encode, uri};
use super::{View, ask};
use crate::assist::{self, Document, Symbol, SymbolKind};
use crate::check::{Memory, check_and_show_with};
use crate::workspace::read_plan;

/// Most names that a search gives: nobody reads a longer list.
const MOST: usize = 500;
/// Most bytes of plans on the disk that a search reads, so that it ends while somebody waits.
const BYTES: usize = 4 << 20;

/// The symbols of a plan.
pub(in super::super) fn symbols(
    server: &mut Server,
    params: lsp::DocumentSymbolParams,
) -> Result<Option<lsp::DocumentSymbolResponse>, Fault> {
    ask(server, &params.text_document.uri.0, |view| {
        let symbols = assist::symbols(view.document);
        if view.client.nested_symbols {
            let symbols = symbols.into_iter().map(|symbol| nested(view, symbol));
            return symbols.collect::<Vec<_>>().into();
        }
        let mut found = Vec::new();
        for symbol in symbols {
            flatten(view, symbol, None, &mut found);
        }
        found.into()
    })
}

fn nested(view: &View<'_, '_>, symbol: Symbol) -> lsp::DocumentSymbol {
    let children = symbol.children.into_iter();
    let children: Vec<_> = children.map(|child| nested(view, child)).collect();
    lsp::DocumentSymbol::new(
        symbol.name,
        Some(symbol.detail).filter(|detail| !detail.is_empty()),
        kind(symbol.kind),
        None,
        None,
        view.range(symbol.span),
        view.range(symbol.name_span),
        (!children.is_empty()).then_some(children),
    )
}

/// A symbol and all that it holds, each with the name of what holds it.
fn flatten(
    view: &View<'_, '_>,
    symbol: Symbol,
    within: Option<&str>,
    found: &mut Vec<lsp::SymbolInformation>,
) {
    let name = symbol.name;
    let location = view.location(symbol.span);
    found.push(information(name.clone(), symbol.kind, location, within));
    for child in symbol.children {
        flatten(view, child, Some(&name), found);
    }
}

fn information(
    name: String,
    of: SymbolKind,
    location: lsp::Location,
    within: Option<&str>,
) -> lsp::SymbolInformation {
    let within = within.map(str::to_owned);
    let base = lsp::BaseSymbolInformation::new(name, kind(of), None, within);
    lsp::SymbolInformation::new(None, location, base)
}

fn kind(kind: SymbolKind) -> lsp::SymbolKind {
    match kind {
        SymbolKind::Athlete => lsp::SymbolKind::Object,
        SymbolKind::Fact => lsp::SymbolKind::Property,
        SymbolKind::Custom => lsp::SymbolKind::Class,
        SymbolKind::Week => lsp::SymbolKind::Namespace,
        SymbolKind::Session => lsp::SymbolKind::Module,
        SymbolKind::Superset => lsp::SymbolKind::Array,
        SymbolKind::Wrap => lsp::SymbolKind::Event,
        SymbolKind::Exercise => lsp::SymbolKind::Function,
    }
}

/// The symbols of all plans whose names hold the words of a query: those that are open first.
pub(in super::super) fn in_all_plans(
    server: &mut Server,
    params: lsp::WorkspaceSymbolParams,
) -> Result<Option<lsp::WorkspaceSymbolResponse>, Fault> {
    server.settle();
    let mut search = Search {
        query: params.query,
        found: Vec::new(),
        bytes: 0,
        memory: Memory::default(),
    };
    let plans = server.documents.of_kind(Kind::Plan);
    let open: Vec<String> = plans.map(|plan| plan.uri.clone()).collect();
    for uri in open {
        ask(server, &uri, |view| {
            search.take(view.document, |span| view.location(span));
        })?;
    }
    let plans = server.documents.of_kind(Kind::Plan);
    let open: BTreeSet<PathBuf> = plans.filter_map(|plan| plan.path.clone()).collect();
    for plan in server.workspace.plans().unwrap_or_default() {
        if search.is_done() {
            break;
        }
        if !open.contains(&plan) {
            search.look(server, plan);
        }
    }
    Ok(Some(search.found.into()))
}

struct Search {
    query: String,
    found: Vec<lsp::SymbolInformation>,
    /// How many were read from the disk.
    bytes: usize,
    memory: Memory,
}

impl Search {
    fn is_done(&self) -> bool {
        self.found.len() >= MOST || self.bytes >= BYTES
    }

    fn take(
        &mut self,
        document: &Document<'_>,
        location: impl Fn(crate::source::Span) -> lsp::Location,
    ) {
        let symbols = assist::symbols_named(document, &self.query).into_iter();
        let symbols = symbols.take(MOST.saturating_sub(self.found.len()));
        self.found.extend(symbols.map(|symbol| {
            let location = location(symbol.name_span);
            information(symbol.name, symbol.kind, location, None)
        }));
    }

    /// Looks at a plan on the disk; one that cannot be read has no names.
    fn look(&mut self, server: &mut Server, plan: PathBuf) {
        let options = server.options();
        let encoding = server.client.encoding;
        let held = server.workspace.held(Some(&plan));
        let (Some(rules), Ok(source)) = (held.rules().cloned(), read_plan(&plan)) else {
            return;
        };
        self.bytes += source.text().len();
        let uri = uri::of(&plan);
        let mut memory = std::mem::take(&mut self.memory);
        check_and_show_with(&source, &rules, options, &mut memory, |checked| {
            let document = Document::new(&source, &rules, &checked);
            self.take(&document, |span| lsp::Location {
                uri: uri.as_str().into(),
                range: encode::range(&source, span, encoding),
            });
        });
        self.memory = memory;
    }
}
