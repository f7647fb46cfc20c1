//! The shipped catalogue against names as people write them, and the compiler against catalogues that are wrong.

// A test that cannot go on should stop where it is.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::file::CatalogueFile;
use super::{Catalogue, Known, Limb, Mechanic, Relation, Resolution, Roster, Variant};

const SHIPPED: &str = include_str!("../../rules/exercises.yaml");
const NAMES: &str = include_str!("../../tests/fixtures/names/names.tsv");

fn file() -> CatalogueFile {
    serde_yaml::from_str(SHIPPED).unwrap()
}

fn shipped() -> Catalogue {
    let (catalogue, problems) = Catalogue::compile(&[file()]);
    assert_eq!(problems, []);
    catalogue
}

fn known(catalogue: &Catalogue, name: &str) -> Known {
    match catalogue.resolve(name) {
        Resolution::Known(known) => known,
        other => panic!("`{name}` should be known, but is {other:?}"),
    }
}

fn id(catalogue: &Catalogue, name: &str) -> String {
    let known = catalogue.find(name);
    known.map_or("unknown".to_owned(), |known| {
        catalogue.movement(known.movement()).unwrap().id.clone()
    })
}

#[test]
fn the_shipped_catalogue_is_large_and_within_its_limits() {
    let catalogue = shipped();
    assert!(catalogue.movements().count() >= 220);
    assert!(catalogue.muscles().count() <= 64);
    assert!(SHIPPED.len() <= 256 * 1024, "{} bytes", SHIPPED.len());
}

