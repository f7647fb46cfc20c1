//! Wraps in words and figures: where, how tight, how long, and how they come off.

use super::figure::{Figure, time};
use super::sessions::Builder;
use super::{Lasting, Limb, Wrap};
use crate::model::plan::{self, Session, WrapOff, WrapWritten};
use crate::model::{BodyPart, Missing, Plan, Thing, WrapSide};
use crate::source::Span;
use crate::syntax::ast::WrapMode;

/// What is said of a wrap, in the coach's words.
#[derive(Clone, Debug)]
pub struct WrapWords {
    /// Where it sits and how high.
    pub place: Figure,
    /// How tight.
    pub tightness: Figure,
    /// Width, mode, sit test, when it comes off: whatever else is stated.
    pub details: Vec<String>,
    /// What of it is not known, and why.
    pub missing: Vec<Missing>,
}

impl WrapWords {
    /// Those of the wrap with this number.
    pub fn of(plan: &Plan<'_>, number: u32) -> Option<Self> {
        let wrap = plan.wrap(number)?;
        let reader = Reader { plan };
        let mut missing = Vec::new();
        Some(Self {
            place: reader.place(number, wrap, &mut missing),
            tightness: reader.tightness(wrap, &mut missing),
            details: reader.details(wrap),
            missing,
        })
    }
}

impl Builder<'_, '_> {
    pub(super) fn wrap(&mut self, number: u32, session: &Session, weeks: &[u32]) -> Option<Wrap> {
        let plan = self.plan;
        let wrap = plan.wrap(number)?;
        let words = WrapWords::of(plan, number)?;
        let mut gaps = Vec::new();
        for &missing in &words.missing {
            self.gap(missing, &mut gaps);
        }
        let findings = match wrap.written {
            WrapWritten::Line => self.owners.of_wrap(wrap.span, weeks),
            WrapWritten::Clause | WrapWritten::Name => Vec::new(),
        };
        let first = session.exercises.start;
        let exercises = wrap.exercises.clone();
        Some(Wrap {
            limb: limb(wrap.place.part),
            place: words.place,
            tightness: words.tightness,
            details: words.details,
            exercises: exercises
                .filter_map(|exercise| usize::try_from(exercise.checked_sub(first)?).ok())
                .collect(),
            start: wrap.start,
            end: wrap.end,
            on: Lasting::of_wrap(plan, wrap),
            never_off: wrap.off == WrapOff::Never,
            findings,
            gaps,
        })
    }
}

struct Reader<'p, 't> {
    plan: &'p Plan<'t>,
}

impl Reader<'_, '_> {
    fn place(&self, number: u32, wrap: &plan::Wrap, missing: &mut Vec<Missing>) -> Figure {
        if wrap.place.part.is_none() || wrap.place.position.is_none() && wrap.distance.is_none() {
            missing.push(match (wrap.place.strange, wrap.place.part) {
                (Some(_), _) => Missing::StrangePlace(number),
                (None, None) => Missing::NotStated(Thing::WrapSite),
                (None, Some(_)) => Missing::NotStated(Thing::WrapPosition),
            });
        }
        let Some(span) = wrap.place_span else {
            return Figure::Unknown;
        };
        let words = self.words_of_place(wrap, span);
        let words = match wrap.distance {
            Some(distance) if !span.contains(distance.span) => {
                format!("{} {words}", distance.value)
            }
            _ => words,
        };
        Figure::Exact(match wrap.place.side {
            Some(side @ (WrapSide::Left | WrapSide::Right)) => {
                let word = WrapSide::WORDS[side as usize];
                if words.contains(word) {
                    words
                } else {
                    format!("{word} {words}")
                }
            }
            _ => words,
        })
    }

    /// The words for the place without the figures that stand among them and are shown by themselves.
    fn words_of_place(&self, wrap: &plan::Wrap, span: Span) -> String {
        let stated = [
            wrap.tightness,
            wrap.occlusion,
            wrap.pressure,
            wrap.arterial,
            wrap.width,
            wrap.time_on,
        ];
        let inside = stated.into_iter().flatten().map(|value| value.span);
        let mut inside: Vec<Span> = inside.filter(|at| span.contains(*at)).collect();
        inside.sort_by_key(|at| at.start);
        let ends = inside.iter().map(|at| at.range().start);
        let starts = inside.iter().map(|at| at.range().end);
        let starts = std::iter::once(span.range().start).chain(starts);
        let words = starts
            .zip(ends.chain([span.range().end]))
            .map(|(start, end)| self.plan.slice(Span::new(start, end.max(start))))
            .map(|words| words.trim_matches([' ', ',']))
            .filter(|words| !words.is_empty());
        words.collect::<Vec<_>>().join(", ")
    }

    fn tightness(&self, wrap: &plan::Wrap, missing: &mut Vec<Missing>) -> Figure {
        let mut words: Vec<String> = Vec::new();
        let stated = [wrap.tightness, wrap.occlusion, wrap.pressure];
        words.extend(
            stated
                .into_iter()
                .flatten()
                .map(|value| value.value.to_string()),
        );
        if let Some(span) = wrap.place.tightness {
            words.push(self.plan.slice(span).to_owned());
        }
        if let Ok(share) = self.plan.pressure_share(wrap) {
            words.push(format!("that is {share}"));
        }
        if words.is_empty() {
            missing.push(Missing::NotStated(Thing::Tightness));
            return Figure::Unknown;
        }
        Figure::Exact(words.join(", "))
    }

    fn details(&self, wrap: &plan::Wrap) -> Vec<String> {
        let mut details = Vec::new();
        if let Some(width) = wrap.width {
            details.push(format!("{} wide", width.value));
        }
        match wrap.mode.map(|mode| mode.value) {
            Some(WrapMode::Continuous) => details.push("stays tight in the rests".to_owned()),
            Some(WrapMode::ReleasedInRests) => details.push("released in the rests".to_owned()),
            None => {}
        }
        if let Some(on) = wrap.time_on {
            details.push(format!("stated: on {}", time(on.value)));
        }
        if let Some(test) = wrap.sit_test {
            let passed = if test.value { "passed" } else { "failed" };
            details.push(format!("sit test {passed}"));
        }
        if let WrapOff::Stated(off) = wrap.off {
            if let Some(set) = off.after_set {
                details.push(format!("off after set {}", set.value));
            }
            if let Some(reason) = off.reason {
                details.push(format!("off {}", self.plan.slice(reason)));
            }
        }
        if let Some(cue) = wrap.stop_cue {
            details.push(self.plan.slice(cue).to_owned());
        }
        details
    }
}

/// The limb that a part of the body is.
pub(super) fn limb(part: Option<BodyPart>) -> Limb {
    match part {
        Some(BodyPart::Arm) => Limb::Arms,
        Some(BodyPart::Leg) => Limb::Legs,
        Some(BodyPart::Trunk) => Limb::Trunk,
        None => Limb::Unknown,
    }
}
