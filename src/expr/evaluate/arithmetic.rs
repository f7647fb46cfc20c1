//! Numbers made of numbers. What overflows is unknown, never wrong; a doubt about an operand is a doubt about the result.

use super::super::value::{Reason, Value};
use super::compare::bounds;
use crate::quantity::{Dimension, Quantity};

const DAY: i64 = 86_400_000;

/// Sum of two.
pub(super) fn plus<'w>(left: Value<'w>, right: Value<'w>) -> Value<'w> {
    combine(left, right, Reason::OVERFLOW, Quantity::plus)
}

/// Difference of two.
pub(super) fn minus<'w>(left: Value<'w>, right: Value<'w>) -> Value<'w> {
    combine(left, right, Reason::OVERFLOW, Quantity::minus)
}

/// Product of two, of which one is a count.
pub(super) fn times<'w>(left: Value<'w>, right: Value<'w>) -> Value<'w> {
    combine(left, right, Reason::OVERFLOW, |left, right| {
        if right.dimension() == Dimension::Count {
            left.times(right)
        } else {
            right.times(left)
        }
    })
}

/// Quotient of a number and a count.
pub(super) fn divided<'w>(left: Value<'w>, right: Value<'w>) -> Value<'w> {
    combine(left, right, zero_or_overflow(right), Quantity::divided)
}

/// `percent` of `whole`.
pub(super) fn share<'w>(percent: Value<'w>, whole: Value<'w>) -> Value<'w> {
    combine(whole, percent, Reason::OVERFLOW, Quantity::share)
}

/// `part` as percent of `whole`. Both ends of the part are taken by themselves, since a negative one is furthest from
/// zero for the smallest whole, and a positive one too.
pub(super) fn percent_of<'w>(part: Value<'w>, whole: Value<'w>) -> Value<'w> {
    combine(part, whole, zero_or_overflow(whole), |part, whole| {
        let low = part.lower().percent_of(whole)?;
        low.span(part.upper().percent_of(whole)?)
    })
}

/// The number with its sign turned.
pub(super) fn negate(value: Value<'_>) -> Value<'_> {
    match bounds(value) {
        Some((quantity, _)) => minus(
            Value::Quantity(Quantity::whole(0, quantity.dimension())),
            value,
        ),
        None => Value::Unknown(value.reason()),
    }
}

/// Rounded down to a multiple of `step`. If the step is a range, anything up to its upper end may be cut off.
pub(super) fn floor_to<'w>(quantity: Value<'w>, step: Value<'w>) -> Value<'w> {
    combine(quantity, step, Reason::OVERFLOW, |quantity, step| {
        if step.is_exact() {
            return Some(quantity.floor_to(step));
        }
        let cut = Quantity::thousandths(step.high().max(0), step.dimension());
        quantity.minus(cut)?.span(quantity)
    })
}

/// The smaller of two.
pub(super) fn least<'w>(left: Value<'w>, right: Value<'w>) -> Value<'w> {
    combine(left, right, Reason::OVERFLOW, |left, right| {
        range(
            left.low().min(right.low()),
            left.high().min(right.high()),
            left.dimension(),
        )
    })
}

/// The greater of two.
pub(super) fn greatest<'w>(left: Value<'w>, right: Value<'w>) -> Value<'w> {
    combine(left, right, Reason::OVERFLOW, |left, right| {
        range(
            left.low().max(right.low()),
            left.high().max(right.high()),
            left.dimension(),
        )
    })
}

/// An end of a range, or its middle.
pub(super) fn end(value: Value<'_>, take: impl Fn(Quantity) -> Quantity) -> Value<'_> {
    match value {
        Value::Quantity(quantity) => Value::Quantity(take(quantity)),
        other => Value::Unknown(other.reason()),
    }
}

/// The time from one day to another; negative if the other is earlier.
pub(super) fn days_between<'w>(from: Value<'w>, to: Value<'w>) -> Value<'w> {
    match (from, to) {
        (Value::Date(from), Value::Date(to)) => {
            let days = i64::from(to) - i64::from(from);
            Value::Quantity(Quantity::thousandths(days * DAY, Dimension::Duration))
        }
        (Value::Date(_), unknown) | (unknown, _) => Value::Unknown(unknown.reason()),
    }
}

/// A number between two bounds; one that something unknown keeps apart is in doubt.
pub(super) fn between<'w>(low: Quantity, high: Quantity, doubt: Option<Reason>) -> Value<'w> {
    match (low.span(high), doubt) {
        (Some(range), Some(reason)) if !range.is_exact() => Value::Within(range, reason),
        (Some(range), _) => Value::Quantity(range),
        (None, _) => Value::Unknown(Reason::OVERFLOW),
    }
}

/// The range from `low` to `high`, in thousandths.
pub(super) fn range(low: i64, high: i64, dimension: Dimension) -> Option<Quantity> {
    Quantity::thousandths(low, dimension).span(Quantity::thousandths(high, dimension))
}

fn combine<'w>(
    left: Value<'w>,
    right: Value<'w>,
    failure: Reason,
    operation: impl Fn(Quantity, Quantity) -> Option<Quantity>,
) -> Value<'w> {
    if let (Value::Quantity(left), Value::Quantity(right)) = (left, right) {
        return operation(left, right).map_or(Value::Unknown(failure), Value::Quantity);
    }
    let (Some((one, doubt)), Some((other, further))) = (bounds(left), bounds(right)) else {
        let unknown = if bounds(left).is_none() { left } else { right };
        return Value::Unknown(unknown.reason());
    };
    match (operation(one, other), doubt.or(further)) {
        (Some(range), Some(reason)) if !range.is_exact() => Value::Within(range, reason),
        (Some(range), _) => Value::Quantity(range),
        (None, doubt) => Value::Unknown(doubt.unwrap_or(failure)),
    }
}

/// Why a division has no result.
fn zero_or_overflow(divisor: Value<'_>) -> Reason {
    match divisor {
        Value::Quantity(divisor) if divisor.low() > 0 => Reason::OVERFLOW,
        _ => Reason::ZERO,
    }
}
