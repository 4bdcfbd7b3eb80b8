//! One squad's year.

use chrono::Datelike;
use chrono::Days;
use chrono::NaiveDate;
use chrono::Weekday;

use crate::book::Cell;
use crate::book::Sheet;
use crate::book::text;

/// The squads of a city.
pub(crate) const CITY: [&str; 4] = ["先进制造", "新型材料", "高效农业", "文化旅游"];

const YEAR: i32 = 2021;
const SURNAMES: [&str; 20] = [
    "赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨", "朱", "秦", "尤", "许",
];
const GIVEN: [&str; 10] = ["建国", "文静", "海涛", "晓燕", "志强", "玉兰", "国栋", "雅琴", "永康", "思远"];
const PLACES: [&str; 6] = ["上海", "苏州工业园区", "深圳南山", "北京亦庄", "杭州滨江", "青岛"];
const FIRMS: [&str; 8] = [
    "东海装备集团",
    "长江新材股份",
    "珠江食品",
    "蓬莱文旅",
    "昆仑能源科技",
    "岭南智造",
    "北辰医药",
    "天府电子",
];
const ITEMS: [&str; 5] = ["会务费", "宣传和资料印刷费", "培训费", "布展费", "租赁费"];

/// The name of a squad among so many.
pub(crate) fn name(number: usize, squads: usize) -> String {
    if squads <= CITY.len() {
        CITY[number].to_owned()
    } else {
        format!("第{:02}产业", number + 1)
    }
}

/// What a squad does in a year.
pub(crate) struct Plan {
    number: usize,
    name: String,
    people: Vec<String>,
}

/// One of the first `days` days of the year, going round.
fn day(position: usize, days: u32) -> NaiveDate {
    let days_on = u64::try_from(position).unwrap_or_default() % u64::from(days);
    first_of(1).checked_add_days(Days::new(days_on)).unwrap_or_default()
}

fn first_of(month: usize) -> NaiveDate {
    let month = u32::try_from(month).unwrap_or(1);
    NaiveDate::from_ymd_opt(YEAR, month, 1).unwrap_or_default()
}

impl Plan {
    pub(crate) fn new(number: usize, name: &str) -> Plan {
        let person = |place: usize| {
            let position = number * 5 + place;
            format!(
                "{}{}",
                SURNAMES[position % SURNAMES.len()],
                GIVEN[position / SURNAMES.len() % GIVEN.len()]
            )
        };
        Plan {
            number,
            name: name.to_owned(),
            people: (0..5).map(person).collect(),
        }
    }

    fn code(&self, kind: &str, number: usize) -> String {
        format!("{kind}{:02}{number:06}", self.number + 1)
    }

    pub(crate) fn roster(&self) -> Sheet {
        let roles = ["组长", "副组长", "专职成员", "专职成员", "专职成员"];
        let rows = self.people.iter().zip(roles).map(|(person, role)| {
            let level = if role == "副组长" { "副县级" } else { "" };
            vec![
                text(person),
                text(&self.name),
                text(role),
                text("市直单位"),
                text("干部"),
                text(level),
            ]
        });
        Sheet {
            name: "名册",
            header: &["姓名", "专班", "角色", "单位", "职务", "级别"],
            rows: rows.collect(),
        }
    }

    /// So many rows on the days of the months, first and last counted. Out of town from Monday to Thursday.
    pub(crate) fn log(&self, first: usize, last: usize, count: usize) -> Sheet {
        let (from, days) = (first_of(first), if last >= 12 { 366 } else { first_of(last + 1).ordinal() });
        let length = days - from.ordinal();
        let rows = (0..count).map(|position| {
            let round = position / self.people.len();
            let on = Days::new(u64::try_from(round).unwrap_or_default() % u64::from(length));
            let date = from.checked_add_days(on).unwrap_or_default();
            let out = !matches!(date.weekday(), Weekday::Fri | Weekday::Sat | Weekday::Sun);
            let person = &self.people[position % self.people.len()];
            let firm = FIRMS[(position + self.number) % FIRMS.len()];
            let project = format!("年产{}万件项目", position % 97 + 3);
            vec![
                Cell::Day(date),
                text(person),
                text(&self.name),
                text(format!("与{firm}对接第{}次，商谈用地和用工", position % 31 + 1)),
                text(if out { PLACES[position % PLACES.len()] } else { "机关" }),
                text(if out { "是" } else { "否" }),
                text(if out { "外出对接" } else { "办公" }),
                text(firm),
                text(&project),
                text(&self.people[0]),
                text(format!("{firm}有意在本市设厂")),
                text(format!("{project}进入第{}轮商谈", position % 5 + 1)),
                text(if position % 7 == 0 { "用地指标不足" } else { "" }),
                text(if position % 11 == 0 { "请自然资源部门支持" } else { "" }),
                text("继续跟进"),
            ]
        });
        Sheet {
            name: "工作日志",
            header: &[
                "日期",
                "姓名",
                "专班",
                "工作内容",
                "地点",
                "是否外出",
                "工作类型",
                "对接单位",
                "项目名称",
                "带队领导",
                "项目信息",
                "进展情况",
                "存在问题",
                "需协调事项",
                "下一步打算",
            ],
            rows: rows.collect(),
        }
    }

