//! Who is where on each day of the year: the facts behind the logs and the travel claims.

use chrono::Datelike;
use chrono::NaiveDate;
use zhuanban::regulation::Calendar;
use zhuanban::values::period::Period;

use super::YEAR;
use super::ids::Dice;
use super::squads::City;
use super::squads::Squad;

/// A run of days of a team.
#[derive(Clone, Debug)]
pub(crate) struct Stay {
    /// First day.
    pub(crate) from: NaiveDate,
    /// Last day.
    pub(crate) to: NaiveDate,
    /// The team.
    pub(crate) people: &'static [&'static str],
    /// Where; at home when it is none.
    pub(crate) city: Option<City>,
    /// Whether the squad's head leads it.
    pub(crate) led: bool,
    /// Whether the deputy goes along.
    pub(crate) deputy: bool,
    /// Number of the journey that it is a part of.
    pub(crate) journey: usize,
}

/// The working days of a month.
pub(crate) fn workdays(month: u32) -> Vec<NaiveDate> {
    let window = Period::Month { year: YEAR, month }.window();
    Calendar::built_in().workdays(window)
}

/// The days of a squad in a month, team by team, each in order; every working day of everyone is in it.
pub(crate) fn month(squad: &Squad, number: usize, month: u32) -> Vec<Stay> {
    let days = workdays(month);
    let mut stays: Vec<Stay> = Vec::new();
    let mut journey = 0;
    let mut has_head = false;
    for (team_number, team) in squad.teams.iter().enumerate() {
        if month < team.months.0 || month > team.months.1 {
            continue;
        }
        let mut dice = Dice::new((number as u64 + 1) * 1000 + u64::from(month) * 10 + team_number as u64);
        let home = days_at_home(&days, &mut dice);
        let mut blocks = blocks(&days, &home);
        if number == 3 && month.is_multiple_of(5) {
            stay_for_saturday(&mut blocks);
        }
        // The head goes along on two days of one journey; the one head of two squads in different weeks.
        let earliest = if number == 1 { 14 } else { 5 };
        let led = (!has_head)
            .then(|| {
                blocks
                    .iter()
                    .position(|(from, to)| from.day() > earliest && (*to - *from).num_days() >= 1)
            })
            .flatten();
        has_head = true;
        let is_last = squad
            .teams
            .iter()
            .rposition(|team| month >= team.months.0 && month <= team.months.1)
            == Some(team_number);
        let joined = is_last
            .then(|| blocks.iter().rposition(|(from, to)| (*to - *from).num_days() >= 2))
            .flatten();
        let mut entries: Vec<Stay> = Vec::new();
        for (at, (from, to)) in blocks.into_iter().enumerate() {
            let city = Some(dice.pick(squad.cities));
            let stay = |from, to, led| Stay {
                from,
                to,
                people: team.people,
                city,
                led,
                deputy: joined == Some(at),
                journey,
            };
            if led == Some(at) {
                let second = from + chrono::Days::new(1);
                entries.push(stay(from, second, true));
                if second < to {
                    entries.push(stay(second + chrono::Days::new(1), to, false));
                }
            } else {
                entries.push(stay(from, to, false));
            }
            journey += 1;
        }
        entries.extend(home.into_iter().map(|day| Stay {
            from: day,
            to: day,
            people: team.people,
            city: None,
            led: false,
            deputy: false,
            journey: usize::MAX,
        }));
        entries.sort_by_key(|stay| stay.from);
        stays.extend(entries);
    }
    stays
}

/// The last working day, and as many others as leave 15 to 19 working days out of town.
fn days_at_home(days: &[NaiveDate], dice: &mut Dice) -> Vec<NaiveDate> {
    let out = match days.len() {
        ..=17 => 15,
        18..=20 => 16 + dice.below(2),
        _ => 17 + dice.below(3),
    };
    let Some((last, others)) = days.split_last() else {
        return Vec::new();
    };
    let mut others = others.to_vec();
    let mut home = vec![*last];
    while home.len() < days.len() - out {
        // Weeks end at home: Fridays first, then Mondays.
        let fridays: Vec<NaiveDate> = others
            .iter()
            .copied()
            .filter(|day| day.weekday().num_days_from_monday() == 4)
            .collect();
        let mondays: Vec<NaiveDate> = others
            .iter()
            .copied()
            .filter(|day| day.weekday().num_days_from_monday() == 0)
            .collect();
        let choice = if !fridays.is_empty() { fridays } else { mondays };
        let day = dice.pick(&choice);
        others.retain(|other| *other != day);
        home.push(day);
    }
    home.sort();
    home
}

/// A fair that goes on through the Saturday.
fn stay_for_saturday(blocks: &mut [(NaiveDate, NaiveDate)]) {
    let calendar = Calendar::built_in();
    let fair = blocks.iter_mut().find(|(from, to)| {
        let next = *to + chrono::Days::new(1);
        from < to && to.weekday().num_days_from_monday() == 4 && calendar.is_workday(next) == Some(false)
    });
    if let Some((_, to)) = fair {
        *to = *to + chrono::Days::new(1);
    }
}

/// The runs of neighbouring calendar days among the working days away from home.
fn blocks(days: &[NaiveDate], home: &[NaiveDate]) -> Vec<(NaiveDate, NaiveDate)> {
    let mut blocks: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for day in days.iter().filter(|day| !home.contains(day)) {
        match blocks.last_mut() {
            Some((_, to)) if to.succ_opt() == Some(*day) => *to = *day,
            _ => blocks.push((*day, *day)),
        }
    }
    blocks
}
