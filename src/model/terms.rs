//! Words for places on the body, phases and joints: what a coach's free words about a wrap mean. All words are data
//! (`rules/vocabulary.yaml`); words that are not in it are kept as not understood, never guessed.

use super::estimates::Problem;
use super::file::VocabularyFile;
use crate::catalogue::{Catalogue, MuscleSet};
use crate::map::Map;
use crate::source::Span;

/// A part of the body that a wrap can be said to be on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BodyPart {
    /// An arm.
    Arm,
    /// A leg.
    Leg,
    /// Neither.
    Trunk,
}

impl BodyPart {
    /// Words, in the order of their numbers in rules.
    pub const WORDS: [&'static str; 3] = ["arm", "leg", "trunk"];
}

/// How high on its limb a wrap sits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Position {
    /// As high as it goes.
    High,
    /// On the upper part of the limb, without a height.
    Upper,
    /// Mid-limb.
    Middle,
    /// At or near a joint, or beyond one.
    Joint,
    /// Words that cuff does not know.
    Other,
}

impl Position {
    /// Words, in the order of their numbers in rules.
    pub const WORDS: [&'static str; 5] = ["high", "upper", "middle", "joint", "other"];
}

/// Which of a pair of limbs is wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WrapSide {
    /// Both, unless something else is said.
    Both,
    /// The left one.
    Left,
    /// The right one.
    Right,
}

impl WrapSide {
    /// Words, in the order of their numbers in rules.
    pub const WORDS: [&'static str; 3] = ["both", "left", "right"];
}

/// What kind of week it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Ordinary training.
    Normal,
    /// Less than usual, to recover.
    Deload,
    /// Coming back from an injury.
    Rehab,
    /// Testing maxes.
    Test,
    /// Less and less before a test.
    Taper,
    /// A phase with the coach's own name.
    Other,
}

impl Phase {
    /// Words, in the order of their numbers in rules.
    pub const WORDS: [&'static str; 6] = ["normal", "deload", "rehab", "test", "taper", "other"];

    /// The word for it.
    pub fn word(self) -> &'static str {
        Self::WORDS.get(self as usize).copied().unwrap_or_default()
    }
}

/// What the words about a wrap's place say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Number of the site, and its words.
    pub site: Option<(u16, Span)>,
    /// The body part, from the site or from the joint that is named.
    pub part: Option<BodyPart>,
    /// The height, and its words.
    pub position: Option<(Position, Span)>,
    /// The side.
    pub side: Option<WrapSide>,
    /// How tight, in words.
    pub tightness: Option<Span>,
    /// A second place, which one wrap cannot be on as well.
    pub second: Option<Span>,
    /// Words that were not understood, from the first to the last.
    pub strange: Option<Span>,
}

/// What stands in front of a word.
#[derive(Clone, Copy, Debug, Default)]
struct Before {
    /// A word such as `near`, and whether it is one such as `above`.
    near: Option<bool>,
    /// A word such as `and`.
    joined: bool,
}

impl Place {
    /// Words that were not understood take with them what stands between them: in `so tight it goes numb`, `tight` says
    /// nothing that can be relied on.
    fn leave_out(&mut self, strange: Option<Span>) {
        let Some(strange) = strange else { return };
        let inside = |span: Span| strange.start <= span.start && span.end <= strange.end;
        self.tightness = self.tightness.filter(|&span| !inside(span));
        self.strange = Some(self.strange.map_or(strange, |before| before.to(strange)));
    }
}

/// The compiled vocabulary.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    sites: Vec<Site>,
    joints: Vec<Joint>,
    phrases: Vec<(Vec<String>, Meaning)>,
    /// The phrases, in their order, by the letter that they begin with.
    by_initial: Map<char, Vec<usize>>,
    /// Words inside a position that name a site.
    implied: Vec<(Vec<String>, u16)>,
    phases: Vec<(String, Phase)>,
    no_resistance: Vec<String>,
    added_load: Vec<String>,
}

#[derive(Clone, Debug)]
struct Site {
    id: String,
    part: BodyPart,
    joint: bool,
    /// The site above it, for a joint.
    above: Option<u16>,
}

