"""The one error of the runtime: what is wrong, and what to do next, in words."""


class Problem(Exception):
    """Something that stops a command. `next_step` is what to do about it: a line to run, if there is one."""

    def __init__(self, what: str, next_step: str = "") -> None:
        super().__init__(f"{what}\n  {next_step}" if next_step else what)
