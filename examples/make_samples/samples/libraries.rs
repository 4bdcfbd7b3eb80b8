//! 投资信息库, 项目储备库, 人才信息库; and the roster.

use super::YEAR;
use super::day;
use super::firms::FIRMS;
use super::form::Book;
use super::form::DayStyle;
use super::form::MoneyStyle;
use super::form::Row;
use super::form::Sheet;
use super::form::col;
use super::ids;
use super::ids::Dice;
use super::pipeline::WAN;
use super::squads::SQUADS;
use super::squads::Squad;
use super::squads::people;

/// The office's roster.
pub(crate) const ROSTER: &str = "市招投中心/产业招商专班人员名册（2021年）.xlsx";

/// Where a squad keeps its three libraries.
pub(crate) fn path(number: usize) -> String {
    let folder = SQUADS[number].folder;
    match number {
        0 => format!("{folder}/三库（投资信息、项目储备、人才信息）.xlsx"),
        1 => format!("{folder}/新材料三库.xlsx"),
        2 => format!("{folder}/信息库/高效农业招商信息库.xlsx"),
        _ => format!("{folder}/文旅三库{YEAR}.xlsx"),
    }
}

/// The projects that each squad's counties could offer.
const RESERVES: [&[&str]; 4] = [
    &[
        "铝镁轮毂一体化压铸",
        "电机定转子冲片",
        "商用车桥总成",
        "高速铁路扣件",
        "智能农机终端",
        "液压油缸再制造",
        "新能源重卡换电站",
        "精密铜管件",
    ],
    &[
        "镁合金建筑模板",
        "锂电回收利用",
        "药用中硼硅玻璃管",
        "铝灰资源化",
        "石墨烯导热膜",
        "超细氢氧化铝",
        "碳基电容炭",
        "陶瓷膜滤芯",
    ],
    &[
        "芦笋精深加工",
        "苹果脆片冻干",
        "屯屯枣酵素",
        "小麦胚芽油",
        "食用菌液体菌种",
        "山楂膳食纤维",
        "生猪屠宰冷鲜",
        "樱桃采后处理",
    ],
    &[
        "鸣条岗古战场公园",
        "汾河湿地研学营",
        "普救寺爱情主题酒店",
        "盐湖黑泥康养馆",
        "司马光文化园",
        "大禹渡航运体验",
        "舜帝故里民俗村",
        "稷山板枣采摘园",
    ],
];

/// People who come from here and work elsewhere.
const TALENTS: [&[(&str, &str, &str, &str)]; 4] = [
    &[
        ("卫东升", "华东某理工大学机械学院", "精密制造", "教授"),
        ("柴志远", "北方车辆研究院", "动力传动", "研究员"),
        ("姚立群", "南方智能装备公司", "机器人控制", "高级工程师"),
        ("景海波", "西部航空工业学院", "流体传动", "副教授"),
        ("廉素芳", "沿海电机股份公司", "永磁电机设计", "高级工程师"),
    ],
    &[
        ("蔡文博", "中部材料研究所", "轻质合金", "研究员"),
        ("尉迟明", "江南大学材料系", "粉体工程", "教授"),
        ("党晓峰", "首都化工研究院", "电池材料", "高级工程师"),
        ("谢兰英", "滨海玻璃集团", "特种玻璃", "高级工程师"),
        ("任凯旋", "西南复材公司", "碳纤维", "工程师"),
    ],
    &[
        ("樊春生", "北方农林大学", "果树栽培", "教授"),
        ("仪秀珍", "食品发酵研究院", "果蔬加工", "研究员"),
        ("闫建国", "中原种业公司", "小麦育种", "高级农艺师"),
        ("史玉堂", "冷链物流协会", "冷链装备", "高级工程师"),
        ("郝金梅", "中医药大学", "中药炮制", "副教授"),
    ],
    &[
        ("荆文韬", "首都旅游规划院", "景区规划", "高级规划师"),
        ("宁静雅", "江南美术学院", "文创设计", "副教授"),
        ("阎思齐", "西部演艺集团", "演艺策划", "一级导演"),
        ("介永平", "康养产业联盟", "康养运营", "高级经济师"),
        ("昝云飞", "沿海会展公司", "会展管理", "会展策划师"),
    ],
];