#[derive(Clone, Debug)]
struct Joint {
    id: String,
    words: Vec<String>,
    muscles: MuscleSet,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Site { number: u16, upper: bool },
    Position(Position),
    Near { above: bool },
    Side(WrapSide),
    Tightness,
    Joining,
    Nothing,
}

impl Terms {
    /// Checks the file and makes it ready for look-ups.
    pub fn compile(file: &VocabularyFile, catalogue: &Catalogue) -> (Self, Vec<Problem>) {
        let mut terms = Self {
            no_resistance: file.no_resistance.clone(),
            added_load: file.added_load.clone(),
            ..Self::default()
        };
        let mut problems = Vec::new();
        terms.add_sites(file, &mut problems);
        for (name, phrases) in &file.positions {
            let position = match name.as_str() {
                "high" => Position::High,
                "middle" => Position::Middle,
                "joint" => Position::Joint,
                _ => {
                    let message = format!(
                        "`{name}` is not a position; positions are `high`, `middle` and `joint`"
                    );
                    problems.push(Problem {
                        path: format!("positions.{name}"),
                        message,
                    });
                    continue;
                }
            };
            terms.add(phrases, Meaning::Position(position));
        }
        terms.add(&file.above, Meaning::Near { above: true });
        terms.add(&file.near, Meaning::Near { above: false });
        terms.add_implied(file, &mut problems);
        terms.add(&file.fillers, Meaning::Nothing);
        terms.add(&file.joining, Meaning::Joining);
        terms.add(&file.tightness_words, Meaning::Tightness);
        for (name, phrases) in &file.sides {
            let side = match name.as_str() {
                "left" => WrapSide::Left,
                "right" => WrapSide::Right,
                _ => WrapSide::Both,
            };
            terms.add(phrases, Meaning::Side(side));
        }
        // The longest phrase wins; among equals the first in the file.
        terms
            .phrases
            .sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        for (number, (words, _)) in terms.phrases.iter().enumerate() {
            if let Some(initial) = words.first().and_then(|word| word.chars().next()) {
                terms.by_initial.entry(initial).or_default().push(number);
            }
        }
        terms.add_phases(file, &mut problems);
        terms.add_joints(file, catalogue, &mut problems);
        (terms, problems)
    }

    /// Ids of all sites, in the order of their numbers.
    pub fn sites(&self) -> impl Iterator<Item = &str> {
        self.sites.iter().map(|site| site.id.as_str())
    }

    /// Ids of the sites on arms and legs that are no joints: those where a wrap can sit.
    pub fn wrap_sites(&self) -> impl Iterator<Item = &str> {
        let sites = self.sites.iter();
        let limbs = sites.filter(|site| !site.joint && site.part != BodyPart::Trunk);
        limbs.map(|site| site.id.as_str())
    }

    /// Ids of all joints, in the order of their numbers.
    pub fn joints(&self) -> impl Iterator<Item = &str> {
        self.joints.iter().map(|joint| joint.id.as_str())
    }

    /// The joints that the work of these muscles loads: bit n stands for joint n.
    pub fn joints_of(&self, muscles: MuscleSet) -> u64 {
        self.bits(|joint| joint.muscles.overlaps(muscles))
    }

    /// The joints that a complaint names.
    pub fn joints_in(&self, complaint: &str) -> u64 {
        let words = words_of(complaint, 0);
        self.bits(|joint| {
            joint
                .words
                .iter()
                .any(|phrase| contains(&words, &phrase_of(phrase)))
        })
    }

    fn bits(&self, holds: impl Fn(&Joint) -> bool) -> u64 {
        let numbered = self.joints.iter().enumerate().take(64);
        numbered
            .filter(|(_, joint)| holds(joint))
            .fold(0, |bits, (number, _)| bits | 1 << number)
    }

    /// The phase that a week's words name.
    pub fn phase(&self, words: &str) -> Phase {
        let lower = words.to_lowercase();
        let found = self.phases.iter().find(|(phrase, _)| {
            lower.split([' ', ',']).any(|word| word == phrase)
                || (phrase.contains(' ') && lower.contains(phrase.as_str()))
        });
        found.map_or(Phase::Other, |(_, phase)| *phase)
    }

