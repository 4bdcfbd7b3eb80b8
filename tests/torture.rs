//! A workspace with every layout, spelling and kind of file that staff use, all at once, gives the same figures to the byte as the
//! same rows in plain tables with the canonical columns.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use encoding_rs::GB18030;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::Formula;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;

use crate::makers;

/// The plain tables: a name, and rows of cells parted by `|`.
const PLAIN: &[(&str, &str)] = &[
    (
        "名册",
        "姓名 | 专班 | 角色 | 单位 | 到岗日期
         王伟 | 先进制造 | 组长 | 市工信局 | 2020-11-01
         李娜 | 先进制造 | 专职成员 | 市发改委 | 2020-11-01
         张强 | 新型材料 | 组长 | 市科技局 | 2020-11-02
         刘洋 | 新型材料 | 专职成员 | 市商务局 | 2021-01-04
         陈静 | 高效农业 | 组长 | 市农业农村局 | 2020-11-01
         杨帆 | 高效农业 | 专职成员 | 市财政局 | 2020-12-01
         赵磊 | 文化旅游 | 组长 | 市文旅局 | 2020-11-01
         孙丽 | 文化旅游 | 专职成员 | 市外事办 | 2020-11-01",
    ),
    (
        "日志",
        "日期 | 姓名 | 专班 | 工作内容 | 地点 | 是否外出 | 对接单位
         2021-09-01 | 王伟、李娜 | 先进制造 | 拜访装备企业 | 上海 | 是 | 华新装备公司
         2021-09-02 | 王伟 | 先进制造 | 整理项目材料 | 运城 | 否 |
         2021-09-06 | 李娜 | 先进制造 | 洽谈电机项目 | 苏州 | 是 | 东吴电机公司
         2021-09-13至2021-09-15 | 王伟、李娜 | 先进制造 | 考察产业园 | 深圳 | 是 | 南海机器人公司
         2021-09-22 | 李娜 | 先进制造 | 回访客商 | 广州 | 是 | 珠江重工公司
         2021-09-03 | 张强 | 新型材料 | 对接碳纤维项目 | 北京 | 是 | 中碳新材公司
         2021-09-09 | 刘洋 | 新型材料 | 参加推介会 | 天津 | 是 | 渤海材料公司
         2021-09-10 | 张强、刘洋 | 新型材料 | 研究合同文本 | 运城 | 否 |
         2021-09-07 | 陈静 | 高效农业 | 考察冷链项目 | 郑州 | 是 | 中原冷链公司
         2021-09-08 | 陈静、杨帆 | 高效农业 | 洽谈果品加工 | 西安 | 是 | 秦岭果业公司
         2021-09-16 | 杨帆 | 高效农业 | 整理台账 | 运城 | 否 |
         2021-09-01 | 赵磊 | 文化旅游 | 拜访景区集团 | 杭州 | 是 | 西湖文旅公司
         2021-09-02 | 孙丽 | 文化旅游 | 洽谈民宿项目 | 成都 | 是 | 蜀道民宿公司
         2021-09-14 | 赵磊、孙丽 | 文化旅游 | 筹备推介活动 | 运城 | 否 |
         2021-09-17 | 孙丽 | 文化旅游 | 考察演艺项目 | 长沙 | 是 | 湘江演艺公司",
    ),
    (
        "合同",
        "合同编号 | 项目名称 | 专班 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元） | 注册日期 | 合同文本 | 注册证照 | 投资方身份证明 | 资金凭证 | 项目登记表
         HT-001 | 电机生产线项目 | 先进制造 | 东吴电机公司 | 正式合同 | 2021-03-15 | 12000 | 2021-04-20 | 是 | 是 | 是 | 是 | 是
         HT-002 | 机器人产业园项目 | 先进制造 | 南海机器人公司 | 框架协议 | 2021-09-15 | 35000 |  | 是 | 否 | 否 | 否 | 否
         HT-003 | 碳纤维项目 | 新型材料 | 中碳新材公司 | 正式合同 | 2021-05-20 | 8000.5 | 2021-06-18 | 是 | 是 | 是 | 是 | 是
         HT-004 | 冷链物流项目 | 高效农业 | 中原冷链公司 | 正式合同 | 2021-09-08 | 5000 | 2021-09-20 | 是 | 是 | 是 | 否 | 是
         HT-005 | 果品加工项目 | 高效农业 | 秦岭果业公司 | 意向协议 | 2021-07-01 | 3000 |  | 否 | 否 | 否 | 否 | 否
         HT-006 | 景区提升项目 | 文化旅游 | 西湖文旅公司 | 正式合同 | 2021-08-30 | 10000 | 2021-09-10 | 是 | 是 | 是 | 是 | 是",
    ),
    (
        "到位资金",
        "合同编号 | 专班 | 到账日期 | 金额（元） | 凭证类型 | 凭证号
         HT-001 | 先进制造 | 2021-05-10 | 20000000 | 银行进账单 | JZ2021051001
         HT-001 | 先进制造 | 2021-09-12 | 10500000.5 | 银行进账单 | JZ2021091201
         HT-003 | 新型材料 | 2021-09-20 | 8000000 | 土地购置合同 | TD2021092001
         HT-004 | 高效农业 | 2021-09-27 | 1234567.89 | 设备购置合同 | SB2021092701
         HT-006 | 文化旅游 | 2021-09-30 | 30000000 | 银行进账单 | JZ2021093001",
    ),
    (
        "经费支出",
        "凭证号 | 日期 | 支出项目 | 金额（元） | 专班 | 事由 | 出差人员 | 出差地点 | 出发日期 | 返回日期
         FP0001 | 2021-09-05 | 差旅费 | 3260.5 | 先进制造 | 赴上海招商 | 王伟、李娜 | 上海 | 2021-08-31 | 2021-09-03
         FP0002 | 2021-09-18 | 差旅费 | 4100 | 先进制造 | 赴深圳招商 | 王伟、李娜 | 深圳 | 2021-09-12 | 2021-09-16
         FP0003 | 2021-09-06 | 差旅费 | 1850 | 新型材料 | 赴北京招商 | 张强 | 北京 | 2021-09-02 | 2021-09-04
         FP0004 | 2021-09-12 | 接待费 | 960 | 高效农业 | 接待果业客商 |  |  |  |
         FP0005 | 2021-09-07 | 差旅费 | 2230.35 | 文化旅游 | 赴成都招商 | 孙丽 | 成都 | 2021-09-01 | 2021-09-04
         FP0006 | 2021-09-20 | 办公费 | 518 | 文化旅游 | 购买资料 |  |  |  |",
    ),
    (
        "审批单",
        "审批单号 | 事项类型 | 专班 | 申请日期 | 批准日期 | 批准人 | 批准金额（元）
         SP01 | 出访 | 先进制造 | 2021-08-29 | 2021-08-30 | 周明 | 4000
         SP02 | 接待 | 高效农业 | 2021-09-10 | 2021-09-11 | 周明 | 1000
         SP03 | 出访 | 文化旅游 | 2021-08-30 | 2021-08-31 | 周明 | 3000",
    ),
    (
        "活动",
        "日期 | 活动类型 | 活动名称 | 专班 | 带队领导
         2021-09-09 | 专题招商活动 | 装备产业推介会 | 先进制造 | 周明
         2021-09-16 | 企业来访 | 果业公司来访 | 高效农业 | 周明",
    ),
    (
        "项目",
        "项目名称 | 专班 | 阶段 | 投资方 | 总投资（万元） | 首次对接日期 | 最近进展日期
         电机生产线项目 | 先进制造 | 注册 | 东吴电机公司 | 12000 | 2020-12-01 | 2021-09-22
         碳纤维项目 | 新型材料 | 开工 | 中碳新材公司 | 8000.5 | 2021-01-10 | 2021-09-20
         冷链物流项目 | 高效农业 | 在谈 | 中原冷链公司 | 5000 | 2021-03-02 | 2021-09-07
         民宿集群项目 | 文化旅游 | 在谈 | 蜀道民宿公司 | 6600 | 2021-06-15 | 2021-09-02",
    ),
    (
        "预算",
        "年度 | 预算金额（万元） | 科目
         2021 | 400 | 合计",
    ),
];

