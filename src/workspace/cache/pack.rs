//! A pack: reports one behind the other, then a table of their keys and places, then where the table is. Everything has a
//! checksum; what does not fit is not believed.
//!
//! ```text
//! report … report │ entry … entry (by key) │ count, checksum of the table, mark
//! entry: key (32) place (8) length (4) checksum (8) day (4)
//! ```

use std::fs::File;
use std::io::{self, BufWriter, Error, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::super::write::Beside;
use super::folder::Folder;
use crate::digest::{Digest, Digester};

/// What a pack ends with: its kind, and the version of its form.
const MARK: &[u8; 8] = b"cuffpk\0\x01";
/// Bytes of reports after which a pack is closed and the next one begun, so that a long run that is ended has not worked in
/// vain.
const PACK_BYTES: u64 = 64 << 20;
/// Bytes of a row of the table.
const ROW: usize = 56;
/// Bytes behind the table.
const TAIL: usize = 24;
/// Most rows of a pack; their table is held in memory.
pub(super) const ROWS: usize = 1 << 20;
/// The longest report that is believed.
const LONGEST: u32 = 16 << 20;

/// A pack that is there.
#[derive(Debug)]
pub(super) struct Pack {
    path: PathBuf,
    file: File,
    /// In order of keys.
    rows: Vec<Row>,
}

/// Where a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) key: Digest,
    pub(super) place: u64,
    pub(super) length: u32,
    check: u64,
    /// The day on which it was last known to be used.
    pub(super) day: u32,
}

/// Why a pack is not read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// It is damaged, or no pack.
    Damaged,
    /// It is of another version of the form, or cannot be read now; somebody else may.
    NotOurs,
}

impl Pack {
    pub(super) fn open(path: &Path) -> Result<Self, Unread> {
        // A pipe or a device may not even be opened: that could wait for ever.
        let status = path.symlink_metadata().map_err(|_| Unread::NotOurs)?;
        if !status.is_file() {
            return Err(Unread::NotOurs);
        }
        let file = File::open(path).map_err(|_| Unread::NotOurs)?;
        let rows = rows(&file, status.len())?;
        Ok(Self {
            path: path.to_owned(),
            file,
            rows,
        })
    }

    pub(super) fn path(&self) -> &PathBuf {
        &self.path
    }

    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The report with this key, and its day.
    pub(super) fn find(&self, key: &Digest) -> Option<(Vec<u8>, u32)> {
        let place = self.rows.binary_search_by(|row| row.key.cmp(key)).ok()?;
        let row = self.rows.get(place)?;
        Some((self.body(row)?, row.day))
    }

    /// The report of a row; `None` if it is damaged.
    pub(super) fn body(&self, row: &Row) -> Option<Vec<u8>> {
        let mut body = vec![0; row.length as usize];
        read_at(&self.file, &mut body, row.place).ok()?;
        (check(&body) == row.check).then_some(body)
    }
}

fn check(bytes: &[u8]) -> u64 {
    Digester::new("pack").with(bytes).finish().short()
}

/// Reads the table.
fn rows(file: &File, length: u64) -> Result<Vec<Row>, Unread> {
    let end = length.checked_sub(TAIL as u64).ok_or(Unread::Damaged)?;
    let mut tail = [0; TAIL];
    read_at(file, &mut tail, end).map_err(|_| Unread::Damaged)?;
    let (count, tail) = number(&tail).ok_or(Unread::Damaged)?;
    let (sum, mark) = number(tail).ok_or(Unread::Damaged)?;
    if mark != MARK {
        // The mark without its version.
        let is_kin = mark.get(..7) == MARK.get(..7);
        return Err(if is_kin {
            Unread::NotOurs
        } else {
            Unread::Damaged
        });
    }
    let bytes = Some(count)
        .filter(|count| *count <= ROWS as u64)
        .map(|count| count * ROW as u64);
    let bytes = bytes.filter(|bytes| *bytes <= end).ok_or(Unread::Damaged)?;
    let start = end - bytes;
    let mut table = vec![0; usize::try_from(bytes).unwrap_or(0)];
    read_at(file, &mut table, start).map_err(|_| Unread::Damaged)?;
    let rows: Option<Vec<Row>> = table.chunks_exact(ROW).map(Row::read).collect();
    let is_whole = |row: &Row| {
        let ends = row.place.checked_add(u64::from(row.length));
        row.length <= LONGEST && ends.is_some_and(|ends| ends <= start)
    };
    rows.filter(|rows| check(&table) == sum && rows.iter().all(is_whole))
        .ok_or(Unread::Damaged)
}

