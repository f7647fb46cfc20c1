//! Wraps: put on by a line, a clause or a word in a name; taken off by `unwrap`, after their exercise, or never.

use super::build::Builder;
use super::clock::Clock;
use super::missing::{Missing, Thing};
use super::plan::{Exercise, Known, Plan, Time, Work, Wrap, WrapOff, WrapWritten};
use super::sessions::Turn;
use super::terms::Place;
use crate::quantity::{Dimension, Quantity};
use crate::source::Span;
use crate::syntax::ast::{Clause, Statement, Unwrap, WrapPart};

/// Most wraps that are followed at one moment; a person has four limbs.
const MOST_OPEN: usize = 8;

impl Builder<'_, '_> {
    /// A `wrap` line.
    pub(super) fn wrap_line(
        &mut self,
        line: u32,
        defaults: u32,
        session: u32,
        turn: Turn,
        clock: &mut Clock,
    ) {
        let Some(Statement::Wrap(written)) = self
            .tree
            .lines
            .get(line as usize)
            .map(|line| &line.statement)
        else {
            return;
        };
        let number = self.wrap(
            written.span,
            WrapWritten::Line,
            &written.parts,
            defaults,
            session,
            turn,
        );
        if clock.open.len() < MOST_OPEN {
            clock.open.push(number);
        }
        // What rests before this line is not under the wrap.
        clock.idle = Time::default();
    }

    /// Puts an exercise under the wraps that are on, and under its own.
    pub(super) fn put_on(
        &mut self,
        exercise: u32,
        line: u32,
        defaults: u32,
        turn: Turn,
        clock: &mut Clock,
    ) {
        let Some(written) = self.exercise_line(line) else {
            return;
        };
        let session = self
            .plan
            .exercise(exercise)
            .map_or(0, |exercise| exercise.session);
        let clause = written.clauses.iter().find_map(|clause| match clause {
            Clause::Wrap(wrap) => Some(wrap),
            _ => None,
        });
        let own = match clause {
            Some(wrap) => {
                let (span, parts) = (wrap.span, wrap.parts.as_slice());
                let own = self.wrap(span, WrapWritten::Clause, parts, defaults, session, turn);
                Some(self.shared(exercise, own, &clock.pending))
            }
            None if clock.open.is_empty() && self.named_wrap(exercise) => {
                let name = written.name;
                Some(self.wrap(name, WrapWritten::Name, &[], defaults, session, turn))
            }
            None => None,
        };
        let lists = self.next_list();
        self.plan
            .lists
            .extend(clock.open.iter().copied().chain(own));
        let end = self.next_list();
        for &wrap in clock.open.iter().chain(own.as_ref()) {
            if let Some(wrap) = self.plan.wraps.get_mut(wrap as usize) {
                let first = if wrap.exercises.is_empty() {
                    exercise
                } else {
                    wrap.exercises.start
                };
                wrap.exercises = first..exercise + 1;
            }
        }
        if let Some(exercise) = self.plan.exercises.get_mut(exercise as usize) {
            exercise.wraps = lists..end;
            exercise.wrap = own.or(clock.open.last().copied());
        }
    }

    /// In a superset the sets alternate, so that a wrap which two of its exercises describe alike is one wrap, on from the
    /// first set to the last. Gives that one in place of the second, which is forgotten.
    fn shared(&mut self, exercise: u32, own: u32, pending: &[u32]) -> u32 {
        let earlier = pending
            .iter()
            .filter(|&&other| other != exercise)
            .filter_map(|&other| self.plan.exercise(other)?.wrap);
        let mut same =
            earlier.filter(
                |&other| match (self.plan.wrap(other), self.plan.wrap(own)) {
                    (Some(other), Some(own)) => {
                        other.written == WrapWritten::Clause && is_same(other, own)
                    }
                    _ => false,
                },
            );
        match same.next() {
            Some(other) => {
                self.plan.wraps.pop();
                other
            }
            None => own,
        }
    }

    fn named_wrap(&self, exercise: u32) -> bool {
        let class = self
            .plan
            .exercise(exercise)
            .and_then(|exercise| self.class_at(exercise.class));
        class.is_some_and(|class| class.named_wrap)
    }

