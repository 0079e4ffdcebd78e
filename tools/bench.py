#!/usr/bin/env python3
"""Runs every measurement, prints the figures of bench/figures.toml as a table, writes build/bench.json.

`./dev bench` calls it; `./dev bench ledger http` runs only the measurements whose name begins so.
"""

import json
import os
import pathlib
import platform
import subprocess
import sys
import time
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build/bench"


def from_google_benchmark(program):
    """{key: value} of one bench_<room>."""
    report = BUILD / f"{program.name}.json"
    subprocess.run(
        [program, f"--benchmark_out={report}", "--benchmark_out_format=json"],
        check=True, cwd=ROOT, stdout=sys.stderr,
    )
    room = program.name.removeprefix("bench_")
    standard = {"iterations", "real_time", "cpu_time", "repetitions", "repetition_index", "threads",
                "family_index", "per_family_instance_index", "items_per_second"}
    to_ms = {"ns": 1e-6, "us": 1e-3, "ms": 1.0, "s": 1e3}
    values = {}
    for run in json.loads(report.read_text())["benchmarks"]:
        if run.get("run_type") == "aggregate" and run["aggregate_name"] != "median":
            continue
        key = f"{room}/{run['run_name'].split('/')[0]}"
        values[key] = run.get("items_per_second", run["real_time"] * to_ms[run["time_unit"]])
        for name, value in run.items():
            if name not in standard and isinstance(value, (int, float)):
                values[f"{key}/{name}"] = value
    return values


def from_script(script):
    """{key: value} of one bench/*.bench.mjs."""
    output = subprocess.run(["node", script], check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    lines = [json.loads(line) for line in output.stdout.splitlines() if line.startswith("{")]
    return {line["key"]: line["value"] for line in lines}


def measure(wanted):
    values, failed = {}, []
    programs = sorted(path for path in BUILD.glob("bench_*") if os.access(path, os.X_OK) and path.is_file())
    sources = [(path.name.removeprefix("bench_"), from_google_benchmark, path) for path in programs]
    sources += [(path.name.split(".")[0], from_script, path)
                for path in sorted((ROOT / "bench").glob("*.bench.mjs"))]
    for name, read, path in sources:
        if wanted and name not in wanted:
            continue
        print(f"measuring {name}", file=sys.stderr, flush=True)
        try:
            values.update(read(path))
        except (subprocess.CalledProcessError, json.JSONDecodeError, KeyError) as problem:
            print(f"bench: {name}: {problem}", file=sys.stderr)
            failed.append(name)
    return values, failed


def judge(figure, values):
    """The row of a figure: its value, the mark, the raw limit beside it, and whether it holds."""
    value, beside = values[figure["key"]], values.get(figure.get("beside_key"))
    row = {"name": figure["name"], "value": value, "unit": figure["unit"], "holds": True, "mark": ""}
    if "at_least" in figure:
        row.update(mark=f"at least {figure['at_least']:,}", holds=value >= figure["at_least"])
    if "at_most" in figure:
        row.update(mark=f"at most {figure['at_most']:,}", holds=value <= figure["at_most"])
    if "at_least_share" in figure and beside:
        share = figure["at_least_share"]
        row.update(mark=f"at least {share:.0%} of it", holds=value >= share * beside)
    if "at_most_share" in figure and beside:
        share = figure["at_most_share"]
        row.update(mark=f"at most {share:.0%} of it", holds=value <= share * beside)
    if beside is not None:
        row.update(beside=figure["beside"], beside_value=beside)
    return row


def number(value):
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def table(rows):
    lines = ["| figure | measured | must be | beside it | |", "| --- | ---: | --- | --- | --- |"]
    for row in rows:
        beside = f"{row['beside']}: {number(row['beside_value'])}" if "beside" in row else ""
        lines.append(f"| {row['name']} | {number(row['value'])} {row['unit']} | {row['mark']} | {beside} | "
                     f"{'ok' if row['holds'] else 'MISSED'} |")
    return "\n".join(lines)


def machine():
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if "model name" in line), "?")
    return {"cpu": cpu, "cores": os.cpu_count(), "system": platform.platform()}


def main():
    figures = tomllib.loads((ROOT / "bench/figures.toml").read_text())["figure"]
    values, failed = measure(sys.argv[1:])
    rows = [judge(figure, values) for figure in figures if figure["key"] in values]
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    (ROOT / "build/bench.json").write_text(json.dumps({
        "commit": commit.stdout.strip(), "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": machine(), "figures": rows, "measurements": values,
    }, indent=2) + "\n")
    print(table(rows))
    missing = [] if sys.argv[1:] else [f["name"] for f in figures if f["key"] not in values]
    for name in missing:
        print(f"not measured: {name}")
    sys.exit(1 if failed or missing or not all(row["holds"] for row in rows) else 0)


if __name__ == "__main__":
    main()
