//! A plan in the terminal: sessions as tables with what was found beside each exercise, a timeline of the wraps, the
//! course of the weeks, and what is not known.

mod session;
mod table;
mod timeline;
mod weeks;

use std::collections::BTreeSet;

use crate::sheet::{Block, Figure, Finding, Sheet};

use super::paint::Paint;
use super::plan_words::{counts, kind, session_name, unread_words, week_words};
use super::{NARROWEST, Style, escape, summary, wrap};

/// Findings that are printed in one place; the rest are counted.
const MOST: usize = 50;

/// Columns for what is said of the athlete.
const LABEL: usize = 14;

/// A plan as text.
pub fn sheet(sheet: &Sheet, style: &Style) -> String {
    let mut printer = Printer {
        sheet,
        width: style.width.max(NARROWEST),
        paint: Paint::new(style),
        signs: Signs::of(style.unicode),
        explained: BTreeSet::new(),
        text: String::new(),
    };
    printer.head();
    for block in sheet.blocks() {
        printer.block(&block);
    }
    printer.courses();
    printer.end();
    printer.text
}

/// What is drawn with.
#[derive(Clone, Copy, Debug)]
struct Signs {
    approximately: &'static str,
    rule: &'static str,
    work: &'static str,
    wrap: &'static str,
    times: &'static str,
}

impl Signs {
    fn of(unicode: bool) -> Self {
        if unicode {
            Self {
                approximately: "≈",
                rule: "─",
                work: "█",
                wrap: "▒",
                times: "×",
            }
        } else {
            Self {
                approximately: "~",
                rule: "-",
                work: "#",
                wrap: "=",
                times: "x",
            }
        }
    }
}

struct Printer<'s> {
    sheet: &'s Sheet,
    width: usize,
    paint: Paint,
    signs: Signs,
    /// Findings whose help has been printed already.
    explained: BTreeSet<usize>,
    text: String,
}

