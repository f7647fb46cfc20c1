//! From tree to text, in the one canonical spelling. Reading what is printed gives the same tree again, places aside.
//! Comments, notes, names and unread text are copied from the source, byte for byte.

use std::fmt::Write as _;

use pest::Parser as _;

use super::ast::{
    Basis, Clause, Exercise, GroupForm, Line, Load, LoadKind, LoadList, LoadShare, Mass, MassUnit,
    PercentBase, Plan, Prescription, Progression, Rest, RestValue, SetGroup, Sets, Side, Statement,
    Step, Tempo, TrainingMaxValue, Unwrap, Weekly, Work, Wrap, WrapMode, WrapPart,
};
use super::characters::is_blank;
use super::grammar::{PlanParser, Rule};
use crate::quantity::{Dimension, Quantity, decimal, to_pounds};
use crate::source::Span;

/// The plan in canonical spelling; `text` is the source that the tree was read from. Indentation is kept as written.
pub fn print(plan: &Plan, text: &str) -> String {
    let mut printer = Printer {
        text,
        out: String::with_capacity(text.len()),
    };
    if text.starts_with(BYTE_ORDER_MARK) {
        printer.out.push(BYTE_ORDER_MARK);
    }
    for (number, line) in plan.lines.iter().enumerate() {
        if number > 0 {
            printer.out.push('\n');
        }
        printer.line(line);
    }
    printer.out
}

/// One line in canonical spelling, its comment with it, without indentation.
pub fn print_line(line: &Line, text: &str) -> String {
    let mut printer = Printer {
        text,
        out: String::with_capacity(line.span.len()),
    };
    printer.content(line);
    printer.out
}

/// What some programs put in front of a text.
const BYTE_ORDER_MARK: char = '\u{FEFF}';

struct Printer<'t> {
    text: &'t str,
    out: String,
}

