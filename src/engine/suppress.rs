//! Comments that silence findings: `# cuff: allow(rule) because …`. A comment at the end of a line covers that line, one
//! on a line of its own covers what the next line opens: an exercise, a wrap, a day, a week, the athlete, or the plan.
//! `allow-file` covers all of the file. Where several cover a finding, the narrowest silences it.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::finding::Finding;
use super::nodes::Nodes;
use crate::diagnostic::{Applicability, Diagnostic, Severity, Status};
use crate::model::Today;
use crate::nearest::nearest;
use crate::rules::RuleSet;
use crate::rules::file::LanguageEntryFile;
use crate::source::{Span, TextEdit};
use crate::syntax::ast::{Plan, Statement, Suppression};

/// A finding that a comment silences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppressed {
    /// What would have been said.
    pub diagnostic: Diagnostic,
    /// The comment's reason.
    pub reason: Span,
    /// The number of what silences it, in the list of all waivers.
    pub waiver: usize,
}

/// One rule that a comment names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// Where the rule is named.
    pub rule: Span,
    /// The comment.
    pub comment: Span,
    /// The comment's reason.
    pub reason: Span,
    /// Its last day, as written.
    pub until: Option<Span>,
    /// What it covers.
    pub reach: Reach,
    /// What became of it.
    pub state: State,
}

/// How much of a plan a comment covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reach {
    /// Its own line.
    Line,
    /// What the next line opens.
    Block,
    /// The file.
    File,
}

/// What became of a waiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// It silences something.
    Used,
    /// It silences nothing.
    Unused,
    /// Its last day is over.
    Expired,
    /// It cannot silence anything: no such rule, a rule that must be heard, or a reason that makes it void.
    Void,
}

impl Reach {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Line => "this line",
            Self::Block => "what follows",
            Self::File => "the whole file",
        }
    }
}

impl State {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::Unused => "unused",
            Self::Expired => "expired",
            Self::Void => "void",
        }
    }
}

/// Why no comment may silence a rule.
pub(super) enum Heard<'r> {
    /// It says that something was not read.
    Unread,
    /// The configuration forbids it, at this place.
    Forbidden(&'r str),
}

/// Whether comments may silence a rule.
pub(super) fn must_be_heard<'r>(rule: &str, rules: &'r RuleSet) -> Option<Heard<'r>> {
    let entry = rules.language.get(rule).map(|(entry, _)| entry);
    if entry.is_some_and(LanguageEntryFile::is_unread) {
        return Some(Heard::Unread);
    }
    let place = rules.forbidden.get(rule)?;
    Some(Heard::Forbidden(place))
}

/// Takes out what comments silence, and adds what is wrong with those comments.
pub fn suppress(
    findings: &mut Vec<Finding>,
    tree: &Plan,
    text: &str,
    rules: &RuleSet,
    today: &Today,
) -> (Vec<Suppressed>, Vec<Waiver>) {
    let mut reader = Reader {
        text,
        rules,
        today,
        void: findings
            .iter()
            .filter_map(|finding| voids(finding, rules))
            .collect(),
        waivers: Vec::new(),
        covers: HashMap::new(),
        said: Vec::new(),
    };
    reader.all(tree);
    let covers: HashMap<&str, Covers> = reader
        .covers
        .into_iter()
        .map(|(rule, spans)| (rule, Covers::new(spans)))
        .collect();
    let mut waivers = reader.waivers;
    let mut silenced = Vec::new();
    findings.retain(|finding| {
        let covers = covers.get(finding.diagnostic.rule.as_ref());
        let Some(number) = covers.and_then(|covers| covers.find(finding.diagnostic.span)) else {
            return true;
        };
        if let Some(waiver) = waivers.get_mut(number) {
            waiver.state = State::Used;
            silenced.push(Suppressed {
                diagnostic: finding.diagnostic.clone(),
                reason: waiver.reason,
                waiver: number,
            });
        }
        false
    });
    findings.extend(reader.said);
    unused(&waivers, text, rules, findings);
    (silenced, waivers)
}

/// The suppression that a finding makes void, and the rules that it is void for.
fn voids(finding: &Finding, rules: &RuleSet) -> Option<(Span, HashSet<String>)> {
    let at = finding.voids?;
    if finding.diagnostic.status != Status::Violated {
        return None;
    }
    let rule = rules.rule(&finding.diagnostic.rule)?;
    Some((at, rule.file.voids.iter().cloned().collect()))
}

