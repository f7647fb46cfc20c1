//! What a rule asks, why, and where that comes from.

use super::{Answer, finding_words};
use crate::assist::Document;
use crate::rules::RuleSet;
use crate::source::Span;

/// A rule that a comment names, with what the comment silences.
pub(super) fn on_comment(document: &Document<'_>, span: Span) -> Option<Answer> {
    let id = document.slice(span);
    let mut answer = Answer::default();
    answer.say(explanation(document.rules, id)?);
    let waivers = document.report.waivers.iter();
    let numbers: Vec<usize> = waivers
        .enumerate()
        .filter(|(_, waiver)| waiver.rule == span)
        .map(|(number, _)| number)
        .collect();
    for silenced in &document.report.suppressed {
        if numbers.contains(&silenced.waiver) {
            let finding = &silenced.diagnostic;
            answer.say(format!("silenced here: {}", finding_words(finding)));
            answer.because(finding.span, "silenced here");
        }
    }
    Some(answer)
}

/// A rule or a finding of the language, explained in Markdown; nothing if there is none of that name.
pub(in crate::assist) fn explanation(rules: &RuleSet, id: &str) -> Option<String> {
    if let Some(rule) = rules.rule(id) {
        let file = &rule.file;
        let mut text = format!(
            "**{id}** (pack {})\n\n{}.\n\n{}",
            rule.pack,
            file.summary.trim_end_matches('.'),
            file.explain.trim()
        );
        let keys = file.cites.iter();
        let keys = keys.chain(file.params.values().flat_map(|param| &param.cites));
        let mut seen: Vec<&String> = Vec::new();
        for key in keys {
            let Some(source) = rules
                .sources
                .sources
                .get(key)
                .filter(|_| !seen.contains(&key))
            else {
                continue;
            };
            if seen.is_empty() {
                text += "\n\nSources:\n";
            }
            seen.push(key);
            let year = source.year.as_deref().unwrap_or_default();
            text += &format!("\n- {} {year} {}", source.authors, source.title).replace("  ", " ");
        }
        return Some(text);
    }
    let (entry, _) = rules.language.get(id)?;
    Some(format!(
        "**{id}** (the plan language)\n\n{}.\n\n{}",
        entry.summary.trim_end_matches('.'),
        entry.explain.trim()
    ))
}