/// Writes rows of cells parted by `|`: `#1.5` is a number, `@2021-09-08` a date cell, `=SUM(A1:A2)=>3` a formula with its value,
/// anything else text (`\n` a line break in it).
fn put(sheet: &mut Worksheet, top: u32, left: u16, text: &str) {
    let date_format = Format::new().set_num_format("yyyy年m月d日");
    for (row, line) in (top..).zip(text.lines()) {
        for (column, cell) in (left..).zip(line.split('|')) {
            let cell = cell.trim();
            let written = if cell.is_empty() {
                continue;
            } else if let Some(number) = cell.strip_prefix('#') {
                sheet.write_number(row, column, number.parse::<f64>().unwrap())
            } else if let Some(day) = cell.strip_prefix('@') {
                sheet.write_datetime_with_format(row, column, ExcelDateTime::parse_from_str(day).unwrap(), &date_format)
            } else if let Some((formula, value)) = cell.strip_prefix('=').and_then(|formula| formula.split_once("=>")) {
                sheet.write_formula(row, column, Formula::new(formula).set_result(value))
            } else {
                sheet.write_string(row, column, cell.replace("\\n", "\n"))
            };
            written.unwrap();
        }
    }
}

/// Merges a block over what stands in its first cell.
fn merge(sheet: &mut Worksheet, block: (u32, u16, u32, u16), text: &str) {
    let (top, left, bottom, right) = block;
    sheet.merge_range(top, left, bottom, right, text, &Format::new()).unwrap();
}

