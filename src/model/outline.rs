//! The structure of a plan: which lines belong to which day of which weeks, and what is wrong with that structure.
//!
//! Lines are flat in the text; here they become blocks of weeks, days and items. Nothing is worked out yet.

use super::plan::{Athlete, Note, NoteKind};
use super::terms::{Phase, Terms};
use super::wrap_words::leftover;
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::map::Map;
use crate::quantity::Quantity;
use crate::source::{Span, TextEdit};
use crate::syntax::ast::{self, Clause, Spanned, Statement};
use crate::syntax::{speaks_of_rest, speaks_of_tempo};

/// A plan's lines in their places.
#[derive(Debug, Default)]
pub(super) struct Outline<'a> {
    pub(super) title: Option<Span>,
    pub(super) goal: Option<Span>,
    pub(super) athlete: Athlete,
    pub(super) one_rms: Vec<&'a ast::OneRm>,
    pub(super) training_maxes: Vec<&'a ast::TrainingMax>,
    pub(super) max_reps: Vec<&'a ast::MaxReps>,
    pub(super) conditions: Vec<ast::Condition>,
    pub(super) custom: Vec<&'a ast::Custom>,
    pub(super) stop_cues: Option<Span>,
    pub(super) defaults: Vec<Defaults<'a>>,
    pub(super) blocks: Vec<Block>,
    pub(super) notes: Vec<Note>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Something that a plan says, or where it says something of the kind that could not be read.
pub(super) type Said<T> = Result<T, Span>;

/// What `default` lines have said so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Defaults<'a> {
    pub(super) rest: Option<Said<&'a ast::Rest>>,
    pub(super) tempo: Option<Said<ast::Tempo>>,
    pub(super) wrap: &'a [ast::WrapPart],
}

/// The weeks under one `week` statement.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) span: Span,
    pub(super) weeks: Vec<u32>,
    pub(super) phase: Phase,
    pub(super) phase_words: Option<Span>,
    pub(super) repeat: Option<Spanned<u32>>,
    pub(super) drop_sets: Option<Spanned<u32>>,
    pub(super) days: Vec<Day>,
}

/// The lines under one `day` statement.
#[derive(Debug)]
pub(super) struct Day {
    pub(super) span: Span,
    pub(super) name: Span,
    pub(super) tags: Vec<Span>,
    pub(super) stated: Option<Spanned<Quantity>>,
    pub(super) stop_cues: bool,
    pub(super) notes: std::ops::Range<u32>,
    pub(super) items: Vec<Item>,
}

/// What happens in a session, in order. Numbers are places in the list of lines.
#[derive(Clone, Debug)]
pub(super) enum Item {
    Exercise {
        line: u32,
        defaults: u32,
        notes: std::ops::Range<u32>,
    },
    Superset,
    End,
    Wrap {
        line: u32,
        defaults: u32,
    },
    Unwrap(ast::Unwrap),
    Rest(u32),
}

/// Sorts the lines of a plan. `text` is the source of the tree.
pub(super) fn outline<'a>(plan: &'a ast::Plan, text: &str, terms: &Terms) -> Outline<'a> {
    let mut builder = Builder {
        text,
        terms,
        outline: Outline {
            defaults: vec![Defaults::default()],
            ..Outline::default()
        },
        superset: None,
        wraps: Vec::new(),
        seen: Vec::new(),
        taken: Map::default(),
        days: Map::default(),
        in_day: false,
        settled: 0,
    };
    for (number, line) in plan.lines.iter().enumerate() {
        builder.line(u32::try_from(number).unwrap_or(u32::MAX), line);
    }
    builder.finish()
}

