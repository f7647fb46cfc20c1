//! cuff reads strength-training plans and checks them against declarative rules.

pub mod diagnostic;
pub mod quantity;
pub mod report;
pub mod source;
