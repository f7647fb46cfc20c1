//! A plan as one page that needs nothing else: for a phone, a printer, a screen reader. No script, no address, nothing
//! that is loaded. Text of the plan is made harmless as for terminals, and markup in it is escaped by the template.

mod chart;
mod course;
mod session;
mod timeline;

use std::collections::BTreeSet;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::sheet::{Block, Figure, Finding, Sheet};

use super::escape;
use super::plan_words::{counts, kind, session_name, unread_words, week_words};

/// How a page begins, so that cuff knows a page of its own.
pub const PAGE_START: &str =
    "<!DOCTYPE html><html lang=\"en\"><head><meta name=\"generator\" content=\"cuff show";

const STYLE: &str = include_str!("page.css");

/// Nothing is loaded, whatever a plan may hold.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// Figures up to this length stay on one line in a table.
const LONG_LIST: usize = 14;

/// The sign of an estimate.
const APPROXIMATELY: &str = "≈";

/// The page.
pub fn page(sheet: &Sheet) -> String {
    let title = title(sheet);
    let page = Page {
        sheet,
        first: first_places(sheet),
    };
    let version = concat!("cuff show ", env!("CARGO_PKG_VERSION"));
    let blocks = sheet.blocks();
    let whole = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta name="generator" content=(version);
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="referrer" content="no-referrer";
                meta name="color-scheme" content="light dark";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (header(sheet, &title))
                (contents(sheet, &blocks))
                main {
                    (found(&page))
                    @for block in &blocks { (week(&page, block)) }
                    (course::course(sheet))
                    (gaps(sheet))
                }
                (footer())
            }
        }
    };
    whole.into_string()
}

fn title(sheet: &Sheet) -> String {
    let title = sheet.title.as_deref().map(escape::words);
    title
        .filter(|title| !title.is_empty())
        .unwrap_or_else(|| "Training plan".to_owned())
}

fn header(sheet: &Sheet, title: &str) -> Markup {
    html! {
        header {
            h1 { bdi { (title) } }
            p.lead {
                @if let Some(name) = &sheet.athlete { "for " strong { (text(name)) } }
                @if let Some(goal) = &sheet.goal { span.goal { "goal: " (text(goal)) } }
            }
            @if !sheet.cues.is_empty() {
                div.stop {
                    @for cue in &sheet.cues { p { (text(cue)) } }
                }
            }
            @if !sheet.about.is_empty() {
                details.about open {
                    summary { "What the plan says about the athlete" }
                    dl {
                        @for (label, words) in &sheet.about {
                            div { dt { (label) } dd { (text(words)) } }
                        }
                    }
                }
            }
            @for note in &sheet.notes { p.note { (text(note)) } }
        }
    }
}

/// Links to the weeks, where there are several.
fn contents(sheet: &Sheet, blocks: &[Block<'_>]) -> Markup {
    html! {
        @if blocks.len() > 1 || !sheet.wrapped.is_empty() {
            nav aria-label="Parts of this page" {
                ul {
                    @for block in blocks {
                        li { a href={ "#" (week_id(block)) } { (week_words(block)) } }
                    }
                    li { a href="#course" { "Week by week" } }
                    @if !sheet.gaps.is_empty() { li { a href="#gaps" { "Not known" } } }
                }
            }
        }
    }
}

/// What was found in the plan as a whole, and what could not be read.
fn found(page: &Page<'_>) -> Markup {
    let sheet = page.sheet;
    html! {
        section.found aria-labelledby="found" {
            h2 #found { "At a glance" }
            p { (counts(sheet)) }
            (page.findings(None, &sheet.general))
            @if !sheet.unread.is_empty() {
                div.finding.error {
                    p { strong { "Not read. " } (unread_words(sheet.unread.len())) }
                    ul.unread {
                        @for line in &sheet.unread {
                            li { "line " (line.number) ": " code { (text(&line.text)) } }
                        }
                    }
                }
            }
        }
    }
}

fn week_id(block: &Block<'_>) -> String {
    format!("week-{}", block.week.number)
}

fn week(page: &Page<'_>, block: &Block<'_>) -> Markup {
    let sheet = page.sheet;
    let first = block.week.number;
    let mut seen = BTreeSet::new();
    let sessions = block.week.sessions.iter().filter_map(|&number| {
        let session = sheet.sessions.get(number)?;
        let opens = session.weeks.first().copied().unwrap_or(first);
        Some((number, session, opens, seen.insert(number)))
    });
    html! {
        section.week aria-labelledby=(week_id(block)) {
            h2 #(week_id(block)) { (week_words(block)) }
            @if block.week.sessions.is_empty() { p.again { "No session." } }
            @for (number, session, opens, new) in sessions {
                @if new && opens == first {
                    (session::session(page, number, session))
                } @else {
                    p.again {
                        strong { bdi { (session_name(&session.name)) } }
                        " as in "
                        a href={ "#session-" (number) } { "week " (opens) }
                    }
                }
            }
        }
    }
}

fn gaps(sheet: &Sheet) -> Markup {
    html! {
        @if !sheet.gaps.is_empty() {
            section.gaps aria-labelledby="gaps" {
                h2 #gaps { "What is not known, and what to add" }
                p { "Nothing is guessed where a figure is shown as unknown. A line in the plan settles it:" }
                ul {
                    @for (number, gap) in sheet.gaps.iter().enumerate() {
                        li id={ "gap-" (number) } { (words(&gap.what)) span.add { (words(&gap.add)) } }
                    }
                }
            }
        }
    }
}

fn footer() -> Markup {
    html! {
        footer {
            h2 { "How to read this" }
            ul {
                li { strong { "≈" } " marks an estimate: the plan leaves something out. The range behind it is from the fastest to the slowest that is usual." }
                li { strong { "unknown" } " means that the plan does not say it, and that nothing was assumed." }
                li { strong { "AMRAP" } " is as many repetitions as possible, " strong { "RPE" } " how hard a set is out of ten, "
                    strong { "RIR" } " repetitions in reserve, " strong { "TM" } " the training max, " strong { "1RM" } " the best single." }
                li { span.key.work {} "work, " span.key.wrap {} "wraps on. Times run from the first set of a session." }
            }
            p { "Made with cuff, which reads a plan and examines nobody: whether somebody may train this way is for a medical "
                "professional, and whether a wrap is right is for the person who feels it." }
        }
    }
}

/// What is shown, and where each finding is explained.
struct Page<'s> {
    sheet: &'s Sheet,
    /// For each finding, the first session that it stands in.
    first: Vec<Option<usize>>,
}

