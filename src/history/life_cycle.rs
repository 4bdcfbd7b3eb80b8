//! What became of the findings since the run before (spec 4.4).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Deserialize;
use serde::Serialize;

use crate::account::Account;
use crate::account::FileStatus;
use crate::finding::Judgement;
use crate::regulation::City;
use crate::regulation::SquadId;

use super::Closed;

/// A finding of the run before: its id, and in how many runs it stood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The finding's id.
    pub id: String,
    /// Runs in a row in which it was told.
    pub runs: u32,
    /// The file that it was in, if it was in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The name of the squad concerned, if one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub squad: Option<String>,
}

/// Why nobody can tell whether a finding that is gone was put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// Its file cannot be read now.
    FileFailed,
    /// Its file is not there now, and none of its kind came in its place.
    FileGone,
    /// Its rule is switched off.
    RuleOff,
    /// What its rule needs is not there.
    Unjudged,
}

impl Doubt {
    /// In Chinese, without a final stop.
    pub fn name(self) -> &'static str {
        match self {
            Doubt::FileFailed => "所在文件无法读取",
            Doubt::FileGone => "所在文件没有再报",
            Doubt::RuleOff => "该规则已停用",
            Doubt::Unjudged => "缺少有关的表或列",
        }
    }
}

/// Where an earlier finding stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stood<'a> {
    /// In that file.
    In(&'a str),
    /// In no file: it was about a period.
    Nowhere,
    /// That is not known.
    Untold,
}

impl Seen {
    fn stood(&self) -> Stood<'_> {
        self.file.as_deref().map_or(Stood::Nowhere, Stood::In)
    }
}

/// What is known now of where earlier findings stood.
pub struct Ground<'a> {
    /// The run before.
    pub before: &'a Before,
    /// The files of this run.
    pub account: &'a Account,
    /// For the names of squads.
    pub city: &'a City,
}

impl Ground<'_> {
    /// Why it cannot be told whether a finding that is not there now was put right; `None` when it can.
    pub fn doubt(&self, id: &str, stood: Stood<'_>, squad: Option<&str>, judgement: &Judgement) -> Option<Doubt> {
        let rule = id.split('-').next().unwrap_or_default();
        if judgement.off.contains(&rule) {
            return Some(Doubt::RuleOff);
        }
        match stood {
            // Of a month or a year its rule says itself what it could not judge.
            Stood::Nowhere => {
                let is_its_squad = |of: SquadId| squad == Some(&*self.city.squad(of).name);
                let mut unjudged = judgement.unjudged.iter().filter(|unjudged| unjudged.rule == rule);
                let is_unjudged = unjudged.any(|unjudged| unjudged.squad.is_none_or(is_its_squad));
                is_unjudged.then_some(Doubt::Unjudged)
            }
            Stood::In(path) => match self.account.files.iter().find(|now| now.path == path) {
                Some(now) if now.status == FileStatus::Failed => Some(Doubt::FileFailed),
                Some(_) => None,
                None => self.is_lost(path, id).then_some(Doubt::FileGone),
            },
            Stood::Untold => None,
        }
    }

    /// Whether a file that is not there now was there in the run before, or was missed already then, and no new file has a table of
    /// a kind that it had: a file that was renamed or handed in anew has.
    fn is_lost(&self, path: &str, id: &str) -> bool {
        let kinds = match self.before.files.get(path) {
            Some(kinds) => kinds,
            None => return self.before.doubtful.iter().any(|seen| seen.id == id),
        };
        let new = self.account.files.iter().filter(|now| !self.before.files.contains_key(&now.path));
        let mut came = new.flat_map(|now| &now.tables);
        !came.any(|table| kinds.contains(table.kind.key()))
    }
}

/// What the run before left: `数据/上次.json` of a folder holds what that folder's run was compared with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// Version of the names of all keys.
    pub schema: u32,
    /// Whether there was a run before.
    pub any: bool,
    /// Its findings.
    pub findings: Vec<Seen>,
    /// Ids of findings that were told once and were gone in that run.
    pub mended: Vec<String>,
    /// Its files, each with the kinds of its tables.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, BTreeSet<String>>,
    /// Findings that were gone before it, or in it, of which nobody could tell whether they were put right.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubtful: Vec<Seen>,
    /// What this very run adds to those, for the next one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub now_doubtful: Vec<Seen>,
    /// The periods handed in of which a figure comes out otherwise (H001), as they were then: closing a period anew replaces them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<Closed>,
}

/// What became of the findings since the run before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LifeCycle {
    /// Whether there was a run before.
    pub any: bool,
    /// How many runs each present finding has stood, this one counted; 1 is new.
    pub runs: BTreeMap<String, u32>,
    /// Present findings that had been mended before.
    pub back: Vec<String>,
    /// New ones, those that had been mended before counted too.
    pub new: usize,
    /// Those that stood in the run before.
    pub still: usize,
    /// Those of the run before that are gone.
    pub mended: Vec<String>,
    /// Findings that are gone, in this run or earlier, of which nobody can tell whether they were put right, with the reason.
    pub doubts: BTreeMap<String, Doubt>,
}

