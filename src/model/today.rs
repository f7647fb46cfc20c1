//! The day on which a plan is checked, and whether anything asked for it. Where nothing did, the same is found on every day.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::syntax::ast::Date;

/// The day.
#[derive(Debug, Default)]
pub struct Today {
    day: Option<Date>,
    asked: AtomicBool,
}

impl Today {
    /// A day that nobody asked for yet.
    pub fn new(day: Option<Date>) -> Self {
        Self {
            day,
            asked: AtomicBool::new(false),
        }
    }

    /// The day, if it is known.
    pub fn day(&self) -> Option<Date> {
        self.asked.store(true, Ordering::Relaxed);
        self.day
    }

    /// Whether anything asked for it.
    pub fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }
}
