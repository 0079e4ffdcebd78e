#!/usr/bin/env python3
"""Everything that must pass, step by step; `./dev test` calls it. Ends with "N passed, N failed".

Each step writes what it says to build/test/<step>.log and prints one line. A step that fails prints
its failed tests, or the end of its log, and the others still run. `./dev test STEP...` runs only the steps named.
"""

import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
LOGS = ROOT / "build/test"
JOBS = str(os.cpu_count() or 2)
FUZZ_SECONDS = 3
WEB_BIN = ROOT / "web/node_modules/.bin"


class Step:
    """A step's log and its counts."""

    def __init__(self, name):
        self.name, self.passed, self.failed = name, 0, 0
        self.log = LOGS / f"{name}.log"
        self.log.write_text("")

    def call(self, *command, cwd=ROOT, env=None):
        """True if the command ends well; its output goes to the log."""
        with self.log.open("a") as log:
            return subprocess.run(
                [str(word) for word in command], cwd=cwd, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, env={**os.environ, **(env or {})},
            ).returncode == 0

    def check(self, *command, **options):
        """A command that counts as one test."""
        passed = self.call(*command, **options)
        self.passed += passed
        self.failed += not passed
        return passed

    def text(self):
        return self.log.read_text(errors="replace")


def layers(step):
    step.check(sys.executable, "tools/layers.py")


def tidy(step):
    step.check(sys.executable, "tools/tidy.py")


def web(step):
    """Types beside unit tests."""
    report = LOGS / "vitest.json"
    report.unlink(missing_ok=True)
    with concurrent.futures.ThreadPoolExecutor() as pool:
        types = pool.submit(step.call, "npm", "run", "--silent", "check", cwd=ROOT / "web")
        ended_well = step.call(WEB_BIN / "vitest", "run", "--reporter=default", "--reporter=json",
                               f"--outputFile.json={report}", cwd=ROOT / "web")
        step.passed += types.result()
        step.failed += not types.result()
    counts = json.loads(report.read_text()) if report.exists() else {}
    step.passed += counts.get("numPassedTests", 0)
    failures = counts.get("numFailedTests", 0)
    step.failed += failures if failures or ended_well else 1


def unit(step):
    """GoogleTest and RapidCheck under AddressSanitizer and UndefinedBehaviorSanitizer."""
    count_ctest(step, "dev", [])


def count_ctest(step, preset, targets):
    folder = ROOT / "build" / preset
    results = folder / "results"
    shutil.rmtree(results, ignore_errors=True)
    if not step.call("./dev", "step", "compile", preset, "-k", "0", *targets):
        step.failed += 1
        return
    names = re.findall(r"Test +#\d+: (\S+)", subprocess.run(
        ["ctest", "-N"], cwd=folder, capture_output=True, text=True, check=True).stdout)
    step.call("ctest", "-j", JOBS, "--output-on-failure", "--no-tests=error", cwd=folder)
    for name in names:
        result = results / f"test_{name}.json"
        if not result.exists():
            step.failed += 1  # it ended before it could report
            continue
        counts = json.loads(result.read_text())
        bad = counts["failures"] + counts.get("errors", 0)
        step.failed += bad
        step.passed += counts["tests"] - bad - counts.get("disabled", 0)


def release(step):
    """The program and the web app that people run."""
    step.check("./dev", "build")


def compilers(step):
    """What must be the same to the byte, again as clang builds it: the ledger's digest, the ranking,
    clearings. And clearings as WebAssembly; the app's own modules are the step `web`."""
    programs = ("test_ledger", "test_recommend", "test_clearing")
    if not step.call("./dev", "step", "compile", "fuzz", *programs):
        step.failed += 1
        return
    for program in programs:
        step.check(ROOT / "build/fuzz" / program, "--gtest_brief=1")
    step.check("./dev", "step", "test_clearing_solver")


def fuzz(step):
    """Each libFuzzer target for a moment."""
    if not step.call("./dev", "step", "compile", "fuzz", "fuzz_targets"):
        step.failed += 1
        return
    ended_well = step.call(sys.executable, "tools/fuzz.py", "--seconds", FUZZ_SECONDS)
    step.passed += len(re.findall(r"^fuzz passed", step.text(), re.M))
    failures = len(re.findall(r"^fuzz failed", step.text(), re.M))
    step.failed += failures if failures or ended_well else 1


def end_to_end(step):
    """What crosses rooms, through the real program and a real browser."""
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("*.test.mjs")
                   if "node_modules" not in path.parts)
    if not files:
        return
    ended_well = step.call("node", "--test", f"--test-concurrency={JOBS}", "--test-reporter=tap", *files)
    totals = dict(re.findall(r"^# (pass|fail|cancelled) (\d+)$", step.text(), re.M))
    step.passed += int(totals.get("pass", 0))
    failures = int(totals.get("fail", 0)) + int(totals.get("cancelled", 0))
    step.failed += failures if failures or ended_well else 1


def what_failed(text):
    """The tests of TAP that failed, each with what it says; the end of any other log."""
    lines = text.splitlines()
    failed = [at for at, line in enumerate(lines) if re.match(r" *not ok ", line)]
    if not failed:
        return lines[-60:]
    ends = [min(at + 25, following) for at, following in zip(failed, [*failed[1:], len(lines)])]
    return [line for at, end in zip(failed, ends) for line in lines[at:end]]


STEPS = {
    # The web app's tests come after the program: some of them talk to it.
    "layers": layers, "tidy": tidy, "unit": unit, "release": release, "web": web,
    "compilers": compilers, "fuzz": fuzz, "end-to-end": end_to_end,
}


def main():
    names = sys.argv[1:] or list(STEPS)
    if unknown := [name for name in names if name not in STEPS]:
        sys.exit(f"test: no step {unknown[0]}; there are {', '.join(STEPS)}")
    LOGS.mkdir(parents=True, exist_ok=True)
    passed = failed = 0
    for name in names:
        begun = time.monotonic()
        step = Step(name)
        STEPS[name](step)
        passed, failed = passed + step.passed, failed + step.failed
        print(f"{name:12} {step.passed:5} passed {step.failed:3} failed "
              f"{time.monotonic() - begun:7.1f} s", flush=True)
        if step.failed:
            print("".join(f"    {line}\n" for line in what_failed(step.text())), flush=True)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
