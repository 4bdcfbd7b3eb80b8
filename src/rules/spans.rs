//! Which months, half-months and quarters a run judges (spec 2.1).

use crate::values::period::Period;
use crate::values::period::Window;
use crate::values::period::whole_halves;
use crate::values::period::whole_months;
use crate::values::period::whole_quarters;

use super::Case;

impl Case<'_> {
    /// The months judged: whole within the period, ended by the as-of day, and whole in force.
    pub fn months(&self) -> Vec<Period> {
        self.judged(whole_months(self.period.window()))
    }

    /// The half-months judged.
    pub fn halves(&self) -> Vec<Period> {
        self.judged(whole_halves(self.period.window()))
    }

    /// The quarters judged.
    pub fn quarters(&self) -> Vec<Period> {
        self.judged(whole_quarters(self.period.window()))
    }

    /// The month that the as-of day cuts, if it lies whole in force.
    pub fn month_under_way(&self) -> Option<Period> {
        let month = month_of(self.as_of);
        let window = month.window();
        (self.as_of < window.to && window.from >= self.policy.in_force_from()).then_some(month)
    }

    /// The months of the year to date that have a day in force.
    pub fn months_to_date(&self) -> Vec<Period> {
        let to_date = self.year_to_date();
        let in_force = Window {
            from: to_date.from.max(self.policy.in_force_from()),
            to: to_date.to,
        };
        let year = self.period.year();
        (1..=12)
            .map(|month| Period::Month { year, month })
            .filter(|month| month.window().overlaps(&in_force))
            .collect()
    }

    fn judged(&self, periods: Vec<Period>) -> Vec<Period> {
        let in_force_from = self.policy.in_force_from();
        let ended_in_force = |period: &Period| {
            let window = period.window();
            window.to <= self.as_of && window.from >= in_force_from
        };
        periods.into_iter().filter(ended_in_force).collect()
    }
}

/// The month of a day.
pub(super) fn month_of(day: chrono::NaiveDate) -> Period {
    use chrono::Datelike;
    Period::Month {
        year: day.year(),
        month: day.month(),
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::Case;
    use crate::testing::Scene;
    use crate::values::period::Period;

    fn see(period: &str, as_of: Option<&str>, spans: impl FnOnce(&Case<'_>) -> Vec<Period>) -> Vec<String> {
        let mut scene = Scene::new(period);
        if let Some(day) = as_of {
            scene = scene.as_of(day);
        }
        scene.with_case(|case| spans(case).iter().map(Period::to_string).collect())
    }

    #[test]
    fn only_whole_ended_spans_in_force_are_judged() {
        assert_eq!(see("2021-09", None, |case| case.months()), ["2021-09"]);
        assert_eq!(see("2021-09", Some("2021-09-29"), |case| case.months()), [""; 0]);
        assert_eq!(see("2021-W36", None, |case| case.months()), [""; 0]);
        assert_eq!(see("2021-W36", None, |case| case.halves()), [""; 0]);
        assert_eq!(see("2021-09-H1", None, |case| case.halves()), ["2021-09-H1"]);
        assert_eq!(see("2021", Some("2021-03-20"), |case| case.months()), ["2021-01", "2021-02"]);
        assert_eq!(see("2021", Some("2021-06-30"), |case| case.quarters()), ["2021-Q1", "2021-Q2"]);
        assert_eq!(
            see("2020", None, |case| case.months()),
            ["2020-08", "2020-09", "2020-10", "2020-11", "2020-12"]
        );
        assert_eq!(see("2020", None, |case| case.halves())[0], "2020-07-H2");
        assert_eq!(see("2020", None, |case| case.quarters()), ["2020-Q4"]);
    }

    #[test]
    fn the_month_under_way_is_the_one_that_the_as_of_day_cuts() {
        let cut = |period, as_of| see(period, as_of, |case| case.month_under_way().into_iter().collect());
        assert_eq!(cut("2021-09", Some("2021-09-29")), ["2021-09"]);
        assert_eq!(cut("2021-09", None), [""; 0]);
        assert_eq!(cut("2021-09-H1", None), ["2021-09"]);
        assert_eq!(cut("2020-07-H2", Some("2020-07-20")), [""; 0]);
    }
}
