//! The language server, driven over its streams: what a client sees, and that nothing a client does ends it.

/// What can be done on one key.
mod actions;
/// Offers while somebody types.
mod completing;
/// Findings as the editor gets them.
mod diagnostics;
/// The other side of the streams.
mod editor;
/// Every answer to every question about a plan.
mod everywhere;
/// Beginning, end, and messages that should not be.
mod lifecycle;
/// Names and where they are used.
mod named;
/// What nobody would send.
mod nonsense;
/// Places in texts, as clients count them.
mod place;
/// Words and cases of rules.
mod rule_files;
/// What is shown on a plan and says more than is written.
mod shown;
/// Symbols, folds, selections and tokens.
mod structure;
/// Configurations, rules and folders.
mod workspace;
