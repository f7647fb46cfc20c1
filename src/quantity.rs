//! Numbers with units, as intervals, in exact thousandths.
//!
//! Floating point has no place here: a load is 30.000 % or it is not. Every operation is checked; what would overflow
//! or mix dimensions gives `None`. Source of the pound: the international avoirdupois pound, 0.45359237 kg exactly.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a number measures. The base unit of each is in its description; a quantity counts thousandths of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Dimension {
    /// A plain count: sets, reps, weeks, minutes on a counter. Base unit: one.
    Count,
    /// Percent, of 1RM unless said otherwise. Base unit: one percent.
    Percent,
    /// Mass. Base unit: kilogram.
    Mass,
    /// Time. Base unit: second.
    Duration,
    /// A rating out of ten: tightness, RPE. Base unit: one point.
    OutOfTen,
    /// Percent of arterial occlusion pressure. Base unit: one percent.
    Occlusion,
    /// Pressure. Base unit: millimetre of mercury.
    Pressure,
    /// Length. Base unit: centimetre.
    Length,
}

impl Dimension {
    /// All of them, in the order in which they are documented.
    pub const ALL: [Self; 8] = [
        Self::Count,
        Self::Percent,
        Self::Mass,
        Self::Duration,
        Self::OutOfTen,
        Self::Occlusion,
        Self::Pressure,
        Self::Length,
    ];

    /// What a message calls it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Percent => "percent",
            Self::Mass => "mass",
            Self::Duration => "duration",
            Self::OutOfTen => "rating out of ten",
            Self::Occlusion => "percent of AOP",
            Self::Pressure => "pressure",
            Self::Length => "length",
        }
    }

    /// A value of it as somebody would write one.
    pub fn example(self) -> &'static str {
        match self {
            Self::Count => "4",
            Self::Percent => "30 %",
            Self::Mass => "40 kg",
            Self::Duration => "30 s",
            Self::OutOfTen => "7/10",
            Self::Occlusion => "60 % AOP",
            Self::Pressure => "160 mmHg",
            Self::Length => "10 cm",
        }
    }
}

/// Units that plans, rules and the configuration may use, with their size in thousandths of the base unit.
/// Each row: spelling, dimension, millionths of a base unit (so that pounds and inches stay exact enough).
const UNITS: &[(&str, Dimension, i64)] = &[
    ("%", Dimension::Percent, 1_000_000),
    ("kg", Dimension::Mass, 1_000_000),
    ("kgs", Dimension::Mass, 1_000_000),
    ("kilos", Dimension::Mass, 1_000_000),
    ("lb", Dimension::Mass, 453_592),
    ("lbs", Dimension::Mass, 453_592),
    ("s", Dimension::Duration, 1_000_000),
    ("sec", Dimension::Duration, 1_000_000),
    ("secs", Dimension::Duration, 1_000_000),
    ("second", Dimension::Duration, 1_000_000),
    ("seconds", Dimension::Duration, 1_000_000),
    ("min", Dimension::Duration, 60_000_000),
    ("mins", Dimension::Duration, 60_000_000),
    ("minute", Dimension::Duration, 60_000_000),
    ("minutes", Dimension::Duration, 60_000_000),
    ("h", Dimension::Duration, 3_600_000_000),
    ("hour", Dimension::Duration, 3_600_000_000),
    ("hours", Dimension::Duration, 3_600_000_000),
    ("day", Dimension::Duration, 86_400_000_000),
    ("days", Dimension::Duration, 86_400_000_000),
    ("week", Dimension::Duration, 604_800_000_000),
    ("weeks", Dimension::Duration, 604_800_000_000),
    // A twelfth of 365.25 days, so that twelve months are a year.
    ("month", Dimension::Duration, 2_629_800_000_000),
    ("months", Dimension::Duration, 2_629_800_000_000),
    ("year", Dimension::Duration, 31_557_600_000_000),
    ("years", Dimension::Duration, 31_557_600_000_000),
    ("/10", Dimension::OutOfTen, 1_000_000),
    ("% AOP", Dimension::Occlusion, 1_000_000),
    ("%AOP", Dimension::Occlusion, 1_000_000),
    ("% LOP", Dimension::Occlusion, 1_000_000),
    ("mmHg", Dimension::Pressure, 1_000_000),
    ("cm", Dimension::Length, 1_000_000),
    ("mm", Dimension::Length, 100_000),
    ("in", Dimension::Length, 2_540_000),
    ("", Dimension::Count, 1_000_000),
    ("reps", Dimension::Count, 1_000_000),
    ("sets", Dimension::Count, 1_000_000),
];

