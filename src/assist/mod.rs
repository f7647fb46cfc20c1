//! What an editor asks about one checked plan, answered as plain data with byte spans: completions, hovers, hints,
//! symbols, folds, tokens, references, links and edits that no finding carries.
//!
//! Everything here is pure, reads a [`Document`], and knows nothing of any protocol. Offsets may be anything, also past the
//! end or inside a character; spans in answers lie inside the text and on the boundaries of characters. Nothing is judged:
//! figures come from the model, findings from `check`, words about the method from the packs.

mod actions;
mod completion;
mod document;
mod exercise;
mod folding;
mod hints;
mod hover;
mod lenses;
mod links;
mod names;
mod outline;
mod parts;
mod selection;
mod symbols;
mod tokens;
mod weeks;

pub use actions::{Action, ActionKind, actions, repairs};
pub use completion::{
    Completion, CompletionKind, Completions, Subject, completions, documentation, filled,
};
pub use document::Document;
pub use exercise::ExerciseFacts;
pub use folding::{Fold, FoldKind, folds};
pub use hints::{Hint, HintKind, hints};
pub use hover::{Hover, hover};
pub use lenses::{Lens, lenses, why};
pub use links::{Link, Target, links};
pub use names::{Reference, Renameable, Role, definition, prepare_rename, references, rename};
pub use selection::selection;
pub use symbols::{Symbol, SymbolKind, symbols, symbols_named};
pub use tokens::{Token, TokenKind, tokens};
