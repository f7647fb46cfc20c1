//! A plan in its one tidy form: [`syntax`](crate::syntax) spells each line, this room lays the lines out.
//!
//! Nothing is lost and nothing is put right. Comments and notes keep their words, a line that cannot be read stays as it
//! is byte for byte, and a line in which something is wrong keeps its words and only moves to its place: what a finding
//! points at is for a person to change. The text means the same as before, and formatting it again changes nothing.

use crate::source::{Span, TextEdit, line_ending};
use crate::syntax::ast::{Line, Statement};
use crate::syntax::{Parse, parse, print_line};

const INDENT: &str = "  ";
/// Blocks in blocks are indented this deep; real plans reach four.
const DEEPEST: usize = 8;
const BYTE_ORDER_MARK: char = '\u{FEFF}';
/// What the grammar takes for a blank.
const BLANKS: [char; 5] = [' ', '\t', '\u{A0}', '\u{202F}', '\u{2009}'];

/// The canonical form of a plan. Line endings become those of the majority; a byte order mark stays.
pub fn format(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for TextEdit { span, text: new } in changes(text) {
        out.push_str(text.get(done..span.range().start).unwrap_or_default());
        out.push_str(&new);
        done = span.range().end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// What the canonical form changes, in order of the places, each as little as it can be. Those of one line alone lay that
/// line out.
pub fn edits(text: &str) -> Vec<TextEdit> {
    let changes = changes(text).into_iter();
    changes.map(|change| narrowed(change, text)).collect()
}

/// How much a line is indented if an exercise stands in it, or whatever belongs where it is. Lines count from 1.
pub fn indentation(text: &str, line: usize) -> Option<String> {
    let lines = parse(text).plan.lines;
    let level = levels(&lines, text).get(line.checked_sub(1)?).copied();
    Some(INDENT.repeat(level?.min(DEEPEST)))
}

/// Lines that are laid out in another way than they are written, with the blank lines in front of them.
fn changes(text: &str) -> Vec<TextEdit> {
    let Parse { plan, diagnostics } = parse(text);
    if plan.lines.is_empty() {
        // A text beyond the budget is not read at all.
        return Vec::new();
    }
    let mut faults: Vec<u32> = diagnostics.iter().map(|found| found.span.start).collect();
    faults.sort_unstable();
    let ending = line_ending(text);
    let mark = if text.starts_with(BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len_utf8()
    } else {
        0
    };
    let mut changes = Vec::new();
    let mut change = |from: usize, to: usize, laid: String| {
        let span = Span::new(from, to);
        if span.of(text) != laid {
            changes.push(TextEdit { span, text: laid });
        }
    };
    let ends = plan
        .lines
        .iter()
        .skip(1)
        .map(|next| next.span.range().start);
    let ends = ends.chain(std::iter::once(text.len()));
    // Up to where the text is laid out, and whether anything is.
    let mut done = mark;
    let mut is_first = true;
    let mut blank = false;
    for ((line, level), end) in plan.lines.iter().zip(levels(&plan.lines, text)).zip(ends) {
        if is_blank(line) {
            blank = true;
            continue;
        }
        let mut out = String::new();
        // Nothing stands in front of the first line, unless a stray character there would turn into a byte order mark.
        let words = line.span.of(text).trim_start_matches(BLANKS);
        let stray = is_first && mark == 0 && words.starts_with(BYTE_ORDER_MARK);
        if stray || (blank && !is_first) {
            out.push_str(ending);
        }
        put(&mut out, line, level, text, &faults);
        out.push_str(ending);
        change(done, end, out);
        done = end;
        is_first = false;
        blank = false;
    }
    change(done, text.len(), String::new());
    changes
}

/// A change without what stays at its ends. It cuts no character, and no line ending.
fn narrowed(change: TextEdit, text: &str) -> TextEdit {
    let TextEdit { span, text: new } = change;
    let old = span.of(text);
    let is_cut = |text: &str, at: usize| {
        let pair = at
            .checked_sub(1)
            .and_then(|before| text.get(before..at + 1));
        pair == Some("\r\n")
    };
    let same = |(a, b): &(char, char)| a == b;
    let width = |(a, _): (char, char)| a.len_utf8();
    let mut head: usize = old
        .chars()
        .zip(new.chars())
        .take_while(same)
        .map(width)
        .sum();
    if is_cut(old, head) || is_cut(&new, head) {
        head -= 1;
    }
    let rest = (
        old.get(head..).unwrap_or_default(),
        new.get(head..).unwrap_or_default(),
    );
    let pairs = rest.0.chars().rev().zip(rest.1.chars().rev());
    let mut tail: usize = pairs.take_while(same).map(width).sum();
    if is_cut(old, old.len() - tail) || is_cut(&new, new.len() - tail) {
        tail -= 1;
    }
    let kept = new.get(head..new.len() - tail).unwrap_or_default();
    TextEdit {
        span: span.without_first(head).without_last(tail),
        text: kept.to_owned(),
    }
}

fn is_blank(line: &Line) -> bool {
    matches!(line.statement, Statement::Blank) && line.comment.is_none()
}

fn put(out: &mut String, line: &Line, level: usize, text: &str, faults: &[u32]) {
    let written = line.span.of(text);
    if matches!(line.statement, Statement::Unread(_)) {
        out.push_str(written);
        return;
    }
    out.push_str(&INDENT.repeat(level.min(DEEPEST)));
    let first = faults.partition_point(|&fault| fault < line.span.start);
    let faulty = faults
        .get(first)
        .is_some_and(|&fault| fault <= line.span.end);
    let printed = print_line(line, text);
    if faulty || (is_of_the_athlete(&line.statement) && loses_words(written, &printed)) {
        out.push_str(written.trim_start_matches(BLANKS));
    } else {
        out.push_str(printed.trim_end_matches(BLANKS));
    }
}

/// Statements that may say a thing twice, where the tree holds it once.
fn is_of_the_athlete(statement: &Statement) -> bool {
    matches!(
        statement,
        Statement::OneRm(_)
            | Statement::MaxReps(_)
            | Statement::TrainingMax(_)
            | Statement::Age(_)
            | Statement::Experience(_)
    )
}

/// Whether a longer word or number of the text is not in its canonical form.
fn loses_words(written: &str, printed: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric());
        let long = words.filter(|word| word.len() > 3);
        let mut long: Vec<String> = long.map(str::to_lowercase).collect();
        long.sort_unstable();
        long
    };
    words(written) != words(printed)
}