impl Printer<'_> {
    fn line(&mut self, line: &Line) {
        let written = line.span.of(self.text);
        let indent = written.len() - written.trim_start_matches(is_blank).len();
        let blank = matches!(line.statement, Statement::Blank) && line.comment.is_none();
        if let Statement::Unread(content) = line.statement {
            self.copy(Span {
                end: content.start,
                ..line.span
            });
        } else if !blank {
            self.out.push_str(written.get(..indent).unwrap_or_default());
        }
        self.content(line);
    }

    fn content(&mut self, line: &Line) {
        let before = self.out.len();
        self.statement(&line.statement);
        if let Some(comment) = &line.comment {
            if self.out.len() > before && !self.out.ends_with([' ', '\t']) {
                self.out.push(' ');
            }
            self.copy(comment.span);
        }
    }

    fn statement(&mut self, statement: &Statement) {
        match statement {
            Statement::Blank => {}
            Statement::Title(title) => self.quoted("plan ", *title),
            Statement::Goal(goal) => self.worded("goal ", *goal),
            Statement::Units(unit) => self.put(format_args!("units {}", mass_unit(unit.value))),
            Statement::Day(day) => {
                self.quoted("day ", day.name);
                for tag in &day.tags {
                    self.worded(" ", *tag);
                }
                if let Some(duration) = day.duration {
                    self.put(format_args!(", {}", time(duration.value)));
                }
                self.unread(&day.unread);
            }
            Statement::Week(week) => self.week(week),
            Statement::Repeat(week) => self.put(format_args!("repeat week {}", week.value)),
            Statement::DropSets(sets) => self.put(format_args!("drop sets {}", sets.value)),
            Statement::Superset => self.out.push_str("superset"),
            Statement::End => self.out.push_str("end"),
            Statement::Wrap(wrap) => self.wrap(wrap),
            Statement::Unwrap(unwrap) => {
                self.out.push_str("unwrap");
                self.after_set(unwrap);
            }
            Statement::Rest(rest) => self.rest(rest),
            Statement::Exercise(exercise) => self.exercise(exercise),
            Statement::Note(note) => self.worded("> ", *note),
            Statement::Default(clauses) => {
                self.out.push_str("default ");
                self.clauses(clauses);
            }
            Statement::StopCues(cues) => self.phrases("stop if ", &cues.value),
            Statement::Checks(checks) => self.phrases("check ", &checks.value),
            Statement::Custom(custom) => {
                self.quoted("exercise ", custom.name);
                if let Some(like) = custom.like {
                    self.quoted(" like ", like);
                } else {
                    self.phrases(": ", &custom.traits);
                }
            }
            Statement::Unread(span) => self.copy(*span),
            _ => self.about_the_athlete(statement),
        }
    }

    fn about_the_athlete(&mut self, statement: &Statement) {
        match statement {
            Statement::Athlete(name) => match name.value {
                Some(name) => self.quoted("athlete ", name),
                None => self.out.push_str("athlete"),
            },
            Statement::Experience(experience) => {
                // A value that could not be read is kept with its place: the statement is copied.
                if experience.unread.is_some() {
                    return self.copy(experience.span);
                }
                let level = experience
                    .level
                    .map(|level| self.slice(level.span).to_lowercase());
                let age = experience
                    .training_age
                    .map(|age| self.slice(age.span).to_lowercase());
                let parts: Vec<String> = level.into_iter().chain(age).collect();
                self.put(format_args!("experience {}", parts.join(", ")));
            }
            Statement::Age(age) => {
                let years = age.value.low() / 31_557_600;
                self.put(format_args!("age {}", decimal(years)));
            }
            Statement::Bodyweight(mass) => {
                self.put(format_args!("bodyweight {}", written(mass)));
            }
            Statement::Conditions(conditions) if conditions.value.is_empty() => {
                self.out.push_str("conditions none")
            }
            Statement::Conditions(conditions) => {
                let spans: Vec<Span> = conditions
                    .value
                    .iter()
                    .map(|condition| condition.span)
                    .collect();
                self.phrases("conditions ", &spans);
            }
            Statement::Complaints(complaints) => self.phrases("complaint ", complaints),
            Statement::Clearance(clearance) => self.clearance(clearance),
            Statement::OneRm(one_rm) => self.one_rm(one_rm),
            Statement::TrainingMax(max) => self.training_max(max),
            Statement::MaxReps(max) => {
                self.lift("max ", max.lift);
                self.put(format_args!(" {} reps", max.reps.value.as_notation()));
                if let Some(date) = max.date {
                    self.worded(", ", date.span);
                }
            }
            _ => {}
        }
    }

    fn clearance(&mut self, clearance: &super::ast::Clearance) {
        self.out.push_str("clearance ");
        let mut first = true;
        let mut parts: Vec<(&str, Span, &str)> = Vec::new();
        parts.extend(clearance.by.map(|by| ("\"", by, "\"")));
        parts.extend(clearance.date.map(|date| ("", date.span, "")));
        parts.extend(clearance.covers.map(|covers| ("covers ", covers, "")));
        parts.extend(clearance.other.iter().map(|other| ("", *other, "")));
        for (before, span, after) in parts {
            if !std::mem::take(&mut first) {
                self.out.push_str(", ");
            }
            self.out.push_str(before);
            self.copy(span);
            self.out.push_str(after);
        }
    }

    fn one_rm(&mut self, one_rm: &super::ast::OneRm) {
        self.lift("1rm ", one_rm.lift);
        match one_rm.mass {
            Some(Mass {
                value,
                unit: Some(unit),
                ..
            }) => self.put(format_args!(" {}", in_unit(value, unit))),
            Some(Mass { span, .. }) => self.worded(" ", span),
            None => {}
        }
        self.out.push_str(share(one_rm.share));
        match one_rm.basis.map(|basis| basis.value) {
            Some(Basis::Tested) => self.out.push_str(", tested"),
            Some(Basis::Estimated) => self.out.push_str(", estimated"),
            Some(Basis::From { mass, reps }) => {
                let unit = mass.unit.unwrap_or(MassUnit::Kilogram);
                self.put(format_args!(
                    ", estimated from {} x {}",
                    in_unit(mass.value, unit),
                    reps.as_notation()
                ));
                if let Some(date) = one_rm.date {
                    self.worded(" on ", date.span);
                }
                return self.unread(&one_rm.unread);
            }
            None if one_rm.date.is_some() => self.out.push(','),
            None => {}
        }
        if let Some(date) = one_rm.date {
            self.worded(" ", date.span);
        }
        self.unread(&one_rm.unread);
    }

    fn training_max(&mut self, max: &super::ast::TrainingMax) {
        match max.lift {
            Some(lift) => self.lift("tm ", lift),
            None => self.out.push_str("tm"),
        }
        match max.value {
            TrainingMaxValue::Percent(percent) => {
                self.put(format_args!(" {}", percent.value.as_notation()))
            }
            TrainingMaxValue::Mass(mass) => match mass.unit {
                Some(unit) => self.put(format_args!(" {}", in_unit(mass.value, unit))),
                None => self.worded(" ", mass.span),
            },
        }
    }

    fn week(&mut self, week: &super::ast::Week) {
        let single = matches!(week.ranges.as_slice(), [range] if range.value.0 == range.value.1);
        self.out.push_str(if single { "week " } else { "weeks " });
        for (number, range) in week.ranges.iter().enumerate() {
            self.out.push_str(if number > 0 { ", " } else { "" });
            let (first, last) = range.value;
            if first == last {
                self.put(format_args!("{first}"))
            } else {
                self.put(format_args!("{first}-{last}"))
            }
        }
        if let Some(phase) = week.phase {
            self.worded(" ", phase);
        }
    }

    fn exercise(&mut self, exercise: &Exercise) {
        // A name that opens like a statement, or a piece that follows the sets or the load without a comma, would be read
        // as something else in other spellings of its line.
        let fragile = opens_like_a_statement(exercise.span.of(self.text))
            || exercise.clauses.iter().any(|clause| self.is_joined(clause));
        if fragile {
            return self.copy(exercise.span);
        }
        if exercise.warm_up.is_some() {
            self.out.push_str("warm-up ");
        }
        let quoted = self
            .text
            .as_bytes()
            .get(exercise.name.range().start.wrapping_sub(1))
            == Some(&b'"');
        if quoted {
            self.quoted("", exercise.name)
        } else {
            self.copy(exercise.name)
        }
        self.out.push_str(": ");
        self.weekly(&exercise.sets, Self::prescription);
        if let Some(load) = &exercise.load {
            self.out.push_str(" @ ");
            self.weekly(load, Self::load_list);
        }
        if let Some(progression) = exercise.progression {
            self.progression(progression);
        }
        for clause in &exercise.clauses {
            self.out.push_str(", ");
            self.clause(clause);
        }
    }

    /// Whether a piece that could not be read follows the sets or the load without a comma.
    fn is_joined(&self, clause: &Clause) -> bool {
        let Clause::Unread(span) = clause else {
            return false;
        };
        let head = self.text.get(..span.range().start).unwrap_or_default();
        !span.is_empty() && !head.trim_end_matches(is_blank).ends_with(',')
    }

    fn weekly<T>(&mut self, weekly: &Weekly<T>, mut one: impl FnMut(&mut Self, &T)) {
        match weekly {
            Weekly::Every(value) => one(self, value),
            Weekly::ByWeek(values) => {
                self.out.push('[');
                for (number, value) in values.value.iter().enumerate() {
                    self.out.push_str(if number > 0 { " | " } else { "" });
                    one(self, value);
                }
                self.out.push(']');
            }
        }
    }

    fn prescription(&mut self, prescription: &Prescription) {
        match &prescription.sets {
            Sets::Groups(groups) => {
                let counted = groups.iter().any(|group| group.form != GroupForm::Entry);
                for (number, group) in groups.iter().enumerate() {
                    let join = if counted { " + " } else { "/" };
                    self.out.push_str(if number > 0 { join } else { "" });
                    self.group(*group);
                }
            }
            Sets::Ambiguous(span) | Sets::Unread(span) => self.copy(*span),
        }
        if let Some(load) = &prescription.load {
            self.out.push_str(" @ ");
            self.load_list(load);
        }
    }

    fn group(&mut self, group: SetGroup) {
        match group.form {
            GroupForm::Entry => {}
            GroupForm::Times => self.put(format_args!("{}x", group.count)),
            GroupForm::SetsOf => self.put(format_args!("{} sets of ", group.count)),
        }
        let plus = |open: bool| if open { "+" } else { "" };
        match group.work {
            Work::Reps { reps, open } => {
                self.put(format_args!("{}{}", reps.as_notation(), plus(open)))
            }
            Work::AsMany => self.out.push_str("AMRAP"),
            Work::Timed {
                time: duration,
                open,
            } => self.put(format_args!("{}{}", time(duration), plus(open))),
            Work::Total(reps) => self.put(format_args!("{} total", reps.as_notation())),
        }
    }

    fn load_list(&mut self, list: &LoadList) {
        let shared = list
            .loads
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if same_unit(a.kind, b.kind)));
        let last = list.loads.len().saturating_sub(1);
        for (number, load) in list.loads.iter().enumerate() {
            self.out.push_str(if number > 0 { "/" } else { "" });
            // The unit is written once: behind the last figure, or in front of the first for a rating.
            let rating = matches!(load.kind, LoadKind::Rpe(_) | LoadKind::Rir(_));
            let bare = if rating { number > 0 } else { number < last };
            if shared && bare {
                self.bare_figure(load.kind);
            } else {
                self.load(*load);
            }
        }
    }

    fn bare_figure(&mut self, kind: LoadKind) {
        let figure = match kind {
            LoadKind::Percent { value, .. }
            | LoadKind::Rpe(value)
            | LoadKind::Rir(value)
            | LoadKind::Bare(value) => value.with_dimension(Dimension::Count),
            LoadKind::Mass { value, unit, .. } => {
                written_mass(value, unit).with_dimension(Dimension::Count)
            }
            _ => return,
        };
        self.put(format_args!("{}", figure.as_notation()));
    }

    fn load(&mut self, load: Load) {
        match load.kind {
            LoadKind::Percent { value, of } => {
                self.out.push_str(&value.as_notation());
                match of {
                    PercentBase::OneRm => {}
                    PercentBase::TrainingMax => self.out.push_str(" TM"),
                    PercentBase::RepMax(reps) => self.put(format_args!(" {reps}RM")),
                }
            }
            LoadKind::Mass {
                value,
                unit,
                share: of,
            } => self.put(format_args!("{}{}", in_unit(value, unit), share(of))),
            LoadKind::Rpe(value) => self.put(format_args!(
                "RPE {}",
                value.with_dimension(Dimension::Count).as_notation()
            )),
            LoadKind::Rir(value) => self.put(format_args!("RIR {}", value.as_notation())),
            LoadKind::RepMax(reps) => self.put(format_args!("{reps}RM")),
            LoadKind::Bodyweight => self.out.push_str("bodyweight"),
            LoadKind::BodyweightWith { value, unit, less } => {
                let sign = if less { '-' } else { '+' };
                self.put(format_args!("bodyweight {sign} {}", in_unit(value, unit)));
            }
            LoadKind::Assisted(None) => self.out.push_str("assisted"),
            LoadKind::Assisted(Some((value, unit))) => {
                self.put(format_args!("assisted {}", in_unit(value, unit)))
            }
            LoadKind::Word(word) => self.out.push_str(word.word()),
            LoadKind::AthletePicks => self.out.push('?'),
            LoadKind::Bare(value) => self.put(format_args!("{}", value.as_notation())),
            LoadKind::Band | LoadKind::Unread => self.copy(load.span),
        }
    }

    fn progression(&mut self, progression: Progression) {
        let (value, words) = match progression.step {
            Step::Points(value) => (value, format!("{}/week", magnitude(value).as_notation())),
            Step::Share(value) => (
                value,
                format!("{} of load/week", magnitude(value).as_notation()),
            ),
            Step::Mass(value, unit) => (value, format!("{}/week", in_unit(magnitude(value), unit))),
        };
        let sign = if value.low() < 0 { '-' } else { '+' };
        self.put(format_args!(" {sign}{words}"));
    }

    fn clauses(&mut self, clauses: &[Clause]) {
        for (number, clause) in clauses.iter().enumerate() {
            self.out.push_str(if number > 0 { ", " } else { "" });
            self.clause(clause);
        }
    }

    fn clause(&mut self, clause: &Clause) {
        match clause {
            Clause::Rest(rest) => self.rest(rest),
            Clause::Tempo(tempo) => self.tempo(*tempo),
            Clause::Effort(load) => self.load(*load),
            Clause::Side(side) => self.out.push_str(match side.value {
                Side::Each => "each side",
                Side::Left => "left",
                Side::Right => "right",
                Side::Alternating => "alternating",
            }),
            Clause::Wrap(wrap) => self.wrap(wrap),
            Clause::StopCue(cue) => self.worded("stop if ", *cue),
            Clause::Check(check) => self.worded("check ", *check),
            Clause::StrayTightness(span) | Clause::Unread(span) => self.copy(*span),
        }
    }

    fn rest(&mut self, rest: &Rest) {
        if let RestValue::Unread(span) = rest.value {
            return self.copy(span);
        }
        self.out.push_str("rest ");
        match &rest.value {
            RestValue::Time(value) => self.weekly(value, |printer, value| {
                printer.out.push_str(&time(value.value))
            }),
            RestValue::AsNeeded(_) => self.out.push_str("as needed"),
            RestValue::Bare(value) => self.copy(value.span),
            RestValue::Unread(_) => {}
        }
    }

    fn tempo(&mut self, tempo: Tempo) {
        let count = if tempo.three { 3 } else { 4 };
        let phases: Vec<String> = tempo
            .phases
            .iter()
            .take(count)
            .map(|phase| phase.map_or("X".to_owned(), |seconds| seconds.to_string()))
            .collect();
        self.put(format_args!("tempo {}", phases.join("-")));
    }

    fn wrap(&mut self, wrap: &Wrap) {
        self.out.push_str("wrap");
        for (number, part) in wrap.parts.iter().enumerate() {
            let next = wrap.parts.get(number + 1);
            self.out.push_str(match (part, next) {
                // What could not be read stands behind a comma, even if nothing else does.
                (WrapPart::Unread(_), _) => ", ",
                _ if number == 0 => " ",
                (WrapPart::Slip(at), _) if !self.stands_free(*at) => "",
                (WrapPart::Slip(_), _) => " ",
                // Words about the place with a slip behind them are read only where no comma stands in front.
                (WrapPart::Placement { .. }, Some(WrapPart::Slip(_))) => " - ",
                _ => ", ",
            });
            self.wrap_part(part);
        }
    }

    /// Whether there is a blank in front of a place.
    fn stands_free(&self, at: Span) -> bool {
        let head = self.text.get(..at.range().start).unwrap_or_default();
        head.ends_with([' ', '\t', '\u{A0}', '\u{202F}', '\u{2009}', '\u{200B}'])
    }

    fn wrap_part(&mut self, part: &WrapPart) {
        match part {
            WrapPart::Placement { words, distance } => {
                if let Some(distance) = distance {
                    self.put(format_args!("{} ", distance.value.as_notation()));
                }
                self.copy(*words);
            }
            WrapPart::Tightness(tightness) => {
                self.out.push_str("tightness ");
                self.weekly(tightness, |printer, value| {
                    printer.out.push_str(&value.value.as_notation())
                });
            }
            WrapPart::BareTightness(value) => self.worded("tightness ", value.span),
            WrapPart::Occlusion(share) => self.weekly(share, |printer, value| {
                printer.out.push_str(&value.value.as_notation())
            }),
            WrapPart::Pressure(value) => self.out.push_str(&value.value.as_notation()),
            WrapPart::ArterialPressure(value) => {
                self.put(format_args!("AOP {}", value.value.as_notation()))
            }
            WrapPart::Width(value) => self.put(format_args!("width {}", value.value.as_notation())),
            WrapPart::Mode(mode) => self.out.push_str(match mode.value {
                WrapMode::Continuous => "continuous",
                WrapMode::ReleasedInRests => "released in rests",
            }),
            WrapPart::TimeOn(value) => self.put(format_args!("on {}", time(value.value))),
            WrapPart::OffAfter(unwrap) => {
                self.out.push_str("off");
                self.after_set(unwrap);
            }
            WrapPart::StopCue(span)
            | WrapPart::Check(span)
            | WrapPart::Unread(span)
            | WrapPart::Slip(span) => self.copy(*span),
            WrapPart::SitTest(passed) => {
                self.put(format_args!(
                    "sit test {}",
                    if passed.value { "passed" } else { "failed" }
                ));
            }
        }
    }

    fn after_set(&mut self, unwrap: &Unwrap) {
        if let Some(set) = unwrap.after_set {
            self.put(format_args!(" after set {}", set.value));
        }
        if let Some(reason) = unwrap.reason {
            self.worded(" ", reason);
        }
    }

    fn unread(&mut self, spans: &[Span]) {
        for span in spans {
            self.worded(", ", *span);
        }
    }

    fn phrases(&mut self, before: &str, phrases: &[Span]) {
        for (number, phrase) in phrases.iter().enumerate() {
            self.worded(if number > 0 { ", " } else { before }, *phrase);
        }
    }

    /// A lift's name, in quotes if it was written so.
    fn lift(&mut self, before: &str, name: Span) {
        let quoted = self.text.as_bytes().get(name.range().start.wrapping_sub(1)) == Some(&b'"');
        if quoted {
            self.quoted(before, name)
        } else {
            let words = name.of(self.text).trim_end_matches([':', ' ']);
            self.put(format_args!("{before}{words}"));
        }
    }

    /// A name in quotes. One that holds a quote can only have been written without.
    fn quoted(&mut self, before: &str, name: Span) {
        let quote = if name.of(self.text).contains('"') {
            ""
        } else {
            "\""
        };
        self.put(format_args!("{before}{quote}{}{quote}", name.of(self.text)));
    }

    fn worded(&mut self, before: &str, words: Span) {
        self.out.push_str(before);
        self.copy(words);
    }

    fn copy(&mut self, span: Span) {
        let text = self.text;
        self.out.push_str(span.of(text));
    }

    fn slice(&self, span: Span) -> &str {
        span.of(self.text)
    }

    fn put(&mut self, words: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.out.write_fmt(words);
    }
}

