//! Numbers, times, masses and dates, within their budgets.

use pest::iterators::Pair;

use super::{Lowering, span};
use crate::budget;
use crate::diagnostic::{Diagnostic, Severity};
use crate::quantity::{Dimension, Quantity, decimal, parse_decimal, pounds};
use crate::source::Span;
use crate::syntax::ast::{Date, Mass, MassUnit, Spanned};
use crate::syntax::grammar::Rule;

/// What people and their word processors write between two numbers.
const DASHES: [char; 4] = ['-', '–', '—', '−'];

/// Where one number stands, or two with a dash.
#[derive(Clone, Copy, Default)]
pub(super) struct Ends {
    pub(super) first: Option<Span>,
    pub(super) last: Option<Span>,
}

impl Ends {
    pub(super) fn push(&mut self, at: Span) {
        match self.first {
            None => self.first = Some(at),
            Some(_) => self.last = Some(at),
        }
    }

    /// Both numbers and what stands between them.
    pub(super) fn span(self) -> Span {
        let first = self.first.unwrap_or_default();
        first.to(self.last.unwrap_or(first))
    }
}

/// A time that is read number by number and unit by unit.
#[derive(Default)]
pub(super) struct TimeParts {
    /// Numbers whose unit has not been read, and may never come.
    pub(super) numbers: Ends,
    /// The lower and the upper end in thousandths of a second.
    read: Option<(i64, i64)>,
    /// From the first number to the last unit.
    span: Option<Span>,
}

