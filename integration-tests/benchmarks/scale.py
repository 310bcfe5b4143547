"""What a large gzip dataset takes: in a small heap, and on one core and two.

    small-heap.sh [--gigabytes 10] [--heap 512m]    sums it in a JVM with this heap
    two-cores.sh [--gigabytes 4] [--runs 3]        sums it on one core (taskset) and on two, in turn, and prints the ratio

The dataset is float32, gzip-4 + shuffle, below integration-tests/target/benchmarks; its sum is known from when it was written.
Exit code 0; 1 if the heap or the goal of 1.8 is missed, 2 if the sum is wrong or the query fails, 3 if --strict and the machine is
not quiet.
"""

import argparse
import json
import pathlib
import shutil
import statistics
import sys

import session
from session import HERE, TARGET, Program

SPEEDUP_GOAL = 1.8
ONE_CORE_SECONDS_MIN = 10


def start(name: str, prefix: list, classpath: str, heap: str, data: pathlib.Path, cores: int) -> Program:
    # The same collector on one core and on two: the JVM would choose another one.
    command = session.java(classpath, heap, ["-XX:+UseG1GC"])
    return Program(name, [*prefix, *command, session.SERVER, str(HERE / "scale-queries.json"), str(data), str(TARGET), str(cores)])


def sum_once(program: Program, facts: dict) -> float:
    """Seconds of one sum that is right."""
    found = program.ask(do="run", id="deflated", peer="ours")
    if "error" in found:
        print(f"{program.name} failed: {found['error']}", file=sys.stderr)
        sys.exit(2)
    total, count = found["answer"]
    if count != facts["count"] or abs(total - facts["sum"]) > 1e-9 * abs(facts["sum"]) + 1e-2:
        print(f"{program.name}: wrong: sum {total} of {count}, expected {facts['sum']} of {facts['count']}", file=sys.stderr)
        sys.exit(2)
    return found["seconds"]


def small_heap(arguments: argparse.Namespace, classpath: str, data: pathlib.Path, facts: dict) -> int:
    program = start("small-heap", session.two_cores(), classpath, arguments.heap, data, 2)
    try:
        heap = program.ask(do="hello")["heapBytes"]
        seconds = sum_once(program, facts)
        measured = program.ask(do="measure", id="deflated", peer="ours")
    finally:
        program.end()
    if "error" in measured:
        print(f"failed: {measured['error']}", file=sys.stderr)
        return 2
    size = facts["count"] * 4
    print(
        f"{size / 1e9:.2f} GB in a heap of {heap / 2**20:.0f} MiB (-Xmx{arguments.heap}): {seconds:.1f} s,"
        f" {size / seconds / 1e6:.0f} MB/s decoded, {measured['bytesOfStreams'] / 1e9:.3f} GB read in {measured['reads']:,} reads,"
        f" {measured['chunksRead']:,} chunks; peak heap {measured['peakHeapBytes'] / 2**20:.0f} MiB"
    )
    return 0 if size > heap else 1


def two_cores(arguments: argparse.Namespace, classpath: str, data: pathlib.Path, facts: dict) -> int:
    if not shutil.which("taskset"):
        sys.exit("taskset is needed to hold a JVM to one core")
    programs = {
        1: start("one-core", ["taskset", "-c", "0"], classpath, arguments.heap, data, 1),
        2: start("two-cores", ["taskset", "-c", "0,1"], classpath, arguments.heap, data, 2),
    }
    seconds = {1: [], 2: []}
    try:
        for turn in range(1 + arguments.runs):
            for cores, program in programs.items():
                taken = sum_once(program, facts)
                print(f"{cores} core{'s' if cores > 1 else ''}: {taken:.2f} s{'' if turn else ' (not counted)'}", flush=True)
                if turn:
                    seconds[cores].append(taken)
    finally:
        for program in programs.values():
            program.end()
    one, two = statistics.median(seconds[1]), statistics.median(seconds[2])
    print(f"median of {arguments.runs}: one core {one:.2f} s, two cores {two:.2f} s: {one / two:.2f} x (goal: {SPEEDUP_GOAL})")
    if one < ONE_CORE_SECONDS_MIN:
        print(f"WARNING: less than {ONE_CORE_SECONDS_MIN} s on one core: take more --gigabytes")
    return 0 if one / two >= SPEEDUP_GOAL else 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("small-heap", "two-cores"))
    parser.add_argument("--gigabytes", type=float, help="decoded size (10 for small-heap, 4 for two-cores)")
    parser.add_argument("--runs", type=int, default=3, help="rounds of two-cores, after one that is not counted (3)")
    parser.add_argument("--heap", help="heap of the JVM (512m for small-heap, else 2g)")
    parser.add_argument("--wait", type=float, default=300, help="seconds to wait for a quiet machine (300)")
    parser.add_argument("--strict", action="store_true", help="do not start (exit code 3) on a machine that is not quiet")
    arguments = parser.parse_args()
    arguments.gigabytes = arguments.gigabytes or (10 if arguments.what == "small-heap" else 4)
    arguments.heap = arguments.heap or ("512m" if arguments.what == "small-heap" else "2g")
    classpath = session.build()
    data = session.generate(arguments.gigabytes / 10, ["deflated"])
    facts = json.loads((data / "deflated.json").read_text())
    print(facts["what"], flush=True)
    session.warm(data / "deflated.h5")
    session.quiet(arguments.wait, arguments.strict)
    run = small_heap if arguments.what == "small-heap" else two_cores
    sys.exit(run(arguments, classpath, data, facts))


if __name__ == "__main__":
    main()
