//! 名册: who is on which squad, in which role, from when to when.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::regulation::SquadId;

use super::Kind;
use super::cell::Cell;
use super::cell::Name;
use super::cell::Owner;
use super::cell::State;
use super::column::Column;
use super::column::Form;
use super::row::choice;
use super::row::record;
use super::row::table;

choice! {
    /// A member's role (方案 一(二)).
    Role {
        Head = "组长" ["专班组长", "主要负责人"],
        Deputy = "副组长" ["专班副组长", "常务副组长"],
        Dedicated = "专职成员" ["成员", "专职人员", "组员", "专职", "专班成员", "专职干部"],
    }
}

table! {
    /// One row of the roster.
    Member: Kind::Roster;
    columns {
        /// 姓名
        name: Name = Column::new("姓名", Form::Person).required().also(&["人员姓名", "成员姓名", "名字", "人员", "干部姓名", "工作人员姓名", "工作人员"]),
        /// 专班; 综合协调组 is known.
        squad: Owner = Column::new("专班", Form::Squad { offices: true }).context().also(&["所属专班", "专班名称", "招商专班", "组别", "所在专班", "产业专班", "产业招商专班", "专班组", "责任专班", "牵头专班", "引进专班", "招商专班名称", "产业招商专班名称", "归属专班", "专班组别", "招商组"]),
        /// 角色
        role: Role = Column::new("角色", Form::Choice(Role::WORDS)).required().also(&["专班职务", "专班角色", "担任角色", "组内职务", "身份", "专班内职务", "组内分工", "专班分工", "人员类别", "组内角色", "专班岗位"]),
        /// 单位
        unit: Arc<str> = Column::new("单位", Form::Text).also(&["工作单位", "原单位", "所在单位", "派出单位", "原工作单位", "所属单位", "抽调单位", "派驻单位", "原单位名称", "工作单位名称"]),
        /// 职务
        post: Arc<str> = Column::new("职务", Form::Text).also(&["行政职务", "职务职称", "原职务", "现任职务", "原单位职务", "单位职务", "职务职级", "单位及职务"]),
        /// 级别
        level: Arc<str> = Column::new("级别", Form::Text).also(&["职级", "行政级别", "职级级别", "职务级别", "干部级别"]),
        /// 到岗日期
        from: NaiveDate = Column::new("到岗日期", Form::Date).also(&["到岗时间", "入组日期", "到任日期", "抽调日期", "到专班日期", "进组日期", "入驻日期", "进驻日期", "报到日期", "报到时间", "抽调时间", "任职日期", "任职时间", "进组时间", "入组时间", "到组日期", "到专班时间", "上岗时间", "上岗日期", "入驻时间", "派驻时间", "抽调起始时间"]),
        /// 离岗日期: the last day on post.
        to: NaiveDate = Column::new("离岗日期", Form::Date).blank(&["至今", "在岗", "在职", "在任", "在组", "现在", "目前", "今", "现任", "未离岗"]).also(&["离岗时间", "离组日期", "退出日期", "离任日期", "离组时间", "退出时间", "离开日期", "离任时间", "调离日期", "调离时间", "免职日期", "离开时间", "调出时间", "撤回时间", "返岗时间", "返岗日期", "结束时间", "离岗（调整）时间"]),
        /// 身份证号: never shown whole.
        id_number: Name = Column::new("身份证号", Form::IdNumber).also(&["身份证号码", "公民身份号码", "身份证", "公民身份证号", "居民身份证号", "身份号码", "身份证件号码", "身份证编号"]),
        /// 联系电话
        phone: Name = Column::new("联系电话", Form::LongNumber).also(&["电话", "手机号", "手机", "手机号码", "联系方式", "电话号码", "联系手机", "手机电话", "移动电话"]),
    }
}

