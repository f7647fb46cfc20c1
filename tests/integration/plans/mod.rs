//! Plans for property tests: whole ones that reach every rule, written in the spellings and with the slips of real
//! coaches, and rows of tokens that reach the corners of the reader.

/// What they are made of.
mod words;

use proptest::prelude::*;

use words::{
    ATHLETE, BETWEEN, CLAUSES, COMMENTS, DAYS, EXERCISES, HEAD, LOADS, NOTES, SETS, SITES, SLIPS,
    SUPPRESSIONS, WEEKS, WRAP_PARTS,
};

pub(crate) use words::TOKENS;

/// One line of a plan that is going to be written down.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// How many blanks stand in front of it.
    pub(crate) indent: usize,
    /// The line without its comment.
    pub(crate) text: String,
    /// The comment at its end, with its `#`.
    pub(crate) comment: String,
}

/// A plan as rows, and how its lines end.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    /// Its lines.
    pub(crate) rows: Vec<Row>,
    /// What ends each of them.
    pub(crate) ending: &'static str,
    /// Whether a byte order mark stands in front.
    pub(crate) mark: bool,
}

impl Sheet {
    /// The plan as a file holds it.
    pub(crate) fn text(&self) -> String {
        let mark = if self.mark { "\u{FEFF}" } else { "" };
        let lines: Vec<String> = self.rows.iter().map(Row::line).collect();
        format!("{mark}{}", lines.join(self.ending))
    }

    /// The same plan with one row changed.
    pub(crate) fn with(&self, place: usize, change: impl FnOnce(&mut Row)) -> Self {
        let mut sheet = self.clone();
        change(&mut sheet.rows[place]);
        sheet
    }
}

impl Row {
    fn line(&self) -> String {
        let gap = if self.text.is_empty() || self.comment.is_empty() {
            ""
        } else {
            " "
        };
        let indent = " ".repeat(self.indent);
        format!("{indent}{}{gap}{}", self.text, self.comment)
    }
}

/// How much goes wrong in a generated plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Care {
    /// Every line can be read; the training may be as bad as it likes.
    Clean,
    /// Lines that cannot be read, comments and odd characters are mixed in.
    Careless,
}

/// A whole plan. The numbers decide what stands in it; 0 is the plainest choice everywhere, so that failures shrink to
/// plain plans.
pub(crate) fn sheet(care: Care) -> impl Strategy<Value = Sheet> {
    prop::collection::vec(any::<u8>(), 1..160).prop_map(move |dice| {
        let mut writer = Writer {
            dice,
            next: 0,
            care,
            rows: Vec::new(),
        };
        writer.plan();
        let ending = writer.pick(&["\n", "\n", "\n", "\r\n", "\r"]);
        let mark = writer.roll(8) == 7;
        Sheet {
            rows: writer.rows,
            ending,
            mark,
        }
    })
}

/// Rows of pieces that mean something to the reader, so that random texts reach its corners.
pub(crate) fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        12 => prop::sample::select(TOKENS).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[ -~]{0,6}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

struct Writer {
    dice: Vec<u8>,
    next: usize,
    care: Care,
    rows: Vec<Row>,
}

impl Writer {
    /// A number below `sides`; zero once the dice are used up.
    fn roll(&mut self, sides: u8) -> u8 {
        let number = self.dice.get(self.next).copied().unwrap_or(0);
        self.next += 1;
        number % sides
    }

    fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        let sides = u8::try_from(choices.len()).unwrap();
        choices[usize::from(self.roll(sides))]
    }

    fn spent(&self) -> bool {
        self.next >= self.dice.len()
    }

    fn row(&mut self, indent: usize, text: impl Into<String>) {
        let careless = self.care == Care::Careless;
        if careless && self.roll(12) == 11 {
            let slip = self.pick(SLIPS).to_owned();
            self.push(indent, slip);
        }
        let text = self.spelled(text.into());
        self.push(indent, text);
    }

    fn push(&mut self, indent: usize, text: String) {
        let careless = self.care == Care::Careless;
        let comment = match self.roll(if careless { 10 } else { 30 }) {
            8 if careless => self.pick(SUPPRESSIONS),
            9 => self.pick(COMMENTS),
            _ => "",
        };
        let alone = !comment.is_empty() && self.roll(3) == 2;
        // A note runs to the end of its line, `#` included.
        let comment = if text.starts_with('>') { "" } else { comment };
        let indent = if careless && self.roll(9) == 8 {
            3 * indent + 1
        } else {
            2 * indent
        };
        let mut row = Row {
            indent,
            text,
            comment: comment.to_owned(),
        };
        if alone {
            let text = std::mem::take(&mut row.text);
            self.rows.push(row.clone());
            row = Row {
                indent,
                text,
                comment: String::new(),
            };
        }
        self.rows.push(row);
    }

    /// The same statement as a phone, a word processor or a hurried coach writes it.
    fn spelled(&mut self, text: String) -> String {
        match self.roll(12) {
            7 => text.replace('-', "–"),
            8 => between_digits(&text, 'x', "×"),
            9 => text.replace(", ", " ,  "),
            10 => text.replacen(' ', "\u{A0}", 1),
            11 => between_digits(&text, 'x', " X "),
            _ => text,
        }
    }

    fn plan(&mut self) {
        if self.roll(3) == 1 {
            self.row(0, "plan \"Arms & legs\"");
        }
        if self.roll(8) == 7 {
            self.row(0, "units lb");
        }
        self.athlete();
        for _ in 0..self.roll(3) {
            let line = self.pick(HEAD);
            self.row(0, line);
        }
        let weeks = self.roll(4);
        for _ in 0..weeks {
            let line = self.pick(WEEKS);
            self.row(0, line);
            if self.roll(6) == 5 {
                self.row(1, "repeat week 1");
                self.row(1, "drop sets 1");
            } else {
                self.days(1);
            }
        }
        if weeks == 0 {
            self.days(0);
        }
    }

    fn athlete(&mut self) {
        if self.roll(3) > 0 {
            self.row(0, "athlete \"A. Novak\"");
        }
        for _ in 0..self.roll(7) {
            let line = self.pick(ATHLETE);
            self.row(1, line);
        }
        if self.roll(2) == 1 {
            self.row(0, "");
        }
    }

    fn days(&mut self, indent: usize) {
        for _ in 0..1 + self.roll(3) {
            let line = self.pick(DAYS);
            if !line.is_empty() {
                self.row(indent, line);
            }
            for _ in 0..1 + self.roll(4) {
                self.block(indent + 1);
                if self.spent() {
                    return;
                }
            }
        }
    }

    fn block(&mut self, indent: usize) {
        match self.roll(8) {
            5 => {
                self.row(indent, "superset");
                self.exercises(indent + 1);
                self.close(indent, &["end", "end superset"]);
            }
            6 => {
                let wrap = self.wrap();
                self.row(indent, wrap);
                self.exercises(indent + 1);
                self.close(indent, &["unwrap", "wraps off", "unwrap after set 2"]);
            }
            7 => {
                let line = self.pick(BETWEEN);
                self.row(indent, line);
            }
            _ => self.exercises(indent),
        }
    }

    /// Ends a block, unless it is forgotten.
    fn close(&mut self, indent: usize, words: &[&'static str]) {
        if self.roll(6) < 5 {
            let line = self.pick(words);
            self.row(indent, line);
        }
    }

    fn exercises(&mut self, indent: usize) {
        for _ in 0..1 + self.roll(3) {
            let line = self.exercise();
            self.row(indent, line);
            if self.roll(8) == 7 {
                let note = self.pick(NOTES);
                self.row(indent, note);
            }
        }
    }

    fn exercise(&mut self) -> String {
        let name = self.pick(EXERCISES);
        let sets = self.pick(SETS);
        let mut line = format!("{name}: {sets}");
        if self.roll(10) < 9 && !sets.contains('@') {
            line += " @ ";
            line += self.pick(LOADS);
        }
        for _ in 0..self.roll(3) {
            line += ", ";
            line += self.pick(CLAUSES);
        }
        if self.roll(3) == 2 {
            line += ", ";
            line += &self.wrap();
        }
        line
    }

    fn wrap(&mut self) -> String {
        let site = self.pick(SITES);
        let mut parts = if site.is_empty() {
            Vec::new()
        } else {
            vec![site]
        };
        for _ in 0..1 + self.roll(3) {
            parts.push(self.pick(WRAP_PARTS));
        }
        let join = self.pick(&[" ", ", "]);
        format!("wrap {}", parts.join(join))
    }
}

/// Replaces `sign` where digits stand on both sides of it.
fn between_digits(text: &str, sign: char, by: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let digit = |place: Option<usize>| {
        place
            .and_then(|place| letters.get(place))
            .is_some_and(char::is_ascii_digit)
    };
    let mut out = String::new();
    for (place, &letter) in letters.iter().enumerate() {
        if letter == sign && digit(place.checked_sub(1)) && digit(Some(place + 1)) {
            out += by;
        } else {
            out.push(letter);
        }
    }
    out
}
