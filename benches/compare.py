#!/usr/bin/env python3
"""The whole program against the floor (calamine reads the same cells, rust_xlsxwriter writes the same output cells, nothing else) and
against the script that an office would write, side by side in one run.

    python3 benches/compare.py [city] [province] [sheet] [--office]

Needs cargo; with --office also pandas and openpyxl. Prints CPU seconds (user + system), wall seconds, peak memory, and the ratios.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "target" / "compare"
RELEASE = ROOT / "target" / "release"
# The load is a whole year: a day before its end would make rows of the future of it.
PERIOD = ["2021-09", "--date", "2022-01-10"]


def measured(name, *command):
    """Runs a command; its CPU and wall seconds and its peak memory in MB."""
    begun = time.monotonic()
    child = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.monotonic() - begun
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        sys.exit(f"{name} ended with {code}")
    cpu = used.ru_utime + used.ru_stime
    print(f"  {name:28} {cpu:8.2f} s CPU {wall:8.2f} s {used.ru_maxrss / 1024:8.0f} MB", flush=True)
    return cpu, wall


def compare(size, office):
    folder = WORK / size
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([RELEASE / "examples" / "make_load", size, folder], check=True, stdout=subprocess.DEVNULL)
    inbox = folder / "收件" if (folder / "收件").is_dir() else folder
    report = folder / "报送"
    print(size, flush=True)
    one, wall_one = measured("zhuanban report --jobs 1", RELEASE / "zhuanban", "report", PERIOD[0], folder, *PERIOD[1:], "--jobs", "1")
    _, wall_two = measured("zhuanban report --jobs 2", RELEASE / "zhuanban", "report", PERIOD[0], folder, *PERIOD[1:], "--jobs", "2")
    check, _ = measured("zhuanban check --jobs 1", RELEASE / "zhuanban", "check", folder, "--period", PERIOD[0], *PERIOD[1:], "--jobs", "1")
    reading, _ = measured("floor: reading alone", RELEASE / "examples" / "floor", inbox)
    both, _ = measured("floor: reading and writing", RELEASE / "examples" / "floor", inbox, report, WORK / "floor")
    # To write the report's cells again they are read from it first, which is no part of the floor.
    known, _ = measured("reading the report's cells", RELEASE / "examples" / "floor", report)
    floor = both - known
    print(f"  report / floor {one / floor:.2f}; check / reading alone {check / reading:.2f}; one worker / two, wall {wall_one / wall_two:.2f}")
    if office:
        script, _ = measured("pandas and openpyxl", sys.executable, ROOT / "benches" / "office.py", inbox, WORK / "office.xlsx")
        print(f"  script / report {script / one:.1f}")


def main():
    sizes = [word for word in sys.argv[1:] if not word.startswith("-")] or ["city"]
    subprocess.run(["cargo", "build", "--release", "--locked", "--bins", "--examples"], cwd=ROOT, check=True)
    for size in sizes:
        compare(size, "--office" in sys.argv)


main()
