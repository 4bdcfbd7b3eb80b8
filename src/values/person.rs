//! Names of people, alone and several in one cell (spec 1.2).

use rust_decimal::Decimal;

use super::text;

/// What is compared: `王  伟` = `王伟`. The dots that part the names of some peoples are typed in many ways: all are `·`.
pub fn fold(text: &str) -> String {
    text::fold(text).replace(['•', '・', '∙', '‧', '⋅'], "·")
}

/// One name as a sentence shows it: without the spaces that fill up `王  伟`; those between names in letters are single.
pub fn shown(text: &str) -> String {
    let text = text::clean(text);
    let parts: Vec<&str> = text.split_whitespace().collect();
    parts.join(if text.contains(|c: char| c.is_ascii_alphabetic()) {
        " "
    } else {
        ""
    })
}

/// The people named in one cell, each cleaned and with inner spaces removed, in order, without repeats. Parted by 、 ， , ； ; / or a line break,
/// and by spaces when each part has two to four characters. A blank cell gives none.
pub fn split(text: &str) -> Vec<String> {
    let text = text::clean(text);
    let mut people: Vec<String> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for piece in text.split(is_separator).filter(|piece| !text::is_blank(piece)) {
        for name in split_spaces(piece) {
            if seen.insert(fold(&name)) {
                people.push(name);
            }
        }
    }
    people
}

/// The people of a cell that need not name them all: `张三等3人`, `张三、李四一行`, `冯二及随行2人`, `4人`, `全体人员`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Those named, as by `split`, without titles in brackets.
    pub named: Vec<String>,
    /// How many went.
    pub size: Size,
}

/// How many people a cell speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Those named, and nobody else.
    Named,
    /// So many in all, those named among them.
    InAll(u32),
    /// Others too, and how many cannot be told.
    Unknown,
}

/// How many people a cell speaks of, as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// So many.
    All(Decimal),
    /// As many as are named, and others.
    AtLeast(Decimal),
}

impl Party {
    /// How many went.
    pub fn counted(&self) -> Counted {
        let named = Decimal::from(self.named.len());
        match self.size {
            Size::Named => Counted::All(named),
            Size::InAll(number) => Counted::All(Decimal::from(number)),
            Size::Unknown => Counted::AtLeast(named),
        }
    }
}

/// What stands behind a name for those who went with it. 及 and the like before 随行 and 其他 join, and the number counts the others alone.
const OTHERS: &[&str] = &["等", "一行", "随行", "其他", "其余"];

/// What stands for people without naming any.
const NAMELESS: &[&str] = &["全体", "全部", "所有", "各位", "若干", "人员", "成员", "专班"];

/// Who a cell names, and how many it speaks of. Of `张三等3人` three in all went, of `冯二及随行2人` three too.
pub fn party(text: &str) -> Party {
    let mut named: Vec<String> = Vec::new();
    let mut said = None;
    let mut beside = 0_u32;
    let mut is_open = false;
    for piece in split(text) {
        let folded = fold(&piece);
        let note = folded.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
        let of_note = note.and_then(|(_, note)| people(note));
        let bare = outside_brackets(&folded);
        let (name, rest) = match OTHERS.iter().filter_map(|word| bare.find(word)).min() {
            Some(at) => bare.split_at(at),
            None => (bare.as_str(), ""),
        };
        let name = AND
            .iter()
            .find_map(|and| name.strip_suffix(and).filter(|_| !rest.is_empty()))
            .unwrap_or(name);
        match people(name).or(of_note) {
            Some(number) => said = said.max(Some(number)),
            None if rest.is_empty() => is_open |= NAMELESS.iter().any(|word| name.contains(word)),
            None => {
                let number = OTHERS.iter().fold(rest.to_owned(), |rest, word| rest.replace(word, ""));
                let number = people(number.trim_start_matches(|c: char| !c.is_ascii_digit() && numeral(c).is_none()));
                match number {
                    Some(number) if rest.starts_with(['等', '一']) => said = said.max(Some(number)),
                    Some(number) => beside = beside.saturating_add(number),
                    None => is_open = true,
                }
            }
        }
        let is_nobody = name.is_empty() || people(name).is_some() || NAMELESS.iter().any(|word| name.contains(word));
        let shown = outside_brackets(&piece.replace('（', "(").replace('）', ")"));
        let shown: String = shown.chars().take(name.chars().count()).collect();
        if !is_nobody && !named.iter().any(|before| fold(before) == fold(&shown)) {
            named.push(shown);
        }
    }
    let counted = u32::try_from(named.len()).unwrap_or(u32::MAX);
    let size = match said {
        _ if is_open && said.is_none() => Size::Unknown,
        // 张三、李四、王五等2人: one of the two is wrong.
        Some(said) if said < counted => Size::Unknown,
        Some(said) => Size::InAll(said),
        None if beside > 0 => Size::InAll(counted.saturating_add(beside)),
        None => Size::Named,
    };
    Party { named, size }
}

