#!/usr/bin/env python3
"""The rules of STYLE.md that a machine can hold. Reads the files git would commit; prints what breaks.

A rule that needs an exemption has it in EXEMPT below, with its reason; an exemption that no file
needs any more is itself a failure, so the list can only shrink.
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

FUNCTION_LINES_MAX = 70
FILE_LINES_MAX = 500
BLOB_BYTES_MAX = 256 * 1024

CODE = (".h", ".cpp", ".ts", ".svelte", ".py", ".js", ".mjs", ".css", ".html")
# Words that would point at a machine or a registry are put together here, so that this file is clean.
MACHINE_PATHS = "|".join("/" + word + "/" for word in ("work", "root", "home", "Users"))
REGISTRIES = "|".join(
    re.escape(".".join(parts))
    for parts in (
        ("registry", "npmjs", "org"), ("registry", "yarnpkg", "com"), ("pypi", "org"),
        ("files", "pythonhosted", "org"), ("deb", "debian", "org"), ("crates", "io"),
    )
)
UNFINISHED = "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"))

# (rule, files it reads, files it leaves out, pattern, what to do instead)
BANNED = [
    ("unfinished", r"\.(h|cpp|ts|svelte|py|mjs|css|proto|sh)$|^dev$", None,
     rf"\b({UNFINISHED})\b", "open an issue instead"),
    ("machine-path", r".", r"^LICENSE$", rf"(?<![\w./-])({MACHINE_PATHS})", "no path of one machine"),
    ("registry", r".", None, rf"({REGISTRIES})", "registries are set on the machine, not here"),
    ("random", r"^src/.*\.(h|cpp)$", r"^src/(trust|apps)/|/test_\w+\.h$",
     r"\bstd::(s?rand|random_device|mt19937\w*)\b", "core::Random with a seed; keys come from trust"),
    ("clock", r"^src/.*\.(h|cpp)$", r"^src/core/time\.cpp$",
     r"chrono::system_clock\b|(?<![\w:])(::|std::)time\(|\bgettimeofday\b", "pass a core::Clock"),
    ("ledger-float", r"^src/(ledger|model|wire)/.*\.(h|cpp)$", None,
     r"\b(float|double)\b", "exact integers only"),
    ("ledger-order", r"^src/ledger/.*\.(h|cpp)$", r"_(test|bench)\.cpp$",
     r"\bunordered_(map|set|multimap)\b", "ordered containers only"),
    ("ledger-world", r"^src/ledger/.*\.(h|cpp)$", r"_(test|bench|fuzz)\.cpp$",
     r"#include <(fstream|thread|mutex|atomic|chrono|iostream|filesystem|random)>",
     "no file, clock or thread in the ledger"),
    ("using-namespace", r"^src/.*\.(h|cpp)$", None, r"^using namespace\b", "name what is used"),
    ("catch-all", r"^src/.*\.(h|cpp)$", None, r"catch \(\.\.\.\)", "catch what the library throws"),
    ("new-delete", r"^src/.*\.(h|cpp)$", None, r"^(?!.*unique_ptr<).*(=|return|\()\s*new\s|\bdelete\s+\w", "rule of zero"),
    ("focused-test", r"\.test\.ts$|^tests/", None, r"\b(it|test|describe)\.(only|skip)\(", "run them all"),
    ("any", r"^web/src/.*\.(ts|svelte)$", r"/gen/", r"(:|as|<)\s*any\b", "name the type"),
]

# rule -> {path: reason}
EXEMPT: dict[str, dict[str, str]] = {}


def tracked_files():
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout
    return sorted(name for name in set(listing.split("\0")) if name and (ROOT / name).is_file())


def without_text(source):
    """The source with comments and the insides of literals blanked, line breaks kept."""
    pattern = re.compile(
        r'//[^\n]*|/\*.*?\*/|R"([^(\s]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S
    )

    def blank(match):
        text = match[0]
        if text[0] == "'" and match.start() and source[match.start() - 1].isalnum():
            return text  # a digit separator
        return "".join(letter if letter == "\n" else " " for letter in text)

    return pattern.sub(blank, source)


def functions_of(source):
    """(first line, lines) of each outermost function body in C++."""
    code = without_text(source)
    stack, last = [], 0
    for match in re.finditer(r"[{};]", code):
        token, at = match[0], match.start()
        if token == "{":
            head = code[last:at].strip()
            inside = any(kind == "function" for kind, _ in stack)
            scope = re.search(r"\b(namespace|class|struct|union|enum|extern)\b[^()]*$", head)
            kind = "scope" if scope or inside or ")" not in head else "function"
            stack.append((kind, at))
        elif token == "}" and stack:
            kind, begin = stack.pop()
            if kind == "function":
                # Rows of a switch that only name a case are a table, not length.
                rows = len(re.findall(r"^\s*case [\w:]+:$", code[begin:at], re.M))
                yield code.count("\n", 0, begin) + 1, code.count("\n", begin, at) + 1 - rows
        last = at + 1


def check_file(name):
    """(rule, message) for every rule that the file breaks."""
    path = ROOT / name
    size = path.stat().st_size
    if size > BLOB_BYTES_MAX:
        yield "blob", f"{name}: {size} bytes, at most {BLOB_BYTES_MAX}"
    try:
        text = path.read_text()
    except UnicodeDecodeError:
        return
    lines = text.splitlines()
    if path.suffix in CODE and len(lines) > FILE_LINES_MAX:
        yield "file-lines", f"{name}: {len(lines)} lines, at most {FILE_LINES_MAX}"
    if path.suffix in (".h", ".cpp"):
        for first, count in functions_of(text):
            if count > FUNCTION_LINES_MAX:
                yield "function-lines", f"{name}:{first}: {count} lines, at most {FUNCTION_LINES_MAX}"
    if path.suffix == ".h" and name.startswith("src/"):
        if not text.startswith("//") or "#pragma once" not in text:
            yield "header", f"{name}: begins with what it is (// ...) and then #pragma once"
    yield from check_words(name, lines)


def check_words(name, lines):
    for rule, files, leave_out, pattern, instead in BANNED:
        if not re.search(files, name) or (leave_out and re.search(leave_out, name)):
            continue
        for number, line in enumerate(lines, 1):
            code = re.sub(r"//.*", "", line) if name.startswith("src/") else line
            if re.search(pattern, line if rule in ("unfinished", "machine-path", "registry") else code):
                yield rule, f"{name}:{number}: {rule}: {instead}"


def check_rooms():
    for folder in sorted((ROOT / "src").iterdir()):
        if folder.is_dir() and not (folder / "README.md").exists():
            yield "readme", f"src/{folder.name}/README.md is missing"


def main():
    problems, used = [], set()
    found = [*check_rooms()]
    files = tracked_files()
    for name in files:
        found.extend(check_file(name))
    for rule, message in found:
        path = message.split(":")[0]
        if path in EXEMPT.get(rule, {}):
            used.add((rule, path))
        else:
            problems.append(message)
    for rule, paths in EXEMPT.items():
        for path in paths:
            if (rule, path) not in used:
                problems.append(f"tools/tidy.py: the exemption of {path} from {rule} is not needed")
    for problem in problems:
        print(problem)
    if problems:
        sys.exit(1)
    print(f"tidy: {len(files)} files keep the style")


if __name__ == "__main__":
    main()