impl Printer<'_> {
    fn head(&mut self) {
        let sheet = self.sheet;
        let title = sheet.title.as_deref().unwrap_or("A plan without a title");
        self.painted(0, &escape::words(title), Paint::title);
        let mut facts = Vec::new();
        facts.extend(sheet.athlete.as_ref().map(|name| ("for", name.clone())));
        facts.extend(sheet.goal.as_ref().map(|goal| ("goal", goal.clone())));
        facts.extend(sheet.about.iter().cloned());
        for (label, words) in facts {
            self.prose(0, &format!("{label:<LABEL$}"), &words, LABEL);
        }
        for cue in &sheet.cues {
            self.painted(0, &escape::words(cue), Paint::alarm);
        }
        for note in &sheet.notes {
            self.prose(0, "> ", note, 2);
        }
        self.blank();
        self.prose(0, "", &counts(sheet), 0);
        self.findings(0, &sheet.general);
        self.unread();
    }

    fn unread(&mut self) {
        let lines = &self.sheet.unread;
        if lines.is_empty() {
            return;
        }
        self.blank();
        let head = unread_words(lines.len());
        self.painted(0, &head, Paint::strong);
        for unread in lines.iter().take(MOST) {
            let number = format!("{:>4}  ", unread.number);
            self.prose(0, &number, &unread.text, 6);
        }
        if lines.len() > MOST {
            self.prose(6, "", &format!("and {} more", lines.len() - MOST), 0);
        }
    }

    /// Weeks that are alike, with the sessions that no earlier week has.
    fn block(&mut self, block: &Block<'_>) {
        self.blank();
        let sheet = self.sheet;
        let head = week_words(block);
        let rule = self.width.saturating_sub(wrap::width(&head) + 4);
        let start = self.signs.rule.repeat(2);
        let head = format!("{start} {head} {}", self.signs.rule.repeat(rule));
        self.painted(0, &head, Paint::strong);
        if block.week.sessions.is_empty() {
            self.prose(0, "", "no session", 0);
        }
        let first = block.weeks.first().copied().unwrap_or(0);
        let mut seen = BTreeSet::new();
        for &number in &block.week.sessions {
            let Some(session) = sheet.sessions.get(number) else {
                continue;
            };
            let opens = session.weeks.first().copied().unwrap_or(0);
            self.blank();
            if !seen.insert(number) || opens != first {
                let again = if opens == first {
                    "once more".to_owned()
                } else {
                    format!("as in week {opens}")
                };
                let name = session_name(&session.name);
                let words = format!("{name}: {again}");
                self.prose(0, "", &words, 0);
            } else {
                self.session(session);
            }
        }
    }

    /// Findings in full the first time, and by their message after that.
    fn findings(&mut self, indent: usize, numbers: &[usize]) {
        let sheet = self.sheet;
        for &number in numbers.iter().take(MOST) {
            if let Some(finding) = sheet.findings.get(number) {
                let again = !self.explained.insert(number);
                self.finding(indent, finding, again);
            }
        }
        if numbers.len() > MOST {
            let more = numbers.len() - MOST;
            let more = summary::count(more, "more finding", "more findings");
            self.prose(indent, "", &format!("and {more}"), 0);
        }
    }

    fn finding(&mut self, indent: usize, finding: &Finding, again: bool) {
        let diagnostic = &finding.diagnostic;
        let kind = kind(diagnostic);
        let line = format!(", line {}: ", finding.line);
        let columns = wrap::width(kind) + wrap::width(&line);
        let key = self.paint.severity(diagnostic, kind) + &line;
        let message = escape::words(&diagnostic.message);
        self.hanging(indent, &key, columns, &message, indent + 2);
        if again {
            return;
        }
        if let Some(help) = &diagnostic.help {
            self.prose(indent + 2, "help: ", help, 2);
        }
    }

    fn end(&mut self) {
        let sheet = self.sheet;
        if !sheet.gaps.is_empty() {
            self.blank();
            self.painted(0, "What is shown as `?`, and what to add", Paint::strong);
            for gap in sheet.gaps.iter().take(MOST) {
                self.prose(0, "- ", &format!("{}: {}", gap.what, gap.add), 2);
            }
            if sheet.gaps.len() > MOST {
                self.prose(2, "", &format!("and {} more", sheet.gaps.len() - MOST), 0);
            }
        }
        self.blank();
        let signs = self.signs.approximately;
        let words = format!(
            "{signs} is an estimate, with its range; ? is not known. Times run from the first set of a session. \
             cuff reads the plan and examines nobody."
        );
        self.painted(0, &words, Paint::faint);
    }

    /// A line that no CI runner takes for a command.
    fn line(&mut self, indent: usize, words: &str) {
        if escape::starts_command(words) {
            self.text.push('·');
        }
        self.text.push_str(&" ".repeat(indent));
        self.text.push_str(words.trim_end());
        self.text.push('\n');
    }

    fn blank(&mut self) {
        self.text.push('\n');
    }

    /// Words that are broken into lines, each of them painted.
    fn painted(&mut self, indent: usize, words: &str, paint: fn(&Paint, &str) -> String) {
        for line in wrap::block(words, self.width.saturating_sub(indent)) {
            let line = paint(&self.paint, &line);
            self.line(indent, &line);
        }
    }

    /// Text of any origin, behind a key, with a hanging indent.
    fn prose(&mut self, indent: usize, key: &str, words: &str, hang: usize) {
        let columns = wrap::width(key);
        self.hanging(indent, key, columns, &escape::words(words), indent + hang);
    }

    /// Harmless words behind a key that takes so many columns.
    fn hanging(&mut self, indent: usize, key: &str, columns: usize, words: &str, hang: usize) {
        let first = self.width.saturating_sub(indent + columns);
        let rest = self.width.saturating_sub(hang);
        for (number, line) in wrap::wrap(words, first, rest).iter().enumerate() {
            if number == 0 {
                self.line(indent, &format!("{key}{line}"));
            } else {
                self.line(hang, line);
            }
        }
    }

    /// A figure as a cell has it.
    fn figure(&self, figure: &Figure) -> String {
        match figure {
            Figure::Exact(words) => escape::words(words),
            Figure::Estimate(words) => {
                format!("{}{}", self.signs.approximately, escape::words(words))
            }
            Figure::Unknown => "?".to_owned(),
            Figure::Nothing => String::new(),
        }
    }
}
