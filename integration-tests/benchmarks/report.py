"""Tables in Markdown and bars in SVG of what compare.py has measured."""

import pathlib
import re
from xml.sax.saxutils import escape

NAMES = {
    "ours": "spark-hdf5",
    "full": "spark-hdf5, full scan",
    "parquet": "Spark on the Parquet twin",
    "pandas": "pandas",
    "h5py": "h5py",
    "pytables": "PyTables",
    "dask": "dask",
    "file": "what Python reads in the file",
}
# A query that writes Parquet reads the twin, too.
WRITERS = {"parquet": "Spark, Parquet → Parquet", "pandas": "pandas + pyarrow"}
BEGIN, END = "<!-- benchmarks:begin -->", "<!-- benchmarks:end -->"


def name(row: dict, peer: str) -> str:
    return WRITERS.get(peer, NAMES[peer]) if "check" in row else NAMES[peer]


def seconds(result: dict) -> str:
    if "error" in result:
        return "failed"
    median = result["median"]
    return f"{median:.3f}" if median < 10 else f"{median:.1f}"


def ratio(row: dict, peer: str) -> float | None:
    ours, theirs = (row["results"].get(key, {}).get("median") for key in ("ours", peer))
    return ours / theirs if ours and theirs else None


def size(count: float | None) -> str:
    if count is None or count < 0:
        return ""
    for unit, bytes_of_unit in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= bytes_of_unit:
            return f"{count / bytes_of_unit:.3g} {unit}" if count / bytes_of_unit < 1000 else f"{count / bytes_of_unit:.0f} {unit}"
    return f"{count:.0f} B"


def bytes_read(row: dict) -> int | None:
    """Of driver and tasks together, where both are known."""
    ours = row["results"]["ours"]
    return ours.get("bytesOfStreams", ours.get("bytesRead"))


def per_needed(row: dict) -> float | None:
    read, needed = bytes_read(row), row["neededBytes"]
    return read / needed if read and needed else None


def line(row: dict) -> str:
    """One query in one line, while the comparison runs."""
    shown = [f"{name(row, peer)} {seconds(result)}" for peer, result in row["results"].items()]
    return f"{row['id']}: {', '.join(shown)}"


def met(value: float | None, goal: float | None) -> str:
    if goal is None or value is None:
        return ""
    return "yes" if value <= goal else "**no**"


def cells(row: dict) -> list:
    """Lines of the table: the query with its first peer, then the other peers."""
    ours = row["results"]["ours"]
    read = per_needed(row)
    needed = "" if read is None else f"{read:.2f}"
    if read is not None and row.get("bytesGoal") and read > row["bytesGoal"]:
        needed = f"**{needed}** (goal {row['bytesGoal']})"
    first = [row["work"], seconds(ours)]
    last = [size(bytes_read(row)), f"{ours['reads']:,}" if ours.get("reads", -1) >= 0 else "", needed, size(ours.get("peakHeapBytes"))]
    lines = []
    for peer in row["peers"]:
        result = row["results"].get(peer["name"])
        value = ratio(row, peer["name"])
        goal = peer.get("goal")
        lines.append(
            [
                *(first if not lines else ["", ""]),
                name(row, peer["name"]),
                "not installed" if result is None else seconds(result),
                "" if value is None else f"{value:.2f}",
                "" if goal is None else f"≤ {goal}",
                met(value, goal),
                *(last if not lines else [""] * 4),
            ]
        )
    return lines


def notes(row: dict) -> list:
    found = [row["note"]] if "note" in row else []
    ours = row["results"]["ours"]
    if "mapBytes" in ours:
        found.append(f"the map of all chunks takes {size(ours['mapBytes'])} (goal: below {row['mapBytesMax'] >> 20} MiB)")
    for peer in row["peers"]:
        value = ratio(row, peer["name"])
        if "note" in peer:
            found.append(peer["note"])
        if "missed" in peer and value is not None and value > peer["goal"]:
            found.append(f"why not ≤ {peer['goal']} × {name(row, peer['name'])}: {peer['missed']}")
    return [f"* {row['work']}: {'; '.join(found)}." for found in [found] if found]


