//! `cuff server`: the language server, which editors start and talk to on standard input and output.
//!
//! It knows the protocol and nothing about training: texts come in, the same [`check`](crate::check) as everywhere runs on
//! them, and what it found goes out in the words of the protocol. One thread reads, one works, one writes. The one that
//! works takes messages in their order and does what can wait, such as checks that nobody asked for, when there are none.

mod actions;
mod capabilities;
mod client;
mod commands;
mod diagnostics;
mod documents;
mod encode;
mod formatting;
mod log;
mod main_loop;
mod plan;
mod routes;
mod rule_files;
mod scan;
mod state;
mod uri;
mod wire;
mod workspace;
mod yaml;

use std::io::{self, BufReader, BufWriter};
use std::path::PathBuf;

pub use log::LogLevel;

use crate::syntax::ast::Date;
use log::Log;
use main_loop::MainLoop;
use wire::Wire;

/// What a server is started with.
pub struct Settings {
    /// A configuration that holds for every plan, instead of the nearest one.
    pub config: Option<PathBuf>,
    /// No configuration is looked for.
    pub isolated: bool,
    /// The day of a check. It is asked for each time, since servers run past midnight.
    pub today: Box<dyn Fn() -> Option<Date>>,
    /// How much is said on standard error.
    pub log: LogLevel,
}

/// How a server ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The client said that it would go, and went.
    AsAgreed,
    /// The client went without a word.
    Abrupt,
}

/// Serves the client on standard input and output, until it goes.
pub fn serve(settings: Settings) -> End {
    let input = BufReader::new(io::stdin());
    let output = BufWriter::new(io::stdout());
    let wire = Wire::over(input, output);
    let log = Log(settings.log);
    let end = MainLoop::new(settings, &wire, log).run();
    wire.close();
    log.info("ended");
    end
}
