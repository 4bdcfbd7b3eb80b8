//! Workbooks with a password: opened by the password file, and told when nothing opens them.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/encrypted");

/// Checks the encrypted file alone with these passwords; the account's entry of it, and all outputs as one text.
fn checked(file: &str, bytes: &[u8], passwords: Option<&str>) -> (Value, String) {
    let folder = tempfile::tempdir().unwrap();
    let inbox = folder.path().join("收件");
    fs::create_dir(&inbox).unwrap();
    fs::write(inbox.join(file), bytes).unwrap();
    let list = folder.path().join("密码.txt");
    let mut arguments = vec!["check", "--period", "2021-09", "--date", "2021-10-08"];
    if let Some(passwords) = passwords {
        fs::write(&list, passwords).unwrap();
        arguments.extend(["--password-file", list.to_str().unwrap()]);
    }
    let output = support::zhuanban().args(&arguments).arg(folder.path()).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    let account = fs::read_to_string(folder.path().join("报送/核查-2021-09/数据/account.json")).unwrap();
    let account: Value = serde_json::from_str(&account).unwrap();
    (account["files"][0].clone(), told)
}

fn bytes(file: &str) -> Vec<u8> {
    fs::read(Path::new(FOLDER).join(file)).unwrap()
}

#[test]
fn a_password_of_the_file_opens_either_kind_of_encryption() {
    for file in ["agile.xlsx", "standard.xlsx"] {
        let (entry, told) = checked(file, &bytes(file), Some("\u{feff}别的\r\n\r\n密码 1\r\n"));
        assert_eq!(entry["status"], "read", "{file}: {told}");
        assert_eq!(entry["tables"][0]["kind"], "log", "{file}");
        assert!(!told.contains("密码 1"), "{told}");
    }
}

#[test]
fn a_protected_workbook_that_opens_by_itself_is_read() {
    let (entry, _) = checked("protected.xlsx", &bytes("protected.xlsx"), None);
    assert_eq!(entry["status"], "read");
}

#[test]
fn without_the_right_password_the_file_is_told_with_what_to_do() {
    for file in ["agile.xlsx", "standard.xlsx"] {
        for (passwords, what) in [(None, "--password-file"), (Some("密码1\n密码 1 \n"), "密码文件中补上")] {
            let (entry, told) = checked(file, &bytes(file), passwords);
            assert_eq!(entry["status"], "failed", "{file}");
            assert!(told.contains("D001") && told.contains(what), "{told}");
        }
    }
}

#[test]
fn a_change_of_the_encrypted_content_is_seen() {
    let good = bytes("agile.xlsx");
    // The package lies behind the description of its encryption.
    let places = (good.len() / 2..good.len() - 1024).step_by(509);
    for place in places {
        let mut bad = good.clone();
        bad[place] ^= 1;
        let (entry, told) = checked("agile.xlsx", &bad, Some("密码 1"));
        let same = entry["status"] == "read" && entry["tables"][0]["rows"] == 1;
        assert!(same || entry["status"] == "failed", "byte {place}: {entry} {told}");
    }
}
