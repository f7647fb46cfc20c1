//! The course of the weeks: a small chart for each exercise and for each part of the body under wraps, and the figures as
//! a table.

use maud::{Markup, html};

use crate::report::plan_words::week_time;
use crate::report::{clock, escape};
use crate::sheet::{Course, Lasting, Peak, Sheet, Wrapped, decimals};

use super::chart::{Chart, Column};
use super::{APPROXIMATELY, text, typeset};

pub(super) fn course(sheet: &Sheet) -> Markup {
    let weeks: Vec<u32> = sheet.weeks.iter().map(|week| week.number).collect();
    let known = |course: &&Course| {
        course
            .weeks
            .iter()
            .any(|peak| matches!(peak, Peak::Percent(..)))
    };
    let (known, unknown): (Vec<&Course>, Vec<&Course>) = sheet.courses.iter().partition(known);
    html! {
        section.course aria-labelledby="course" {
            h2 #course { "Week by week" }
            @if sheet.wrapped.is_empty() { p { "No wraps go on in what is shown." } }
            @if weeks.len() > 1 {
                (charts(sheet, &known, &weeks))
                details.figures {
                    summary { "The same figures as a table" }
                    (table(sheet, &known, &weeks))
                }
            } @else {
                div.figures { (table(sheet, &known, &weeks)) }
            }
            @if !unknown.is_empty() {
                p.unknown-loads {
                    "Not known in % of 1RM: "
                    @for (number, course) in unknown.iter().enumerate() {
                        @if number > 0 { ", " }
                        (text(&course.name))
                    }
                    "."
                }
            }
        }
    }
}

/// Several weeks, each kind of figure in charts of its own. One week is no course.
fn charts(sheet: &Sheet, known: &[&Course], weeks: &[u32]) -> Markup {
    html! {
        @if !sheet.wrapped.is_empty() {
            h3 { "Minutes under the wraps" }
            div.charts {
                @for (number, limb) in sheet.wrapped.iter().enumerate() {
                    figure {
                        figcaption { (limb.limb.word()) span { "minutes a week" } }
                        (minutes(number, limb, &sheet.wrapped, weeks))
                    }
                }
            }
        }
        @if !known.is_empty() {
            h3 { "Loads" }
            div.charts {
                @for (number, course) in known.iter().enumerate() {
                    figure {
                        figcaption {
                            (text(&course.name))
                            span { "heaviest set, % of 1RM" @if course.wrapped { ", wrapped" } }
                        }
                        (loads(number, course, known, weeks))
                    }
                }
            }
        }
    }
}

/// Charts of wrapped and of unwrapped exercises have a scale each, which all charts of the kind share.
fn loads(number: usize, course: &Course, all: &[&Course], weeks: &[u32]) -> Markup {
    let alike = all.iter().filter(|other| other.wrapped == course.wrapped);
    let peaks = alike.flat_map(|other| &other.weeks).map(|peak| match peak {
        Peak::Percent(_, high) => *high,
        _ => 0,
    });
    let columns = course.weeks.iter().map(|peak| match *peak {
        Peak::Percent(low, high) => Column::Known {
            low,
            middle: low / 2 + high / 2,
            high,
            words: peak_words(*peak),
        },
        Peak::Unknown => Column::Unknown,
        Peak::Rest => Column::Nothing,
    });
    let name = escape::words(&course.name);
    let words: Vec<String> = course.weeks.iter().map(|peak| peak_words(*peak)).collect();
    Chart {
        id: format!("load-{number}"),
        title: format!("Heaviest set of {name} by week, in % of 1RM"),
        class: if course.wrapped { "wrap" } else { "work" },
        weeks,
        columns: columns.collect(),
        top: peaks.max().unwrap_or(0),
        description: described(weeks, &words),
    }
    .draw()
}

fn minutes(number: usize, limb: &Wrapped, all: &[Wrapped], weeks: &[u32]) -> Markup {
    let longest = all
        .iter()
        .flat_map(|limb| &limb.weeks)
        .map(|time| time.time.slowest.max(time.time.typical));
    let columns = limb.weeks.iter().map(|time| {
        if time.is_nothing() {
            return Column::Nothing;
        }
        if time.is_unknown() {
            return Column::Unknown;
        }
        Column::Known {
            low: time.time.fastest,
            middle: time.time.typical,
            high: time.time.slowest,
            words: column_words(*time),
        }
    });
    let words: Vec<String> = limb
        .weeks
        .iter()
        .map(|time| clock::lasting(*time, APPROXIMATELY))
        .collect();
    Chart {
        id: format!("wrapped-{number}"),
        title: format!("Minutes under wraps by week: {}", limb.limb.word()),
        class: "wrap",
        weeks,
        columns: columns.collect(),
        top: longest.max().unwrap_or(0),
        description: described(weeks, &words),
    }
    .draw()
}

/// Minutes above a column, where there is little room.
fn column_words(lasting: Lasting) -> String {
    let exact = lasting.time.fastest == lasting.time.slowest;
    let sign = if exact && !lasting.assumed {
        ""
    } else {
        APPROXIMATELY
    };
    let minutes = decimals(lasting.time.typical / 60, if exact { 1 } else { 0 });
    let open = if lasting.open { "+?" } else { "" };
    format!("{sign}{minutes}{open}")
}

fn described(weeks: &[u32], words: &[String]) -> String {
    let weeks = weeks.iter().zip(words);
    let weeks = weeks.map(|(week, words)| format!("week {week}: {words}"));
    weeks.collect::<Vec<_>>().join("; ")
}

fn peak_words(peak: Peak) -> String {
    match peak {
        Peak::Rest => "–".to_owned(),
        Peak::Unknown => "unknown".to_owned(),
        Peak::Percent(low, high) if low == high => decimals(high, 1),
        Peak::Percent(low, high) => format!("≈{}", decimals(low / 2 + high / 2, 0)),
    }
}

/// The figures themselves.
fn table(sheet: &Sheet, courses: &[&Course], weeks: &[u32]) -> Markup {
    html! {
        @if !courses.is_empty() || !sheet.wrapped.is_empty() {
            div.scroll tabindex="0" role="region" aria-label="Figures by week" {
                table {
                    thead { tr {
                        th scope="col" { "Week" }
                        @for week in weeks { th scope="col" { (week) } }
                    } }
                    tbody {
                        @for limb in &sheet.wrapped { tr {
                            th scope="row" { "Minutes under wraps, " (limb.limb.word()) }
                            @for time in &limb.weeks { td { (typeset(&week_time(*time, APPROXIMATELY, "–"))) } }
                        } }
                        @for course in courses { tr {
                            th scope="row" { (text(&course.name)) ", heaviest set in %" @if course.wrapped { ", wrapped" } }
                            @for peak in &course.weeks { td { (peak_words(*peak)) } }
                        } }
                    }
                }
            }
        }
    }
}
