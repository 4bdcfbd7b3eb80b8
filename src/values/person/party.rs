//! The people of a cell that need not name them all.

use rust_decimal::Decimal;

use super::fold;
use super::outside_brackets;
use super::split;
use super::words::AND;
use super::words::LED;
use super::words::ROLES;
use super::words::TITLES;
use super::words::is_of_number;
use super::words::people;

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
        let written = name;
        let name = without_role(written);
        match people(name).or(of_note) {
            Some(number) => said = said.max(Some(number)),
            None if rest.is_empty() => is_open |= name.is_empty() && !written.is_empty(),
            None => {
                let number = OTHERS.iter().fold(rest.to_owned(), |rest, word| rest.replace(word, ""));
                let number = people(number.trim_start_matches(|c| !is_of_number(c)));
                match number {
                    Some(number) if rest.starts_with(['等', '一']) => said = said.max(Some(number)),
                    Some(number) => beside = beside.saturating_add(number),
                    None => is_open = true,
                }
            }
        }
        let is_nobody = name.is_empty() || people(name).is_some();
        let shown = outside_brackets(&piece.replace('（', "(").replace('）', ")"));
        let role = written.chars().count() - name.chars().count();
        let shown: String = shown.chars().skip(role).take(name.chars().count()).collect();
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

/// A name without what stands before it: 专班成员：王伟, 专职成员王伟, 组长郑国栋. Nothing is left of 全体人员 and 若干人.
fn without_role(text: &str) -> &str {
    let end = |word: &&str| text.rfind(*word).map(|at| at + word.len());
    let rest = NAMELESS
        .iter()
        .filter_map(end)
        .max()
        .and_then(|end| text.get(end..))
        .unwrap_or(text);
    let rest = rest.trim_start_matches(':');
    let titled = ROLES.iter().chain(TITLES).chain(LED).filter_map(|word| rest.strip_prefix(word));
    let bare = titled
        .map(|bare| bare.trim_start_matches(':'))
        .filter(|bare| !bare.is_empty())
        .min_by_key(|bare| bare.len())
        .unwrap_or(rest);
    if rest.len() < text.len() && matches!(bare, "人" | "名") {
        ""
    } else {
        bare
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_party_is_those_named_and_as_many_as_are_said() {
        use Size::*;
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
            ("专班成员：王伟、李四", "王伟 李四", Named),
            ("专职成员王伟", "王伟", Named),
            ("组长郑国栋", "郑国栋", Named),
            ("副组长：郑国栋等3人", "郑国栋", InAll(3)),
            ("文旅专班王伟（科员）", "王伟", Named),
            ("成员3人", "", InAll(3)),
            ("若干人", "", Unknown),
            ("", "", Named),
        ] {
            let party = party(written);
            assert_eq!((party.named.join(" ").as_str(), party.size), (named, size), "{written}");
        }
    }
}
