//! Words that a column chooses from: as declared, with a note in brackets, or nearly so.

use crate::intake::title;
use crate::records::column::ChoiceWord;
use crate::regulation::City;

/// The position of a known word, or the nearest known word.
pub(super) type Chosen = Result<usize, Option<&'static str>>;

/// Which notes in brackets may stand after a known word.
#[derive(Clone, Copy)]
enum Notes {
    /// Any.
    Any,
    /// None that takes the word back: what is signed must be said without a but.
    NoBut,
    /// None but those that leave a role as it is: 组长（已调离） is no head any more.
    OfRole,
}

/// What in brackets takes back the word before them: 正式合同（已终止）.
const VOID: [&str; 8] = ["作废", "解除", "终止", "撤销", "草签", "失效", "未签", "拟签"];

/// What in brackets leaves a role as it is: 组长（兼）.
const OF_ROLE: [&str; 23] = [
    "兼",
    "兼任",
    "兼职",
    "常务",
    "主持",
    "主持工作",
    "主持日常工作",
    "牵头",
    "执行",
    "第一",
    "主要负责人",
    "负责人",
    "负责",
    "专职",
    "脱产",
    "全职",
    "驻点",
    "驻外",
    "联络员",
    "男",
    "女",
    "正职",
    "副职",
];

/// How a post or a rank ends, which may stand in brackets after a role: 组长（市文旅局局长）, unless it is a former or a coming one.
const POSTS: [&str; 14] = [
    "局长", "主任", "书记", "科长", "处长", "县长", "区长", "市长", "部长", "科员", "县级", "处级", "科级", "主席",
];

/// What makes a post a former or a coming one.
const NOT_NOW: [&str; 10] = ["原", "前", "曾", "拟", "待", "候", "离", "免", "退", "调"];

/// What makes a word the contrary of one that it resembles: 非正式合同, 未开工.
const CONTRARY: [&str; 9] = ["非", "未", "拟", "即将", "意向", "框架", "战略", "原", "前"];

/// The word of a column that is meant, or the nearest.
pub(super) fn chosen(column: &str, words: &[ChoiceWord], written: &str, city: &City) -> Chosen {
    let notes = match column {
        "合同类型" => Notes::NoBut,
        "角色" => Notes::OfRole,
        _ => Notes::Any,
    };
    choose(words, written, notes).or_else(|nearest| {
        let county = (column == "承担单位" && is_county(city, written)).then_some("县级");
        words.iter().position(|word| Some(word.name) == county).ok_or(nearest)
    })
}

/// The word that is meant, or the nearest.
fn choose(words: &[ChoiceWord], written: &str, notes_taken: Notes) -> Chosen {
    let title = title::Title::read(written);
    let names = |word: &ChoiceWord| std::iter::once(word.name).chain(word.synonyms.iter().copied());
    let position_of = |text: &str| words.iter().position(|word| names(word).any(|name| title::folded(name) == text));
    if let Some(position) = position_of(&title.whole) {
        return Ok(position);
    }
    if let Some(position) = position_of(&title.bare) {
        let mut notes = title
            .whole
            .split(['(', ')'])
            .filter(|note| !note.is_empty() && **note != *title.bare);
        let holds = match notes_taken {
            Notes::Any => true,
            // 正式合同（意向） says both.
            Notes::NoBut => {
                !notes.any(|note| position_of(note).is_some_and(|other| other != position) || VOID.iter().any(|word| note.contains(word)))
            }
            Notes::OfRole => notes.all(|note| match position_of(note) {
                Some(other) => other == position,
                None => leaves_role(note),
            }),
        };
        return if holds { Ok(position) } else { Err(None) };
    }
    let nearest = title::nearest(written, words.iter().map(|word| (word.name, names(word))));
    let says_so_too = |word: &&str| CONTRARY.iter().all(|mark| !title.whole.contains(mark) || word.contains(mark));
    Err(nearest.filter(says_so_too))
}

/// Whether a note leaves the role before it as it is.
fn leaves_role(note: &str) -> bool {
    let is_post = POSTS.iter().any(|post| note.ends_with(post)) && !NOT_NOW.iter().any(|word| note.contains(word));
    OF_ROLE.contains(&note) || is_post
}

/// Whether a text names counties of the city and nothing beside, notes in brackets apart: 盐湖区、永济市（各半). A note that speaks of the
/// city leaves it open who bears the cost.
fn is_county(city: &City, written: &str) -> bool {
    let title = title::Title::read(written);
    let mut notes = title.whole.split(['(', ')']).skip(1);
    let of_the_city = |note: &str| ["市级", "市本级", "市财政"].iter().any(|word| note.contains(word));
    let mut names = title.bare.split(['、', ',', ';', '/']);
    names.all(|name| city.is_county(name)) && !notes.any(of_the_city)
}