struct Builder<'a, 't> {
    text: &'t str,
    terms: &'t Terms,
    outline: Outline<'a>,
    /// The open superset of the day at hand.
    superset: Option<Span>,
    /// Open wraps of the day at hand.
    wraps: Vec<Span>,
    /// Statements that may stand only once, with the place of the first.
    seen: Vec<(&'static str, Span)>,
    /// The last block that each week stands in.
    taken: Map<u32, Span>,
    /// The last day of each name, by the start of its block.
    days: Map<(u32, &'t str), Span>,
    in_day: bool,
    /// Notes up to the last line that says something: comments behind it are about what follows.
    settled: u32,
}

impl<'a> Builder<'a, '_> {
    fn line(&mut self, number: u32, line: &'a ast::Line) {
        let at = trimmed(self.text, line);
        match &line.statement {
            Statement::Title(title) if self.first("plan", at) => self.outline.title = Some(*title),
            Statement::Goal(goal) if self.first("goal", at) => {
                self.outline.goal = Some(*goal);
                self.note(*goal, NoteKind::Goal, Vec::new());
            }
            Statement::Units(_) => {
                self.first("units", at);
            }
            Statement::Week(week) => self.week(week),
            Statement::Day(day) => self.day(day),
            Statement::Repeat(week) => {
                self.in_block(at, "repeat", |block| block.repeat = Some(*week))
            }
            Statement::DropSets(sets) => {
                self.in_block(at, "drop sets", |block| block.drop_sets = Some(*sets))
            }
            Statement::Default(clauses) => self.default(clauses),
            Statement::StopCues(_) | Statement::Checks(_) => self.stop_cues(at),
            Statement::Custom(custom) => self.outline.custom.push(custom),
            Statement::Note(text) => self.note(*text, NoteKind::Note, Vec::new()),
            Statement::Superset
            | Statement::End
            | Statement::Wrap(_)
            | Statement::Unwrap(_)
            | Statement::Rest(_)
            | Statement::Exercise(_) => self.item(number, &line.statement, at),
            Statement::Blank | Statement::Unread(_) | Statement::Title(_) | Statement::Goal(_) => {}
            other => self.about_the_athlete(other, at),
        }
        self.wrap_words(&line.statement);
        if let Some(comment) = &line.comment {
            self.comment(comment);
        }
        if !matches!(line.statement, Statement::Blank) {
            self.settled = self.next_note();
        }
    }

    fn next_note(&self) -> u32 {
        u32::try_from(self.outline.notes.len()).unwrap_or(u32::MAX)
    }

    /// What the wraps of a line leave over is said, and read as a note is.
    fn wrap_words(&mut self, statement: &Statement) {
        let left = leftover(statement, self.text, self.terms);
        self.outline.diagnostics.extend(left.diagnostics);
        for text in left.texts {
            self.note(text, NoteKind::Wrap, Vec::new());
        }
    }

    fn about_the_athlete(&mut self, statement: &'a Statement, at: Span) {
        let athlete = &mut self.outline.athlete;
        athlete.span = athlete.span.or(Some(at));
        match statement {
            Statement::Athlete(name) if self.first("athlete", at) => {
                self.outline.athlete.name = name.value;
            }
            Statement::Experience(experience) if self.first("experience", at) => {
                self.outline.athlete.experience = Some(experience.clone());
            }
            Statement::Age(age) if self.first("age", at) => self.outline.athlete.age = Some(*age),
            Statement::Bodyweight(mass) if self.first("bodyweight", at) => {
                self.outline.athlete.bodyweight = Some(*mass)
            }
            Statement::Conditions(conditions) => {
                self.outline.athlete.health = self.outline.athlete.health.or(Some(conditions.span));
                self.outline
                    .conditions
                    .extend(conditions.value.iter().cloned());
            }
            Statement::Complaints(complaints) => self.outline.athlete.complaints.extend(complaints),
            Statement::Clearance(clearance) if self.first("clearance", at) => {
                self.outline.athlete.clearance = Some(clearance.clone());
            }
            Statement::OneRm(one_rm) => self.outline.one_rms.push(one_rm),
            Statement::TrainingMax(max) => self.outline.training_maxes.push(max),
            Statement::MaxReps(max) => self.outline.max_reps.push(max),
            _ => {}
        }
    }

    /// Whether a statement stands here for the first time; a second one is reported.
    fn first(&mut self, keyword: &'static str, at: Span) -> bool {
        let Some((_, before)) = self.seen.iter().find(|(seen, _)| *seen == keyword) else {
            self.seen.push((keyword, at));
            return true;
        };
        self.outline.diagnostics.push(
            Diagnostic::new(
                "duplicate-statement",
                Severity::Warning,
                at,
                format!("`{keyword}` stands here a second time"),
            )
            .label(*before, "the first one, which counts")
            .help("keep one of the two lines; a plan has one athlete"),
        );
        false
    }

    fn week(&mut self, week: &'a ast::Week) {
        self.close_day();
        let mut weeks: Vec<u32> = Vec::new();
        for range in &week.ranges {
            let (first, last) = range.value;
            if last < first {
                self.outline.diagnostics.push(
                    Diagnostic::new(
                        "backward-range",
                        Severity::Error,
                        range.span,
                        format!("weeks {first}-{last} run backwards"),
                    )
                    .note(format!(
                        "only week {first} is looked at until this is put right"
                    ))
                    .help(format!("write `weeks {last}-{first}`"))
                    .fix(
                        format!("write {last}-{first}"),
                        Applicability::Unsafe,
                        vec![TextEdit {
                            span: range.span,
                            text: format!("{last}-{first}"),
                        }],
                    ),
                );
            }
            weeks.extend(first..=last.max(first));
        }
        weeks.sort_unstable();
        self.duplicate_weeks(&mut weeks, week.span);
        let phase = week
            .phase
            .map_or(Phase::Normal, |phase| self.terms.phase(phase.of(self.text)));
        self.outline.blocks.push(Block {
            span: week.span,
            weeks,
            phase,
            phase_words: week.phase,
            repeat: None,
            drop_sets: None,
            days: Vec::new(),
        });
    }

    /// Says which weeks stand elsewhere already.
    fn duplicate_weeks(&mut self, weeks: &mut Vec<u32>, at: Span) {
        let mut doubled: Vec<u32> = weeks
            .windows(2)
            .filter(|pair| pair[0] == pair[1])
            .map(|pair| pair[0])
            .collect();
        weeks.dedup();
        let mut before = at;
        for &week in weeks.iter() {
            if let Some(block) = self.taken.insert(week, at) {
                doubled.push(week);
                before = if before == at {
                    block
                } else {
                    before.max(block)
                };
            }
        }
        doubled.sort_unstable();
        doubled.dedup();
        if let Some(first) = doubled.first() {
            let mut report = Diagnostic::new(
                "duplicate-week",
                Severity::Error,
                at,
                format!("week {first} stands in the plan twice"),
            )
            .help("give each week one block; days of one week belong under one `week` line");
            if before != at {
                report = report.label(before, "it stands here, too");
            }
            self.outline.diagnostics.push(report);
        }
    }

    fn day(&mut self, day: &'a ast::Day) {
        self.close_day();
        let name = day.name.of(self.text);
        let block = self.block(day.span).span;
        let before = *self.days.entry((block.start, name)).or_insert(day.span);
        if before != day.span {
            self.outline.diagnostics.push(
                Diagnostic::new(
                    "duplicate-day",
                    Severity::Warning,
                    day.span,
                    format!("the day `{name}` stands in this week twice"),
                )
                .label(before, "the first one")
                .help("give the second one a name of its own, so that findings can be told apart"),
            );
        }
        // What stands in front of the first day is about the plan.
        let first = self
            .outline
            .blocks
            .iter()
            .all(|block| block.days.is_empty());
        let notes = if first {
            self.next_note()
        } else {
            self.settled
        };
        let new = Day {
            span: day.span,
            name: day.name,
            tags: day.tags.clone(),
            stated: day.duration,
            stop_cues: false,
            notes: notes..notes,
            items: Vec::new(),
        };
        self.block(day.span).days.push(new);
        self.in_day = true;
    }

    /// The block at hand; a plan that starts without a `week` line is week 1.
    fn block(&mut self, at: Span) -> &mut Block {
        if self.outline.blocks.is_empty() {
            self.taken.insert(1, at);
            self.outline.blocks.push(Block {
                span: at,
                weeks: vec![1],
                phase: Phase::Normal,
                phase_words: None,
                repeat: None,
                drop_sets: None,
                days: Vec::new(),
            });
        }
        let last = self.outline.blocks.len() - 1;
        &mut self.outline.blocks[last]
    }

    /// The day at hand; lines in front of any `day` line are a day without a name.
    fn today(&mut self, at: Span) -> &mut Day {
        self.in_day = true;
        let notes = self.next_note();
        let block = self.block(at);
        if block.days.is_empty() {
            let name = Span::at(at.range().start);
            block.days.push(Day {
                span: at,
                name,
                tags: Vec::new(),
                stated: None,
                stop_cues: false,
                notes: notes..notes,
                items: Vec::new(),
            });
        }
        let last = block.days.len() - 1;
        &mut block.days[last]
    }

    fn in_block(&mut self, at: Span, keyword: &str, change: impl FnOnce(&mut Block)) {
        match self.outline.blocks.last_mut() {
            Some(block) => change(block),
            None => self.outline.diagnostics.push(
                Diagnostic::new(
                    "misplaced-line",
                    Severity::Warning,
                    at,
                    format!("`{keyword}` means nothing before the first week"),
                )
                .help("put it under the `week` line that it is for"),
            ),
        }
    }

    fn default(&mut self, clauses: &'a [Clause]) {
        let mut defaults = self.outline.defaults.last().copied().unwrap_or_default();
        for clause in clauses {
            match clause {
                Clause::Rest(rest) => defaults.rest = Some(Ok(rest)),
                Clause::Tempo(tempo) => defaults.tempo = Some(Ok(*tempo)),
                Clause::Wrap(wrap) => defaults.wrap = &wrap.parts,
                Clause::StopCue(cue) | Clause::Check(cue) => {
                    self.outline.stop_cues = self.outline.stop_cues.or(Some(*cue))
                }
                Clause::Effort(load) => self.no_default(load.span),
                Clause::Side(side) => self.no_default(side.span),
                Clause::Unread(at) => {
                    let content = at.of(self.text);
                    if speaks_of_rest(content) {
                        defaults.rest = Some(Err(*at));
                    }
                    if speaks_of_tempo(content) {
                        defaults.tempo = Some(Err(*at));
                    }
                }
                Clause::StrayTightness(_) => {}
            }
        }
        self.outline.defaults.push(defaults);
    }

    fn no_default(&mut self, at: Span) {
        let message = format!("`{}` cannot be a default", at.of(self.text));
        self.outline.diagnostics.push(
            Diagnostic::new("misplaced-line", Severity::Warning, at, message)
                .note("rests, tempos, wraps, stop cues and checks can have a default")
                .help("write it on the line of each exercise that it is for"),
        );
    }

    fn stop_cues(&mut self, at: Span) {
        if self.in_day {
            self.today(at).stop_cues = true;
        } else {
            self.outline.stop_cues = self.outline.stop_cues.or(Some(at));
        }
    }

    fn note(&mut self, span: Span, kind: NoteKind, rules: Vec<Span>) {
        self.outline.notes.push(Note {
            span,
            kind,
            rules,
            exercise: None,
            in_day: false,
        });
        let last = self.next_note();
        let item = self
            .outline
            .blocks
            .last_mut()
            .and_then(|block| block.days.last_mut())
            .and_then(|day| day.items.last_mut());
        if let (Some(Item::Exercise { notes, .. }), true) = (item, kind == NoteKind::Note) {
            let start = if notes.start == notes.end {
                last - 1
            } else {
                notes.start
            };
            *notes = start..last;
        }
    }

    fn comment(&mut self, comment: &ast::Comment) {
        match &comment.suppression {
            Some(suppression) => self.note(
                suppression.reason,
                NoteKind::Suppression,
                suppression.rules.clone(),
            ),
            None => self.note(comment.span, NoteKind::Comment, Vec::new()),
        }
    }

    fn item(&mut self, number: u32, statement: &'a Statement, at: Span) {
        let defaults = u32::try_from(self.outline.defaults.len() - 1).unwrap_or(0);
        let item = match statement {
            Statement::Superset => {
                if let Some(open) = self.superset {
                    self.superset_open(open);
                }
                self.superset = Some(at);
                Item::Superset
            }
            Statement::End => {
                if self.superset.take().is_none() {
                    self.outline.diagnostics.push(
                        Diagnostic::new("end-without-superset", Severity::Warning, at, "there is no superset to end here")
                            .help("remove this line, or put `superset` in front of the first of its exercises"),
                    );
                }
                Item::End
            }
            Statement::Wrap(_) => {
                self.wraps.push(at);
                Item::Wrap {
                    line: number,
                    defaults,
                }
            }
            Statement::Unwrap(unwrap) => {
                if self.wraps.is_empty() {
                    self.outline.diagnostics.push(
                        Diagnostic::new("unwrap-without-wrap", Severity::Warning, at, "no wrap is on here")
                            .help("remove this line, or put a line such as `wrap thigh, high, tightness 7/10` where the wraps go on"),
                    );
                }
                self.wraps.clear();
                Item::Unwrap(*unwrap)
            }
            Statement::Rest(_) => Item::Rest(number),
            _ => {
                let last = u32::try_from(self.outline.notes.len()).unwrap_or(0);
                Item::Exercise {
                    line: number,
                    defaults,
                    notes: last..last,
                }
            }
        };
        self.today(at).items.push(item);
    }

    fn superset_open(&mut self, open: Span) {
        self.outline.diagnostics.push(
            Diagnostic::new(
                "superset-never-closed",
                Severity::Warning,
                open,
                "this superset is never closed",
            )
            .help("put `end` behind the last of its exercises"),
        );
    }

    /// Ends the day at hand, and says what it leaves open.
    fn close_day(&mut self) {
        self.in_day = false;
        let settled = self.settled;
        let day = self.outline.blocks.last_mut();
        if let Some(day) = day.and_then(|block| block.days.last_mut()) {
            day.notes.end = settled.max(day.notes.start);
            let notes = self.outline.notes.iter_mut().take(settled as usize);
            for note in notes.skip(day.notes.start as usize) {
                note.in_day = true;
            }
        }
        if let Some(open) = self.superset.take() {
            self.superset_open(open);
        }
        for open in std::mem::take(&mut self.wraps) {
            self.outline.diagnostics.push(
                Diagnostic::new(
                    "wrap-never-closed",
                    Severity::Error,
                    open,
                    "these wraps are never taken off",
                )
                .help("put `unwrap` behind the last wrapped exercise"),
            );
        }
    }

    fn finish(mut self) -> Outline<'a> {
        self.close_day();
        self.outline
    }
}

fn trimmed(text: &str, line: &ast::Line) -> Span {
    let end = line
        .comment
        .as_ref()
        .map_or(line.span.range().end, |comment| comment.span.range().start);
    let whole = Span::new(line.span.range().start, end);
    let content = whole.of(text);
    let start = whole.range().start + content.len() - content.trim_start().len();
    Span::new(start, start + content.trim().len())
}
