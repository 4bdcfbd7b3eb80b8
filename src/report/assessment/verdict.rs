//! What follows from the figures of a squad: the verdict in words, the evidence for it, and what is proposed (考核办法 十).

use rust_decimal::Decimal;

use crate::figures::SquadFigures;
use crate::figures::Verdict;
use crate::report::Outcome;
use crate::report::briefs::words;
use crate::standing::TargetStanding;

use super::duties;
use super::duties::Duty;

/// The target that is told, and does not decide the verdict (方案 二(三)).
const NOT_DECIDING: &str = "T006";

/// The target of what was signed.
const SIGNED: &str = "T001";

/// The articles of rewards and consequences.
const ARTICLES: &str = "考核办法 十、方案 四(三)";

/// Whether a target is one of 考核办法 八, which decide.
pub fn decides(target: &TargetStanding) -> bool {
    target.target != NOT_DECIDING
}

/// Whether a target is the one of what was signed, which can be counted in two ways.
pub fn is_signed(target: &TargetStanding) -> bool {
    target.target == SIGNED
}

/// Where the regulation sets the target.
pub fn articles(target: &TargetStanding) -> &'static str {
    match target.target {
        SIGNED => "考核办法 八、九，方案 三",
        NOT_DECIDING => "方案 二(三)",
        _ => "考核办法 八，方案 三",
    }
}

/// The unit of a target's goal.
pub fn unit(target: &TargetStanding) -> &'static str {
    match (target.money, decides(target)) {
        (true, _) => "万元",
        (false, true) => "个",
        (false, false) => "次",
    }
}

/// 完成, 未完成, or 不作结论 when a target cannot be told or the year is not over.
pub fn word(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Reached) => "完成",
        Some(Verdict::Missed) => "未完成",
        None => "不作结论",
    }
}

/// The evidence of a squad in sentences.
pub struct Evidence {
    /// The deciding targets reached, each with what was reached and the goal.
    pub met: Vec<String>,
    /// The deciding targets that are on pace while the year is not over, each with what was reached and the goal.
    pub on_pace: Vec<String>,
    /// The deciding targets missed, or behind while the year is not over, each with what is short.
    pub missed: Vec<String>,
    /// Whether the year is over, so that what is short is missed.
    pub is_over: bool,
    /// The deciding targets that cannot be told.
    pub unknown: Vec<&'static str>,
    /// The targets that do not decide.
    pub others: Vec<String>,
    /// The monthly duties, all of them.
    pub duties: String,
    /// Those that decide too, and those that do not, when the settings say so.
    pub by_settings: Option<(String, String)>,
}

impl Evidence {
    /// Of a squad; `money` writes yuan, and exactly when it is told so.
    pub fn of(outcome: &Outcome<'_>, squad: &SquadFigures, money: fn(Decimal, bool) -> String) -> Evidence {
        let mut evidence = Evidence {
            met: Vec::new(),
            on_pace: Vec::new(),
            missed: Vec::new(),
            is_over: squad.targets.iter().any(|target| target.pace >= Decimal::ONE),
            unknown: Vec::new(),
            others: Vec::new(),
            duties: duties::told(outcome, squad.squad, |_| true),
            by_settings: outcome.settings.verdict.duties_decide.then(|| {
                let told = |which| duties::told(outcome, squad.squad, which);
                (told(Duty::decides), told(|duty| !duty.decides()))
            }),
        };
        for target in &squad.targets {
            let told = |value: Decimal, exactly: bool| match target.money {
                true => money(value, exactly),
                false => format!("{}{}", value.normalize(), unit(target)),
            };
            let misleads = target.reached.is_some_and(|reached| words::misleads(reached, target.goal));
            let amount = |value: Decimal| told(value, misleads);
            let (name, goal) = (target.name, amount(target.goal));
            match (target.reached, target.met) {
                (Some(reached), _) if !decides(target) => {
                    evidence.others.push(format!("{name}{}（目标{goal}）", amount(reached)));
                }
                (Some(reached), Some(true)) => evidence.met.push(format!("{name}{}（目标{goal}）", amount(reached))),
                (Some(reached), _) if !evidence.is_over && target.behind == Some(false) => {
                    evidence.on_pace.push(format!("{name}{}（目标{goal}）", amount(reached)));
                }
                (Some(reached), _) => {
                    let exactly = misleads || words::adds_up_otherwise(reached, target.goal);
                    let (goal, short) = (told(target.goal, exactly), told(target.goal - reached, exactly));
                    evidence
                        .missed
                        .push(format!("{name}{}，比目标{goal}少{short}", told(reached, exactly)));
                }
                (None, _) if decides(target) => evidence.unknown.push(name),
                (None, _) => evidence.others.push(format!("{name}未报")),
            }
        }
        evidence
    }

    /// What decides, in one sentence without its stop.
    pub fn targets(&self) -> String {
        let listed = |title: &str, items: &[String], comma: &str| match items.len() {
            0 => None,
            count => Some(format!("{title}{count}项：{}", items.join(comma))),
        };
        let unknown: Vec<String> = self.unknown.iter().map(|name| (*name).to_owned()).collect();
        let parts = [
            listed("完成目标", &self.met, "、"),
            listed("达到序时进度", &self.on_pace, "、"),
            listed(if self.is_over { "未完成目标" } else { "落后序时进度" }, &self.missed, "，"),
            listed("未报目标", &unknown, "、"),
            (!self.others.is_empty()).then(|| format!("另有{}", self.others.join("、"))),
            self.by_settings
                .as_ref()
                .map(|(deciding, _)| format!("按设置决定结论的月度职责：{deciding}")),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("；")
    }

    /// All in one sentence without its stop.
    pub fn told(&self) -> String {
        match &self.by_settings {
            Some((_, others)) => format!("{}。不决定结论的月度职责：{others}", self.targets()),
            None => format!("{}。履职情况：{}", self.targets(), self.duties),
        }
    }
}

/// What is proposed, and for whom; people decide.
pub struct Proposal {
    /// Whom it is about.
    pub whom: &'static str,
    /// What follows.
    pub what: &'static str,
    /// Where the regulation says so.
    pub articles: &'static str,
    /// Whether people must first say who is meant.
    pub by_judgement: bool,
}

/// What follows from a verdict.
pub fn proposals(outcome: &Outcome<'_>, verdict: Option<Verdict>) -> Vec<Proposal> {
    let all = |what| Proposal {
        whom: "专班全体成员",
        what,
        articles: ARTICLES,
        by_judgement: false,
    };
    let some = |whom, what| Proposal {
        whom,
        what,
        articles: ARTICLES,
        by_judgement: true,
    };
    match verdict {
        Some(Verdict::Reached) => vec![
            all("建议全体成员年度考核评定为优秀等次，不占所在单位评优名额"),
            some(
                "表现突出的成员",
                "可在全市通报表彰，按记功奖励规定给予记功奖励，并向市委、市政府推荐，作为干部提拔任用的重要依据",
            ),
        ],
        Some(Verdict::Missed) => vec![
            all("建议取消全体成员当年评先评优资格"),
            some("表现特别差的成员", "可给予通报批评，并调离招商专班"),
        ],
        None if outcome.as_of < outcome.period.window().to => vec![all("年度尚未结束，暂不提出建议")],
        None => vec![all("有目标所需的材料未报，补报后再作结论，暂不提出建议")],
    }
}