/// `3人`, `共三人`, `3名`.
fn people(text: &str) -> Option<u32> {
    let text = text.strip_prefix('共').unwrap_or(text);
    let number = text
        .strip_suffix("人")
        .or_else(|| text.strip_suffix('名'))
        .or_else(|| text.strip_suffix("名同志"))?;
    if number.chars().all(|c| c.is_ascii_digit()) {
        return number.parse().ok();
    }
    let mut digits = number.chars().map(numeral);
    match (digits.next()?, digits.next(), digits.next(), digits.next()) {
        (Some(one), None, ..) => Some(one),
        // 十二, 二十, 二十三
        (Some(10), Some(Some(one)), None, _) if one < 10 => Some(10 + one),
        (Some(ten), Some(Some(10)), None, _) if ten < 10 => Some(ten * 10),
        (Some(ten), Some(Some(10)), Some(Some(one)), None) if ten < 10 && one < 10 => Some(ten * 10 + one),
        _ => None,
    }
}

/// The value of a Chinese numeral up to ten.
fn numeral(c: char) -> Option<u32> {
    let at = "一二三四五六七八九十".chars().position(|numeral| numeral == c);
    at.map(|at| at as u32 + 1).or((c == '两').then_some(2))
}

/// Titles that stand before or after a name.
const TITLES: &[&str] = &[
    "组长",
    "副组长",
    "局长",
    "副局长",
    "主任",
    "副主任",
    "书记",
    "副书记",
    "市长",
    "副市长",
    "县长",
    "副县长",
    "区长",
    "副区长",
    "部长",
    "副部长",
    "处长",
    "副处长",
    "主席",
    "副主席",
    "会长",
    "院长",
    "总经理",
    "董事长",
    "同志",
];

/// What is said after a name of those with him, or of what he did.
const COMPANY: &[&str] = &["等", "一行", "带队", "率队", "领队", "带领", "率领", "率团", "带团"];

/// What a signature says of itself, before a name or behind it; nothing else stands there.
const SIGNED: &[&str] = &["批准", "审批", "签批", "同意", "签字", "已批", "已批准", "已同意"];

/// What joins two names. Each is a character of names too.
const AND: &[&str] = &["以及", "和", "及", "与", "同", "偕"];

/// What says that somebody acted for another. 代 alone is a surname, and 代理 and 代县长 are titles.
const STAND_IN: &[&str] = &["代签", "代批", "代审", "代为", "代行", "代表", "委托", "授权"];

/// What stands in brackets behind a name, or before a colon, of those who do a squad's work.
const ROLES: &[&str] = &[
    "成员",
    "组员",
    "专职成员",
    "专职人员",
    "人员",
    "招商人员",
    "外出人员",
    "工作人员",
    "带队人",
    "带队人员",
];

