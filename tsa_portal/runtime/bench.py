"""`./portal bench`: the measurements in tests/bench, each the median of five runs, judged against its limits.

A module `tests/bench/<name>.py` says `NAME`, `LIMIT` and `GOAL` (figure → (">=" or "<=", number)) and
`measure()`, which returns the figures of one run. `prepare()` and `finish()`, where there are any, run once
around the five. `RUNS`, where there is one, is another number than five. A benchmark runs in a process of its
own, on a migrated database that is dropped after it.
"""

import argparse
import importlib
import json
import operator
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from tsa_portal.runtime import assets
from tsa_portal.runtime.bench_database import scratch_database
from tsa_portal.runtime.changes import SystemChanges
from tsa_portal.runtime.paths import PROJECT, DataDirectory
from tsa_portal.runtime.preparation import static_files
from tsa_portal.runtime.problem import Problem
from tsa_portal.runtime.services import Services
from tsa_portal.runtime.tools import child_environment, python, quietly

RUNS = 5
FOLDER = PROJECT / "tests" / "bench"
COMPARISONS = {">=": operator.ge, "<=": operator.le}


def bench(options: argparse.Namespace) -> int:
    """Run the named benchmarks, or all; 1 where a figure is on the wrong side of its limit."""
    if options.one:
        return run_one(options.names[0])
    known = names()
    unknown = sorted(set(options.names) - set(known))
    if unknown:
        raise Problem(
            f"There is no benchmark {', '.join(unknown)}.", f"There are: {', '.join(known) or 'none yet'}"
        )
    changes = SystemChanges(allowed=not options.no_system_changes)
    services = Services(DataDirectory(PROJECT / ".cache" / "bench"), changes)
    assets.build()
    try:
        variables = services.start()
        collect_static_files(services.data, variables)
        outcomes = [outcome_of(name, variables) for name in options.names or known]
    finally:
        services.stop()
    return report(outcomes, as_json=options.json)


def collect_static_files(data: DataDirectory, variables: Mapping[str, str]) -> None:
    """Pages are measured as they are served: with their styles collected."""
    task = static_files()
    if not task.is_done(data):
        quietly(task.command, cwd=PROJECT, environment=child_environment(variables))
        task.remember(data)


def report(outcomes: list[dict[str, Any]], *, as_json: bool) -> int:
    """Print the outcomes; 1 where a figure of any is on the wrong side of its limit."""
    for outcome in outcomes:
        print(json.dumps(outcome) if as_json else table(outcome), flush=True)
    return 1 if any(failures(outcome) for outcome in outcomes) else 0


def names() -> list[str]:
    """The benchmarks there are."""
    return sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))


def outcome_of(name: str, variables: Mapping[str, str]) -> dict[str, Any]:
    """The outcome of one benchmark, measured in a process of its own. Raises Problem where that fails."""
    with scratch_database(variables) as own:
        command = python("-P", "-m", "tsa_portal.runtime", "bench", "--one", name)
        finished = subprocess.run(
            command, env=child_environment(own), cwd=PROJECT, stdout=subprocess.PIPE, text=True, check=False
        )
    if finished.returncode:
        raise Problem(f"The benchmark {name} failed; its error is above.")
    return dict(json.loads(finished.stdout.splitlines()[-1]))


def run_one(name: str) -> int:
    """Measure in this process and print the outcome as the last line."""
    sys.path.insert(0, str(PROJECT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tsa_portal.settings")
    import django

    django.setup()
    module = importlib.import_module(f"tests.bench.{name}")
    getattr(module, "prepare", lambda: None)()
    try:
        runs = [module.measure() for _ in range(getattr(module, "RUNS", RUNS))]
    finally:
        getattr(module, "finish", lambda: None)()
    outcome = {"name": module.NAME, "figures": medians(runs), "limit": module.LIMIT, "goal": module.GOAL}
    print(json.dumps(outcome), flush=True)
    return 0


def medians(runs: list[dict[str, float]]) -> dict[str, float]:
    """Each figure's median over the runs."""
    return {figure: statistics.median(run[figure] for run in runs) for figure in runs[0]}


def failures(outcome: Mapping[str, Any]) -> list[str]:
    """The figures on the wrong side of their limit, as sentences. A limit without a figure is one too."""
    missed = []
    for figure, (comparison, bound) in outcome["limit"].items():
        value = outcome["figures"].get(figure)
        if value is None or not COMPARISONS[comparison](value, bound):
            missed.append(f"{figure} is {value}, and has to be {comparison} {bound}")
    return missed


def table(outcome: Mapping[str, Any]) -> str:
    """One benchmark for people to read."""
    lines = [outcome["name"]]
    for figure, value in outcome["figures"].items():
        bounds = [
            f"{kind} {' '.join(map(str, outcome[kind][figure]))}"
            for kind in ("limit", "goal")
            if figure in outcome[kind]
        ]
        lines.append(f"  {figure:<32} {value:>14,.3f}   {', '.join(bounds)}".rstrip())
    return "\n".join(lines + [f"  FAILED: {sentence}" for sentence in failures(outcome)])
