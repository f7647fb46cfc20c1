//! What a line is made of, part by part with its place: the one walk over the tree that tokens, hovers, selections and
//! references share.

use crate::source::Span;
use crate::syntax::ast::{
    Basis, Clause, Exercise, Line, Load, LoadList, Prescription, Rest, RestValue, Sets, Statement,
    Suppression, Tempo, TrainingMaxValue, Weekly, Wrap, WrapPart,
};

/// A part of a line.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part<'t> {
    /// A statement other than an exercise, a note or a wrap.
    Statement(&'t Statement),
    /// The title of the plan, the name of a day, or a tag behind it.
    Name,
    /// The unit that the plan is in.
    Unit,
    /// The name of the athlete.
    Athlete,
    /// The goal, a cue, a complaint, who cleared the athlete and for what: the coach's own words.
    Words,
    /// A condition of the athlete.
    Condition,
    /// A number with its unit.
    Figure,
    /// A day of the calendar.
    Date,
    /// The name of an exercise of a statement about the athlete.
    Lift,
    /// The name that a custom exercise is given.
    Custom,
    /// The name of the exercise that it is like.
    Like,
    /// A word of a custom exercise.
    Trait,
    /// What kind of week it is.
    Phase,
    /// The weeks of a block, from and to.
    Weeks,
    /// The week that is repeated.
    Repeated(u32),
    /// A whole exercise line.
    Exercise,
    /// Its name.
    ExerciseName,
    /// `warm-up`
    WarmUp,
    /// A list with a value for each week.
    ByWeek,
    /// Sets, and loads where they stand with them.
    Sets,
    /// Some sets that were written alike.
    SetGroup,
    /// Sets with two readings.
    Ambiguous,
    /// All loads of a list.
    Loads,
    /// One load.
    Load(&'t Load),
    /// The step from week to week.
    Step,
    /// A rest.
    Rest(&'t Rest),
    /// A tempo.
    Tempo(&'t Tempo),
    /// Which side works.
    Side,
    /// A wrap being put on.
    Wrap(&'t Wrap),
    /// Where it sits.
    Placement,
    /// Anything else that is said of it.
    OfWrap(&'t WrapPart),
    /// `7/10` without a wrap in front of it.
    StrayTightness,
    /// A note for the athlete.
    Note,
    /// A comment.
    Comment,
    /// A rule that a comment names.
    Rule,
    /// The reason of a suppression.
    Reason,
    /// What could not be read.
    Unread,
}

/// A part with its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Located<'t> {
    pub(super) span: Span,
    pub(super) part: Part<'t>,
}

/// The parts of a line, in order of their starts, the wider ones first.
pub(super) fn parts(line: &Line) -> Vec<Located<'_>> {
    let mut walk = Walk { found: Vec::new() };
    walk.statement(&line.statement);
    if let Some(comment) = &line.comment {
        walk.add(comment.span, Part::Comment);
        if let Some(suppression) = &comment.suppression {
            walk.suppression(suppression);
        }
    }
    let mut found = walk.found;
    found.retain(|located| line.span.contains(located.span));
    found.sort_by_key(|located| (located.span.start, std::cmp::Reverse(located.span.end)));
    found
}

struct Walk<'t> {
    found: Vec<Located<'t>>,
}

impl<'t> Walk<'t> {
    fn add(&mut self, span: Span, part: Part<'t>) {
        if !span.is_empty() {
            self.found.push(Located { span, part });
        }
    }

    fn all(&mut self, spans: impl IntoIterator<Item = Span>, part: Part<'t>) {
        for span in spans {
            self.add(span, part);
        }
    }

    fn suppression(&mut self, suppression: &'t Suppression) {
        self.all(suppression.rules.iter().copied(), Part::Rule);
        self.all(suppression.until.map(|until| until.span), Part::Date);
        self.add(suppression.reason, Part::Reason);
    }

    fn statement(&mut self, statement: &'t Statement) {
        match statement {
            Statement::Blank | Statement::Superset | Statement::End => {}
            Statement::Title(span) => self.add(*span, Part::Name),
            Statement::Goal(span) => self.add(*span, Part::Words),
            Statement::Note(span) => self.add(*span, Part::Note),
            Statement::Unread(span) => self.add(*span, Part::Unread),
            Statement::Units(unit) => self.add(unit.span, Part::Unit),
            Statement::Athlete(athlete) => {
                self.add(athlete.span, Part::Statement(statement));
                self.all(athlete.value, Part::Athlete);
            }
            Statement::Complaints(spans) => self.all(spans.iter().copied(), Part::Words),
            Statement::StopCues(cues) | Statement::Checks(cues) => {
                self.add(cues.span, Part::Statement(statement));
                self.all(cues.value.iter().copied(), Part::Words);
            }
            Statement::Week(week) => {
                self.add(week.span, Part::Statement(statement));
                self.all(week.ranges.iter().map(|range| range.span), Part::Weeks);
                self.all(week.phase, Part::Phase);
            }
            Statement::Day(day) => {
                self.add(day.span, Part::Statement(statement));
                self.add(day.name, Part::Name);
                self.all(day.tags.iter().copied(), Part::Name);
                self.all(day.duration.map(|stated| stated.span), Part::Figure);
                self.all(day.unread.iter().copied(), Part::Unread);
            }
            Statement::Repeat(week) => self.add(week.span, Part::Repeated(week.value)),
            Statement::DropSets(count) => self.add(count.span, Part::Statement(statement)),
            Statement::Wrap(wrap) => self.wrap(wrap),
            Statement::Unwrap(unwrap) => self.add(unwrap.span, Part::Statement(statement)),
            Statement::Rest(rest) => self.rest(rest),
            Statement::Exercise(exercise) => self.exercise(exercise),
            Statement::Default(clauses) => clauses.iter().for_each(|clause| self.clause(clause)),
            _ => self.athlete(statement),
        }
    }

    fn athlete(&mut self, statement: &'t Statement) {
        let whole = Part::Statement(statement);
        match statement {
            Statement::Experience(experience) => {
                self.add(experience.span, whole);
                self.all(experience.level.map(|level| level.span), Part::Phase);
                self.all(experience.training_age.map(|age| age.span), Part::Figure);
                self.all(experience.unread, Part::Unread);
            }
            Statement::Age(age) => self.add(age.span, whole),
            Statement::Bodyweight(mass) => self.add(mass.span, whole),
            Statement::Conditions(conditions) => {
                self.add(conditions.span, whole);
                for condition in &conditions.value {
                    self.add(condition.span, Part::Condition);
                    self.all(condition.date.map(|date| date.span), Part::Date);
                    let pressure = condition.blood_pressure.map(|pressure| pressure.span);
                    self.all(pressure, Part::Figure);
                }
            }
            Statement::Clearance(clearance) => {
                self.add(clearance.span, whole);
                self.all(clearance.by, Part::Words);
                self.all(clearance.covers, Part::Words);
                self.all(clearance.other.iter().copied(), Part::Words);
                self.all(clearance.date.map(|date| date.span), Part::Date);
            }
            Statement::Custom(custom) => {
                self.add(custom.span, whole);
                self.add(custom.name, Part::Custom);
                self.all(custom.like, Part::Like);
                self.all(custom.traits.iter().copied(), Part::Trait);
            }
            _ => self.figures(statement),
        }
    }

    fn figures(&mut self, statement: &'t Statement) {
        let whole = Part::Statement(statement);
        match statement {
            Statement::OneRm(one_rm) => {
                self.add(one_rm.span, whole);
                self.add(one_rm.lift, Part::Lift);
                self.all(one_rm.mass.map(|mass| mass.span), Part::Figure);
                if let Some(Basis::From { mass, .. }) = one_rm.basis.map(|basis| basis.value) {
                    self.add(mass.span, Part::Figure);
                }
                self.all(one_rm.date.map(|date| date.span), Part::Date);
                self.all(one_rm.unread.iter().copied(), Part::Unread);
            }
            Statement::TrainingMax(max) => {
                self.add(max.span, whole);
                self.all(max.lift, Part::Lift);
                let figure = match max.value {
                    TrainingMaxValue::Percent(percent) => percent.span,
                    TrainingMaxValue::Mass(mass) => mass.span,
                };
                self.add(figure, Part::Figure);
            }
            Statement::MaxReps(max) => {
                self.add(max.span, whole);
                self.add(max.lift, Part::Lift);
                self.add(max.reps.span, Part::Figure);
                self.all(max.date.map(|date| date.span), Part::Date);
            }
            _ => {}
        }
    }

    fn exercise(&mut self, exercise: &'t Exercise) {
        self.add(exercise.span, Part::Exercise);
        self.all(exercise.warm_up, Part::WarmUp);
        self.add(exercise.name, Part::ExerciseName);
        self.weekly(&exercise.sets, Self::sets);
        if let Some(loads) = &exercise.load {
            self.weekly(loads, Self::loads);
        }
        if let Some(step) = &exercise.progression {
            self.add(step.span, Part::Step);
        }
        exercise
            .clauses
            .iter()
            .for_each(|clause| self.clause(clause));
    }

    fn weekly<T>(&mut self, weekly: &'t Weekly<T>, mut one: impl FnMut(&mut Self, &'t T)) {
        match weekly {
            Weekly::Every(value) => one(self, value),
            Weekly::ByWeek(values) => {
                self.add(values.span, Part::ByWeek);
                for value in &values.value {
                    one(self, value);
                }
            }
        }
    }

    fn sets(&mut self, sets: &'t Prescription) {
        self.add(sets.span, Part::Sets);
        match &sets.sets {
            Sets::Groups(groups) => {
                for group in groups {
                    self.add(group.span, Part::SetGroup);
                }
            }
            Sets::Ambiguous(span) => self.add(*span, Part::Ambiguous),
            Sets::Unread(span) => self.add(*span, Part::Unread),
        }
        if let Some(loads) = &sets.load {
            self.loads(loads);
        }
    }

    fn loads(&mut self, loads: &'t LoadList) {
        self.add(loads.span, Part::Loads);
        for load in &loads.loads {
            self.add(load.span, Part::Load(load));
        }
    }

    fn clause(&mut self, clause: &'t Clause) {
        match clause {
            Clause::Rest(rest) => self.rest(rest),
            Clause::Tempo(tempo) => self.add(tempo.span, Part::Tempo(tempo)),
            Clause::Effort(load) => self.add(load.span, Part::Load(load)),
            Clause::Side(side) => self.add(side.span, Part::Side),
            Clause::Wrap(wrap) => self.wrap(wrap),
            Clause::StopCue(span) | Clause::Check(span) => self.add(*span, Part::Words),
            Clause::StrayTightness(span) => self.add(*span, Part::StrayTightness),
            Clause::Unread(span) => self.add(*span, Part::Unread),
        }
    }

    fn rest(&mut self, rest: &'t Rest) {
        self.add(rest.span, Part::Rest(rest));
        if let RestValue::Time(Weekly::ByWeek(times)) = &rest.value {
            self.add(times.span, Part::ByWeek);
        }
    }

    fn wrap(&mut self, wrap: &'t Wrap) {
        self.add(wrap.span, Part::Wrap(wrap));
        for part in &wrap.parts {
            match part {
                WrapPart::Placement { words, distance } => {
                    self.add(*words, Part::Placement);
                    self.all(distance.map(|distance| distance.span), Part::Figure);
                }
                WrapPart::StopCue(span) | WrapPart::Check(span) => self.add(*span, Part::Words),
                WrapPart::Unread(span) | WrapPart::Slip(span) => self.add(*span, Part::Unread),
                other => self.add(place_of(other), Part::OfWrap(other)),
            }
        }
    }
}

/// Where a part of a wrap stands.
pub(super) fn place_of(part: &WrapPart) -> Span {
    match part {
        WrapPart::Placement { words, distance } => {
            distance.map_or(*words, |distance| distance.span.to(*words))
        }
        WrapPart::Tightness(weekly) | WrapPart::Occlusion(weekly) => match weekly {
            Weekly::Every(value) => value.span,
            Weekly::ByWeek(values) => values.span,
        },
        WrapPart::BareTightness(value)
        | WrapPart::Pressure(value)
        | WrapPart::ArterialPressure(value)
        | WrapPart::Width(value)
        | WrapPart::TimeOn(value) => value.span,
        WrapPart::Mode(mode) => mode.span,
        WrapPart::OffAfter(unwrap) => unwrap.span,
        WrapPart::SitTest(test) => test.span,
        WrapPart::StopCue(span)
        | WrapPart::Check(span)
        | WrapPart::Unread(span)
        | WrapPart::Slip(span) => *span,
    }
}
