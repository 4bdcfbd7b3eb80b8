//! The three libraries of 方案 二: `investors`, `reserve`, `talents`, and all that they hold.

use crate::records::cell::Cell;
use crate::records::cell::Owner;
use crate::records::row::Record;

use super::Figure;
use super::view::View;
use super::view::count;
use super::view::one;
use super::view::rows;
use super::view::squad_of;

/// The six figures.
pub(super) fn figures(view: &View<'_>) -> Vec<Figure> {
    let tables = &view.records.tables;
    let (investors, investors_all) = library(view, ["investors", "investors_all"], &tables.investors, |row| &row.squad);
    let (reserve, reserve_all) = library(view, ["reserve", "reserve_all"], &tables.reserves, |row| &row.squad);
    let (talents, talents_all) = library(view, ["talents", "talents_all"], &tables.talents, |row| &row.squad);
    vec![investors, reserve, talents, investors_all, reserve_all, talents_all]
}

/// Rows updated in the window, and all rows up to its end with those that bear no date.
fn library<R: Record>(view: &View<'_>, keys: [&'static str; 2], library: &[R], owner: fn(&R) -> &Cell<Owner>) -> (Figure, Figure) {
    let kind = R::TABLE.kind;
    let own = || rows(kind, library).filter(|(_, row)| view.is_of(squad_of(owner(row))));
    let updated = own().filter(|(_, row)| view.holds(row.date()));
    let all = own().filter(|(_, row)| row.date().is_none_or(|day| day <= view.window.to));
    let reported = view.reported(kind);
    let [updated_key, all_key] = keys;
    (
        count(updated_key, reported, updated.map(|(row, _)| one(row)).collect()),
        count(all_key, reported, all.map(|(row, _)| one(row)).collect()),
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_said;
    use super::super::tests::figures;

    #[test]
    fn rows_count_by_their_date_and_without_one_in_the_whole() {
        let investors = "企业名称 | 行业 | 更新日期
            甲公司 | 旅游 | 2021-09-01
            乙公司 | 旅游 | 2021-08-31
            丙公司 | 旅游 | 2021-10-01
            丁公司 | 旅游 |
            戊公司 | 旅游 | 2020-05-01";
        let talents = "姓名 | 专业领域 | 更新日期\n王工 | 材料 | 2021-09-30";
        assert_said(
            &figures(
                "2021-09",
                &[
                    ("文旅/企业.xlsx", "投资信息库", investors),
                    ("农业/人才.xlsx", "人才信息库", talents),
                ],
            ),
            "文化旅游.investors.period 1
             文化旅游.investors.ytd 2
             文化旅游.investors_all.period 4
             文化旅游.investors_all.previous 3
             文化旅游.reserve.period 未报
             文化旅游.reserve_all.period 未报
             高效农业.talents.period 1
             高效农业.talents_all.previous 0
             total.investors_all.period 4
             total.reserve_all.period 未报",
        );
    }
}
