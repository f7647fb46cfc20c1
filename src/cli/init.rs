//! `cuff init`: a first `cuff.yaml`, with a comment on everything that it can say. What is only an example is commented
//! out, without a blank behind the `#`.

use std::path::PathBuf;

use super::Exit;
use super::args;
use super::output::Output;
use crate::workspace::{Unreadable, write_new};

/// The file.
const FIRST: &str = include_str!("first.yaml");

pub(super) fn run(init: &args::Init, output: &mut Output) -> Exit {
    let folder = init.folder.clone().unwrap_or_else(|| PathBuf::from("."));
    let path = folder.join("cuff.yaml");
    let shown = path.strip_prefix("./").unwrap_or(&path).display();
    match write_new(&path, FIRST) {
        Ok(()) => {
            output.print(&format!(
                "wrote {shown}\n  next: read it, then `cuff check`; `cuff config` shows what holds\n"
            ));
            Exit::Clean
        }
        Err(Unreadable { reason, .. }) => {
            output.error(&format!(
                "error: `{shown}` was not written: {reason}\n  help: `cuff config` shows what holds here\n"
            ));
            Exit::Failed
        }
    }
}
