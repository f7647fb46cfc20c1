//! The world outside: which plans there are, what stands in them, and which configuration holds for each.
//!
//! One resolver serves every command. It reads files and folders and writes plans back; it prints nothing and
//! judges nothing.

mod config;
mod discover;
mod files;
mod project;
mod read;
mod write;

pub use config::{ConfigFile, pack_name};
pub use discover::{Discovery, discover};
pub use project::{Project, Projects, Refused};
pub use read::{Unreadable, read_plan, read_stdin, stdin_lines};
pub use write::{end_cleanly, write_plan};
