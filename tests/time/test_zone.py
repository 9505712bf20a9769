"""Every zone of the time zone database against Python's zoneinfo, both reading the same bytes: offsets, local times on
either side of every transition, dates and the first instants of dates."""
import io
import os
import random
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
from zone_files import DAY, EPOCH, SECOND, UTC_EPOCH, Failed, Zone, lib, micros, moment_of, transitions, zone_files

ONCE, GAP, TWICE = 1, 2, 3
FIRST = int((datetime(1900, 1, 1) - EPOCH).total_seconds())
LAST = int((datetime(2100, 1, 1) - EPOCH).total_seconds())
FACTS = {"instants": 0, "local times": 0, "dates": 0}


def their_offset(info, second):
    """zoneinfo's offset at an instant, in seconds."""
    at = (UTC_EPOCH + timedelta(seconds=second)).astimezone(info)
    return round(at.utcoffset().total_seconds())


def last_second_before_change(info, low, high):
    """The last second with the offset of `low`, when the offset changes once between low and high."""
    before = their_offset(info, low)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if their_offset(info, middle) == before else (low, middle)
    return low


def changes_by_rule(info, dice):
    """Transitions of some later years, which files may leave to their footer."""
    found = []
    for year in dice.sample(range(2038, 2099), 4) + [2026, 2037]:
        start = int((datetime(year, 1, 1) - EPOCH).total_seconds())
        marks = range(start, start + 366 * 86400, 10 * 86400)
        for low, high in zip(marks, marks[1:]):
            if their_offset(info, low) != their_offset(info, high):
                found.append(last_second_before_change(info, low, high) + 1)
    return found


def check_offsets(name, zone, info, seconds):
    """Offsets of many instants at once, in any order."""
    ours = zone.offsets([s * SECOND + 999999 for s in seconds])
    for second, offset in zip(seconds, ours):
        theirs = their_offset(info, second)
        assert offset == theirs, f"{name} at {UTC_EPOCH + timedelta(seconds=second)}: {offset}, zoneinfo says {theirs}"
    FACTS["instants"] += len(seconds)


