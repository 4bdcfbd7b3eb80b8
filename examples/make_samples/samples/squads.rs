//! The four squads: people, cities, partners. All persons and firms are invented.

use chrono::NaiveDate;

use super::day;

/// A place that squads travel to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct City {
    /// As logs name it.
    pub(crate) place: &'static str,
    /// As claims name it.
    pub(crate) short: &'static str,
    /// Lodging of one person and night, yuan.
    pub(crate) lodging: i64,
    /// The way there and back of one person, yuan.
    pub(crate) fares: i64,
}

const fn city(place: &'static str, short: &'static str, lodging: i64, fares: i64) -> City {
    City {
        place,
        short,
        lodging,
        fares,
    }
}

const SHANGHAI: City = city("上海市", "上海", 480, 1_182);
const SUZHOU: City = city("江苏省苏州市", "苏州", 360, 1_076);
const WUXI: City = city("江苏省无锡市", "无锡", 350, 1_048);
const SHENZHEN: City = city("广东省深圳市", "深圳", 440, 2_260);
const GUANGZHOU: City = city("广东省广州市", "广州", 430, 2_140);
const HANGZHOU: City = city("浙江省杭州市", "杭州", 390, 1_230);
const NINGBO: City = city("浙江省宁波市", "宁波", 340, 1_318);
const XIAN: City = city("陕西省西安市", "西安", 330, 146);
const BEIJING: City = city("北京市", "北京", 480, 828);
const TIANJIN: City = city("天津市", "天津", 370, 846);
const ZHENGZHOU: City = city("河南省郑州市", "郑州", 360, 292);
const WUHAN: City = city("湖北省武汉市", "武汉", 340, 912);
const CHENGDU: City = city("四川省成都市", "成都", 360, 836);
const QINGDAO: City = city("山东省青岛市", "青岛", 380, 1_016);
const JINAN: City = city("山东省济南市", "济南", 370, 760);
const NANJING: City = city("江苏省南京市", "南京", 370, 964);
const CHANGSHA: City = city("湖南省长沙市", "长沙", 340, 1_124);
const XIAMEN: City = city("福建省厦门市", "厦门", 390, 1_880);

/// How a squad's people travel.
pub(crate) struct Team {
    /// Names, all together.
    pub(crate) people: &'static [&'static str],
    /// First and last month.
    pub(crate) months: (u32, u32),
}

/// A squad and its people.
pub(crate) struct Squad {
    /// As its titles have it.
    pub(crate) full: &'static str,
    /// Its folder.
    pub(crate) folder: &'static str,
    /// Letters in its numbers.
    pub(crate) letters: &'static str,
    /// 主责单位
    pub(crate) unit: &'static str,
    /// 组长
    pub(crate) head: &'static str,
    /// 副组长
    pub(crate) deputy: &'static str,
    /// 专职成员, in teams.
    pub(crate) teams: &'static [Team],
    /// Where they go.
    pub(crate) cities: &'static [City],
    /// What they talk about.
    pub(crate) topics: &'static [&'static str],
}

/// The squads in report order.
pub(crate) const SQUADS: [Squad; 4] = [
    Squad {
        full: "先进制造产业招商专班",
        folder: "先进制造专班",
        letters: "ZZ",
        unit: "市工业和信息化局",
        head: "郑国栋",
        deputy: "李建民",
        teams: &[
            Team {
                people: &["王伟"],
                months: (1, 12),
            },
            Team {
                people: &["赵志刚"],
                months: (1, 12),
            },
            Team {
                people: &["孙晓燕"],
                months: (1, 12),
            },
        ],
        cities: &[SHANGHAI, SUZHOU, SHENZHEN, WUXI, NINGBO, TIANJIN, XIAN, WUHAN],
        topics: &["汽车零部件", "数控机床", "智能装备", "铝镁深加工", "新能源汽车电机", "轨道交通配套"],
    },
    Squad {
        full: "新材料产业招商专班",
        folder: "新材料专班",
        letters: "CL",
        unit: "市工业和信息化局",
        head: "郑国栋",
        deputy: "周海涛",
        teams: &[
            Team {
                people: &["吴敏", "陈立新"],
                months: (1, 12),
            },
            Team {
                people: &["何俊杰"],
                months: (1, 12),
            },
        ],
        cities: &[HANGZHOU, SUZHOU, BEIJING, CHANGSHA, SHENZHEN, NANJING, XIAMEN],
        topics: &[
            "镁铝合金",
            "锂电负极材料",
            "特种玻璃",
            "碳纤维复合材料",
            "半导体封装材料",
            "环保涂料",
        ],
    },
    Squad {
        full: "高效农业产业招商专班",
        folder: "高效农业专班",
        letters: "NY",
        unit: "市农业农村局",
        head: "冯长青",
        deputy: "张玉兰",
        teams: &[
            Team {
                people: &["刘洋"],
                months: (1, 6),
            },
            Team {
                people: &["曹永强"],
                months: (7, 12),
            },
            Team {
                people: &["田瑞芳", "薛文斌"],
                months: (1, 12),
            },
        ],
        cities: &[ZHENGZHOU, JINAN, BEIJING, GUANGZHOU, CHENGDU, XIAN, WUHAN],
        topics: &["果蔬精深加工", "冷链物流", "功能食品", "种业研发", "中药材加工", "智慧农业"],
    },
    Squad {
        full: "文化旅游产业招商专班",
        folder: "文旅专班",
        letters: "WL",
        unit: "市文化和旅游局",
        head: "韩雪梅",
        deputy: "梁振宇",
        teams: &[Team {
            people: &["马丽", "杜晓峰", "贾思远"],
            months: (1, 12),
        }],
        cities: &[XIAN, BEIJING, HANGZHOU, SHANGHAI, CHENGDU, QINGDAO, ZHENGZHOU],
        topics: &[
            "康养度假",
            "关公文化园区",
            "黄河一号旅游公路驿站",
            "文创产品",
            "温泉酒店",
            "研学旅行",
        ],
    },
];

