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
    // Most plans hold nothing beyond printable ASCII: one pass settles those, many bytes at a time.
    let plain = |bytes: &[u8]| {
        bytes
            .iter()
            .fold(true, |plain, &byte| plain & is_plain(byte))
    };
    if text.as_bytes().chunks(256).all(plain) || !text.bytes().any(suspicious) {
        return;
    }
    let odd = text
        .char_indices()
        .skip_while(|&(offset, c)| offset == 0 && c == '\u{FEFF}')
        .filter_map(|(offset, c)| finding(text, offset, c));
    diagnostics.extend(odd.take(MOST));
}

fn finding(text: &str, offset: usize, c: char) -> Option<Diagnostic> {
    let at = Span::new(offset, offset + c.len_utf8());
    let report =
        |message: String| Diagnostic::new("stray-character", Severity::Warning, at, message);
    let edit = |text: String| vec![TextEdit { span: at, text }];
    let code = u32::from(c);
    if is_odd(c) {
        let kind = if c.is_control() {
            "a control character"
        } else {
            "an invisible character that can hide or turn text"
        };
        let found = report(format!("U+{code:04X} is {kind}")).help("remove it");
        return Some(found.fix(
            "remove the character",
            Applicability::Safe,
            edit(String::new()),
        ));
    }
    let latin = twin(text, offset, c)?;
    let found = report(format!("`{c}` (U+{code:04X}) is a letter of another alphabet that looks like `{latin}`"))
        .note("names are compared letter by letter, so the word that it stands in is another one than it seems")
        .help(format!("write `{latin}`"));
    Some(found.fix(
        format!("write `{latin}`"),
        Applicability::Unsafe,
        edit(latin.to_string()),
    ))
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

/// Printable ASCII, a line break or a tabulator.
fn is_plain(byte: u8) -> bool {
    (byte.wrapping_sub(0x20) < 0x5F) | (byte == b'\n') | (byte == b'\r') | (byte == b'\t')
}

/// A byte that may belong to such a character: C0, DEL, or the lead of a character of two bytes or more that is looked
/// for below.
fn suspicious(byte: u8) -> bool {
    (byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t'))
        || matches!(
            byte,
            0x7F | 0xC2 | 0xCE..=0xD1 | 0xD8 | 0xE1 | 0xE2 | 0xEF | 0xF3
        )
}

/// Whether the grammar takes a character for a blank.
pub(super) fn is_blank(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

/// Whether a character steers programs or turns or hides text. The joiners U+200C and U+200D stay, since emoji and several
/// scripts are written with them.
pub(super) fn is_odd(c: char) -> bool {
    match c {
        '\n' | '\r' | '\t' => false,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{FEFF}' => {
            true
        }
        '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => true,
        '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}' => true,
        _ => c.is_control(),
    }
}

/// Letters of other scripts that cannot be told from Latin ones by eye, each with its twin.
const TWINS: &[(char, char)] = &[
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('ј', 'j'),
    ('ѕ', 's'),
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('Х', 'X'),
    ('Ѕ', 'S'),
    ('І', 'I'),
    ('Ј', 'J'),
    ('ο', 'o'),
    ('ν', 'v'),
    ('Α', 'A'),
    ('Β', 'B'),
    ('Ε', 'E'),
    ('Ζ', 'Z'),
    ('Η', 'H'),
    ('Ι', 'I'),
    ('Κ', 'K'),
    ('Μ', 'M'),
    ('Ν', 'N'),
    ('Ο', 'O'),
    ('Ρ', 'P'),
    ('Τ', 'T'),
    ('Υ', 'Y'),
    ('Χ', 'X'),
];

/// The Latin letter that a letter is mistaken for, if it stands beside one.
fn twin(text: &str, offset: usize, c: char) -> Option<char> {
    let (_, latin) = TWINS.iter().find(|(letter, _)| *letter == c)?;
    let before = text.get(..offset).and_then(|head| head.chars().next_back());
    let after = text
        .get(offset + c.len_utf8()..)
        .and_then(|tail| tail.chars().next());
    let beside = [before, after].into_iter().flatten();
    beside
        .into_iter()
        .any(|other| other.is_ascii_alphabetic())
        .then_some(*latin)
}