/// The people of one name of a cell (one of `split`) who surely are there, by the names that are known: with a title, a role or what they
/// did, several joined by 和 or +, before 等3人.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Their folded names, in order.
    pub names: Vec<String>,
    /// How many there are with others whom it does not name; `None` inside when it does not say.
    pub with_others: Option<Option<usize>>,
}

/// Reads one name of a cell by the names that are known; `None` when anything of it is left that is no known name and no word for one.
/// 王伟（请假） says that he was elsewhere, and so does much else in brackets: only roles and titles may stand there.
pub fn known(written: &str, is_known: impl Fn(&str) -> bool) -> Option<Known> {
    if written.chars().nth(LONGEST_NAMES).is_some() {
        return None;
    }
    let text = fold(written);
    let (text, with_others) = without_others(&text);
    let text = match text.split_once(':') {
        Some((role, rest)) if is_role(role) => rest,
        _ => text,
    };
    let names = known_names(text, &is_known)?;
    Some(Known { names, with_others })
}

fn is_role(text: &str) -> bool {
    ROLES.contains(&text) || TITLES.contains(&text) || LED.contains(&text)
}

/// What is said of somebody who led the others.
const LED: &[&str] = &["带队", "率队", "领队", "带团", "率团"];

/// Takes 等, 等人, 等3人, 一行, 一行3人 from the end.
fn without_others(text: &str) -> (&str, Option<Option<usize>>) {
    const ENDS: [&str; 5] = ["等一行", "一行", "等同志", "等人", "等"];
    let (said, number) = match counted(text) {
        Some((said, number)) => (said, Some(number)),
        None => (text, None),
    };
    match ENDS.iter().find_map(|end| said.strip_suffix(end)) {
        Some(named) => (named, Some(number)),
        None => (text, None),
    }
}

/// `…3人`, `…三名`: what stands before the number, and the number.
fn counted(text: &str) -> Option<(&str, usize)> {
    let text = text.strip_suffix(['人', '名'])?;
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit());
    if let Some(digits) = text.get(before.len()..).filter(|digits| !digits.is_empty()) {
        return Some((before, digits.parse().ok()?));
    }
    let (at, numeral) = text.char_indices().next_back()?;
    let number = "一二三四五六七八九十".chars().position(|c| c == numeral)?;
    Some((text.get(..at)?, number + 1))
}

/// Longest text that is read for names, in characters.
const LONGEST_NAMES: usize = 60;

/// One known name, or several that are joined.
fn known_names(text: &str, is_known: &impl Fn(&str) -> bool) -> Option<Vec<String>> {
    if let Some(name) = known_name(text, is_known) {
        return Some(vec![name.to_owned()]);
    }
    let joined = |and: &&str| {
        text.match_indices(and).find_map(|(at, and)| {
            let mut names = vec![known_name(text.get(..at)?, is_known)?.to_owned()];
            names.extend(known_names(text.get(at + and.len()..)?, is_known)?);
            Some(names)
        })
    };
    ["+", "&"].iter().chain(AND).find_map(joined)
}

/// A known name, with titles before or behind it.
fn known_name<'t>(text: &'t str, is_known: &impl Fn(&str) -> bool) -> Option<&'t str> {
    if is_known(text) {
        return Some(text);
    }
    let in_brackets = || text.strip_suffix(')')?.rsplit_once('(').filter(|(_, role)| is_role(role));
    // 副组长 and not 组长.
    let shortest = |rests: &mut dyn Iterator<Item = &'t str>| rests.min_by_key(|rest| rest.len());
    let bare = in_brackets()
        .map(|(name, _)| name)
        .or_else(|| shortest(&mut LED.iter().chain(TITLES).filter_map(|word| text.strip_suffix(word))))
        .or_else(|| shortest(&mut ROLES.iter().chain(TITLES).filter_map(|word| text.strip_prefix(word))));
    known_name(bare?, is_known)
}

/// How a person stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mention {
    /// The cell is about somebody else.
    Not,
    /// The name is there, but another may have acted for its bearer, or it may be a part of something else: that cannot be told.
    Unclear,
    /// The cell names the person.
    Named,
}

