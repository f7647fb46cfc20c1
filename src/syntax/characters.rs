//! Characters that a reader cannot see but a machine obeys: control characters and those that turn the direction of
//! text. They are reported wherever they stand, names, notes and comments included. Lines past their budget, too.

use crate::budget;
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::source::{Span, TextEdit};

/// Most findings of this kind for one file; a binary file would otherwise give one a byte.
const MOST: usize = 20;

/// Adds a finding for each such character, up to a limit.
pub(super) fn inspect(text: &str, diagnostics: &mut Vec<Diagnostic>) {
    long_lines(text, diagnostics);
    // Most plans hold nothing beyond printable ASCII: one pass over the bytes settles those, many bytes at a time.
    let any = |bytes: &[u8]| {
        bytes
            .iter()
            .fold(false, |any, &byte| any | suspicious(byte))
    };
    if !text.as_bytes().chunks(256).any(any) {
        return;
    }
    let odd = text
        .char_indices()
        .skip_while(|&(offset, c)| offset == 0 && c == '\u{FEFF}')
        .filter(|&(offset, c)| is_odd(text, offset, c));
    for (offset, c) in odd.take(MOST) {
        let at = Span::new(offset, offset + c.len_utf8());
        let kind = if c.is_control() {
            "a control character"
        } else {
            "an invisible character that can hide or turn text"
        };
        diagnostics.push(
            Diagnostic::new(
                "stray-character",
                Severity::Warning,
                at,
                format!("U+{:04X} is {kind}", c as u32),
            )
            .help("remove it")
            .fix(
                "remove the character",
                Applicability::Safe,
                vec![TextEdit {
                    span: at,
                    text: String::new(),
                }],
            ),
        );
    }
}

fn long_lines(text: &str, diagnostics: &mut Vec<Diagnostic>) {
    if text.len() <= budget::LINE_BYTES {
        return;
    }
    let mut start = 0;
    for line in text.split(['\n', '\r']) {
        if line.len() > budget::LINE_BYTES {
            let head = line
                .char_indices()
                .map(|(offset, _)| offset)
                .take_while(|&offset| offset <= 20)
                .last()
                .unwrap_or(0);
            diagnostics.push(
                Diagnostic::new(
                    "line-too-long",
                    Severity::Error,
                    Span::new(start, start + head),
                    format!(
                        "this line has {} KiB; a line may have {} KiB",
                        line.len() >> 10,
                        budget::LINE_BYTES >> 10
                    ),
                )
                .help("split it into several lines"),
            );
        }
        start += line.len() + 1;
    }
}

/// A byte that may belong to such a character: C0, DEL, or the lead of C1 (C2), U+061C (D8), U+20xx (E2), U+FEFF (EF).
fn suspicious(byte: u8) -> bool {
    (byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t'))
        || matches!(byte, 0x7F | 0xC2 | 0xD8 | 0xE2 | 0xEF)
}

fn is_odd(text: &str, offset: usize, c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\r' => false,
        '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}' => true,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => true,
        '\u{FEFF}' => offset != 0 || text.is_empty(),
        _ => c.is_control(),
    }
}
