//! Which lawful expense item a written 支出项目 is (经费办法 四), by the policy's words; rules and figures both ask here.

use chrono::NaiveDate;

use crate::regulation::Policy;
use crate::values::text;

/// The canonical expense item that the text names on that day, by name or synonym; `None` when it is none of them.
/// A note in brackets at the end (`接待费（午餐）`) is no part of the name.
pub fn canonical_item(policy: &Policy, written: &str, day: NaiveDate) -> Option<String> {
    word_of(policy, "expense_items", written, day).map(str::to_owned)
}

/// Whether the text names an item of one of the policy's groups (`items_reception`, `items_travel` …) on that day.
pub fn is_item(policy: &Policy, group: &str, written: &str, day: NaiveDate) -> bool {
    word_of(policy, "expense_items", written, day).is_some_and(|item| policy.words(group, day).iter().any(|name| name == item))
}

/// The name among the policy's words of a key that the text is equal to, or a synonym of; a note in brackets at its end aside.
pub fn word_of<'a>(policy: &'a Policy, key: &str, written: &str, day: NaiveDate) -> Option<&'a str> {
    let note_may_end = || !written.ends_with(char::is_alphanumeric);
    policy
        .canonical(key, written, day)
        .or_else(|| policy.canonical(key, without_note(&note_may_end().then(|| text::fold(written))?)?, day))
}

/// What a cell of 凭证类型 names beside the kinds that are accepted on the day: `银行进账单、发票` names nothing else, of `银行进账单、收据`
/// it is 收据. Empty when all is accepted.
pub fn unaccepted_kinds<'w>(policy: &Policy, written: &'w str, day: NaiveDate) -> Vec<&'w str> {
    let is_accepted = |kind: &str| word_of(policy, "voucher_kinds", kind, day).is_some();
    if is_accepted(written) || is_accepted(without_others(written)) {
        return Vec::new();
    }
    let lists = without_others(written).split(['、', '，', ',', '；', ';', '/', '／', '\\', '+', '＋', '\n', '\r']);
    // A kind may have one of these words in its name.
    let joined = |list: &'w str| match is_accepted(list) {
        true => vec![list],
        false => list.split(['和', '及', '与', '或', ' ', '\u{3000}']).collect(),
    };
    let kinds = lists.flat_map(joined).map(str::trim);
    let kinds: Vec<&str> = kinds.filter(|kind| !kind.is_empty()).collect();
    let others: Vec<&str> = kinds.iter().copied().filter(|kind| !is_accepted(kind)).collect();
    // Where nothing is accepted, the marks may part no list: the whole is what is not known.
    if others.len() == kinds.len() { vec![written] } else { others }
}

/// A list without the word that ends it for more of the same: `银行进账凭证等`, `发票等有效凭证`.
fn without_others(written: &str) -> &str {
    match written.rsplit_once('等') {
        Some((list, "" | "凭证" | "票据" | "有效凭证" | "合法凭证" | "有效票据" | "资料" | "材料")) => list,
        _ => written,
    }
}

/// The lawful items that a text names, one or a list of them: `会务费、布展费`; `None` when not all of it is understood.
pub fn canonical_items(policy: &Policy, written: &str, day: NaiveDate) -> Option<Vec<String>> {
    if let Some(item) = canonical_item(policy, written, day) {
        return Some(vec![item]);
    }
    let items = written.split(['、', '，', ',', '；', ';', '/', '／', '+', '＋', '和', '及', '与', '\n', '\r']);
    let items = items.map(str::trim).filter(|item| !item.is_empty());
    let mut items: Vec<String> = items.map(|item| canonical_item(policy, item, day)).collect::<Option<_>>()?;
    items.sort();
    items.dedup();
    (!items.is_empty()).then_some(items)
}

/// A folded text without the brackets that end it, if some do (folding makes full-width brackets half-width).
fn without_note(folded: &str) -> Option<&str> {
    let (name, note) = folded.strip_suffix(')')?.rsplit_once('(')?;
    (!name.is_empty() && !note.contains("作废")).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_kinds_of_voucher_are_each_asked_for() {
        let policy = Policy::built_in();
        let day = NaiveDate::from_ymd_opt(2021, 9, 1).unwrap();
        let cases: [(&str, &[&str]); 21] = [
            ("发票", &[]),
            ("银行进账单、发票", &[]),
            ("银行回单/增值税专用发票", &[]),
            ("进账单和发票（2张）", &[]),
            ("土地出让合同\n发票", &[]),
            ("银行进账单、收据", &["收据"]),
            ("收据，发票，白条", &["收据", "白条"]),
            ("发票（作废）、进账单", &["发票（作废）"]),
            ("收据、白条", &["收据、白条"]),
            ("收据", &["收据"]),
            ("、", &["、"]),
            ("土地及设备购置合同", &[]),
            ("土地及设备购置合同、发票", &[]),
            ("土地、设备购置合同", &[]),
            ("土地购置合同或发票", &[]),
            ("银行进账凭证等", &[]),
            ("发票等有效凭证", &[]),
            ("银行进账单 发票", &[]),
            ("银行进账单\\发票", &[]),
            ("发票或收据", &["收据"]),
            ("收据等", &["收据等"]),
        ];
        for (written, others) in cases {
            assert_eq!(unaccepted_kinds(&policy, written, day), others, "{written:?}");
        }
    }

    #[test]
    fn an_item_is_known_by_name_synonym_and_with_a_note() {
        let policy = Policy::built_in();
        let day = NaiveDate::from_ymd_opt(2021, 9, 1).unwrap();
        for (written, item) in [
            ("差旅费", Some("差旅费")),
            ("出差费", Some("差旅费")),
            (" 差 旅 费 ", Some("差旅费")),
            ("接待费（午餐）", Some("接待费")),
            ("（午餐）", None),
            ("餐饮娱乐", None),
            ("", None),
        ] {
            assert_eq!(canonical_item(&policy, written, day).as_deref(), item, "{written}");
        }
        for (written, items) in [
            ("会务费、布展费", "会务费 布展费"),
            ("会务费和会议费", "会务费"),
            ("会务费", "会务费"),
            ("会务费、其他", ""),
            ("活动经费", ""),
        ] {
            assert_eq!(
                canonical_items(&policy, written, day).unwrap_or_default().join(" "),
                items,
                "{written}"
            );
        }
        assert!(is_item(&policy, "items_reception", "业务招待费", day));
        assert!(!is_item(&policy, "items_reception", "差旅费", day));
    }
}