/// Drops the rows that a row of another roster ends: the same person in the same role of the same squad, here with a last day on post and
/// there, from the same first day, without one. A roster that is kept month by month says only in the later one that somebody left.
pub(super) fn drop_ended(roster: &mut Vec<Member>) {
    let mut of_person: BTreeMap<(SquadId, Arc<str>, Role), Vec<usize>> = BTreeMap::new();
    for (at, row) in roster.iter().enumerate() {
        if let (Some(squad), Some(name), Some(role)) = (row.squad.value().and_then(Owner::squad), row.name.value(), row.role.get()) {
            of_person.entry((squad, Arc::clone(&name.key), role)).or_default().push(at);
        }
    }
    let mut ended = BTreeSet::new();
    for rows in of_person.into_values().filter(|rows| rows.len() > 1) {
        let rows: Vec<(usize, &Member)> = rows.into_iter().filter_map(|at| Some((at, roster.get(at)?))).collect();
        for (at, row) in &rows {
            if rows.iter().any(|(_, other)| other.ends(row)) {
                ended.insert(*at);
            }
        }
    }
    if !ended.is_empty() {
        let mut at = 0..;
        roster.retain(|_| at.next().is_none_or(|at| !ended.contains(&at)));
    }
}

impl Member {
    /// Whether the two rows may be about one person: of one name, they have not two identity numbers.
    pub fn may_be(&self, other: &Member) -> bool {
        let ids = [self, other].map(|row| row.id_number.value().map(|number| &number.key));
        !ids.iter().all(Option::is_some) || ids[0] == ids[1]
    }

    /// Whether this row says when the person of another roster's row left.
    fn ends(&self, other: &Member) -> bool {
        let is_blank = |cell: &Cell<NaiveDate>| matches!(cell.state(), State::Empty | State::NoColumn);
        let same_start = is_blank(&self.from) || is_blank(&other.from) || self.from.get().is_some() && self.from.get() == other.from.get();
        let left = self.to.get();
        let was_there = left.is_some_and(|left| self.from.get().max(other.from.get()).is_none_or(|from| from <= left));
        self.at.table != other.at.table && self.may_be(other) && same_start && was_there && is_blank(&other.to)
    }
}

record!(Member, date: |_| None, title: |row| row.name.written().to_string());

#[cfg(test)]
mod tests {
    use crate::testing::Scene;

    #[test]
    fn a_row_without_an_end_is_dropped_for_one_of_another_roster_with_it() {
        let left = |first: &str, second: &str| -> usize {
            let header = "姓名 | 角色 | 到岗日期 | 离岗日期 | 身份证号";
            let scene = Scene::new("2021-09")
                .sheet("文化旅游/名册（8月）.xlsx", "名册", &format!("{header}\n{first}"))
                .sheet("文化旅游/名册（9月）.xlsx", "名册", &format!("{header}\n{second}"));
            scene.records().tables.roster.len()
        };
        const STAYS: &str = "王伟 | 专职成员 | 2021-01-01 |";
        for second in ["王伟 | 专职成员 | 2021-01-01 | 2021-08-31", "王 伟 | 专职成员 | | 2021-08-31"] {
            assert_eq!(left(STAYS, second), 1, "{second}");
            assert_eq!(left(second, STAYS), 1, "{second}");
        }
        for second in [
            "王伟 | 副组长 | 2021-01-01 | 2021-08-31",
            "王伟 | 专职成员 | 2021-02-01 | 2021-08-31",
            "王伟 | 专职成员 | | 2020-08-31",
            "王伟 | 专职成员 | 2021-01-01 | 八月底",
            "李强 | 专职成员 | 2021-01-01 | 2021-08-31",
        ] {
            assert_eq!(left(STAYS, second), 2, "{second}");
        }
        // Two people of one name, and one who came back: within one roster both rows hold.
        assert_eq!(
            left(
                "王伟 | 专职成员 | 2021-01-01 | | 14080219900307123X",
                "王伟 | 专职成员 | 2021-01-01 | 2021-08-31 | 140802198503071238"
            ),
            2
        );
        assert_eq!(left("王伟 | 专职成员 | | 2021-03-31\n王伟 | 专职成员 | |", "李强 | 组长"), 3);
    }
}
