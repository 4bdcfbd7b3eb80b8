//! .xlsx, .xlsb and .ods through calamine, for comparison with our own readers.

use std::io::Cursor;

use ::calamine::DataRef;
use ::calamine::Ods;
use ::calamine::Reader;
use ::calamine::Xlsb;
use ::calamine::Xlsx;

use super::Filling;
use super::LIBRARY;
use super::NO_FORMATS;
use super::failed;
use super::grid_of;
use super::worksheets;
use crate::intake::budget::Budget;
use crate::intake::grid::Refused;
use crate::intake::grid::Workbook;
use crate::intake::quiet;

/// Reads an .xlsx.
pub(in crate::intake) fn xlsx(bytes: &[u8], budget: &mut Budget) -> Result<Workbook, Refused> {
    quiet::attempt(LIBRARY, || {
        let mut library = Xlsx::new(Cursor::new(bytes)).map_err(failed)?;
        let is_1904 = library.has_1904_epoch();
        let infos = worksheets(library.sheets_metadata().to_vec())?;
        let mut workbook = Workbook::default();
        for (order, info) in infos {
            let merges = library.merge_cells_by_sheet_name(&info.name).map_err(failed)?;
            let mut cells = library.worksheet_cells_reader(&info.name).map_err(failed)?;
            let mut filling = Filling::new(budget, is_1904, &NO_FORMATS);
            while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(failed)? {
                let place = (cell.pos.0.into(), cell.pos.1.into());
                match (cell.value, cell.formula) {
                    (DataRef::Empty, Some(_)) => filling.no_result(place)?,
                    (value, _) => filling.push(place, value)?,
                }
            }
            filling.finish(grid_of(order, &info, &merges), &mut workbook);
        }
        Ok(workbook)
    })
}

/// Reads an .xlsb.
pub(in crate::intake) fn xlsb(bytes: &[u8], budget: &mut Budget) -> Result<Workbook, Refused> {
    quiet::attempt(LIBRARY, || {
        let mut library = Xlsb::new(Cursor::new(bytes)).map_err(failed)?;
        let is_1904 = library.has_1904_epoch();
        let infos = worksheets(library.sheets_metadata().to_vec())?;
        let mut workbook = Workbook::default();
        for (order, info) in infos {
            let mut cells = library.worksheet_cells_reader(&info.name).map_err(failed)?;
            let mut filling = Filling::new(budget, is_1904, &NO_FORMATS);
            while let Some(cell) = cells.next_cell().map_err(failed)? {
                let (row, column) = cell.get_position();
                filling.push((row.into(), column.into()), cell.get_value().clone())?;
            }
            filling.finish(grid_of(order, &info, &[]), &mut workbook);
        }
        Ok(workbook)
    })
}

/// Reads an .ods.
pub(in crate::intake) fn ods(bytes: &[u8], budget: &mut Budget) -> Result<Workbook, Refused> {
    quiet::attempt(LIBRARY, || {
        let mut library = Ods::new(Cursor::new(bytes)).map_err(failed)?;
        let infos = worksheets(library.sheets_metadata().to_vec())?;
        let mut workbook = Workbook::default();
        for (order, info) in infos {
            let range = library.worksheet_range(&info.name).map_err(failed)?;
            let mut filling = Filling::new(budget, false, &NO_FORMATS);
            filling.range(&range)?;
            filling.finish(grid_of(order, &info, &[]), &mut workbook);
        }
        Ok(workbook)
    })
}
