//! Times of the session's clock as people read them. One that rests on estimates is marked and has its range, rounded
//! outwards; one that follows from what is stated is exact to the second.

use crate::sheet::{Lasting, Time};

const MINUTE: i64 = 60_000;

/// How long something lasts: `6:10 min`, `≈12 min (9-15)`, `6:10 min and what could not be read`, `?`.
pub fn lasting(lasting: Lasting, approximately: &str) -> String {
    if lasting.is_unknown() {
        return "?".to_owned();
    }
    let (time, sign) = (lasting.time, approximately);
    let mut words = if !is_exact(time) && time.slowest < 2 * MINUTE {
        let (low, high) = (time.fastest / 1000, up(time.slowest, 1000));
        format!("{sign}{} s ({low}-{high})", nearest(time.typical, 1000))
    } else if !is_exact(time) {
        let (low, high) = (time.fastest / MINUTE, up(time.slowest, MINUTE));
        format!("{sign}{} min ({low}-{high})", nearest(time.typical, MINUTE))
    } else {
        let sign = if lasting.assumed { sign } else { "" };
        format!("{sign}{} min", minutes_seconds(time.typical))
    };
    if lasting.open {
        words.push_str(" and what could not be read");
    }
    words
}

/// The same as a figure in minutes: `6:10`, `≈12 (9-15)`, `6:10+?`, `?`. What has a part that is not known has no upper end,
/// and so no range.
pub(super) fn minutes(lasting: Lasting, approximately: &str) -> String {
    let time = lasting.time;
    let range = if is_exact(time) || lasting.open {
        String::new()
    } else {
        format!(" ({}-{})", time.fastest / MINUTE, up(time.slowest, MINUTE))
    };
    short(lasting, approximately) + &range
}

/// The same without its range.
pub(super) fn short(lasting: Lasting, approximately: &str) -> String {
    if lasting.is_unknown() {
        return "?".to_owned();
    }
    let time = lasting.time;
    let sign = if is_exact(time) && !lasting.assumed {
        ""
    } else {
        approximately
    };
    let mut words = if is_exact(time) {
        format!("{sign}{}", minutes_seconds(time.typical))
    } else {
        format!("{sign}{}", nearest(time.typical, MINUTE))
    };
    if lasting.open {
        words.push_str("+?");
    }
    words
}

/// A moment of a session.
pub(super) fn moment(time: Time, approximately: &str) -> String {
    let time = Lasting {
        time,
        ..Lasting::default()
    };
    lasting(time, approximately)
}

/// Whether all three clocks agree.
fn is_exact(time: Time) -> bool {
    time.fastest == time.typical && time.slowest == time.typical
}

fn minutes_seconds(value: i64) -> String {
    format!("{}:{:02}", value / MINUTE, value % MINUTE / 1000)
}

fn nearest(value: i64, unit: i64) -> i64 {
    value.saturating_add(unit / 2) / unit
}

fn up(value: i64, unit: i64) -> i64 {
    value.saturating_add(unit - 1) / unit
}

/// A step for the marks of an axis, in minutes, so that about `most` of them stand on it.
pub(super) fn step(length: i64, most: i64) -> i64 {
    const STEPS: [i64; 8] = [1, 2, 5, 10, 15, 30, 60, 120];
    let fits = |step: &&i64| length / (**step * MINUTE) <= most;
    STEPS
        .iter()
        .find(fits)
        .copied()
        .unwrap_or(length / MINUTE / most.max(1) + 1)
}

/// Minutes at which an axis is marked.
pub(super) fn marks(length: i64, most: i64) -> impl Iterator<Item = i64> {
    let step = step(length, most);
    (0..=length / (step * MINUTE)).map(move |mark| mark * step)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clocks(fastest: i64, typical: i64, slowest: i64) -> Lasting {
        Lasting {
            time: Time {
                typical,
                fastest,
                slowest,
            },
            ..Lasting::default()
        }
    }

    #[test]
    fn estimates_are_marked_and_rounded_outwards() {
        let said = |time| (lasting(time, "≈"), minutes(time, "≈"));
        let both = |words: &str, figure: &str| (words.to_owned(), figure.to_owned());
        let exact = clocks(370_000, 370_000, 370_000);
        assert_eq!(said(exact), both("6:10 min", "6:10"));
        let estimated = clocks(541_000, 700_000, 841_000);
        assert_eq!(said(estimated), both("≈12 min (9-15)", "≈12 (9-15)"));
        let short = clocks(40_500, 60_000, 90_100);
        assert_eq!(said(short), both("≈60 s (40-91)", "≈1 (0-2)"));
        let assumed = Lasting {
            assumed: true,
            ..exact
        };
        assert_eq!(said(assumed), both("≈6:10 min", "≈6:10"));
    }

    #[test]
    fn what_could_not_be_read_is_never_no_time() {
        let open = |time| Lasting {
            open: true,
            ..clocks(time, time, time)
        };
        assert_eq!(minutes(open(0), "≈"), "?");
        assert_eq!(lasting(open(0), "≈"), "?");
        assert_eq!(minutes(open(370_000), "≈"), "6:10+?");
        assert_eq!(
            lasting(open(370_000), "≈"),
            "6:10 min and what could not be read"
        );
    }

    #[test]
    fn an_axis_has_few_marks_however_long_it_is() {
        for length in [0, 59_000, 20 * MINUTE, 90 * MINUTE, 86_400_000, i64::MAX] {
            let count = marks(length, 6).count();
            assert!((1..=8).contains(&count), "{length}: {count}");
        }
        assert_eq!(
            marks(50 * MINUTE, 6).collect::<Vec<_>>(),
            [0, 10, 20, 30, 40, 50]
        );
    }
}
