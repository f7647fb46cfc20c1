//! Messages on two streams: one thread reads, one writes. What is no message is handed on as what is wrong with it, and
//! reading goes on with the next one.

use std::io::{self, BufRead, Read as _, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use lsp_server::{ErrorCode, Message};
use serde_json::{Value, json};

/// Most bytes of one message. A plan has at most a mebibyte, and nothing else that an editor sends is larger.
const LARGEST: u64 = 64 << 20;
/// Most bytes of a line in front of a message.
const HEADER: u64 = 8 << 10;
const LENGTH: &str = "content-length:";

/// What comes in.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A message.
    Message(Message),
    /// Something that is none.
    Bad(Bad),
    /// The client is gone.
    Closed,
}

/// What was sent that is no message.
#[derive(Debug)]
pub(super) struct Bad {
    /// What kind of mistake it is.
    pub(super) code: ErrorCode,
    /// What is wrong.
    pub(super) message: String,
    /// The id that the client may wait for an answer to.
    pub(super) id: Value,
}

/// Both directions.
pub(super) struct Wire {
    pub(super) inbox: Receiver<Incoming>,
    pub(super) outbox: Outbox,
    writer: thread::JoinHandle<()>,
}

impl Wire {
    /// Starts to read and to write.
    pub(super) fn over(
        input: impl BufRead + Send + 'static,
        output: impl Write + Send + 'static,
    ) -> Self {
        let (sender, inbox) = channel();
        let (out, written) = channel();
        let on_end = sender.clone();
        thread::spawn(move || read(input, &sender));
        let writer = thread::spawn(move || {
            write(output, &written);
            // Nobody reads any more: there is nobody to work for.
            let _ = on_end.send(Incoming::Closed);
        });
        let outbox = Outbox(out);
        Self {
            inbox,
            outbox,
            writer,
        }
    }

    /// Waits until everything is written.
    pub(super) fn close(self) {
        let Self {
            inbox,
            outbox,
            writer,
        } = self;
        drop((inbox, outbox));
        let _ = writer.join();
    }
}

/// Where messages to the client go.
#[derive(Clone)]
pub(super) struct Outbox(Sender<Outgoing>);

/// What goes out.
enum Outgoing {
    Message(Message),
    /// An answer to nothing that has an id.
    Refusal(Value),
}

impl Outbox {
    /// Sends a message. If nobody is there any more, the loop ends anyway.
    pub(super) fn send(&self, message: impl Into<Message>) {
        let _ = self.0.send(Outgoing::Message(message.into()));
    }

    /// Says that something was no message.
    pub(super) fn refuse(&self, bad: &Bad) {
        let error = json!({ "code": bad.code as i32, "message": bad.message });
        let answer = json!({ "jsonrpc": "2.0", "id": bad.id, "error": error });
        let _ = self.0.send(Outgoing::Refusal(answer));
    }
}

fn write(mut output: impl Write, messages: &Receiver<Outgoing>) {
    for message in messages {
        let written = match message {
            Outgoing::Message(message) => message.write(&mut output),
            Outgoing::Refusal(answer) => {
                let text = answer.to_string();
                let length = text.len();
                write!(output, "Content-Length: {length}\r\n\r\n{text}")
            }
        };
        if written.and_then(|()| output.flush()).is_err() {
            return;
        }
    }
}

fn read(mut input: impl BufRead, inbox: &Sender<Incoming>) {
    loop {
        let incoming = match frame(&mut input) {
            Ok(Some(frame)) => message(&frame),
            Ok(None) => Incoming::Closed,
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                bad(ErrorCode::ParseError, error.to_string(), Value::Null)
            }
            Err(_) => Incoming::Closed,
        };
        let is_end = matches!(incoming, Incoming::Closed);
        if inbox.send(incoming).is_err() || is_end {
            return;
        }
    }
}

/// The next message in bytes; `None` at the end. What is no header is passed over, so that after anything odd the next
/// message is found.
fn frame(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut length = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.by_ref().take(HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&line).to_ascii_lowercase();
        let is_blank = text.trim().is_empty();
        match (text.find(LENGTH), length) {
            (Some(start), _) => {
                let number = text.get(start + LENGTH.len()..).unwrap_or_default();
                length = number.trim().parse::<u64>().ok();
            }
            (None, Some(length)) if is_blank => return body(input, length).map(Some),
            _ => {}
        }
    }
}

