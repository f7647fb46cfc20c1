//! The `cuff` program: everything is in the library.

use std::process::ExitCode;

/// Rules are thousands of small values, and every thread that checks plans makes thousands more.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cuff::cli::main()
}
