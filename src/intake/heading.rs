//! Headings of groups between the rows of a table: whose the rows below are (一、先进制造专班), or that it cannot be told (二、各县区).

use crate::records::cell::Owner;
use crate::regulation::City;
use crate::regulation::city::Body;
use crate::regulation::city::Named;
use crate::values::numbering::NUMERALS;
use crate::values::numbering::Numbering;
use crate::values::numbering::numbered;
use crate::values::text::fold;

use super::labels;

/// Longest name in a heading, in characters.
const LONGEST: usize = 40;

/// What the name of a body that is no squad ends with. A county or a firm may be a part of what a squad does.
pub(super) const BODIES: [&str; 7] = ["局", "委员会", "办公室", "中心", "协调组", "政府", "管委会"];

/// Whether a line is a note: it may name anybody.
pub(super) fn is_note(written: &str) -> bool {
    let text = fold(written);
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    !text.starts_with("截至") && is_labelled_remark(text)
}

/// Whether a text between rows is a remark, which heads nothing.
pub(super) fn is_remark(written: &str) -> bool {
    let text = fold(written);
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    text.starts_with("以上") || text.starts_with("以下") || is_labelled_remark(text)
}

fn is_labelled_remark(text: &str) -> bool {
    labels::REMARKS.iter().any(|word| {
        let behind = text.strip_prefix(word);
        behind.is_some_and(|behind| !behind.starts_with(|c: char| c.is_alphabetic()))
    })
}

/// Whose name the text is and nothing else, its number and what stands in brackets behind it aside; the office's only under a number.
pub(super) fn body(written: &str, city: &City) -> Option<Owner> {
    let text = fold(written);
    let (numbering, rest) = numbered(&text);
    body_of(name_in(rest), city).filter(|owner| *owner != Owner::Office || numbering != Numbering::None)
}

/// Whose the rows below a heading are: the squad that it names before any bracket or colon, or behind a label such as 填报单位.
/// `None` when it names none, or several. The office heads a group only under a number: without one it signs.
pub(super) fn owner(written: &str, city: &City) -> Option<Owner> {
    let text = fold(written);
    let (numbering, rest) = numbered(&text);
    let squad = |name: &str| {
        let short = !name.is_empty() && name.chars().count() <= LONGEST;
        short.then(|| city.squad_in(name)).flatten().map(Owner::Squad)
    };
    let name = name_in(rest);
    let body = || body_of(name, city).filter(|owner| *owner != Owner::Office || numbering != Numbering::None);
    squad(name).or_else(body).or_else(|| {
        let (label, value) = rest.split_once(':')?;
        labels::OWNERS.contains(&label).then(|| squad(name_in(value))).flatten()
    })
}

/// Whether a heading names several squads, so that whose the rows below are cannot be told.
pub(super) fn names_several(written: &str, city: &City) -> bool {
    let text = fold(written);
    let name = name_in(numbered(&text).1);
    name.chars().count() <= LONGEST && city.named_in(name) == Named::Several
}

/// Whose name stands before a unit of money in a heading: 先进制造专班 单位：元.
pub(super) fn before_unit(written: &str, city: &City) -> Option<Owner> {
    let text = fold(written);
    let (name, _) = text.split_once("单位")?;
    body_of(name_in(numbered(name).1), city).filter(|owner| owner.squad().is_some())
}

/// Whether a heading surely means a squad: it says 专班 or 组, or nothing but the name. 农业项目 in a squad's own sheet does not.
pub(super) fn is_sure(written: &str, city: &City) -> bool {
    written.contains(['班', '组']) || body(written, city).is_some()
}

/// Whether a text without a number names a body, be it one that is no squad: a heading that takes the rows from the squad above.
pub(super) fn names_a_body(written: &str) -> bool {
    let text = fold(written);
    let name = name_in(numbered(&text).1);
    name.chars().count() <= LONGEST && ends_like_a_body(name)
}

/// What the name of others than the squads ends with, beside `BODIES`, and what it holds when it is of nobody by name. 公用 is a kind of
/// expense, and so is 其他 alone.
const OTHERS: [&str; 5] = ["专班", "单位", "部门", "处", "科"];
const NOBODYS: [&str; 5] = ["公共", "共用", "共同", "合用", "统筹"];

/// What ends alike and is a part of a squad.
const PARTS: [&str; 2] = ["办事处", "联络处"];

/// What tells the centre that is a body from one that is a place: 市招投中心, 上海会展中心.
const CENTRE: &str = "中心";
const OF_CENTRES: [&str; 4] = ["招投", "招商", "投资", "促进"];

/// Longest text that ends the rows of a squad, in characters.
const LONGEST_OTHERS: usize = 12;

/// Whether a text names others than the squads, or nobody: 市商务局, 第五专班, 其他单位, 公共支出.
pub(super) fn is_of_others(written: &str) -> bool {
    let text = fold(written);
    let name = name_in(numbered(&text).1);
    let other = OTHERS.iter().any(|ending| name.ends_with(ending)) && !PARTS.iter().any(|ending| name.ends_with(ending));
    other || ends_like_a_body(name) || NOBODYS.iter().any(|word| name.contains(word))
}

