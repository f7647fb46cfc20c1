//! The `cuff` program.

fn main() {}
