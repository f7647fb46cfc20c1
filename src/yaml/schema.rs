//! What a JSON Schema made by schemars says, in the few terms that files are checked by.
//!
//! Not a general reader of JSON Schema: only what `#[derive(JsonSchema)]` makes of structs, enums without data,
//! options, lists, maps, texts, numbers and yes-or-no.

use serde_json::Value as Json;

use super::node::{Data, Node};

/// Longest chain of references that is followed, so that a circle cannot hold us up.
const REFERENCES: usize = 8;

/// A kind of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Truth,
    Whole,
    Number,
    List,
    Map,
}

impl Kind {
    /// The kind in words, with its article.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Truth => "`true` or `false`",
            Self::Whole => "a whole number",
            Self::Number => "a number",
            Self::List => "a list",
            Self::Map => "a map",
        }
    }

    /// Whether a value written like this can be of the kind at all.
    pub(super) fn takes(self, node: &Node) -> bool {
        match node.data {
            Data::Scalar { .. } => !matches!(self, Self::List | Self::Map),
            Data::List(_) => self == Self::List,
            Data::Map(_) => self == Self::Map,
        }
    }
}

/// What a value is, in words, with its article.
pub(super) fn kind_of(node: &Node) -> &'static str {
    match node.data {
        Data::Scalar { .. } => "text",
        Data::List(_) => "a list",
        Data::Map(_) => "a map",
    }
}

/// The schema that `schema` refers to, or itself.
pub(super) fn resolve<'a>(root: &'a Json, schema: &'a Json) -> &'a Json {
    let mut schema = schema;
    for _ in 0..REFERENCES {
        let Some(path) = schema.get("$ref").and_then(Json::as_str) else {
            return schema;
        };
        let target = path.strip_prefix('#').and_then(|path| root.pointer(path));
        match target {
            Some(target) => schema = target,
            None => return &Json::Bool(true),
        }
    }
    schema
}

/// The kind that a schema asks for; `None` if it does not say. `null` beside another kind only means that the key may
/// be left out.
pub(super) fn kind(schema: &Json) -> Option<Kind> {
    let name = match schema.get("type")? {
        Json::Array(names) => names.iter().find(|name| *name != "null")?,
        name => name,
    };
    match name.as_str()? {
        "string" => Some(Kind::Text),
        "boolean" => Some(Kind::Truth),
        "integer" => Some(Kind::Whole),
        "number" => Some(Kind::Number),
        "array" => Some(Kind::List),
        "object" => Some(Kind::Map),
        _ => None,
    }
}

/// The words of an enum without data; `None` for any other schema.
pub(super) fn choices(schema: &Json) -> Option<Vec<&str>> {
    if let Some(words) = schema.get("enum").and_then(Json::as_array) {
        return Some(words.iter().filter_map(Json::as_str).collect());
    }
    if let Some(word) = schema.get("const").and_then(Json::as_str) {
        return Some(vec![word]);
    }
    let several = schema.get("oneOf")?.as_array()?;
    let words: Vec<Vec<&str>> = several.iter().map(choices).collect::<Option<_>>()?;
    Some(words.concat())
}

/// The schemas of which one must hold, `null` left out; none if the schema is a single one.
pub(super) fn alternatives(schema: &Json) -> Vec<&Json> {
    let several = ["anyOf", "oneOf", "allOf"]
        .iter()
        .find_map(|word| schema.get(word)?.as_array());
    several
        .into_iter()
        .flatten()
        .filter(|schema| schema.get("type").is_none_or(|name| name != "null"))
        .collect()
}

/// The keys that a map must have.
pub(super) fn required(schema: &Json) -> impl Iterator<Item = &str> {
    let names = schema.get("required").and_then(Json::as_array);
    names.into_iter().flatten().filter_map(Json::as_str)
}

/// The keys that a map can have.
pub(super) fn keys(schema: &Json) -> impl Iterator<Item = &str> {
    let properties = schema.get("properties").and_then(Json::as_object);
    properties
        .into_iter()
        .flat_map(|properties| properties.keys().map(String::as_str))
}

/// What the documentation of the type says about a key.
pub(super) fn description<'a>(schema: &'a Json, key: &str) -> Option<&'a str> {
    schema
        .get("properties")?
        .get(key)?
        .get("description")?
        .as_str()
}

