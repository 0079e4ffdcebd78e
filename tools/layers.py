#!/usr/bin/env python3
"""Holds the rooms of src/ to tools/layers.toml and draws the table as a picture.

  tools/layers.py            check every #include and every CMakeLists.txt; the picture must be current
  tools/layers.py --picture  write docs/pictures/rooms.svg and the table in docs/ARCHITECTURE.md
"""

import pathlib
import re
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
SRC = ROOT / "src"
PICTURE = ROOT / "docs/pictures/rooms.svg"
PAGE = ROOT / "docs/ARCHITECTURE.md"
TABLE_MARKS = ("<!-- rooms: written by tools/layers.py --picture -->", "<!-- end of rooms -->")
TEST_ENDINGS = ("_test.cpp", "_bench.cpp", "_fuzz.cpp", "_testing.h", "_testing.cpp")


def read_table():
    table = tomllib.loads((ROOT / "tools/layers.toml").read_text())
    rooms = table["rooms"]
    order = list(rooms)
    for name, room in rooms.items():
        for other in room["may_include"]:
            if order.index(other) >= order.index(name):
                sys.exit(f"tools/layers.toml: {name} may not include {other}, which stands above it")
    return table


def part_of(header, parts):
    """The third-party part a header belongs to, or None for the standard library and the system."""
    for part, beginnings in parts.items():
        if any(header.startswith(beginning) for beginning in beginnings):
            return part
    return None


def wrong_includes(table):
    rooms, parts, test_parts = table["rooms"], table["parts"], table["test_parts"]
    for path in sorted(SRC.rglob("*")):
        if path.suffix not in (".h", ".cpp"):
            continue
        room = path.relative_to(SRC).parts[0]
        if room not in rooms:
            yield f"{path.relative_to(ROOT)}: {room} is not a room of tools/layers.toml"
            continue
        is_test = path.name.endswith(TEST_ENDINGS) or path.name.startswith("test_")
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
            if not match:
                continue
            header = match[1]
            where = f"{path.relative_to(ROOT)}:{number}"
            other = header.split("/")[0] if "/" in header else None
            if other in rooms and line.lstrip("# ").startswith('include "'):
                if other != room and other not in rooms[room]["may_include"]:
                    yield f"{where}: {room} may not include {other}"
            elif is_test:
                continue  # an oracle may be any part
            elif (part := part_of(header, parts)) and part not in rooms[room].get("parts", []):
                yield f"{where}: {room} may not use {part}"
            elif part_of(header, test_parts):
                yield f"{where}: {part_of(header, test_parts)} is for tests"


def wrong_dependencies(table):
    """DEPENDS of each CMakeLists.txt is the table's row, no more and no less."""
    for room, row in table["rooms"].items():
        path = SRC / room / "CMakeLists.txt"
        if not path.exists():
            yield f"src/{room}/CMakeLists.txt is missing"
            continue
        words = re.sub(r"#.*", "", path.read_text()).replace("(", " ").replace(")", " ").split()
        depends, collecting = [], False
        for word in words:
            if word.isupper() or "_" in word and word.replace("_", "").isupper():
                collecting = word == "DEPENDS"
            elif collecting:
                depends.append(word)
        if sorted(depends) != sorted(row["may_include"]):
            yield f"src/{room}/CMakeLists.txt: DEPENDS differs from tools/layers.toml"


def direct_arrows(rooms):
    """Arrows without those that follow from others, so that the picture stays readable."""

    def reach(name):
        return set(rooms[name]["may_include"]) | {
            far for near in rooms[name]["may_include"] for far in reach(near)
        }

    for name, room in rooms.items():
        for other in room["may_include"]:
            if not any(other in reach(via) for via in room["may_include"] if via != other):
                yield name, other


def levels(rooms):
    level = {}
    for name, room in rooms.items():
        level[name] = 1 + max((level[other] for other in room["may_include"]), default=-1)
    return level


