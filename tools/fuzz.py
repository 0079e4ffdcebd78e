#!/usr/bin/env python3
"""Runs the libFuzzer targets of build/fuzz, each for some seconds, two at a time.

What they find to be interesting stays in build/fuzz-corpus and is where the next run begins; inputs
that once broke something are kept in tests/corpus/<target>/ and are run first.
"""

import argparse
import concurrent.futures
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def fuzz(target, seconds):
    """(target, runs, problem or None)"""
    corpus = ROOT / "build/fuzz-corpus" / target.name
    corpus.mkdir(parents=True, exist_ok=True)
    kept = ROOT / "tests/corpus" / target.name
    found = ROOT / "build/fuzz-found"
    found.mkdir(parents=True, exist_ok=True)
    result = subprocess.run(
        [target, f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=2048", "-max_len=65536",
         f"-artifact_prefix={found}/{target.name}-", "-print_final_stats=1", corpus,
         *([kept] if kept.is_dir() else [])],
        capture_output=True, text=True, errors="replace",
        env={**os.environ, "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1"},
    )
    runs = next((line.split()[-1] for line in result.stderr.splitlines()
                 if "number_of_executed_units" in line), "0")
    return target.name, runs, None if result.returncode == 0 else result.stderr[-4000:]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--only")
    options = parser.parse_args()
    targets = sorted(path for path in (ROOT / "build/fuzz").glob("*_fuzz")
                     if path.is_file() and options.only in (None, path.name))
    if not targets:
        sys.exit("fuzz: no such target")
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        for name, runs, problem in pool.map(lambda target: fuzz(target, options.seconds), targets):
            print(f"fuzz {'failed' if problem else 'passed'}: {name}, {runs} inputs", flush=True)
            if problem:
                failed += 1
                print(problem)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
