//! What one file may cost: cells, text and time, over all its sheets.

use std::time::Duration;
use std::time::Instant;

use crate::intake::grid::Refused;
use crate::intake::refuse;
use crate::settings::Limits;

/// Steps between two looks at the clock.
const STEPS_A_LOOK: u64 = 65_536;

/// The last row that a spreadsheet has.
pub(super) const LAST_ROW: u32 = 1_048_576;

/// The last column that a spreadsheet has.
pub(super) const LAST_COLUMN: u16 = 16_384;

/// What is left of a file's limits.
#[derive(Debug)]
pub(super) struct Budget {
    limits: Limits,
    cells: u64,
    text: u64,
    steps: u64,
    end: Instant,
}

impl Budget {
    /// A whole budget; the time starts now.
    pub(super) fn new(limits: Limits) -> Budget {
        let now = Instant::now();
        // A limit beyond the clock's range is no limit: a hundred years will do.
        let end = now
            .checked_add(Duration::from_secs(limits.seconds))
            .unwrap_or(now + Duration::from_secs(3_153_600_000));
        Budget {
            limits,
            cells: 0,
            text: 0,
            steps: 0,
            end,
        }
    }

    /// The limits that it was made of.
    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Takes one cell.
    #[inline]
    pub(super) fn cell(&mut self) -> Result<(), Refused> {
        self.cells(1)
    }

    /// Takes several cells at once.
    #[inline]
    pub(super) fn cells(&mut self, count: u64) -> Result<(), Refused> {
        self.cells = self.cells.saturating_add(count);
        if self.cells > self.limits.cells {
            return Err(refuse::too_large(&format!("单元格多于 {} 个", self.limits.cells)));
        }
        self.tick()
    }

    /// Takes a step that may give no cell; looks at the clock now and then.
    #[inline]
    pub(super) fn tick(&mut self) -> Result<(), Refused> {
        self.steps += 1;
        if self.steps.is_multiple_of(STEPS_A_LOOK) {
            self.clock()
        } else {
            Ok(())
        }
    }

    /// Takes text, in bytes.
    pub(super) fn text(&mut self, bytes: usize) -> Result<(), Refused> {
        self.text = self.text.saturating_add(bytes as u64);
        if self.text > self.limits.text_bytes {
            return Err(refuse::too_large(&format!("文字多于 {} MiB", self.limits.text_bytes >> 20)));
        }
        Ok(())
    }

    /// Refuses a number of sheets.
    pub(super) fn sheets(&self, count: usize) -> Result<(), Refused> {
        if count > self.limits.sheets {
            return Err(refuse::too_large(&format!("工作表多于 {} 张", self.limits.sheets)));
        }
        Ok(())
    }

    /// Looks at the clock.
    pub(super) fn clock(&self) -> Result<(), Refused> {
        if Instant::now() > self.end {
            return Err(refuse::too_large(&format!("读取时间长于 {} 秒", self.limits.seconds)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_is_kept() {
        let limits = Limits {
            cells: 3,
            text_bytes: 10,
            sheets: 2,
            ..Limits::default()
        };
        let mut budget = Budget::new(limits);
        assert!(budget.cells(3).is_ok());
        assert!(budget.cell().is_err());
        assert!(budget.text(10).is_ok());
        assert!(budget.text(1).is_err());
        assert!(budget.sheets(2).is_ok());
        assert!(budget.sheets(3).is_err());
        assert!(budget.clock().is_ok());
    }

    #[test]
    fn time_runs_out_while_cells_are_taken() {
        let mut budget = Budget::new(Limits {
            seconds: 0,
            ..Limits::default()
        });
        std::thread::sleep(Duration::from_millis(2));
        assert!((0..STEPS_A_LOOK).any(|_| budget.cell().is_err()));
        assert!(
            Budget::new(Limits {
                seconds: u64::MAX,
                ..Limits::default()
            })
            .clock()
            .is_ok()
        );
    }
}
