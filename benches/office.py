"""What an office would write: pandas reads the workbooks, adds up by squad, openpyxl writes one table. For benches/compare.py."""

import sys
from pathlib import Path

import pandas

inbox, out = Path(sys.argv[1]), Path(sys.argv[2])
tables = []
for path in sorted(inbox.rglob("*.xlsx")):
    for name, sheet in pandas.read_excel(path, sheet_name=None, header=None, engine="openpyxl").items():
        sheet["file"], sheet["sheet"] = path.name, name
        tables.append(sheet)
rows = pandas.concat(tables, ignore_index=True)
rows.to_excel(out, index=False, engine="openpyxl")
print(len(rows), "rows")