impl LifeCycle {
    /// Compares the present ids with the run before.
    pub fn new<'f>(before: &Before, present: impl Iterator<Item = &'f str>) -> LifeCycle {
        // Ids are one finding's each. Should two findings share one all the same, they are counted one by one, so that old and new less
        // mended is what there is.
        let mut old: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for seen in &before.findings {
            old.entry(&seen.id).or_default().push(seen.runs);
        }
        let mut cycle = LifeCycle {
            any: before.any,
            ..LifeCycle::default()
        };
        for id in present {
            let stood = old.get_mut(id).and_then(Vec::pop);
            match stood {
                Some(_) => cycle.still += 1,
                None => {
                    cycle.new += 1;
                    if before.mended.iter().any(|mended| mended == id) {
                        cycle.back.push(id.to_owned());
                    }
                }
            }
            let runs = stood.map_or(1, |runs| runs.saturating_add(1));
            cycle.runs.entry(id.to_owned()).or_insert(runs);
        }
        let gone = old
            .into_iter()
            .flat_map(|(id, stood)| stood.into_iter().map(move |_| id.to_owned()));
        cycle.mended = gone.collect();
        cycle
    }

    /// With the doubts about what is gone, of this run and of earlier ones.
    pub fn with_doubts(mut self, ground: &Ground<'_>, judgement: &Judgement) -> LifeCycle {
        let earlier = ground.before.findings.iter().chain(&ground.before.doubtful);
        let gone = earlier.filter(|seen| !self.runs.contains_key(&seen.id));
        let doubts = gone.filter_map(|seen| {
            let doubt = ground.doubt(&seen.id, seen.stood(), seen.squad.as_deref(), judgement)?;
            Some((seen.id.clone(), doubt))
        });
        self.doubts = doubts.collect();
        self
    }

    /// How many of those gone in this run are in doubt, and why.
    pub fn in_doubt(&self) -> (usize, BTreeSet<Doubt>) {
        let doubts = self.mended.iter().filter_map(|id| self.doubts.get(id));
        (doubts.clone().count(), doubts.copied().collect())
    }

    /// The findings in doubt, as the next run has to know them.
    pub fn doubtful(&self, before: &Before) -> Vec<Seen> {
        let earlier = before.findings.iter().chain(&before.doubtful);
        earlier.filter(|seen| self.doubts.contains_key(&seen.id)).cloned().collect()
    }

    /// What the next run is compared with.
    #[cfg(test)]
    fn as_before(&self, before: &Before) -> Before {
        let mut mended: Vec<String> = before.mended.iter().chain(&self.mended).cloned().collect();
        mended.retain(|id| !self.runs.contains_key(id));
        mended.sort();
        mended.dedup();
        Before {
            schema: 1,
            any: true,
            findings: self
                .runs
                .iter()
                .map(|(id, runs)| Seen {
                    id: id.clone(),
                    runs: *runs,
                    ..Seen::default()
                })
                .collect(),
            mended,
            ..Before::default()
        }
    }

    /// 新增, 仍未改（第2期）, 重新出现.
    pub fn state(&self, id: &str) -> String {
        match self.runs.get(id) {
            Some(1) if self.back.iter().any(|back| back == id) => "重新出现".to_owned(),
            Some(1) | None => "新增".to_owned(),
            Some(runs) => format!("仍未改（第{runs}期）"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_and_new_less_mended_is_what_there_is() {
        let runs: [&[&str]; 4] = [&["A", "B"], &["B", "C"], &["A", "C", "D"], &["A", "C", "D"]];
        let mut before = Before::default();
        let mut count = 0;
        let mut told = Vec::new();
        for present in runs {
            let cycle = LifeCycle::new(&before, present.iter().copied());
            assert_eq!(count + cycle.new - cycle.mended.len(), present.len());
            assert_eq!(cycle.new + cycle.still, present.len());
            told.push(present.iter().map(|id| cycle.state(id)).collect::<Vec<_>>());
            count = present.len();
            before = cycle.as_before(&before);
        }
        assert_eq!(told[1], ["仍未改（第2期）", "新增"]);
        assert_eq!(told[2], ["重新出现", "仍未改（第2期）", "新增"]);
        assert_eq!(told[3], ["仍未改（第2期）", "仍未改（第3期）", "仍未改（第2期）"]);
    }

    #[test]
    fn findings_that_share_an_id_are_counted_one_by_one() {
        let seen = |id: &str| Seen {
            id: id.to_owned(),
            runs: 1,
            ..Seen::default()
        };
        for (old, present, told) in [
            (&["A", "A"][..], &["A", "A"][..], (0, 2, 0)),
            (&["A"], &["A", "A"], (1, 1, 0)),
            (&["A", "A", "B"], &["A"], (0, 1, 2)),
            (&[], &["A", "A"], (2, 0, 0)),
        ] {
            let before = Before {
                findings: old.iter().map(|id| seen(id)).collect(),
                ..Before::default()
            };
            let cycle = LifeCycle::new(&before, present.iter().copied());
            assert_eq!((cycle.new, cycle.still, cycle.mended.len()), told, "{old:?} {present:?}");
        }
    }
}
