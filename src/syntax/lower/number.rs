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

    /// The ends of what is written as `8` or `8-12`.
    pub(super) fn of(text: &str, at: Span) -> Self {
        let dash = at.of(text).bytes().position(|byte| byte == b'-');
        match dash {
            None => Self {
                first: Some(at),
                last: None,
            },
            Some(dash) => Self {
                first: Some(at.without_last(at.len() - dash)),
                last: Some(at.without_first(dash + 1)),
            },
        }
    }

    /// Both numbers and what stands between them.
    pub(super) fn span(self) -> Span {
        let first = self.first.unwrap_or_default();
        first.to(self.last.unwrap_or(first))
    }
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

    /// A number in thousandths. Beyond its budget it is reported and cut to it, so that nothing overflows.
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
                self.beyond += 1;
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
        let (whole, before) = (span(&pair), self.beyond);
        let mut ends: Vec<i64> = Vec::with_capacity(2);
        let mut pending: Vec<i64> = Vec::with_capacity(2);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::number => pending.push(self.number(span(&part), Dimension::Duration)),
                Rule::time_unit => {
                    let size = seconds_in(part.as_str());
                    ends.extend(pending.drain(..).map(|number| number.saturating_mul(size)));
                }
                Rule::clock => ends.push(clock(part.as_str())),
                Rule::two_units => ends.push(self.two_units(part)),
                _ => ends.push(30_000),
            }
        }
        let low = ends.first().copied().unwrap_or_default();
        let high = ends.last().copied().unwrap_or(low);
        let over = ends.iter().any(|&end| end > budget::SECONDS * 1000);
        self.time(whole, low, high, over && self.beyond == before)
    }

    /// `90 s`, `2-3 min`
    pub(super) fn plain_time(&mut self, at: Span) -> Spanned<Quantity> {
        let written = at.of(self.text);
        let (numbers, unit) = written.split_once(' ').unwrap_or((written, ""));
        let ends = Ends::of(self.text, at.without_last(at.len() - numbers.len()));
        let (size, before) = (seconds_in(unit), self.beyond);
        let mut end = |end| self.number(end, Dimension::Duration).saturating_mul(size);
        let low = ends.first.map_or(0, &mut end);
        let high = ends.last.map_or(low, end);
        let over = low.max(high) > budget::SECONDS * 1000;
        self.time(at, low, high, over && self.beyond == before)
    }

    /// A time between two ends in thousandths of a second, within its budget; `over` if that is still to be said.
    fn time(&mut self, whole: Span, low: i64, high: i64, over: bool) -> Spanned<Quantity> {
        if over {
            let limit = format!("{} s", budget::SECONDS);
            self.out_of_range(whole, whole.of(self.text), &limit);
        }
        let limit = budget::SECONDS * 1000;
        let (low, high) = (low.min(limit), high.min(limit));
        self.forwards(whole, low, high);
        Spanned {
            span: whole,
            value: interval(low, high, Dimension::Duration),
        }
    }

    /// `2 min 30 s` in thousandths of a second.
    fn two_units(&mut self, pair: Pair<'_, Rule>) -> i64 {
        let (mut sum, mut number) = (0_i64, 0);
        for part in pair.into_inner() {
            if part.as_rule() == Rule::number {
                number = self.number(span(&part), Dimension::Count);
            } else {
                sum = sum.saturating_add(number.saturating_mul(seconds_in(part.as_str())));
            }
        }
        sum
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
        let before = self.beyond;
        let value = self.figure(ends, Dimension::Mass);
        Mass {
            span: whole,
            value: in_kilograms(value, unit),
            unit: (self.beyond == before).then_some(unit),
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
        self.beyond += 1;
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
        // The prime of a minute, in each of its forms; a double one is of seconds.
        Some(b'm') => 60,
        _ if matches!(unit, "'" | "’" | "′") => 60,
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
