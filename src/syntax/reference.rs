//! The reference of the language is complete: every rule of the grammar is at work in an example of `docs/language.md`.

use std::collections::BTreeSet;

use pest::Parser as _;

use super::grammar::{PlanParser, Rule};

const REFERENCE: &str = include_str!("../../docs/language.md");
const GRAMMAR: &str = include_str!("../../grammar/plan.pest");

/// The plans of the reference, those that show a slip among them.
fn examples() -> impl Iterator<Item = &'static str> {
    REFERENCE
        .split("\n```plan")
        .skip(1)
        .filter_map(|rest| rest.split("\n```").next())
        .filter_map(|block| block.split_once('\n'))
        .map(|(_fence, plan)| plan)
}

/// Rules whose pairs the tree is made of, by the grammar's own text: not silent, not for what cannot be read, and not an
/// entry point for reading again.
fn constructs() -> BTreeSet<String> {
    GRAMMAR
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .filter(|(name, body)| !name.starts_with('/') && !body.starts_with("_{"))
        .map(|(name, _)| name.to_owned())
        .filter(|name| !name.starts_with("unread_") && !name.ends_with("_alone"))
        .collect()
}

#[test]
fn every_construct_has_an_example() {
    let mut shown = BTreeSet::new();
    for example in examples() {
        let pairs = PlanParser::parse(Rule::plan, example).expect("the grammar reads every text");
        shown.extend(pairs.flatten().map(|pair| format!("{:?}", pair.as_rule())));
    }
    let constructs = constructs();
    assert!(constructs.len() > 100, "the rules of the grammar are found");
    let missing: Vec<&String> = constructs.difference(&shown).collect();
    assert!(
        missing.is_empty(),
        "no example in docs/language.md shows {missing:?}"
    );
}
