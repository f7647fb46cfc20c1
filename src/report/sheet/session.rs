//! One session: its table, findings below the exercise that they are about, wraps, and the timeline.

use crate::report::paint::Paint;
use crate::report::plan_words::{session_name, session_time};
use crate::report::{clock, escape};
use crate::sheet::{Exercise, Session, Wrap, ranges};

use super::Printer;
use super::table::{Align, Column, Layout};

/// Columns of a session in their order.
const COLUMNS: [Column; 8] = [
    column("exercise", Align::Left, 14),
    column("sets", Align::Left, 11),
    column("load", Align::Left, 7),
    column("% 1RM", Align::Right, 6),
    column("kg", Align::Right, 7),
    column("tempo", Align::Left, 8),
    column("rest", Align::Left, 6),
    column("min", Align::Right, 6),
];

const fn column(head: &'static str, align: Align, least: usize) -> Column {
    Column { head, align, least }
}

impl Printer<'_> {
    pub(super) fn session(&mut self, session: &Session) {
        self.heading(session);
        for cue in &session.cues {
            self.painted(0, &escape::words(cue), Paint::alarm);
        }
        for note in &session.notes {
            self.prose(0, "> ", note, 2);
        }
        self.findings(0, &session.findings);
        let rows: Vec<Vec<String>> = session
            .exercises
            .iter()
            .map(|exercise| self.cells(exercise))
            .collect();
        // A column in which nothing stands is left out.
        let used: Vec<usize> = (0..COLUMNS.len())
            .filter(|&place| {
                rows.iter()
                    .any(|row| row.get(place).is_some_and(|cell| !cell.is_empty()))
            })
            .collect();
        let columns: Vec<Column> = used
            .iter()
            .filter_map(|&place| COLUMNS.get(place).copied())
            .collect();
        let rows: Vec<Vec<String>> = rows
            .iter()
            .map(|row| {
                used.iter()
                    .filter_map(|&place| row.get(place).cloned())
                    .collect()
            })
            .collect();
        let layout = Layout::new(&columns, &rows, self.width);
        if let Some(layout) = &layout {
            let heads: Vec<String> = columns
                .iter()
                .map(|column| column.head.to_owned())
                .collect();
            for line in layout.row(&heads) {
                let line = self.paint.faint(&line);
                self.line(0, &line);
            }
        }
        for (place, (exercise, row)) in session.exercises.iter().zip(&rows).enumerate() {
            self.before(session, place);
            match &layout {
                Some(layout) => {
                    for line in layout.row(row) {
                        self.line(0, &line);
                    }
                }
                None => self.stacked(&columns, row),
            }
            self.below(session, exercise);
        }
        for wrap in session.idle_wraps() {
            self.wrap_in_full(0, wrap);
        }
        self.timeline(session);
    }

    fn heading(&mut self, session: &Session) {
        let mut words = session_name(&session.name);
        for tag in &session.tags {
            words.push_str(&format!(" {}", escape::words(tag)));
        }
        let weeks = ranges(&session.weeks);
        if self.sheet.all_weeks.len() > 1 {
            let week = if session.weeks.len() == 1 {
                "week"
            } else {
                "weeks"
            };
            words.push_str(&format!(", {week} {weeks}"));
        }
        let time = session_time(session, self.signs.approximately);
        self.painted(0, &format!("{words}: {time}"), Paint::title);
    }

    /// The cells of an exercise, one for each of the columns.
    fn cells(&self, exercise: &Exercise) -> Vec<String> {
        let mut name = escape::words(&exercise.name);
        if exercise.warm_up {
            name.push_str(" (warm-up)");
        }
        let mut scheme = self.figure(&exercise.scheme).replace('x', self.signs.times);
        if let Some(side) = exercise.side {
            scheme.push(' ');
            scheme.push_str(side);
        }
        let figures = [
            &exercise.load,
            &exercise.percent,
            &exercise.mass,
            &exercise.tempo,
            &exercise.rest,
        ];
        let mut cells = vec![name, scheme];
        cells.extend(figures.map(|figure| self.figure(figure)));
        cells.push(clock::minutes(exercise.lasting, self.signs.approximately));
        cells
    }

    /// What stands above an exercise: where a superset begins, and wraps that go on for it and others.
    fn before(&mut self, session: &Session, place: usize) {
        let superset = |place: usize| {
            let exercise = session.exercises.get(place);
            exercise.and_then(|exercise| exercise.superset)
        };
        let opens =
            superset(place).is_some() && place.checked_sub(1).and_then(superset) != superset(place);
        if opens {
            let words = self.paint.faint("in turn:");
            self.line(0, &words);
        }
    }

    /// What stands below an exercise: its wraps, cues, notes and findings.
    fn below(&mut self, session: &Session, exercise: &Exercise) {
        for wrap in exercise
            .wraps
            .iter()
            .filter_map(|&number| session.wraps.get(number))
        {
            self.wrap(session, exercise, wrap);
        }
        for cue in &exercise.cues {
            self.painted(2, &escape::words(cue), Paint::alarm);
        }
        for note in &exercise.notes {
            self.prose(2, "> ", note, 2);
        }
        self.findings(2, &exercise.findings);
    }

    /// A wrap in full below its first exercise, and that it stays on below the others.
    fn wrap(&mut self, session: &Session, exercise: &Exercise, wrap: &Wrap) {
        let is = |number: Option<&usize>| {
            let found = number.and_then(|&number| session.exercises.get(number));
            found.is_some_and(|found| std::ptr::eq(found, exercise))
        };
        let (first, last) = (is(wrap.exercises.first()), is(wrap.exercises.last()));
        if !first {
            let word = if !last || wrap.never_off {
                "still on"
            } else {
                "still on, then off"
            };
            let key = self.paint.wrapped("wrap");
            self.hanging(2, &format!("{key}: "), 6, word, 4);
            return;
        }
        self.wrap_in_full(2, wrap);
    }

    fn wrap_in_full(&mut self, indent: usize, wrap: &Wrap) {
        let part = |what: &str, figure: String| match figure.as_str() {
            "?" => format!("{what} ?"),
            _ => figure,
        };
        let mut words = vec![
            part("place", self.figure(&wrap.place)),
            part("tightness", self.figure(&wrap.tightness)),
        ];
        words.extend(wrap.details.iter().map(|detail| escape::words(detail)));
        let on = clock::lasting(wrap.on, self.signs.approximately);
        words.push(format!("on {on}"));
        if wrap.never_off {
            words.push("never taken off".to_owned());
        }
        if wrap.exercises.is_empty() {
            words.push("for no exercise".to_owned());
        }
        let key = self.paint.wrapped("wrap");
        self.hanging(
            indent,
            &format!("{key}: "),
            6,
            &words.join(", "),
            indent + 2,
        );
        self.findings(indent, &wrap.findings);
    }

    /// An exercise where the columns do not fit side by side.
    fn stacked(&mut self, columns: &[Column], row: &[String]) {
        let mut cells = columns.iter().zip(row);
        if let Some((_, name)) = cells.next() {
            self.painted(0, name, Paint::strong);
        }
        let cells = cells.filter(|(_, cell)| !cell.is_empty());
        let words: Vec<String> = cells
            .map(|(column, cell)| format!("{} {cell}", column.head))
            .collect();
        self.hanging(2, "", 0, &words.join(", "), 2);
    }
}
