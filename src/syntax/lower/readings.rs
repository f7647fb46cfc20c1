//! Lists of sets that coaches read in two ways. Both readings are spelled out and none is taken.

use crate::budget;
use crate::diagnostic::{Diagnostic, Severity};
use crate::quantity::Quantity;
use crate::source::Span;
use crate::syntax::ast::{GroupForm, SetGroup, Work};

/// First factor from which `NxR` is as likely to be repetitions times sets.
const AMBIGUOUS_SETS: u32 = 20;

/// Two readings of a list of sets and the spellings that have one, if there are two.
pub(super) fn second_reading(text: &str, whole: Span, groups: &[SetGroup]) -> Option<Diagnostic> {
    let written = whole.of(text);
    let (message, help) = many_times(written, groups)
        .or_else(|| lone_number(written, groups))
        .or_else(|| two_numbers(written, groups))
        .or_else(|| times_and_list(written, groups))?;
    Some(Diagnostic::new("ambiguous-notation", Severity::Error, whole, message).help(help))
}

/// A message and its help.
type Words = (String, String);

/// `30x4`
fn many_times(written: &str, groups: &[SetGroup]) -> Option<Words> {
    let [group] = groups else { return None };
    let (count, reps) = (group.count, closed_reps(group)?);
    let unlikely = (AMBIGUOUS_SETS + 1..budget::SETS_PER_LINE).contains(&count);
    if group.form != GroupForm::Times || !unlikely || !reps.is_exact() {
        return None;
    }
    let reps = reps.as_notation();
    Some((
        format!("`{written}` has two readings: {count} sets of {reps}, or {reps} sets of {count}"),
        format!(
            "write `{reps}x{count}` for {reps} sets of {count}, or `{count} sets of {reps}` if that is meant"
        ),
    ))
}

/// `30`
fn lone_number(written: &str, groups: &[SetGroup]) -> Option<Words> {
    let [group] = groups else { return None };
    if !is_entry(group) || !closed_reps(group)?.is_exact() || written.contains(' ') {
        return None;
    }
    Some((
        format!("`{written}` has two readings: one set of {written}, or {written} sets"),
        format!(
            "write `1x{written}` for one set, or `{written}x10` for sets with their repetitions"
        ),
    ))
}

/// `8/10`
fn two_numbers(written: &str, groups: &[SetGroup]) -> Option<Words> {
    let [first, second] = groups else { return None };
    if !is_entry(first) || !is_entry(second) || !written.contains('/') {
        return None;
    }
    let first = closed_reps(first)?.as_notation();
    let second = closed_reps(second)?.as_notation();
    Some((
        format!(
            "`{written}` has two readings: a set of {first} and a set of {second}, or one set with {first} on one side and {second} on the other"
        ),
        format!(
            "write `1x{first} + 1x{second}` for two sets, or a line each with `left` and `right` for the sides"
        ),
    ))
}

/// `3x12/12/10`
fn times_and_list(written: &str, groups: &[SetGroup]) -> Option<Words> {
    let (first, rest) = groups.split_first()?;
    let several = first.form == GroupForm::Times && first.count > 1;
    if !several || !written.contains('/') || !rest.iter().all(is_entry) {
        return None;
    }
    let one_by_one = written.split_once(['x', 'X', '×', '*'])?.1.trim();
    let (count, all) = (first.count, first.count as usize + rest.len());
    Some((
        format!("`{written}` has two readings: {all} sets, or {count} sets of {one_by_one}"),
        format!(
            "write `{one_by_one}` for one set after the other, or `{}` for {all} sets",
            written.replace('/', " + 1x")
        ),
    ))
}

fn is_entry(group: &SetGroup) -> bool {
    group.form == GroupForm::Entry
}

/// Repetitions that have an end.
fn closed_reps(group: &SetGroup) -> Option<Quantity> {
    match group.work {
        Work::Reps { reps, open: false } => Some(reps),
        _ => None,
    }
}
