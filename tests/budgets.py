"""How long the tests took: the seconds of each lane against its budget, and the slowest tests.

A lane that takes longer than its budget fails the run. The seconds are those of its tests, one after
another, and grow where the machine is busy; `-p no:budgets` lets that pass.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

import pytest
from lanes import OTHERS, REAL_TIME, SOUND

BUDGETS: Final[Mapping[str, float]] = {SOUND: 780, REAL_TIME: 150, OTHERS: 1500}
"""Seconds that each lane may take: half as much again as on two cores with nothing else to do."""
_SLOWEST: Final = 40
_WORTH_A_LINE: Final = 0.5
"""Seconds that a test must take to be named among the slowest."""


class Spent:
    """The seconds that tests took, each with its set-up and its clearing away."""

    def __init__(self, budgets: Mapping[str, float]) -> None:
        self._budgets = budgets
        self._lanes: dict[str, dict[str, float]] = {lane: defaultdict(float) for lane in budgets}

    def add(self, test: str, lane: str, seconds: float) -> None:
        """Count one part of a test."""
        self._lanes[lane][test] += seconds

    def lines(self) -> list[str]:
        """Return the seconds of each lane, and the slowest tests."""
        tests = [(seconds, test) for lane in self._lanes.values() for test, seconds in lane.items()]
        if not tests:
            return []
        slowest = [pair for pair in sorted(tests, reverse=True)[:_SLOWEST] if pair[0] >= _WORTH_A_LINE]
        return [
            *(
                f"{sum(tests.values()):7.1f} s of {self._budgets[lane]:g} s  {lane}, {len(tests)} tests"
                for lane, tests in self._lanes.items()
            ),
            *(f"{seconds:7.1f} s  {test}" for seconds, test in slowest),
        ]

    def over(self) -> list[str]:
        """Return a sentence for each lane that took more than its budget."""
        return [
            f"The lane {lane!r} took {sum(tests.values()):.0f} s, more than its budget of "
            f"{self._budgets[lane]:g} s. tests/budgets.py has the budgets."
            for lane, tests in self._lanes.items()
            if sum(tests.values()) > self._budgets[lane]
        ]


class Budgets:
    """The plugin: it listens to what each test took, in whichever process that ran."""

    def __init__(self, budgets: Mapping[str, float]) -> None:
        self._spent = Spent(budgets)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test, or a part of one."""
        lane = str(dict(report.user_properties).get("lane", OTHERS))  # a worker that died tells no lane
        self._spent.add(report.nodeid.partition("@")[0], lane, report.duration)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Let a run whose tests took too long fail."""
        if session.exitstatus == pytest.ExitCode.OK and self._spent.over():
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print what the tests took."""
        lines = (*self._spent.lines(), *self._spent.over())
        if lines:
            terminalreporter.section("seconds")
        for line in lines:
            terminalreporter.write_line(line)


def pytest_configure(config: pytest.Config) -> None:
    """Listen in the process that tells the outcome, and not in those that run the tests for it."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Budgets(BUDGETS))