/// The number at the start of some bytes, and what is behind it.
fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    Some((u64::from_le_bytes(*number), rest))
}

fn short_number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    Some((u32::from_le_bytes(*number), rest))
}

impl Row {
    fn read(bytes: &[u8]) -> Option<Self> {
        let (key, rest) = bytes.split_first_chunk()?;
        let (place, rest) = number(rest)?;
        let (length, rest) = short_number(rest)?;
        let (check, rest) = number(rest)?;
        let (day, _) = short_number(rest)?;
        Some(Self {
            key: Digest::from_bytes(*key),
            place,
            length,
            check,
            day,
        })
    }

    fn write(&self, table: &mut Vec<u8>) {
        table.extend_from_slice(self.key.bytes());
        table.extend_from_slice(&self.place.to_le_bytes());
        table.extend_from_slice(&self.length.to_le_bytes());
        table.extend_from_slice(&self.check.to_le_bytes());
        table.extend_from_slice(&self.day.to_le_bytes());
    }
}

/// A pack that is being written, under a name that nobody takes for one.
pub(super) struct Writer {
    beside: Beside,
    file: BufWriter<File>,
    rows: Vec<Row>,
    bytes: u64,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Writer({:?})", self.beside.path())
    }
}

impl Writer {
    pub(super) fn begin(folder: &Folder) -> io::Result<Self> {
        let beside = Beside::new(folder.part(), |path| File::create_new(path).map(drop))?;
        let file = File::options().write(true).open(beside.path())?;
        Ok(Self {
            beside,
            file: BufWriter::with_capacity(1 << 18, file),
            rows: Vec::new(),
            bytes: 0,
        })
    }

    /// Whether it is time for the next one.
    pub(super) fn is_full(&self) -> bool {
        self.bytes >= PACK_BYTES || self.rows.len() >= ROWS
    }

    pub(super) fn add(&mut self, key: &Digest, body: &[u8], day: u32) -> io::Result<()> {
        self.file.write_all(body)?;
        self.rows.push(Row {
            key: *key,
            place: self.bytes,
            length: u32::try_from(body.len()).map_err(|_| Error::from(ErrorKind::FileTooLarge))?,
            check: check(body),
            day,
        });
        self.bytes += body.len() as u64;
        Ok(())
    }

    /// Writes the table, and gives the pack its name, which is the checksum of the table: of two runs that found the same,
    /// one pack is left.
    pub(super) fn finish(mut self, folder: &Folder) -> io::Result<PathBuf> {
        self.rows.sort_by_key(|row| row.key);
        self.rows.dedup_by_key(|row| row.key);
        let mut table = Vec::with_capacity(self.rows.len() * ROW + TAIL);
        self.rows.iter().for_each(|row| row.write(&mut table));
        let sum = check(&table);
        table.extend_from_slice(&(self.rows.len() as u64).to_le_bytes());
        table.extend_from_slice(&sum.to_le_bytes());
        table.extend_from_slice(MARK);
        self.file.write_all(&table)?;
        self.file.flush()?;
        // Not brought down to the disk: after a power cut the checksums tell, and a cache is no loss.
        let path = folder.pack(sum);
        std::fs::rename(self.beside.path(), &path)?;
        Ok(path)
    }
}

impl Drop for Writer {
    /// What did not become a pack is taken away.
    fn drop(&mut self) {
        super::discard(self.beside.path());
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], place: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, place)
}

#[cfg(windows)]
fn read_at(file: &File, bytes: &mut [u8], place: u64) -> io::Result<()> {
    use std::os::windows::fs::FileExt as _;
    let mut done = 0;
    while let Some(rest) = bytes.get_mut(done..).filter(|rest| !rest.is_empty()) {
        match file.seek_read(rest, place + done as u64)? {
            0 => return Err(ErrorKind::UnexpectedEof.into()),
            read => done += read,
        }
    }
    Ok(())
}