fn first_places(sheet: &Sheet) -> Vec<Option<usize>> {
    let mut first = vec![None; sheet.findings.len()];
    for (place, session) in sheet.sessions.iter().enumerate() {
        for &number in session.all_findings() {
            if let Some(first @ None) = first.get_mut(number) {
                *first = Some(place);
            }
        }
    }
    first
}

impl Page<'_> {
    /// Findings beside what they are about; explained in the first session that they stand in.
    fn findings(&self, place: Option<usize>, numbers: &[usize]) -> Markup {
        html! {
            @for &number in numbers {
                @if let Some(finding) = self.sheet.findings.get(number) {
                    (self.finding(place, self.first.get(number).copied().flatten(), finding))
                }
            }
        }
    }

    fn finding(&self, place: Option<usize>, first: Option<usize>, finding: &Finding) -> Markup {
        let diagnostic = &finding.diagnostic;
        let kind = kind(diagnostic);
        let again = first.filter(|_| place.is_some() && first != place);
        html! {
            div class={ "finding " (kind) } {
                p { strong { (capital(kind)) } ": " (words(&diagnostic.message)) " " span.line { "line " (finding.line) } }
                @if let Some(first) = again {
                    p.why { a href={ "#session-" (first) } { "What to do is said in " (self.week_of(first)) } }
                } @else {
                    @for note in &diagnostic.notes { p.why { (words(note)) } }
                    @if let Some(help) = &diagnostic.help { p.help { strong { "What to do: " } (words(help)) } }
                }
            }
        }
    }

    fn week_of(&self, session: usize) -> String {
        let session = self.sheet.sessions.get(session);
        let week = session.and_then(|session| session.weeks.first());
        week.map_or_else(
            || "the first session".to_owned(),
            |week| format!("week {week}"),
        )
    }
}

fn capital(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters).collect()
    })
}

/// Text of the plan.
fn text(text: &str) -> Markup {
    html! { bdi { (escape::words(text)) } }
}

/// A message, in which names stand in backticks.
fn words(text: &str) -> Markup {
    let text = escape::words(text);
    let pieces: Vec<&str> = text.split('`').collect();
    // A name may itself hold a backtick; then nobody knows where names end.
    if pieces.len().is_multiple_of(2) {
        return html! { (text) };
    }
    html! {
        @for (place, piece) in pieces.iter().enumerate() {
            @if place % 2 == 1 { code { (piece) } } @else { (piece) }
        }
    }
}

/// A figure; one that is not known leads to what to add.
fn figure(figure: &Figure, gaps: &[usize]) -> Markup {
    match figure {
        Figure::Exact(words) => html! { (typeset(words)) },
        Figure::Estimate(words) => html! { (APPROXIMATELY) (typeset(words)) },
        Figure::Unknown => html! {
            @if let Some(gap) = gaps.first() {
                a.unknown href={ "#gap-" (gap) } { "unknown" }
            } @else {
                span.unknown { "unknown" }
            }
        },
        Figure::Nothing => html! { span.nothing aria-hidden="true" { "–" } },
    }
}

/// Figures with the signs of a typesetter.
fn typeset(words: &str) -> String {
    let words = escape::words(words);
    let mut typeset = String::with_capacity(words.len());
    let mut before = ' ';
    let mut characters = words.chars().peekable();
    while let Some(character) = characters.next() {
        let digit_next = characters.peek().is_some_and(char::is_ascii_digit);
        match character {
            // Not in a tempo, which is no range.
            '-' if before.is_ascii_digit() && digit_next && words.matches('-').count() == 1 => {
                typeset.push('–');
            }
            // A list may be broken where its cell does not keep it on one line.
            '/' => typeset.push_str("/\u{200b}"),
            _ => typeset.push(character),
        }
        before = character;
    }
    typeset
}
