//! A small editor: starts the built server and talks to it over its streams, as real ones do.

use std::io::{BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Nothing may take longer, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// An editor with its server.
pub(super) struct Editor {
    child: Child,
    stdin: Option<ChildStdin>,
    inbox: Receiver<Value>,
    errors: Option<JoinHandle<String>>,
    folder: tempfile::TempDir,
    /// What the server sent without being asked, and its requests.
    heard: Vec<Value>,
    next: i32,
}

/// A request that failed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub(super) code: i64,
    pub(super) message: String,
}

impl Editor {
    /// A server that has not been spoken to, in a folder with these files.
    pub(super) fn silent(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            write(folder.path(), path, text);
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_cuff"))
            .args(["server", "--log-level", "info"])
            .current_dir(folder.path())
            .env_clear()
            .env("CUFF_TODAY", "2026-03-01")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, inbox) = channel();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || {
            while let Some(message) = message(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let mut errors = child.stderr.take().unwrap();
        let errors = thread::spawn(move || {
            let mut text = String::new();
            errors.read_to_string(&mut text).unwrap();
            text
        });
        Self {
            stdin: child.stdin.take(),
            child,
            inbox,
            errors: Some(errors),
            folder,
            heard: Vec::new(),
            next: 0,
        }
    }

    /// A server that knows what the editor can do.
    pub(super) fn start(files: &[(&str, &str)], capabilities: Value) -> Self {
        let mut editor = Self::silent(files);
        editor.initialize(capabilities);
        editor
    }

    pub(super) fn initialize(&mut self, capabilities: Value) -> Value {
        let root = self.uri("");
        let folders = json!([{ "uri": root, "name": "plans" }]);
        let params = json!({ "processId": null, "rootUri": root, "workspaceFolders": folders, "capabilities": capabilities });
        let answer = self.request("initialize", params).unwrap();
        self.notify("initialized", json!({}));
        answer
    }

    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The address of a file in the folder.
    pub(super) fn uri(&self, path: &str) -> String {
        let path = self.path(path);
        format!("file://{}", path.to_str().unwrap().trim_end_matches('/'))
    }

    /// Writes a file behind the back of the server.
    pub(super) fn write(&self, path: &str, text: &str) {
        write(self.folder.path(), path, text);
    }

    /// Sends bytes as they are.
    pub(super) fn raw(&mut self, bytes: &[u8]) {
        let stdin = self.stdin.as_mut().unwrap();
        // A server that has ended reads nothing any more.
        let _ = stdin.write_all(bytes).and_then(|()| stdin.flush());
    }

    pub(super) fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    pub(super) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request, whose answer is waited for later.
    pub(super) fn ask(&mut self, method: &str, params: Value) -> i32 {
        self.next += 1;
        let id = self.next;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// Sends a request and waits for its answer.
    pub(super) fn request(&mut self, method: &str, params: Value) -> Result<Value, Refused> {
        let id = self.ask(method, params);
        self.answer(&json!(id))
    }

    /// Waits for the answer to a request.
    pub(super) fn answer(&mut self, id: &Value) -> Result<Value, Refused> {
        let is_answer =
            |message: &Value| message.get("id") == Some(id) && message.get("method").is_none();
        let answer = self.wait_for(is_answer);
        match answer.get("error") {
            None => Ok(answer["result"].clone()),
            Some(error) => Err(Refused {
                code: error["code"].as_i64().unwrap(),
                message: error["message"].as_str().unwrap().to_owned(),
            }),
        }
    }

    /// Waits for a message, and keeps those that are another one.
    pub(super) fn wait_for(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        if let Some(place) = self.heard.iter().position(&is_it) {
            return self.heard.remove(place);
        }
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let message = self
                .inbox
                .recv_timeout(left)
                .expect("the server says something");
            if is_it(&message) {
                return message;
            }
            self.reply(&message);
            self.heard.push(message);
        }
    }

    /// Grants what the server asks for.
    fn reply(&mut self, message: &Value) {
        if let (Some(id), Some(_)) = (message.get("id"), message.get("method")) {
            let answer = json!({ "jsonrpc": "2.0", "id": id, "result": null });
            self.send(&answer);
        }
    }

    pub(super) fn open(&mut self, path: &str, text: &str) -> String {
        let uri = if path.contains(':') {
            path.to_owned()
        } else {
            self.uri(path)
        };
        let language = if path.ends_with(".yaml") {
            "yaml"
        } else {
            "cuff"
        };
        let item = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": item }));
        uri
    }

    pub(super) fn change(&mut self, uri: &str, version: i32, changes: &[Value]) {
        let document = json!({ "uri": uri, "version": version });
        let params = json!({ "textDocument": document, "contentChanges": changes });
        self.notify("textDocument/didChange", params);
    }

    pub(super) fn close(&mut self, uri: &str) {
        let params = json!({ "textDocument": { "uri": uri } });
        self.notify("textDocument/didClose", params);
    }

    /// Waits for the diagnostics that the server sends for a version of a document.
    pub(super) fn published(&mut self, uri: &str, version: Option<i32>) -> Vec<Value> {
        let message = self.wait_for(|message| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
                && version.is_none_or(|version| message["params"]["version"] == version)
        });
        message["params"]["diagnostics"].as_array().unwrap().clone()
    }

    /// How often diagnostics were sent that nobody has waited for.
    pub(super) fn publications(&self) -> usize {
        let is_it = |message: &&Value| message["method"] == "textDocument/publishDiagnostics";
        self.heard.iter().filter(is_it).count()
    }

    /// Asks for the diagnostics of a document.
    pub(super) fn pull(&mut self, uri: &str) -> Vec<Value> {
        let params = json!({ "textDocument": { "uri": uri } });
        let report = self.request("textDocument/diagnostic", params).unwrap();
        assert_eq!(report["kind"], "full");
        report["items"].as_array().unwrap().clone()
    }

    /// What was said so far about how far some work is.
    pub(super) fn progress(&mut self, token: &str) -> Vec<Value> {
        let is_it = |message: &Value| {
            message["method"] == "$/progress" && message["params"]["token"] == token
        };
        let told = self.heard.iter().filter(|message| is_it(message));
        told.map(|message| message["params"]["value"].clone())
            .collect()
    }

    /// Whether the server answers at all.
    pub(super) fn is_alive(&mut self) -> bool {
        let answer = self.request("cuff/nothing", json!(null));
        answer.is_err_and(|refused| refused.code == -32601)
    }

    /// Goes as agreed.
    pub(super) fn leave(mut self) -> (Option<i32>, String) {
        self.request("shutdown", json!(null)).unwrap();
        self.notify("exit", json!(null));
        self.end()
    }

    /// Goes without a word, or waits for a server that was told to go.
    pub(super) fn end(mut self) -> (Option<i32>, String) {
        drop(self.stdin.take());
        let end = Instant::now() + PATIENCE;
        let code = loop {
            match self.child.try_wait().unwrap() {
                Some(status) => break status.code(),
                None if Instant::now() > end => panic!("the server does not end"),
                None => thread::sleep(Duration::from_millis(5)),
            }
        };
        let errors = self.errors.take().unwrap().join().unwrap();
        let folder = self.folder.path().to_str().unwrap();
        (code, errors.replace(folder, "[FOLDER]"))
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The message that lies in a stream next.
fn message(output: &mut impl std::io::BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if let Some(number) = line.strip_prefix("Content-Length: ") {
            length = number.trim().parse().ok()?;
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut bytes = vec![0; length];
    output.read_exact(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}