fn save(mut book: Workbook, path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    book.save(path).unwrap();
}

fn plain(inbox: &Path) {
    for (name, text) in PLAIN {
        let mut book = Workbook::new();
        put(book.add_worksheet(), 0, 0, text);
        save(book, &inbox.join(format!("{name}.xlsx")));
    }
}

fn tortured(inbox: &Path) {
    fs::create_dir_all(inbox).unwrap();
    roster(&inbox.join("综合协调组/名册.xls"));
    log_of_pages(&inbox.join("先进制造专班/工作日志.xlsx"));
    log_beside_projects(&inbox.join("新材料/招商情况.xlsx"));
    log_as_text(&inbox.join("农业专班2021年9月.csv"));
    log_in_an_archive(&inbox.join("文旅.zip"));
    contracts_over_receipts(&inbox.join("汇总/签约及到资.xlsm"));
    expenses(&inbox.join("经费/支出明细.xlsx"));
    others(inbox);
    fs::write(inbox.join("~$名册.xlsx"), b"locked").unwrap();
    fs::write(inbox.join("说明.pdf"), b"%PDF-1.7").unwrap();
}

/// A page saved as .xls: merged cells over rows, a title over the table, a declared encoding.
fn roster(path: &Path) {
    let squads = [
        (
            "先进制造产业招商专班",
            [
                ("王伟", "专班组长", "市工信局", "2020年11月1日"),
                ("李娜", "成员", "市发改委", "2020.11.1"),
            ],
        ),
        (
            "新材料",
            [("张强", "组长", "市科技局", "20201102"), ("刘洋", "专职", "市商务局", "2021/1/4")],
        ),
        (
            "农业专班",
            [
                ("陈静", "组长", "市农业农村局", "２０２０－１１－０１"),
                ("杨帆", "组员", "市财政局", "二〇二〇年十二月一日"),
            ],
        ),
        (
            "文旅",
            [
                ("赵磊", "组长", "市文旅局", "2020-11-01"),
                ("孙丽", "专职人员", "市外事办", "2020年11月01日"),
            ],
        ),
    ];
    let mut rows = "<tr><td colspan=6><b>产业招商专班人员名册</b></td></tr>\n<tr><th>序号<th>组别<th>人员&nbsp;姓名<th>角 色<th>工作单位<th>到岗<br>时间</tr>".to_owned();
    let mut number = 0;
    for (squad, people) in squads {
        for (at, (name, role, unit, from)) in people.into_iter().enumerate() {
            number += 1;
            let squad = if at == 0 {
                format!("<td rowspan=2>{squad}</td>")
            } else {
                String::new()
            };
            rows.push_str(&format!("<tr><td>{number}{squad}<td>{name}<td>{role}<td>{unit}<td>{from}</tr>\n"));
        }
    }
    rows.push_str("<tr><td colspan=6>填表人：周明　审核：郑平</td></tr>");
    let page =
        format!("<html><head><meta charset=\"gb2312\"><style>td{{color:red}}</style></head><body><table>{rows}</table></body></html>");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, GB18030.encode(&page).0).unwrap();
}

