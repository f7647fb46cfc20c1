//! Every step of writing fails once: the file is the old one or the new one, and nothing lies beside it.

use std::cell::Cell;
use std::fs;
use std::ops::Range;
use std::path::PathBuf;

use super::*;

const OLD: &str = "day \"Pull\"\n  Barbell Curl: 3x8 @ 35%\n";
const NEW: &str =
    "day \"Pull\"\n  Barbell Curl: 3x8 @ 30%\n  # a line more, so that the file grows\n";

/// The disk, some of whose steps fail; a step that writes has written half by then.
struct Failing {
    fails: Range<usize>,
    kind: io::ErrorKind,
    step: Cell<usize>,
}

impl Failing {
    fn at(fails: Range<usize>, kind: io::ErrorKind) -> Self {
        Self {
            fails,
            kind,
            step: Cell::new(0),
        }
    }

    fn step(&self) -> io::Result<()> {
        let step = self.step.get();
        self.step.set(step + 1);
        if self.fails.contains(&step) {
            Err(io::Error::from(self.kind))
        } else {
            Ok(())
        }
    }
}

impl Files for Failing {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.step()?;
        Disk.resolve(path)
    }

    fn status(&self, path: &Path) -> io::Result<Status> {
        self.step()?;
        Disk.status(path)
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.step()?;
        Disk.read(path)
    }

    fn create(&self, path: &Path, mode: Mode) -> io::Result<()> {
        self.step()?;
        Disk.create(path, mode)
    }

    fn keep_owner_and_mode(&self, path: &Path, status: &Status) -> io::Result<()> {
        self.step()?;
        Disk.keep_owner_and_mode(path, status)
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.step().inspect_err(|_| {
            Disk.append(path, &bytes[..bytes.len() / 2]).unwrap();
        })?;
        Disk.append(path, bytes)
    }

    fn overwrite(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.step().inspect_err(|_| {
            Disk.overwrite(path, &bytes[..bytes.len() / 2]).unwrap();
        })?;
        Disk.overwrite(path, bytes)
    }

    fn truncate(&self, path: &Path, bytes: u64) -> io::Result<()> {
        self.step()?;
        Disk.truncate(path, bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        Disk.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        Disk.remove(path)
    }

    fn settle(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        Disk.settle(path)
    }
}

/// A folder with `a.plan`, and with a second name for it in another folder if the file has two.
fn folder(names: usize) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("plans")).unwrap();
    let plan = folder.path().join("plans/a.plan");
    fs::write(&plan, OLD).unwrap();
    if names > 1 {
        fs::hard_link(&plan, folder.path().join("b.plan")).unwrap();
    }
    (folder, plan)
}

fn beside(plan: &Path) -> Vec<String> {
    let entries = fs::read_dir(plan.parent().unwrap()).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn whatever_fails_the_file_is_old_or_new() {
    let kinds = [
        io::ErrorKind::StorageFull,
        io::ErrorKind::PermissionDenied,
        io::ErrorKind::AlreadyExists,
    ];
    for names in [1, 2] {
        let (_folder, plan) = folder(names);
        let files = Failing::at(0..0, io::ErrorKind::Other);
        write(&files, &plan, OLD, NEW).unwrap();
        let steps = files.step.get();
        assert!(steps >= 5, "{steps}");
        for kind in kinds {
            // One step, and one with the step that would put things right.
            for fails in (0..steps).flat_map(|step| [step..step + 1, step..step + 2]) {
                let (_folder, plan) = folder(names);
                let result = write(&Failing::at(fails.clone(), kind), &plan, OLD, NEW);
                let expected = if result.is_ok() { NEW } else { OLD };
                let case = format!("{names} names, steps {fails:?}, {kind}: {result:?}");
                assert_eq!(fs::read_to_string(&plan).unwrap(), expected, "{case}");
                assert_eq!(beside(&plan), ["a.plan"], "{case}");
            }
        }
    }
}

#[test]
fn a_new_file_is_there_in_full_or_not_at_all() {
    let (folder, plan) = folder(1);
    let path = folder.path().join("new.yaml");
    let files = Failing::at(0..0, io::ErrorKind::Other);
    new(&files, &path, NEW).unwrap();
    let steps = files.step.get();
    assert!(steps >= 3, "{steps}");
    assert_eq!(fs::read_to_string(&path).unwrap(), NEW);
    assert_eq!(new(&Disk, &path, OLD).unwrap_err(), "it is there already");
    assert_eq!(fs::read_to_string(&path).unwrap(), NEW);
    for fails in (0..steps).flat_map(|step| [step..step + 1, step..step + 2]) {
        fs::remove_file(&path).unwrap();
        let files = Failing::at(fails.clone(), io::ErrorKind::StorageFull);
        let result = new(&files, &path, NEW);
        let case = format!("steps {fails:?}: {result:?}");
        assert_eq!(path.exists(), result.is_ok(), "{case}");
        if !path.exists() {
            fs::write(&path, NEW).unwrap();
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), NEW, "{case}");
    }
    assert_eq!(beside(&plan), ["a.plan"]);
}

