//! Prepares the shipped rules for the program.
fn main() {}
