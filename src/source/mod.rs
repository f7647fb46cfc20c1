//! Text as the user wrote it, and places in it.
//!
//! Everything that cuff says points at a [`Span`]: byte offsets into one [`SourceFile`]. Lines and columns are worked
//! out only when something is printed. This room knows nothing about plans or rules.

mod ending;
mod file;
mod line_index;
mod position;
mod span;

pub use ending::line_ending;
pub use file::SourceFile;
pub use line_index::LineColumn;
pub use position::{Encoding, Found, Position};
pub use span::{Span, TextEdit};
