//! Wraps, rests and tempo.

use pest::iterators::Pair;

use super::athlete::missing_unit;
use super::number::Ends;
use super::{Lowering, child_span, span, trimmed};
use crate::budget;
use crate::quantity::{Dimension, Quantity};
use crate::source::Span;
use crate::syntax::ast::{
    Rest, RestValue, Spanned, Tempo, Unwrap, Weekly, Wrap, WrapMode, WrapPart,
};
use crate::syntax::errors;
use crate::syntax::grammar::Rule;

impl Lowering<'_> {
    /// A wrap on a line of its own or as a clause.
    pub(super) fn wrap(&mut self, pair: Pair<'_, Rule>) -> Wrap {
        let at = trimmed(self.text, span(&pair));
        let parts = pair.into_inner().map(|part| self.wrap_part(part)).collect();
        Wrap { span: at, parts }
    }

    fn wrap_part(&mut self, pair: Pair<'_, Rule>) -> WrapPart {
        let at = span(&pair);
        match pair.as_rule() {
            Rule::placement => self.placement(pair),
            Rule::tightness => self.tightness(pair),
            Rule::occlusion => {
                WrapPart::Occlusion(Weekly::Every(self.figure_of(pair, Dimension::Occlusion)))
            }
            Rule::by_week_occlusion => self.occlusion_by_week(pair),
            Rule::pressure => WrapPart::Pressure(self.figure_of(pair, Dimension::Pressure)),
            Rule::arterial_pressure => {
                WrapPart::ArterialPressure(self.figure_of(pair, Dimension::Pressure))
            }
            Rule::width => match pair.into_inner().next() {
                Some(length) => WrapPart::Width(self.length(length)),
                None => WrapPart::Unread(at),
            },
            Rule::mode => {
                let released = pair
                    .into_inner()
                    .next()
                    .is_some_and(|mode| mode.as_rule() == Rule::released_in_rests);
                let value = if released {
                    WrapMode::ReleasedInRests
                } else {
                    WrapMode::Continuous
                };
                WrapPart::Mode(Spanned { span: at, value })
            }
            Rule::time_on => match pair.into_inner().next() {
                Some(time) => WrapPart::TimeOn(Spanned {
                    span: at,
                    value: self.time_span(time).value,
                }),
                None => WrapPart::Unread(at),
            },
            Rule::off_after => WrapPart::OffAfter(self.unwrap(pair)),
            Rule::stop_cue => WrapPart::StopCue(trimmed(self.text, at)),
            Rule::check_cue => WrapPart::Check(trimmed(self.text, at)),
            Rule::sit_test => {
                let passed = pair
                    .into_inner()
                    .next()
                    .is_some_and(|result| result.as_rule() == Rule::sit_test_passed);
                WrapPart::SitTest(Spanned {
                    span: at,
                    value: passed,
                })
            }
            Rule::unread_words => {
                let at = trimmed(self.text, at);
                self.diagnostics.push(errors::rest_of_wrap(self.text, at));
                WrapPart::Slip(at)
            }
            _ => {
                let at = trimmed(self.text, at);
                self.diagnostics.push(errors::clause(self.text, at));
                WrapPart::Unread(at)
            }
        }
    }

    fn placement(&mut self, pair: Pair<'_, Rule>) -> WrapPart {
        let whole = span(&pair);
        let (mut words, mut distance) = (whole, None);
        for part in pair.into_inner() {
            if part.as_rule() == Rule::length {
                distance = Some(self.length(part));
            } else {
                words = span(&part);
            }
        }
        WrapPart::Placement { words, distance }
    }

    fn tightness(&mut self, pair: Pair<'_, Rule>) -> WrapPart {
        let whole = span(&pair);
        let mut ends = Ends::default();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::out_of_ten => {
                    let said = self.diagnostics.len();
                    let value = self.figure_of(part, Dimension::OutOfTen);
                    // `12/10` is beyond the scale, which is said; no rule is to quote what it was cut to.
                    return if self.diagnostics.len() > said {
                        WrapPart::BareTightness(value)
                    } else {
                        WrapPart::Tightness(Weekly::Every(value))
                    };
                }
                Rule::by_week_tightness => {
                    let at = span(&part);
                    let value = part
                        .into_inner()
                        .map(|week| self.figure_of(week, Dimension::OutOfTen))
                        .collect();
                    return WrapPart::Tightness(Weekly::ByWeek(Spanned { span: at, value }));
                }
                Rule::occlusion => {
                    let value = self.figure_of(part, Dimension::Occlusion);
                    return WrapPart::Occlusion(Weekly::Every(value));
                }
                Rule::by_week_occlusion => return self.occlusion_by_week(part),
                Rule::bare_number => {
                    let at = trimmed(self.text, span(&part));
                    self.diagnostics.push(missing_unit(
                        self.text,
                        at,
                        &["/10", "% AOP", " mmHg"],
                        "a tightness",
                    ));
                    let value = self.figure_of(part, Dimension::Count).value;
                    return WrapPart::BareTightness(Spanned { span: at, value });
                }
                _ => ends.push(span(&part)),
            }
        }
        let value = self.figure(ends, Dimension::OutOfTen);
        WrapPart::Tightness(Weekly::Every(Spanned { span: whole, value }))
    }

    fn occlusion_by_week(&mut self, pair: Pair<'_, Rule>) -> WrapPart {
        let at = span(&pair);
        let value = pair
            .into_inner()
            .map(|week| self.figure_of(week, Dimension::Occlusion))
            .collect();
        WrapPart::Occlusion(Weekly::ByWeek(Spanned { span: at, value }))
    }

    fn length(&mut self, pair: Pair<'_, Rule>) -> Spanned<Quantity> {
        let unit = pair
            .clone()
            .into_inner()
            .find(|part| part.as_rule() == Rule::length_unit);
        let written = self.figure_of(pair, Dimension::Length);
        // Millimetres and inches in thousandths of a centimetre.
        let size = match unit
            .map(|unit| unit.as_str().to_ascii_lowercase())
            .as_deref()
        {
            Some("mm") => 100,
            Some("in" | "inch" | "inches") => 2_540,
            _ => 1_000,
        };
        let value = written
            .value
            .times(Quantity::thousandths(size, Dimension::Count))
            .unwrap_or(written.value);
        Spanned { value, ..written }
    }

    /// `unwrap`, `off after set 2 if numb`
    pub(super) fn unwrap(&mut self, pair: Pair<'_, Rule>) -> Unwrap {
        let mut unwrap = Unwrap {
            span: trimmed(self.text, span(&pair)),
            after_set: None,
            reason: None,
        };
        for part in pair.into_inner().flat_map(Pair::into_inner) {
            let at = span(&part);
            if part.as_rule() == Rule::whole {
                unwrap.after_set = Some(Spanned {
                    span: at,
                    value: self.whole(at, 1, budget::SETS_PER_LINE),
                });
            } else {
                unwrap.reason = Some(trimmed(self.text, at));
            }
        }
        unwrap
    }

    /// `rest 90 s`, as a clause or on a line of its own.
    pub(super) fn rest(&mut self, pair: Pair<'_, Rule>) -> Rest {
        let whole = trimmed(self.text, span(&pair));
        let before = self.beyond;
        let value = match pair.into_inner().next() {
            Some(part) if part.as_rule() == Rule::time_span => {
                RestValue::Time(Weekly::Every(self.time_span(part)))
            }
            Some(part) if part.as_rule() == Rule::by_week_rest => {
                let at = span(&part);
                let value = part.into_inner().map(|week| self.time_span(week)).collect();
                RestValue::Time(Weekly::ByWeek(Spanned { span: at, value }))
            }
            Some(part) if part.as_rule() == Rule::bare_number => {
                let at = trimmed(self.text, span(&part));
                self.diagnostics
                    .push(missing_unit(self.text, at, &[" s", " min"], "a rest"));
                let value = self.figure_of(part, Dimension::Count).value;
                RestValue::Bare(Spanned { span: at, value })
            }
            part => RestValue::AsNeeded(part.map_or(whole, |part| span(&part))),
        };
        let value = match self.beyond > before {
            true => RestValue::Unread(whole),
            false => value,
        };
        Rest { span: whole, value }
    }

    /// `rest 2-3 min`
    pub(super) fn plain_rest(&mut self, whole: Span) -> Rest {
        let before = self.beyond;
        let time = self.plain_time(whole.without_first("rest ".len()));
        Rest {
            span: whole,
            value: match self.beyond > before {
                true => RestValue::Unread(whole),
                false => RestValue::Time(Weekly::Every(time)),
            },
        }
    }

    pub(super) fn tempo(&mut self, pair: Pair<'_, Rule>) -> Tempo {
        let whole = span(&pair);
        let mut phases = [Some(0); 4];
        let mut count = 0;
        for (slot, phase) in phases.iter_mut().zip(pair.into_inner()) {
            *slot = phase.as_str().parse().ok();
            count += 1;
        }
        Tempo {
            span: whole,
            phases,
            three: count == 3,
        }
    }

    /// The phrase behind `stop if` or `check`.
    pub(super) fn cue(&mut self, pair: Pair<'_, Rule>) -> Span {
        trimmed(self.text, child_span(pair))
    }
}
