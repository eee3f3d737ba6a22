"""Reads the command line of `./portal` and hands over to the command."""

import argparse
import sys
from collections.abc import Callable

from tsa_portal.runtime import audit, backup, bench, check, commands, demo, restore
from tsa_portal.runtime.problem import Problem

COMMANDS = (
    "demo",
    "test",
    "check",
    "audit",
    "fix",
    "lock",
    "assets",
    "bench",
    "run",
    "doctor",
    "backup",
    "restore",
    "manage",
)


def parser() -> argparse.ArgumentParser:
    """The command line, but for `manage` and `test`, whose arguments are Django's and pytest's."""
    top = argparse.ArgumentParser(prog="./portal", add_help=False)
    subparsers = top.add_subparsers(dest="command", required=True)
    add = {
        name: subparsers.add_parser(name, prog=f"./portal {name}", allow_abbrev=False) for name in COMMANDS
    }
    for name in add:
        add[name].add_argument(
            "--no-system-changes", action="store_true", help="change nothing outside the project"
        )
    for name in ("demo", "run", "backup", "restore", "doctor"):
        add[name].add_argument("--data", metavar="DIR", help="data directory (default: .data in the project)")
    for name in ("demo", "run"):
        add[name].add_argument(
            "--port", type=int, metavar="N", help="port of the web server (default: the first free from 8000)"
        )
    add["demo"].add_argument("--no-browser", action="store_true", help="do not open a browser")
    add["run"].add_argument("part", choices=sorted(commands.PARTS))
    add["run"].add_argument("--host", default="127.0.0.1", help="address the web server listens on")
    add["run"].add_argument(
        "--processes", type=int, default=2, metavar="N", help="processes of web or worker"
    )
    add["backup"].add_argument("file", nargs="?", metavar="FILE", help="(default: a new one in DIR/backups)")
    add["restore"].add_argument("file", metavar="FILE", help="what ./portal backup wrote")
    add["restore"].add_argument("--replace", action="store_true", help="lose what the database holds now")
    add["bench"].add_argument("names", nargs="*", metavar="NAME", help="benchmarks to run (default: all)")
    add["bench"].add_argument("--json", action="store_true", help="one line of JSON per benchmark")
    add["bench"].add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    return top


def main(arguments: list[str]) -> int:
    """Run one command; its exit status."""
    if arguments[0] == "manage":
        return commands.manage(arguments[1:])
    if arguments[0] == "test":
        return commands.test(arguments[1:])
    options = parser().parse_args(arguments)
    actions: dict[str, Callable[[argparse.Namespace], int]] = {
        "demo": demo.demo,
        "check": check.check,
        "audit": audit.audit,
        "fix": commands.fix,
        "lock": commands.lock,
        "assets": commands.build_assets,
        "bench": bench.bench,
        "run": commands.run,
        "backup": backup.backup,
        "doctor": commands.doctor,
        "restore": restore.restore,
    }
    return actions[options.command](options)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Problem as problem:
        sys.exit(f"portal: {problem}")
    except KeyboardInterrupt:
        sys.exit(130)
