//! Writes generated plans for other tools to be run on: `plans COUNT FOLDER`. It needs no crate:
//! `rustc --edition 2024 -O benches/compare/plans.rs`.

#[path = "../throughput/generate.rs"]
mod generate;

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let asked = match arguments.as_slice() {
        [count, folder] => count.parse().ok().map(|count| (count, Path::new(folder))),
        _ => None,
    };
    let Some((count, folder)) = asked else {
        return Err(io::Error::other("how many plans, then where"));
    };
    fs::create_dir_all(folder)?;
    for number in 0..count {
        let path = folder.join(format!("{number:07}.plan"));
        fs::write(path, generate::plan(number))?;
    }
    Ok(())
}