/// How one folded name of a cell (one of `split`) speaks of the person of this folded name: alone, with a title, with others.
/// `马丽（市文旅局局长）`, `局长马丽`, `马丽局长`, `马丽等3人`, `马丽一行`, `马丽带队` and `王伟和马丽` name 马丽.
/// More than that makes it another name: `马丽丽局长` is not 马丽, nor `马丽和` or `马丽和平`.
pub fn mention(written: &str, name: &str) -> Mention {
    if name.is_empty() {
        return Mention::Not;
    }
    if !written.contains(name) {
        return if is_surname_of(written, name) {
            Mention::Unclear
        } else {
            Mention::Not
        };
    }
    if written != name && is_stand_in(written, name) {
        return Mention::Unclear;
    }
    // 组长（马丽）: only the brackets say who.
    if let Some((title, inside)) = written.strip_suffix(')').and_then(|written| written.split_once('('))
        && TITLES.contains(&title)
    {
        return mention(inside, name);
    }
    let bare = outside_brackets(written);
    let is_named = bare.match_indices(name).any(|(at, _)| {
        let (before, after) = (bare.get(..at).unwrap_or_default(), bare.get(at + name.len()..).unwrap_or_default());
        may_precede(before) && may_follow(after)
    });
    match is_named {
        true => Mention::Named,
        false if is_longer_name(&bare, name) => Mention::Not,
        false => Mention::Unclear,
    }
}

/// Surnames of two characters.
const LONG_SURNAMES: &[&str] = &[
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容", "夏侯", "端木", "司徒", "南宫",
];

/// Whether a text is the surname of this name with a title, which others may bear too: 李局长 for 李明.
fn is_surname_of(written: &str, name: &str) -> bool {
    let bare = outside_brackets(written);
    let surname = TITLES
        .iter()
        .filter_map(|title| bare.strip_suffix(title))
        .min_by_key(|rest| rest.len());
    surname.is_some_and(|surname| {
        let is_one = surname.chars().count() == 1 || LONG_SURNAMES.contains(&surname);
        is_one && surname.len() < name.len() && name.starts_with(surname)
    })
}

/// Whether what surrounds a name makes a longer one of it, titles and company apart: four characters at most, or more in letters
/// and in names with a dot.
fn is_longer_name(bare: &str, name: &str) -> bool {
    let Some((before, after)) = bare.split_once(name) else {
        return false;
    };
    let starts = TITLES.iter().chain(AND);
    let before = starts.fold(before, |rest, word| rest.rsplit(word).next().unwrap_or(rest));
    let ends = TITLES.iter().chain(COMPANY).chain(AND);
    let end = ends.filter_map(|word| after.find(word)).min();
    let after = end.and_then(|end| after.get(..end)).unwrap_or(after);
    let around = || before.chars().chain(after.chars());
    let is_foreign = around().any(|c| c == '·' || c.is_ascii_alphabetic());
    is_foreign || name.chars().chain(around()).count() <= 4
}

fn may_precede(before: &str) -> bool {
    let ends_with_title = || TITLES.iter().any(|title| before.ends_with(title));
    let joins = || AND.iter().any(|and| before.strip_suffix(and).is_some_and(may_be_a_name));
    let consents = || SIGNED.contains(&before.strip_suffix(':').unwrap_or(before));
    before.is_empty() || before == "由" || consents() || ends_with_title() || joins()
}

fn may_follow(after: &str) -> bool {
    let mut after = after;
    while let Some(rest) = TITLES.iter().find_map(|title| after.strip_prefix(title)) {
        after = rest;
    }
    let joins = || AND.iter().any(|and| after.strip_prefix(and).is_some_and(may_be_a_name));
    after.is_empty() || SIGNED.contains(&after) || COMPANY.iter().any(|word| after.starts_with(word)) || joins()
}

