//! Lines that are moved: a line means the same wherever it stands, only its places are others.
//!
//! Each part of the tree is taken apart by name here, so that a place that is added to the tree cannot be forgotten.

use super::ast::{
    Basis, Clause, Clearance, Comment, Condition, Custom, Date, Day, Exercise, Experience,
    GroupForm, Level, Line, Load, LoadKind, LoadList, LoadShare, Mass, MassUnit, MaxReps, OneRm,
    Prescription, Progression, Rest, RestValue, SetGroup, Sets, Side, Spanned, Statement, Step,
    Suppression, Tempo, TrainingMax, TrainingMaxValue, Unwrap, Week, Weekly, Work, Wrap, WrapMode,
    WrapPart,
};
use crate::diagnostic::{Diagnostic, Fix, Label};
use crate::quantity::Quantity;
use crate::source::{Span, TextEdit};

/// Something that holds places, or may.
pub(super) trait Move {
    /// Moves every place in it towards the end of the text, by so many bytes.
    fn move_by(&mut self, bytes: u32);
}

impl Move for Span {
    fn move_by(&mut self, bytes: u32) {
        self.start += bytes;
        self.end += bytes;
    }
}

impl<T: Move> Move for Option<T> {
    fn move_by(&mut self, bytes: u32) {
        if let Some(part) = self {
            part.move_by(bytes);
        }
    }
}

impl<T: Move> Move for Vec<T> {
    fn move_by(&mut self, bytes: u32) {
        for part in self {
            part.move_by(bytes);
        }
    }
}

impl<T: Move> Move for Box<T> {
    fn move_by(&mut self, bytes: u32) {
        (**self).move_by(bytes);
    }
}

/// Values without places.
macro_rules! stay {
    ($($name:ty),* $(,)?) => {
        $(impl Move for $name {
            fn move_by(&mut self, _: u32) {}
        })*
    };
}

stay!(
    u32,
    (u32, u32),
    bool,
    Quantity,
    Date,
    Level,
    LoadKind,
    LoadShare,
    MassUnit,
    Side,
    Step,
    Work,
    GroupForm,
    WrapMode,
    [Option<u8>; 4],
    String,
);

/// Structs, with all their fields.
macro_rules! fields {
    ($($name:ty { $($field:ident),* $(,)? })*) => {
        $(impl Move for $name {
            fn move_by(&mut self, bytes: u32) {
                let Self { $($field),* } = self;
                $($field.move_by(bytes);)*
            }
        })*
    };
}

fields! {
    Line { span, statement, comment }
    Comment { span, suppression }
    Suppression { whole_file, rules, until, reason }
    Mass { span, value, unit }
    Experience { span, level, training_age, unread }
    Condition { span, date, blood_pressure }
    Clearance { span, by, date, covers, other }
    OneRm { span, lift, mass, share, basis, date, unread }
    TrainingMax { span, lift, value }
    MaxReps { span, lift, reps, date }
    Custom { span, name, like, traits }
    Week { span, ranges, phase }
    Day { span, name, tags, duration, unread }
    Exercise { span, name, warm_up, sets, load, progression, clauses }
    Prescription { span, sets, load }
    SetGroup { span, count, form, work }
    LoadList { span, loads }
    Load { span, kind }
    Progression { span, step }
    Rest { span, value }
    Tempo { span, phases, three }
    Wrap { span, parts }
    Unwrap { span, after_set, reason }
    Label { span, text }
    TextEdit { span, text }
}

impl<T: Move> Move for Spanned<T> {
    fn move_by(&mut self, bytes: u32) {
        self.span.move_by(bytes);
        self.value.move_by(bytes);
    }
}

impl<T: Move> Move for Weekly<T> {
    fn move_by(&mut self, bytes: u32) {
        match self {
            Self::Every(value) => value.move_by(bytes),
            Self::ByWeek(list) => list.move_by(bytes),
        }
    }
}

