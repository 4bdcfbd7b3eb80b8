//! Folders, memory, and files made to do harm.

use std::fs;
use std::io::Read;
use std::path::Path;

use assert_cmd::Command;

/// The program, in an environment without settings of the machine.
pub fn zhuanban() -> Command {
    let mut command = Command::cargo_bin("zhuanban").unwrap();
    command.env_clear().env("NO_COLOR", "1");
    command
}

/// Every file under a folder, by its path relative to it with `/`, sorted.
pub fn files(folder: &Path) -> Vec<String> {
    fn walk(root: &Path, folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, found);
            } else {
                found.push(path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, folder, &mut found);
    found.sort();
    found
}

/// Compares a kept text with what the program makes of it now; with `ZHUANBAN_REWRITE` set, the text is rewritten instead.
pub fn kept(path: &str, made: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("ZHUANBAN_REWRITE").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        return fs::write(file, made).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    let (kept, made): (Vec<&str>, Vec<&str>) = (kept.lines().collect(), made.lines().collect());
    let differing = kept.iter().zip(&made).position(|(kept, made)| kept != made);
    let at = differing.unwrap_or(kept.len().min(made.len()));
    assert!(
        kept == made,
        "{path} is stale at line {}:\n  kept: {}\n  made: {}\nif that is meant, run the tests with ZHUANBAN_REWRITE=1",
        at + 1,
        kept.get(at).unwrap_or(&"(the end)"),
        made.get(at).unwrap_or(&"(the end)"),
    );
}

/// All text of an output file: of an archive that of its parts.
pub fn text(path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    let Ok(mut zip) = zip::ZipArchive::new(std::io::Cursor::new(&bytes)) else {
        return String::from_utf8(bytes).unwrap();
    };
    let mut text = String::new();
    for index in 0..zip.len() {
        let mut part = Vec::new();
        zip.by_index(index).unwrap().read_to_end(&mut part).unwrap();
        text.push_str(&String::from_utf8_lossy(&part));
        text.push('\n');
    }
    text
}

/// Copies every file of a folder.
pub fn copy(from: &Path, to: &Path) {
    for path in files(from) {
        let target = to.join(&path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(from.join(&path), target).unwrap();
    }
}

/// Starts to measure the most memory of the process anew; gives the bytes in use now, 0 where the system does not tell.
pub fn memory_from_now() -> u64 {
    // Linux: 5 resets the mark of the highest use.
    let _ = fs::write("/proc/self/clear_refs", "5");
    peak_memory()
}

/// The most memory in use since then, in bytes.
pub fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kibibytes.unwrap_or_default() << 10
}

/// A workbook with an opening password, as far as a reader without the password can see: an OLE container with the two streams
/// of [MS-OFFCRYPTO].
pub fn encrypted_container() -> Vec<u8> {
    const SECTOR: usize = 512;
    const FREE: u32 = 0xFFFF_FFFF;
    const END: u32 = 0xFFFF_FFFE;
    const FAT: u32 = 0xFFFF_FFFD;
    const CONTENT: usize = 4096;
    let mut file = vec![0_u8; SECTOR];
    file[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    let mut put = |at: usize, bytes: &[u8]| file[at..at + bytes.len()].copy_from_slice(bytes);
    put(24, &0x3E_u16.to_le_bytes());
    put(26, &3_u16.to_le_bytes());
    put(28, &0xFFFE_u16.to_le_bytes());
    put(30, &9_u16.to_le_bytes());
    put(32, &6_u16.to_le_bytes());
    put(44, &1_u32.to_le_bytes());
    put(48, &1_u32.to_le_bytes());
    put(56, &4096_u32.to_le_bytes());
    put(60, &END.to_le_bytes());
    put(68, &END.to_le_bytes());
    for index in 0..109 {
        put(76 + 4 * index, &(if index == 0 { 0 } else { FREE }).to_le_bytes());
    }
    // Sector 0 is the table of sectors, 1 the directory, 2–9 and 10–17 the two streams.
    let mut table = vec![FREE; SECTOR / 4];
    table[0] = FAT;
    table[1] = END;
    for (first, last) in [(2_usize, 9_usize), (10, 17)] {
        for (sector, entry) in table.iter_mut().enumerate().take(last + 1).skip(first) {
            *entry = if sector == last { END } else { sector as u32 + 1 };
        }
    }
    file.extend(table.iter().flat_map(|entry| entry.to_le_bytes()));
    let entry = |name: &str, kind: u8, child: u32, right: u32, start: u32, size: u64| {
        let mut entry = vec![0_u8; 128];
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry[..units.len()].copy_from_slice(&units);
        entry[64..66].copy_from_slice(&(units.len() as u16 + 2).to_le_bytes());
        entry[66] = kind;
        entry[67] = 1;
        entry[68..72].copy_from_slice(&FREE.to_le_bytes());
        entry[72..76].copy_from_slice(&right.to_le_bytes());
        entry[76..80].copy_from_slice(&child.to_le_bytes());
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..128].copy_from_slice(&size.to_le_bytes());
        entry
    };
    file.extend(entry("Root Entry", 5, 1, FREE, END, 0));
    file.extend(entry("EncryptionInfo", 2, FREE, 2, 2, CONTENT as u64));
    file.extend(entry("EncryptedPackage", 2, FREE, FREE, 10, CONTENT as u64));
    file.extend(entry("", 0, FREE, FREE, 0, 0));
    file.extend(vec![0x5A_u8; 2 * CONTENT]);
    file
}
