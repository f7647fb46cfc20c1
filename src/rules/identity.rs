//! What a set of rules was made of, as a number: two sets with the same one, loaded by the same program, say the same of
//! every plan. It is made of everything that loading reads, as it is written, so that nothing has to be compiled for it.

use std::fmt::{self, Write as _};

use super::library::{Settings, Supplied};
use crate::digest::{Digest, Digester};
use crate::source::SourceFile;

/// The number of what `settings` ask for. The shipped rules are not in it: they are part of the program.
pub(super) fn identity(settings: &Settings) -> Digest {
    // Named one by one, so that what is added to the settings has to be added here.
    let Settings {
        packs,
        supplied,
        exercises,
        overrides,
        estimates,
        forbidden,
        choice,
        configs,
        unclear,
    } = settings;
    let mut made_of = MadeOf(Digester::new("rules"));
    made_of.sources(configs);
    made_of.sources(exercises);
    made_of.number(supplied.len());
    for Supplied { name, files } in supplied {
        made_of.0.add(name.as_bytes());
        made_of.sources(files);
    }
    // Which parts of the configurations hold here. What they say stands in the texts above.
    let held = write!(
        made_of,
        "{packs:?} {overrides:?} {estimates:?} {forbidden:?} {choice:?} {unclear}"
    );
    debug_assert!(held.is_ok());
    made_of.0.finish()
}

struct MadeOf(Digester);

impl MadeOf {
    fn number(&mut self, number: usize) {
        self.0.add(&(number as u64).to_le_bytes());
    }

    fn sources(&mut self, sources: &[SourceFile]) {
        self.number(sources.len());
        for source in sources {
            self.0.add(source.name().as_bytes());
            self.0.add(source.text().as_bytes());
        }
    }
}

impl fmt::Write for MadeOf {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.add(text.as_bytes());
        Ok(())
    }
}
