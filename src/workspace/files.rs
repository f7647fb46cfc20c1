//! The steps of the file system that writing a file takes, one method each, so that tests can let every one of them fail.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// What is known of a file before it is replaced.
#[derive(Clone, Debug)]
pub(super) struct Status {
    /// Whether it is a regular file.
    pub(super) is_file: bool,
    /// Whether this user may write to it.
    pub(super) is_writable: bool,
    /// How many bytes it has.
    pub(super) bytes: u64,
    /// How many names it has.
    pub(super) links: u64,
    permissions: Permissions,
    owner: Option<(u32, u32)>,
}

/// Who may read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Nobody else, until it takes the place of another file and gets its mode.
    Private,
    /// Whoever may read what this user writes.
    Usual,
}

/// Steps of the file system.
pub(super) trait Files {
    /// The file behind all links.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;
    /// What it is.
    fn status(&self, path: &Path) -> io::Result<Status>;
    /// What it holds.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// A new, empty file; an error if there is one.
    fn create(&self, path: &Path, mode: Mode) -> io::Result<()>;
    /// Gives a file the owner and the mode of another.
    fn keep_owner_and_mode(&self, path: &Path, status: &Status) -> io::Result<()>;
    /// Puts bytes behind what a file holds, down to the disk.
    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Puts bytes in the place of what a file holds, down to the disk.
    fn overwrite(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Cuts a file off.
    fn truncate(&self, path: &Path, bytes: u64) -> io::Result<()>;
    /// Gives a file the name of another, whose place it takes.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Takes a file away.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Brings the names in a file's folder down to the disk.
    fn settle(&self, path: &Path) -> io::Result<()>;
}

/// The disk itself.
pub(super) struct Disk;

impl Files for Disk {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        path.canonicalize()
    }

    fn status(&self, path: &Path) -> io::Result<Status> {
        let metadata = fs::metadata(path)?;
        let is_file = metadata.is_file();
        let permissions = metadata.permissions();
        // A device or a pipe may not even be opened: that could wait for ever.
        let is_writable =
            is_file && !permissions.readonly() && OpenOptions::new().write(true).open(path).is_ok();
        let (links, owner) = names_and_owner(&metadata);
        Ok(Status {
            is_file,
            is_writable,
            bytes: metadata.len(),
            links,
            permissions,
            owner,
        })
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn create(&self, path: &Path, mode: Mode) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        if mode == Mode::Private {
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        options.open(path).map(drop)
    }

    fn keep_owner_and_mode(&self, path: &Path, status: &Status) -> io::Result<()> {
        let (_, owner) = names_and_owner(&fs::metadata(path)?);
        if owner != status.owner {
            give(path, status.owner)?;
        }
        // After the owner, whose change takes rights away.
        fs::set_permissions(path, status.permissions.clone())
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().append(true).open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    fn overwrite(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).open(path)?;
        file.write_all(bytes)?;
        file.set_len(bytes.len() as u64)?;
        file.sync_all()
    }

    fn truncate(&self, path: &Path, bytes: u64) -> io::Result<()> {
        OpenOptions::new().write(true).open(path)?.set_len(bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn settle(&self, path: &Path) -> io::Result<()> {
        match path.parent() {
            Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
            _ => Ok(()),
        }
    }
}

#[cfg(unix)]
fn names_and_owner(metadata: &fs::Metadata) -> (u64, Option<(u32, u32)>) {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.nlink(), Some((metadata.uid(), metadata.gid())))
}

#[cfg(not(unix))]
fn names_and_owner(_: &fs::Metadata) -> (u64, Option<(u32, u32)>) {
    (1, None)
}

#[cfg(unix)]
fn give(path: &Path, owner: Option<(u32, u32)>) -> io::Result<()> {
    let (user, group) = owner.unzip();
    std::os::unix::fs::chown(path, user, group)
}

#[cfg(not(unix))]
fn give(_: &Path, _: Option<(u32, u32)>) -> io::Result<()> {
    Ok(())
}