def check_local(name, zone, info, local):
    """A local time: what zoneinfo knows as fold 0 and fold 1."""
    naive = moment_of(local)
    early, late = (micros((naive - naive.replace(tzinfo=info, fold=fold).utcoffset()).replace(tzinfo=timezone.utc))
                   for fold in (0, 1))
    kind = ONCE if early == late else TWICE if early < late else GAP
    where = f"{name}, local time {naive}"
    end, ours = zone.instant(local, lib.DSCORE_GAP_END)
    assert ours == kind, f"{where}: kind {ours}, zoneinfo says {kind}"
    if kind == GAP:  # fold 0 has the offset before the gap, fold 1 the one after it
        assert zone.instant(local, lib.DSCORE_GAP_FORWARD)[0] == early, where
        assert zone.instant(local, lib.DSCORE_GAP_BACKWARD)[0] == late, where
        change = last_second_before_change(info, late // SECOND - 1, early // SECOND + 1) + 1
        assert end == change * SECOND, f"{where}: the gap ends at {end}, zoneinfo says {change}"
        try:
            zone.instant(local, lib.DSCORE_GAP_REJECT)
            raise AssertionError(f"{where}: not rejected")
        except Failed:
            pass
    else:
        assert end == early and zone.instant(local, 1, lib.DSCORE_OVERLAP_LAST)[0] == late, where
    FACTS["local times"] += 1


def check_dates(name, zone, info, second):
    """The local date of an instant, and where that date and the next one start."""
    at = (UTC_EPOCH + timedelta(seconds=second)).astimezone(info)
    day = at.toordinal() - EPOCH.toordinal()
    assert zone.day(second * SECOND) == day, f"{name} at {second}"
    for each in (day, day + 1):
        start = zone.day_start(each)
        shown = (UTC_EPOCH + timedelta(microseconds=start)).astimezone(info)
        before = (UTC_EPOCH + timedelta(microseconds=start - 1)).astimezone(info)
        date, where = each + EPOCH.toordinal(), f"{name}, start of {moment_of(each * DAY):%Y-%m-%d}"
        assert shown.toordinal() >= date > before.toordinal(), f"{where}: {before} then {shown}"
        if shown.toordinal() == date and shown.utcoffset() == before.utcoffset():
            assert shown.timetz().replace(tzinfo=None) == datetime.min.time(), f"{where}: {shown}"
        FACTS["dates"] += 1


def check_zone(name, data, dice):
    """Random instants and every transition."""
    info = ZoneInfo.from_file(io.BytesIO(data), name)
    zone = Zone(name, data)
    changes = [t for t in transitions(data) if FIRST < t < LAST] + changes_by_rule(info, dice)
    check_offsets(name, zone, info, [dice.randrange(FIRST, LAST) for _ in range(150)]
                  + [t + d for t in changes for d in (-1, 0, 1, dice.randrange(-90000, 90000))])
    for change in dice.sample(changes, min(len(changes), 25)):
        for offset in (their_offset(info, change - 1), their_offset(info, change)):
            for shift in (-SECOND, -1, 0, SECOND, dice.randrange(-7200 * SECOND, 7200 * SECOND)):
                check_local(name, zone, info, (change + offset) * SECOND + shift)
        check_dates(name, zone, info, change + dice.randrange(-50000, 50000))
    for _ in range(25):
        second = dice.randrange(FIRST, LAST)
        check_local(name, zone, info, second * SECOND)
        check_dates(name, zone, info, second)


def every_zone(files):
    """The whole database."""
    dice = random.Random(20261121)
    for name, data in files.items():
        check_zone(name, data, dice)
    print(", ".join(f"{count} {what}" for what, count in FACTS.items()), f"of {len(files)} zones")


def leap_second_files():
    """Files that count leap seconds are refused, each of them."""
    files = zone_files("right")
    for name, data in files.items():
        try:
            Zone(name, data)
        except Failed as failure:
            assert failure.args[0] == "DSCORE_E_UNSUPPORTED", (name, failure)
        else:
            raise AssertionError(f"{name} counts leap seconds and was taken")
    print(f"{len(files)} files with leap seconds refused" if files else "skipped: no files with leap seconds are there")


def fat_and_slim():
    """Files that list transitions until 2037 and files that leave them to the footer are the same zone."""
    source = "/usr/share/zoneinfo/tzdata.zi"
    zic = shutil.which("zic") or shutil.which("zic", path="/usr/sbin:/sbin")
    if zic is None or not os.path.exists(source):
        print("skipped: zic or the source of the zones is not there")
        return
    with tempfile.TemporaryDirectory() as folder:
        for form in ("fat", "slim"):
            done = subprocess.run([zic, "-b", form, "-d", os.path.join(folder, form), source], check=False,
                                  capture_output=True)
            if done.returncode != 0:
                print("skipped: this zic does not know both forms")
                return
        dice = random.Random(7)
        seconds = [dice.randrange(-2 ** 33, 2 ** 37) * SECOND for _ in range(300)]
        for path, _, files in os.walk(os.path.join(folder, "fat")):
            for name in files:
                both = []
                for form in ("fat", "slim"):
                    with open(os.path.join(folder, form, os.path.relpath(os.path.join(path, name),
                                                                         os.path.join(folder, "fat"))), "rb") as handle:
                        both.append(Zone(name, handle.read()).offsets(seconds))
                assert both[0] == both[1], name


def main():
    files = zone_files()
    if not files:
        print("skipped: no time zone database is there (Debian: tzdata; Python: tzdata)")
        return 77
    every_zone(files)
    leap_second_files()
    fat_and_slim()
    return 0


if __name__ == "__main__":
    sys.exit(main())
