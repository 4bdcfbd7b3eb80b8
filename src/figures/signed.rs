//! `signed_formal`, `signed_recognised` and how many contracts they are (考核办法 八, 九).

use std::collections::BTreeMap;

use chrono::Datelike;
use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::records::Kind;
use crate::records::contract::Contract;
use crate::records::contract::ContractKind;
use crate::regulation::SquadId;
use crate::values::period::Window;

use super::Figure;
use super::Part;
use super::view::View;
use super::view::count;
use super::view::is_open;
use super::view::money;
use super::view::one;
use super::view::part;
use super::view::rows;
use super::view::squad_of;

/// The four figures. Foreign money without a rate is in none of them (F008 tells), nor is a claim that yields to another squad's (P004).
/// A squad whose contracts leave open whether they are recognised has not reported that when they could reach the target.
pub(super) fn figures(view: &View<'_>) -> Vec<Figure> {
    let mut formal = Vec::new();
    let mut recognised = Vec::new();
    let mut sums: BTreeMap<Option<SquadId>, (Decimal, Decimal)> = BTreeMap::new();
    for Signed { contract, day, part } in contracts(view) {
        let in_window = view.window.contains(day);
        if in_window {
            formal.push(part);
        }
        let carried = view.carries && registered_the_year_after(contract, day, view.window);
        if !in_window && !carried {
            continue;
        }
        let squad = squad_of(&contract.squad);
        let (told, untold) = sums.entry(squad).or_default();
        match contract.is_recognised(view.window.to) {
            Some(true) => {
                *told = told.saturating_add(part.adds);
                recognised.push((squad, part));
            }
            Some(false) => {}
            None => *untold = untold.saturating_add(part.adds),
        }
    }
    let goal = view.policy.number("target_signed", view.window.to);
    let is_open = |squad: &Option<SquadId>| sums.get(squad).is_some_and(|(told, untold)| is_open(*told, *untold, goal));
    recognised.retain(|(squad, _)| !is_open(squad));
    let recognised: Vec<Part> = recognised.into_iter().map(|(_, part)| part).collect();
    let reported = view.reported(Kind::Contract);
    let mut squads = view.squads().into_iter();
    let is_told = squads.any(|squad| view.records.handed_in(Kind::Contract, squad) && !is_open(&Some(squad)));
    let each_one = |parts: &[Part]| parts.iter().map(|part| one(part.row)).collect();
    let (formals, recogniseds) = (each_one(&formal), each_one(&recognised));
    vec![
        money("signed_formal", reported, formal),
        money("signed_recognised", is_told, recognised),
        count("contracts_formal", reported, formals),
        count("contracts_recognised", is_told, recogniseds),
    ]
}

/// 上年签约、本年落户: signed the year before, registered in the window; whether all materials are there is another matter.
pub(super) fn carried(view: &View<'_>) -> Figure {
    let carried = contracts(view).filter(|signed| registered_the_year_after(signed.contract, signed.day, view.window));
    money(
        "carried",
        view.reported(Kind::Contract),
        carried.map(|signed| signed.part).collect(),
    )
}

/// A formal contract that counts.
struct Signed<'a> {
    contract: &'a Contract,
    day: NaiveDate,
    /// The row with its sum in yuan.
    part: Part,
}

/// The formal contracts of all years that count, in file order.
fn contracts<'a>(view: &View<'a>) -> impl Iterator<Item = Signed<'a>> {
    let view = *view;
    let contracts = rows(Kind::Contract, &view.records.tables.contracts).zip(&view.records.ties.contracts);
    contracts.filter_map(move |((row, contract), tie)| {
        let counts =
            contract.contract_kind.get() == Some(ContractKind::Formal) && tie.yields_to.is_none() && view.is_of(squad_of(&contract.squad));
        let (Some(yuan), Some(day), true) = (tie.yuan, contract.signed.get(), counts) else {
            return None;
        };
        let part = part(row, yuan);
        Some(Signed { contract, day, part })
    })
}

