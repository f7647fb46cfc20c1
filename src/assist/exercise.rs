//! What is known about an exercise, in words for people: its class, muscles, limbs, and where a wrap can go.

use crate::catalogue::{Known, Limb, Mechanic, Movement, MuscleSet, Roster};

/// What is known about an exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExerciseFacts {
    /// Its full name.
    pub name: String,
    /// The id of its movement.
    pub id: String,
    /// `compound`, `isolation`, …, or `unknown`.
    pub class: &'static str,
    /// Muscles that it is done for, the target first.
    pub primary: Vec<String>,
    /// Muscles that work with them.
    pub secondary: Vec<String>,
    /// Limbs that work.
    pub limbs: Vec<&'static str>,
    /// What it is done with, by name and id.
    pub equipment: Option<(String, String)>,
    /// Where a wrap lies upstream of the target muscle.
    pub wrap: &'static str,
}

impl ExerciseFacts {
    /// Those of an exercise of a plan or of the catalogue.
    pub fn of(roster: &Roster<'_>, known: Known) -> Option<Self> {
        let movement = roster.movement(known.movement())?;
        let catalogue = roster.catalogue();
        let names = |muscles: MuscleSet| {
            let muscles = muscles.iter().map(|muscle| catalogue.muscle_name(muscle));
            muscles.map(str::to_owned).collect::<Vec<_>>()
        };
        let target = movement.target.map(|id| catalogue.muscle_name(id));
        let mut primary = names(movement.primary);
        if let Some(target) = target {
            primary.retain(|muscle| muscle != target);
            primary.insert(0, target.to_owned());
        }
        let equipment = known.key().equipment;
        Some(Self {
            name: roster.canonical_name(known.key()),
            id: movement.id.clone(),
            class: movement.mechanic.map_or("unknown", Mechanic::word),
            primary,
            secondary: names(movement.secondary),
            limbs: movement.limbs.iter().map(Limb::word).collect(),
            equipment: equipment.map(|id| {
                let name = catalogue.equipment_name(id).to_owned();
                (name, catalogue.equipment_id(id).to_owned())
            }),
            wrap: where_a_wrap_goes(movement, roster),
        })
    }

    /// The muscles in one line: `biceps (with forearms)`.
    pub fn muscles(&self) -> String {
        let primary = self.primary.join(", ");
        if self.secondary.is_empty() {
            primary
        } else {
            format!("{primary} (with {})", self.secondary.join(", "))
        }
    }
}

/// Where a wrap lies upstream of the target muscle, by the limb that the muscle lies in.
fn where_a_wrap_goes(movement: &Movement, roster: &Roster<'_>) -> &'static str {
    let target = movement.target;
    match target.map(|muscle| roster.catalogue().muscle_limb(muscle)) {
        Some(Limb::Arm) => "high on the upper arm: the target muscle lies below it",
        Some(Limb::Leg) => "high on the thigh: the target muscle lies below it",
        Some(Limb::Trunk) => "nowhere that reaches its target muscle, which lies above every wrap",
        None => "where its target muscle is known to lie below it; the target is not known",
    }
}
