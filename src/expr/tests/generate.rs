//! Well-typed expressions and small plans, made from a tape of numbers so that failing cases shrink to simple ones.

use super::super::{Entity, Truth, Value};
use super::toy::{self, ToyWorld};
use crate::quantity::{Dimension, Quantity};

/// Choices to make; at its end, the first choice is always taken, which is the simplest.
pub(super) struct Tape<'t> {
    numbers: &'t [u8],
    at: usize,
}

impl<'t> Tape<'t> {
    pub(super) fn new(numbers: &'t [u8]) -> Self {
        Self { numbers, at: 0 }
    }

    pub(super) fn choose(&mut self, options: usize) -> usize {
        let number = self.numbers.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(number) % options
    }

    fn pick<'a>(&mut self, options: &[&'a str]) -> &'a str {
        options[self.choose(options.len())]
    }
}

/// Writes expressions about a set, for variables that are bound already.
pub(super) struct Writer<'t> {
    pub(super) tape: Tape<'t>,
    bound: usize,
}

impl<'t> Writer<'t> {
    pub(super) fn new(numbers: &'t [u8]) -> Self {
        Self {
            tape: Tape::new(numbers),
            bound: 0,
        }
    }

    /// An expression of any type that a law can be checked for.
    pub(super) fn any(&mut self, depth: usize) -> String {
        match self.tape.choose(8) {
            0 => self.truth(depth),
            1 => self.percent(depth),
            2 => self.count(depth),
            3 => self.mass(depth),
            _ => self.figure_of_all(),
        }
    }

    /// A quantifier with a simple condition and a simple body, so that what it makes of its members is seen.
    fn figure_of_all(&mut self) -> String {
        let name = self.tape.pick(&[
            "min",
            "max",
            "sum",
            "rises",
            "distinct",
            "count",
            "longest-run",
            "first",
            "last",
        ]);
        let condition = match self.tape.choose(4) {
            0 => String::new(),
            1 => " where y.wrapped".to_owned(),
            _ => format!(
                " where y.rest {} {}",
                self.relation(),
                self.tape.pick(&["10 s", "20 s", "30 s"])
            ),
        };
        let body = match name {
            "count" | "longest-run" | "first" | "last" => "",
            _ => self.tape.pick(&[
                " : y.load",
                " : (y.load - 20 % as percent of y.load)",
                " : -y.reps",
            ]),
        };
        match name {
            "first" | "last" => format!("{name}(y in sets{condition}).reps"),
            _ => format!("{name}(y in sets{condition}{body})"),
        }
    }

    pub(super) fn truth(&mut self, depth: usize) -> String {
        let simple = depth == 0;
        match self.tape.choose(if simple { 9 } else { 21 }) {
            0 => self.own("wrapped"),
            1 => format!(
                "{} {} {}",
                self.percent(0),
                self.relation(),
                self.percent(0)
            ),
            2 => format!("{} {} {}", self.count(0), self.relation(), self.count(0)),
            3 => format!("{} in {{10 s, 30-60 s}}", self.own("rest")),
            4 => format!("site {} thigh", self.tape.pick(&["==", "!="])),
            5 => "site in {thigh, neck}".to_owned(),
            6 => format!(
                "muscles {} {{quads, calves}}",
                self.tape.pick(&["==", "overlaps", "within"])
            ),
            7 => "muscles has target".to_owned(),
            8 => "note matches words.numb".to_owned(),
            9 => format!("({} and {})", self.truth(depth - 1), self.truth(depth - 1)),
            10 => format!("({} or {})", self.truth(depth - 1), self.truth(depth - 1)),
            11 => format!("not {}", self.group(depth - 1)),
            12 => format!(
                "{} {} {}",
                self.percent(depth - 1),
                self.relation(),
                self.percent(depth - 1)
            ),
            13 => format!(
                "{} {} {}",
                self.count(depth - 1),
                self.relation(),
                self.count(depth - 1)
            ),
            14 => format!(
                "{} {} {}",
                self.mass(depth - 1),
                self.relation(),
                self.mass(depth - 1)
            ),
            15 => self.quantifier("any", depth, |_, _| None),
            16 => self.quantifier("none", depth, |_, _| None),
            17 => self.quantifier("all", depth, |writer, depth| Some(writer.truth(depth))),
            18 => {
                let (a, b, c) = (
                    self.group(depth - 1),
                    self.group(depth - 1),
                    self.group(depth - 1),
                );
                format!("(if {a} then {b} else {c})")
            }
            19 => {
                let name = self.tape.pick(&["first", "last"]);
                let found = self.quantifier(name, depth, |_, _| None);
                format!("exists({found})")
            }
            _ => format!("{} == {}", self.group(depth - 1), self.group(depth - 1)),
        }
    }