/// Printed pages: the header repeated, page footers, days without a year, the squad only in the title.
fn log_of_pages(path: &Path) {
    let mut book = Workbook::new();
    let cover = book.add_worksheet().set_name("封面").unwrap();
    put(cover, 3, 2, "先进制造专班工作日志");
    let sheet = book.add_worksheet().set_name("9月").unwrap();
    merge(sheet, (0, 0, 0, 7), "先进制造产业招商专班2021年9月工作日志");
    put(
        sheet,
        1,
        0,
        "填报单位：先进制造专班 | | | | | | 单位：人
         序号 | 工作时间 | 参加人员 | 工作情况 | 去向 | 外出 | 拜访企业 | 天气
         1 | 9月1日 | 王伟，李 娜 | 拜访装备企业 | 上海 | √ | 华新装备公司 | 晴
         2 | 9.2 | 王  伟 | 整理项目材料 | 运城 | × | | 阴
         3 | 2021年9月6日 | 李娜 | 洽谈电机项目 | 苏州 | 是 | 东吴电机公司 |
         第 1 页 共 2 页
         序号 | 工作时间 | 参加人员 | 工作情况 | 去向 | 外出 | 拜访企业 | 天气
         4 | 9月13日—15日 | 王伟\\n李娜 | 考察产业园 | 深圳 | Y | 南海机器人公司 | 雨

         5 | @2021-09-22 | 李娜 | 回访客商 | 广州 | 有 | 珠江重工公司 |
         第 2 页 共 2 页
         填表人：李娜 | | | 审核：王伟
         备注：外出须先审批",
    );
    save(book, path);
}

/// Two tables side by side with an empty column between, each under its own title.
fn log_beside_projects(path: &Path) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("2021年9月").unwrap();
    merge(sheet, (0, 0, 0, 4), "新材料专班工作日志");
    put(
        sheet,
        2,
        0,
        "工作内容 | 日 期 | 姓名 | 前往地点 | 是否出差 | 接洽单位
         对接碳纤维项目 | 9月3日 | 张强 | 北京 | 1 | 中碳新材公司
         参加推介会 | 2021.9.9 | 刘洋 | 天津 | 是 | 渤海材料公司
         研究合同文本 | 20210910 | 张强/刘洋 | 运城 | 0 |",
    );
    merge(sheet, (0, 7, 0, 13), "四个专班项目台账");
    put(
        sheet,
        1,
        7,
        "| | | 单位：亿元
         项目 | 责任专班 | 项目阶段 | 投资总额 | 首次对接 | 最新进展日期 | 投资主体
         电机生产线项目 | 制造 | 注册 | #1.2 | 2020年12月1日 | 2021-9-22 | 东吴电机公司
         碳纤维项目 | 新材料 | 开工 | 8000.5万元 | @2021-01-10 | 20210920 | 中碳新材公司
         冷链物流项目 | 农业 | 在谈 | 伍仟万元整 | #44257 | 2021/9/7 | 中原冷链公司
         民宿集群项目 | 文旅 | 在谈 | ６，６００万 | 2021.6.15 | 2021年9月2日 | 蜀道民宿公司",
    );
    save(book, path);
}

