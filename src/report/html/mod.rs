//! A plan as one page.

use crate::sheet::Sheet;

/// How a page begins, so that cuff knows a page of its own.
pub const PAGE_START: &str = "<!DOCTYPE html>";

/// The page.
pub fn page(sheet: &Sheet) -> String {
    let _ = sheet;
    String::new()
}
