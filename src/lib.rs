//! cuff reads strength-training plans and checks them against declarative rules.
//!
//! A plan's text goes one way: [`syntax`] reads it into a tree, [`model`] works out what will be trained, [`facts`] names
//! what rules can read of that, [`engine`] runs the [`rules`], and [`check`] is the one door to all of it. The faces,
//! [`cli`] among them, call that door and nothing below it.

pub mod assist;
pub mod cli;
pub mod server;

pub mod report;
pub mod workspace;

pub mod compare;
pub mod sheet;

pub mod authoring;
pub mod rule_test;

pub mod fix;

pub mod check;

pub mod engine;

pub mod rules;
pub mod shipped;

pub mod facts;

pub mod model;

pub mod format;

pub mod expr;

pub mod catalogue;

pub mod syntax;

pub mod yaml;

pub mod budget;
pub mod diagnostic;
pub mod digest;
pub mod map;
pub mod nearest;
pub mod quantity;
pub mod source;