/// Whether the contract was signed in one year and its enterprise registered in the next, on a day of the window (上年签约、本年落户).
fn registered_the_year_after(contract: &Contract, signed: NaiveDate, window: Window) -> bool {
    contract
        .registered
        .get()
        .is_some_and(|day| window.contains(day) && day.year() == signed.year() + 1)
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::super::tests::assert_said;
    use super::super::tests::figures;
    use super::super::tests::measured;
    use super::super::tests::scene;
    use crate::regulation::city::Rate;
    use crate::values::currency::Currency;

    const HEAD: &str = "合同编号 | 项目名称 | 投资方 | 合同类型 | 签订日期 | 合同金额（万元） | 币种 | 注册企业名称 | 注册日期 | 统一社会信用代码 \
                        | 合同文本 | 注册证照 | 投资方身份证明 | 资金凭证 | 项目登记表";

    fn contracts(rows: &[&str]) -> String {
        std::iter::once(HEAD).chain(rows.iter().copied()).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn only_formal_contracts_signed_in_the_window_count() {
        let text = contracts(&[
            "HT1 | 甲 | 甲公司 | 正式合同 | 2021-09-01 | 100.05",
            "HT2 | 乙 | 乙公司 | 正式合同 | 2021-09-30 | 10",
            "HT3 | 丙 | 丙公司 | 正式合同 | 2021-08-31 | 1000",
            "HT4 | 丁 | 丁公司 | 正式合同 | 2021-10-01 | 10000",
            "HT5 | 戊 | 戊公司 | 框架协议 | 2021-09-10 | 100000",
            "HT6 | 己 | 己公司 | 意向协议 | 2021-09-10 | 1000000",
        ]);
        let figures = figures("2021-09", &[("文旅/合同.xlsx", "签约合同", &text)]);
        assert_said(
            &figures,
            "文化旅游.signed_formal.period 1100500
             文化旅游.contracts_formal.period 2
             文化旅游.signed_formal.ytd 11100500
             文化旅游.signed_recognised.period 0
             文化旅游.contracts_recognised.period 0",
        );
    }

    #[test]
    fn recognised_is_registered_by_the_windows_end_with_all_five_materials() {
        let text = contracts(&[
            "HT1 | 甲 | 甲公司 | 正式合同 | 2021-09-01 | 1 | | 甲运城公司 | 2021-09-30 | | 是 | 是 | √ | 有 | 齐",
            "HT2 | 乙 | 乙公司 | 正式合同 | 2021-09-01 | 10 | | 乙运城公司 | 2021-10-01 | | 是 | 是 | 是 | 是 | 是",
            "HT3 | 丙 | 丙公司 | 正式合同 | 2021-09-01 | 100 | | 丙运城公司 | 2021-09-02 | | 是 | 是 | 是 | 是 | 否",
            "HT4 | 丁 | 丁公司 | 正式合同 | 2021-09-01 | 1000 | | 丁运城公司 | 2021-09-02 | | 是 | 是 | | 是 | 是",
            "HT5 | 戊 | 戊公司 | 正式合同 | 2021-09-01 | 10000 | | | 2021-09-02 | | 是 | 是 | 是 | 是 | 是",
            "HT6 | 己 | 己公司 | 正式合同 | 2021-09-01 | 100000 | | 己运城公司 | | | 是 | 是 | 是 | 是 | 是",
            "HT7 | 庚 | 庚公司 | 框架协议 | 2021-09-01 | 1000000 | | 庚运城公司 | 2021-09-02 | | 是 | 是 | 是 | 是 | 是",
        ]);
        let sheets = [("文旅/合同.xlsx", "签约合同", &*text)];
        assert_said(
            &figures("2021-09", &sheets),
            "文化旅游.signed_formal.period 1111110000
             文化旅游.signed_recognised.period 10000
             文化旅游.contracts_recognised.period 1",
        );
        // A month later the second is registered too: it is recognised in the year to date, and not in the month of signing.
        assert_said(
            &figures("2021-10", &sheets),
            "文化旅游.signed_recognised.period 0
             文化旅游.signed_recognised.ytd 110000
             文化旅游.signed_recognised.previous 10000",
        );
    }

    #[test]
    fn what_cannot_be_read_leaves_open_a_sum_that_could_reach_the_target() {
        let known = "HT1 | 甲 | 甲公司 | 正式合同 | 2021-09-01 | 40000 | | 甲运城公司 | 2021-09-02 | | 是 | 是 | 是 | 是 | 是";
        let said = |wan: u32, company: &str, registered: &str, papers: &str| {
            let open =
                format!("HT2 | 乙 | 乙公司 | 正式合同 | 2021-09-01 | {wan} | | {company} | {registered} | | 是 | {papers} | 是 | 是 | 是");
            let figures = figures("2021-09", &[("文旅/合同.xlsx", "签约合同", &contracts(&[known, &open]))]);
            ["signed_formal", "signed_recognised", "contracts_recognised"]
                .map(|key| super::super::tests::say(&figures, &format!("文化旅游.{key}.ytd")))
        };
        assert_eq!(said(60000, "乙运城公司", "2021年", "是"), ["1000000000", "未报", "未报"]);
        assert_eq!(said(60000, "乙运城公司", "2021-09-03", "详见附件"), ["1000000000", "未报", "未报"]);
        for not_yet in [
            "未注册",
            "办理中",
            "正在办理",
            "正在注册",
            "待定",
            "待补",
            "未办理",
            "未提供",
            "暂无",
            "尚未注册",
        ] {
            let told = ["1000000000", "400000000", "1"];
            assert_eq!(said(60000, "乙运城公司", not_yet, "是"), told, "{not_yet}");
            assert_eq!(said(60000, "乙运城公司", "2021-09-03", not_yet), told, "{not_yet}");
        }
        assert_eq!(said(60000, "乙运城公司", "7月", "是"), ["1000000000", "未报", "未报"]);
        // It could not reach the target; or something else settles that it is not recognised.
        assert_eq!(said(50000, "乙运城公司", "2021年", "是"), ["900000000", "400000000", "1"]);
        assert_eq!(said(60000, "", "2021年", "是"), ["1000000000", "400000000", "1"]);
        assert_eq!(said(60000, "乙运城公司", "2021年", "否"), ["1000000000", "400000000", "1"]);
        assert_eq!(said(60000, "乙运城公司", "2021-10-01", "待补"), ["1000000000", "400000000", "1"]);
    }

    #[test]
    fn a_project_claimed_by_two_squads_counts_for_the_first_signed() {
        let row =
            |number: &str, squad_project: &str, day: &str, wan: &str| format!("{number} | {squad_project} | 正式合同 | {day} | {wan}");
        let first = contracts(&[
            &row("A1", "古城（一期）项目 | 甲公司", "2021-09-10", "100"),
            &row("A2", "温泉 | 乙公司", "2021-09-10", "1"),
        ]);
        let second = contracts(&[
            &row("B1", "古城(一期)项目 | 甲 公司", "2021-09-09", "30"),
            // Equal days go by the order of squads; another contract of the first claimant's own is no claim of another.
            &row("B2", "温泉 | 乙公司", "2021-09-10", "2"),
            &row("B3", "古城一期项目 | 甲公司", "2021-09-20", "3"),
            &row("B4", "古城一期项目 | 丙公司", "2021-09-20", "4"),
        ]);
        let figures = figures(
            "2021-09",
            &[("先进制造/合同.xlsx", "签约合同", &first), ("文旅/合同.xlsx", "签约合同", &second)],
        );
        assert_said(
            &figures,
            "先进制造.signed_formal.period 10000
             文化旅游.signed_formal.period 370000
             total.signed_formal.period 380000
             total.contracts_formal.period 4",
        );
    }

    #[test]
    fn a_credit_code_with_names_alike_is_one_project_too() {
        let row = |number: &str, project: &str, code: &str| {
            format!("{number} | {project} | 正式合同 | 2021-09-1{} | 1 | | | | {code}", &number[1..])
        };
        let code = "91140800MA0GTEST0X";
        let first = contracts(&[&row("A1", "新能源电池生产项目 | 甲公司", code)]);
        let second = contracts(&[
            &row("B2", "新能源电池项目 | 甲（运城）公司", code),
            &row("B3", "新能源电池二期项目 | 甲（运城）公司", code),
            &row("B4", "果蔬深加工项目 | 甲（运城）公司", code),
        ]);
        let figures = figures(
            "2021-09",
            &[("先进制造/合同.xlsx", "签约合同", &first), ("文旅/合同.xlsx", "签约合同", &second)],
        );
        assert_said(&figures, "先进制造.contracts_formal.period 1\n文化旅游.contracts_formal.period 2");
    }

    #[test]
    fn foreign_money_goes_by_the_rate_of_its_day_or_does_not_count() {
        let text = contracts(&[
            "HT1 | 甲 | 甲公司 | 正式合同 | 2021-09-01 | 500 | 美元",
            "HT2 | 乙 | 乙公司 | 正式合同 | 2021-09-02 | 500 | 美元",
            "HT3 | 丙 | 丙公司 | 正式合同 | 2021-09-02 | 500 | 港元",
        ]);
        let mut scene = scene("2021-09", &[("文旅/合同.xlsx", "签约合同", &text)]);
        let rate = |from: &str, yuan: &str| Rate {
            currency: Currency::Usd,
            from: from.parse().expect("a day"),
            yuan: yuan.parse::<Decimal>().expect("a rate"),
        };
        scene.settings.city.rates = vec![rate("2021-01-01", "6.4601"), rate("2021-09-02", "6.5")];
        assert_said(
            &measured(scene),
            "文化旅游.signed_formal.period 64800500
             文化旅游.contracts_formal.period 2",
        );
    }

    #[test]
    fn a_contract_of_last_year_counts_on_registration_only_when_the_settings_say_so() {
        let text = contracts(&[
            "HT1 | 甲 | 甲公司 | 正式合同 | 2020-12-20 | 1 | | 甲运城公司 | 2021-02-01 | | 是 | 是 | 是 | 是 | 是",
            "HT2 | 乙 | 乙公司 | 正式合同 | 2020-12-20 | 10 | | 乙运城公司 | 2020-12-31 | | 是 | 是 | 是 | 是 | 是",
            "HT3 | 丙 | 丙公司 | 正式合同 | 2019-12-20 | 100 | | 丙运城公司 | 2021-02-01 | | 是 | 是 | 是 | 是 | 是",
            "HT4 | 丁 | 丁公司 | 正式合同 | 2021-01-20 | 1000 | | 丁运城公司 | 2021-02-28 | | 是 | 是 | 是 | 是 | 是",
            "HT5 | 戊 | 戊公司 | 正式合同 | 2020-12-20 | 10000 | | 戊运城公司 | 2021-02-01 | | 是 | 是 | 是 | 是 | 否",
        ]);
        let sheets = [("文旅/合同.xlsx", "签约合同", &*text)];
        let by_the_letter = figures("2021-02", &sheets);
        assert_said(
            &by_the_letter,
            "文化旅游.signed_recognised.ytd 10000000
             文化旅游.signed_recognised.period 0",
        );
        let carried = &by_the_letter.squads[3].carried;
        assert_eq!(carried.parts.iter().map(|part| part.row.index).collect::<Vec<_>>(), [0, 4]);
        assert_eq!(carried.value, crate::figures::FigureValue::Money(100_010_000.into()));
        let mut carrying = scene("2021-02", &sheets);
        carrying.settings.verdict.carry_recognition = true;
        assert_said(
            &measured(carrying),
            "文化旅游.signed_recognised.ytd 10010000
             文化旅游.signed_recognised.period 10000
             文化旅游.signed_formal.ytd 10000000",
        );
    }
}
