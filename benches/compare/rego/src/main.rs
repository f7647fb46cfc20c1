//! Runs a policy in Rego over a folder of JSON: `rego POLICY FOLDER THREADS` prints what `data.plans.findings` holds for
//! each file. The policy is compiled once, for the faster of the two machines that regorus has.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::program::Program;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine, Value};

/// The rule of the policy that is asked for.
const FINDINGS: &str = "data.plans.findings";

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [policy, folder, threads] = arguments.as_slice() else {
        return Err("rego POLICY FOLDER THREADS".into());
    };
    let program = compile(policy)?;
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    files.sort();
    let share = files.len().div_ceil(threads.parse()?).max(1);
    let texts = thread::scope(|scope| {
        let threads: Vec<_> = files
            .chunks(share)
            .map(|files| scope.spawn(|| all(&program, files)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().map_err(|_| "a thread panicked")?)
            .collect::<Result<Vec<String>>>()
    })?;
    print!("{}", texts.concat());
    Ok(())
}

fn compile(policy: &str) -> Result<Arc<Program>> {
    let mut engine = Engine::new();
    engine.add_policy_from_file(policy)?;
    let policy = engine.compile_with_entrypoint(&FINDINGS.into())?;
    Ok(Compiler::compile_from_policy(&policy, &[FINDINGS])?)
}

fn all(program: &Arc<Program>, files: &[PathBuf]) -> Result<String> {
    let mut machine = RegoVM::new();
    machine.load_program(Arc::clone(program));
    let mut text = String::new();
    for file in files {
        one(&mut machine, file, &mut text)?;
    }
    Ok(text)
}

fn one(machine: &mut RegoVM, file: &Path, text: &mut String) -> Result<()> {
    machine.set_input(Value::from_json_str(&fs::read_to_string(file)?)?);
    for finding in machine.execute()?.as_set()? {
        *text += finding.as_string()?;
        *text += "\n";
    }
    Ok(())
}
