//! 活动记录: what the squads did and reported, and the meetings of all squads.

use chrono::Days;
use chrono::NaiveDate;

use super::YEAR;
use super::day;
use super::firms::FIRMS;
use super::form::Book;
use super::form::Cell;
use super::form::DayStyle;
use super::form::Row;
use super::form::Sheet;
use super::form::col;
use super::itinerary;
use super::spending::EVENTS;
use super::spending::visit;
use super::squads::SQUADS;
use super::squads::Squad;

/// The office's list of meetings.
pub(crate) const MEETINGS: &str = "市招投中心/2021年专班调度及会议活动记录.xlsx";

/// Where a squad keeps its activities.
pub(crate) fn path(number: usize) -> String {
    let folder = SQUADS[number].folder;
    match number {
        0 => format!("{folder}/{YEAR}年活动记录.xlsx"),
        1 => format!("{folder}/新材料专班活动及汇报记录.xlsx"),
        2 => format!("{folder}/招商活动记录（{YEAR}）.xlsx"),
        _ => format!("{folder}/文旅专班活动记录.xlsx"),
    }
}

/// Activities of every squad, and the office's meetings.
pub(crate) fn books() -> Vec<Book> {
    let mut books: Vec<Book> = SQUADS
        .iter()
        .enumerate()
        .map(|(number, squad)| Book::new(path(number), vec![activities(number, squad)]))
        .collect();
    books.push(meetings());
    books
}

fn activities(number: usize, squad: &'static Squad) -> Sheet {
    let mut rows = Vec::new();
    for month in 1..=12 {
        let last = itinerary::workdays(month).last().copied().unwrap_or_default();
        rows.push((
            last - Days::new(1),
            Row::data()
                .with("活动类型", "月度汇报")
                .with("活动名称", format!("{}{month}月份工作情况书面汇报", squad.full))
                .with("成果", "已报分管副市长"),
        ));
        if let Some((on, firm)) = visit(number, month) {
            let kind = FIRMS[number]
                .iter()
                .find(|known| known.name == firm)
                .map_or("民企", |known| known.kind);
            rows.push((
                on,
                Row::data()
                    .with("活动类型", "企业来访")
                    .with("活动名称", format!("{firm}来运考察"))
                    .with("客商单位", firm)
                    .with("投资方类型", kind)
                    .with("参加人员", format!("{}、{}", squad.head, squad.deputy))
                    .with("成果", "实地察看园区，初步达成合作意向"),
            ));
        }
    }
    for event in EVENTS.iter().filter(|event| event.squad == number) {
        rows.push((
            day(event.on.0, event.on.1),
            Row::data()
                .with("活动类型", "专题招商活动")
                .with("活动名称", event.name)
                .with("带队领导", squad.head)
                .with(
                    "参加人员",
                    squad
                        .teams
                        .iter()
                        .flat_map(|team| team.people.iter().copied())
                        .collect::<Vec<_>>()
                        .join("、"),
                )
                .with("成果", "推介重点项目12个，签订意向协议3个"),
        ));
    }
    let mut rows: Vec<Row> = rows
        .into_iter()
        .map(|(on, row)| row.with("日期", on))
        .chain(trips(number, squad))
        .collect();
    rows.sort_by_key(|row| row.day("日期"));
    let (columns, style) = match number {
        0 => (
            [
                "活动日期",
                "活动类型",
                "活动名称",
                "带队领导",
                "参加人员",
                "来访企业",
                "企业类型",
                "活动成果",
            ],
            DayStyle::Iso,
        ),
        1 => (
            ["时间", "类别", "活动主题", "带队人", "参会人员", "客商单位", "客商类型", "成效"],
            DayStyle::Words,
        ),
        2 => (
            [
                "活动时间",
                "活动类别",
                "活动名称",
                "带队领导",
                "参与人员",
                "对接企业",
                "投资方类型",
                "取得成果",
            ],
            DayStyle::Dots,
        ),
        _ => (
            ["日 期", "类型", "名 称", "带队领导", "参加人员", "客商", "企业性质", "成果情况"],
            DayStyle::MonthDay,
        ),
    };
    let keys = [
        "日期",
        "活动类型",
        "活动名称",
        "带队领导",
        "参加人员",
        "客商单位",
        "投资方类型",
        "成果",
    ];
    let widths = [20.0, 13.0, 40.0, 10.0, 24.0, 28.0, 11.0, 32.0];
    let mut all = vec![col("序号", "序号", 6.0)];
    for ((key, title), width) in keys.into_iter().zip(columns).zip(widths) {
        all.push(col(key, title, width).days(style));
    }
    all.push(col("备注", "备注", 8.0));
    Sheet::new("活动记录", all)
        .title(format!("{}{YEAR}年活动记录表", squad.full))
        .ends(format!("填报单位：{}", squad.unit), "")
        .rows(rows)
        .note(format!(
            "填表人：{}    审核：{}",
            squad.teams.last().and_then(|team| team.people.last()).unwrap_or(&""),
            squad.deputy
        ))
}

