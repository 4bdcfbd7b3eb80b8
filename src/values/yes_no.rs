//! Yes and no (spec 1.2).

use super::Unreadable;
use super::text;

const YES: &[&str] = &[
    "是", "是的", "对", "√", "✓", "✔", "☑", "✅", "有", "有的", "已", "已有", "齐", "齐全", "完整", "完备", "具备", "提供", "y", "yes",
    "1", "1.0", "true", "t",
];

const NO: &[&str] = &[
    "否",
    "不是",
    "不",
    "×",
    "✗",
    "✘",
    "✕",
    "✖",
    "❌",
    "╳",
    "无",
    "没有",
    "没",
    "未",
    "未有",
    "尚未",
    "暂无",
    "缺",
    "缺失",
    "欠缺",
    "暂缺",
    "不全",
    "不齐",
    "不齐全",
    "不完整",
    "不具备",
    "n",
    "no",
    "0",
    "0.0",
    "false",
    "f",
];

/// What an office has done (已) or not done (未) with a paper.
const DEEDS: &[&str] = &[
    "提供", "提交", "办", "办理", "办结", "办妥", "核实", "核验", "审核", "签", "签字", "签订", "签署", "盖章", "上传", "附", "备", "备齐",
    "齐", "齐全", "完成", "注册", "取得", "收", "收到", "收集", "交", "上交", "报", "报送", "登记", "归档", "到位",
];

/// 是 √ ✓ ✔ 有 已 齐 Y 1 true 已提供 已办 … / 否 × ✗ 无 未 缺 N 0 false …. `Ok(None)` only when the cell is empty or struck
/// through with `-` or `/` (here `无` is no).
pub fn parse(text: &str) -> Result<Option<bool>, Unreadable> {
    if text::is_blank_mark(&text::clean(text)) {
        return Ok(None);
    }
    // Variation selectors make a tick an emoji.
    let word = text::fold(text).replace(['\u{FE0E}', '\u{FE0F}'], "");
    if YES.contains(&word.as_str()) || is_deed(&word, &["已", "已经"]) {
        Ok(Some(true))
    } else if NO.contains(&word.as_str()) || is_deed(&word, &["未", "尚未", "暂未", "没有", "没"]) {
        Ok(Some(false))
    } else {
        Err(Unreadable::Unknown)
    }
}

fn is_deed(word: &str, openings: &[&str]) -> bool {
    openings
        .iter()
        .filter_map(|opening| word.strip_prefix(opening))
        .any(|deed| DEEDS.contains(&deed))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn yes_is_read() {
        for word in [
            "是",
            "√",
            "✓",
            "✔",
            "✔\u{FE0F}",
            "有",
            "已",
            "齐",
            "Y",
            "y",
            "Ｙ",
            "1",
            "１",
            "true",
            "TRUE",
            "Yes",
            "已提供",
            "已办",
            "已办理",
            "已签字",
            "已核实",
            "已提交",
            "是的",
            "具备",
            "齐全",
            " 是 ",
            "已 提供",
            "已经提供",
        ] {
            assert_eq!(parse(word), Ok(Some(true)), "{word}");
        }
    }

    #[test]
    fn no_is_read() {
        for word in [
            "否",
            "×",
            "✗",
            "✘",
            "无",
            "未",
            "缺",
            "N",
            "n",
            "0",
            "０",
            "false",
            "FALSE",
            "No",
            "没有",
            "未提供",
            "未办",
            "不全",
            "不齐",
            "未签字",
            "尚未办理",
            "没提供",
            "暂无",
            " 无 ",
        ] {
            assert_eq!(parse(word), Ok(Some(false)), "{word}");
        }
    }

    #[test]
    fn an_empty_cell_says_nothing_and_the_rest_is_refused() {
        for blank in ["", "  ", "\u{200B}", "-", "—", "/", "／"] {
            assert_eq!(parse(blank), Ok(None), "{blank:?}");
        }
        for word in [
            "待补",
            "部分",
            "X",
            "V",
            "○",
            "□",
            "2",
            "2份",
            "是否",
            "是/否",
            "√是□否",
            "不详",
            "已过期",
            "未知",
            "已未提供",
            "办理中",
        ] {
            assert_eq!(parse(word), Err(Unreadable::Unknown), "{word}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".*") {
            let _ = parse(&text);
        }
    }
}