/// Thousandths of a kilogram in a pound, times 100 000, for exact rounding.
const POUND: i64 = 45_359_237;

/// A number with a dimension: exact, or an interval from `low` to `high`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Quantity {
    low: i64,
    high: i64,
    dimension: Dimension,
}

/// How two quantities compare when both may be intervals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// True whichever points are meant.
    Always,
    /// True for some points and false for others.
    Sometimes,
    /// False whichever points are meant.
    Never,
}

impl Quantity {
    /// An exact quantity of so many thousandths of the base unit.
    pub const fn thousandths(value: i64, dimension: Dimension) -> Self {
        Self {
            low: value,
            high: value,
            dimension,
        }
    }

    /// An exact quantity of whole base units; saturates far beyond any budget.
    pub const fn whole(value: i64, dimension: Dimension) -> Self {
        Self::thousandths(value.saturating_mul(1000), dimension)
    }

    /// The interval that covers both; `None` if they measure different things.
    pub fn span(self, other: Self) -> Option<Self> {
        (self.dimension == other.dimension).then(|| Self {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
            dimension: self.dimension,
        })
    }

    /// What it measures.
    pub const fn dimension(self) -> Dimension {
        self.dimension
    }

    /// The lower end, in thousandths of the base unit.
    pub const fn low(self) -> i64 {
        self.low
    }

    /// The upper end, in thousandths of the base unit.
    pub const fn high(self) -> i64 {
        self.high
    }

    /// Its lower end as an exact quantity.
    pub const fn lower(self) -> Self {
        Self::thousandths(self.low, self.dimension)
    }

    /// Its upper end as an exact quantity.
    pub const fn upper(self) -> Self {
        Self::thousandths(self.high, self.dimension)
    }

    /// The point half way between its ends.
    pub const fn middle(self) -> Self {
        Self::thousandths(
            self.low
                .saturating_add(self.high.saturating_sub(self.low) / 2),
            self.dimension,
        )
    }

    /// Whether it is one point.
    pub const fn is_exact(self) -> bool {
        self.low == self.high
    }

    /// The same number read as another dimension, where a rule needs a ratio.
    pub const fn with_dimension(self, dimension: Dimension) -> Self {
        Self { dimension, ..self }
    }

    /// Sum; `None` if dimensions differ or it overflows.
    pub fn plus(self, other: Self) -> Option<Self> {
        self.join(
            other,
            self.low.checked_add(other.low)?,
            self.high.checked_add(other.high)?,
        )
    }