impl Lowering<'_> {
    /// One number or two with a dash.
    pub(super) fn figure(&mut self, ends: Ends, dimension: Dimension) -> Quantity {
        let low = ends.first.map_or(0, |at| self.number(at, dimension));
        let Some(last) = ends.last else {
            return interval(low, low, dimension);
        };
        let high = self.number(last, dimension);
        self.forwards(ends.span(), low, high);
        interval(low, high, dimension)
    }

    /// Reports a range that runs backwards; it is then read as if its ends were swapped.
    pub(super) fn forwards(&mut self, at: Span, low: i64, high: i64) {
        if high >= low {
            return;
        }
        let written = at.of(self.text);
        let swapped = written
            .split_once(DASHES)
            .map(|(first, last)| format!("{}-{}", last.trim(), first.trim()));
        let mut report = Diagnostic::new(
            "backward-range",
            Severity::Error,
            at,
            format!("`{written}` runs backwards"),
        );
        if let Some(swapped) = swapped {
            report = report.help(format!("write `{swapped}`"));
        }
        self.diagnostics.push(report);
    }

    /// A number in thousandths. Beyond its budget it is reported and counts as the budget.
    pub(super) fn number(&mut self, at: Span, dimension: Dimension) -> i64 {
        let written = at.of(self.text);
        let (digits, half) = match written.strip_suffix('½') {
            Some(rest) => (rest, 500),
            None => (written, 0),
        };
        let limit = limit_of(dimension);
        if is_thousands(digits) {
            let both = (digits.replace(',', "."), digits.replace(',', ""));
            self.ambiguous(
                at,
                format!("`{digits}` has two readings: {} and {}", both.0, both.1),
                format!("write `{}` or `{}`", both.0, both.1),
            );
        }
        let value = if digits.is_empty() {
            Some(half)
        } else {
            parse_decimal(digits).map(|value| value.saturating_add(half))
        };
        if value.is_none()
            && let Some(value) = cut(digits).filter(|value| *value <= limit)
        {
            let report = format!("`{written}` has more than three decimals");
            self.diagnostics.push(
                Diagnostic::new("number-out-of-range", Severity::Error, at, report).help(format!(
                    "write `{}`, which is what cuff reads",
                    decimal(value)
                )),
            );
            return value;
        }
        match value {
            Some(value) if value <= limit => value,
            _ => {
                let limit_words = Quantity::thousandths(limit, dimension).to_string();
                self.out_of_range(at, written, &limit_words);
                limit
            }
        }
    }

    /// A whole number up to `limit`; reported and cut to it beyond.
    pub(super) fn whole(&mut self, at: Span, least: u32, limit: u32) -> u32 {
        let written = at.of(self.text);
        match written.parse::<u32>() {
            Ok(value) if (least..=limit).contains(&value) => value,
            Ok(value) if value < least => {
                self.diagnostics.push(
                    Diagnostic::new(
                        "number-out-of-range",
                        Severity::Error,
                        at,
                        format!("`{written}` is below {least}"),
                    )
                    .help(format!("write a number from {least} to {limit}")),
                );
                least
            }
            _ => {
                self.out_of_range(at, written, &limit.to_string());
                limit
            }
        }
    }

    pub(super) fn week_number(&mut self, pair: Pair<'_, Rule>) -> u32 {
        self.whole(span(&pair), 1, budget::WEEKS)
    }

    /// The only whole number in a statement such as `repeat week 1`.
    pub(super) fn counted(&mut self, pair: Pair<'_, Rule>) -> Spanned<u32> {
        let whole = span(&pair);
        let at = pair
            .into_inner()
            .next()
            .map_or(whole, |number| span(&number));
        Spanned {
            span: whole,
            value: self.whole(at, 1, budget::WEEKS),
        }
    }

    /// A time as a duration, whichever way it was written.
    pub(super) fn time_span(&mut self, pair: Pair<'_, Rule>) -> Spanned<Quantity> {
        self.time_of(pair.into_inner())
    }

    /// A time from its numbers, units and clocks.
    pub(super) fn time_of<'p>(
        &mut self,
        parts: impl Iterator<Item = Pair<'p, Rule>>,
    ) -> Spanned<Quantity> {
        let mut time = TimeParts::default();
        parts.for_each(|part| self.time_part(&mut time, &part));
        let value = self.time(&time);
        Spanned {
            span: time.span.unwrap_or_default(),
            value: value.unwrap_or(Quantity::whole(0, Dimension::Duration)),
        }
    }

    /// One more number, unit or clock of a time.
    pub(super) fn time_part(&mut self, time: &mut TimeParts, part: &Pair<'_, Rule>) {
        let at = span(part);
        time.span = Some(time.span.map_or(at, |before| before.to(at)));
        time.read = match (part.as_rule(), time.read) {
            (Rule::number | Rule::whole, read) => {
                time.numbers.push(at);
                read
            }
            (Rule::clock, first) => {
                let last = clock(part.as_str());
                Some((first.map_or(last, |(first, _)| first), last))
            }
            (Rule::half_minute, _) => Some((30_000, 30_000)),
            // `2 min 30 s`: a second unit adds to the first.
            (_, before) => {
                let before = before.unwrap_or_default();
                let (low, high) = self.in_unit(std::mem::take(&mut time.numbers), part.as_str());
                Some((before.0.saturating_add(low), before.1.saturating_add(high)))
            }
        };
    }

    /// Both ends in thousandths of a second.
    fn in_unit(&mut self, ends: Ends, unit: &str) -> (i64, i64) {
        let size = seconds_in(unit);
        let mut end = |at| self.number(at, Dimension::Duration).saturating_mul(size);
        let low = ends.first.map_or(0, &mut end);
        (low, ends.last.map_or(low, end))
    }

    /// What was read, within its budget; `None` if there was no time, but numbers at most.
    pub(super) fn time(&mut self, time: &TimeParts) -> Option<Quantity> {
        let ((low, high), whole) = (time.read?, time.span.unwrap_or_default());
        let limit = budget::SECONDS * 1000;
        if low > limit || high > limit {
            self.out_of_range(
                whole,
                whole.of(self.text),
                &format!("{} s", budget::SECONDS),
            );
        }
        let (low, high) = (low.min(limit), high.min(limit));
        self.forwards(whole, low, high);
        Some(interval(low, high, Dimension::Duration))
    }

    /// A mass with its unit; pounds become kilograms.
    pub(super) fn mass(&mut self, pair: Pair<'_, Rule>) -> Mass {
        let whole = span(&pair);
        let mut ends = Ends::default();
        let mut unit = MassUnit::Kilogram;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::number => ends.push(span(&part)),
                Rule::pound => unit = MassUnit::Pound,
                _ => {}
            }
        }
        let value = self.figure(ends, Dimension::Mass);
        Mass {
            span: whole,
            value: in_kilograms(value, unit),
            unit: Some(unit),
        }
    }

    /// `percent` and other rules whose children are one or two numbers.
    pub(super) fn figure_of(
        &mut self,
        pair: Pair<'_, Rule>,
        dimension: Dimension,
    ) -> Spanned<Quantity> {
        let whole = span(&pair);
        let mut ends = Ends::default();
        for part in pair.into_inner() {
            if part.as_rule() == Rule::number {
                ends.push(span(&part));
            }
        }
        Spanned {
            span: whole,
            value: self.figure(ends, dimension),
        }
    }

    /// A number and `years`, `months`, `weeks` or `days`.
    pub(super) fn long_time(&mut self, pair: Pair<'_, Rule>) -> Spanned<Quantity> {
        let whole = span(&pair);
        let unit = pair
            .clone()
            .into_inner()
            .find(|part| part.as_rule() == Rule::long_time_unit);
        let number = self.figure_of(pair, Dimension::Count).value.low();
        let unit = unit.map_or("years", |unit| unit.as_str());
        Spanned {
            span: whole,
            value: long_duration(number, unit),
        }
    }

    /// A date that exists; reported if it does not.
    pub(super) fn date(&mut self, pair: Pair<'_, Rule>) -> Option<Spanned<Date>> {
        let at = span(&pair);
        let date = parse_date(pair.as_str());
        if date.is_none() {
            self.diagnostics.push(
                Diagnostic::new(
                    "invalid-date",
                    Severity::Error,
                    at,
                    format!("`{}` is not a day of the calendar", pair.as_str()),
                )
                .help("write year, month and day, such as `2026-01-12`"),
            );
        }
        date.map(|value| Spanned { span: at, value })
    }

    pub(super) fn out_of_range(&mut self, at: Span, written: &str, limit: &str) {
        self.diagnostics.push(
            Diagnostic::new(
                "number-out-of-range",
                Severity::Error,
                at,
                format!("`{written}` is beyond {limit}"),
            )
            .help(format!(
                "no plan goes beyond {limit}; check the digits and the unit"
            )),
        );
    }

    pub(super) fn ambiguous(&mut self, at: Span, message: String, help: String) {
        self.diagnostics
            .push(Diagnostic::new("ambiguous-notation", Severity::Error, at, message).help(help));
    }
}

