//! Everything that an expression can apply to values and to collections: the one table behind the checker, its messages and
//! the reference that `cuff facts --list` prints.

use super::super::code::{Function, Kind};

/// What is applied to values: its name, how many it takes, an example, and what it gives.
pub(super) const FUNCTIONS: [(&str, Function, usize, &str, &str); 11] = [
    (
        "known",
        Function::Known,
        1,
        "known(load)",
        "whether the plan says enough to tell it",
    ),
    (
        "missing",
        Function::Missing,
        1,
        "missing(rest)",
        "whether the plan leaves it out",
    ),
    (
        "exists",
        Function::Exists,
        1,
        "exists(wrap)",
        "whether there is such a thing",
    ),
    (
        "empty",
        Function::Empty,
        1,
        "empty(muscles)",
        "whether nothing is in a set or a collection",
    ),
    (
        "upper",
        Function::Upper,
        1,
        "upper(load)",
        "the upper end of a range",
    ),
    (
        "lower",
        Function::Lower,
        1,
        "lower(load)",
        "the lower end of a range",
    ),
    (
        "middle",
        Function::Middle,
        1,
        "middle(load)",
        "the middle of a range",
    ),
    (
        "least",
        Function::Least,
        2,
        "least(load, 30 %)",
        "the smaller of two",
    ),
    (
        "greatest",
        Function::Greatest,
        2,
        "greatest(rest, 30 s)",
        "the greater of two",
    ),
    (
        "floor-to",
        Function::FloorTo,
        2,
        "floor-to(one-rm, 2.5 kg)",
        "rounded down to a step",
    ),
    (
        "days-between",
        Function::DaysBetween,
        2,
        "days-between(clearance-date, today)",
        "the days from one date to another",
    ),
];

/// What is asked of the members of a collection: its name, an example, and what it gives.
pub(super) const KINDS: [(&str, Kind, &str, &str); 13] = [
    (
        "any",
        Kind::Any,
        "any(x in sets where x.load > 30 %)",
        "whether one of them does",
    ),
    (
        "all",
        Kind::All,
        "all(x in exercises where x.wrapped : x.load <= 30 %)",
        "whether each of them does",
    ),
    (
        "none",
        Kind::None,
        "none(x in sets where x.load > 30 %)",
        "whether not one of them does",
    ),
    (
        "count",
        Kind::Count,
        "count(x in exercises where x.wrapped)",
        "how many",
    ),
    (
        "sum",
        Kind::Sum,
        "sum(x in exercises where x.wrapped : x.set-count)",
        "a figure of theirs, added up",
    ),
    (
        "min",
        Kind::Min,
        "min(x in sets : x.load)",
        "the smallest figure of theirs",
    ),
    (
        "max",
        Kind::Max,
        "max(x in sets : x.load)",
        "the greatest figure of theirs",
    ),
    (
        "first",
        Kind::First,
        "first(x in exercises where x.wrapped)",
        "the first of them, or none",
    ),
    (
        "last",
        Kind::Last,
        "last(x in exercises where x.wrapped)",
        "the last of them, or none",
    ),
    (
        "longest-run",
        Kind::LongestRun,
        "longest-run(x in weeks where x.occluded-sets > 0)",
        "how many in a row, at most",
    ),
    (
        "rises",
        Kind::Rises,
        "rises(x in wraps : x.tightness)",
        "how often a figure is above the one before it",
    ),
    (
        "distinct",
        Kind::Distinct,
        "distinct(x in wraps : x.site)",
        "how many different values",
    ),
    (
        "list",
        Kind::List,
        "list(x in sets : x.load)",
        "their values, for messages alone",
    ),
];
