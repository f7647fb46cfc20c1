//! The rules, sources and exercises that cuff brings along: their texts, and their values as read when cuff was built.
//!
//! Which files there are is decided by the folder `rules/`, and what type each has by the table in `build.rs`. Nothing
//! is judged here, and nothing is read from the disk.

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::catalogue::Catalogue;
use crate::diagnostic::Diagnostic;
use crate::source::SourceFile;
use crate::yaml;

/// One file under `rules/`.
#[derive(Clone, Copy, Debug)]
pub struct Shipped {
    /// Its place in the project, with `/`: `rules/occlusion/load-above-range.yaml`.
    pub path: &'static str,
    /// Its text as the author wrote it.
    pub text: &'static str,
    /// The type that it was read as; empty if it did not read.
    kind: &'static str,
    /// Its value in postcard's form; `None` if it did not read.
    pub compiled: Option<&'static [u8]>,
}

static FILES: &[Shipped] = include!(concat!(env!("OUT_DIR"), "/shipped.rs"));

static CATALOGUE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalogue.postcard"));

/// A number for what this program was built from: sources, rules, dependencies, compiler. Another build has another one.
pub static BUILD: &[u8; 32] = include_bytes!(concat!(env!("OUT_DIR"), "/build.digest"));

/// The shipped exercises, ready to be looked up; `None` if something was wrong with them when cuff was built.
pub fn catalogue() -> Option<Catalogue> {
    postcard::from_bytes(CATALOGUE).ok()
}

/// Every shipped file, by path.
pub fn files() -> &'static [Shipped] {
    FILES
}

impl Shipped {
    /// The file's value: from its compiled form if that is of this type, otherwise from its text, with everything that
    /// is wrong with it.
    pub fn read<T: DeserializeOwned + JsonSchema>(&self) -> Result<T, Vec<Diagnostic>> {
        let compiled = self.compiled.filter(|_| T::schema_name() == self.kind);
        match compiled.map(postcard::from_bytes) {
            Some(Ok(value)) => Ok(value),
            _ => yaml::read(&self.source()).map(|located| located.value),
        }
    }

    /// The text with its name, for pointing into.
    pub fn source(&self) -> SourceFile {
        SourceFile::new(self.path, self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::{Shipped, files};
    use crate::catalogue::Catalogue;
    use crate::catalogue::file::CatalogueFile;
    use crate::expr::WordList;
    use crate::rules::file::{RuleFile, SourcesFile};
    use crate::yaml;

    fn broken(kind: &'static str, compiled: Option<&'static [u8]>) -> Shipped {
        Shipped {
            path: "rules/pack/broken.yaml",
            text: "rule: broken\nsumary: two words\n",
            kind,
            compiled,
        }
    }

    #[test]
    fn every_file_was_read_when_it_was_built_in() {
        assert!(!files().is_empty());
        for file in files() {
            assert!(file.compiled.is_some(), "{}", file.path);
        }
    }

    #[test]
    fn compiled_rules_are_what_their_texts_say() {
        for file in files().iter().filter(|file| file.kind == "RuleFile") {
            let read = yaml::read::<RuleFile>(&file.source()).unwrap().value;
            assert_eq!(file.read::<RuleFile>().unwrap(), read, "{}", file.path);
        }
    }

    #[test]
    fn the_exercises_are_known_as_their_file_says() {
        let file = files().iter().find(|file| file.kind == "CatalogueFile");
        let written = file.unwrap().read::<CatalogueFile>().unwrap();
        let (compiled, problems) = Catalogue::compile(std::slice::from_ref(&written));
        assert!(problems.is_empty());
        let ready = super::catalogue().unwrap();
        let names = written
            .movements
            .iter()
            .flat_map(|movement| movement.aliases.iter().chain([&movement.name]));
        for name in names.chain([&"Barbell Crul".to_owned()]) {
            assert_eq!(ready.resolve(name), compiled.resolve(name), "{name}");
        }
        assert!(ready.movements().eq(compiled.movements()));
    }

    /// The program reads them late, phrase by phrase, and without a word about what is wrong.
    #[test]
    fn every_word_list_of_a_rule_can_be_read_and_finds_the_same_when_read_late() {
        for file in files().iter().filter(|file| file.kind == "RuleFile") {
            for (name, list) in file.read::<RuleFile>().unwrap().words {
                let read = WordList::compile(&list.all, &list.none)
                    .unwrap_or_else(|errors| panic!("{name} of {}: {errors:?}", file.path));
                let late = WordList::deferred(&list.all, &list.none);
                let firsts: Vec<&str> = list.all.iter().map(|group| &*group[0]).collect();
                let phrases = list.all.iter().flatten().chain(&list.none);
                for phrase in phrases {
                    let text = format!("{phrase} {}", firsts.join(" ")).replace('*', "");
                    assert_eq!(late.find(&text), read.find(&text), "{text}");
                }
            }
        }
    }

    #[test]
    fn a_file_that_did_not_read_says_why_and_where() {
        let file = broken("", None);
        let problems = file.read::<RuleFile>().unwrap_err();
        let unknown = problems
            .iter()
            .find(|problem| problem.message.contains("sumary"))
            .unwrap();
        assert_eq!(file.source().slice(unknown.span), "sumary");
        assert_eq!(unknown.help.as_deref(), Some("did you mean `summary`?"));
    }

    #[test]
    fn a_form_of_another_type_or_none_is_never_trusted() {
        let sources = postcard::to_allocvec(&SourcesFile::default()).unwrap();
        assert!(
            broken("SourcesFile", Some(sources.leak()))
                .read::<RuleFile>()
                .is_err()
        );
        assert!(
            broken("RuleFile", Some(&[0xFF; 4]))
                .read::<RuleFile>()
                .is_err()
        );
    }
}