/// Reads the comments of a plan.
struct Reader<'t, 'r> {
    text: &'t str,
    rules: &'r RuleSet,
    today: &'r Today,
    /// Suppressions that a rule makes void, by their reason, with the rules that they are void for.
    void: HashMap<Span, HashSet<String>>,
    waivers: Vec<Waiver>,
    /// What is covered, by rule, each stretch with the number of its waiver.
    covers: HashMap<&'t str, Vec<(Span, usize)>>,
    /// What is wrong with the comments.
    said: Vec<Finding>,
}

impl<'t> Reader<'t, '_> {
    fn all(&mut self, tree: &Plan) {
        let has_any = |line: &crate::syntax::ast::Line| {
            line.comment
                .as_ref()
                .is_some_and(|comment| comment.suppression.is_some())
        };
        if !tree.lines.iter().any(has_any) {
            return;
        }
        let nodes = Nodes::of(tree);
        for (place, line) in tree.lines.iter().enumerate() {
            let Some(comment) = &line.comment else {
                continue;
            };
            let Some(suppression) = &comment.suppression else {
                continue;
            };
            let (reach, covered) = if suppression.whole_file {
                (Reach::File, Span::new(0, self.text.len()))
            } else if matches!(line.statement, Statement::Blank) {
                (Reach::Block, nodes.covered(place))
            } else {
                (Reach::Line, nodes.covered(place))
            };
            self.one(suppression, comment.span, reach, covered);
        }
    }

    fn one(&mut self, suppression: &Suppression, comment: Span, reach: Reach, covered: Span) {
        let ended = suppression
            .until
            .filter(|until| self.today.day().is_some_and(|today| today > until.value));
        if let Some(until) = ended {
            let day = until.span.of(self.text);
            let report = Diagnostic::new(
                "expired-suppression",
                Severity::Warning,
                until.span,
                format!("this suppression ended on {day}"),
            )
            .help("remove it; or ask again, and write the new day and who decided it");
            let report = report.fix(
                "remove the comment",
                Applicability::Safe,
                removal(self.text, comment),
            );
            self.said.push(plain(report));
        }
        for &at in &suppression.rules {
            let rule = at.of(self.text);
            let state = match self.hindered(at, rule, comment, suppression) {
                true => State::Void,
                false if ended.is_some() => State::Expired,
                false => State::Unused,
            };
            if state == State::Unused {
                let covers = self.covers.entry(rule).or_default();
                covers.push((covered, self.waivers.len()));
            }
            self.waivers.push(Waiver {
                rule: at,
                comment,
                reason: suppression.reason,
                until: suppression.until.map(|until| until.span),
                reach,
                state,
            });
        }
    }

    /// Whether a rule cannot be silenced here; it is said why.
    fn hindered(&mut self, at: Span, rule: &str, comment: Span, suppression: &Suppression) -> bool {
        if self.rules.origin(rule).is_none() {
            self.said.push(plain(unknown(at, rule, self.rules)));
            return true;
        }
        let report = match must_be_heard(rule, self.rules) {
            // The finding that makes it void says why.
            None => {
                let void = self.void.get(&suppression.reason);
                return void.is_some_and(|rules| rules.contains(rule));
            }
            Some(Heard::Unread) => {
                let message =
                    format!("`{rule}` cannot be silenced, because something was not read");
                Diagnostic::new("malformed-suppression", Severity::Error, at, message)
                    .help("put the line right instead")
            }
            Some(Heard::Forbidden(place)) => {
                let message = format!("`{rule}` may not be silenced: {place} forbids it");
                Diagnostic::new("forbidden-suppression", Severity::Error, at, message)
                    .help("change the plan; or ask whoever keeps that file")
            }
        };
        let alone = suppression.rules.len() == 1;
        let edits = without(self.text, at, comment, alone);
        let title = title(rule, alone);
        self.said
            .push(plain(report.fix(title, Applicability::Unsafe, edits)));
        true
    }
}

/// Stretches of text that one rule is silenced in, so that the narrowest one around a place is found fast.
struct Covers {
    /// In order of their starts, the wider first, each with its waiver and the place of the one around it.
    spans: Vec<(Span, usize, Option<usize>)>,
}

impl Covers {
    fn new(mut all: Vec<(Span, usize)>) -> Self {
        all.sort_by_key(|&(span, number)| (span.start, std::cmp::Reverse(span.end), number));
        // Of two that cover the same, the first does the work.
        all.dedup_by_key(|(span, _)| *span);
        let mut spans: Vec<(Span, usize, Option<usize>)> = Vec::with_capacity(all.len());
        let mut around: Vec<usize> = Vec::new();
        for (span, number) in all {
            while let Some(&last) = around.last()
                && spans
                    .get(last)
                    .is_some_and(|(other, ..)| other.end < span.start)
            {
                around.pop();
            }
            let parent = around.last().copied();
            around.push(spans.len());
            spans.push((span, number, parent));
        }
        Self { spans }
    }