/// A name has two characters or more: what is left beside 和 in 王和平 is none, so nothing was joined.
fn may_be_a_name(text: &str) -> bool {
    text.chars().nth(1).is_some()
}

fn is_stand_in(written: &str, name: &str) -> bool {
    let others = written.replace(name, "");
    written.contains(&format!("代{name}"))
        || STAND_IN.iter().any(|word| others.contains(word))
        || others.split(['(', ')']).any(|part| part.ends_with('代'))
}

/// A folded text without what stands in brackets; one that is not closed lasts to the end.
fn outside_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut outside = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    outside
}

fn is_separator(c: char) -> bool {
    matches!(
        c,
        '、' | '，' | '。' | ',' | '；' | ';' | '/' | '／' | '\n' | '\r' | '\u{2028}' | '\u{FF64}'
    )
}

fn split_spaces(piece: &str) -> Vec<String> {
    let parts: Vec<&str> = piece.split_whitespace().collect();
    // A space inside a name in letters parts given name and surname, not two people.
    let are_names = parts
        .iter()
        .all(|part| (2..=4).contains(&part.chars().count()) && !part.contains(|c: char| c.is_ascii_alphabetic()));
    if are_names {
        parts.into_iter().map(str::to_string).collect()
    } else {
        vec![parts.concat()]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_shown_without_filling() {
        for (written, name) in [
            ("王  伟", "王伟"),
            (" 马\u{3000}丽", "马丽"),
            ("John  Smith ", "John Smith"),
            ("", ""),
        ] {
            assert_eq!(shown(written), name);
        }
    }

    #[test]
    fn names_are_compared_without_spaces() {
        assert_eq!(fold("王  伟"), "王伟");
        assert_eq!(fold(" 王\u{3000}伟 "), "王伟");
        assert_eq!(fold("买买提•阿不都"), fold("买买提·阿不都"));
        assert_ne!(fold("王伟"), fold("王玮"));
    }

    #[test]
    fn a_title_or_company_does_not_hide_a_name() {
        use Mention::Named;
        use Mention::Not;
        use Mention::Unclear;
        for (written, expected) in [
            ("马丽", Named),
            ("马丽(市文旅局局长)", Named),
            ("马丽（局长）同志", Named),
            ("局长马丽", Named),
            ("市文旅局局长马丽", Named),
            ("马丽副局长", Named),
            ("组长（马丽）", Named),
            ("代县长马丽", Named),
            ("马丽丽", Not),
            ("马丽丽局长", Not),
            ("司马丽", Not),
            ("组长（马丽丽）", Not),
            ("马丽等3人", Named),
            ("马丽等", Named),
            ("马丽（局长）等（3人）", Named),
            ("马丽局长一行", Named),
            ("由马丽带队", Named),
            ("马丽同意", Named),
            ("马丽丽等3人", Not),
            ("马丽和王伟", Named),
            ("马丽局长与王伟等3人", Named),
            ("王伟及马丽", Named),
            ("王伟（副组长）以及马丽（组长）", Named),
            ("马丽和", Not),
            ("马丽和平", Not),
            ("马丽及第", Not),
            ("王和马丽", Not),
            ("局长欧阳马丽", Not),
            ("古丽·马丽", Not),
            ("马丽丽和王伟", Not),
            ("王伟及马丽丽", Not),
            ("马丽的司机王伟", Unclear),
            ("市文旅局马丽", Unclear),
            ("王伟（马丽代）", Unclear),
            ("马丽（王伟代签）", Unclear),
            ("王伟代马丽", Unclear),
            ("受马丽委托王伟带队", Unclear),
            ("马丽和代明", Named),
            ("同意马丽", Named),
            ("批准:马丽", Named),
            ("马丽已批", Named),
            ("马局长", Unclear),
            ("马副组长（市文旅局）", Unclear),
            ("王局长", Not),
            ("马强局长", Not),
            ("局长", Not),
            ("", Not),
        ] {
            assert_eq!(mention(&fold(written), "马丽"), expected, "{written}");
        }
        assert_eq!(mention("马丽", ""), Not);
        // The name has the characters itself.
        for name in ["王和平", "及第", "马代", "同同", "王带队"] {
            assert_eq!(mention(name, name), Named);
            assert_eq!(mention(&format!("{name}等2人"), name), Named);
        }
        assert_eq!(mention("王和平", "王和"), Not);
    }

    #[test]
    fn people_in_one_cell_are_parted() {
        let cases: [(&str, &[&str]); 22] = [
            ("", &[]),
            ("-", &[]),
            ("无", &[]),
            ("张三", &["张三"]),
            ("张三、李四", &["张三", "李四"]),
            ("张三，李四,王五", &["张三", "李四", "王五"]),
            ("张三；李四;王五", &["张三", "李四", "王五"]),
            ("张三/李四／王五", &["张三", "李四", "王五"]),
            ("张三\n李四\r\n王五", &["张三", "李四", "王五"]),
            ("张三 李四", &["张三", "李四"]),
            ("张三\u{3000}欧阳修文", &["张三", "欧阳修文"]),
            ("王  伟", &["王伟"]),
            ("王  伟、李 娜", &["王伟", "李娜"]),
            ("王伟 李 娜", &["王伟李娜"]),
            ("张三、张三、张 三", &["张三"]),
            ("张三、", &["张三"]),
            ("、，；", &[]),
            ("张三、-", &["张三"]),
            ("买买提·阿不都", &["买买提·阿不都"]),
            ("John Li", &["JohnLi"]),
            ("张\u{200B}三", &["张三"]),
            ("阿里木江 王伟", &["阿里木江", "王伟"]),
        ];
        for (written, expected) in cases {
            assert_eq!(split(written), expected, "{written:?}");
        }
    }

    #[test]
    fn a_party_is_those_named_and_as_many_as_are_said() {
        use super::Size::*;
        for (written, named, size) in [
            ("张三", "张三", Named),
            ("张三、李四", "张三 李四", Named),
            ("张三等3人", "张三", InAll(3)),
            ("张三、李四等三人", "张三 李四", InAll(3)),
            ("张三、李四，共3人", "张三 李四", InAll(3)),
            ("张三 等 3 人", "张三", InAll(3)),
            ("张三一行5人", "张三", InAll(5)),
            ("张三等一行十二人", "张三", InAll(12)),
            ("冯二及随行2人", "冯二", InAll(3)),
            ("冯二及其他两人", "冯二", InAll(3)),
            ("4人", "", InAll(4)),
            ("２０人", "", InAll(20)),
            ("张三（3人）", "张三", InAll(3)),
            ("招商专班（4人）", "", InAll(4)),
            ("吴十、郑一等人", "吴十 郑一", Unknown),
            ("张三等", "张三", Unknown),
            ("张三一行", "张三", Unknown),
            ("张三及随行人员", "张三", Unknown),
            ("招商专班全体人员", "", Unknown),
            ("全体成员", "", Unknown),
            ("张三、李四、王五等2人", "张三 李四 王五", Unknown),
            ("王伟（副科长）", "王伟", Named),
            ("王 伟(驾驶员)、李娜", "王伟 李娜", Named),
            ("刘师傅", "刘师傅", Named),
            ("同心和、王及第", "同心和 王及第", Named),
            ("", "", Named),
        ] {
            let party = party(written);
            assert_eq!((party.named.join(" ").as_str(), party.size), (named, size), "{written}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_parted_without_blanks_or_repeats(text in ".*", near in "[张三李四、, /-]{0,20}") {
            for written in [text, near] {
                let people = split(&written);
                let _ = known(&written, |name| name == "张三");
                let keys: std::collections::BTreeSet<String> = people.iter().map(|name| fold(name)).collect();
                prop_assert_eq!(keys.len(), people.len());
                prop_assert!(people.iter().all(|name| !name.contains(char::is_whitespace)));
                let _ = party(&written);
            }
        }
    }
}