    /// `unwrap`: all wraps that are on come off.
    pub(super) fn take_off(&mut self, unwrap: Unwrap, clock: &mut Clock) {
        for number in std::mem::take(&mut clock.open) {
            if let Some(wrap) = self.plan.wraps.get_mut(number as usize) {
                wrap.off = WrapOff::Stated(unwrap);
                wrap.idle = clock.idle;
                wrap.end = wrap.end.plus(clock.idle);
            }
        }
    }

    /// Wraps that are still on at the end of the session.
    pub(super) fn never_off(&mut self, clock: &mut Clock) {
        for number in std::mem::take(&mut clock.open) {
            if let Some(wrap) = self.plan.wraps.get_mut(number as usize) {
                wrap.off = WrapOff::Never;
                wrap.end = clock.now.plus(clock.idle);
                wrap.idle = clock.idle;
            }
        }
    }

    /// The set after which an exercise's own wrap comes off, if it says so.
    pub(super) fn off_after(&self, exercise: u32) -> Option<u32> {
        let wrap = self.plan.exercise(exercise)?.wrap?;
        match self.plan.wrap(wrap)?.off {
            WrapOff::Stated(unwrap) => unwrap.after_set.map(|set| set.value),
            _ => None,
        }
    }

    pub(super) fn wrap_off_at(&mut self, exercise: u32, time: Time) {
        let wrap = self
            .plan
            .exercise(exercise)
            .and_then(|exercise| exercise.wrap);
        if let Some(wrap) = wrap.and_then(|wrap| self.plan.wraps.get_mut(wrap as usize)) {
            wrap.end = time;
        }
    }

    /// Sets the times of the wraps on a group of exercises that has just been run.
    pub(super) fn wrap_times(&mut self, group: &[u32]) {
        for &number in group {
            let Some(exercise) = self.plan.exercises.get(number as usize) else {
                continue;
            };
            let (start, end, list) = (exercise.start, exercise.end, exercise.wraps.clone());
            for place in list {
                let Some(&wrap) = self.plan.lists.get(place as usize) else {
                    continue;
                };
                let Some(wrap) = self.plan.wraps.get_mut(wrap as usize) else {
                    continue;
                };
                let first = wrap.exercises.start == number;
                wrap.start = if first {
                    start
                } else {
                    wrap.start.earlier(start)
                };
                let taken_off = matches!(
                    wrap.off,
                    WrapOff::Stated(Unwrap {
                        after_set: Some(_),
                        ..
                    })
                );
                if !(taken_off && wrap.end != Time::default()) {
                    wrap.end = if first { end } else { wrap.end.later(end) };
                }
            }
        }
    }

    fn wrap(
        &mut self,
        span: Span,
        written: WrapWritten,
        parts: &[WrapPart],
        defaults: u32,
        session: u32,
        turn: Turn,
    ) -> u32 {
        let number = self.next_wrap();
        let off = if written == WrapWritten::Line {
            WrapOff::Never
        } else {
            WrapOff::Implied
        };
        let mut wrap = Wrap {
            session,
            span,
            written,
            place: Place::default(),
            place_span: None,
            distance: None,
            tightness: None,
            occlusion: None,
            pressure: None,
            arterial: None,
            bare_tightness: false,
            width: None,
            mode: None,
            time_on: None,
            sit_test: None,
            stop_cue: None,
            off,
            exercises: 0..0,
            concurrent: 0..0,
            start: Time::default(),
            end: Time::default(),
            idle: Time::default(),
        };
        for part in parts {
            self.wrap_part(&mut wrap, part, turn);
        }
        let inherited = self.outline.defaults.get(defaults as usize).copied();
        let inherited = inherited.unwrap_or_default().wrap;
        for part in inherited {
            if !says(&wrap, part) {
                self.wrap_part(&mut wrap, part, turn);
            }
        }
        self.plan.wraps.push(wrap);
        number
    }

    /// What the words of a place mean, which is worked out once for all weeks.
    fn place(&mut self, words: Span) -> Place {
        if let Some(known) = self.places.get(&words) {
            return known.clone();
        }
        let mut place = Place::default();
        self.place_on(words, &mut place);
        self.places.insert(words, place.clone());
        place
    }

