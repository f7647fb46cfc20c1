//! All integration tests in one binary, a module for each part of the house.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on should fail"
)]

/// The action for GitHub, run step by step.
#[cfg(unix)]
mod action;
/// Old plans taken over, step by step.
mod adoption;
/// What an editor asks about a plan.
mod assist;
/// Findings that were there before.
mod baseline;
/// What earlier runs found, kept for later ones.
#[cfg(unix)]
mod cache;
/// Which plans changed, in real git repositories.
mod changes;
/// The program: arguments, exit codes, output.
mod cli;
/// Two versions of plans.
mod compare;
/// The configuration: what it settles, where, and what is said where it is wrong.
mod config;
/// What the documents say, held against the program: plans, commands, output, configuration, links and names.
mod docs;
/// Documents as data: blocks, links, tables and code in sentences.
mod documents;
/// cuff in real editors, and what they colour.
#[cfg(unix)]
mod editors;
/// Fixes: applied, taken back, written.
mod fix;
/// The formatter: one tidy form, nothing lost, nothing changed.
mod format;
/// Reports for machines: their schemas, several in one run, what they look like.
mod formats;
/// When a check fails, what is counted, and where the time goes.
mod gates;
/// Files, folders and streams that hurt.
#[cfg(unix)]
mod hostile;
/// How cuff is called from CI.
#[cfg(unix)]
mod integrations;
/// Mistakes in the configuration.
mod mistakes;
/// cuff as others get and use it, with their tools.
#[cfg(unix)]
mod outside;
/// Completions and manual pages.
mod packaging;
/// Generated plans for properties.
mod plans;
/// Runs of the built program.
mod program;
/// What holds for any input, on generated and damaged plans.
mod properties;
/// Real git repositories.
mod repository;
/// Two versions of plans from git, folders and files.
mod revisions;
/// The shipped rules and their examples.
mod rules;
/// The project's own code as text, for the laws on it.
mod rust;
/// Many plans: order, shares, reports of runs that are stopped.
mod scale;
/// Which plans and which rules a run is about.
mod selection;
/// The language server, as an editor talks to it.
mod server;
/// A plan as the person sees it who trains it.
mod show;
/// Pictures of findings, and other things that several modules need.
mod support;
/// Comments that silence findings.
mod suppressions;
/// The language: reading, recovering, printing.
mod syntax;
/// The laws of the house: who may import whom, and where things may stand.
mod tidy;
/// A check that waits for changes, and the line that says how far a long run is.
#[cfg(unix)]
mod watch;
