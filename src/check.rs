//! The one door: a plan's text in, findings out. Every face calls this and nothing below it.

use crate::budget;
use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::{
    Finding, Places, Step, Suppressed, Waiver, Watch, changes, join, level_within, parts_met, run,
    suppress,
};
use crate::model::{Plan, build};
use crate::rules::{Level, RuleSet};
use crate::source::SourceFile;
use crate::syntax::ast::{self, Date};
use crate::syntax::{Lines, Parse, parse, parse_with};

/// What a check depends on besides the plan and the rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The day on which the plan is checked, for rules about how long ago something was. Unknown if absent.
    pub today: Option<Date>,
}

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Findings in order of their place.
    pub diagnostics: Vec<Diagnostic>,
    /// Findings that comments silence.
    pub suppressed: Vec<Suppressed>,
    /// Rules that comments name to be silenced, in order of their place, and what became of each.
    pub waivers: Vec<Waiver>,
    /// For each rule of the set, whether it applied to anything in this plan.
    pub applied: Vec<bool>,
    /// For each change of the set that holds in parts of plans only, whether this plan has such a part.
    pub parts: Vec<bool>,
    /// Whether the same is found on every other day.
    pub is_timeless: bool,
}

/// What one check leaves for the next, on other plans or on the same one a moment later. It makes checks faster and
/// changes none of them.
#[derive(Debug, Default)]
pub struct Memory {
    lines: Lines,
}

/// Checks a plan. Pure: the same text, rules and options give the same report.
pub fn check(source: &SourceFile, rules: &RuleSet, options: Options) -> Report {
    let memory = &mut Memory::default();
    inspect(source, rules, options, memory, &mut (), |checked| {
        checked.report
    })
}

/// The same with what was learnt from other checks, while somebody looks on.
pub fn check_watched(
    source: &SourceFile,
    rules: &RuleSet,
    options: Options,
    memory: &mut Memory,
    watch: &mut dyn Watch,
) -> Report {
    inspect(source, rules, options, memory, watch, |checked| {
        checked.report
    })
}

/// A plan that was checked: its lines, what they mean, and what was found.
pub struct Checked<'c, 't> {
    /// The lines.
    pub tree: &'c ast::Plan,
    /// The plan as the rules see it.
    pub plan: &'c Plan<'t>,
    /// What was found.
    pub report: Report,
}

/// Checks a plan and hands the plan out with the report, for faces that show both: it is read once.
pub fn check_and_show<T>(
    source: &SourceFile,
    rules: &RuleSet,
    options: Options,
    show: impl FnOnce(Checked<'_, '_>) -> T,
) -> T {
    let memory = &mut Memory::default();
    inspect(source, rules, options, memory, &mut (), show)
}

/// The same with what was learnt from other checks.
pub fn check_and_show_with<T>(
    source: &SourceFile,
    rules: &RuleSet,
    options: Options,
    memory: &mut Memory,
    show: impl FnOnce(Checked<'_, '_>) -> T,
) -> T {
    inspect(source, rules, options, memory, &mut (), show)
}

fn inspect<T>(
    source: &SourceFile,
    rules: &RuleSet,
    options: Options,
    memory: &mut Memory,
    watch: &mut dyn Watch,
    show: impl FnOnce(Checked<'_, '_>) -> T,
) -> T {
    let text = source.text();
    let Parse {
        plan: tree,
        diagnostics: unread,
    } = parse_with(text, &mut memory.lines);
    watch.done(Step::Parsed);
    let (plan, own) = build(&tree, text, &rules.knowledge, options.today);
    watch.done(Step::Modelled);
    let places = Places::new(&plan);
    let language = unread
        .into_iter()
        .chain(own)
        .filter_map(|diagnostic| language_finding(diagnostic, &places, rules));
    let own = language.collect();
    let outcome = run(&plan, rules, own, watch);
    let mut findings = outcome.findings;
    // Those that are silenced or joined to others are told apart by their weeks as well.
    for finding in &mut findings {
        finding.diagnostic.weeks.clone_from(&finding.weeks);
    }
    let (suppressed, waivers) = suppress(&mut findings, &tree, text, rules, &plan.today);
    join(&mut findings);
    let mut diagnostics = ordered(findings, &places);
    let fixes = diagnostics
        .iter_mut()
        .flat_map(|finding| &mut finding.fixes);
    for fix in fixes {
        fix.changes = changes(&fix.edits, &tree, text);
    }
    let report = Report {
        diagnostics,
        suppressed,
        waivers,
        applied: outcome.applied,
        parts: parts_met(&plan, rules),
        is_timeless: !plan.today.is_asked(),
    };
    watch.done(Step::Judged);
    show(Checked {
        tree: &tree,
        plan: &plan,
        report,
    })
}