/// The libraries of every squad, and the roster.
pub(crate) fn books() -> Vec<Book> {
    let mut books: Vec<Book> = SQUADS
        .iter()
        .enumerate()
        .map(|(number, squad)| {
            let sheets = vec![investors(number, squad), reserves(number, squad), talents(number, squad)];
            Book::new(path(number), sheets)
        })
        .collect();
    books.push(roster());
    books
}

fn style(number: usize) -> DayStyle {
    [DayStyle::Serial, DayStyle::SerialWords, DayStyle::Dots, DayStyle::Iso][number]
}

fn phone(serial: usize) -> String {
    format!("1380000{serial:04}")
}

fn investors(number: usize, squad: &Squad) -> Sheet {
    let titles = [
        [
            "企业名称",
            "企业类型",
            "所属行业",
            "重点投资领域",
            "投资计划",
            "联系人",
            "联系电话",
            "更新日期",
        ],
        [
            "目标企业",
            "企业性质",
            "行业",
            "投资方向",
            "年度投资计划",
            "企业联系人",
            "联系方式",
            "更新时间",
        ],
        [
            "企业全称",
            "企业类别",
            "所属行业",
            "投资领域",
            "投资意向",
            "联系人",
            "电话",
            "入库日期",
        ],
        [
            "企业名称",
            "企业类型",
            "行业类别",
            "重点投资方向",
            "区域投资计划",
            "对接人",
            "手机号",
            "登记日期",
        ],
    ][number];
    let mut dice = Dice::new(2100 + number as u64);
    let surnames = ["钱", "沈", "许", "罗", "唐", "彭", "邓", "袁", "潘", "苏"];
    let rows = FIRMS[number].iter().take(30 - 2 * number).enumerate().map(|(at, firm)| {
        Row::data()
            .with("企业名称", firm.name)
            .with("企业类型", firm.kind)
            .with("行业", squad.topics[at % squad.topics.len()])
            .with("重点投资领域", squad.topics[(at + 2) % squad.topics.len()])
            .with("投资计划", format!("拟在中西部布局，计划投资{}万元", firm.wan))
            .with("联系人", format!("{}经理", dice.pick(&surnames)))
            .with("联系电话", phone(number * 100 + at))
            .with("更新日期", day(1 + (at as u32 * 5 + number as u32) % 12, 4 + at as u32 % 22))
    });
    let keys = [
        "企业名称",
        "企业类型",
        "行业",
        "重点投资领域",
        "投资计划",
        "联系人",
        "联系电话",
        "更新日期",
    ];
    let widths = [32.0, 11.0, 18.0, 18.0, 36.0, 11.0, 15.0, 14.0];
    let mut columns = vec![col("序号", "序号", 6.0)];
    for ((key, title), width) in keys.into_iter().zip(titles).zip(widths) {
        columns.push(col(key, title, width).days(style(number)));
    }
    Sheet::new("投资信息库", columns)
        .title(format!("{}投资信息库", squad.full))
        .rows(rows)
}

fn reserves(number: usize, squad: &Squad) -> Sheet {
    let links = ["建链", "延链", "补链", "强链"];
    let ways = ["独资", "合资合作", "股权投资", "委托招商"];
    let rows = RESERVES[number].iter().enumerate().map(|(at, name)| {
        Row::data()
            .with("项目名称", format!("{name}项目"))
            .with("产业环节", links[(at + number) % 4])
            .with_money("总投资", (3_000 + 850 * at as i64 + 400 * number as i64) * WAN)
            .with("拟招商方式", ways[at % 4])
            .with("更新日期", day(1 + (at as u32 * 3 + 1) % 12, 6 + at as u32))
    });
    let (name, link, sum, money, way, date) = match number {
        0 => (
            "储备项目名称",
            "产业环节",
            "总投资（万元）",
            MoneyStyle::Wan,
            "拟招商方式",
            "更新日期",
        ),
        1 => (
            "项目名称",
            "产业链环节",
            "估算总投资（亿元）",
            MoneyStyle::Yi,
            "招商方式",
            "更新时间",
        ),
        2 => (
            "储备项目",
            "链条环节",
            "拟投资额（万元）",
            MoneyStyle::WanText,
            "合作方式",
            "入库日期",
        ),
        _ => ("谋划项目名称", "环节", "总投资额", MoneyStyle::Worded, "拟合作方式", "登记日期"),
    };
    let columns = vec![
        col("序号", "序号", 6.0),
        col("项目名称", name, 32.0),
        col("产业环节", link, 12.0),
        col("总投资", sum, 14.0).sum(money),
        col("拟招商方式", way, 14.0),
        col("更新日期", date, 14.0).days(style(number)),
        col("备注", "备注", 10.0),
    ];
    Sheet::new("项目储备库", columns)
        .title(format!("{}项目储备库", squad.full))
        .rows(rows)
        .total("合计")
}

