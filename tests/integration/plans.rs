//! Plans for property tests: whole ones that reach every rule, written in the spellings and with the slips of real
//! coaches, and rows of tokens that reach the corners of the reader.

use proptest::prelude::*;

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
            dice: dice,
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

const ATHLETE: &[&str] = &[
    "experience intermediate, 3 years",
    "experience beginner",
    "conditions none",
    "conditions hypertension controlled",
    "conditions deep vein thrombosis 2024-05-01, blood pressure 165/100",
    "clearance \"Dr. L. Horak\", 2026-01-12, covers occlusion training",
    "clearance \"a friend\"",
    "1rm Barbell Curl 40 kg, tested 2026-01-10",
    "1rm Bench Press 225 lb",
    "1rm Leg Extension estimated from 60 kg x 10",
    "1rm \"Curl, Dumbbell\" 20 kg per hand, tested 2020-01-10",
    "tm 90%",
    "max Pull-Up 9 reps",
    "complaint elbow",
    "bodyweight 82 kg",
    "age 34",
];

const HEAD: &[&str] = &[
    "stop if numbness, tingling, white skin",
    "check pulse, skin colour",
    "default rest 2 min, tempo 2-0-2-0",
    "default wrap tightness 7/10",
    "exercise \"Spider Curl\" like \"Barbell Curl\"",
    "exercise \"Belt Squat March\": compound, quads, glutes, leg",
    "goal bigger arms",
];

const WEEKS: &[&str] = &[
    "week 1",
    "weeks 1-4",
    "weeks 2-3, 5 rehab",
    "week 4 deload",
    "weeks 1-12",
];

const DAYS: &[&str] = &[
    "day \"Pull\"",
    "day \"Push\"",
    "day \"Hotel\" travel, 45 min",
    "",
    "day Legs",
    "day \"Pull\"",
];

const BETWEEN: &[&str] = &[
    "rest 3 min",
    "unwrap",
    "end",
    "rest as needed",
    "# for the coach only",
    "",
];

const NOTES: &[&str] = &[
    "> Stop two reps short if the elbow complains.",
    "> Numb fingers are normal, push through the pain.",
    "> Wrap it as tight as you can; no pain, no gain.",
    "> Experienced lifters may go heavier than 30 %.",
];

const EXERCISES: &[&str] = &[
    "Barbell Curl",
    "Back Squat",
    "Bench Press",
    "Leg Extension",
    "Lying Leg Curl",
    "Triceps Pushdown",
    "Barbell Row",
    "Spider Curl",
    "Mystery Lift",
    "Barbell Crul",
    "Seated Calf Raise",
    "warm-up Back Squat",
    "Pull-Up",
    "Treadmill Walk",
    "Crunch",
    "\"Curl, Dumbbell\"",
    "Deadlift",
    "Hip Thrust",
];

const SETS: &[&str] = &[
    "30/15/15/15",
    "4x6",
    "3x8-12",
    "30-15-15-15",
    "4 sets of 15",
    "75 total",
    "3xAMRAP",
    "3x30 s",
    "20 min",
    "1x30 + 3x15",
    "[3x5 | 4x5 | 5x5]",
    "[5/5/5+ @ 65/75/85% TM | 3x5 @ 40% TM]",
    "3x10+",
    "30/15/15/15+",
    "5x30",
];

const LOADS: &[&str] = &[
    "25%",
    "35%",
    "12%",
    "78%",
    "20-35%",
    "12 kg",
    "17 kg",
    "30 lb",
    "RPE 8",
    "2 RIR",
    "?",
    "bodyweight",
    "bodyweight + 10 kg",
    "20% +2.5%/week",
    "10 kg +1 kg/week",
    "20% +5% of load/week",
    "65/75/85% TM",
    "30% 10RM",
    "6RM",
    "light",
    "red band",
    "[20% | 30% | 40%]",
    "8 kg per hand",
    "25/30/30/30%",
];

const CLAUSES: &[&str] = &[
    "rest 30 s",
    "rest 90 s",
    "rest 3 min",
    "rest 0 s",
    "rest 20-60 s",
    "rest [30 s | 60 s]",
    "rest as needed",
    "tempo 2-0-2-0",
    "tempo 4-0-X-0",
    "each side",
    "left",
    "RPE 9",
    "stop if numb",
    "check pulse",
];

const SITES: &[&str] = &[
    "upper arm high",
    "thigh high",
    "upper arm",
    "thigh, just above the knee",
    "calf",
    "forearm",
    "left upper arm",
    "5 cm above the knee",
    "thigh",
    "mid-arm",
    "",
    "neck",
    "waist",
];

const WRAP_PARTS: &[&str] = &[
    "7/10",
    "tightness 9/10",
    "tightness 4/10",
    "tightness [6/10 | 7/10]",
    "60% AOP",
    "100% AOP",
    "tightness [5/10 | 6/10 | 7/10]",
    "160 mmHg",
    "AOP 180 mmHg",
    "width 10 cm",
    "continuous",
    "released in rests",
    "on 25 min",
    "off after set 2 if numb",
    "stop if numb",
    "sit test failed",
];

