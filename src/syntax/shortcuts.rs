//! What the grammar looks for first never hides what it jumps over: no word that opens something else begins as names or
//! the place of a wrap do in `name_opening` and `place_opening`.

use std::collections::BTreeSet;

use pest::Parser as _;

use super::grammar::{PlanParser, Rule};

const GRAMMAR: &str = include_str!("../../grammar/plan.pest");

/// Every word of the grammar, alone and with what could stand behind it.
fn texts() -> BTreeSet<String> {
    let rules = GRAMMAR.lines().filter(|line| !line.starts_with("//"));
    let words = rules.flat_map(|line| line.split('"').skip(1).step_by(2));
    let behind = [
        "",
        " ",
        ":",
        "s",
        " 1",
        " 7/10",
        " 10 cm",
        " 30 s",
        " if numb",
        " off between sets",
        " between sets",
        " until the end",
    ];
    words
        .flat_map(|word| behind.map(|behind| format!("{word}{behind}")))
        .collect()
}

fn reads(rule: Rule, text: &str) -> bool {
    PlanParser::parse(rule, text).is_ok()
}

/// Texts that begin as `opening` says, and are opened by `other` all the same.
fn hidden(opening: Rule, other: &[Rule]) -> (usize, Vec<String>) {
    let begun: Vec<String> = texts()
        .into_iter()
        .filter(|text| reads(opening, text))
        .collect();
    let opened = |text: &&String| other.iter().any(|&rule| reads(rule, text));
    (begun.len(), begun.iter().filter(opened).cloned().collect())
}

#[test]
fn names_begin_as_no_statement_does() {
    let (looked_at, hidden) = hidden(Rule::name_opening, &[Rule::keyword]);
    assert!(looked_at > 100, "words begin so: {looked_at}");
    assert!(hidden.is_empty(), "{hidden:?}");
}

#[test]
fn the_place_of_a_wrap_begins_as_no_other_part_does() {
    let others = [
        Rule::wrap_mark,
        Rule::other_clause,
        Rule::part_word,
        Rule::mode,
        Rule::release_if,
    ];
    let (looked_at, hidden) = hidden(Rule::place_opening, &others);
    assert!(looked_at > 100, "words begin so: {looked_at}");
    assert!(hidden.is_empty(), "{hidden:?}");
}