/// A row of the roster.
pub(crate) struct Person {
    /// 姓名, as the office typed it.
    pub(crate) name: &'static str,
    /// 专班 as the office typed it.
    pub(crate) squad: &'static str,
    /// 角色
    pub(crate) role: &'static str,
    /// 单位
    pub(crate) unit: &'static str,
    /// 职务
    pub(crate) post: &'static str,
    /// 级别
    pub(crate) level: &'static str,
    /// Day of birth, YYYYMMDD.
    pub(crate) born: &'static str,
    /// 到岗
    pub(crate) from: NaiveDate,
    /// 离岗
    pub(crate) to: Option<NaiveDate>,
}

/// Everyone on the roster.
pub(crate) fn people() -> Vec<Person> {
    let start = NaiveDate::from_ymd_opt(2020, 7, 15).unwrap_or_default();
    let person = |squad, name, role, unit, post, level, born| Person {
        name,
        squad,
        role,
        unit,
        post,
        level,
        born,
        from: start,
        to: None,
    };
    let industry = "市工业和信息化局";
    let farming = "市农业农村局";
    let tourism = "市文化和旅游局";
    let mut people = vec![
        person("综合协调组", "尚明远", "组长", "市政府", "副市长", "副厅级", "19680412"),
        person("综合协调组", "秦  岭", "副组长", "市政府办公室", "副秘书长", "正县级", "19710923"),
        person("综合协调组", "侯文静", "副组长", "市招商投资促进中心", "主任", "正县级", "19730305"),
        person("先进制造专班", "郑国栋", "组长", industry, "党组书记、局长", "正县级", "19690817"),
        person("先进制造专班", "李建民", "副组长", industry, "副局长", "副县级", "19740611"),
        person(
            "先进制造专班",
            "王  伟",
            "专职成员",
            industry,
            "装备工业科科长",
            "正科级",
            "19820329",
        ),
        person(
            "先进制造专班",
            "赵志刚",
            "专职成员",
            "运城经济技术开发区管委会",
            "招商局副局长",
            "副科级",
            "19850714",
        ),
        person("先进制造专班", "孙晓燕", "专职成员", industry, "四级主任科员", "科员", "19900226"),
        person("新型材料专班", "郑国栋", "组长", industry, "党组书记、局长", "正县级", "19690817"),
        person("新型材料专班", "周海涛", "副组长", industry, "总工程师", "副县级", "19751102"),
        person("新型材料专班", "吴  敏", "专职成员", industry, "原材料科科长", "正科级", "19811225"),
        person(
            "新型材料专班",
            "陈立新",
            "专职成员",
            "市科学技术局",
            "高新科副科长",
            "副科级",
            "19860508",
        ),
        person("新型材料专班", "何俊杰", "专职成员", industry, "一级科员", "科员", "19920903"),
        person("高效农业专班", "冯长青", "组长", farming, "党组书记、局长", "正县级", "19700119"),
        person("高效农业专班", "张玉兰", "副组长", farming, "副局长", "副县级", "19760830"),
        person(
            "高效农业专班",
            "刘  洋",
            "专职成员",
            farming,
            "市场信息科科长",
            "正科级",
            "19830617",
        ),
        person(
            "高效农业专班",
            "曹永强",
            "专职成员",
            farming,
            "产业化科副科长",
            "副科级",
            "19870221",
        ),
        person("高效农业专班", "田瑞芳", "专职成员", "市果业发展中心", "农艺师", "中级", "19880910"),
        person("高效农业专班", "薛文斌", "专职成员", farming, "一级科员", "科员", "19930404"),
        person("文化旅游专班", "韩雪梅", "组长", tourism, "党组书记、局长", "正县级", "19710528"),
        person("文化旅游专班", "梁振宇", "副组长", tourism, "副局长", "副县级", "19770713"),
        person(
            "文化旅游专班",
            "马  丽",
            "专职成员",
            tourism,
            "产业发展科科长",
            "正科级",
            "19840106",
        ),
        person("文化旅游专班", "杜晓峰", "专职成员", "市文物保护中心", "馆员", "中级", "19891119"),
        person("文化旅游专班", "贾思远", "专职成员", tourism, "一级科员", "科员", "19940812"),
    ];
    for person in &mut people {
        match person.name {
            "刘  洋" => person.to = Some(day(6, 30)),
            "曹永强" => person.from = day(7, 1),
            _ => {}
        }
    }
    people
}