    /// Names that differ by their numbers.
    fn project(&self, number: usize) -> String {
        format!("{}年产{}万件{}项目", self.name, number + 2, FIRMS[number % FIRMS.len()])
    }

    fn investor(&self, number: usize) -> String {
        format!("{}第{}有限公司", FIRMS[number % FIRMS.len()], self.number * 10_000 + number + 1)
    }

    pub(crate) fn contracts(&self, count: usize) -> Sheet {
        let rows = (0..count).map(|number| {
            let signed = day(number * 3, 270);
            let yes = || text("是");
            vec![
                text(self.code("HT", number)),
                text(self.project(number)),
                text(&self.name),
                text(self.investor(number)),
                text(if number % 9 == 8 { "框架协议" } else { "正式合同" }),
                Cell::Day(signed),
                Cell::Number(sum(1_000, number, 4_000)),
                text("人民币"),
                text(format!("运城{}", self.investor(number))),
                Cell::Day(signed.checked_add_days(Days::new(20)).unwrap_or_default()),
                yes(),
                yes(),
                yes(),
                if number % 13 == 12 { text("否") } else { yes() },
                yes(),
            ]
        });
        Sheet {
            name: "签约合同",
            header: &[
                "合同编号",
                "项目名称",
                "专班",
                "投资方",
                "合同类型",
                "签订日期",
                "合同金额（万元）",
                "币种",
                "注册企业名称",
                "注册日期",
                "合同文本",
                "注册证照",
                "投资方身份证明",
                "资金凭证",
                "项目登记表",
            ],
            rows: rows.collect(),
        }
    }

    pub(crate) fn receipts(&self, contracts: usize, count: usize) -> Sheet {
        let kinds = ["银行进账单", "发票", "设备购置合同", "土地购置合同"];
        let rows = (0..count).map(|number| {
            let contract = number % contracts;
            vec![
                text(self.code("HT", contract)),
                text(self.project(contract)),
                text(&self.name),
                Cell::Day(day(contract * 3, 270).checked_add_days(Days::new(30)).unwrap_or_default()),
                Cell::Number(sum(10, number, 300)),
                text("人民币"),
                text(kinds[number % kinds.len()]),
                text(self.code("PZ", number)),
                text(self.investor(contract)),
                text(format!("运城{}", self.investor(contract))),
                text(""),
            ]
        });
        Sheet {
            name: "到位资金",
            header: &[
                "合同编号",
                "项目名称",
                "专班",
                "到账日期",
                "金额（万元）",
                "币种",
                "凭证类型",
                "凭证号",
                "付款方",
                "收款方",
                "备注",
            ],
            rows: rows.collect(),
        }
    }

    /// The projects of the contracts, and as many in talks.
    pub(crate) fn projects(&self, contracts: usize) -> Sheet {
        let rows = (0..contracts * 2).map(|number| {
            let signed = (number < contracts).then(|| day(number * 3, 270));
            let formal = number % 9 != 8;
            let dated = |day: Option<NaiveDate>| day.map_or(Cell::None, Cell::Day);
            let started = signed.filter(|_| formal && number % 2 == 0);
            vec![
                text(self.project(number)),
                text(&self.name),
                text(match (signed, started) {
                    (None, _) => "在谈",
                    (Some(_), None) => "签约",
                    (Some(_), Some(_)) => "开工",
                }),
                text(self.investor(number)),
                text("民企"),
                text("是"),
                Cell::Number(sum(1_000, number, 4_000)),
                Cell::Day(day(number, 5)),
                Cell::Day(day(330 + number % 30, 365)),
                dated(signed),
                dated(signed.map(|day| day.checked_add_days(Days::new(20)).unwrap_or_default())),
                dated(started.map(|day| day.checked_add_days(Days::new(60)).unwrap_or_default())),
                text("盐湖区"),
                text("正在推进"),
                text(&self.people[2]),
            ]
        });
        Sheet {
            name: "项目台账",
            header: &[
                "项目名称",
                "专班",
                "阶段",
                "投资方",
                "投资方类型",
                "产业类",
                "总投资（万元）",
                "首次对接日期",
                "最近进展日期",
                "签约日期",
                "注册日期",
                "开工日期",
                "落地县区",
                "进展情况",
                "责任人",
            ],
            rows: rows.collect(),
        }
    }