    fn group(&mut self, depth: usize) -> String {
        format!("({})", self.truth(depth))
    }

    pub(super) fn percent(&mut self, depth: usize) -> String {
        match self.tape.choose(if depth == 0 { 4 } else { 12 }) {
            0 => self.own("load"),
            1 => self
                .tape
                .pick(&["30 %", "20-30 %", "0 %", "85 %"])
                .to_owned(),
            2 => "params.max".to_owned(),
            3 => self.own("load"),
            4 => format!(
                "({} + {})",
                self.percent(depth - 1),
                self.percent(depth - 1)
            ),
            5 => format!(
                "({} - {})",
                self.percent(depth - 1),
                self.percent(depth - 1)
            ),
            6 => format!(
                "({} as percent of {})",
                self.mass(depth - 1),
                self.mass(depth - 1)
            ),
            7 => format!(
                "least({}, {})",
                self.percent(depth - 1),
                self.percent(depth - 1)
            ),
            8 => format!(
                "floor-to({}, {})",
                self.percent(depth - 1),
                self.percent(depth - 1)
            ),
            9 => {
                let name = self.tape.pick(&["min", "max", "sum"]);
                self.quantifier(name, depth, |writer, depth| Some(writer.percent(depth)))
            }
            10 => {
                let (a, b) = (self.percent(depth - 1), self.percent(depth - 1));
                format!("(if {} then {a} else {b})", self.truth(depth - 1))
            }
            _ => {
                let name = self.tape.pick(&["first", "last"]);
                format!("{}.load", self.quantifier(name, depth, |_, _| None))
            }
        }
    }

    pub(super) fn count(&mut self, depth: usize) -> String {
        match self.tape.choose(if depth == 0 { 3 } else { 11 }) {
            0 => self.own("reps"),
            1 => self.tape.pick(&["1", "2", "8-12", "15", "0"]).to_owned(),
            2 => "params.reps".to_owned(),
            3 => format!("({} * {})", self.count(depth - 1), self.count(depth - 1)),
            4 => format!("({} / {})", self.count(depth - 1), self.own("reps")),
            5 => format!("-{}", self.own("reps")),
            6 => format!(
                "greatest({}, {})",
                self.count(depth - 1),
                self.count(depth - 1)
            ),
            7 => {
                let name = self.tape.pick(&["count", "longest-run"]);
                self.quantifier(name, depth, |_, _| None)
            }
            8 => self.quantifier("rises", depth, |writer, depth| Some(writer.percent(depth))),
            9 => self.quantifier("distinct", depth, |writer, depth| Some(writer.any(depth))),
            _ => self.quantifier("sum", depth, |writer, depth| Some(writer.count(depth))),
        }
    }

    pub(super) fn mass(&mut self, depth: usize) -> String {
        match self.tape.choose(if depth == 0 { 3 } else { 6 }) {
            0 => self.own("mass"),
            1 => self.tape.pick(&["10 kg", "12.5 kg", "0-20 kg"]).to_owned(),
            2 => "exercise.one-rm".to_owned(),
            3 => format!("({} of {})", self.percent(depth - 1), self.mass(depth - 1)),
            4 => format!("{} * {}", self.mass(0), self.count(depth - 1)),
            _ => self.quantifier("sum", depth, |writer, depth| Some(writer.mass(depth))),
        }
    }