#[test]
fn a_text_that_is_the_same_is_not_written() {
    let (_folder, plan) = folder(1);
    let files = Failing::at(0..1, io::ErrorKind::Other);
    assert_eq!(write(&files, &plan, OLD, OLD), Ok(()));
    assert_eq!(files.step.get(), 0);
}

#[test]
fn a_file_that_was_changed_meanwhile_is_left_alone() {
    let (_folder, plan) = folder(1);
    // As long as the old text, so that only its words tell.
    let other = OLD.replace("35", "40");
    for changed in [other, String::new(), NEW.to_owned()] {
        fs::write(&plan, &changed).unwrap();
        let refused = write(&Disk, &plan, OLD, "new\n").unwrap_err();
        assert_eq!(refused, "it was changed meanwhile; run cuff again");
        assert_eq!(fs::read_to_string(&plan).unwrap(), changed);
    }
    fs::remove_file(&plan).unwrap();
    assert!(write(&Disk, &plan, OLD, NEW).is_err());
    fs::create_dir(&plan).unwrap();
    let refused = write(&Disk, &plan, OLD, NEW).unwrap_err();
    assert_eq!(refused, "it is no regular file any more");
}

#[test]
fn a_read_only_file_is_refused() {
    let (_folder, plan) = folder(1);
    let mut permissions = fs::metadata(&plan).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&plan, permissions).unwrap();
    assert_eq!(
        write(&Disk, &plan, OLD, NEW).unwrap_err(),
        "it is read-only"
    );
    assert_eq!(fs::read_to_string(&plan).unwrap(), OLD);
}

#[test]
fn all_names_of_a_file_get_the_new_text() {
    for (before, after) in [(OLD, NEW), (NEW, OLD)] {
        let (folder, plan) = folder(2);
        fs::write(&plan, before).unwrap();
        write(&Disk, &plan, before, after).unwrap();
        let other = fs::read_to_string(folder.path().join("b.plan")).unwrap();
        assert_eq!(other, after);
    }
}

#[cfg(unix)]
#[test]
fn links_and_modes_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let (folder, plan) = folder(1);
    let link = folder.path().join("link.plan");
    symlink("plans/a.plan", &link).unwrap();
    for mode in [0o640, 0o755, 0o600] {
        fs::write(&plan, OLD).unwrap();
        fs::set_permissions(&plan, fs::Permissions::from_mode(mode)).unwrap();
        write(&Disk, &link, OLD, NEW).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&plan).unwrap(), NEW);
        let now = fs::metadata(&plan).unwrap().permissions().mode();
        assert_eq!(now & 0o7777, mode);
    }
}

#[test]
fn whatever_fails_a_report_is_whole_or_not_there() {
    let kinds = [
        io::ErrorKind::StorageFull,
        io::ErrorKind::PermissionDenied,
        io::ErrorKind::AlreadyExists,
    ];
    let report = |files: &Failing, path: &Path| -> Result<(), String> {
        let mut draft = Draft::on(files, path).map_err(|wrong| wrong.reason)?;
        for line in NEW.split_inclusive('\n') {
            draft.push(line);
            draft.flush(files);
        }
        draft.end(files)
    };
    for fresh in [false, true] {
        let place = || {
            let (folder, plan) = folder(1);
            let path = plan.with_file_name(if fresh { "b.json" } else { "a.plan" });
            (folder, path)
        };
        let (_folder, path) = place();
        let files = Failing::at(0..0, io::ErrorKind::Other);
        report(&files, &path).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), NEW);
        let steps = files.step.get();
        assert!(steps >= 6, "{steps}");
        for (kind, step) in kinds
            .iter()
            .flat_map(|&kind| (0..steps).map(move |step| (kind, step)))
        {
            let (_folder, path) = place();
            let result = report(&Failing::at(step..step + 1, kind), &path);
            let case = format!("fresh {fresh}, step {step}, {kind}: {result:?}");
            let there = fs::read_to_string(&path).ok();
            let expected = match (&result, fresh) {
                (Ok(()), _) => Some(NEW),
                (Err(_), true) => None,
                (Err(_), false) => Some(OLD),
            };
            assert_eq!(there.as_deref(), expected, "{case}");
            let files = 1 + usize::from(fresh && result.is_ok());
            assert_eq!(beside(&path).len(), files, "{case}");
        }
    }
}
