//! Columns, one a week, as a drawing. Heights are pixels and places along the weeks are percentages of the width, so that
//! words keep their size on every screen.

use maud::{Markup, html};

/// Pixels: above the columns, of the highest column, and below for the weeks.
const ABOVE: i64 = 18;
const HIGHEST: i64 = 84;
const BELOW: i64 = 20;

/// Weeks that are named along the axis.
const MOST_NAMES: usize = 13;

/// Up to this many weeks, words above the columns have room.
const ROOMY: usize = 8;

/// One week.
pub(super) enum Column {
    /// From, usual, to, and the words for it.
    Known {
        low: i64,
        middle: i64,
        high: i64,
        words: String,
    },
    /// Not known.
    Unknown,
    /// Nothing is done.
    Nothing,
}

/// A chart.
pub(super) struct Chart<'c> {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) class: &'static str,
    pub(super) weeks: &'c [u32],
    pub(super) columns: Vec<Column>,
    /// The value of the highest column that fits. What stands above each column says how high it is.
    pub(super) top: i64,
    pub(super) description: String,
}

impl Chart<'_> {
    pub(super) fn draw(&self) -> Markup {
        let floor = ABOVE + HIGHEST;
        let count = self.columns.len();
        let every = count.div_ceil(MOST_NAMES).max(1);
        html! {
            svg role="img" aria-labelledby={ (self.id) "-title " (self.id) "-desc" } width="100%" height=(floor + BELOW) {
                title id={ (self.id) "-title" } { (self.title) }
                desc id={ (self.id) "-desc" } { (self.description) }
                line.floor x1="0" x2="100%" y1=(floor) y2=(floor) {}
                @for (place, column) in self.columns.iter().enumerate() {
                    (self.column(place, column))
                    @if place % every == 0 {
                        text.axis x=(middle(place, count)) y=(floor + 14) text-anchor="middle" {
                            @if let Some(week) = self.weeks.get(place) { (week) }
                        }
                    }
                }
            }
        }
    }

    fn column(&self, place: usize, column: &Column) -> Markup {
        let count = self.columns.len();
        let floor = ABOVE + HIGHEST;
        let x = middle(place, count);
        let (left, width) = sides(place, count);
        match column {
            Column::Known {
                low,
                middle: usual,
                high,
                words,
            } => {
                let top = self.height(*usual);
                let size = if count > ROOMY {
                    "value small"
                } else {
                    "value"
                };
                html! {
                    rect class=(self.class) x=(left) width=(width) y=(floor - top) height=(top) rx="2" {}
                    @if low != high {
                        line.range x1=(x) x2=(x) y1=(floor - self.height(*low)) y2=(floor - self.height(*high)) {}
                    }
                    @if !self.is_said_before(place, words) {
                        text class=(size) x=(x) y=((floor - self.height(*high) - 4).max(10)) text-anchor="middle" { (words) }
                    }
                }
            }
            Column::Unknown => html! {
                rect.unknown x=(left) width=(width) y=(floor - 24) height="24" rx="2" {}
                text.value x=(x) y=(floor - 8) text-anchor="middle" { "?" }
            },
            Column::Nothing => html! {
                text.axis x=(x) y=(floor - 5) text-anchor="middle" { "–" }
            },
        }
    }

    /// A value that goes on is said once, so that words do not crowd.
    fn is_said_before(&self, place: usize, words: &str) -> bool {
        let before = place
            .checked_sub(1)
            .and_then(|place| self.columns.get(place));
        matches!(before, Some(Column::Known { words: before, .. }) if before == words)
    }

    fn height(&self, value: i64) -> i64 {
        let height = i128::from(value) * i128::from(HIGHEST) / i128::from(self.top.max(1));
        i64::try_from(height.clamp(0, i128::from(HIGHEST))).unwrap_or(0)
    }
}

/// A share of a whole as an attribute: `12.50%`.
pub(super) fn percent(part: i64, whole: i64) -> String {
    let hundredths = i128::from(part) * 10_000 / i128::from(whole.max(1));
    let hundredths = hundredths.clamp(0, 10_000);
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

fn middle(place: usize, count: usize) -> String {
    let (place, count) = whole(place, count);
    percent(2 * place + 1, 2 * count)
}

/// Left side and width of a column: two thirds of its room, and a narrow one where there are few weeks.
fn sides(place: usize, count: usize) -> (String, String) {
    let (place, count) = whole(place, count);
    let room = count.max(4);
    let width = 10_000 * 2 / 3 / room;
    let left = 10_000 * (2 * place + 1) / (2 * count) - width / 2;
    (percent(left, 10_000), percent(width, 10_000))
}

fn whole(place: usize, count: usize) -> (i64, i64) {
    let number = |value: usize| i64::try_from(value).unwrap_or(i64::MAX / 4);
    (number(place), number(count.max(1)))
}