    /// Whether a movement pattern is done against a resistance, in sets of repetitions.
    pub fn is_resistance(&self, pattern: &str) -> bool {
        !self.no_resistance.iter().any(|other| other == pattern)
    }

    /// Whether a modifier of a name puts load on top of the body.
    pub fn adds_load(&self, modifier: &str) -> bool {
        self.added_load.iter().any(|other| other == modifier)
    }

    /// What a wrap's words say of its place. `start` is where `words` begins in the plan. Gives those that are not
    /// understood, from the first to the last.
    pub fn place(&self, words: &str, start: usize, place: &mut Place) -> Option<Span> {
        let words = words_of(words, start);
        let (mut at, mut before, mut strange) = (0, Before::default(), None::<Span>);
        while let Some((word, span)) = words.get(at) {
            let rest = words.get(at..).unwrap_or_default();
            let found = self
                .beginning_like(word)
                .find(|(phrase, _)| begins(rest, phrase));
            let Some((phrase, meaning)) = found else {
                // Numbers carry no place of their own.
                if word.chars().any(char::is_alphabetic) {
                    strange = Some(strange.map_or(*span, |first| first.to(*span)));
                }
                at += 1;
                continue;
            };
            let end = words
                .get(at + phrase.len() - 1)
                .map_or(*span, |(_, last)| *last);
            before = self.understand(*meaning, span.to(end), before, place);
            if matches!(meaning, Meaning::Position(_)) && place.site.is_none() {
                self.imply(rest.get(..phrase.len()).unwrap_or_default(), place);
            }
            at += phrase.len();
        }
        place.leave_out(strange);
        strange
    }

    /// The phrases that may begin with this word, the longest first.
    fn beginning_like(&self, word: &str) -> impl Iterator<Item = &(Vec<String>, Meaning)> {
        let initial = word.chars().next();
        let numbers = initial.and_then(|initial| self.by_initial.get(&initial));
        numbers
            .into_iter()
            .flatten()
            .filter_map(|&number| self.phrases.get(number))
    }

    /// Takes one phrase into account; gives back what then stands in front of the next one.
    fn understand(
        &self,
        meaning: Meaning,
        span: Span,
        before: Before,
        place: &mut Place,
    ) -> Before {
        match meaning {
            Meaning::Site { number, upper } => {
                self.put_site(number, upper, span, before, place);
                return Before::default();
            }
            Meaning::Position(position) => {
                // `high` says more than the `upper` of `upper arm`, whichever stands first.
                if place
                    .position
                    .is_none_or(|(before, _)| before == Position::Upper)
                {
                    place.position = Some((position, span));
                }
            }
            // `left and right`
            Meaning::Side(side) => {
                let same = place.side.is_none_or(|first| first == side);
                place.side = Some(if same { side } else { WrapSide::Both });
            }
            Meaning::Tightness => place.tightness = Some(span),
            Meaning::Near { above } => {
                return Before {
                    near: Some(above),
                    ..before
                };
            }
            Meaning::Joining => {
                return Before {
                    joined: true,
                    ..before
                };
            }
            Meaning::Nothing => return before,
        }
        Before {
            near: None,
            ..before
        }
    }

    /// Takes the site from the words of a position: `mid-thigh`, `armpit level`.
    fn imply(&self, words: &[(String, Span)], place: &mut Place) {
        let named = self
            .implied
            .iter()
            .find(|(phrase, _)| contains(words, phrase));
        let Some((number, site)) =
            named.and_then(|(_, number)| Some((*number, self.sites.get(usize::from(*number))?)))
        else {
            return;
        };
        let span = words
            .first()
            .zip(words.last())
            .map_or(Span::default(), |((_, first), (_, last))| first.to(*last));
        place.site = Some((number, span));
        place.part = Some(site.part);
    }