fn talents(number: usize, squad: &Squad) -> Sheet {
    let titles = [
        ["姓名", "工作单位", "专业领域", "职称", "籍贯", "联系电话", "更新日期"],
        ["人才姓名", "所在单位", "研究方向", "技术职称", "籍贯", "联系方式", "更新时间"],
        ["专家姓名", "单位", "专业", "职称", "原籍", "电话", "入库日期"],
        ["姓 名", "现工作单位", "专业特长", "职 称", "籍 贯", "手机", "登记日期"],
    ][number];
    let counties = ["盐湖区", "临猗县", "万荣县", "闻喜县", "永济市"];
    let rows = TALENTS[number].iter().enumerate().map(|(at, (name, unit, field, rank))| {
        Row::data()
            .with("姓名", *name)
            .with("单位", *unit)
            .with("专业领域", *field)
            .with("职称", *rank)
            .with("籍贯", format!("山西{}", counties[(at + number) % 5]))
            .with("联系电话", phone(1000 + number * 10 + at))
            .with("更新日期", day(2 + at as u32 * 2, 9 + number as u32))
    });
    let keys = ["姓名", "单位", "专业领域", "职称", "籍贯", "联系电话", "更新日期"];
    let widths = [11.0, 28.0, 16.0, 14.0, 14.0, 15.0, 14.0];
    let mut columns = vec![col("序号", "序号", 6.0)];
    for ((key, title), width) in keys.into_iter().zip(titles).zip(widths) {
        columns.push(col(key, title, width).days(style(number)));
    }
    Sheet::new("人才信息库", columns)
        .title(format!("{}人才信息库", squad.full))
        .rows(rows)
}

fn roster() -> Book {
    let columns = vec![
        col("序号", "序号", 6.0),
        col("专班", "专 班", 16.0),
        col("姓名", "姓  名", 10.0),
        col("角色", "专班职务", 11.0),
        col("单位", "工作单位", 28.0),
        col("职务", "行政职务", 20.0),
        col("级别", "级 别", 10.0),
        col("到岗日期", "到岗时间", 13.0).days(DayStyle::Dots),
        col("离岗日期", "离岗时间", 13.0).days(DayStyle::Dots),
        col("身份证号", "身份证号码", 22.0),
        col("联系电话", "手机号码", 15.0),
        col("备注", "备注", 12.0),
    ];
    let rows = people().into_iter().enumerate().map(|(at, person)| {
        let mut row = Row::data()
            .with("专班", person.squad)
            .with("姓名", person.name)
            .with("角色", person.role)
            .with("单位", person.unit)
            .with("职务", person.post)
            .with("级别", person.level)
            .with("到岗日期", person.from)
            .with("离岗日期", "—")
            .with("身份证号", ids::identity_number(person.born))
            .with("联系电话", phone(9000 + at));
        if let Some(to) = person.to {
            row.set("离岗日期", to);
            row.set("备注", "回原单位");
        }
        row
    });
    let sheet = Sheet::new("名册", columns)
        .title("运城市产业招商专班人员名册")
        .ends("填报单位：综合协调组办公室", "2021年")
        .rows(rows)
        .merged("专班")
        .note("填表人：范晓东        审核：侯文静");
    Book::new(ROSTER, vec![sheet])
}