def picture(rooms):
    width, box_w, box_h, step = 900, 190, 68, 104
    level = levels(rooms)
    highest = max(level.values())
    place = {
        name: (120 + 220 * room["column"], 50 + (highest - level[name]) * step)
        for name, room in rooms.items()
    }
    height = 50 + highest * step + 50
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'aria-label="The rooms of the program and their arrows" font-family="sans-serif">',
        "<style>.box{fill:#fbf7ee;stroke:#8a6d3b;stroke-width:1.5}.name{font-size:17px;"
        "font-weight:bold;fill:#3b2f1e}.about{font-size:10.5px;fill:#5d5140}"
        ".arrow{fill:none;stroke:#b59a6a;stroke-width:1.5;marker-end:url(#tip)}</style>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#b59a6a"/></marker></defs>',
        f'<rect width="{width}" height="{height}" fill="#fffdf8"/>',
    ]
    for name, other in direct_arrows(rooms):
        (x1, y1), (x2, y2) = place[name], place[other]
        top, bottom = y1 + box_h / 2, y2 - box_h / 2 - 2
        if x1 != x2 and level[name] - level[other] > 1:  # out of the side, then down
            side = x1 + (box_w / 2 if x2 > x1 else -box_w / 2)
            path = f"M{side:.0f} {y1:.0f} Q{x2:.0f} {y1:.0f} {x2:.0f} {bottom:.0f}"
        else:
            middle = (top + bottom) / 2
            path = (f"M{x1:.0f} {top:.0f} C{x1:.0f} {middle:.0f} {x2:.0f} {middle:.0f} "
                    f"{x2:.0f} {bottom:.0f}")
        out.append(f'<path class="arrow" d="{path}"/>')
    for name, (x, y) in place.items():
        out.append(
            f'<rect class="box" x="{x - box_w / 2:.0f}" y="{y - box_h / 2:.0f}" '
            f'width="{box_w}" height="{box_h}" rx="10"/>'
        )
        out.append(f'<text class="name" x="{x:.0f}" y="{y - 12:.0f}" text-anchor="middle">{name}</text>')
        for i, line in enumerate(wrap(rooms[name]["about"], 32)[:3]):
            out.append(
                f'<text class="about" x="{x:.0f}" y="{y + 4 + 12 * i:.0f}" '
                f'text-anchor="middle">{line}</text>'
            )
    out.append("</svg>")
    return "\n".join(out) + "\n"


def wrap(text, width):
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) + 1 > width:
            lines.append("")
        lines[-1] = (lines[-1] + " " + word).strip()
    return lines


def page_with_table(rooms):
    """docs/ARCHITECTURE.md with the table between its two marks renewed."""
    text = PAGE.read_text()
    begin, end = (text.index(mark) for mark in TABLE_MARKS)
    rows = ["| room | what lives there | may include | parts |", "| --- | --- | --- | --- |"]
    for name, room in rooms.items():
        below = ", ".join(room["may_include"]) or "-"
        parts = ", ".join(room.get("parts", [])) or "-"
        rows.append(f"| [`{name}`](../src/{name}/README.md) | {room['about']} | {below} | {parts} |")
    return text[:begin] + TABLE_MARKS[0] + "\n" + "\n".join(rows) + "\n" + text[end:]


def main():
    table = read_table()
    drawing, page = picture(table["rooms"]), page_with_table(table["rooms"])
    if "--picture" in sys.argv[1:]:
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        PICTURE.write_text(drawing)
        PAGE.write_text(page)
        return
    problems = [*wrong_includes(table), *wrong_dependencies(table)]
    if not PICTURE.exists() or PICTURE.read_text() != drawing or PAGE.read_text() != page:
        problems.append("docs/pictures/rooms.svg or docs/ARCHITECTURE.md: run tools/layers.py --picture")
    for problem in problems:
        print(problem)
    if problems:
        sys.exit(1)
    print(f"layers: {len(table['rooms'])} rooms keep to their arrows")


if __name__ == "__main__":
    main()
