//! Places as editors count them: lines from 0, and columns in units of an encoding. Where the text ends before a place
//! does, the place is moved back to what is there.

use super::{SourceFile, Span};

/// What an editor counts columns in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes of UTF-8.
    Utf8,
    /// Units of UTF-16, of which an emoji has two.
    #[default]
    Utf16,
}

/// A place as an editor has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 0.
    pub line: u32,
    /// Units of the line before it.
    pub column: u32,
}

/// Where in a text a position is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// In front of the byte with this offset.
    At(usize),
    /// Inside this character.
    Within(Span),
}

impl Found {
    /// The offset, or that of the character which it lies in.
    pub fn offset(self) -> usize {
        match self {
            Self::At(offset) => offset,
            Self::Within(character) => character.range().start,
        }
    }
}

impl Encoding {
    fn units(self, character: char) -> usize {
        match self {
            Self::Utf8 => character.len_utf8(),
            Self::Utf16 => character.len_utf16(),
        }
    }
}

impl SourceFile {
    /// The byte offset of a position. Behind the end of a line it is that end, behind the last line the end of the text.
    pub fn find(&self, position: Position, encoding: Encoding) -> Found {
        let Some(line) = self.line_span(position.line as usize + 1) else {
            return Found::At(self.text().len());
        };
        let wanted = position.column as usize;
        let text = self.slice(line);
        if text.is_ascii() {
            return Found::At(line.range().start + wanted.min(text.len()));
        }
        let mut units = 0;
        for (offset, character) in text.char_indices() {
            let at = line.range().start + offset;
            if units >= wanted {
                return Found::At(at);
            }
            units += encoding.units(character);
            if units > wanted {
                return Found::Within(Span::new(at, at + character.len_utf8()));
            }
        }
        Found::At(line.range().end)
    }

    /// The position of a byte offset. An offset past the end or inside a character is moved back to the nearest place.
    pub fn position(&self, offset: usize, encoding: Encoding) -> Position {
        let (line, before) = self.before(offset);
        let column = match encoding {
            _ if before.is_ascii() => before.len(),
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 => before.chars().map(char::len_utf16).sum(),
        };
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Position {
            line: small(line),
            column: small(column),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\u{FEFF}é💪x\r\n💪\rz";

    fn find(line: u32, column: u32, encoding: Encoding) -> Found {
        SourceFile::new("x", TEXT).find(Position { line, column }, encoding)
    }

    #[test]
    fn columns_are_units_of_the_encoding() {
        assert_eq!(find(0, 4, Encoding::Utf16), Found::At(9));
        assert_eq!(find(0, 3, Encoding::Utf16), Found::Within(Span::new(5, 9)));
        assert_eq!(find(0, 9, Encoding::Utf8), Found::At(9));
        assert_eq!(find(0, 6, Encoding::Utf8), Found::Within(Span::new(5, 9)));
    }

    #[test]
    fn what_is_not_there_is_the_nearest_place() {
        assert_eq!(find(0, 99, Encoding::Utf16), Found::At(10), "not behind CR");
        assert_eq!(find(2, 99, Encoding::Utf16), Found::At(TEXT.len()));
        assert_eq!(find(9, 0, Encoding::Utf16), Found::At(TEXT.len()));
        assert_eq!(find(1, 1, Encoding::Utf16).offset(), 12);
    }

    #[test]
    fn there_and_back() {
        let file = SourceFile::new("x", TEXT);
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            let places = TEXT.char_indices().map(|(offset, _)| offset);
            // Between CR and LF there is no place of a line.
            for offset in places.filter(|offset| *offset != 11) {
                let position = file.position(offset, encoding);
                assert_eq!(file.find(position, encoding), Found::At(offset));
            }
        }
        assert_eq!(file.position(11, Encoding::Utf16).line, 0);
    }
}