fn opens_like_a_statement(text: &str) -> bool {
    PlanParser::parse(Rule::keyword, text).is_ok()
}

/// A time as plans write it: seconds below two minutes or where they do not make whole half minutes, minutes above.
pub(crate) fn time(value: Quantity) -> String {
    const HALF_MINUTE: i64 = 30_000;
    let whole = |end: i64| end >= 4 * HALF_MINUTE && end % HALF_MINUTE == 0;
    if whole(value.low()) && whole(value.high()) {
        let ends = [value.low() / 60, value.high() / 60].map(decimal);
        let [low, high] = ends;
        return if low == high {
            format!("{low} min")
        } else {
            format!("{low}-{high} min")
        };
    }
    value.as_notation()
}

fn magnitude(value: Quantity) -> Quantity {
    Quantity::thousandths(value.low().abs(), value.dimension())
}

fn same_unit(a: LoadKind, b: LoadKind) -> bool {
    match (a, b) {
        (LoadKind::Percent { of: a, .. }, LoadKind::Percent { of: b, .. }) => a == b,
        (
            LoadKind::Mass {
                unit: a, share: c, ..
            },
            LoadKind::Mass {
                unit: b, share: d, ..
            },
        ) => a == b && c == d,
        (LoadKind::Rpe(_), LoadKind::Rpe(_))
        | (LoadKind::Rir(_), LoadKind::Rir(_))
        | (LoadKind::Bare(_), LoadKind::Bare(_)) => true,
        _ => false,
    }
}