/// Four of the trips that the logs say the head led.
fn trips(number: usize, squad: &'static Squad) -> impl Iterator<Item = Row> {
    [3, 6, 8, 11].into_iter().filter_map(move |month| {
        let led = itinerary::month(squad, number, month).into_iter().find(|stay| stay.led)?;
        let city = led.city?;
        Some(
            Row::data()
                .with("日期", Cell::Days(led.from, led.to))
                .with("活动类型", "外出考察")
                .with("活动名称", format!("赴{}考察对接", city.short))
                .with("带队领导", squad.head)
                .with("参加人员", led.people.join("、"))
                .with("成果", "拜访重点企业3家，收集项目信息2条"),
        )
    })
}

/// 半月调度, 市长办公会, 业务培训.
fn meetings() -> Book {
    let mut rows: Vec<(NaiveDate, &str, String, &str)> = Vec::new();
    for month in 1..=12 {
        let days = itinerary::workdays(month);
        let halves = [
            ("上半月", days.iter().rfind(|on| **on <= day(month, 14))),
            ("下半月", days.iter().rfind(|on| **on <= day(month, 28))),
        ];
        for (half, on) in halves {
            if let Some(on) = on {
                let way = if month % 2 == 0 { "微信工作群" } else { "会议" };
                rows.push((
                    *on,
                    "半月调度",
                    format!("{month}月{half}专班工作调度（{way}）"),
                    "各专班通报工作进展",
                ));
            }
        }
    }
    for (on, quarter) in [(day(3, 25), "一"), (day(6, 24), "二"), (day(9, 24), "三"), (day(12, 23), "四")] {
        rows.push((
            on,
            "市长办公会",
            format!("第{quarter}季度市长办公会议研究专班工作"),
            "研究解决重大项目问题",
        ));
    }
    for (on, name) in [(day(3, 16), "第一期"), (day(9, 14), "第二期")] {
        rows.push((on, "业务培训", format!("产业招商专班业务培训班（{name}）"), "培训专班人员16人"));
    }
    rows.sort();
    let columns = vec![
        col("序号", "序号", 6.0),
        col("日期", "会议时间", 14.0).days(DayStyle::SerialWords),
        col("活动类型", "会议类型", 14.0),
        col("活动名称", "会议名称", 40.0),
        col("带队领导", "主持人", 10.0),
        col("参加人员", "参会人员", 30.0),
        col("成果", "会议结果", 30.0),
        col("备注", "备注", 10.0),
    ];
    let rows = rows.into_iter().map(|(on, kind, name, result)| {
        let chair = if kind == "市长办公会" { "尚明远" } else { "侯文静" };
        Row::data()
            .with("日期", on)
            .with("活动类型", kind)
            .with("活动名称", name)
            .with("带队领导", chair)
            .with("参加人员", "各专班副组长及专职成员")
            .with("成果", result)
    });
    let sheet = Sheet::new("调度会议", columns)
        .title(format!("{YEAR}年产业招商专班调度及会议活动记录"))
        .ends("填报单位：市招商投资促进中心（综合协调组办公室）", "")
        .rows(rows)
        .note("注：半月调度由四个专班共同参加。")
        .note("填表人：范晓东        审核：侯文静");
    Book::new(MEETINGS, vec![sheet])
}
