//! `cuff check --statistics`: how many findings each rule has, instead of the findings.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::{Applicability, Diagnostic, Severity, Status};
use crate::report::{Format, Summary, plain};

/// The findings of one rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
struct Count {
    errors: usize,
    warnings: usize,
    advice: usize,
    cannot_check: usize,
    /// Findings with a fix that keeps the training as it is.
    fixable: usize,
    /// Plans that have any of them.
    plans: usize,
}

/// The findings of a run, by their rules.
#[derive(Clone, Debug, Default)]
pub(super) struct Statistics {
    rules: BTreeMap<String, Count>,
}

impl Count {
    fn all(&self) -> usize {
        self.errors + self.warnings + self.advice + self.cannot_check
    }
}

impl Statistics {
    /// Whether counts can be shown where findings would be shown in this form.
    pub(super) fn can_be(format: Format) -> bool {
        format.is_for_people() || format == Format::Json
    }

    /// Those of one plan.
    pub(super) fn of(findings: &[Diagnostic]) -> Self {
        let mut statistics = Self::default();
        for finding in findings {
            let count = statistics.rules.entry(finding.rule.to_string());
            let count = count.or_default();
            let number = match (finding.status, finding.severity) {
                (Status::CannotCheck, _) => &mut count.cannot_check,
                (Status::Violated, Severity::Error) => &mut count.errors,
                (Status::Violated, Severity::Warning) => &mut count.warnings,
                (Status::Violated, Severity::Advice) => &mut count.advice,
            };
            *number += 1;
            let mut fixes = finding.fixes.iter();
            count.fixable += usize::from(fixes.any(|fix| fix.applicability == Applicability::Safe));
            count.plans = 1;
        }
        statistics
    }

    /// Adds those of another plan.
    pub(super) fn merge(&mut self, other: Self) {
        for (rule, more) in other.rules {
            let count = self.rules.entry(rule).or_default();
            count.errors += more.errors;
            count.warnings += more.warnings;
            count.advice += more.advice;
            count.cannot_check += more.cannot_check;
            count.fixable += more.fixable;
            count.plans += more.plans;
        }
    }

    /// The most frequent first.
    fn ordered(&self) -> Vec<(&str, &Count)> {
        let rules = self
            .rules
            .iter()
            .map(|(rule, count)| (rule.as_str(), count));
        let mut rules: Vec<(&str, &Count)> = rules.collect();
        rules.sort_by_key(|(_, count)| std::cmp::Reverse(count.all()));
        rules
    }

    /// A table for people; empty if nothing was found.
    pub(super) fn table(&self) -> String {
        if self.rules.is_empty() {
            return String::new();
        }
        let heads = [
            "errors",
            "warnings",
            "advice",
            "unchecked",
            "fixable",
            "plans",
        ];
        let mut text = heads.join("  ");
        text += "  rule\n";
        for (rule, count) in self.ordered() {
            let numbers = [
                count.errors,
                count.warnings,
                count.advice,
                count.cannot_check,
                count.fixable,
                count.plans,
            ];
            for (head, number) in heads.iter().zip(numbers) {
                let number = if number == 0 {
                    "-".to_owned()
                } else {
                    number.to_string()
                };
                text += &format!("{number:>width$}  ", width = head.len());
            }
            text += &format!("{}\n", plain(rule));
        }
        text + "\n"
    }

    /// The same as one JSON document, with the counts of the run.
    pub(super) fn json(&self, summary: &Summary) -> String {
        /// One rule.
        #[derive(Serialize)]
        struct Row<'a> {
            rule: &'a str,
            #[serde(flatten)]
            count: &'a Count,
        }
        /// What is printed.
        #[derive(Serialize)]
        struct Document<'a> {
            schema: u32,
            statistics: Vec<Row<'a>>,
            summary: &'a Summary,
        }
        let rows = self.ordered().into_iter();
        let document = Document {
            schema: 1,
            statistics: rows.map(|(rule, count)| Row { rule, count }).collect(),
            summary,
        };
        let text = serde_json::to_string(&document).unwrap_or_default();
        format!("{text}\n")
    }
}