/// How deep each line stands.
fn levels(lines: &[Line], text: &str) -> Vec<usize> {
    let mut layout = Layout::default();
    let mut levels = Vec::with_capacity(lines.len());
    // Comments that wait for the line that they stand above.
    let mut waiting = 0;
    for line in lines {
        let here = layout.here();
        let is_comment = matches!(line.statement, Statement::Blank) && line.comment.is_some();
        let level = match &line.statement {
            Statement::Blank if is_comment => {
                waiting += 1;
                // At the left edge, where it concerns the whole plan, unless something follows.
                let at_edge = !line.span.of(text).starts_with(BLANKS);
                levels.push(if at_edge { 0 } else { here });
                continue;
            }
            Statement::Blank | Statement::Unread(_) => here,
            statement => {
                let level = layout.place(statement);
                let ends = matches!(statement, Statement::End | Statement::Unwrap(_));
                let above = if ends { here } else { level };
                let first = levels.len() - waiting;
                levels
                    .iter_mut()
                    .skip(first)
                    .for_each(|comment| *comment = above);
                level
            }
        };
        waiting = 0;
        levels.push(level);
    }
    levels
}

/// What is open where a line stands.
#[derive(Debug, Default)]
struct Layout {
    athlete: bool,
    week: bool,
    day: bool,
    blocks: Vec<Block>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Block {
    Superset,
    Wrap,
}

impl Layout {
    /// The depth of a statement; what it opens and closes is noted.
    fn place(&mut self, statement: &Statement) -> usize {
        match statement {
            Statement::Athlete(_) => {
                self.athlete = true;
                return 0;
            }
            Statement::Note(_) => return self.here(),
            about if about.is_about_the_athlete() => return self.here(),
            _ => self.athlete = false,
        }
        match statement {
            Statement::Title(_)
            | Statement::Goal(_)
            | Statement::Units(_)
            | Statement::Custom(_) => 0,
            Statement::Week(_) => {
                *self = Self {
                    week: true,
                    ..Self::default()
                };
                0
            }
            Statement::Day(_) => {
                self.day = true;
                self.blocks.clear();
                usize::from(self.week)
            }
            Statement::Repeat(_) | Statement::DropSets(_) => usize::from(self.week),
            Statement::Superset => {
                // A superset that is open ends here: they do not nest.
                self.blocks.retain(|block| *block != Block::Superset);
                self.open(Block::Superset)
            }
            Statement::Wrap(_) => self.open(Block::Wrap),
            Statement::End => self.close(Block::Superset),
            Statement::Unwrap(_) => self.close(Block::Wrap),
            _ => self.here(),
        }
    }

    /// The depth of an exercise here, or of something about the athlete.
    fn here(&self) -> usize {
        if self.athlete {
            1
        } else {
            self.base() + self.blocks.len()
        }
    }

    fn base(&self) -> usize {
        usize::from(self.week) + usize::from(self.day)
    }

    fn open(&mut self, block: Block) -> usize {
        let level = self.here();
        if self.blocks.len() < DEEPEST {
            self.blocks.push(block);
        }
        level
    }

    /// Closes all blocks of a kind: one line takes every wrap off.
    fn close(&mut self, block: Block) -> usize {
        let first = self.blocks.iter().position(|open| *open == block);
        let level = first.map_or(self.here(), |first| self.base() + first);
        self.blocks.retain(|open| *open != block);
        level
    }
}
