//! Rule files in the editor: words where they can stand, what they mean, and the cases of a rule with how they come out.

use std::path::PathBuf;
use std::sync::Arc;

use gen_lsp_types as lsp;
use lsp_server::ErrorCode;
use serde_json::{Value, json};

use super::documents::{Document, Kind};
use super::encode;
use super::routes::Fault;
use super::state::Server;
use super::yaml::is_pack;
use crate::authoring::{self, Word};
use crate::rule_test::{self, Case};
use crate::rules::RuleSet;
use crate::source::{SourceFile, Span};
use crate::workspace::pack_name;
use crate::yaml::{self, Node};

/// The command that runs the cases of a rule again.
pub(super) const COMMAND: &str = "cuff.runRuleTests";

/// Words that can stand at a place of a rule file.
pub(super) fn complete(
    server: &mut Server,
    params: lsp::CompletionParams,
) -> Result<Option<lsp::CompletionResponse>, Fault> {
    let encoding = server.client.encoding;
    let Some(Asked {
        source,
        offset,
        rules,
    }) = asked(server, params.text_document_position_params)?
    else {
        return Ok(None);
    };
    let Some(choice) = authoring::choices(source, offset, &rules) else {
        return Ok(None);
    };
    let range = encode::range(source, choice.span, encoding);
    let items = choice.words.into_iter().map(|word| lsp::CompletionItem {
        kind: Some(kind(word.kind)),
        detail: Some(word.gives).filter(|gives| !gives.is_empty()),
        documentation: Some(word.meaning.into()),
        text_edit: Some(
            lsp::TextEdit {
                range,
                new_text: word.name.clone(),
            }
            .into(),
        ),
        label: word.name,
        ..lsp::CompletionItem::default()
    });
    let items: Vec<lsp::CompletionItem> = items.collect();
    Ok(Some(items.into()))
}

/// What a word of a rule file means.
pub(super) fn hover(
    server: &mut Server,
    params: lsp::HoverParams,
) -> Result<Option<lsp::Hover>, Fault> {
    let encoding = server.client.encoding;
    let Some(Asked {
        source,
        offset,
        rules,
    }) = asked(server, params.text_document_position_params)?
    else {
        return Ok(None);
    };
    Ok(
        authoring::meaning(source, offset, &rules).map(|(span, word)| {
            let text = lsp::MarkupContent {
                kind: lsp::MarkupKind::PlainText,
                value: sentence(&word),
            };
            lsp::Hover {
                contents: text.into(),
                range: Some(encode::range(source, span, encoding)),
            }
        }),
    )
}

fn sentence(word: &Word) -> String {
    let gives = match word.gives.as_str() {
        "" => String::new(),
        gives => format!(": {gives}"),
    };
    format!("{}{gives}\n{}", word.name, word.meaning)
}

fn kind(kind: authoring::Kind) -> lsp::CompletionItemKind {
    match kind {
        authoring::Kind::Fact => lsp::CompletionItemKind::Field,
        authoring::Kind::Scope => lsp::CompletionItemKind::Class,
        authoring::Kind::Own => lsp::CompletionItemKind::Variable,
        authoring::Kind::Operation => lsp::CompletionItemKind::Function,
        authoring::Kind::Source => lsp::CompletionItemKind::Reference,
        authoring::Kind::Rule => lsp::CompletionItemKind::File,
        authoring::Kind::Choice => lsp::CompletionItemKind::EnumMember,
    }
}

/// A place in a rule file that is open, and the rules that there are.
struct Asked<'s> {
    source: &'s SourceFile,
    offset: usize,
    rules: Arc<RuleSet>,
}

fn asked(
    server: &mut Server,
    at: lsp::TextDocumentPositionParams,
) -> Result<Option<Asked<'_>>, Fault> {
    let encoding = server.client.encoding;
    let (document, held) = server.document(&at.text_document.uri.0)?;
    let rules = held.rules().cloned();
    let is_rule = document.kind == Kind::Yaml && pack_of(document).is_some();
    Ok(rules.filter(|_| is_rule).map(|rules| Asked {
        source: &document.source,
        offset: encode::find(&document.source, at.position, encoding).offset(),
        rules,
    }))
}