    /// Adds what further words say of a place. Those that are not understood are reported with the lines.
    fn place_on(&self, words: Span, place: &mut Place) {
        let terms = &self.plan.knowledge.terms;
        terms.place(words.of(self.plan.text), words.range().start, place);
    }

    fn wrap_part(&mut self, wrap: &mut Wrap, part: &WrapPart, turn: Turn) {
        match part {
            WrapPart::Placement { words, distance } => {
                if wrap.place_span.is_none() {
                    wrap.place = self.place(*words);
                } else {
                    self.place_on(*words, &mut wrap.place);
                }
                let whole = distance.map_or(*words, |distance| distance.span.to(*words));
                wrap.place_span = Some(wrap.place_span.map_or(whole, |span| span.to(whole)));
                wrap.distance = wrap.distance.or(*distance);
            }
            WrapPart::Tightness(value) => {
                wrap.tightness = self.picked_time(value, turn).or(wrap.tightness)
            }
            WrapPart::BareTightness(_) => wrap.bare_tightness = true,
            WrapPart::Occlusion(value) => {
                wrap.occlusion = self.picked_time(value, turn).or(wrap.occlusion)
            }
            WrapPart::Pressure(value) => wrap.pressure = Some(*value),
            WrapPart::ArterialPressure(value) => wrap.arterial = Some(*value),
            WrapPart::Width(value) => wrap.width = Some(*value),
            WrapPart::Mode(mode) => wrap.mode = Some(*mode),
            WrapPart::TimeOn(value) => wrap.time_on = Some(*value),
            WrapPart::SitTest(passed) => wrap.sit_test = Some(*passed),
            WrapPart::StopCue(cue) | WrapPart::Check(cue) => wrap.stop_cue = Some(*cue),
            WrapPart::OffAfter(unwrap) => wrap.off = WrapOff::Stated(*unwrap),
            // A figure that could not be read may be the tightness.
            WrapPart::Unread(at) | WrapPart::Slip(at) => {
                let figure = at.of(self.plan.text).contains(|c: char| c.is_numeric());
                wrap.bare_tightness |= figure;
            }
        }
    }

    /// Notes for each wrap of a session which others are on at the same moment.
    pub(super) fn concurrent_wraps(&mut self, session: u32) {
        let Some(range) = self
            .plan
            .session(session)
            .map(|session| session.wraps.clone())
        else {
            return;
        };
        let mut on: Vec<u32> = Vec::new();
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for number in range.clone() {
            let Some(wrap) = self.plan.wrap(number) else {
                continue;
            };
            if wrap.exercises.is_empty() {
                continue;
            }
            on.retain(|&other| {
                self.plan
                    .wrap(other)
                    .is_some_and(|other| other.end.typical > wrap.start.typical)
            });
            let overlapping = on.iter().filter(|&&other| {
                self.plan
                    .wrap(other)
                    .is_some_and(|other| other.start.typical < wrap.end.typical)
            });
            pairs.extend(
                overlapping
                    .take(MOST_OPEN)
                    .flat_map(|&other| [(number, other), (other, number)]),
            );
            on.push(number);
        }
        if pairs.is_empty() {
            return;
        }
        pairs.sort_unstable();
        for number in range {
            let start = self.next_list();
            let from = pairs.partition_point(|&(wrap, _)| wrap < number);
            let others = pairs
                .iter()
                .skip(from)
                .take_while(|&&(wrap, _)| wrap == number)
                .map(|&(_, other)| other);
            self.plan.lists.extend(others);
            let end = self.next_list();
            if let Some(wrap) = self.plan.wraps.get_mut(number as usize) {
                wrap.concurrent = start..end;
            }
        }
    }
}

/// Whether two wraps sit alike, are as tight, and come off by themselves.
fn is_same(one: &Wrap, other: &Wrap) -> bool {
    let place = |wrap: &Wrap| {
        let site = wrap.place.site.map(|(site, _)| site);
        let position = wrap.place.position.map(|(position, _)| position);
        (site, wrap.place.part, position, wrap.place.side)
    };
    let figures = |wrap: &Wrap| {
        let figures = [wrap.tightness, wrap.occlusion, wrap.pressure];
        figures.map(|figure| figure.map(|figure| figure.value))
    };
    let off = |wrap: &Wrap| wrap.off == WrapOff::Implied;
    place(one) == place(other) && figures(one) == figures(other) && off(one) && off(other)
}

