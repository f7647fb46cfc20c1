//! Figures with which the model estimates what a plan does not state, and the formulas that use them.
//!
//! The figures are data (`rules/estimates.yaml`). The formulas are Epley's `w(1 + r/30)` and Brzycki's `36w/(37 - r)`;
//! with the repetition table they bound an estimated 1RM.

use std::collections::BTreeMap;

use super::file::EstimatesFile;
use crate::nearest::nearest;
use crate::quantity::{Dimension, Quantity, parse_decimal};

/// All figures, checked.
#[derive(Clone, Debug)]
pub struct Estimates {
    /// From this percentage on a load is heavy.
    pub heavy: Quantity,
    /// Up to this percentage a load is light.
    pub light: Quantity,
    /// Repetitions to failure up to which a set is heavy.
    pub heavy_reps: Quantity,
    /// Repetitions to failure that the tables disagree about.
    pub borderline_reps: Quantity,
    /// RPE assumed where nothing is said.
    pub assumed_effort: Quantity,
    /// Repetitions up to which a 1RM is estimated without a caution.
    pub accepted_reps: Quantity,
    /// Repetitions beyond which nothing is estimated.
    pub refused_reps: Quantity,
    /// How far estimates for lifts that are not compound are widened, in percent.
    pub isolation_spread: Quantity,
    /// How far a 1RM that is called estimated may be off, in percent.
    pub estimate_spread: Quantity,
    /// Time a repetition takes without a stated tempo.
    pub time_per_rep: Quantity,
    /// Its lower bound.
    pub time_per_rep_fastest: Quantity,
    /// Its upper bound.
    pub time_per_rep_slowest: Quantity,
    /// Time of an X in a tempo.
    pub explosive_phase: Quantity,
    /// Rest between wrapped sets where none is stated.
    pub rest_wrapped: Quantity,
    /// Rest between other sets where none is stated.
    pub rest_unwrapped: Quantity,
    /// From one exercise to the next.
    pub change_over: Quantity,
    /// Repetitions assumed for a first set without an end.
    pub open_first_set: Quantity,
    /// Repetitions assumed for a later set without an end.
    pub open_later_set: Quantity,
    /// The fewest and the most of a first set without an end.
    pub open_first_set_bounds: Quantity,
    /// The fewest and the most of a later set without an end.
    pub open_later_set_bounds: Quantity,
    /// The most repetitions beyond those of `5+`.
    pub open_reps_more: Quantity,
    /// The longest time beyond that of `30 s+`.
    pub open_hold_more: Quantity,
    /// Thousandths of repetitions to failure with thousandths of a percent, in order.
    table: Vec<(i64, i64)>,
}

/// Something wrong in a data file: where, by the path of its keys, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Keys and list places, joined by dots.
    pub path: String,
    /// What is wrong.
    pub message: String,
}

impl Estimates {
    /// Checks the file, with `overrides` in place of its figures. Every figure must be there, with its dimension.
    pub fn compile(
        file: &EstimatesFile,
        overrides: &BTreeMap<String, Quantity>,
    ) -> (Self, Vec<Problem>) {
        let mut figures = Figures {
            file,
            overrides,
            problems: Vec::new(),
            used: Vec::new(),
        };
        let estimates = Self {
            heavy: figures.range("heavy", Dimension::Percent),
            light: figures.range("light", Dimension::Percent),
            heavy_reps: figures.take("heavy-reps", Dimension::Count),
            borderline_reps: figures.take("borderline-reps", Dimension::Count),
            assumed_effort: figures.range("assumed-effort", Dimension::OutOfTen),
            accepted_reps: figures.take("accepted-reps", Dimension::Count),
            refused_reps: figures.take("refused-reps", Dimension::Count),
            isolation_spread: figures.take("isolation-spread", Dimension::Percent),
            estimate_spread: figures.take("estimate-spread", Dimension::Percent),
            time_per_rep: figures.take("time-per-rep", Dimension::Duration),
            time_per_rep_fastest: figures.take("time-per-rep-fastest", Dimension::Duration),
            time_per_rep_slowest: figures.take("time-per-rep-slowest", Dimension::Duration),
            explosive_phase: figures.take("explosive-phase", Dimension::Duration),
            rest_wrapped: figures.range("rest-wrapped", Dimension::Duration),
            rest_unwrapped: figures.range("rest-unwrapped", Dimension::Duration),
            change_over: figures.range("change-over", Dimension::Duration),
            open_first_set: figures.take("open-first-set", Dimension::Count),
            open_later_set: figures.take("open-later-set", Dimension::Count),
            open_first_set_bounds: figures.range("open-first-set-bounds", Dimension::Count),
            open_later_set_bounds: figures.range("open-later-set-bounds", Dimension::Count),
            open_reps_more: figures.take("open-reps-more", Dimension::Count),
            open_hold_more: figures.take("open-hold-more", Dimension::Duration),
            table: figures.table(),
        };
        figures.unused();
        figures.in_order(
            [
                "time-per-rep-fastest",
                "time-per-rep",
                "time-per-rep-slowest",
            ],
            [
                estimates.time_per_rep_fastest,
                estimates.time_per_rep,
                estimates.time_per_rep_slowest,
            ],
        );
        figures.within(
            ("open-first-set", estimates.open_first_set),
            ("open-first-set-bounds", estimates.open_first_set_bounds),
        );
        figures.within(
            ("open-later-set", estimates.open_later_set),
            ("open-later-set-bounds", estimates.open_later_set_bounds),
        );
        (estimates, figures.problems)
    }

