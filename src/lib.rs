//! cuff reads strength-training plans and checks them against declarative rules.

pub mod catalogue;
pub mod diagnostic;
pub mod engine;
pub mod expr;
pub mod facts;
pub mod model;
pub mod nearest;
pub mod quantity;
pub mod report;
pub mod rule_test;
pub mod rules;
pub mod shipped;
pub mod source;
pub mod syntax;
pub mod workspace;
pub mod yaml;