    /// Difference; `None` if dimensions differ or it overflows.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.join(
            other,
            self.low.checked_sub(other.high)?,
            self.high.checked_sub(other.low)?,
        )
    }

    /// Scaled by a count, keeping the dimension; `None` if it overflows or the factor is not a count.
    pub fn times(self, count: Self) -> Option<Self> {
        let scaled = self.products(count, 1000)?;
        (count.dimension == Dimension::Count).then_some(scaled)
    }

    /// Divided by a count; `None` if the divisor may be zero, is not a count, or it overflows.
    pub fn divided(self, count: Self) -> Option<Self> {
        if count.dimension != Dimension::Count || (count.low <= 0 && count.high >= 0) {
            return None;
        }
        let ends = [
            self.quotient(self.low, count.low)?,
            self.quotient(self.low, count.high)?,
            self.quotient(self.high, count.low)?,
            self.quotient(self.high, count.high)?,
        ];
        Some(Self::bounds(ends, self.dimension))
    }

    /// `percent` of it, keeping its dimension; `None` if `percent` is not one or it overflows.
    pub fn share(self, percent: Self) -> Option<Self> {
        let scaled = self.products(percent, 100_000)?;
        (percent.dimension == Dimension::Percent).then_some(scaled)
    }

    /// It as percent of `whole`; `None` if dimensions differ, `whole` may be zero or below, or it overflows.
    pub fn percent_of(self, whole: Self) -> Option<Self> {
        if self.dimension != whole.dimension || whole.low <= 0 {
            return None;
        }
        let ratio =
            |part: i64, of: i64| rounded(i128::from(part).checked_mul(100_000)?, i128::from(of));
        // The end of the part that lies furthest out is shared by the smallest whole.
        let outer = |end: i64, towards_zero: i64| if end < 0 { whole.low } else { towards_zero };
        let for_low = outer(self.low, whole.high);
        let for_high = if self.high < 0 { whole.high } else { whole.low };
        Some(Self {
            low: ratio(self.low, for_low)?,
            high: ratio(self.high, for_high)?,
            dimension: Dimension::Percent,
        })
    }

    /// Rounded down to a multiple of `step`, both ends; unchanged if the step is not positive.
    pub fn floor_to(self, step: Self) -> Self {
        if step.low <= 0 || step.dimension != self.dimension {
            return self;
        }
        let down = |value: i64| value.saturating_sub(value.rem_euclid(step.low));
        Self {
            low: down(self.low),
            high: down(self.high),
            ..self
        }
    }

    /// How `self < other` comes out; `None` if dimensions differ.
    pub fn below(self, other: Self) -> Option<Comparison> {
        (self.dimension == other.dimension).then_some({
            if self.high < other.low {
                Comparison::Always
            } else if self.low >= other.high {
                Comparison::Never
            } else {
                Comparison::Sometimes
            }
        })
    }

    /// How `self <= other` comes out; `None` if dimensions differ.
    pub fn at_most(self, other: Self) -> Option<Comparison> {
        (self.dimension == other.dimension).then_some({
            if self.high <= other.low {
                Comparison::Always
            } else if self.low > other.high {
                Comparison::Never
            } else {
                Comparison::Sometimes
            }
        })
    }

    /// How `self == other` comes out; `None` if dimensions differ.
    pub fn equals(self, other: Self) -> Option<Comparison> {
        (self.dimension == other.dimension).then(|| {
            if self.is_exact() && other.is_exact() && self.low == other.low {
                Comparison::Always
            } else if self.high < other.low || other.high < self.low {
                Comparison::Never
            } else {
                Comparison::Sometimes
            }
        })
    }

    /// Reads `30 %`, `0.5 %`, `7/10`, `12 weeks`, `2,5 kg`, `20-40 s` or a bare count, as rule files and the
    /// configuration write them.
    ///
    /// # Errors
    /// Says in words what is wrong: no digits, too many digits, or an unknown unit.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (low, rest) = take_number(text)?;
        let (high, rest) = match rest.trim_start().strip_prefix(['-', '–']) {
            Some(rest) => take_number(rest.trim_start())?,
            None => (low, rest),
        };
        let unit = rest.trim();
        let Some(&(_, dimension, size)) = UNITS.iter().find(|(name, ..)| *name == unit) else {
            return Err(format!(
                "`{unit}` is not a unit; write a quantity such as `30 %`, `30 s`, `2.5 kg`, `7/10` or `10 cm`"
            ));
        };
        if high < low {
            return Err(format!("`{text}` runs backwards"));
        }
        let scaled = |value: i64| {
            let value = i128::from(value);
            let exact = if size == 453_592 {
                rounded(value * i128::from(POUND), 100_000_000)
            } else {
                rounded(value * i128::from(size), 1_000_000)
            };
            exact.ok_or_else(|| format!("`{text}` is too large"))
        };
        Ok(Self {
            low: scaled(low)?,
            high: scaled(high)?,
            dimension,
        })
    }

    /// As a plan would write it: `30%`, `12.5 kg`, `90 s`, `7/10`, `60% AOP`.
    pub fn as_notation(self) -> String {
        let number = self.numbers(self.low, self.high);
        match self.dimension {
            Dimension::Count => number,
            Dimension::Percent => format!("{number}%"),
            Dimension::Mass => format!("{number} kg"),
            Dimension::Duration => format!("{number} s"),
            Dimension::OutOfTen => format!("{number}/10"),
            Dimension::Occlusion => format!("{number}% AOP"),
            Dimension::Pressure => format!("{number} mmHg"),
            Dimension::Length => format!("{number} cm"),
        }
    }

    fn numbers(self, low: i64, high: i64) -> String {
        if low == high {
            decimal(low)
        } else {
            format!("{}-{}", decimal(low), decimal(high))
        }
    }

    fn join(self, other: Self, low: i64, high: i64) -> Option<Self> {
        (self.dimension == other.dimension).then_some(Self {
            low,
            high,
            dimension: self.dimension,
        })
    }

    fn products(self, factor: Self, unit: i128) -> Option<Self> {
        let product = |a: i64, b: i64| rounded(i128::from(a) * i128::from(b), unit);
        let ends = [
            product(self.low, factor.low)?,
            product(self.low, factor.high)?,
            product(self.high, factor.low)?,
            product(self.high, factor.high)?,
        ];
        Some(Self::bounds(ends, self.dimension))
    }

    fn quotient(self, value: i64, by: i64) -> Option<i64> {
        rounded(i128::from(value) * 1000, i128::from(by))
    }

    fn bounds(ends: [i64; 4], dimension: Dimension) -> Self {
        let low = ends.into_iter().fold(ends[0], i64::min);
        let high = ends.into_iter().fold(ends[0], i64::max);
        Self {
            low,
            high,
            dimension,
        }
    }
}

