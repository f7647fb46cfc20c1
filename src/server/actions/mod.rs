//! What can be done about findings, on one key: their fixes, the line that something waits for, a comment that silences
//! them, and all safe fixes at once.

mod beside;
mod blanks;
mod changes;
mod fix_all;
mod silence;

pub(super) use changes::{Blanks, Changes};
pub(super) use fix_all::{COMMAND, command, kind as fix_all_kind, resolve};

use gen_lsp_types as lsp;
use lsp::{CodeActionKind, CodeActionResponse};

use super::diagnostics::{self, Words};
use super::documents::{Document, Kind};
use super::encode;
use super::routes::Fault;
use super::state::Server;
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::source::{Span, TextEdit};
use crate::syntax::ast::Plan;
use crate::syntax::parse;

/// Most findings of a range that something is offered for: nobody reads a longer list, and each one costs a look at the plan.
const MOST: usize = 100;

/// What can be done about what is found in a range.
pub(super) fn offer(
    server: &mut Server,
    params: lsp::CodeActionParams,
) -> Result<Option<Vec<CodeActionResponse>>, Fault> {
    if !server.client.code_action_literals {
        return Ok(None);
    }
    let uri = params.text_document.uri.0.as_str();
    let wants = |kind: CodeActionKind| wants(params.context.only.as_deref(), kind);
    let mut actions = Vec::new();
    if wants(CodeActionKind::QuickFix) {
        actions.extend(quick_fixes(server, uri, params.range)?);
    }
    if wants(fix_all::kind()) {
        actions.extend(fix_all::offer(server, uri)?);
    }
    Ok(Some(
        actions.into_iter().map(CodeActionResponse::from).collect(),
    ))
}

/// Whether a client that asks for some kinds wants this one: kinds are paths, and a path stands for all below it.
fn wants(only: Option<&[CodeActionKind]>, kind: CodeActionKind) -> bool {
    let Some(only) = only else { return true };
    let kind = String::from(kind);
    only.iter().any(|wanted| {
        let wanted = String::from(wanted.clone());
        let below = kind.strip_prefix(&wanted);
        below.is_some_and(|rest| wanted.is_empty() || rest.is_empty() || rest.starts_with('.'))
    })
}

/// An action about one finding.
struct Action {
    title: String,
    edits: Vec<TextEdit>,
    /// Blanks in the edits, for a person to fill in.
    blanks: Blanks,
    is_preferred: bool,
}

fn quick_fixes(
    server: &mut Server,
    uri: &str,
    range: lsp::Range,
) -> Result<Vec<lsp::CodeAction>, Fault> {
    let client = server.client.clone();
    let options = server.options();
    let (document, held) = server.document(uri)?;
    let wanted = encode::span(&document.source, range, client.encoding);
    if document.kind == Kind::Yaml {
        return Ok(near_misses(server, uri, wanted));
    }
    let Some(project) = held.project.as_deref() else {
        return Ok(Vec::new());
    };
    let beside = document.ask(&project.rules, options, |plan| beside::beside(plan, wanted));
    let document = &*document;
    let findings = document
        .findings()
        .filter(|finding| meets(finding.span, wanted));
    let findings: Vec<&Diagnostic> = findings.take(MOST).collect();
    let tree = parse(document.source.text()).plan;
    let remedies = all_remedies(&findings, beside, document, &tree);
    // What silences a finding comes behind all that puts one right.
    let silent = findings.iter().flat_map(|finding| {
        let comments =
            silence::comments(finding, &tree, document.source.text(), &project.rules).into_iter();
        comments.map(|action| (Some(*finding), action))
    });
    let words = Words {
        source: &document.source,
        uri,
        client: &client,
        project: Some(project),
    };
    let changes = Changes::new(document, &client);
    let actions = remedies
        .into_iter()
        .chain(silent)
        .map(|(finding, action)| lsp::CodeAction {
            title: action.title,
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: finding.map(|finding| vec![words.one(finding)]),
            is_preferred: action.is_preferred.then_some(true),
            edit: Some(changes.edit(&action.edits, action.blanks)),
            ..lsp::CodeAction::default()
        });
    Ok(actions.collect())
}

/// What puts findings right, and what else can be done where they do not offer it.
fn all_remedies<'f>(
    findings: &[&'f Diagnostic],
    beside: Vec<(Option<usize>, Action)>,
    document: &'f Document,
    tree: &Plan,
) -> Vec<(Option<&'f Diagnostic>, Action)> {
    let own = findings.iter().flat_map(|finding| {
        let remedies = remedies(finding, document, tree).into_iter();
        remedies.map(|action| (Some(*finding), action))
    });
    let mut all: Vec<(Option<&Diagnostic>, Action)> = own.collect();
    for (number, action) in beside {
        if !all.iter().any(|(_, known)| beside::is_in(&action, known)) {
            let finding = number.and_then(|number| document.findings().nth(number));
            all.push((finding, action));
        }
    }
    all
}

/// Whether two spans share a character or an end.
fn meets(one: Span, other: Span) -> bool {
    one.start <= other.end && other.start <= one.end
}

/// What puts a finding right, the best first.
fn remedies(finding: &Diagnostic, document: &Document, tree: &Plan) -> Vec<Action> {
    let missing = blanks::missing_lines(finding, &document.source, tree);
    let is_missing = |fix: &Fix| missing.iter().any(|line| blanks::is_same(fix, line));
    let mut actions: Vec<Action> = Vec::new();
    for fix in finding.fixes.iter().filter(|fix| !is_missing(fix)) {
        let is_first = !actions.iter().any(|action| action.is_preferred);
        actions.push(Action {
            title: title(fix),
            edits: fix.edits.clone(),
            blanks: match fix.applicability {
                Applicability::Placeholder => Blanks::Shown,
                _ => Blanks::None,
            },
            is_preferred: fix.applicability == Applicability::Safe && is_first,
        });
    }
    actions.extend(missing);
    actions
}

/// What a fix does, and why it needs a look if it does.
fn title(fix: &Fix) -> String {
    match fix.applicability {
        Applicability::Safe | Applicability::Placeholder => fix.title.clone(),
        Applicability::Unsafe => format!("{} (changes {})", fix.title, fix.changes.words()),
    }
}

/// Names in configurations and rules that are nearly right.
fn near_misses(server: &mut Server, uri: &str, wanted: Span) -> Vec<lsp::CodeAction> {
    let Some(items) = server.sent.get(uri).cloned() else {
        return Vec::new();
    };
    let client = server.client.clone();
    let Some(document) = server.documents.get_mut(uri) else {
        return Vec::new();
    };
    let changes = Changes::new(document, &client);
    let mut actions = Vec::new();
    for item in items {
        let span = encode::span(&document.source, item.range, client.encoding);
        let near = diagnostics::near(&item).filter(|_| meets(span, wanted));
        if let Some(near) = near {
            let edit = TextEdit {
                span,
                text: near.clone(),
            };
            actions.push(lsp::CodeAction {
                title: format!("write `{near}`"),
                kind: Some(CodeActionKind::QuickFix),
                diagnostics: Some(vec![item]),
                edit: Some(changes.edit(&[edit], Blanks::None)),
                ..lsp::CodeAction::default()
            });
        }
    }
    actions
}
