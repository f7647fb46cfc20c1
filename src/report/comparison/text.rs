//! The form for people at a terminal: one line a change.

use super::super::paint::Paint;
use super::super::{Style, escape, human, wrap};
use super::phrase::{self, Phrase, Turn};
use super::{Compared, ComparisonSummary};
use crate::compare::{Change, FindingChange};

pub(super) fn plan(compared: &Compared, style: &Style, is_first: bool) -> String {
    let page = Page {
        paint: Paint::new(style),
        width: style.width.max(super::super::NARROWEST),
    };
    let comparison = &compared.comparison;
    let mut text = if is_first {
        String::new()
    } else {
        "\n".to_owned()
    };
    let old = compared.old_path.as_ref();
    let old = old.map(|old| format!("{} -> ", escape::path(old)));
    let state = phrase::state(compared).map(|state| format!(" ({state})"));
    let (old, state) = (old.unwrap_or_default(), state.unwrap_or_default());
    let path = format!("{old}{}{state}", escape::path(&compared.path));
    text += &format!("{}\n", page.paint.strong(&path));
    if let Some(words) = phrase::no_change(compared) {
        text += &page.lines(2, words);
    }
    text += &page.phrases(2, &comparison.changes);
    if !comparison.follows.is_empty() {
        text += "  it follows that\n";
        text += &page.phrases(4, &comparison.follows);
    }
    if !comparison.findings.is_empty() {
        text += "  findings\n";
        let findings = comparison.findings.iter().take(human::MOST_FINDINGS);
        text.extend(findings.map(|change| page.finding(change, compared)));
        let more = comparison
            .findings
            .len()
            .saturating_sub(human::MOST_FINDINGS);
        if more > 0 {
            text += &format!("    and {more} more\n");
        }
    }
    if !comparison.unread.is_empty() {
        text += "  could not be read, and was not compared\n";
        for unread in &comparison.unread {
            let place = phrase::unread_place(unread);
            text += &page.lines(
                4,
                &format!("{place}: `{}`: {}", unread.text, unread.message),
            );
        }
    }
    text
}

pub(super) fn finish(summary: &ComparisonSummary, style: &Style, is_first: bool) -> String {
    let page = Page {
        paint: Paint::new(style),
        width: style.width.max(super::super::NARROWEST),
    };
    let mut text = if is_first {
        String::new()
    } else {
        "\n".to_owned()
    };
    for unreadable in &summary.unreadable {
        let reason = escape::words(&unreadable.reason);
        text += &format!(
            "{}: not compared: {reason}\n",
            escape::path(&unreadable.path)
        );
    }
    text + &page.lines(0, &phrase::summary(summary))
}

struct Page {
    paint: Paint,
    width: usize,
}

impl Page {
    /// Words on as many lines as they need, those behind the first moved in further.
    fn lines(&self, indent: usize, words: &str) -> String {
        let room = self.width.saturating_sub(indent);
        let lines = wrap::wrap(&escape::words(words), room, room.saturating_sub(4));
        let mut text = String::new();
        for (number, line) in lines.iter().enumerate() {
            let further = if number == 0 { 0 } else { 4 };
            text += &format!("{:1$}{line}\n", "", indent + further);
        }
        text
    }

    /// Changes, one a line; what differs from week to week has a line for each.
    fn phrases(&self, indent: usize, changes: &[Change]) -> String {
        let mut text = String::new();
        for Phrase { place, what, turns } in phrase::phrases(changes) {
            if let [turn] = turns.as_slice() {
                text += &self.lines(indent, &format!("{place}: {what} {}", turned(turn)));
                continue;
            }
            text += &self.lines(indent, &format!("{place}: {what}"));
            for turn in &turns {
                text += &self.lines(indent + 2, &format!("{}: {}", turn.weeks, turned(turn)));
            }
        }
        text
    }

    fn finding(&self, change: &FindingChange, compared: &Compared) -> String {
        let Some(finding) = change.finding() else {
            return String::new();
        };
        let place = match finding.place.as_str() {
            "" => "the file".to_owned(),
            place => place.to_owned(),
        };
        let line = phrase::line(change, compared);
        let line = line
            .map(|line| format!(", line {line}"))
            .unwrap_or_default();
        let head = format!("in {place}{line}");
        let mut text = format!(
            "    {}: {}\n",
            phrase::became(change),
            self.paint.tag(finding)
        );
        text += &self.lines(6, &head);
        text += &self.lines(6, &finding.message);
        for remark in phrase::remarks(change) {
            text += &self.lines(6, &remark);
        }
        text
    }
}

/// From what to what.
fn turned(turn: &Turn) -> String {
    let before = turn.before.as_ref().map(|before| format!("{before} -> "));
    let unknown = turn.unknown.as_ref().map(|unknown| format!(" ({unknown})"));
    let (before, unknown) = (before.unwrap_or_default(), unknown.unwrap_or_default());
    format!("{before}{}{unknown}", turn.after)
}
