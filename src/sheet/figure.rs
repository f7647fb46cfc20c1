//! Figures as they are shown: exact, estimated, or not known. Rounded for people, estimates outwards, so that what is
//! shown never claims more than what is known.

use crate::quantity::Quantity;

/// A figure of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Figure {
    /// Stated, or following from what is stated.
    Exact(String),
    /// Resting on something that is estimated.
    Estimate(String),
    /// Not known.
    Unknown,
    /// There is nothing to say.
    Nothing,
}

impl Figure {
    /// A known figure.
    pub(super) fn new(words: String, estimated: bool) -> Self {
        if estimated {
            Self::Estimate(words)
        } else {
            Self::Exact(words)
        }
    }

    /// Whether there is nothing to say.
    pub fn is_nothing(&self) -> bool {
        *self == Self::Nothing
    }
}

/// Thousandths as digits with so many decimals at most, rounded to the nearest.
pub fn decimals(thousandths: i64, places: u32) -> String {
    let step = 10_i64.pow(3_u32.saturating_sub(places));
    let nudge = step / 2 * thousandths.signum();
    let rounded = thousandths.saturating_add(nudge) / step * step;
    crate::quantity::decimal(rounded)
}

/// From and to, rounded outwards to one decimal.
pub fn outwards(low: i64, high: i64) -> String {
    let down = low.div_euclid(100) * 100;
    let up = high.saturating_add(99).div_euclid(100) * 100;
    span(crate::quantity::decimal(down), crate::quantity::decimal(up))
}

/// From and to, or one of them if they are the same.
pub(super) fn span(low: String, high: String) -> String {
    if low == high {
        low
    } else {
        format!("{low}-{high}")
    }
}

/// A time in the fewest words: `30 s`, `3 min`, `2:30 min`, `3-5 min`.
pub fn time(value: Quantity) -> String {
    const MINUTE: i64 = 60_000;
    let (low, high) = (value.low(), value.high());
    if high < 2 * MINUTE && (low % MINUTE != 0 || high % MINUTE != 0 || high == 0) {
        return format!("{} s", span(decimals(low, 1), decimals(high, 1)));
    }
    let whole = low % MINUTE == 0 && high % MINUTE == 0;
    let words = |value: i64| {
        if whole {
            (value / MINUTE).to_string()
        } else {
            format!("{}:{:02}", value / MINUTE, value % MINUTE / 1000)
        }
    };
    format!("{} min", span(words(low), words(high)))
}

/// One word for each set, or one for all if they are the same. What all of them begin or end with is said once:
/// `40/50/60 % TM`, `RPE 7/8/9`.
pub(super) fn per_set(words: &[String]) -> String {
    let Some((first, rest)) = words.split_first() else {
        return String::new();
    };
    if rest.iter().all(|word| word == first) {
        return first.clone();
    }
    let head = first.rfind(' ').map_or("", |end| &first[..=end]);
    let tail = first.find(' ').map_or("", |start| &first[start..]);
    let between = |head: &str, tail: &str| {
        let inner = words
            .iter()
            .map(|word| word.strip_prefix(head)?.strip_suffix(tail));
        let inner: Option<Vec<&str>> = inner.collect();
        inner.filter(|inner| {
            inner
                .iter()
                .all(|word| !word.is_empty() && !word.contains(' '))
        })
    };
    match (between("", tail), between(head, "")) {
        (Some(inner), _) => format!("{}{tail}", inner.join("/")),
        (_, Some(inner)) => format!("{head}{}", inner.join("/")),
        _ => words.join("/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Dimension;

    fn said(words: &[&str]) -> String {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        per_set(&words)
    }

    #[test]
    fn what_sets_share_is_said_once() {
        assert_eq!(said(&["40 % TM", "50 % TM", "60 % TM"]), "40/50/60 % TM");
        assert_eq!(said(&["RPE 7", "RPE 8"]), "RPE 7/8");
        assert_eq!(said(&["RPE 7", "heavy"]), "RPE 7/heavy");
        assert_eq!(said(&["20", "20"]), "20");
        assert_eq!(said(&[]), "");
    }

    #[test]
    fn estimates_are_rounded_outwards() {
        assert_eq!(outwards(29_450, 30_242), "29.4-30.3");
        assert_eq!(decimals(12_375, 2), "12.38");
        assert_eq!(decimals(-12_375, 1), "-12.4");
    }

    #[test]
    fn times_take_the_fewest_words() {
        let said = |low, high| {
            let low = Quantity::whole(low, Dimension::Duration);
            time(
                low.span(Quantity::whole(high, Dimension::Duration))
                    .unwrap(),
            )
        };
        assert_eq!(said(30, 30), "30 s");
        assert_eq!(said(60, 60), "1 min");
        assert_eq!(said(60, 90), "60-90 s");
        assert_eq!(said(180, 300), "3-5 min");
        assert_eq!(said(150, 150), "2:30 min");
        assert_eq!(said(0, 0), "0 s");
    }
}