#[test]
fn names_of_the_table_mean_what_it_says() {
    let catalogue = shipped();
    let mut wrong = Vec::new();
    for line in NAMES.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let found = catalogue.find(cells[0]);
        let mut is = vec![id(&catalogue, cells[0])];
        if let Some(known) = found {
            is.push(
                known
                    .variant
                    .equipment
                    .map_or("", |id| catalogue.equipment_id(id))
                    .to_owned(),
            );
            let modifiers: Vec<_> = known
                .variant
                .modifiers
                .iter()
                .map(|id| catalogue.modifier_id(id))
                .collect();
            is.push(modifiers.join(","));
        }
        // What the table says of equipment holds for modifiers as well: none said, none meant.
        let mut wanted: Vec<&str> = cells[1..].to_vec();
        if wanted.len() == 2 {
            wanted.push("");
        }
        if is.iter().zip(&wanted).any(|(is, wanted)| is != wanted) {
            wrong.push(format!("{line} but is {is:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_name_and_alias_leads_to_its_movement() {
    let catalogue = shipped();
    for movement in file().movements {
        for name in movement.aliases.iter().chain([&movement.name]) {
            assert_eq!(id(&catalogue, name), movement.id, "`{name}`");
        }
    }
}

#[test]
fn a_full_name_resolves_to_its_variant_again() {
    let catalogue = shipped();
    for (movement_id, movement) in catalogue.movements() {
        let usual = Variant {
            movement: movement_id,
            equipment: movement.default_equipment,
            modifiers: super::ModifierSet::default(),
        };
        let name = catalogue.canonical_name(usual);
        assert_eq!(
            catalogue.find(&name).map(|known| known.variant),
            Some(usual),
            "`{name}`"
        );
        for equipment in movement.equipment.iter() {
            let variant = Variant {
                equipment: Some(equipment),
                ..usual
            };
            let name = catalogue.canonical_name(variant);
            assert_eq!(
                catalogue.find(&name).map(|known| known.variant),
                Some(variant),
                "`{name}`"
            );
        }
    }
}

#[test]
fn spellings_of_a_variant_share_its_key() {
    let catalogue = shipped();
    let key = known(&catalogue, "Barbell Curl").key();
    for name in [
        "Curl (Barbell)",
        "curl, barbell",
        "BB curls",
        "Biceps Curl – Barbell",
        "standing barbell bicep curl",
    ] {
        assert_eq!(known(&catalogue, name).key(), key, "`{name}`");
    }
    assert_eq!(
        known(&catalogue, "Curl").key(),
        known(&catalogue, "Dumbbell Curl").key()
    );
    assert_ne!(known(&catalogue, "Curl").key(), key);
    assert_eq!(
        known(&catalogue, "Paused Bench Press (left)").key(),
        known(&catalogue, "Bench Press").key()
    );
    assert!(!known(&catalogue, "Bench Press").equipment_named);
    assert!(known(&catalogue, "Barbell Bench Press").equipment_named);
}

#[test]
fn what_is_known_of_a_movement_is_what_the_field_says() {
    let catalogue = shipped();
    let of = |name: &str| {
        catalogue
            .movement(known(&catalogue, name).movement())
            .unwrap()
    };
    for name in [
        "Squat",
        "Bench Press",
        "Rear Delt Row",
        "Leg Press",
        "Close-Grip Bench Press",
        "RDL",
        "Pull-Up",
    ] {
        assert_eq!(of(name).mechanic, Some(Mechanic::Compound), "`{name}`");
    }
    for name in [
        "Curl",
        "Leg Extension",
        "Calf Press on Leg Press",
        "Rear Delt Fly",
        "Triceps Pushdown",
        "Leg Curl",
    ] {
        assert_eq!(of(name).mechanic, Some(Mechanic::Isolation), "`{name}`");
    }
    for name in [
        "Pullover",
        "Hanging Leg Raise",
        "Sit-Up",
        "Face Pull",
        "Glute-Ham Raise",
        "Glute Kickback",
    ] {
        assert_eq!(of(name).mechanic, Some(Mechanic::Contested), "`{name}`");
    }
    assert_eq!(of("Plank").mechanic, Some(Mechanic::Isometric));
    assert_eq!(
        catalogue.muscle_name(of("Close-Grip Bench Press").target.unwrap()),
        "triceps"
    );
    assert!(of("Deadlift").limbs.contains(Limb::Arm) && of("Deadlift").limbs.contains(Limb::Leg));
    assert!(!of("Curl").limbs.contains(Limb::Leg));
    let shoulders = catalogue.muscles_named("shoulders");
    assert_eq!(shoulders.iter().count(), 3);
    assert!(of("Lateral Raise").primary.overlaps(shoulders));
}

#[test]
fn technique_words_are_kept_beside_the_name() {
    let catalogue = shipped();
    let words = |name: &str| {
        let known = known(&catalogue, name);
        known
            .technique
            .iter()
            .map(|id| catalogue.technique_id(id).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(words("BFR Leg Extension (left)"), ["occlusion", "left"]);
    assert_eq!(words("3-count paused bench press"), ["paused"]);
    assert_eq!(words("Rack Pull with bands"), ["banded"]);
    assert_eq!(words("Squat"), Vec::<String>::new());
}

#[test]
fn several_exercises_in_one_name_are_told_apart() {
    let catalogue = shipped();
    let parts = |name: &str| match catalogue.resolve(name) {
        Resolution::Several(relation, parts) => {
            let ids: Vec<String> = parts
                .iter()
                .map(|part| id(&catalogue, &part.text))
                .collect();
            (relation, ids, parts)
        }
        other => panic!("`{name}` should be several, but is {other:?}"),
    };
    let (relation, ids, _) = parts("Leg Extension + Leg Curl");
    assert_eq!(
        (relation, ids),
        (
            Relation::All,
            vec!["leg-extension".to_owned(), "leg-curl".to_owned()]
        )
    );
    let (relation, ids, _) = parts("Chin-up or Lat Pulldown");
    assert_eq!(
        (relation, ids),
        (
            Relation::Either,
            vec!["chin-up".to_owned(), "lat-pulldown".to_owned()]
        )
    );
    let (relation, ids, _) = parts("Pull-ups/Chin-ups");
    assert_eq!(
        (relation, ids),
        (
            Relation::Either,
            vec!["pull-up".to_owned(), "chin-up".to_owned()]
        )
    );
    let (_, _, parts) = parts("Barbell or Dumbbell Row");
    assert_eq!(
        parts[0].resolution,
        Resolution::Known(known(&catalogue, "Barbell Row"))
    );
}

#[test]
fn unknown_names_come_with_names_that_resolve() {
    let catalogue = shipped();
    for (name, first) in [
        ("Barbell Crul", "Barbell Curl"),
        ("Bench Pess", "Bench Press"),
        ("Kneeling Leg Press", "Leg Press"),
        ("Romanain Deadlfit", "Romanian Deadlift"),
    ] {
        let Resolution::Unknown { suggestions } = catalogue.resolve(name) else {
            panic!("`{name}` is unknown")
        };
        assert_eq!(
            suggestions.first().map(String::as_str),
            Some(first),
            "`{name}`"
        );
        assert!(
            suggestions
                .iter()
                .all(|name| catalogue.find(name).is_some()),
            "{suggestions:?}"
        );
    }
    for (typed, wanted) in [
        ("leg cu", "Leg Curl"),
        ("leg cu", "Seated Leg Curl"),
        ("back sq", "Back Squat"),
        ("curl dumb", "Biceps Curl"),
    ] {
        let found = catalogue.search(typed, 40);
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert!(names.contains(&wanted), "{typed}: {names:?}");
        for (name, movement) in &found {
            let known = catalogue.find(name).unwrap();
            assert_eq!(known.movement(), *movement, "{name}");
        }
    }
    assert_eq!(catalogue.search("xylophone", 9), []);
}

#[test]
fn a_plan_may_bring_its_own_exercises() {
    let catalogue = shipped();
    let mut roster = Roster::new(&catalogue);
    let like = catalogue
        .like("Spider Curl", known(&catalogue, "Barbell Curl"))
        .unwrap();
    roster.add(like).unwrap();
    let (march, strange) =
        catalogue.described("Belt Squat March", &["compound", "quads", "glutes", "leg"]);
    assert_eq!(strange, []);
    roster.add(march).unwrap();
    let Resolution::Known(march) = roster.resolve("belt-squat marches") else {
        panic!("the plan defines it")
    };
    let movement = roster.movement(march.movement()).unwrap();
    assert_eq!(
        (movement.mechanic, &*movement.name),
        (Some(Mechanic::Compound), "Belt Squat March")
    );
    assert_eq!(catalogue.muscle_name(movement.target.unwrap()), "quads");
    let Resolution::Known(spider) = roster.resolve("SPIDER CURLS, paused") else {
        panic!("the plan defines it")
    };
    assert_eq!(
        roster.movement(spider.movement()).unwrap().pattern,
        Some(pattern(&catalogue, "elbow-flexion"))
    );
    assert_eq!(roster.canonical_name(spider.key()), "Spider Curl");
    assert!(matches!(
        roster.resolve("Bench Press"),
        Resolution::Known(_)
    ));
}

fn pattern(catalogue: &Catalogue, name: &str) -> super::PatternId {
    catalogue
        .patterns()
        .find(|&id| catalogue.pattern_id(id) == name)
        .unwrap()
}

#[test]
fn a_word_that_describes_nothing_is_named_with_the_nearest_that_does() {
    let (movement, strange) =
        shipped().described("March", &["compund", "quads", "elbow-flexion", "wibble"]);
    assert_eq!(
        (
            strange[0].index,
            &*strange[0].word,
            strange[0].nearest.as_deref()
        ),
        (0, "compund", Some("compound"))
    );
    assert_eq!((strange[1].index, strange[1].nearest.as_deref()), (3, None));
    assert_eq!(
        movement.mechanic,
        Some(Mechanic::Isolation),
        "from the pattern"
    );
}

const WRONG: &str = "
movements:
  - {id: squat, name: Wobble, pattern: squat}
  - id: odd
    name: Odd Wobble
    aliases: [the, Leg Press, cable wobble]
    pattern: squat
    primary: [quadz]
    equipment: {default: barbel}
    modifiers: [seeted]
    unilateral: maybe
  - {id: lost, name: Lost, pattern: sqat}
";

#[test]
fn what_is_wrong_in_a_catalogue_is_located() {
    let wrong: CatalogueFile = serde_yaml::from_str(WRONG).unwrap();
    let (catalogue, problems) = Catalogue::compile(&[file(), wrong]);
    assert!(problems.iter().all(|problem| problem.file == 1));
    let found: Vec<(&str, &str)> = problems
        .iter()
        .map(|problem| (&*problem.path, &*problem.message))
        .collect();
    assert_eq!(
        found,
        [
            ("movements.0.id", "the movement `squat` is already there"),
            (
                "movements.1.primary.0",
                "no muscle is called `quadz`; the nearest is `quads`"
            ),
            (
                "movements.1.equipment.default",
                "no equipment is called `barbel`; the nearest is `barbell`"
            ),
            (
                "movements.1.modifiers.0",
                "no modifier is called `seeted`; the nearest is `seated`"
            ),
            ("movements.1.unilateral", "no value is called `maybe`"),
            (
                "movements.1.aliases.0",
                "`the` has no word that names a movement"
            ),
            (
                "movements.1.aliases.1",
                "`Leg Press` is also a name of `leg-press`, so it would mean neither"
            ),
            (
                "movements.1.aliases.2",
                "`cable wobble` names `cable`, which is not in its `equipment`"
            ),
            (
                "movements.2.pattern",
                "no pattern is called `sqat`; the nearest is `squat`"
            ),
        ]
    );
    assert_eq!(
        id(&catalogue, "Leg Press"),
        "unknown",
        "a name of two movements means neither"
    );
    assert_eq!(id(&catalogue, "odd wobble"), "odd");
}

#[test]
fn a_user_catalogue_adds_to_the_shipped_one() {
    let own: CatalogueFile = serde_yaml::from_str(
        "vocab: {equipment: [{id: bulldozer}]}\n\
         movements: [{id: wobble, name: Wobble, pattern: squat, primary: [quads], equipment: {default: bulldozer}}]",
    )
    .unwrap();
    let (catalogue, problems) = Catalogue::compile(&[file(), own]);
    assert_eq!(problems, []);
    assert_eq!(id(&catalogue, "Wobbles (bulldozer)"), "wobble");
    assert_eq!(id(&catalogue, "Bench Press"), "bench-press");
}

#[test]
fn the_file_survives_being_embedded() {
    let file = file();
    let bytes = postcard::to_allocvec(&file).unwrap();
    assert_eq!(postcard::from_bytes::<CatalogueFile>(&bytes).unwrap(), file);
}

#[test]
fn hostile_names_cost_no_more_than_their_length() {
    let catalogue = shipped();
    let long = [
        "curl ".repeat(3300),
        "or ".repeat(5500),
        "curl or ".repeat(2000),
        "(".repeat(16384),
        "curl/".repeat(3300),
        "x".repeat(16384),
        "e\u{301}\u{301}\u{323}".repeat(3000),
        "+".repeat(16384),
        "1 x ".repeat(4000),
    ];
    let start = Instant::now();
    for name in &long {
        assert!(matches!(
            catalogue.resolve(name),
            Resolution::Unknown { .. } | Resolution::Several(..)
        ));
    }
    // Without optimization and on a busy machine; quadratic work would take minutes.
    assert!(
        start.elapsed() < Duration::from_secs(10),
        "{:?}",
        start.elapsed()
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_name_is_too_odd(name in "\\PC{0,80}") {
        let _ = CATALOGUE.with(|catalogue| catalogue.resolve(&name));
    }

    #[test]
    fn no_mixture_of_words_is_too_odd(words in proptest::collection::vec(prop::sample::select(WORDS), 0..9)) {
        let name = words.join(" ");
        CATALOGUE.with(|catalogue| {
            let found = catalogue.find(&name);
            prop_assert_eq!(catalogue.find(&name.to_uppercase()), found);
            prop_assert_eq!(catalogue.find(&name.replace(' ', "-")), found);
            if let Some(known) = found {
                let full = catalogue.canonical_name(known.variant);
                prop_assert!(catalogue.find(&full).is_some(), "`{}` of `{}`", full, name);
            }
            Ok(())
        })?;
    }
}

const WORDS: &[&str] = &[
    "press",
    "bench",
    "curl",
    "leg",
    "row",
    "one",
    "arm",
    "single",
    "cable",
    "barbell",
    "dumbbell",
    "seated",
    "incline",
    "reverse",
    "grip",
    "squat",
    "raise",
    "lateral",
    "triceps",
    "extension",
    "rope",
    "low",
    "2",
    "x",
    "10",
    "paused",
];

thread_local! {
    static CATALOGUE: Catalogue = shipped();
}