fn body(input: &mut impl BufRead, length: u64) -> io::Result<Vec<u8>> {
    if length > LARGEST {
        io::copy(&mut input.by_ref().take(length), &mut io::sink())?;
        let message = format!("a message of {length} bytes is larger than any that cuff reads");
        return Err(io::Error::new(io::ErrorKind::InvalidData, message));
    }
    let mut bytes = Vec::new();
    let read = input.by_ref().take(length).read_to_end(&mut bytes)?;
    if (read as u64) < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(bytes)
}

fn message(bytes: &[u8]) -> Incoming {
    let parsed = serde_json::from_slice::<Value>(bytes)
        .or_else(|error| serde_json::from_slice(&without_halves(bytes)).map_err(|_| error));
    let value = match parsed {
        Ok(value) => value,
        Err(error) => {
            let message = format!("this is not JSON: {error}");
            return bad(ErrorCode::ParseError, message, Value::Null);
        }
    };
    let id = value.get("id").cloned();
    match serde_json::from_value::<Message>(value) {
        // A request with an id of no known kind looks like a notification, and waits for an answer.
        Ok(Message::Notification(_)) if id.is_some() => {
            let message = "the id of a request is a number of 32 bits or a text".to_owned();
            bad(ErrorCode::InvalidRequest, message, id.unwrap_or_default())
        }
        Ok(message) => Incoming::Message(message),
        Err(_) => {
            let id = id.unwrap_or_default();
            let message = "this is neither a request, a notification nor an answer".to_owned();
            bad(ErrorCode::InvalidRequest, message, id)
        }
    }
}

fn bad(code: ErrorCode, message: String, id: Value) -> Incoming {
    Incoming::Bad(Bad { code, message, id })
}

/// The same bytes, with the replacement character for halves of characters that JSON allows and Unicode does not: an editor
/// may cut an emoji in two. The replacement is as long as the half, so that places behind it stay where they are.
fn without_halves(bytes: &[u8]) -> Vec<u8> {
    let unit = |at: usize| -> Option<u32> {
        let escape = bytes.get(at..at + 6)?;
        let digits = std::str::from_utf8(escape.strip_prefix(b"\\u")?).ok()?;
        u32::from_str_radix(digits, 16).ok()
    };
    let is_first = |unit: u32| (0xD800..0xDC00).contains(&unit);
    let is_second = |unit: u32| (0xDC00..0xE000).contains(&unit);
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let (taken, half) = match unit(at) {
            Some(first) if is_first(first) && unit(at + 6).is_some_and(is_second) => (12, false),
            Some(one) => (6, is_first(one) || is_second(one)),
            None if *byte == b'\\' => (2, false),
            None => (1, false),
        };
        let end = (at + taken).min(bytes.len());
        match half {
            true => out.extend(b"\\ufffd"),
            false => out.extend(bytes.get(at..end).unwrap_or_default()),
        }
        at = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(bytes: &[u8]) -> Vec<String> {
        let (sender, inbox) = channel();
        read(bytes, &sender);
        drop(sender);
        let word = |incoming| match incoming {
            Incoming::Message(message) => format!("{message:?}"),
            Incoming::Bad(bad) => bad.message,
            Incoming::Closed => "closed".to_owned(),
        };
        inbox.into_iter().map(word).collect()
    }

    #[test]
    fn reading_goes_on_behind_what_is_no_message() {
        let exit = "Content-Length: 33\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}";
        let is_exit = |text: &String| text.contains("exit");
        for odd in [
            "",
            "no header\r\n\r\n",
            "Content-Length: x\r\n\r\n",
            "Content-Length: 3\r\n\r\n{]}",
            "content-length: 2\nX: y\n\n[]",
            "junk without an end ",
            "Content-Length: 6\r\n\r\n\u{FFFD}{}{",
            "Content-Length: 99999999999999999999\r\n\r\n",
        ] {
            let frames = frames(format!("{odd}{exit}").as_bytes());
            assert_eq!(
                frames.iter().filter(|text| is_exit(text)).count(),
                1,
                "{odd:?}: {frames:?}"
            );
            assert_eq!(frames.last().unwrap(), "closed");
        }
        assert_eq!(frames(b"Content-Length: 10\r\n\r\n{"), ["closed"]);
    }

    #[test]
    fn halves_of_characters_are_as_long_as_before() {
        let json = br#""a\ud83db \ud83d\ude00 \\ud83d \ude00""#;
        let text: String = serde_json::from_slice(&without_halves(json)).unwrap();
        assert_eq!(text, "a\u{FFFD}b 😀 \\ud83d \u{FFFD}");
    }
}
