//! What the language means, what it refuses and in which words, and which laws hold for all expressions.

mod generate;
mod language;
mod laws;
mod limits;
mod mistakes;
mod parts;
mod toy;
mod words;