/// The folder of rules that a file lies in.
fn pack_of(document: &Document) -> Option<PathBuf> {
    let folder = document.path.as_deref()?.parent()?;
    is_pack(folder).then(|| folder.to_owned())
}

/// How the cases of a rule come out, each at its name.
pub(super) fn lenses(
    server: &mut Server,
    params: lsp::CodeLensParams,
) -> Result<Option<Vec<lsp::CodeLens>>, Fault> {
    let encoding = server.client.encoding;
    let uri = params.text_document.uri.0;
    let (document, _) = server.document(&uri)?;
    let Some(folder) = pack_of(document).filter(|_| document.kind == Kind::Yaml) else {
        return Ok(None);
    };
    let Some(tree) = yaml::locate(&document.source) else {
        return Ok(None);
    };
    let Some(tests) = tree.entry("tests") else {
        return Ok(None);
    };
    let id = tree.entry("rule").and_then(|entry| entry.value.text());
    let cases = id.and_then(|id| run(server, &folder, id));
    let (document, _) = server.document(&uri)?;
    let lens = |span: Span, title: String| lsp::CodeLens {
        range: encode::range(&document.source, span, encoding),
        command: Some(lsp::Command {
            title,
            tooltip: None,
            command: COMMAND.to_owned(),
            arguments: Some(vec![json!(uri)]),
        }),
        data: None,
    };
    let mut lenses = vec![lens(tests.key_span, summary(cases.as_deref()))];
    for (name, span) in named(&tests.value) {
        let case = cases.iter().flatten().find(|case| case.name == name);
        lenses.extend(case.map(|case| lens(span, outcome(case))));
    }
    Ok(Some(lenses))
}

/// Runs the cases of a rule as its file has them now; nothing if the rules of its folder cannot be loaded.
fn run(server: &Server, folder: &std::path::Path, id: &str) -> Option<Vec<Case>> {
    let project = server.pack(folder).ok()?;
    let mut rules = Arc::into_inner(project).and_then(|project| Arc::into_inner(project.rules))?;
    let packs = [pack_name(&folder.display().to_string())];
    let mut cases = rule_test::run(&mut rules, Some(&packs), Some(id));
    cases.retain(|case| case.rule == id);
    Some(cases)
}

/// The names of cases, and where they stand.
fn named(tests: &Node) -> impl Iterator<Item = (&str, Span)> {
    tests.items().iter().filter_map(|test| {
        let name = test.entry("name")?;
        Some((name.value.text()?, name.key_span))
    })
}

fn summary(cases: Option<&[Case]>) -> String {
    let Some(cases) = cases else {
        return "no case can be run: something is wrong in the rules of this folder".to_owned();
    };
    let failed = cases
        .iter()
        .filter(|case| !case.problems.is_empty())
        .count();
    let passed = cases.len() - failed;
    let whole = cases.iter().find(|case| case.name.is_empty());
    let whole = whole.map(|case| format!("; {}", problems(case)));
    format!(
        "{passed} passed, {failed} failed{}",
        whole.unwrap_or_default()
    )
}

fn outcome(case: &Case) -> String {
    match case.problems.is_empty() {
        true => "passes".to_owned(),
        false => problems(case),
    }
}

/// What differs, on one line.
fn problems(case: &Case) -> String {
    let problems = case.problems.iter().map(|problem| {
        let (verdict, what) = problem.words();
        format!("{verdict} {}", what.lines().next().unwrap_or_default())
    });
    problems.collect::<Vec<_>>().join("; ")
}

/// Runs the cases again: the client asks for them anew.
pub(super) fn command(server: &mut Server, arguments: &[Value]) -> Result<Option<Value>, Fault> {
    if arguments.first().and_then(Value::as_str).is_none() {
        let message = format!("`{COMMAND}` takes the address of a rule file");
        return Err(Fault::new(ErrorCode::InvalidParams, message));
    }
    server.workspace.touch();
    if server.client.refreshes_lenses {
        server.ask::<lsp::CodeLensRefreshRequest>(());
    }
    Ok(None)
}