/// GB18030, tabs, quoted line breaks, the squad and the year only in the file's name.
fn log_as_text(path: &Path) {
    let text = "日志\r\n日志日期\t人员姓名\t主要工作\t工作地点\t是否外出\t洽谈企业\r\n9月7日\t陈静\t考察冷链项目\t郑州\t是\t中原冷链公司\r\n\
                9月8日\t\"陈静\n杨帆\"\t洽谈果品加工\t西安\t是\t秦岭果业公司\r\n\r\n9月16日\t杨 帆\t整理台账\t运城\t否\t—\r\n";
    fs::write(path, GB18030.encode(text).0).unwrap();
}

/// An archive with a name in GBK; in it hidden rows, a hidden column and a hidden sheet.
fn log_in_an_archive(path: &Path) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("文化旅游专班").unwrap();
    put(
        sheet,
        0,
        0,
        "工作日志（2021年）
         时间 | 姓名 | 工作内容 | 外出地点 | 是否在外 | 对接企业名称
         9月1日 | 赵磊 | 拜访景区集团 | 杭州 | 是 | 西湖文旅公司
         9月2日 | 孙丽 | 洽谈民宿项目 | 成都 | 是 | 蜀道民宿公司
         9月14日 | 赵磊；孙丽 | 筹备推介活动 | 运城 | 否 | /",
    );
    sheet.set_row_hidden(3).unwrap();
    sheet.set_column_hidden(3).unwrap();
    let hidden = book.add_worksheet().set_name("文旅2021年补记").unwrap();
    put(
        hidden,
        4,
        2,
        "*日期： | ★姓名 | 工作内容 | 地点 | 是否外出 | 对接单位
         9月17日 | 孙丽 | 考察演艺项目 | 长沙 | 是 | 湘江演艺公司",
    );
    hidden.set_hidden(true);
    let bytes = book.save_to_buffer().unwrap();
    let mut archive = makers::zipped(&[("XXXX/9.xlsx", &bytes)], true);
    let name = GB18030.encode("文旅").0;
    while let Some(at) = archive.windows(5).position(|window| window == b"XXXX/") {
        archive[at..at + name.len()].copy_from_slice(&name);
    }
    fs::write(path, archive).unwrap();
}