fn written_mass(value: Quantity, unit: MassUnit) -> Quantity {
    let convert = |end: i64| match unit {
        MassUnit::Kilogram => end,
        // A kilogram in thousandths resolves a hundredth of a pound, no more.
        MassUnit::Pound => to_pounds(end).map_or(end, |pounds| (pounds + 5).div_euclid(10) * 10),
    };
    let low = Quantity::thousandths(convert(value.low()), Dimension::Mass);
    low.span(Quantity::thousandths(
        convert(value.high()),
        Dimension::Mass,
    ))
    .unwrap_or(low)
}

/// A mass in the unit that it was written in: `100 lb`.
pub(crate) fn in_unit(value: Quantity, unit: MassUnit) -> String {
    let figure = written_mass(value, unit)
        .with_dimension(Dimension::Count)
        .as_notation();
    format!("{figure} {}", mass_unit(unit))
}

/// A mass as it was written, without a unit if it had none.
fn written(mass: &Mass) -> String {
    match mass.unit {
        Some(unit) => in_unit(mass.value, unit),
        None => mass.value.with_dimension(Dimension::Count).as_notation(),
    }
}

fn mass_unit(unit: MassUnit) -> &'static str {
    match unit {
        MassUnit::Kilogram => "kg",
        MassUnit::Pound => "lb",
    }
}

fn share(share: LoadShare) -> &'static str {
    match share {
        LoadShare::Whole => "",
        LoadShare::PerHand => " per hand",
        LoadShare::PerSide => " a side",
    }
}
