//! Values held against each other: yes, no, a range on both sides, or unknown.

use super::super::code::Order;
use super::super::value::{Reason, Truth, Value};
use crate::quantity::{Comparison, Quantity};

/// How `left` and `right` compare by size or by day.
#[inline]
pub(super) fn order(order: Order, left: Value<'_>, right: Value<'_>) -> Truth {
    match (left, right) {
        (Value::Quantity(left), Value::Quantity(right)) => quantities(order, left, right).into(),
        (Value::Date(left), Value::Date(right)) => Truth::from(match order {
            Order::AtMost => left <= right,
            Order::AtLeast => left >= right,
            Order::Below => left < right,
            Order::Above => left > right,
        }),
        _ => doubtful(left, right, |left, right| quantities(order, left, right)),
    }
}

/// Whether `left` and `right` are the same.
#[inline]
pub(super) fn same(left: Value<'_>, right: Value<'_>) -> Truth {
    match (left, right) {
        (Value::Quantity(left), Value::Quantity(right)) => equal(left, right).into(),
        (Value::Word(left), Value::Word(right)) => Truth::from(left == right),
        (Value::Words(left), Value::Words(right)) => Truth::from(left == right),
        (Value::Text(left), Value::Text(right)) => Truth::from(same_text(left, right)),
        (Value::Date(left), Value::Date(right)) => Truth::from(left == right),
        (Value::Entity(left), Value::Entity(right)) => Truth::from(left == right),
        (Value::Truth(left), Value::Truth(right)) => left.same(right),
        _ => doubtful(left, right, equal),
    }
}

/// Whether the set `set` has the member `member`.
pub(super) fn has(set: Value<'_>, member: Value<'_>) -> Truth {
    match (set, member) {
        (Value::Words(set), Value::Word(member)) => Truth::from(set & bit(member) != 0),
        (Value::Words(_), other) | (other, _) => Truth::Unknown(other.reason()),
    }
}

/// What `holds` says of two sets.
pub(super) fn sets(one: Value<'_>, other: Value<'_>, holds: impl Fn(u64, u64) -> bool) -> Truth {
    match (one, other) {
        (Value::Words(one), Value::Words(other)) => Truth::from(holds(one, other)),
        (Value::Words(_), unknown) | (unknown, _) => Truth::Unknown(unknown.reason()),
    }
}

/// The set that holds a member alone; members past the 64th fit no set.
pub(in super::super) fn bit(member: u16) -> u64 {
    1u64.checked_shl(u32::from(member)).unwrap_or(0)
}

/// What covers both, where a range leaves open which of them is meant.
pub(super) fn either<'w>(one: Value<'w>, other: Value<'w>) -> Value<'w> {
    match (one, other) {
        _ if one == other => one,
        (Value::Quantity(one), Value::Quantity(other)) => match one.span(other) {
            Some(both) => Value::Quantity(both),
            None => Value::Unknown(Reason::RANGE),
        },
        (Value::Truth(_), Value::Truth(_)) => Value::Truth(Truth::Straddles),
        (Value::Unknown(reason), _) | (_, Value::Unknown(reason)) => Value::Unknown(reason),
        (Value::Within(_, reason), _) | (_, Value::Within(_, reason)) => Value::Unknown(reason),
        _ => Value::Unknown(Reason::RANGE),
    }
}

/// A comparison in which something is not fully known: it holds or not only if that makes no difference.
fn doubtful(
    left: Value<'_>,
    right: Value<'_>,
    compare: impl Fn(Quantity, Quantity) -> Option<Comparison>,
) -> Truth {
    let (Some((left, doubt)), Some((right, other))) = (bounds(left), bounds(right)) else {
        let unknown = if bounds(left).is_none() { left } else { right };
        return Truth::Unknown(unknown.reason());
    };
    match compare(left, right) {
        Some(Comparison::Always) => Truth::Yes,
        Some(Comparison::Never) => Truth::No,
        _ => Truth::Unknown(doubt.or(other).unwrap_or(Reason::ABSENT)),
    }
}

/// The range a number lies in, and why it is not narrower.
pub(super) fn bounds(value: Value<'_>) -> Option<(Quantity, Option<Reason>)> {
    match value {
        Value::Quantity(quantity) => Some((quantity, None)),
        Value::Within(quantity, reason) => Some((quantity, Some(reason))),
        _ => None,
    }
}

fn quantities(order: Order, left: Quantity, right: Quantity) -> Option<Comparison> {
    match order {
        Order::AtMost => left.at_most(right),
        Order::AtLeast => right.at_most(left),
        Order::Below => left.below(right),
        Order::Above => right.below(left),
    }
}

fn equal(left: Quantity, right: Quantity) -> Option<Comparison> {
    left.equals(right)
}

/// Texts are the same if they look the same: an accent may be a character of its own.
fn same_text(left: &str, right: &str) -> bool {
    use unicode_normalization::UnicodeNormalization as _;
    left == right || (!(left.is_ascii() && right.is_ascii()) && left.nfc().eq(right.nfc()))
}

impl From<Option<Comparison>> for Truth {
    /// Different dimensions cannot be compared; the checker has seen to it that they are not.
    fn from(comparison: Option<Comparison>) -> Self {
        comparison.map_or(Self::Unknown(Reason::ABSENT), Self::from)
    }
}
