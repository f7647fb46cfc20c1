//! The language server, driven over its streams: what a client sees, and that nothing a client does ends it.

/// What can be done on one key.
mod actions;
/// Findings as the editor gets them.
mod diagnostics;
/// The other side of the streams.
mod editor;
/// Beginning, end, and messages that should not be.
mod lifecycle;
/// What nobody would send.
mod nonsense;
/// Words and cases of rules.
mod rule_files;
/// Configurations, rules and folders.
mod workspace;