/// Whether a scalar without quotes is of this kind and in the schema's range. Numbers are digits, with a point and
/// more digits where fractions are allowed: `0x1F`, `1_000`, `.nan` and `1e9` are read differently by different people.
pub(super) fn fits(schema: &Json, kind: Kind, text: &str) -> bool {
    match kind {
        Kind::Truth => matches!(text, "true" | "false"),
        Kind::Whole => {
            let (least, most) = range(schema).unwrap_or((i128::MIN, i128::MAX));
            is_digits(text.strip_prefix('-').unwrap_or(text))
                && text
                    .parse()
                    .is_ok_and(|number: i128| (least..=most).contains(&number))
        }
        Kind::Number => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
            is_digits(whole)
                && !fraction.is_empty()
                && fraction.bytes().all(|byte| byte.is_ascii_digit())
                && text.parse().is_ok_and(f64::is_finite)
        }
        Kind::Text | Kind::List | Kind::Map => true,
    }
}

fn is_digits(text: &str) -> bool {
    let starts_well = !text.starts_with('0') || text == "0";
    !text.is_empty() && starts_well && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The least and the greatest whole number that a schema allows.
pub(super) fn range(schema: &Json) -> Option<(i128, i128)> {
    let (least, most) = match schema.get("format").and_then(Json::as_str)? {
        "uint8" => (0, u8::MAX.into()),
        "uint16" => (0, u16::MAX.into()),
        "uint32" => (0, u32::MAX.into()),
        "uint64" | "uint" => (0, u64::MAX.into()),
        "int8" => (i8::MIN.into(), i8::MAX.into()),
        "int16" => (i16::MIN.into(), i16::MAX.into()),
        "int32" => (i32::MIN.into(), i32::MAX.into()),
        "int64" | "int" => (i64::MIN.into(), i64::MAX.into()),
        _ => return None,
    };
    let bound = |word: &str| schema.get(word).and_then(Json::as_i64).map(i128::from);
    Some((
        bound("minimum").map_or(least, |bound| bound.max(least)),
        bound("maximum").map_or(most, |bound| bound.min(most)),
    ))
}

/// What a map stands for, with its article: `a check` for the type `CheckFile`.
pub(super) fn thing(root: &Json, schema: &Json) -> String {
    let definitions = root.get("$defs").and_then(Json::as_object);
    let name = definitions
        .into_iter()
        .flatten()
        .find(|(_, definition)| std::ptr::eq(*definition, schema))
        .map(|(name, _)| name.as_str());
    let title = schema.get("title").and_then(Json::as_str);
    title.or(name).map_or("this map".to_owned(), with_article)
}

/// What has a key of this name, each with its article.
pub(super) fn owners(root: &Json, key: &str) -> Vec<String> {
    let definitions = root.get("$defs").and_then(Json::as_object);
    let values = definitions
        .into_iter()
        .flat_map(|definitions| definitions.values());
    std::iter::once(root)
        .chain(values)
        .filter(|schema| {
            schema
                .get("properties")
                .is_some_and(|keys| keys.get(key).is_some())
        })
        .map(|schema| thing(root, schema))
        .collect()
}

/// A type's name, or the title given in its place, as words with an article. `File` and `Entry` at the end only say
/// that it is the type as written.
fn with_article(name: &str) -> String {
    let mut name = name;
    while let Some(shorter) = name.strip_suffix("Entry").or(name.strip_suffix("File"))
        && !shorter.is_empty()
    {
        name = shorter;
    }
    let mut words = String::new();
    for character in name.chars() {
        if character.is_uppercase() && !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
        words.extend(character.to_lowercase());
    }
    let article = match words.chars().next() {
        _ if words.ends_with('s') && !words.ends_with("ss") => "",
        Some('a' | 'e' | 'i' | 'o' | 'u') => "an ",
        _ => "a ",
    };
    format!("{article}{words}")
}

/// `a`, `b` or `c`: choices in backticks.
pub(super) fn either(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    listed(&words, "or")
}

/// `a, b and c`.
pub(super) fn listed(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., end] => format!("{} {last} {end}", most.join(", ")),
    }
}