/// The plan behind a text, as the rules see it. `None` is never given: what cannot be read is left out of the plan.
pub fn with_plan<T>(
    source: &SourceFile,
    rules: &RuleSet,
    options: Options,
    show: impl FnOnce(&Plan<'_>) -> T,
) -> T {
    let parsed = parse(source.text());
    let (plan, _) = build(&parsed.plan, source.text(), &rules.knowledge, options.today);
    show(&plan)
}

/// A finding of the language itself, at the level that the configuration asks for.
fn language_finding(
    mut diagnostic: Diagnostic,
    places: &Places<'_, '_>,
    rules: &RuleSet,
) -> Option<Finding> {
    let id = diagnostic.rule.as_ref();
    let general = rules.language.get(id).map(|(_, level)| *level);
    match level_within(places, rules, id, diagnostic.span).or(general) {
        Some(Level::Off) => return None,
        Some(Level::Fixed(severity)) => diagnostic.severity = severity,
        _ => {}
    }
    diagnostic.place = places.at(diagnostic.span);
    let subject = diagnostic.span;
    Some(Finding {
        diagnostic,
        subject,
        weeks: Vec::new(),
        voids: None,
        reason: None,
    })
}

/// Findings by place, the most severe first where several share one.
fn ordered(findings: Vec<Finding>, places: &Places<'_, '_>) -> Vec<Diagnostic> {
    let mut diagnostics: Vec<Diagnostic> = findings
        .into_iter()
        .map(|finding| Diagnostic {
            weeks: finding.weeks,
            ..finding.diagnostic
        })
        .collect();
    for diagnostic in &mut diagnostics {
        let mut joined = std::mem::take(&mut diagnostic.joined);
        for one in std::iter::once(&mut *diagnostic).chain(&mut joined) {
            if one.place.is_empty() && !one.span.is_empty() {
                one.place = places.at(one.span);
            }
            abridge(one);
        }
        diagnostic.joined = joined;
    }
    diagnostics.sort_by(|a, b| {
        let key = |diagnostic: &Diagnostic| {
            (
                diagnostic.span.start,
                diagnostic.severity,
                diagnostic.span.end,
            )
        };
        key(a)
            .cmp(&key(b))
            .then_with(|| a.rule.cmp(&b.rule))
            .then_with(|| a.message.cmp(&b.message))
    });
    if diagnostics.len() > budget::FINDINGS {
        // An error of its own, since those that are left out may be errors.
        let more = diagnostics.len() - budget::FINDINGS;
        diagnostics.truncate(budget::FINDINGS);
        let span = diagnostics.last().map(|last| last.span).unwrap_or_default();
        let mut rest = Diagnostic::new(
            "too-many-findings",
            Severity::Error,
            span,
            format!("{more} more findings are not shown"),
        );
        rest.help = Some("put the first ones right and check again".to_owned());
        diagnostics.push(rest);
    }
    diagnostics
}

/// Most bytes of a text in a finding, and most characters of a piece of it that is longer than that.
const LONG: usize = 1_000;
const PIECE: usize = 120;

/// Shortens what a finding quotes from the plan, where a line goes on and on.
fn abridge(diagnostic: &mut Diagnostic) {
    let labels = diagnostic.labels.iter_mut().map(|label| &mut label.text);
    let fixes = diagnostic.fixes.iter_mut().map(|fix| &mut fix.title);
    let texts = [&mut diagnostic.message, &mut diagnostic.place]
        .into_iter()
        .chain(&mut diagnostic.notes)
        .chain(&mut diagnostic.help)
        .chain(labels)
        .chain(fixes);
    for text in texts.filter(|text| text.len() > LONG) {
        let pieces = text.split('`').map(|piece| {
            let cut = piece.char_indices().nth(PIECE);
            match cut.and_then(|(end, _)| piece.get(..end)) {
                Some(head) => format!("{head}…"),
                None => piece.to_owned(),
            }
        });
        *text = pieces.collect::<Vec<String>>().join("`");
    }
}