    fn put_site(&self, number: u16, upper: bool, span: Span, before: Before, place: &mut Place) {
        let Some(site) = self.sites.get(usize::from(number)) else {
            return;
        };
        if let (Some(above), true) = (before.near, site.joint) {
            place.position = Some((Position::Joint, span));
            place.part = place.part.or(Some(site.part));
            if let (None, true, Some(proximal)) = (place.site, above, site.above) {
                place.site = Some((proximal, span));
            }
            return;
        }
        let open = place
            .position
            .is_none_or(|(before, _)| before == Position::Upper);
        match place.site {
            None => {
                place.site = Some((number, span));
                place.part = Some(site.part);
            }
            Some((first, _)) if first == number => {}
            // `thigh, under the glutes`
            Some(_) if before.near.is_some() => {}
            // `upper arm, elbow`: one place, and a bad one.
            Some(_) if site.joint && open && !before.joined && place.part == Some(site.part) => {}
            Some(_) => {
                place.second = place.second.or(Some(span));
                return;
            }
        }
        if site.joint && open {
            place.position = Some((Position::Joint, span));
        }
        if upper && place.position.is_none() {
            place.position = Some((Position::Upper, span));
        }
    }

    fn add(&mut self, phrases: &[String], meaning: Meaning) {
        self.phrases
            .extend(phrases.iter().map(|phrase| (phrase_of(phrase), meaning)));
    }

    fn add_sites(&mut self, file: &VocabularyFile, problems: &mut Vec<Problem>) {
        for (place, site) in file.sites.iter().enumerate() {
            let number = u16::try_from(place).unwrap_or(u16::MAX);
            let part = match site.limb.as_str() {
                "arm" => BodyPart::Arm,
                "leg" => BodyPart::Leg,
                "trunk" => BodyPart::Trunk,
                other => {
                    let message =
                        format!("`{other}` is not a limb; limbs are `arm`, `leg` and `trunk`");
                    problems.push(Problem {
                        path: format!("sites.{place}.limb"),
                        message,
                    });
                    BodyPart::Trunk
                }
            };
            let above = site.above.as_ref().and_then(|above| number_of(file, above));
            self.sites.push(Site {
                id: site.id.clone(),
                part,
                joint: site.joint,
                above,
            });
            self.add(
                &site.high_words,
                Meaning::Site {
                    number,
                    upper: true,
                },
            );
            let plain: Vec<String> = site
                .words
                .iter()
                .filter(|word| !site.high_words.contains(word))
                .cloned()
                .collect();
            self.add(
                &plain,
                Meaning::Site {
                    number,
                    upper: false,
                },
            );
        }
    }

    fn add_implied(&mut self, file: &VocabularyFile, problems: &mut Vec<Problem>) {
        for (id, words) in &file.implied {
            match number_of(file, id) {
                Some(number) => self
                    .implied
                    .extend(words.iter().map(|words| (phrase_of(words), number))),
                None => problems.push(Problem {
                    path: format!("implied.{id}"),
                    message: format!("there is no site called `{id}`"),
                }),
            }
        }
    }

    fn add_phases(&mut self, file: &VocabularyFile, problems: &mut Vec<Problem>) {
        for (name, phrases) in &file.phases {
            let phase = match name.as_str() {
                "deload" => Phase::Deload,
                "rehab" => Phase::Rehab,
                "test" => Phase::Test,
                "taper" => Phase::Taper,
                _ => {
                    let message = format!(
                        "`{name}` is not a phase; phases are `deload`, `rehab`, `test` and `taper`"
                    );
                    problems.push(Problem {
                        path: format!("phases.{name}"),
                        message,
                    });
                    continue;
                }
            };
            self.phases
                .extend(phrases.iter().map(|phrase| (phrase.to_lowercase(), phase)));
        }
    }

    fn add_joints(
        &mut self,
        file: &VocabularyFile,
        catalogue: &Catalogue,
        problems: &mut Vec<Problem>,
    ) {
        for (place, joint) in file.joints.iter().enumerate() {
            let mut muscles = MuscleSet::default();
            for (number, name) in joint.muscles.iter().enumerate() {
                let named = catalogue.muscles_named(name);
                if named.is_empty() {
                    let message = format!("the catalogue has no muscle called `{name}`");
                    problems.push(Problem {
                        path: format!("joints.{place}.muscles.{number}"),
                        message,
                    });
                }
                muscles = muscles.union(named);
            }
            self.joints.push(Joint {
                id: joint.id.clone(),
                words: joint.words.clone(),
                muscles,
            });
        }
    }
}