    /// Part of the year's expenses; one in four is a trip from Monday to Thursday.
    pub(crate) fn expenses(&self, part: usize, count: usize) -> Sheet {
        let rows = (0..count).map(|position| {
            let number = part * count + position;
            let trip = number.is_multiple_of(4) && number / 4 < 51 * 3;
            // Monday 4 January 2021 and the weeks after it; each week a trip of each of three people.
            let week = number / 4 / 3;
            let leaves = NaiveDate::from_ymd_opt(YEAR, 1, 4)
                .and_then(|monday| monday.checked_add_days(Days::new(7 * u64::try_from(week).unwrap_or_default())))
                .unwrap_or_default();
            let returns = leaves.checked_add_days(Days::new(3)).unwrap_or_default();
            let date = if trip { returns } else { day(number, 360) };
            let application = usize::try_from(date.month0()).unwrap_or_default();
            let of_trip = |cell: Cell| if trip { cell } else { Cell::None };
            vec![
                text(self.code("FP", number)),
                Cell::Day(date),
                text(if trip { "差旅费" } else { ITEMS[number % ITEMS.len()] }),
                Cell::Number(if trip { 2_120.0 } else { sum(1, number, 3_000) }),
                text(&self.name),
                text(format!("第{}次招商活动", number % 50 + 1)),
                text(&self.people[2 + number / 4 % 3]),
                text(self.code("SQ", application + 1)),
                of_trip(text(&self.people[2 + number / 4 % 3])),
                of_trip(text("上海")),
                of_trip(Cell::Day(leaves)),
                of_trip(Cell::Day(returns)),
                of_trip(Cell::Number(400.0)),
                of_trip(Cell::Number(320.0)),
                of_trip(Cell::Number(900.0)),
                of_trip(Cell::Number(500.0)),
            ]
        });
        Sheet {
            name: "经费支出",
            header: &[
                "凭证号",
                "日期",
                "支出项目",
                "金额（元）",
                "专班",
                "事由",
                "经办人",
                "申请编号",
                "出差人员",
                "出差地点",
                "出发日期",
                "返回日期",
                "伙食补助（元）",
                "交通补助（元）",
                "住宿费（元）",
                "城市间交通费（元）",
            ],
            rows: rows.collect(),
        }
    }

    pub(crate) fn applications(&self) -> Sheet {
        let rows = (1..=12).map(|month| {
            let step = |days: u64| Cell::Day(first_of(month).checked_add_days(Days::new(days)).unwrap_or_default());
            vec![
                text(self.code("SQ", month)),
                text(&self.name),
                Cell::Number(50_000_000.0),
                step(0),
                step(3),
                step(6),
                step(9),
                step(12),
                Cell::Number(50_000_000.0),
                text("是"),
            ]
        });
        Sheet {
            name: "经费申请",
            header: &[
                "申请编号",
                "申报单位",
                "申请金额（元）",
                "申报日期",
                "审核日期",
                "初审日期",
                "审批日期",
                "报销日期",
                "核定金额（元）",
                "负责人签字",
            ],
            rows: rows.collect(),
        }
    }

    /// A dispatch each half-month, a report each month.
    pub(crate) fn activities(&self) -> Sheet {
        let rows = (1..=12).flat_map(|month| {
            [(8, "半月调度"), (20, "半月调度"), (25, "月度汇报"), (14, "企业来访")].map(|(day, kind)| {
                let date = first_of(month).checked_add_days(Days::new(day - 1)).unwrap_or_default();
                vec![
                    Cell::Day(date),
                    text(kind),
                    text(format!("{month}月{kind}")),
                    text(&self.name),
                    text(&self.people[0]),
                ]
            })
        });
        Sheet {
            name: "活动记录",
            header: &["日期", "活动类型", "活动名称", "专班", "带队领导"],
            rows: rows.collect(),
        }
    }
}

/// A sum with two places that goes round with the number.
fn sum(least: u32, number: usize, spread: usize) -> f64 {
    let cents = u32::try_from(number * 7_919 % (spread * 100)).unwrap_or_default();
    (f64::from(least) * 100.0 + f64::from(cents)) / 100.0
}