/// Whether a name ends like that of a body, and is no place.
fn ends_like_a_body(name: &str) -> bool {
    let is_place = name.ends_with(CENTRE) && !name.starts_with(['市', '县']) && !OF_CENTRES.iter().any(|word| name.contains(word));
    !is_place && BODIES.iter().any(|ending| name.ends_with(ending))
}

/// Whether a text alone between rows, in a table whose rows stand in groups of squads, ends the rows of the squad above: it names others.
/// Anything else (其他费用, 上海考察, 第一小组) parts that squad's own rows.
pub(super) fn ends_a_squads_rows(written: &str) -> bool {
    let text = fold(written);
    let (numbering, name) = numbered(text.trim_end_matches(':'));
    let length = name.chars().count();
    let words_only = name.chars().all(|c| c.is_alphabetic()) && !name.is_ascii();
    let is_heading = numbering == Numbering::None && words_only && (2..=LONGEST_OTHERS).contains(&length) && !is_remark(written);
    is_heading && is_of_others(name)
}

/// What stands before brackets, colons and commas.
fn name_in(text: &str) -> &str {
    text.split(['(', ':', ',', ';', '。']).next().unwrap_or_default()
}

fn body_of(name: &str, city: &City) -> Option<Owner> {
    Some(match city.body(name)? {
        Body::Squad(squad) => Owner::Squad(squad),
        Body::Coordination => Owner::Coordination,
        Body::Office => Owner::Office,
    })
}

/// Whether a text alone below a list closes it: 共3家, 以上共计3家企业, *本表每月更新, （盖章）.
pub(super) fn closes_a_list(written: &str) -> bool {
    let text = fold(written);
    // A star before a name marks it; before a remark it is one.
    if let Some(remark) = text.strip_prefix(['*', '※', '★']) {
        return is_remark(remark) || ["本表", "以上", "数据", "更新"].iter().any(|word| remark.contains(word));
    }
    // The number of a page; 360 is a firm.
    if text.len() <= 2 && text.chars().all(|c| c.is_ascii_digit()) {
        return true;
    }
    let inside = text.strip_prefix('(').and_then(|inside| inside.strip_suffix(')'));
    if inside.is_some_and(|inside| inside.ends_with(['章', '字', '名']) || inside == "续") {
        return true;
    }
    let counted = text.strip_prefix("以上").unwrap_or(&text);
    let counted = ["共计", "合计", "总计", "共有", "共"]
        .iter()
        .find_map(|word| counted.strip_prefix(word));
    let is_count = |counted: &str| {
        let rest = counted.trim_start_matches(|c: char| c.is_ascii_digit() || NUMERALS.contains(c));
        let has_number = rest.len() < counted.len();
        has_number && rest.starts_with(['家', '个', '人', '户', '项', '名', '条']) && rest.chars().count() <= 8
    };
    counted.is_some_and(is_count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::SquadId;

    #[test]
    fn a_heading_says_whose_the_rows_below_are() {
        let city = City::built_in();
        let squad = |id| Some(Owner::Squad(SquadId(id)));
        for (written, expected) in [
            ("先进制造专班", squad(0)),
            ("一、先进制造专班", squad(0)),
            ("（三）农业专班", squad(2)),
            ("2. 新材料", squad(1)),
            (
                "二、文化旅游专班（牵头单位：市文化和旅游局，组长：王某某，副组长：李某某，联系电话：0359-1234567，共三人）",
                squad(3),
            ),
            ("二、文化旅游专班负责人：张三", squad(3)),
            ("文化旅游专班  联系人：张三  电话：13800000000", squad(3)),
            ("填报单位：文化旅游专班", squad(3)),
            ("单位：文旅专班", squad(3)),
            ("三、综合协调组", Some(Owner::Coordination)),
            ("二、文旅专班、农业专班联合引进", None),
            ("二、各县（市、区）", None),
            ("二、重点项目", None),
            ("", None),
        ] {
            assert_eq!(owner(written, &city), expected, "{written}");
        }
        assert_eq!(body("先进制造产业基金", &city), None);
        assert_eq!(body("山西文化旅游投资集团有限公司", &city), None);
        assert_eq!(body("（一）文旅专班（3个）", &city), squad(3));
    }

    #[test]
    fn remarks_and_closing_lines_are_known() {
        for written in ["备注：与先进制造专班联合", "说明：甲", "注：甲", "注1：甲", "※ 注：甲", "备注"] {
            assert!(is_remark(written), "{written}");
        }
        for written in ["注册企业", "说明会", "填报单位：甲", "备注网络科技有限公司"] {
            assert!(!is_remark(written), "{written}");
        }
        for written in ["共1家", "以上共计1家企业", "（盖章）", "1", "*本表每月更新", "合计3家"] {
            assert!(closes_a_list(written), "{written}");
        }
        for written in [
            "共享科技有限公司",
            "1号公司",
            "（运城）甲有限公司",
            "以上科技公司",
            "★甲公司",
            "※乙公司",
            "*丙集团",
            "360",
            "（日立）",
            "合计人力资源公司",
            "共有户外用品公司",
        ] {
            assert!(!closes_a_list(written), "{written}");
        }
    }
}