/// The number of the site with this id.
fn number_of(file: &VocabularyFile, id: &str) -> Option<u16> {
    file.sites
        .iter()
        .position(|site| site.id == id)
        .and_then(|place| u16::try_from(place).ok())
}

/// Words in lower case with their places.
fn words_of(text: &str, start: usize) -> Vec<(String, Span)> {
    let mut words = Vec::new();
    let mut open: Option<usize> = None;
    for (offset, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = c.is_alphanumeric() || c == '\'' || c == '’';
        match (open, inside) {
            (None, true) => open = Some(offset),
            (Some(from), false) => {
                let word = text.get(from..offset).unwrap_or_default().to_lowercase();
                let word = if word.contains('’') {
                    word.replace('’', "'")
                } else {
                    word
                };
                words.push((word, Span::new(start + from, start + offset)));
                open = None;
            }
            _ => {}
        }
        if matches!(c, '&' | '+') {
            let end = start + offset + c.len_utf8();
            words.push((c.to_string(), Span::new(start + offset, end)));
        }
    }
    words
}

fn phrase_of(phrase: &str) -> Vec<String> {
    phrase
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '*' | '&' | '+')))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn begins(words: &[(String, Span)], phrase: &[String]) -> bool {
    !phrase.is_empty()
        && words.len() >= phrase.len()
        && words
            .iter()
            .zip(phrase)
            .all(|((word, _), wanted)| match wanted.strip_suffix('*') {
                Some(stem) => word.starts_with(stem),
                None => word == wanted,
            })
}

fn contains(words: &[(String, Span)], phrase: &[String]) -> bool {
    (0..words.len()).any(|at| begins(words.get(at..).unwrap_or_default(), phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(words: &str) -> (Option<String>, Option<Position>, Option<String>) {
        let file: VocabularyFile =
            serde_yaml::from_str(include_str!("../../rules/vocabulary.yaml")).unwrap();
        let (terms, _) = Terms::compile(&file, &Catalogue::default());
        let mut place = Place::default();
        for part in words.split(", ") {
            let start = words.find(part).unwrap();
            terms.place(part, start, &mut place);
        }
        let site = place
            .site
            .map(|(number, _)| terms.sites[usize::from(number)].id.clone());
        (
            site,
            place.position.map(|(position, _)| position),
            place.strange.map(|span| span.of(words).to_owned()),
        )
    }

    #[test]
    fn coaches_words_become_places() {
        for (words, site, position, strange) in [
            (
                "upper arm high",
                Some("upper-arm"),
                Some(Position::High),
                None,
            ),
            ("upper arm", Some("upper-arm"), Some(Position::Upper), None),
            ("arm", Some("upper-arm"), None, None),
            (
                "upper arm, middle",
                Some("upper-arm"),
                Some(Position::Middle),
                None,
            ),
            (
                "thigh, just above the knee",
                Some("thigh"),
                Some(Position::Joint),
                None,
            ),
            (
                "just above the knee",
                Some("thigh"),
                Some(Position::Joint),
                None,
            ),
            ("calf", Some("calf"), Some(Position::Joint), None),
            (
                "knee wraps at top of thigh",
                Some("thigh"),
                Some(Position::High),
                None,
            ),
            (
                "thigh, at the hip crease",
                Some("thigh"),
                Some(Position::High),
                None,
            ),
            (
                "arm, under the delts",
                Some("upper-arm"),
                Some(Position::High),
                None,
            ),
            ("mid-thigh", Some("thigh"), Some(Position::Middle), None),
            ("lower thigh", Some("thigh"), Some(Position::Joint), None),
            (
                "armpit level",
                Some("upper-arm"),
                Some(Position::High),
                None,
            ),
            ("hip crease", Some("thigh"), Some(Position::High), None),
            ("neck", Some("neck"), None, None),
            (
                "thigh, somewhere nice",
                Some("thigh"),
                None,
                Some("somewhere nice"),
            ),
        ] {
            let found = place(words);
            let expected = (
                site.map(str::to_owned),
                position,
                strange.map(str::to_owned),
            );
            assert_eq!(found, expected, "{words}");
        }
    }
}