/// Reads `2026-01-12`; `None` if there is no such day.
pub(crate) fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, DASHES);
    let year: i32 = parts.next()?.parse().ok()?;
    let month: u8 = parts.next()?.parse().ok()?;
    let day: u8 = parts.next()?.parse().ok()?;
    let date =
        time::Date::from_calendar_date(year, time::Month::try_from(month).ok()?, day).ok()?;
    /// Julian day number of 1970-01-01.
    const EPOCH: i32 = 2_440_588;
    Some(Date(date.to_julian_day() - EPOCH))
}

pub(super) fn in_kilograms(value: Quantity, unit: MassUnit) -> Quantity {
    match unit {
        MassUnit::Kilogram => value,
        MassUnit::Pound => interval(
            pounds(value.low()).unwrap_or(value.low()),
            pounds(value.high()).unwrap_or(value.high()),
            Dimension::Mass,
        ),
    }
}

pub(super) fn interval(low: i64, high: i64, dimension: Dimension) -> Quantity {
    let low = Quantity::thousandths(low, dimension);
    low.span(Quantity::thousandths(high, dimension))
        .unwrap_or(low)
}

fn long_duration(thousandths: i64, unit: &str) -> Quantity {
    let days = match unit.as_bytes().first().map(u8::to_ascii_lowercase) {
        Some(b'y') => 365_250,
        Some(b'm') => 30_437,
        Some(b'w') => 7_000,
        _ => 1_000,
    };
    // Thousandths of a count times thousandths of a day times 86.4 s are thousandths of a second.
    let exact = match unit.as_bytes().first().map(u8::to_ascii_lowercase) {
        Some(b'm') => i128::from(thousandths) * 2_629_800,
        _ => i128::from(thousandths) * days * 864 / 10,
    };
    Quantity::thousandths(
        i64::try_from(exact).unwrap_or(i64::MAX),
        Dimension::Duration,
    )
}

/// A number with too many decimals, without those that are too many.
fn cut(digits: &str) -> Option<i64> {
    let (whole, fraction) = digits.split_once(['.', ','])?;
    parse_decimal(&format!("{whole}.{}", fraction.get(..3)?))
}

/// A comma with three digits behind it: decimals here, thousands elsewhere.
fn is_thousands(digits: &str) -> bool {
    digits
        .split_once(',')
        .is_some_and(|(whole, fraction)| fraction.len() == 3 && whole != "0")
}

fn limit_of(dimension: Dimension) -> i64 {
    let whole = match dimension {
        Dimension::Count => budget::REPS,
        Dimension::Percent | Dimension::Occlusion => budget::PERCENT,
        Dimension::Mass => budget::KILOGRAMS,
        Dimension::Duration => budget::SECONDS,
        Dimension::OutOfTen => 10,
        Dimension::Pressure => 1_000,
        Dimension::Length => 300,
    };
    whole * 1000
}

fn seconds_in(unit: &str) -> i64 {
    match unit.as_bytes().first().map(u8::to_ascii_lowercase) {
        Some(b'm') => 60,
        Some(b'h') => 3_600,
        _ => 1,
    }
}

/// `1:30` and `:30` in thousandths of a second.
fn clock(text: &str) -> i64 {
    let (minutes, seconds) = text.split_once(':').unwrap_or(("", text));
    let number = |part: &str| part.parse::<i64>().unwrap_or(0);
    (number(minutes) * 60 + number(seconds)) * 1000
}