/// Whether a wrap says itself what a default part would say.
fn says(wrap: &Wrap, part: &WrapPart) -> bool {
    match part {
        WrapPart::Placement { .. } => wrap.place_span.is_some(),
        WrapPart::Tightness(_)
        | WrapPart::BareTightness(_)
        | WrapPart::Occlusion(_)
        | WrapPart::Pressure(_) => {
            wrap.tightness.is_some()
                || wrap.occlusion.is_some()
                || wrap.pressure.is_some()
                || wrap.bare_tightness
        }
        WrapPart::ArterialPressure(_) => wrap.arterial.is_some(),
        WrapPart::Width(_) => wrap.width.is_some(),
        WrapPart::Mode(_) => wrap.mode.is_some(),
        WrapPart::TimeOn(_) => wrap.time_on.is_some(),
        WrapPart::SitTest(_) => wrap.sit_test.is_some(),
        WrapPart::StopCue(_) | WrapPart::Check(_) => wrap.stop_cue.is_some(),
        WrapPart::OffAfter(_) => matches!(wrap.off, WrapOff::Stated(_)),
        WrapPart::Unread(_) | WrapPart::Slip(_) => true,
    }
}

impl Plan<'_> {
    /// The time that a wrap is on: as stated, or by the clock.
    pub fn time_on(&self, wrap: &Wrap) -> Time {
        wrap.time_on
            .map_or_else(|| wrap.end.since(wrap.start), |time| Time::of(time.value))
    }

    /// Why the time that a wrap is on is not known: something in it could not be read. A stated time is believed.
    pub fn untimed(&self, wrap: &Wrap) -> Option<Missing> {
        let mut exercises = match wrap.time_on {
            Some(_) => 0..0,
            None => wrap.exercises.clone(),
        };
        exercises.find_map(|number| self.exercise(number)?.untimed)
    }

    /// Sets done while a wrap is on.
    pub fn wrapped_sets(&self, wrap: &Wrap) -> std::ops::Range<u32> {
        let first = self
            .exercise(wrap.exercises.start)
            .map_or(0, |exercise| exercise.sets.start);
        let last = wrap
            .exercises
            .end
            .checked_sub(1)
            .and_then(|last| self.exercise(last));
        last.map_or(first..first, |exercise| first..exercise.sets.end)
    }

    /// Repetitions done while a wrap is on, for each limb: a count.
    pub fn wrapped_reps(&self, wrap: &Wrap) -> Quantity {
        let nothing = Quantity::whole(0, Dimension::Count);
        let sets = self
            .sets
            .get(super::plan::indices(&self.wrapped_sets(wrap)))
            .unwrap_or_default();
        sets.iter()
            .filter_map(|set| reps(set.work))
            .fold(nothing, |sum, reps| sum.plus(reps).unwrap_or(sum))
    }

    /// The pressure as share of the limb's arterial occlusion pressure.
    ///
    /// # Errors
    /// The pressure or the arterial pressure is not stated, or the latter is nothing.
    pub fn pressure_share(&self, wrap: &Wrap) -> Known<Quantity> {
        let pressure = wrap.pressure.ok_or(Missing::NotStated(Thing::Pressure))?;
        let whole = wrap
            .arterial
            .ok_or(Missing::NotStated(Thing::ArterialPressure))?;
        let share = pressure
            .value
            .percent_of(whole.value)
            .ok_or(Missing::NotStated(Thing::ArterialPressure))?;
        Ok(share.with_dimension(Dimension::Occlusion))
    }
}

/// Repetitions of a set as the clock counts them.
pub(super) fn reps(work: Work) -> Option<Quantity> {
    match work {
        Work::Reps { reps, .. } | Work::Total { reps } => Some(reps),
        Work::AsMany { assumed } => Some(assumed),
        Work::Timed { .. } => None,
    }
}

impl Exercise {
    /// Whether a wrap is on while it is done.
    pub fn is_wrapped(&self) -> bool {
        self.wrap.is_some()
    }
}
