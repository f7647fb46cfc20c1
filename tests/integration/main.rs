//! All integration tests in one binary, a module for each part of the house.

/// The program: arguments, exit codes, output.
mod cli;
/// The shipped rules and their examples.
mod rules;
/// Pictures of findings, and other things that several modules need.
mod support;
/// The language: reading, recovering, printing.
mod syntax;
