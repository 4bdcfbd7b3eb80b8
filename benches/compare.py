#!/usr/bin/env python3
"""The whole program against the floor (calamine reads the same cells, rust_xlsxwriter writes the same output cells, nothing else) and
against the script that an office would write, side by side in one run.

    python3 benches/compare.py [city] [province] [sheet] [--office]

Needs cargo; with --office also pandas and openpyxl. Prints medians of CPU seconds (user + system), wall seconds and
peak memory, and the ratios.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "target" / "compare"
RELEASE = ROOT / "target" / "release"
# The load is a whole year: a day before its end would make rows of the future of it.
PERIOD = ["2021-09", "--date", "2022-01-10"]
# So many changes of one file a watch is measured by.
CHANGES = 8
ROUNDS = {"city": 7, "sheet": 3, "province": 1}


def measured(command):
    """Runs a command; its CPU and wall seconds and its peak memory in MB."""
    begun = time.monotonic()
    child = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.monotonic() - begun
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        sys.exit(f"{' '.join(map(str, command))} ended with {code}")
    return used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024


def change(workbook, number):
    """Puts another number in the middle of a workbook's first sheet."""
    with zipfile.ZipFile(workbook) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    changed = workbook.with_suffix(".changed")
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            if name.endswith("sheet1.xml"):
                numbers = list(re.finditer(rb"<v>\d{2,5}(\.\d+)?</v>", data))
                middle = numbers[len(numbers) // 2]
                data = data[: middle.start()] + b"<v>%d</v>" % number + data[middle.end() :]
            archive.writestr(name, data)
    os.replace(changed, workbook)


def watched(program, folder, changes):
    """CPU seconds of a watch that sees so many changes of one file after its first check."""
    workbook = sorted((folder / "收件").rglob("经费支出1.xlsx"))[0]
    command = [program, "watch", folder, "--period", *PERIOD, "--jobs", "1", "--rest", "1", "--times", str(changes + 1)]
    child = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    checks = 0
    for line in child.stdout:
        if "已核查" in line:
            checks += 1
            if checks <= changes:
                change(workbook, 1000 + checks)
    _, _, used = os.wait4(child.pid, 0)
    return used.ru_utime + used.ru_stime


def compare(size, office):
    folder = WORK / size
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([RELEASE / "examples" / "make_load", size, folder], check=True, stdout=subprocess.DEVNULL)
    inbox = folder / "收件"
    report = folder / "报送" / PERIOD[0]
    program, floor = RELEASE / "zhuanban", RELEASE / "examples" / "floor"
    commands = {
        "report": [program, "report", PERIOD[0], folder, *PERIOD[1:], "--jobs", "1"],
        "report, two workers": [program, "report", PERIOD[0], folder, *PERIOD[1:], "--jobs", "2"],
        "check": [program, "check", folder, "--period", PERIOD[0], *PERIOD[1:], "--jobs", "1"],
        "check, two workers": [program, "check", folder, "--period", PERIOD[0], *PERIOD[1:], "--jobs", "2"],
        "own reader alone": [floor, "--own", inbox],
        "calamine alone": [floor, inbox],
        "floor: read and write": [floor, inbox, report, WORK / "floor"],
        "floor: the report read": [floor, report],
    }
    # Rounds one after another, so that a slow moment of the machine meets all alike.
    rounds = [{name: measured(command) for name, command in commands.items()} for _ in range(ROUNDS.get(size, 3))]
    if office:
        rounds[0]["pandas and openpyxl"] = measured([sys.executable, ROOT / "benches" / "office.py", inbox, WORK / "office.xlsx"])
    median = {
        name: [statistics.median(round[name][part] for round in rounds if name in round) for part in range(3)] for name in rounds[0]
    }
    print(size, flush=True)
    for name, (cpu, wall, memory) in median.items():
        print(f"  {name:24} {cpu:8.2f} s CPU {wall:8.2f} s {memory:8.0f} MB")
    cpu = {name: values[0] for name, values in median.items()}
    wall = {name: values[1] for name, values in median.items()}
    # To write the report's cells again they are read from it first, which is no part of the floor.
    least = cpu["floor: read and write"] - cpu["floor: the report read"]
    print(f"  own reader / calamine {cpu['own reader alone'] / cpu['calamine alone']:.2f}")
    print(f"  report / floor {cpu['report'] / least:.2f}, check / calamine alone {cpu['check'] / cpu['calamine alone']:.2f}")
    print(f"  one worker / two, wall: report {wall['report'] / wall['report, two workers']:.2f}, check {wall['check'] / wall['check, two workers']:.2f}")
    if size == "city":
        once = watched(program, folder, 0)
        each = (watched(program, folder, CHANGES) - once) / CHANGES
        print(f"  a changed file under watch {each:.3f} s CPU: / check {each / cpu['check']:.2f}, / report {each / cpu['report']:.2f}")
    if office:
        print(f"  script / report {cpu['pandas and openpyxl'] / cpu['report']:.1f}", flush=True)


def main():
    sizes = [word for word in sys.argv[1:] if not word.startswith("-")] or ["city"]
    subprocess.run(["cargo", "build", "--release", "--locked", "--bins", "--examples"], cwd=ROOT, check=True)
    for size in sizes:
        compare(size, "--office" in sys.argv)


main()
