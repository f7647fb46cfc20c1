//! The course of the weeks as tables, in as many pieces as the width asks for.

use crate::report::paint::Paint;
use crate::report::plan_words::week_time;
use crate::report::{escape, wrap};
use crate::sheet::{Peak, decimals};

use super::Printer;
use super::table::{Align, Column, Layout};

impl Printer<'_> {
    pub(super) fn courses(&mut self) {
        let sheet = self.sheet;
        let known = |peaks: &[Peak]| peaks.iter().any(|peak| matches!(peak, Peak::Percent(..)));
        let loads: Vec<(String, Vec<String>)> = sheet
            .courses
            .iter()
            .filter(|course| known(&course.weeks))
            .map(|course| {
                let wrapped = if course.wrapped { ", wrapped" } else { "" };
                let name = format!("{}{wrapped}", escape::words(&course.name));
                (
                    name,
                    course.weeks.iter().map(|peak| self.peak(*peak)).collect(),
                )
            })
            .collect();
        self.by_week("Heaviest set by week, in % of 1RM", &loads);
        let others: Vec<String> = sheet
            .courses
            .iter()
            .filter(|course| !known(&course.weeks))
            .map(|course| course.name.clone())
            .collect();
        if !others.is_empty() {
            let key = if loads.is_empty() {
                self.blank();
                "load in % of 1RM not known: "
            } else {
                "not known: "
            };
            self.prose(0, key, &others.join(", "), 2);
        }
        let wrapped: Vec<(String, Vec<String>)> = sheet
            .wrapped
            .iter()
            .map(|limb| {
                let times = limb.weeks.iter();
                let times = times.map(|time| week_time(*time, self.signs.approximately, "-"));
                (limb.limb.word().to_owned(), times.collect())
            })
            .collect();
        self.by_week("Minutes under the wraps by week", &wrapped);
    }

    fn peak(&self, peak: Peak) -> String {
        match peak {
            Peak::Rest => "-".to_owned(),
            Peak::Unknown => "?".to_owned(),
            Peak::Percent(low, high) if low == high => decimals(high, 1),
            Peak::Percent(low, high) => {
                let approximately = self.signs.approximately;
                format!("{approximately}{}", decimals(low / 2 + high / 2, 0))
            }
        }
    }

    /// A table with a column for each week. Where they do not fit, the next weeks stand in a table below.
    fn by_week(&mut self, head: &str, rows: &[(String, Vec<String>)]) {
        if rows.is_empty() {
            return;
        }
        self.blank();
        self.painted(0, head, Paint::strong);
        let weeks: Vec<u32> = self.sheet.weeks.iter().map(|week| week.number).collect();
        let mut from = 0;
        while from < weeks.len() {
            let fits = |count: &usize| self.piece(rows, from, *count).is_some();
            let left = weeks.len() - from;
            // A column takes a figure and a gap at least.
            let most = left.min(self.width / 3);
            let most = (1..=most).rev().find(fits).unwrap_or(1);
            // Pieces of about the same size.
            let count = left.div_ceil(left.div_ceil(most));
            match self.piece(rows, from, count) {
                Some((layout, head)) => self.rows(&layout, &head, rows, from, count),
                None => self.week_in_words(rows, from),
            }
            from += count;
        }
    }

    /// A week whose figures fit into no column.
    fn week_in_words(&mut self, rows: &[(String, Vec<String>)], place: usize) {
        let week = self.sheet.weeks.get(place).map_or(0, |week| week.number);
        for (name, figures) in rows {
            if let Some(figure) = figures.get(place) {
                self.prose(0, "", &format!("week {week}, {name}: {figure}"), 2);
            }
        }
    }

    fn piece(
        &self,
        rows: &[(String, Vec<String>)],
        from: usize,
        count: usize,
    ) -> Option<(Layout, Vec<String>)> {
        let mut head = vec!["week".to_owned()];
        let weeks = self.sheet.weeks.iter().skip(from).take(count);
        head.extend(weeks.map(|week| week.number.to_string()));
        let mut cells: Vec<Vec<String>> = rows.iter().map(|row| cells(row, from, count)).collect();
        cells.push(head.clone());
        let widest = |place: usize| {
            cells
                .iter()
                .filter_map(|row| row.get(place))
                .map(|cell| wrap::width(cell))
                .max()
        };
        let columns: Vec<Column> = (0..=count)
            .map(|place| Column {
                head: "",
                align: if place == 0 {
                    Align::Left
                } else {
                    Align::Right
                },
                // Figures are not broken; names are.
                least: if place == 0 {
                    12
                } else {
                    widest(place).unwrap_or(0)
                },
            })
            .collect();
        let layout = Layout::new(&columns, &cells, self.width)?;
        Some((layout, head))
    }

    fn rows(
        &mut self,
        layout: &Layout,
        head: &[String],
        rows: &[(String, Vec<String>)],
        from: usize,
        count: usize,
    ) {
        for line in layout.row(head) {
            let line = self.paint.faint(&line);
            self.line(0, &line);
        }
        for row in rows {
            for line in layout.row(&cells(row, from, count)) {
                self.line(0, &line);
            }
        }
    }
}

fn cells((name, figures): &(String, Vec<String>), from: usize, count: usize) -> Vec<String> {
    let figures = figures.iter().skip(from).take(count).cloned();
    [name.clone()].into_iter().chain(figures).collect()
}
