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

/// Tables of one squad that do and do not ask for something: what is told of the month cannot be told of the year.
#[test]
fn what_a_table_does_not_ask_for_is_told_nowhere_and_ties_out() {
    let work = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = work.path().join("收件").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("文化旅游专班/名册.csv", "姓名,角色\n张局,组长\n羊一,专职成员\n");
    write(
        "文化旅游专班/日志9月.csv",
        "日期,姓名,工作内容,地点\n2021-09-06,羊一,拜访企业,上海\n2021-09-07,张局,考察,苏州\n",
    );
    write(
        "文化旅游专班/日志3月.csv",
        "日期,姓名,工作内容,带队领导\n2021-03-01,羊一,拜访企业,张局\n",
    );
    write("文化旅游专班/台账.csv", "项目名称,阶段,开工日期,产业类\n甲,开工,2021-09-05,是\n");
    write("文化旅游专班/台账旧.csv", "项目名称,阶段,开工日期\n乙,开工,2021-03-05\n");
    write("高效农业专班/台账.csv", "项目名称,阶段\n丙,开工\n丁,在谈\n");
    // Money was spent, and nothing signed: there is no cost of what was signed.
    write(
        "文化旅游专班/经费.csv",
        "凭证号,日期,支出项目,金额（元）\nP1,2021-09-06,差旅费,1200\n",
    );
    write(
        "文化旅游专班/合同.csv",
        "合同编号,项目名称,投资方,合同类型,签订日期,合同金额（万元）\nHT-1,古城,乙公司,框架协议,2021-09-01,3000\n",
    );
    for period in [
        "2021-W38",
        "2021-09-H1",
        "2021-03",
        "2021-09",
        "2021-10",
        "2021-W41",
        "2021-Q3",
        "2021",
    ] {
        let output = support::zhuanban()
            .args(["report", period, "--date", "2022-01-08"])
            .arg(work.path())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{period}: {output:?}");
    }
    let text = |period: &str| {
        let folder = work.path().join("报送").join(period);
        let texts = support::files(&folder);
        let text = texts.iter().find(|path| path.ends_with("汇报.md")).unwrap();
        fs::read_to_string(folder.join(text)).unwrap()
    };
    for said in [
        "累计开工项目2个，其中产业类未报",
        "在外招商2个工作日，组长带队外出1次",
        "项目台账没有“开工日期”列（高效农业专班）",
    ] {
        assert!(text("2021-09").contains(said), "{said}");
    }
    assert!(text("2021-03").contains("工作日志没有“地点”列和“是否外出”列，外出和带队情况无法统计。"));
}
