//! A session on its clock as a drawing: exercises one below the other, and wraps while they are on. Places along the
//! clock are percentages of the width, so that words keep their size on every screen.

use maud::{Markup, html};

use crate::report::plan_words::session_name;
use crate::report::{clock, escape};
use crate::sheet::{Exercise, Session, Time, Wrap};

use super::APPROXIMATELY;
use super::chart::percent;

/// Pixels for a bar with its words above it.
const LANE: usize = 36;

/// Longest name in the drawing, and the longest with words behind it; the description has all of it.
const LONGEST: usize = 44;
const SHORT: usize = 20;

/// A name with the bars below it.
#[derive(Default)]
struct Lane {
    name: String,
    /// Behind the name, about a wrap.
    wrap: String,
    bars: Vec<Bar>,
    said: Vec<String>,
}

struct Bar {
    class: &'static str,
    start: Time,
    end: Time,
}

pub(super) fn timeline(number: usize, session: &Session) -> Markup {
    let lanes = lanes(session);
    let bars = lanes.iter().flat_map(|lane| &lane.bars);
    let length = bars.map(|bar| bar.end.typical).max().unwrap_or(0);
    if session.wraps.is_empty() || length <= 0 {
        return html! {};
    }
    let height = lanes.len() * LANE + 26;
    let floor = height - 22;
    let id = format!("timeline-{number}");
    let description: Vec<&str> = lanes
        .iter()
        .flat_map(|lane| &lane.said)
        .map(String::as_str)
        .collect();
    html! {
        figure.timeline {
            figcaption { "When what is done, and when wraps are on" }
            svg role="img" aria-labelledby={ (id) "-title " (id) "-desc" } width="100%" height=(height) {
                title id={ (id) "-title" } { "Timeline of " (session_name(&session.name)) " in minutes" }
                desc id={ (id) "-desc" } { (description.join("; ")) }
                @for mark in clock::marks(length, 6) {
                    @let x = percent(mark.saturating_mul(60_000), length);
                    line.grid x1=(x) x2=(x) y1="0" y2=(floor) {}
                    @if mark.saturating_mul(60_000) <= length / 100 * 96 {
                        text.axis x=(x) y=(height - 6) text-anchor=(if mark == 0 { "start" } else { "middle" }) {
                            (mark) @if mark == 0 { " min" }
                        }
                    }
                }
                @for (place, lane) in lanes.iter().enumerate() { (drawn(lane, place * LANE, length)) }
            }
        }
    }
}

fn drawn(lane: &Lane, top: usize, length: i64) -> Markup {
    let bars = lane.bars.iter().zip([16, 24]);
    html! {
        text.name x="0" y=(top + 12) {
            (lane.name)
            @if !lane.wrap.is_empty() { tspan.on dx=(if lane.name.is_empty() { "0" } else { "6" }) { (lane.wrap) } }
        }
        @for (bar, y) in bars {
            @let width = percent(bar.end.typical.saturating_sub(bar.start.typical), length);
            rect class=(bar.class) x=(percent(bar.start.typical, length)) width=(width) y=(top + y) height="7" {}
        }
    }
}

/// A lane for each exercise, with the wrap that is on for it alone; a lane for each wrap that is on for several, below the
/// last of them.
fn lanes(session: &Session) -> Vec<Lane> {
    let mut lanes = Vec::new();
    for (exercise, wraps) in session.exercises.iter().zip(session.wraps_by_last()) {
        let mut lane = Lane::of(exercise);
        let mut wraps = wraps.into_iter().peekable();
        let own = |wrap: &&Wrap| wrap.exercises.len() == 1 && !exercise.lasting.is_unknown();
        if let Some(wrap) = wraps.next_if(own) {
            lane.add(wrap);
        }
        lanes.push(lane);
        lanes.extend(wraps.map(Lane::of_wrap));
    }
    lanes.extend(session.idle_wraps().map(Lane::of_wrap));
    lanes
}

impl Lane {
    fn of(exercise: &Exercise) -> Self {
        let name = escape::words(&exercise.name);
        if exercise.lasting.is_unknown() {
            return Self {
                name: cut(&name, SHORT) + ", not known",
                said: vec![format!("{name}: not known")],
                ..Self::default()
            };
        }
        let bar = Bar {
            class: "work",
            start: exercise.start,
            end: exercise.end,
        };
        Self {
            name: cut(&name, LONGEST),
            wrap: String::new(),
            bars: vec![bar],
            said: vec![said(&name, exercise.start, exercise.end)],
        }
    }

    fn of_wrap(wrap: &Wrap) -> Self {
        let mut lane = Self::default();
        lane.add(wrap);
        lane
    }

    fn add(&mut self, wrap: &Wrap) {
        let limb = wrap.limb.word();
        let on = clock::short(wrap.on, APPROXIMATELY);
        self.wrap = format!("wrap on, {limb}: {on} min");
        self.name = cut(&self.name, SHORT);
        self.said
            .push(said(&format!("wrap on, {limb},"), wrap.start, wrap.end));
        self.bars.push(Bar {
            class: "wrap",
            start: wrap.start,
            end: wrap.end,
        });
    }
}

fn said(what: &str, start: Time, end: Time) -> String {
    let moment = |time: Time| clock::moment(time, APPROXIMATELY);
    format!("{what} from {} to {}", moment(start), moment(end))
}

fn cut(name: &str, longest: usize) -> String {
    match name.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or_default()),
        None => name.to_owned(),
    }
}
