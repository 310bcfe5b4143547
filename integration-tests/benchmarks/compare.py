"""Compares spark-hdf5 with what users would run instead, on two cores with a warm cache.

Generates the data below integration-tests/target/benchmarks, starts one JVM (spark-hdf5, and Spark on Parquet twins of the data) and
one Python (pandas, PyTables, h5py, dask: those that are installed), and tells them in turn to run the same query: ours, peer, peer,
ours, ... The first rounds are not counted. The answers must be equal. Prints a table in Markdown; results.md, results.json and
results.svg lie beside the data.

Exit code 0; 2 if an answer differs or a query fails, 3 if --strict and the machine is not quiet.
"""

import argparse
import json
import math
import os
import pathlib
import re
import shutil
import statistics
import sys

import report
import session
from session import HERE, PROJECT, TARGET, Program

JAVA_PEERS = ("ours", "full", "parquet")


def same(one: list, other: list) -> bool:
    """Sums of as many terms as these differ in their last digits, by the order of the additions."""
    if len(one) != len(other):
        return False
    return all(a == b or math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-4) for a, b in zip(one, other))


class Comparison:
    def __init__(self, spark: Program, python: Program, data: pathlib.Path, rounds: int, warmups: int):
        self.spark = spark
        self.python = python
        self.data = data
        self.rounds = rounds
        self.warmups = warmups
        self.installed = {tuple(key) for key in python.ask(do="hello").get("queries", [])}
        self.wrong = []

    def written(self, query: dict, peer: str) -> pathlib.Path:
        return TARGET / "output" / f"{query['id']}-{peer}.parquet"

    def once(self, query: dict, peer: str) -> dict:
        path = self.written(query, peer)
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        program = self.spark if peer in JAVA_PEERS else self.python
        return program.ask(do="run", id=query["id"], peer=peer)

    def complain(self, query: dict, peer: str, what: str) -> None:
        print(f"  !!! {query['id']}, {report.NAMES[peer]}: {what}", flush=True)
        self.wrong.append(f"{query['id']}, {peer}: {what}")

    def available(self, query: dict, peer: str) -> bool:
        if peer == "parquet":
            return (self.data / query["twin"]).exists()
        return peer in JAVA_PEERS or (query["id"], peer) in self.installed

    def check(self, query: dict, answers: dict) -> None:
        """Compares what is not the answer that was timed: chunks, and what all have written to Parquet as Spark reads it."""
        checked = {}
        if "check" in query:
            for peer in answers:
                found = self.spark.ask(do="check", id=query["id"], path=str(self.written(query, peer)))
                if "error" in found:
                    self.complain(query, peer, f"what it wrote cannot be read: {found['error']}")
                else:
                    checked[peer] = found["answer"]
        else:
            checked["ours"] = answers.get("ours")
        for name, peer in self.installed:
            if name == query["id"] and peer != "dask":
                # Of the HDF5 file, with what it takes to know more than its time.
                checked["file"] = self.python.ask(do="answer", id=name, peer=peer)["answer"]
        self.compare(query, checked)

    def compare(self, query: dict, answers: dict) -> None:
        reference = answers.get("ours")
        for peer, answer in answers.items():
            # A full scan answers another question, that of a condition that all rows meet.
            if reference is not None and peer != "full" and not same(reference, answer):
                self.complain(query, peer, f"answers {answer}, ours {reference}")

    def warm_up(self, queries: list) -> None:
        """The first query shall not be the one that the JVM loads its classes for."""
        for query in queries:
            for peer in ("ours", "parquet"):
                if query["data"] != "wide" and (peer == "ours" or query.get("twin") and self.available(query, peer)):
                    self.once(query, peer)

    def run(self, query: dict) -> dict:
        session.warm(self.data / query["path"])
        if query.get("twin") and (self.data / query["twin"]).exists():
            session.warm(self.data / query["twin"])
        peers = ["ours", *(peer["name"] for peer in query["peers"] if self.available(query, peer["name"]))]
        results = {peer: {"seconds": [], "cpu": []} for peer in peers}
        rounds, warmups = min(self.rounds, query.get("roundsMax", self.rounds)), min(self.warmups, query.get("warmupsMax", self.warmups))
        for turn in range(warmups + rounds):
            answers = {}
            for peer in [peer for peer in peers if "error" not in results[peer]]:
                found = self.once(query, peer)
                if "error" in found:
                    self.complain(query, peer, found["error"])
                    results[peer]["error"] = found["error"]
                    continue
                answers[peer] = found["answer"]
                if turn >= warmups:
                    results[peer]["seconds"].append(round(found["seconds"], 4))
                    results[peer]["cpu"].append(round(found["cpu"], 4))
            if "select" in query:
                self.compare(query, answers)
            elif turn in (0, warmups + rounds - 1):
                self.check(query, answers)
        for result in results.values():
            if result["seconds"]:
                result["median"] = statistics.median(result["seconds"])
                result["medianCpu"] = statistics.median(result["cpu"])
        if "median" in results["ours"]:
            shutil.rmtree(self.written(query, "ours"), ignore_errors=True)
            measured = self.spark.ask(do="measure", id=query["id"], peer="ours")
            if "error" in measured:
                self.complain(query, "ours", measured["error"])
            results["ours"] |= measured
        for peer in peers:
            path = self.written(query, peer)
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        needed = json.loads((self.data / f"{query['data']}.json").read_text())["needed"].get(query.get("needed"))
        return {**query, "neededBytes": needed, "results": results}


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7, help="rounds that are counted (7)")
    parser.add_argument("--warmups", type=int, default=2, help="rounds before them (2)")
    parser.add_argument("--scale", type=float, default=1.0, help="size of the data; goals are those of 1.0")
    parser.add_argument("--only", default="", help="a regular expression: queries whose id contains it")
    parser.add_argument("--wait", type=float, default=300, help="seconds to wait for a quiet machine (300)")
    parser.add_argument("--strict", action="store_true", help="do not start (exit code 3) on a machine that is not quiet")
    parser.add_argument("--heap", default="4g", help="heap of the JVM (4g)")
    parser.add_argument("--java-options", default="", help="more options of the JVM, for a profile: -XX:StartFlightRecording=filename=x.jfr")
    parser.add_argument("--readme", action="store_true", help="write the table into README.md and the bars into docs/performance.svg")
    parser.add_argument("--render", action="store_true", help="run nothing: write tables and bars of results.json again")
    return parser.parse_args()