/// A header of three rows with merged parents over one table, totals first, between and last; below it another table.
fn contracts_over_receipts(path: &Path) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    merge(sheet, (0, 0, 0, 13), "2021年签约合同认定情况表");
    put(sheet, 1, 0, "| | | | | | | | | | | | | 单位：万元");
    for (column, title) in (0..).zip(["序号", "专班", "合同号", "签约项目"]) {
        merge(sheet, (2, column, 4, column), title);
    }
    merge(sheet, (2, 4, 2, 7), "签约情况");
    for (column, title) in (4..).zip(["投资主体", "签约资金", "签约\n时间", "合同性质"]) {
        merge(sheet, (3, column, 4, column), title);
    }
    merge(sheet, (2, 8, 4, 8), "注册时间");
    merge(sheet, (2, 9, 2, 13), "认定材料");
    for (column, title) in (9..).zip(["合同文本", "注册证照", "投资方身份证明", "资金凭证", "项目登记表"]) {
        merge(sheet, (3, column, 4, column), title);
    }
    put(
        sheet,
        5,
        0,
        "合计 | | | | | =SUM(F8:F9,F11,F13:F14,F16)=>73000.5
         一、工业
         1 | | HT-001 | 电机生产线项目 | 东吴电机公司 | 1.2亿元 | 2021年3月15日 | 正式 | 2021.4.20 | √ | √ | √ | √ | √
         2 | | HT-002 | 机器人产业园项目 | 南海机器人公司 | 3.5亿 | @2021-09-15 | 战略合作框架协议 | | 有 | 无 | 无 | 无 | 无
         先进制造小计 | | | | | =SUM(F8:F9)=>47000
         3 | 新材料组 | HT-003 | 碳纤维项目 | 中碳新材公司 | #8000.5 | 20210520 | 正式 合同 | #44365 | 齐 | 齐 | 齐 | 齐 | 齐
         新材料小计 | | | | | =F11=>8000.5
         4 | | HT-004 | 冷链物流项目 | 中原冷链公司 | 5,000 | 2021-9-8 | 投资合同 | 2021/9/20 | 是 | 是 | 是 | 否 | 是
         5 | | HT-005 | 果品加工项目 | 秦岭果业公司 | 叁仟万元整 | 2021年7月1日 | 意向书 | — | | × | × | × | ×
         小计 | | | | | =SUM(F13:F14)=>8000
         6 | 市文旅专班 | HT-006 | 景区提升项目 | 西湖文旅公司 | ¥１０，０００ | 二〇二一年八月三十日 | 正式合同 | 2021年9月10日 | 已提供 | 已提供 | 已提供 | 已提供 | 已提供
         合 计 | | | | | =SUM(F8:F9,F11,F13:F14,F16)=>73000.5",
    );
    merge(sheet, (7, 1, 8, 1), "先进制造");
    merge(sheet, (12, 1, 13, 1), "高效农业");
    merge(sheet, (20, 0, 20, 6), "到位资金统计表（2021年）");
    put(
        sheet,
        21,
        0,
        "| | | | | （单位：元）
         到位日期 | 凭证种类 | 凭证编号 | 到位金额 | 对应合同 | 引进专班 | 备 注
         5月10日 | 银行进账单 | JZ2021051001 | 20,000,000.00 | HT-001 | 制造 |
         9月12日 | 银行进账单 | JZ2021091201 | #10500000.5 | HT-001 | 制造 | 第二笔
         9月20日 | 土地购置合同 | TD2021092001 | 800万元 | HT-003 | 新材料 |
         9月27日 | 设备购置合同 | SB2021092701 | 1234567.89元 | HT-004 | 农业 |
         9月30日 | 银行进账单 | JZ2021093001 | 0.3亿元 | HT-006 | 文旅 |
         总计： | | | =SUM(D24:D28)=>69734568.39
         制表：周明 | | 负责人（签字）：",
    );
    save(book, path);
}

/// Columns in another order, unknown ones among them, a merged pair of days, several spellings of money.
fn expenses(path: &Path) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("三季度").unwrap();
    put(
        sheet,
        0,
        0,
        "2021年第三季度经费支出明细表

         费用类别 | 摘要 | 支出金额 | 出差人 | 目的地 | 出差时间 | | 报销专班 | 支出日期 | 发票号 | 粘贴页码
         | | | | | 起 | 止
         差旅费 | 赴上海招商 | ¥3,260.50 | 王伟、李娜 | 上海 | 8月31日 | 9月3日 | 制造 | 9月5日 | FP0001 | 甲1
         差旅费 | 赴深圳招商 | 肆仟壹佰元整 | 王伟 李娜 | 深圳 | 9.12 | 9.16 | 制造 | @2021-09-18 | FP0002 | 甲2
         9月上旬小计 | | =SUM(C5:C6)=>7360.5
         差旅费 | 赴北京招商 | 0.185万元 | 张强 | 北京 | 2021年9月2日 | 2021.9.4 | 新材料 | 2021/9/6 | FP0003 | 乙1
         接待费 | 接待果业客商 | 960元 | | | | | 农业 | 20210912 | FP0004 | 丙1
         差旅费 | 赴成都招商 | #2230.35 | 孙丽 | 成都 | 9月1日 | 9月4日 | 文旅 | 9月7日 | FP0005 | 丁1
         办公费 | 购买资料 | ￥518 | | | - | - | 文旅 | 2021-09-20 | FP0006 | 丁2
         合计 | | =SUM(C5:C6,C8:C11)=>12918.85
         注：附原始凭证",
    );
    put(sheet, 1, 2, "金额单位：元");
    for (column, title) in [
        (0, "费用类别"),
        (1, "摘要"),
        (2, "支出金额"),
        (3, "出差人"),
        (4, "目的地"),
        (7, "报销专班"),
        (8, "支出日期"),
        (9, "发票号"),
        (10, "粘贴页码"),
    ] {
        merge(sheet, (2, column, 3, column), title);
    }
    merge(sheet, (2, 5, 2, 6), "出差时间");
    save(book, path);
}

