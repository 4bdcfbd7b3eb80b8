//! The people that a log names beside its own: members of the squad in 随行人员 were out with those in 姓名. Who is no member of it may be
//! anybody's, and is no stranger (D018) either.

use ahash::HashSet;
use std::sync::Arc;

use crate::records::Kind;
use crate::records::cell::Name;
use crate::records::cell::Owner;
use crate::records::cell::State;
use crate::records::cell::Value;
use crate::regulation::SquadId;

use super::row::Draft;
use super::row::Fate;

/// Adds the members of its squad among the companions of a row to its people.
pub(super) fn join(drafts: &mut [Draft]) {
    let Some(((own, _), (beside, _))) = Kind::Log.table().column("姓名").zip(Kind::Log.table().column("随行人员")) else {
        return;
    };
    let people = |draft: &Draft, position: usize| match draft.cells.get(position).and_then(|cell| cell.value()) {
        Some(Value::People(people)) => people.clone(),
        _ => Vec::new(),
    };
    let squad = |draft: &Draft| draft.owner.as_ref().and_then(Owner::squad);
    let in_use = |draft: &&Draft| draft.fate == Fate::Used;
    let has_companions = |draft: &Draft| draft.kind == Kind::Log && draft.cells.get(beside).is_some_and(|cell| cell.value().is_some());
    if !drafts.iter().any(has_companions) {
        return;
    }
    let rosters = drafts.iter().filter(in_use).filter(|draft| draft.kind == Kind::Roster);
    let members: HashSet<(SquadId, Arc<str>)> = rosters
        .filter_map(|draft| match draft.cell("姓名")?.value()? {
            Value::Name(name) => Some((squad(draft)?, Arc::clone(&name.key))),
            _ => None,
        })
        .collect();
    for draft in drafts.iter_mut().filter(|draft| draft.fate == Fate::Used && has_companions(draft)) {
        let Some(squad) = squad(draft) else { continue };
        let mut all: Vec<Name> = people(draft, own);
        for companion in people(draft, beside) {
            let is_new = all.iter().all(|person| person.key != companion.key);
            if is_new && members.contains(&(squad, Arc::clone(&companion.key))) {
                all.push(companion);
            }
        }
        if let Some(cell) = draft.cells.get_mut(own).filter(|cell| cell.value().is_some()) {
            Arc::make_mut(cell).state = State::Value(Value::People(all));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::Scene;

    #[test]
    fn members_in_the_column_of_companions_are_people_of_the_row() {
        let see = |title: &str, companions: &str| -> (Vec<String>, usize) {
            let log = format!("日期 | 姓名 | {title} | 工作内容\n2021-06-01 | 王伟 | {companions} | 拜访");
            let intake = Scene::new("2021-06")
                .sheet("文化旅游/名册.xlsx", "名册", "姓名 | 角色\n王伟 | 专职成员\n赵志刚 | 专职成员")
                .sheet("高效农业/名册.xlsx", "名册", "姓名 | 角色\n孙晓燕 | 专职成员")
                .sheet("文化旅游/日志.xlsx", "日志", &log)
                .intake();
            let people = intake.tables.logs[0].people.value().into_iter().flatten();
            (people.map(|name| name.shown.to_string()).collect(), intake.problems.len())
        };
        for title in ["随行人员", "同行人员", "同行干部"] {
            assert_eq!(
                see(title, "赵志刚、李县长"),
                (vec!["王伟".to_owned(), "赵志刚".to_owned()], 0),
                "{title}"
            );
        }
        // Another squad's member is out with nobody of this one.
        assert_eq!(see("随行人员", "孙晓燕"), (vec!["王伟".to_owned()], 0));
        assert_eq!(see("随行人员", "王伟"), (vec!["王伟".to_owned()], 0));
        assert_eq!(see("随行人员", ""), (vec!["王伟".to_owned()], 0));
        // Who wrote it down was not out by that.
        assert_eq!(see("记录人", "赵志刚"), (vec!["王伟".to_owned()], 1));
    }
}