impl Move for Statement {
    fn move_by(&mut self, bytes: u32) {
        match self {
            Self::Blank | Self::Superset | Self::End => {}
            Self::Title(part) | Self::Goal(part) | Self::Note(part) | Self::Unread(part) => {
                part.move_by(bytes);
            }
            Self::Units(part) => part.move_by(bytes),
            Self::Athlete(part) => part.move_by(bytes),
            Self::Experience(part) => part.move_by(bytes),
            Self::Age(part) => part.move_by(bytes),
            Self::Bodyweight(part) => part.move_by(bytes),
            Self::Conditions(part) => part.move_by(bytes),
            Self::Complaints(part) => part.move_by(bytes),
            Self::Clearance(part) => part.move_by(bytes),
            Self::OneRm(part) => part.move_by(bytes),
            Self::TrainingMax(part) => part.move_by(bytes),
            Self::MaxReps(part) => part.move_by(bytes),
            Self::Default(part) => part.move_by(bytes),
            Self::StopCues(part) | Self::Checks(part) => part.move_by(bytes),
            Self::Custom(part) => part.move_by(bytes),
            Self::Week(part) => part.move_by(bytes),
            Self::Day(part) => part.move_by(bytes),
            Self::Repeat(part) | Self::DropSets(part) => part.move_by(bytes),
            Self::Wrap(part) => part.move_by(bytes),
            Self::Unwrap(part) => part.move_by(bytes),
            Self::Rest(part) => part.move_by(bytes),
            Self::Exercise(part) => part.move_by(bytes),
        }
    }
}

impl Move for Basis {
    fn move_by(&mut self, bytes: u32) {
        match self {
            Self::Tested | Self::Estimated => {}
            Self::From { mass, reps: _ } => mass.move_by(bytes),
        }
    }
}

impl Move for TrainingMaxValue {
    fn move_by(&mut self, bytes: u32) {
        match self {
            Self::Percent(value) => value.move_by(bytes),
            Self::Mass(mass) => mass.move_by(bytes),
        }
    }
}

impl Move for Sets {
    fn move_by(&mut self, bytes: u32) {
        match self {
            Self::Groups(groups) => groups.move_by(bytes),
            Self::Ambiguous(part) | Self::Unread(part) => part.move_by(bytes),
        }
    }
}

impl Move for RestValue {
    fn move_by(&mut self, bytes: u32) {
        match self {
            Self::Time(time) => time.move_by(bytes),
            Self::AsNeeded(part) | Self::Unread(part) => part.move_by(bytes),
            Self::Bare(value) => value.move_by(bytes),
        }
    }
}

impl Move for Clause {
    fn move_by(&mut self, bytes: u32) {
        match self {
            Self::Rest(rest) => rest.move_by(bytes),
            Self::Tempo(tempo) => tempo.move_by(bytes),
            Self::Effort(load) => load.move_by(bytes),
            Self::Side(side) => side.move_by(bytes),
            Self::Wrap(wrap) => wrap.move_by(bytes),
            Self::StopCue(part)
            | Self::Check(part)
            | Self::StrayTightness(part)
            | Self::Unread(part) => part.move_by(bytes),
        }
    }
}

impl Move for WrapPart {
    fn move_by(&mut self, bytes: u32) {
        match self {
            Self::Placement { words, distance } => {
                words.move_by(bytes);
                distance.move_by(bytes);
            }
            Self::Tightness(value) | Self::Occlusion(value) => value.move_by(bytes),
            Self::BareTightness(value)
            | Self::Pressure(value)
            | Self::ArterialPressure(value)
            | Self::Width(value)
            | Self::TimeOn(value) => value.move_by(bytes),
            Self::Mode(mode) => mode.move_by(bytes),
            Self::OffAfter(unwrap) => unwrap.move_by(bytes),
            Self::SitTest(passed) => passed.move_by(bytes),
            Self::StopCue(part) | Self::Check(part) | Self::Unread(part) | Self::Slip(part) => {
                part.move_by(bytes);
            }
        }
    }
}

impl Move for Fix {
    fn move_by(&mut self, bytes: u32) {
        self.edits.move_by(bytes);
    }
}

impl Move for Diagnostic {
    fn move_by(&mut self, bytes: u32) {
        self.span.move_by(bytes);
        self.labels.move_by(bytes);
        self.fixes.move_by(bytes);
        self.joined.move_by(bytes);
    }
}