/// The other kinds of files.
fn others(inbox: &Path) {
    let approvals: makers::Rows<'_> = &[
        &["2021年审批单登记表", "", "", "", "", "", ""],
        &[
            "审批人",
            "审批编号",
            "审批事项",
            "申请专班",
            "申请时间",
            "审批日期",
            "审批金额（元）",
        ],
        &["周明", "SP01", "外出考察", "制造", "2021年8月29日", "8月30日", "4,000"],
        &["周 明", "SP02", "公务接待", "农业", "9月10日", "9.11", "壹仟元整"],
        &["周明", "SP03", "出访", "文旅", "20210830", "2021/8/31", "0.3万元"],
    ];
    fs::write(inbox.join("审批单.et"), makers::xls(approvals)).unwrap();
    let activities: makers::Rows<'_> = &[
        &["带队人", "活动名称", "活动类型", "活动时间", "主办专班"],
        &["周明", "装备产业推介会", "专题招商活动", "2021年9月9日", "制造"],
        &["周明", "果业公司来访", "企业来访", "2021.9.16", "农业"],
    ];
    fs::write(inbox.join("活动.ods"), makers::ods(activities)).unwrap();
    fs::create_dir_all(inbox.join("备份")).unwrap();
    fs::copy(inbox.join("活动.ods"), inbox.join("备份/活动（副本）.ods")).unwrap();
    let budget: makers::Rows<'_> = &[&["预算年度", "科目", "预算金额"], &["2021年", "合计", "400万元"]];
    fs::write(inbox.join("预算.xlsb"), makers::xlsb(budget)).unwrap();
}

/// `figures.json` of the report of September, and how many rows were used.
fn figures(workspace: &Path) -> (String, u64) {
    let output = Command::cargo_bin("zhuanban")
        .unwrap()
        .env_clear()
        .args(["report", "2021-09", "--date", "2021-10-08", "--quiet"])
        .arg(workspace)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let data = workspace.join("报送/2021-09/数据");
    let account: serde_json::Value = serde_json::from_slice(&fs::read(data.join("account.json")).unwrap()).unwrap();
    let rows = account["files"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|file| file["tables"].as_array().unwrap());
    let used = rows.map(|table| table["used"].as_u64().unwrap()).sum();
    (fs::read_to_string(data.join("figures.json")).unwrap(), used)
}

#[test]
fn every_layout_at_once_gives_the_figures_of_plain_tables() {
    let (clean, torture) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    plain(&clean.path().join("收件"));
    tortured(&torture.path().join("收件"));
    let (expected, rows) = figures(clean.path());
    assert_eq!(rows, PLAIN.iter().map(|(_, text)| text.lines().count() as u64 - 1).sum::<u64>());
    let (told, tortured_rows) = figures(torture.path());
    assert_eq!(tortured_rows, rows);
    let different: Vec<_> = expected.lines().zip(told.lines()).filter(|(left, right)| left != right).collect();
    assert_eq!(expected, told, "{different:?}");
}
