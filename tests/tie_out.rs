//! A report whose outputs say different things is not published (spec 4.6).

use std::fs;
use std::path::Path;

use crate::support;

/// The workspace's own template says another number than the figure that it claims to say.
#[test]
fn a_wrong_number_in_a_document_stops_the_run_and_leaves_the_old_report() {
    let work = tempfile::tempdir().unwrap();
    support::copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/clean"),
        &work.path().join("收件"),
    );
    let report = || {
        let output = support::zhuanban()
            .args(["report", "2021-09", "--date", "2021-10-08"])
            .arg(work.path())
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, told) = report();
    assert_eq!(code, Some(0), "{told}");
    let out = work.path().join("报送");
    let before = support::files(&out);
    let template = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/月报.gw.j2")).unwrap();
    let planted = template.replacen("|{{ row.reached }}|", "|{{ row.reached }}1|", 1);
    assert_ne!(planted, template);
    fs::create_dir(work.path().join("模板")).unwrap();
    fs::write(work.path().join("模板/月报.gw.j2"), planted).unwrap();
    let (code, told) = report();
    assert_eq!(code, Some(3), "{told}");
    assert!(
        told.contains("汇报.md 第") && told.contains("figures.json 中的 先进制造.T001.reached 是"),
        "{told}"
    );
    assert_eq!(support::files(&out), before, "nothing was published, and nothing is left behind");
}