    fn relation(&mut self) -> &'static str {
        self.tape.pick(&["<=", "<", ">", ">=", "==", "!="])
    }

    /// A fact of the set at hand, or of one that is bound.
    fn own(&mut self, fact: &str) -> String {
        match self.tape.choose(self.bound + 1) {
            0 if self.bound > 0 => format!("x{}.{fact}", self.bound),
            0 => fact.to_owned(),
            other => format!("x{other}.{fact}"),
        }
    }

    fn quantifier(
        &mut self,
        name: &str,
        depth: usize,
        body: impl FnOnce(&mut Self, usize) -> Option<String>,
    ) -> String {
        self.bound += 1;
        let variable = format!("x{}", self.bound);
        let condition = self.truth(depth - 1);
        let body = body(self, depth - 1).map_or(String::new(), |body| format!(" : {body}"));
        self.bound -= 1;
        format!("{name}({variable} in sets where {condition}{body})")
    }
}

/// A plan of one session with a few sets; the set that expressions are about is the first.
pub(super) fn world(numbers: &[u8]) -> (ToyWorld, Entity) {
    let mut tape = Tape::new(numbers);
    let mut example = toy::example();
    let count = 1 + tape.choose(5);
    let mut sets = example.sets.clone();
    sets.truncate(count);
    let session = example.session;
    example.world.list(session, "sets", &sets);
    for set in &sets {
        for (fact, dimension) in [
            ("load", Dimension::Percent),
            ("mass", Dimension::Mass),
            ("reps", Dimension::Count),
            ("rest", Dimension::Duration),
        ] {
            let value = figure(&mut tape, dimension);
            example.world.set(*set, fact, value);
        }
        let wrapped = [
            Value::Truth(Truth::Yes),
            Value::Truth(Truth::No),
            Value::Unknown(toy::NOT_STATED),
        ];
        example.world.set(*set, "wrapped", wrapped[tape.choose(3)]);
    }
    let one_rm = figure(&mut tape, Dimension::Mass);
    example.world.set(example.squat, "one-rm", one_rm);
    (example.world, sets[0])
}

/// A point, a range or nothing known.
fn figure(tape: &mut Tape<'_>, dimension: Dimension) -> Value<'static> {
    let low = i64::try_from(tape.choose(8)).unwrap() * 5_000;
    let width = [0, 0, 1_000, 10_000, 25_000][tape.choose(5)];
    if tape.choose(8) == 7 {
        return Value::Unknown(toy::NO_ONE_RM);
    }
    let low_end = Quantity::thousandths(low, dimension);
    let range = low_end.span(Quantity::thousandths(low + width, dimension));
    Value::Quantity(range.unwrap())
}

/// The same plan with some values unknown.
pub(super) fn blurred(world: &ToyWorld, numbers: &[u8]) -> ToyWorld {
    changed(world, numbers, |tape, value| {
        if tape.choose(4) == 3 {
            Value::Unknown(toy::NOT_STATED)
        } else {
            value
        }
    })
}

/// The same plan with every range narrowed to a point in it.
pub(super) fn sharpened(world: &ToyWorld, numbers: &[u8]) -> ToyWorld {
    changed(world, numbers, |tape, value| match value {
        Value::Quantity(range) => {
            let steps = (range.high() - range.low()) / 8;
            let point = range.low() + steps * i64::try_from(tape.choose(9)).unwrap();
            Value::Quantity(Quantity::thousandths(point, range.dimension()))
        }
        other => other,
    })
}

fn changed(
    world: &ToyWorld,
    numbers: &[u8],
    mut change: impl FnMut(&mut Tape<'_>, Value<'static>) -> Value<'static>,
) -> ToyWorld {
    let mut tape = Tape::new(numbers);
    let mut world = world.clone();
    for thing in world.things.iter_mut().flatten() {
        for value in &mut thing.values {
            *value = change(&mut tape, *value);
        }
    }
    world
}
