"""What the commands share: the build, the data, the load of the machine, and programs that answer line by line."""

import datetime
import importlib.util
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
TARGET = PROJECT / "integration-tests" / "target" / "benchmarks"
LOAD_MAX = 0.3
SERVER = "org.sparkhdf5.it.benchmarks.BenchmarkServer"


def build() -> str:
    """Builds what is older than its sources; the class path of jar, tests and the default Spark."""
    listed = TARGET / "classpath.txt"
    sources = [PROJECT / "pom.xml", *PROJECT.glob("*/pom.xml")]
    for folder in ("connector/src", "integration-tests/src", "examples/src"):
        sources += [path for path in (PROJECT / folder).rglob("*") if path.suffix in (".java", ".properties")]
    classes = PROJECT / "integration-tests" / "target" / "test-classes"
    jars = list((PROJECT / "connector" / "target").glob("spark-hdf5-*.jar"))
    newest = max(path.stat().st_mtime for path in sources)
    if not listed.exists() or not jars or not classes.is_dir() or listed.stat().st_mtime < newest:
        print("build: ./mvnw package -DskipTests", flush=True)
        listed.unlink(missing_ok=True)
        command = "./mvnw -q -B -ntp -pl connector,integration-tests -am package -DskipTests -Dspotless.check.skip"
        path = "dependency:build-classpath -Dmdep.outputFile=target/benchmarks/classpath.txt -Dmdep.includeScope=test"
        subprocess.run([*command.split(), *path.split()], cwd=PROJECT, check=True)
    return f"{classes}{os.pathsep}{listed.read_text().strip()}"


def generate(scale: float, groups: list) -> pathlib.Path:
    """The folder with the data of these groups; generated where they are not there with this scale."""
    folder = TARGET / f"data-{scale:g}"
    missing = [name for name in groups if not (folder / f"{name}.json").exists()]
    if not missing and importlib.util.find_spec("h5py") is None:
        return folder
    command = [sys.executable, str(HERE / "generate.py"), str(folder), "--scale", str(scale), "--only", ",".join(groups)]
    made = subprocess.run(command).returncode
    if made and missing:
        sys.exit(f"the data of {', '.join(missing)} could not be generated: this Python needs what {HERE.name}/requirements.txt lists")
    return folder


def two_cores() -> list:
    """A command in front of another that holds it to two cores, where there are more."""
    return ["taskset", "-c", "0,1"] if (os.cpu_count() or 2) > 2 and shutil.which("taskset") else []


def java(classpath: str, heap: str, options: list = ()) -> list:
    """The command that runs a class of the tests."""
    opens = re.search(r"<spark.jvm.opens>(.*?)</spark.jvm.opens>", (PROJECT / "pom.xml").read_text())[1].split()
    home = os.environ.get("JAVA_HOME")
    program = str(pathlib.Path(home, "bin", "java")) if home else "java"
    return [program, f"-Xmx{heap}", *opens, *options, "-cp", classpath]


class Program:
    """A process that answers each line of JSON with a line of JSON."""

    def __init__(self, name: str, command: list):
        self.name = name
        self.log = TARGET / f"{name}.log"
        self.log.parent.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, env=environment, cwd=TARGET
            )

    def ask(self, **request) -> dict:
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
            while line and not line.startswith("{"):  # What a JVM says when it starts.
                line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        return json.loads(line) if line else {"error": f"{self.name} ended; its last words are in {self.log}", "ended": True}

    def end(self) -> None:
        if self.process.stdin and not self.process.stdin.closed:
            try:
                self.process.stdin.close()
            except BrokenPipeError:
                pass
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def warm(path: pathlib.Path) -> None:
    """Brings a file, or the files of a folder, into the cache of the system."""
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            with file.open("rb", buffering=0) as stream:
                while stream.read(8 << 20):
                    pass


def quiet(wait_seconds: float, strict: bool) -> float:
    """Waits until nothing else runs; the load average then."""
    end = time.monotonic() + wait_seconds
    load = os.getloadavg()[0]
    if load >= LOAD_MAX and wait_seconds:
        print(f"load average {load:.2f}: waiting up to {wait_seconds:.0f} s until it is below {LOAD_MAX}", flush=True)
    while load >= LOAD_MAX and time.monotonic() < end:
        time.sleep(5)
        load = os.getloadavg()[0]
    print(f"load average before the start: {load:.2f}", flush=True)
    if load >= LOAD_MAX:
        print(f"WARNING: the load average is not below {LOAD_MAX}: something else runs, the times say little", flush=True)
        if strict:
            sys.exit(3)
    return load


def machine() -> dict:
    """What the times depend on."""
    model, memory = platform.processor() or platform.machine(), 0
    try:
        model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())[1]
        memory = int(re.search(r"MemTotal:\s*(\d+)", pathlib.Path("/proc/meminfo").read_text())[1]) * 1024
    except (OSError, TypeError):
        pass
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=PROJECT, capture_output=True, text=True).stdout.strip()
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "memoryBytes": memory,
        "system": f"{platform.system()} {platform.machine()}",
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d"),
        "commit": commit,
    }
