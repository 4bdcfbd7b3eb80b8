//! 考核结论: each squad's verdict, and each target with what is short of it.

use crate::figures::Verdict;
use crate::report::Outcome;
use crate::report::look::Tint;
use crate::report::sheet::Cell;
use crate::report::sheet::Sheet;
use crate::report::sheet::Value;
use crate::standing::TargetStanding;

use super::cells;
use super::listing::Column;
use super::listing::Listing;

/// The target that is told, and does not decide the verdict (方案 二(三)).
const NOT_DECIDING: &str = "T006";

/// The sheet.
pub(super) fn sheet(outcome: &Outcome<'_>) -> Sheet {
    let columns = vec![
        Column::new("专班", 10.0, 14.0),
        Column::new("考核结论", 10.0, 12.0),
        Column::new("目标任务", 14.0, 20.0),
        Column::new("单位", 6.0, 7.0),
        Column::new("年度目标", 12.0, 18.0),
        Column::new("已完成", 12.0, 18.0),
        Column::new("完成率", 9.0, 11.0),
        Column::new("尚差", 12.0, 18.0),
        Column::new("是否完成", 9.0, 11.0),
        Column::new("依据", 16.0, 26.0),
    ];
    let rows = outcome.figures.squads.iter().flat_map(|squad| {
        let verdict = verdict(squad.verdict);
        squad.targets.iter().map(move |target| line(outcome, target, verdict.clone()))
    });
    let basis = if outcome.settings.verdict.signed_formal {
        "正式合同金额"
    } else {
        "按规定认定的合同金额"
    };
    let mut notes = vec![
        format!("签约资金按{basis}计，两种口径的对照见“签约口径对照”。"),
        "完成全部决定性目标的为完成，缺一项即为未完成；有目标未报的，不作结论。专题招商活动只列出，不决定结论。".to_owned(),
    ];
    if !outcome.settings.verdict.duties_decide {
        notes.push("每月外出和带队情况见“履职情况”，按设置不决定结论。".to_owned());
    }
    Listing {
        name: super::name::VERDICT,
        title: format!("{}产业招商专班年度目标任务考核结论表", outcome.period.title()),
        unit: "金额单位：万元",
        columns,
        rows: rows.collect(),
        empty: "本年无".to_owned(),
        notes,
        keep: 2,
    }
    .sheet(outcome)
}

fn verdict(verdict: Option<Verdict>) -> Cell {
    let (word, tint) = match verdict {
        Some(Verdict::Reached) => ("完成", Tint::Good),
        Some(Verdict::Missed) => ("未完成", Tint::Bad),
        None => ("不作结论", Tint::Faint),
    };
    tinted(word, tint)
}

fn tinted(word: &str, tint: Tint) -> Cell {
    let mut cell = cells::word(word);
    cell.style = cell.style.tint(tint);
    cell
}

fn line(outcome: &Outcome<'_>, target: &TargetStanding, verdict: Cell) -> Vec<Cell> {
    let amount = |value| match target.money {
        true => cells::wan(value),
        false => Cell::new(Value::Number(value), cells::count_style()),
    };
    let unknown = || cells::faint(cells::NOT_REPORTED);
    let short = target
        .reached
        .map(|reached| target.goal - reached)
        .filter(|short| short.is_sign_positive() && !short.is_zero());
    let met = match target.met {
        Some(true) => tinted("完成", Tint::Good),
        Some(false) => tinted("未完成", Tint::Bad),
        None => unknown(),
    };
    let articles = outcome.judgement.findings.iter().find(|finding| finding.rule.code == target.target);
    let sources = articles.map_or_else(
        || {
            if target.target == NOT_DECIDING {
                "方案 二(三)".to_owned()
            } else {
                "考核办法 八".to_owned()
            }
        },
        |finding| finding.rule.sources(),
    );
    vec![
        cells::squad(outcome, target.squad),
        verdict,
        cells::word(target.name),
        cells::word(match (target.money, target.target) {
            (true, _) => "万元",
            (false, NOT_DECIDING) => "次",
            (false, _) => "个",
        }),
        amount(target.goal),
        target.reached.map_or_else(unknown, amount),
        target.share.map_or_else(unknown, |share| cells::share(Some(share))),
        match (target.reached, short) {
            (None, _) => unknown(),
            (_, Some(short)) => amount(short),
            (_, None) => cells::faint(cells::NO_VALUE),
        },
        met,
        cells::text(&sources),
    ]
}