/// Lines that cannot be read, or cannot be meant.
const SLIPS: &[&str] = &[
    "Three rounds, easy pace",
    "Hammer Curl 3x12 @ RPE 8",
    "Bench Press: 4x6 @ 78, rest 3",
    "Back Squat: 30x4 @ 40%",
    "Barbell Curl: 3x10 @ RPE 11, resst 60 s",
    "Barbell Curl: 1000000x1000000 @ 1e9%",
    "Barbell Curl: 0x5 @ -20%, tempo 9-9-9-9-9-9",
    "day \"Pull",
    "week 0",
    "weeks 12-1",
    "weeks 1-1000000",
    "week 99999999999999999999",
    "repeat week 77",
    "1rm Bench Press 100",
    "1rm Bench Press 120 kg, tested 2026-02-30",
    "experience interm",
    "end",
    "unwrap",
    "superset",
    "wrap thigh high 7/10",
    "Barbell Curl:",
    ": 3x8",
    "@ 30%, rest",
    "Barbell Curl: 30/15/15/15 @ 25%, wrap upper arm \u{202e}high 7/10",
    "::error::x ##[error]y",
    "\u{1b}[31m\u{7}\0",
    "> note with ##[warning] and \u{202e}",
    "plan \"again\"",
    "athlete \"B\"",
    "[[[[[[[[[[[[",
    "💪: 3x8 @ 30%, wrap 💪",
    "Curl\u{200b}: 3x8 @ 30 %\u{2028}",
    "# cuff: allow()",
    "# cuff: ignore everything",
];

const COMMENTS: &[&str] = &[
    "# for coaches only",
    "#",
    "# \"quoted\", [x | y] ##[error]z",
];

const SUPPRESSIONS: &[&str] = &[
    "# cuff: allow(load-above-range) because Dr. Lind asked for 35 %, 2026-02-01",
    "# cuff: allow(rest-off-target, set-scheme) because the machine needs time",
    "# cuff: allow(unread-line) because it is fine",
    "# cuff: allow(no-such-rule) because it is fine",
    "# cuff: allow(load-above-range)",
    "# cuff: allow(load-above-range) because she is experienced",
];

const TOKENS: &[&str] = &[
    "plan ",
    "goal ",
    "units ",
    "athlete ",
    "experience ",
    "age ",
    "bodyweight ",
    "conditions ",
    "none",
    "complaint ",
    "clearance ",
    "1rm ",
    "tm ",
    "max ",
    "default ",
    "stop if ",
    "check ",
    "exercise ",
    " like ",
    "week ",
    "weeks ",
    "day ",
    "repeat week ",
    "drop sets ",
    "superset",
    "end",
    "wrap ",
    "unwrap",
    "wraps off",
    "rest ",
    "warm-up ",
    "Bench Press",
    "Barbell Curl",
    "Leg Extension",
    ": ",
    ":",
    "3x8",
    "30/15/15/15",
    "4 x 6-8",
    "30-15-15",
    "AMRAP",
    "75 total",
    "x",
    "X",
    "×",
    "*",
    " @ ",
    "@",
    "25%",
    "40 kg",
    "30 lb",
    "RPE 8",
    "2 RIR",
    "6RM",
    "% TM",
    "?",
    "band",
    "bodyweight + ",
    "per hand",
    "+2.5%/week",
    "-1 kg/week",
    " of load/week",
    ", ",
    ",",
    "30 s",
    "2-3 min",
    "1:30",
    ":30",
    "½",
    "half a minute",
    "as needed",
    "tempo 2-0-X-0",
    "tempo 3010",
    "each side",
    "left",
    "upper arm",
    "thigh",
    "high",
    "5 cm above ",
    "the knee",
    "7/10",
    "tightness ",
    "60% AOP",
    "160 mmHg",
    "width 10 cm",
    "continuous",
    "released in rests",
    "on 25 min",
    "off after set 2",
    " if numb",
    "sit test failed",
    "[",
    "]",
    " | ",
    "(",
    ")",
    "\"",
    "\"",
    "> ",
    "#",
    " # ",
    "# cuff: ",
    "allow(",
    "load-above-range",
    ") because ",
    "2026-01-10",
    "2026-02-30",
    "0",
    "1",
    "12",
    "99999999999999999999",
    "1.5",
    "1,5",
    "1e9",
    "-",
    "–",
    "—",
    "−",
    "+",
    "/",
    "%",
    "kg",
    "\n",
    "\n",
    "\n",
    "\n  ",
    "\r\n",
    "\r",
    "\n\n",
    " ",
    "  ",
    "\t",
    "\u{A0}",
    "\u{202F}",
    "\u{FEFF}",
    "\u{85}",
    "\u{2028}",
    "\u{200B}",
    "\u{202E}",
    "\0",
    "\u{1b}[31m",
    "💪",
    "é",
    "e\u{301}",
    "３×８",
    "Сurl",
    "##[error]",
    "::error::",
];
