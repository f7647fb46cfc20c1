//! cuff reads strength-training plans and checks them against declarative rules.

pub mod budget;
pub mod catalogue;
pub mod diagnostic;
pub mod expr;
pub mod facts;
pub mod model;
pub mod nearest;
pub mod quantity;
pub mod report;
pub mod source;
pub mod syntax;
