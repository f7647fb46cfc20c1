// Starts `cuff server` and stops it. Everything that is known about plans is the server's.

import { commands, window, workspace, type ExtensionContext, type OutputChannel } from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const output = window.createOutputChannel("cuff");
  const restart = async () => {
    await stop();
    await start(output);
  };
  context.subscriptions.push(
    output,
    commands.registerCommand("cuff.restart", restart),
    workspace.onDidChangeConfiguration(async (change) => {
      if (["cuff.path", "cuff.args", "cuff.rules"].some((setting) => change.affectsConfiguration(setting))) {
        await restart();
      }
    }),
  );
  await start(output);
}

export async function deactivate(): Promise<void> {
  await stop();
}

async function start(output: OutputChannel): Promise<void> {
  const settings = workspace.getConfiguration("cuff");
  const command = settings.get<string>("path", "cuff");
  const server: ServerOptions = { command, args: ["server", ...settings.get<string[]>("args", [])] };
  const rules = settings.get<string[]>("rules", []);
  const options: LanguageClientOptions = {
    documentSelector: [{ language: "cuff" }, ...rules.map((pattern) => ({ scheme: "file", language: "yaml", pattern }))],
    outputChannel: output,
  };
  client = new LanguageClient("cuff", "cuff", server, options);
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const choice = await window.showErrorMessage(`\`${command} server\` does not start: ${String(error)}`, "Where is cuff?");
    if (choice !== undefined) {
      await commands.executeCommand("workbench.action.openSettings", "cuff.path");
    }
  }
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.dispose();
}
