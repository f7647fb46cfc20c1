//! Findings in the words of the protocol: sent to clients that listen, given to clients that ask.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use gen_lsp_types as lsp;
use serde_json::json;

use super::client::Client;
use super::documents::Kind;
use super::routes::Fault;
use super::state::Server;
use super::{encode, uri};
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::source::{SourceFile, Span};
use crate::workspace::{Project, Refused};

/// Whose diagnostics these are.
pub(super) const SOURCE: &str = "cuff";

/// Sends what is found in a plan; nothing for one that is closed.
pub(super) fn publish(server: &mut Server, uri: &str) {
    let (version, diagnostics) = items(server, uri).unwrap_or_default();
    server.tell::<lsp::PublishDiagnosticsNotification>(lsp::PublishDiagnosticsParams {
        uri: uri.into(),
        version,
        diagnostics,
    });
}

/// Answers what is found in a plan, or that it is what the client has.
pub(super) fn pull(
    server: &mut Server,
    params: lsp::DocumentDiagnosticParams,
) -> Result<lsp::DocumentDiagnosticReport, Fault> {
    let (_, items) = items(server, &params.text_document.uri.0)?;
    let result_id = result_id(&items);
    if params.previous_result_id.as_ref() == Some(&result_id) {
        let unchanged = lsp::UnchangedDocumentDiagnosticReport { result_id };
        return Ok(lsp::RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: unchanged,
        }
        .into());
    }
    let full = lsp::FullDocumentDiagnosticReport {
        result_id: Some(result_id),
        items,
    };
    Ok(lsp::RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: full,
    }
    .into())
}

/// What stands for diagnostics: the same for the same ones.
pub(super) fn result_id(items: &[lsp::Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(items)
        .unwrap_or_default()
        .hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// The diagnostics of an open document with its version. Those of configurations and rules are sent as they come up, since
/// they are about files that need not be open.
pub(super) fn items(
    server: &mut Server,
    uri: &str,
) -> Result<(Option<i32>, Vec<lsp::Diagnostic>), Fault> {
    let options = server.options();
    let client = server.client.clone();
    let (document, held) = server.document(uri)?;
    let version = Some(document.version);
    if document.kind == Kind::Yaml {
        return Ok((version, Vec::new()));
    }
    if let Some(rules) = held.rules() {
        document.checked(rules, options);
    }
    let source = &document.source;
    let is_unsure = !held.refused.is_empty();
    let unsure = is_unsure.then(|| unsure(&held.refused, held.project.is_some(), source));
    let words = Words {
        source,
        uri,
        client: &client,
        project: held.project.as_deref(),
    };
    Ok((version, words.all(unsure.iter().chain(document.findings()))))
}

/// What is said in a plan whose configuration is wrong: nothing that is found in it, or not found, can be relied on.
fn unsure(refused: &Refused, has_rules: bool, source: &SourceFile) -> Diagnostic {
    let line = source.line_span(1).unwrap_or_default();
    let message = match has_rules {
        true => "this plan is checked by the rules of before, because the configuration is wrong",
        false => "this plan is not checked, because the configuration is wrong",
    };
    let mut finding = Diagnostic::new("config", Severity::Error, line, message);
    for (file, mistakes) in refused {
        for mistake in mistakes {
            let place = file.line_column(mistake.span.range().start);
            finding = finding.note(format!(
                "{}:{}:{}: {}",
                file.name(),
                place.line,
                place.column,
                mistake.message
            ));
        }
    }
    finding
}

/// What turns findings into the words of the protocol.
pub(super) struct Words<'w> {
    pub(super) source: &'w SourceFile,
    pub(super) uri: &'w str,
    pub(super) client: &'w Client,
    /// Where the rules come from.
    pub(super) project: Option<&'w Project>,
}

impl Words<'_> {
    pub(super) fn all<'f>(
        &self,
        findings: impl IntoIterator<Item = &'f Diagnostic>,
    ) -> Vec<lsp::Diagnostic> {
        findings
            .into_iter()
            .map(|finding| self.one(finding))
            .collect()
    }

    pub(super) fn one(&self, finding: &Diagnostic) -> lsp::Diagnostic {
        let is_needless = self.client.tags && is_needless(finding);
        lsp::Diagnostic {
            range: self.range(finding.span),
            severity: Some(severity(finding.severity)),
            code: Some(finding.rule.to_string().into()),
            code_description: self.description(&finding.rule),
            source: Some(SOURCE.to_owned()),
            message: message(finding).into(),
            tags: is_needless.then(|| vec![lsp::DiagnosticTag::Unnecessary]),
            related_information: self.related(finding),
            data: Some(data(finding)),
        }
    }

    fn range(&self, span: Span) -> lsp::Range {
        encode::range(self.source, span, self.client.encoding)
    }

    /// The file of a rule that is not one of cuff's own.
    fn description(&self, rule: &str) -> Option<lsp::CodeDescription> {
        let project = self.project.filter(|_| self.client.code_description)?;
        let href = uri::of(&project.rule_file(rule)?).into();
        Some(lsp::CodeDescription { href })
    }

    fn related(&self, finding: &Diagnostic) -> Option<Vec<lsp::DiagnosticRelatedInformation>> {
        if !self.client.related_information || finding.labels.is_empty() {
            return None;
        }
        let related = finding.labels.iter();
        let related = related.map(|label| lsp::DiagnosticRelatedInformation {
            location: lsp::Location {
                uri: self.uri.into(),
                range: self.range(label.span),
            },
            message: label.text.clone(),
        });
        Some(related.collect())
    }
}

/// What programs may want to know of a finding.
fn data(finding: &Diagnostic) -> serde_json::Value {
    let fixes = finding.fixes.iter();
    let fixes =
        fixes.map(|fix| json!({ "title": fix.title, "applicability": fix.applicability.word() }));
    json!({
        "place": finding.place,
        "status": finding.status.word(),
        "fixes": fixes.collect::<Vec<_>>(),
    })
}

/// What is wrong, why and what to do, each on lines of its own.
fn message(finding: &Diagnostic) -> String {
    let notes = finding.notes.iter().map(|note| format!("note: {note}"));
    let help = finding.help.iter().map(|help| format!("help: {help}"));
    let lines = std::iter::once(finding.message.clone())
        .chain(notes)
        .chain(help);
    lines.collect::<Vec<_>>().join("\n")
}

/// The name that is meant, where a diagnostic asks for it.
pub(super) fn near(item: &lsp::Diagnostic) -> Option<String> {
    let lsp::Message::String(message) = &item.message else {
        return None;
    };
    let (_, near) = message.split_once("help: did you mean `")?;
    near.split_once("`?").map(|(near, _)| near.to_owned())
}

fn severity(severity: Severity) -> lsp::DiagnosticSeverity {
    match severity {
        Severity::Error => lsp::DiagnosticSeverity::Error,
        Severity::Warning => lsp::DiagnosticSeverity::Warning,
        Severity::Advice => lsp::DiagnosticSeverity::Information,
    }
}

/// Whether what a finding is about can go, and nothing has to come in its place.
fn is_needless(finding: &Diagnostic) -> bool {
    finding.fixes.iter().any(|fix| {
        let deletes = fix.edits.iter().all(|edit| edit.text.is_empty());
        let covers = fix
            .edits
            .iter()
            .any(|edit| edit.span.contains(finding.span));
        fix.applicability == Applicability::Safe && deletes && covers
    })
}
