//! Commands that a client may run by name.

use gen_lsp_types as lsp;
use lsp_server::ErrorCode;
use serde_json::Value;

use super::routes::Fault;
use super::state::Server;
use super::{actions, plan, rule_files};

/// All of them.
pub(super) const COMMANDS: [&str; 3] = [actions::COMMAND, rule_files::COMMAND, plan::COMMAND];

pub(super) fn run(
    server: &mut Server,
    params: lsp::ExecuteCommandParams,
) -> Result<Option<Value>, Fault> {
    let arguments = params.arguments.unwrap_or_default();
    match params.command.as_str() {
        actions::COMMAND => actions::command(server, &arguments),
        rule_files::COMMAND => rule_files::command(server, &arguments),
        plan::COMMAND => plan::command(server, &arguments),
        other => {
            let message = format!("cuff knows no command `{other}`");
            Err(Fault::new(ErrorCode::InvalidParams, message))
        }
    }
}
