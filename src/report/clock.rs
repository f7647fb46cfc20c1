//! Times of the session's clock as people read them. One that rests on estimates is marked and has its range, rounded
//! outwards; one that follows from what is stated is exact to the second.

use crate::sheet::Time;

const MINUTE: i64 = 60_000;

/// A time in minutes, or in seconds where it is short: `6:10 min`, `≈12 min (9-15)`.
pub(super) fn time(time: Time, approximately: &str) -> String {
    if is_exact(time) {
        return format!("{} min", minutes_seconds(time.typical));
    }
    if time.slowest < 2 * MINUTE {
        let (low, high) = (time.fastest / 1000, up(time.slowest, 1000));
        return format!(
            "{approximately}{} s ({low}-{high})",
            nearest(time.typical, 1000)
        );
    }
    let (low, high) = (time.fastest / MINUTE, up(time.slowest, MINUTE));
    format!(
        "{approximately}{} min ({low}-{high})",
        nearest(time.typical, MINUTE)
    )
}

/// The same with its range in minutes: `6:10`, `≈12 (9-15)`.
pub(super) fn minutes(time: Time, approximately: &str) -> String {
    if is_exact(time) {
        return minutes_seconds(time.typical);
    }
    let (low, high) = (time.fastest / MINUTE, up(time.slowest, MINUTE));
    format!(
        "{approximately}{} ({low}-{high})",
        nearest(time.typical, MINUTE)
    )
}

/// Whether all three clocks agree.
pub(super) fn is_exact(time: Time) -> bool {
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

    fn clocks(fastest: i64, typical: i64, slowest: i64) -> Time {
        Time {
            typical,
            fastest,
            slowest,
        }
    }

    #[test]
    fn estimates_are_marked_and_rounded_outwards() {
        assert_eq!(time(Time::exact(370_000), "≈"), "6:10 min");
        assert_eq!(
            time(clocks(541_000, 700_000, 841_000), "≈"),
            "≈12 min (9-15)"
        );
        assert_eq!(time(clocks(40_500, 60_000, 90_100), "~"), "~60 s (40-91)");
        assert_eq!(
            minutes(clocks(541_000, 700_000, 841_000), "≈"),
            "≈12 (9-15)"
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
