//! The world outside: which plans there are, what stands in them, and which configuration holds for each.
//!
//! One resolver serves every command. It reads files and folders, and writes files whole or not at all; it prints nothing
//! and judges nothing.

mod argfile;
mod cache;
mod chain;
mod changed;
mod config;
mod discover;
mod files;
mod follow;
mod git;
mod layers;
mod named;
mod narrow;
mod project;
mod read;
mod repository;
mod unsaved;
mod write;

pub use argfile::{ArgumentFile, expanded};
pub use cache::{CACHE, Cache, Cleaned, Entry, Found, Key, clean};
pub use chain::Chain;
pub use changed::{Changed, NoChanges, changed};
pub use config::{ConfigFile, config_schema};
pub use discover::{Discovery, discover, discover_some};
pub use follow::Follower;
pub use git::{Blob, Blobs, Repository, Revision};
pub use layers::{Effective, Layer, Setting, Value};
pub use named::{pack_name, small_text};
pub use narrow::{Narrow, Shard};
pub use project::{Project, Projects, Refused, Searched};
pub use read::{Unreadable, read_plan, read_stdin, stdin_lines};
pub use repository::repository;
pub use unsaved::Unsaved;
pub use write::{Draft, append, end_cleanly, put, rewrite, write_anew, write_new};
