//! What earlier runs of a period told, and what its closed report said (spec 4.4, 2.11): plain data, kept as JSON beside the reports.

pub mod closed;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Deserialize;
use serde::Serialize;

use crate::finding::Finding;
use crate::finding::Life;

/// Version of the names and meanings of the keys.
const SCHEMA: u32 = 1;

/// A finding that was told before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Its id.
    pub id: String,
    /// Its rule.
    pub rule: String,
    /// The name of its squad.
    pub squad: Option<String>,
    /// What was wrong.
    pub message: String,
    /// In how many runs on end it was told; 0 when it was mended since.
    pub runs: u32,
}

/// What was told up to the last run of the same period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// Version of the keys.
    schema: u32,
    /// How many runs there were.
    pub runs: u32,
    /// By id.
    pub known: Vec<Known>,
}

impl Default for Past {
    fn default() -> Past {
        Past {
            schema: SCHEMA,
            runs: 0,
            known: Vec::new(),
        }
    }
}

/// What is read of `findings.json`.
#[derive(Deserialize)]
struct Told {
    findings: Vec<OneTold>,
}

#[derive(Deserialize)]
struct OneTold {
    id: String,
    rule: String,
    squad: Option<String>,
    message: String,
}

/// What changed since the last run; old + new + back − mended = current.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Findings of the last run.
    pub old: usize,
    /// 新增
    pub new: usize,
    /// 重新出现
    pub back: usize,
    /// 仍未改
    pub open: usize,
    /// 已整改
    pub mended: usize,
}

impl Past {
    /// Reads what `json` wrote; `None` when it is not that.
    pub fn parse(bytes: &[u8]) -> Option<Past> {
        serde_json::from_slice(bytes).ok().filter(|past: &Past| past.schema == SCHEMA)
    }

    /// As a file.
    pub fn json(&self) -> Vec<u8> {
        // Plain data cannot fail to be written to memory.
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// What a `findings.json` tells; `None` when it is not one.
    pub fn told(findings: &[u8]) -> Option<Vec<Known>> {
        let told: Told = serde_json::from_slice(findings).ok()?;
        let known = told.findings.into_iter().map(|one| Known {
            id: one.id,
            rule: one.rule,
            squad: one.squad,
            message: one.message,
            runs: 0,
        });
        Some(known.collect())
    }

    /// Whether there was no run before.
    pub fn is_first(&self) -> bool {
        self.runs == 0
    }

    /// What a finding is after this past.
    fn life(&self, id: &str) -> Life {
        match self.known.iter().find(|known| known.id == id).map(|known| known.runs) {
            None => Life::New,
            Some(0) => Life::Back,
            Some(runs) => Life::Open(runs + 1),
        }
    }

    /// Tells each finding what it is.
    pub fn tell(&self, findings: &mut [Finding]) {
        for finding in findings {
            finding.life = self.life(&finding.id);
        }
    }

    /// Findings of the last run that are gone.
    pub fn mended<'a>(&'a self, findings: &[Finding]) -> Vec<&'a Known> {
        let now: BTreeSet<&str> = findings.iter().map(|finding| finding.id.as_str()).collect();
        let known = self.known.iter();
        known.filter(|known| known.runs > 0 && !now.contains(known.id.as_str())).collect()
    }

    /// The counts of all this.
    pub fn balance(&self, findings: &[Finding]) -> Balance {
        let count = |is: fn(Life) -> bool| findings.iter().filter(|finding| is(finding.life)).count();
        Balance {
            old: self.known.iter().filter(|known| known.runs > 0).count(),
            new: count(|life| life == Life::New),
            back: count(|life| life == Life::Back),
            open: count(|life| matches!(life, Life::Open(_))),
            mended: self.mended(findings).len(),
        }
    }

    /// The past of the run after one that told `now`.
    pub fn after(&self, now: Vec<Known>) -> Past {
        let mut known: BTreeMap<String, Known> = BTreeMap::new();
        for old in &self.known {
            known.insert(old.id.clone(), Known { runs: 0, ..old.clone() });
        }
        for mut one in now {
            one.runs = match self.life(&one.id) {
                Life::Open(runs) => runs,
                Life::New | Life::Back => 1,
            };
            known.insert(one.id.clone(), one);
        }
        Past {
            schema: SCHEMA,
            runs: self.runs + 1,
            known: known.into_values().collect(),
        }
    }
}