/// Prose, as messages say it: `30 %`, `12.5 kg`, `90 s`, `24:50 min`, `7/10`.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.numbers(self.low, self.high);
        match self.dimension {
            Dimension::Percent => write!(f, "{number} %"),
            Dimension::Duration => duration(*self, f),
            Dimension::Occlusion => write!(f, "{number} % AOP"),
            _ => f.write_str(&self.as_notation()),
        }
    }
}

/// A number of thousandths as digits, without needless zeros: 2500 is `2.5`.
pub fn decimal(thousandths: i64) -> String {
    let sign = if thousandths < 0 { "-" } else { "" };
    let magnitude = thousandths.unsigned_abs();
    let (whole, fraction) = (magnitude / 1000, magnitude % 1000);
    if fraction == 0 {
        return format!("{sign}{whole}");
    }
    let digits = format!("{fraction:03}");
    format!("{sign}{whole}.{}", digits.trim_end_matches('0'))
}

/// Thousandths of a kilogram for thousandths of a pound.
pub fn pounds(thousandths: i64) -> Option<i64> {
    rounded(i128::from(thousandths) * i128::from(POUND), 100_000_000)
}

/// Thousandths of a pound for thousandths of a kilogram.
pub fn to_pounds(thousandths: i64) -> Option<i64> {
    rounded(i128::from(thousandths) * 100_000_000, i128::from(POUND))
}

/// Reads at most six digits and three decimals (`12`, `2.5`, `2,5`) in thousandths. Anything else is `None`.
pub fn parse_decimal(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty()
        || whole.len() > 6
        || fraction.len() > 3
        || !digits(whole)
        || !digits(fraction)
    {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let decimals = fraction.bytes().chain(std::iter::repeat(b'0')).take(3);
    let fraction = decimals.fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    whole.checked_mul(1000)?.checked_add(fraction)
}

fn take_number(text: &str) -> Result<(i64, &str), String> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')
        .unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let value = parse_decimal(number).ok_or_else(|| {
        format!("`{text}` does not start with a number of at most six digits and three decimals")
    })?;
    Ok((value, rest))
}

/// Division to the nearest whole number, halves away from zero.
fn rounded(numerator: i128, denominator: i128) -> Option<i64> {
    let (numerator, denominator) = if denominator < 0 {
        (numerator.checked_neg()?, denominator.checked_neg()?)
    } else {
        (numerator, denominator)
    };
    let half = denominator / 2;
    let nudged = if numerator < 0 {
        numerator.checked_sub(half)?
    } else {
        numerator.checked_add(half)?
    };
    i64::try_from(nudged.checked_div(denominator)?).ok()
}

