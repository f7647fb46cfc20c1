//! Commands that a client may run by name.

use gen_lsp_types as lsp;
use lsp_server::ErrorCode;
use serde_json::Value;

use super::actions;
use super::routes::Fault;
use super::state::Server;

/// All of them.
pub(super) const COMMANDS: [&str; 1] = [actions::COMMAND];

pub(super) fn run(
    server: &mut Server,
    params: lsp::ExecuteCommandParams,
) -> Result<Option<Value>, Fault> {
    let arguments = params.arguments.unwrap_or_default();
    match params.command.as_str() {
        actions::COMMAND => actions::command(server, &arguments),
        other => {
            let message = format!("cuff knows no command `{other}`");
            Err(Fault::new(ErrorCode::InvalidParams, message))
        }
    }
}
