//! The office's own document in 模板/ lends a brief its look; one that cannot is told by its name. The documents in `references/` were
//! written by python-docx and by LibreOffice.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;

use crate::support;

struct Work {
    folder: tempfile::TempDir,
}

impl Work {
    fn new() -> Work {
        let folder = tempfile::tempdir().unwrap();
        let inbox = folder.path().join("收件");
        fs::create_dir_all(&inbox).unwrap();
        fs::create_dir(folder.path().join("模板")).unwrap();
        let log = "序号,日期,地点,姓名,工作内容\n1,2021-09-01,西安,王伟,拜访企业\n";
        fs::write(inbox.join("文化旅游专班工作日志.csv"), log).unwrap();
        Work { folder }
    }

    fn reference(&self, name: &str, bytes: &[u8]) {
        fs::write(self.folder.path().join("模板").join(name), bytes).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = support::zhuanban()
            .args(arguments)
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    }

    fn report(&self) -> (Option<i32>, String) {
        self.run(&["report", "2021-09", "--date", "2021-10-08"])
    }

    fn out(&self, name: &str) -> PathBuf {
        self.folder.path().join("报送/2021-09").join(name)
    }
}

const BRIEF: &str = "2021年9月招商专班工作情况汇报.docx";

fn made_by(program: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/references");
    fs::read(folder.join(format!("{program}.docx"))).unwrap()
}

fn part(docx: &Path, name: &str) -> String {
    let mut zip = zip::ZipArchive::new(fs::File::open(docx).unwrap()).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_brief_wears_the_look_of_the_offices_document_and_says_the_same_words() {
    let work = Work::new();
    assert_eq!(work.report().0, Some(0));
    let words = fs::read(work.out("2021年9月招商专班工作情况汇报.md")).unwrap();
    for (program, head, footer, body, width) in [
        (
            "python-docx",
            "运城市招商投资促进中心文件",
            "内部资料　注意保存",
            "w:eastAsia=\"宋体\"",
            8278,
        ),
        ("libreoffice", "运城市招商工作简报", " PAGE ", "w:eastAsia=\"仿宋_GB2312\"", 9072),
    ] {
        work.reference("公文.docx", &made_by(program));
        // A report also says what changed since the last one.
        fs::remove_dir_all(work.folder.path().join("报送")).unwrap();
        let (code, told) = work.report();
        assert_eq!(code, Some(0), "{told}");
        let text = part(&work.out(BRIEF), "word/document.xml");
        assert!(text.contains(head) && !text.contains("《正"), "{program}");
        assert!(text.contains(&format!("w:hint=\"eastAsia\" {body}")), "{program}");
        assert!(text.contains(&format!("<w:tblW w:w=\"{width}\"")), "{program}");
        assert!(part(&work.out(BRIEF), "word/footer1.xml").contains(footer), "{program}");
        assert!(!part(&work.out(BRIEF), "docProps/core.xml").contains("张某某"), "{program}");
        assert_eq!(fs::read(work.out("2021年9月招商专班工作情况汇报.md")).unwrap(), words, "{program}");
        assert_eq!(
            fs::read(work.folder.path().join("模板/公文.docx")).unwrap(),
            made_by(program),
            "{program}"
        );
        // The receipt names it, so that verify sees it change.
        let account: Value = serde_json::from_slice(&fs::read(work.out("数据/account.json")).unwrap()).unwrap();
        assert!(account.to_string().contains("模板/公文.docx"), "{program}");
        let (code, told) = work.run(&["verify", "报送/2021-09"]);
        assert_eq!(code, Some(0), "{told}");
    }
    work.reference("公文.docx", &made_by("python-docx"));
    assert_eq!(work.run(&["verify", "报送/2021-09"]).0, Some(1));
}

#[test]
fn a_document_that_cannot_lend_its_look_is_told_by_its_name() {
    let work = Work::new();
    let mut cut = made_by("libreoffice");
    cut.truncate(3000);
    for (name, bytes, what) in [
        ("公文.docx", b"not a zip".as_slice(), "模板 公文.docx有误：文件已损坏"),
        ("公文.docx", &cut, "模板 公文.docx有误：文件已损坏"),
        ("公文.doc", b"", "模板/公文.doc 不会被使用，请另存为 公文.docx"),
        ("公文.docx.docx", b"", "模板/公文.docx.docx 不会被使用"),
    ] {
        work.reference(name, bytes);
        let (code, told) = work.report();
        assert_eq!(code, Some(2), "{told}");
        assert!(told.contains(what), "{told}");
        assert!(!work.folder.path().join("报送/2021-09").exists());
        fs::remove_file(work.folder.path().join("模板").join(name)).unwrap();
    }
    // Other documents may lie there.
    work.reference("会议纪要.docx", b"");
    assert_eq!(work.report().0, Some(0));
}