/// Seconds up to two minutes, then minutes and seconds, then days, weeks, months and years where those are whole. A year
/// is twelve months until there are two.
fn duration(quantity: Quantity, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    const MINUTE: i64 = 60_000;
    const DAY: i64 = 86_400_000;
    const MONTH: i64 = 2_629_800_000;
    let (low, high) = (quantity.low, quantity.high);
    let long = [
        (12 * MONTH, 24 * MONTH, "year"),
        (MONTH, MONTH, "month"),
        (7 * DAY, 7 * DAY, "week"),
        (DAY, DAY, "day"),
    ];
    let whole = |size: i64| low % size == 0 && high % size == 0;
    if let Some((size, _, unit)) = long
        .into_iter()
        .find(|(size, least, _)| low >= *least && whole(*size))
    {
        let plural = if low == size && high == size { "" } else { "s" };
        return write!(
            f,
            "{} {unit}{plural}",
            quantity.numbers(low / size * 1000, high / size * 1000)
        );
    }
    if high < 2 * MINUTE {
        return write!(f, "{} s", quantity.numbers(low, high));
    }
    let clock = |value: i64| format!("{}:{:02}", value / MINUTE, value % MINUTE / 1000);
    if low == high {
        write!(f, "{} min", clock(low))
    } else {
        write!(f, "{}-{} min", clock(low), clock(high))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(text: &str) -> Quantity {
        Quantity::parse(text).unwrap()
    }

    #[test]
    fn reads_and_prints_what_people_write() {
        for (text, prose, notation) in [
            ("30 %", "30 %", "30%"),
            ("0.5 %", "0.5 %", "0.5%"),
            ("2,5 kg", "2.5 kg", "2.5 kg"),
            ("20-40 s", "20-40 s", "20-40 s"),
            ("20 min", "20:00 min", "1200 s"),
            ("12 weeks", "12 weeks", "7257600 s"),
            ("1 week", "1 week", "604800 s"),
            ("1 year", "12 months", "31557600 s"),
            ("2 years", "2 years", "63115200 s"),
            ("6 months", "6 months", "15778800 s"),
            ("7/10", "7/10", "7/10"),
            ("40-80 % AOP", "40-80 % AOP", "40-80% AOP"),
            ("75", "75", "75"),
        ] {
            assert_eq!(quantity(text).to_string(), prose);
            assert_eq!(quantity(text).as_notation(), notation);
        }
        for text in [
            "",
            "kg",
            "1e9 %",
            "NaN",
            "30 furlongs",
            "1234567 kg",
            "0.0001 %",
            "40-20 s",
            "-5 s",
        ] {
            assert!(Quantity::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn percent_of_an_interval_widens_outwards() {
        let one_rm = quantity("37.2-38.2 kg");
        assert_eq!(
            quantity("11.25 kg").percent_of(one_rm).unwrap().to_string(),
            "29.45-30.242 %"
        );
        assert_eq!(
            quantity("50 kg").share(quantity("30 %")).unwrap(),
            quantity("15 kg")
        );
        assert_eq!(quantity("50 kg").percent_of(quantity("0 kg")), None);
    }

    #[test]
    fn negative_shares_round_away_from_zero_and_cover_their_points() {
        let twenty = Quantity::whole(-20, Dimension::Percent);
        assert_eq!(
            quantity("100 kg").share(twenty).unwrap(),
            Quantity::whole(-20, Dimension::Mass)
        );
        let across = Quantity::whole(-10, Dimension::Mass)
            .span(quantity("10 kg"))
            .unwrap();
        assert_eq!(
            across
                .percent_of(quantity("50-100 kg"))
                .unwrap()
                .to_string(),
            "-20-20 %"
        );
    }

    #[test]
    fn comparisons_know_three_answers() {
        let limit = quantity("30 %");
        assert_eq!(quantity("30 %").at_most(limit), Some(Comparison::Always));
        assert_eq!(
            quantity("29-31 %").at_most(limit),
            Some(Comparison::Sometimes)
        );
        assert_eq!(quantity("31-32 %").at_most(limit), Some(Comparison::Never));
        assert_eq!(quantity("30 s").at_most(limit), None);
    }

    #[test]
    fn nothing_overflows() {
        let huge = Quantity::thousandths(i64::MAX, Dimension::Mass);
        assert_eq!(huge.plus(huge), None);
        assert_eq!(huge.times(Quantity::whole(2, Dimension::Count)), None);
        assert_eq!(huge.divided(Quantity::whole(0, Dimension::Count)), None);
    }

    #[test]
    fn pounds_and_back() {
        assert_eq!(pounds(2_500), Some(1_134));
        assert_eq!(to_pounds(1_134), Some(2_500));
        assert_eq!(quantity("100 lb").to_string(), "45.359 kg");
    }
}
