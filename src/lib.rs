//! cuff reads strength-training plans and checks them against declarative rules.

pub mod catalogue;
pub mod diagnostic;
pub mod quantity;
pub mod source;