def measure(arguments: argparse.Namespace) -> dict:
    """The results of all queries."""
    queries = [q for q in json.loads((HERE / "queries.json").read_text()) if re.search(arguments.only, q["id"])]
    if not queries:
        sys.exit(f"no query's id contains {arguments.only}")
    classpath = session.build()
    data = session.generate(arguments.scale, list(dict.fromkeys(query["data"] for query in queries)))
    output = TARGET / "output"
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    load = session.quiet(arguments.wait, arguments.strict)
    command = [*session.java(classpath, arguments.heap, arguments.java_options.split()), session.SERVER, HERE / "queries.json", data, output, "2"]
    spark = Program("spark", [*session.two_cores(), *map(str, command)])
    python = Program("peers", [*session.two_cores(), sys.executable, str(HERE / "peers.py"), str(data), str(output)])
    try:
        versions = {**python.ask(do="hello").get("versions", {}), **spark.ask(do="hello")}
        comparison = Comparison(spark, python, data, arguments.runs, arguments.warmups)
        wanted = {peer["name"] for query in queries for peer in query["peers"]} - set(JAVA_PEERS)
        missing = sorted(wanted - {peer for _, peer in comparison.installed})
        if missing:
            print(f"NOT INSTALLED, and so not compared with: {', '.join(report.NAMES[name] for name in missing)}", flush=True)
        comparison.warm_up([query for query in queries if "select" in query])
        rows = []
        for query in queries:
            rows.append(comparison.run(query))
            print(report.line(rows[-1]), flush=True)
    finally:
        spark.end()
        python.end()
    facts = {query["data"]: json.loads((data / f"{query['data']}.json").read_text())["what"] for query in queries}
    return {
        "machine": session.machine(),
        "versions": versions,
        "loadBefore": load,
        "loadAfter": os.getloadavg()[0],
        "scale": arguments.scale,
        "rounds": arguments.runs,
        "warmups": arguments.warmups,
        "data": facts,
        "missing": missing,
        "wrong": comparison.wrong,
        "rows": rows,
    }


def main() -> None:
    arguments = parse()
    if arguments.render:
        results = json.loads((TARGET / "results.json").read_text())
    else:
        results = measure(arguments)
        (TARGET / "results.json").write_text(json.dumps(results, indent=1) + "\n")
    table = report.markdown(results)
    (TARGET / "results.md").write_text(table)
    (TARGET / "results.svg").write_text(report.svg(results))
    print("\n" + table)
    print(f"written: {(TARGET / 'results.md').relative_to(PROJECT)}, results.json, results.svg")
    if results["wrong"]:
        print("\n".join(["WRONG OR FAILED, nothing for README.md:", *results["wrong"]]), file=sys.stderr)
        sys.exit(2)
    if arguments.readme:
        report.write_readme(PROJECT, table, report.svg(results))
        print("written: README.md, docs/performance.svg")


if __name__ == "__main__":
    main()