def markdown(results: dict) -> str:
    machine, versions = results["machine"], results["versions"]
    head = ["query", "ours, s", "peer", "peer, s", "ours ÷ peer", "goal", "met", "bytes read", "reads", "read ÷ needed", "peak heap"]
    lines = ["| " + " | ".join(head) + " |", "|" + "|".join("---" if i in (0, 2, 6) else "---:" for i in range(len(head))) + "|"]
    lines += ["| " + " | ".join(values) + " |" for row in results["rows"] for values in cells(row)]
    known = [f"{key} {versions[key]}" for key in ("pandas", "tables", "h5py", "libhdf5", "dask", "numpy", "pyarrow") if key in versions]
    python = ", ".join([f"Python {versions['python']}", *known]) if "python" in versions else "no Python"
    heap = f"{versions['heapBytes'] / 2**30:.3g} GiB"
    text = [
        f"{machine['date']}, commit {machine['commit']}: {machine['processor']}, {machine['cores']} cores,"
        f" {machine['memoryBytes'] / 2**30:.0f} GiB, {machine['system']}; load average {results['loadBefore']:.2f} before the start."
        f" Spark {versions['spark']} `local[2]`, Java {versions['java']}, heap {heap}; {python}.",
        "",
        f"Medians of {results['rounds']} rounds in turn after {results['warmups']} that are not counted, files in the cache of the system,"
        " the same query everywhere, answers equal. Bytes read are those of driver and tasks, reads those of the tasks; needed are the row range of each contiguous"
        " dataset and the whole stored chunks that hold a requested column; the peak of the heap counts garbage.",
        "",
        *lines,
        "",
    ]
    if results["wrong"]:
        text.insert(0, f"**Answers that differ or queries that failed: {'; '.join(results['wrong'])}.**\n")
    if results["scale"] != 1:
        text.insert(0, f"**Scale {results['scale']:g}: the goals are those of scale 1.**\n")
    if results["missing"]:
        text.insert(0, f"**Not installed: {', '.join(NAMES[peer] for peer in results['missing'])}.**\n")
    text += [note for row in results["rows"] for note in notes(row)]
    text += ["", "The data, seeded:", "", *(f"* {what}." for what in results["data"].values())]
    return "\n".join(text) + "\n"


STYLE = """
  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
  .head { font-weight: 600; } .small { fill: #59636e; } .ours { fill: #1f7a4d; } .slow { fill: #b35900; }
  .grid { stroke: #d1d9e0; } .one { stroke: #59636e; } .goal { stroke: #8250df; stroke-width: 2; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; } .small { fill: #9198a1; } .ours { fill: #3fb27f; } .slow { fill: #e08b3a; }
    .grid { stroke: #3d444d; } .one { stroke: #9198a1; } .goal { stroke: #ab7df8; }
  }
"""
LABEL, WIDTH, RIGHT, BAR, MOST = 330, 420, 90, 18, 2.5


def svg(results: dict) -> str:
    """A bar per query and peer: our time in parts of the peer's. Shorter is better, a mark is the goal."""

    def x(value: float) -> float:
        return round(LABEL + WIDTH * min(value, MOST) / MOST, 1)

    parts, y = [], 56
    for row in results["rows"]:
        bars = [(peer, ratio(row, peer["name"])) for peer in row["peers"]]
        bars = [(peer, value) for peer, value in bars if value is not None]
        if not bars:
            continue
        parts.append(f'<text x="8" y="{y + 13}" class="head">{escape(row["work"])}</text>')
        y += BAR + 2
        for peer, value in bars:
            parts.append(f'<text x="{LABEL - 8}" y="{y + 13}" text-anchor="end">{escape(name(row, peer["name"]))}</text>')
            kind = "ours" if value <= 1 else "slow"
            parts.append(f'<rect x="{LABEL}" y="{y + 3}" width="{round(x(value) - LABEL, 1)}" height="{BAR - 6}" class="{kind}"/>')
            if "goal" in peer:
                parts.append(f'<line x1="{x(peer["goal"])}" x2="{x(peer["goal"])}" y1="{y + 1}" y2="{y + BAR - 1}" class="goal"/>')
            shown = f"{value:.2f}" + (" →" if value > MOST else "")
            end = max(x(value), x(peer.get("goal", 0)))
            parts.append(f'<text x="{end + 6}" y="{y + 13}" class="small">{shown}</text>')
            y += BAR
        y += 6
    grid = []
    for tick in (0, 0.5, 1, 1.5, 2, 2.5):
        kind = "one" if tick == 1 else "grid"
        grid.append(f'<line x1="{x(tick)}" x2="{x(tick)}" y1="48" y2="{y}" class="{kind}"/>')
        grid.append(f'<text x="{x(tick)}" y="42" text-anchor="middle" class="small">{tick:g}</text>')
    title = "Our time ÷ the peer's on the same query: shorter is better; a mark is the goal"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LABEL + WIDTH + RIGHT} {y + 12}" role="img" aria-label="{title}">',
            f"<style>{STYLE}</style>",
            f'<text x="8" y="18" class="head">{title}</text>',
            *grid,
            *parts,
            "</svg>",
            "",
        ]
    )


def write_readme(project: pathlib.Path, table: str, bars: str) -> None:
    """Puts the table between the markers of README.md, and the bars beside the documentation."""
    readme = project / "README.md"
    text = readme.read_text()
    if text.count(BEGIN) != 1 or text.count(END) != 1:
        raise SystemExit(f"README.md: {BEGIN} and {END} expected once each")
    inside = f"{BEGIN}\n![Our time ÷ the peer's, per query](docs/performance.svg)\n\n{table}{END}"
    readme.write_text(re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: inside, text, flags=re.S))
    (project / "docs" / "performance.svg").write_text(bars)