    /// Percent of 1RM at which so many repetitions to failure are possible; `None` outside the table. A count between
    /// two rows is read off the straight line between them.
    pub fn percent_for(&self, reps_to_failure: Quantity) -> Option<Quantity> {
        // More repetitions mean a smaller share.
        let low = self.row(reps_to_failure.high())?;
        let high = self.row(reps_to_failure.low())?;
        Quantity::thousandths(low, Dimension::Percent)
            .span(Quantity::thousandths(high, Dimension::Percent))
    }

    /// The 1RM behind a set to failure, from the lowest to the highest of the formulas; `None` beyond the repetitions
    /// that they are refused for.
    pub fn one_rm(&self, load: Quantity, reps: Quantity) -> Option<Quantity> {
        if reps.high() > self.refused_reps.low() || reps.low() < 1000 {
            return None;
        }
        if reps.low() == 1000 && reps.is_exact() {
            return Some(load);
        }
        let (weight, reps) = (i128::from(load.high()), i128::from(reps.high()));
        let epley = weight * (30_000 + reps) / 30_000;
        let brzycki = weight * 36_000 / (37_000 - reps);
        let table = weight * 100_000 / i128::from(self.row(i64::try_from(reps).ok()?)?);
        let ends = [epley, brzycki, table].map(|end| i64::try_from(end).unwrap_or(i64::MAX));
        let low = ends.into_iter().min()?;
        let high = ends.into_iter().max()?;
        Quantity::thousandths(low, Dimension::Mass)
            .span(Quantity::thousandths(high, Dimension::Mass))
    }

    fn row(&self, reps: i64) -> Option<i64> {
        let after = self.table.partition_point(|(row, _)| *row < reps);
        let &(upper, percent) = self.table.get(after)?;
        if upper == reps {
            return Some(percent);
        }
        let &(lower, before) = self.table.get(after.checked_sub(1)?)?;
        Some(before + (percent - before) * (reps - lower) / (upper - lower))
    }
}

/// A quantity with both ends moved outwards by so many percent.
pub(super) fn widened(value: Quantity, spread: Quantity) -> Quantity {
    let by = |end: i64| end.saturating_mul(spread.low()) / 100_000;
    let low = Quantity::thousandths(
        value.low().saturating_sub(by(value.low())),
        value.dimension(),
    );
    low.span(Quantity::thousandths(
        value.high().saturating_add(by(value.high())),
        value.dimension(),
    ))
    .unwrap_or(value)
}

struct Figures<'f> {
    file: &'f EstimatesFile,
    overrides: &'f BTreeMap<String, Quantity>,
    problems: Vec<Problem>,
    used: Vec<&'static str>,
}

