//! The generated parser. Nothing outside this room sees it or its error type.
#![allow(
    missing_docs,
    reason = "generated from grammar/plan.pest, where every rule is described"
)]

/// The parser for `grammar/plan.pest`.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/plan.pest"]
pub(super) struct PlanParser;