    /// The waiver of the narrowest stretch around a place.
    fn find(&self, place: Span) -> Option<usize> {
        let after = self
            .spans
            .partition_point(|(span, ..)| span.start <= place.start);
        let mut at = after.checked_sub(1);
        while let Some((span, number, parent)) = at.and_then(|at| self.spans.get(at)) {
            if span.contains(place) {
                return Some(*number);
            }
            at = *parent;
        }
        None
    }
}

/// Reports a rule that is not there.
fn unknown(at: Span, rule: &str, rules: &RuleSet) -> Diagnostic {
    let report = Diagnostic::new(
        "unknown-rule",
        Severity::Error,
        at,
        format!("there is no rule called `{rule}`"),
    );
    let Some(near) = nearest(rule, rules.ids()) else {
        return report.help("`cuff rules` lists all rules");
    };
    let edit = TextEdit {
        span: at,
        text: near.to_owned(),
    };
    report.help(format!("did you mean `{near}`?")).fix(
        format!("write `{near}`"),
        Applicability::Unsafe,
        vec![edit],
    )
}

/// Reports waivers that nothing needs.
fn unused(waivers: &[Waiver], text: &str, rules: &RuleSet, findings: &mut Vec<Finding>) {
    let mut of_comment: HashMap<Span, usize> = HashMap::new();
    for waiver in waivers {
        *of_comment.entry(waiver.comment).or_default() += 1;
    }
    for waiver in waivers
        .iter()
        .filter(|waiver| waiver.state == State::Unused)
    {
        let rule = waiver.rule.of(text);
        // What it silences was not looked for in this run.
        if rules.is_left_out(rule) {
            continue;
        }
        let alone = of_comment.get(&waiver.comment) == Some(&1);
        let title = title(rule, alone);
        let report = Diagnostic::new(
            "unused-suppression",
            Severity::Warning,
            waiver.rule,
            format!("`{rule}` finds nothing here to silence"),
        )
        .help("remove it, so that it hides nothing later");
        let edits = without(text, waiver.rule, waiver.comment, alone);
        findings.push(plain(report.fix(title, Applicability::Safe, edits)));
    }
}

/// What the fix does that takes a rule out of a comment.
fn title(rule: &str, alone: bool) -> String {
    if alone {
        "remove the comment".to_owned()
    } else {
        format!("remove `{rule}` from the comment")
    }
}

/// A comment without one of its rules; without itself if that is its only one.
fn without(text: &str, rule: Span, comment: Span, alone: bool) -> Vec<TextEdit> {
    if alone {
        return removal(text, comment);
    }
    let (start, end) = (rule.range().start, rule.range().end);
    let blanks = |c: char| c.is_whitespace() || c == ',';
    let before = text.get(comment.range().start..start).unwrap_or_default();
    let after = text.get(end..comment.range().end).unwrap_or_default();
    let is_first = before.trim_end().ends_with('(');
    let span = if is_first {
        Span::new(
            start,
            end + (after.len() - after.trim_start_matches(blanks).len()),
        )
    } else {
        Span::new(
            start - (before.len() - before.trim_end_matches(blanks).len()),
            end,
        )
    };
    vec![TextEdit {
        span,
        text: String::new(),
    }]
}

/// A comment taken out, with the blanks in front of it, or with its line if nothing else stands there.
fn removal(text: &str, comment: Span) -> Vec<TextEdit> {
    let range = comment.range();
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    let ending = after.trim_start_matches([' ', '\t']);
    let statement = before.trim_end_matches([' ', '\t', '\u{A0}']);
    let alone = statement.is_empty() || statement.ends_with(['\n', '\r']);
    let end = range.end + (after.len() - ending.len());
    let whole = ["\r\n", "\n", "\r"]
        .iter()
        .find(|ending_is| ending.starts_with(**ending_is));
    let span = match whole {
        Some(line_end) if alone => Span::new(statement.len(), end + line_end.len()),
        _ => Span::new(statement.len(), range.end),
    };
    vec![TextEdit {
        span,
        text: String::new(),
    }]
}

fn plain(diagnostic: Diagnostic) -> Finding {
    let subject = diagnostic.span;
    Finding {
        diagnostic,
        subject,
        weeks: Vec::new(),
        voids: None,
        reason: None,
    }
}
