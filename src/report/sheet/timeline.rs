//! A session on its clock: a bar for each exercise, and one for each wrap while it is on.

use crate::report::{clock, escape, wrap};
use crate::sheet::{Session, Time, Wrap};

use super::Printer;

/// The widest that names stand in front of the bars.
const NAMES: usize = 22;

impl Printer<'_> {
    pub(super) fn timeline(&mut self, session: &Session) {
        let wraps = session.wraps.iter().map(|wrap| wrap.end.typical);
        let exercises = session
            .exercises
            .iter()
            .map(|exercise| exercise.end.typical);
        let length = wraps.chain(exercises).max().unwrap_or(0);
        if session.wraps.is_empty() || length <= 0 {
            return;
        }
        self.blank();
        let names = session
            .exercises
            .iter()
            .map(|exercise| wrap::width(&escape::words(&exercise.name)));
        let limbs = session.wraps.iter().map(|wrap| wrap.limb.word().len() + 7);
        let names = names
            .chain(limbs)
            .max()
            .unwrap_or(0)
            .min(NAMES)
            .min(self.width / 3);
        let columns = self.width.saturating_sub(names + 2).max(10);
        self.axis(names, columns, length);
        for (exercise, wraps) in session.exercises.iter().zip(session.wraps_by_last()) {
            let work = if exercise.lasting.is_unknown() {
                "?".to_owned()
            } else {
                bar(
                    exercise.start,
                    exercise.end,
                    length,
                    columns,
                    self.signs.work,
                )
            };
            let line = format!("{}  {work}", fitted(&escape::words(&exercise.name), names));
            self.line(0, &line);
            // Wraps stand below the last exercise that they are on for.
            for wrap in wraps {
                self.wrap_bar(wrap, names, columns, length);
            }
        }
        for wrap in session.idle_wraps() {
            self.wrap_bar(wrap, names, columns, length);
        }
    }

    fn wrap_bar(&mut self, wrap: &Wrap, names: usize, columns: usize, length: i64) {
        let bar = bar(wrap.start, wrap.end, length, columns, self.signs.wrap);
        let name = fitted(&format!("  wrap: {}", wrap.limb.word()), names);
        let line = self.paint.wrapped(&format!("{name}  {bar}"));
        self.line(0, &line);
    }

    /// Marks in minutes.
    fn axis(&mut self, names: usize, columns: usize, length: i64) {
        let mut line = fitted("minutes", names) + "  ";
        for mark in clock::marks(length, (columns / 7) as i64) {
            let at = names + 2 + column(mark.saturating_mul(60_000), length, columns);
            let words = mark.to_string();
            if at >= line.len() && at + words.len() <= names + 2 + columns {
                line = format!("{line:at$}{words}");
            }
        }
        let line = self.paint.faint(&line);
        self.line(0, &line);
    }
}

/// A bar between two moments by the usual clock, at least one sign long.
fn bar(start: Time, end: Time, length: i64, columns: usize, sign: &str) -> String {
    let from = column(start.typical, length, columns).min(columns.saturating_sub(1));
    let to = column(end.typical, length, columns).max(from + 1);
    format!("{}{}", " ".repeat(from), sign.repeat(to - from))
}

/// The column of a moment.
fn column(moment: i64, length: i64, columns: usize) -> usize {
    let columns = i128::try_from(columns).unwrap_or(0);
    let place = i128::from(moment) * columns / i128::from(length.max(1));
    usize::try_from(place.clamp(0, columns)).unwrap_or(0)
}

/// A name cut or filled to a width.
fn fitted(name: &str, width: usize) -> String {
    let mut line = String::new();
    let mut used = 0;
    for character in name.chars() {
        let wanted = wrap::char_width(character);
        if used + wanted > width {
            break;
        }
        line.push(character);
        used += wanted;
    }
    line + &" ".repeat(width.saturating_sub(used))
}