impl Figures<'_> {
    /// One figure.
    fn take(&mut self, name: &'static str, dimension: Dimension) -> Quantity {
        let value = self.range(name, dimension);
        if !value.is_exact() {
            self.wrong(
                name,
                format!("`{name}` is one figure, not the range `{value}`"),
            );
        }
        value
    }

    /// The usual figure lies between its bounds: each clock is slower than the one before.
    fn in_order(&mut self, names: [&'static str; 3], values: [Quantity; 3]) {
        for (names, values) in names.windows(2).zip(values.windows(2)) {
            if let ([less, more], [low, high]) = (names, values)
                && low.low() > high.low()
            {
                let message = format!("`{less}` is {low}, more than the {high} of `{more}`");
                let changed = self.overrides.contains_key(*less);
                self.wrong(if changed { less } else { more }, message);
            }
        }
    }

    fn within(&mut self, usual: (&'static str, Quantity), bounds: (&'static str, Quantity)) {
        let ((name, value), (of, bounds)) = (usual, bounds);
        if value.low() < bounds.low() || value.high() > bounds.high() {
            let message = format!("`{name}` is {value}, outside the {bounds} of `{of}`");
            let changed = self.overrides.contains_key(name);
            self.wrong(if changed { name } else { of }, message);
        }
    }

    fn wrong(&mut self, name: &str, message: String) {
        self.problems.push(Problem {
            path: format!("figures.{name}.value"),
            message,
        });
    }

    /// A figure that may be a range.
    fn range(&mut self, name: &'static str, dimension: Dimension) -> Quantity {
        self.used.push(name);
        let parsed = match (self.overrides.get(name), self.file.figures.get(name)) {
            (Some(value), _) => Ok(*value),
            (None, Some(figure)) => Quantity::parse(&figure.value),
            (None, None) => Err(format!("the figure `{name}` is missing")),
        };
        match parsed {
            Ok(value) if value.dimension() == dimension => value,
            Ok(value) => {
                let message = format!(
                    "`{name}` is a {}, such as {}, not `{value}`",
                    dimension.word(),
                    dimension.example()
                );
                self.wrong(name, message);
                Quantity::whole(1, dimension)
            }
            Err(message) => {
                self.wrong(name, message);
                Quantity::whole(1, dimension)
            }
        }
    }

    fn unused(&mut self) {
        let names = self.file.figures.keys().chain(self.overrides.keys());
        for name in names.filter(|name| !self.used.contains(&name.as_str())) {
            let help = nearest(name, self.used.iter().copied())
                .map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            self.problems.push(Problem {
                path: format!("figures.{name}"),
                message: format!("no figure is called `{name}`{help}"),
            });
        }
    }

    fn table(&mut self) -> Vec<(i64, i64)> {
        let mut rows = Vec::with_capacity(self.file.repetition_table.rows.len());
        for (place, row) in self.file.repetition_table.rows.iter().enumerate() {
            let percent = Quantity::parse(&row.percent)
                .ok()
                .filter(|value| value.dimension() == Dimension::Percent);
            match (parse_decimal(&row.reps), percent) {
                (Some(reps), Some(percent))
                    if rows.last().is_none_or(|(before, _)| *before < reps) =>
                {
                    rows.push((reps, percent.low()));
                }
                _ => self.problems.push(Problem {
                    path: format!("repetition-table.rows.{place}"),
                    message:
                        "a row needs repetitions, more than in the row before, and a percentage"
                            .to_owned(),
                }),
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimates() -> Estimates {
        let file: EstimatesFile =
            serde_yaml::from_str(include_str!("../../rules/estimates.yaml")).unwrap();
        let (estimates, problems) = Estimates::compile(&file, &BTreeMap::new());
        assert_eq!(problems, []);
        estimates
    }

    #[test]
    fn thirty_kilograms_for_eight() {
        let one_rm = estimates()
            .one_rm(
                Quantity::parse("30 kg").unwrap(),
                Quantity::parse("8").unwrap(),
            )
            .unwrap();
        assert_eq!(one_rm.to_string(), "37.241-38.167 kg");
        let share = Quantity::parse("11.25 kg")
            .unwrap()
            .percent_of(one_rm)
            .unwrap();
        assert_eq!(share.to_string(), "29.476-30.209 %");
    }

    #[test]
    fn thirty_repetitions_are_refused() {
        assert_eq!(
            estimates().one_rm(
                Quantity::parse("10 kg").unwrap(),
                Quantity::parse("30").unwrap()
            ),
            None
        );
    }

    #[test]
    fn percentages_are_read_off_the_table() {
        let percent = |reps: &str| {
            estimates()
                .percent_for(Quantity::parse(reps).unwrap())
                .unwrap()
                .to_string()
        };
        assert_eq!(percent("11"), "70.7 %");
        assert_eq!(percent("10-14"), "62.6-73.9 %");
        assert_eq!(percent("15.5"), "58.65 %");
        assert_eq!(
            estimates().percent_for(Quantity::parse("17").unwrap()),
            None
        );
    }
}
