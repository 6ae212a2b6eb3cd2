"""What a program says about itself, in the lines that cms-cc reads and reports.

    from cms import StopWatch, progress, result

    StopWatch.start("training")
    for epoch in range(epochs):
        ...
        progress(100 * epoch / epochs)
        result(accuracy=accuracy, loss=loss, step=epoch)
    StopWatch.stop("training")
    StopWatch.benchmark(sysinfo=False)        # prints the timers

One file without dependencies, for Python 3.6 and newer on Linux, macOS and Windows. `cms-ee
generate` puts it into experiments whose code imports it; `cms-ee stopwatch` writes it. Nothing in it
raises because a line cannot be printed or a file not be written: it says so on stderr, once.
"""
import atexit
import csv as _csv
import functools
import getpass
import io
import json
import math
import os
import platform
import re
import subprocess
import sys
import threading
import time as _time
from datetime import datetime, timezone
from typing import Any, Callable, Dict, List, Optional, Tuple, Union

__all__ = ["StopWatch", "StopWatchBlock", "Benchmark", "benchmark", "progress", "result", "mllog",
           "config", "gpu_info", "gpu_trace"]

_lock = threading.RLock()
_complaints = set()  # type: set


def _harmless(function: Callable) -> Callable:
    """Keeps trouble with saying something out of the program that says it."""
    @functools.wraps(function)
    def wrapper(*args: Any, **named: Any) -> Any:
        try:
            return function(*args, **named)
        except Exception as error:
            _complain("%s: %s" % (function.__name__, error))
            return None
    return wrapper


def _complain(text: str) -> None:
    if text in _complaints:
        return
    _complaints.add(text)
    try:
        sys.stderr.write("cms.py: %s\n" % text)
    except Exception:
        pass


def _say(text: str, stream: Any = None) -> None:
    """Prints whole lines with one write, so that lines of several threads do not mix."""
    stream = stream or sys.stdout
    if stream is None:  # a program without a console
        return
    with _lock:
        try:
            stream.write(text + "\n")
        except UnicodeEncodeError:
            stream.write(text.encode("ascii", "backslashreplace").decode("ascii") + "\n")
        stream.flush()


# --------------------------------------------------------------------------------------------------
# Progress

@_harmless
def progress(progress: Optional[float] = None, status: Optional[str] = None, msg: Any = None,
             pid: Any = None, time: bool = False, filename: Optional[str] = None,
             stdout: bool = True, stderr: bool = False, append: Optional[str] = None,
             with_banner: bool = False, **values: Any) -> None:
    """Says how far the program is: `# cloudmesh status=running progress=40 pid=123 msg='epoch 2'`.

    Numbers among further values are measurements too. Without a status it is `running`, and `done`
    at 100; whether the job is done is still up to its exit code. Without a pid it is the
    batch system's number of the job, or the process's. `filename` gets the line as well.
    """
    pairs = {}  # type: Dict[str, Any]
    if progress is not None:
        progress = min(max(float(progress), 0.0), 100.0)
        progress = int(progress) if progress == int(progress) else round(progress, 3)
    pairs["status"] = status or ("done" if progress == 100 else "running")
    if progress is not None:
        pairs["progress"] = progress
    pairs["pid"] = (pid or os.environ.get("SLURM_JOB_ID") or os.environ.get("LSB_JOBID")
                    or os.getpid())
    if time:
        pairs["time"] = _stamp(_time.time())
    if msg is not None:
        pairs["msg"] = msg
    pairs.update(values)
    line = "# cloudmesh " + " ".join("%s=%s" % (key, _word(pairs[key])) for key in pairs)
    if append is not None:
        line += " " + _one_line(append)
    text = "\n".join(["# " + 78 * "#", line, "# " + 78 * "#"]) if with_banner else line
    if stdout:
        _say(text)
    if stderr:
        _say(text, sys.stderr)
    if filename is not None:
        with io.open(filename, "a", encoding="utf-8") as file:
            file.write(text + "\n")


def _one_line(value: Any) -> str:
    return "".join(c if c >= " " and c != "\x7f" else " " for c in str(value))


def _word(value: Any) -> str:
    """Returns a value as one word, in quotes where it needs them; there is no escape in quotes."""
    text = _one_line(value)
    if text and " " not in text and text[0] not in "'\"":
        return text
    if "'" not in text:
        return "'%s'" % text
    return '"%s"' % text.replace('"', "'")


def _stamp(seconds: float) -> str:
    return _time.strftime("%Y-%m-%d %H:%M:%S", _time.gmtime(seconds))


# --------------------------------------------------------------------------------------------------
# Results and MLLOG

@_harmless
def result(values: Optional[Dict[str, Any]] = None, unit: Optional[str] = None,
           step: Optional[int] = None, **named: Any) -> None:
    """Reports measurements: `result(accuracy=0.91, loss=0.3)`, `result({"t": 1.5}, unit="s")`.

    Numbers, lists of numbers (series), and dictionaries of them (`training.accuracy`). With a step,
    such as the epoch, values of one name form a series. Each call prints one line, which is in
    the job's log whatever becomes of the program.
    """
    metadata = {}  # type: Dict[str, Any]
    if unit is not None:
        metadata["unit"] = unit
    if step is not None:
        metadata["step"] = step
    _log("result", dict(values or {}, **named), "POINT_IN_TIME", metadata)


@_harmless
def mllog(key: str, value: Any = None, event: str = "POINT_IN_TIME", **metadata: Any) -> None:
    """Prints one line of the MLCommons log: `:::MLLOG {…}`; the value is always JSON."""
    _log(key, value, event, metadata)


class _MLLog:
    """Where lines of the MLCommons log go, besides standard output."""
    namespace = "cloudmesh"
    filename = None  # type: Optional[str]
    is_active = False
    time = 0
    printed = {}  # type: Dict[str, int]


def _log(key: str, value: Any, event: str, metadata: Dict[str, Any]) -> None:
    file, line = _caller()
    more = {"file": file, "lineno": line}  # type: Dict[str, Any]
    more.update((name, metadata[name]) for name in metadata)
    row = {"namespace": _MLLog.namespace, "time_ms": int(_time.time() * 1000),
           "event_type": event, "key": key, "value": _plain(value), "metadata": _plain(more)}
    with _lock:
        text = json.dumps(row)
        if row["time_ms"] != _MLLog.time:
            _MLLog.time, _MLLog.printed = row["time_ms"], {}  # type: ignore
        count = _MLLog.printed[text] = _MLLog.printed.get(text, -1) + 1
        if count:
            # Readers take a line that is there twice for one, from both outputs of the job.
            row["metadata"]["again"] = count  # type: ignore
            text = json.dumps(row)
        if len(text) > 1000000:
            _complain("'%s' is too long for a line, and will not be read: log it in parts" % key)
        _say(":::MLLOG " + text)
        if _MLLog.filename:
            with io.open(_MLLog.filename, "a", encoding="utf-8") as log:
                log.write(":::MLLOG " + text + "\n")


def _caller() -> Tuple[str, int]:
    """Returns file and line of the nearest caller outside this file."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_globals is globals():
        frame = frame.f_back
    return os.path.basename(frame.f_code.co_filename), frame.f_lineno


def _plain(value: Any) -> Any:
    """Returns what JSON can hold; arrays and scalars of NumPy, Torch and the like as numbers."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, dict):
        return {str(key): _plain(value[key]) for key in value}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(element) for element in value]
    for convert in ("tolist", "item"):
        if hasattr(value, convert):
            return _plain(getattr(value, convert)())
    try:
        return _plain(float(value))
    except (TypeError, ValueError):
        return str(value)


# --------------------------------------------------------------------------------------------------
# Timers

class _Timer:
    """What is known of the timers of one name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.start = 0.0  # of the clock on the wall
        self.begun = None  # type: Optional[float]
        self.elapsed = 0.0
        self.total = 0.0
        self.status = None  # type: Any
        self.message = None  # type: Optional[str]
        self.values = None  # type: Any

    def now(self) -> Tuple[float, float]:
        """Returns the latest interval and the sum; of one that runs, what has gone by."""
        if self.begun is None:
            return self.elapsed, self.total
        elapsed = _time.perf_counter() - self.begun
        return elapsed, self.total + elapsed

    def add(self, start: float, elapsed: float, state: Any) -> None:
        self.start, self.begun, self.elapsed = start, None, elapsed
        self.total += elapsed
        self.status = {True: "ok", False: "failed"}.get(state, state)


class StopWatch:
    """Named timers. Starting and stopping a name again adds to its sum.

    Durations are those of a clock that is never set; the times of starts are in UTC.
    """
    verbose = True
    _timers = {}  # type: Dict[str, _Timer]

    @classmethod
    @_harmless
    def start(cls, name: str, values: Any = None, mllog_key: Optional[str] = None,
              suppress_stopwatch: bool = False, suppress_mllog: bool = False,
              metadata: Optional[Dict[str, Any]] = None) -> None:
        """Starts a timer; one that runs already begins anew."""
        if not suppress_stopwatch:
            with _lock:
                timer = cls._timers.setdefault(name, _Timer(name))
                timer.status, timer.values = None, values
                timer.start, timer.begun = _time.time(), _time.perf_counter()
        cls._event(mllog_key or name, values, "INTERVAL_START", suppress_mllog, metadata)

    @classmethod
    @_harmless
    def stop(cls, name: str, state: Any = True, values: Any = None,
             mllog_key: Optional[str] = None, suppress_stopwatch: bool = False,
             suppress_mllog: bool = False, metadata: Optional[Dict[str, Any]] = None) -> None:
        """Stops a timer: `ok`, or `failed` where the state is False."""
        if not suppress_stopwatch:
            with _lock:
                timer = cls._timers.get(name)
                if timer is None or timer.begun is None:
                    _complain("timer '%s' is stopped, but does not run" % name)
                    return
                timer.values = timer.values if values is None else values
                timer.add(timer.start, _time.perf_counter() - timer.begun, state)
        more = {"status": "success" if state in (True, "ok") else "aborted"}
        more.update(metadata or {})
        cls._event(mllog_key or name, values, "INTERVAL_END", suppress_mllog, more)

    end = stop

    @classmethod
    @_harmless
    def event(cls, name: str, msg: Any = None, values: Any = None,
              mllog_key: Optional[str] = None, suppress_stopwatch: bool = False,
              suppress_mllog: bool = False, stack_offset: int = 2,
              metadata: Optional[Dict[str, Any]] = None) -> None:
        """Records something that takes no time."""
        if not suppress_stopwatch:
            with _lock:
                timer = cls._timers.setdefault(name, _Timer(name))
                timer.add(_time.time(), 0.0, True)
                timer.values = values
                timer.message = timer.message if msg is None else str(msg)
        cls._event(mllog_key or name, msg if values is None else values, "POINT_IN_TIME",
                   suppress_mllog, metadata)

    log_event = event

    @classmethod
    @_harmless
    def status(cls, name: str, value: Any) -> None:
        """Sets what is said of a timer: `ok`, `failed`, or what you like."""
        with _lock:
            cls._timers.setdefault(name, _Timer(name)).status = {
                True: "ok", False: "failed"}.get(value, value)

    @classmethod
    def get_status(cls, name: str) -> Any:
        """Returns `ok`, `failed`, or None for a timer that runs or was never there."""
        timer = cls._timers.get(name)
        return timer and timer.status

    @classmethod
    @_harmless
    def message(cls, name: str, value: Any) -> None:
        """Adds a text to a timer."""
        with _lock:
            cls._timers.setdefault(name, _Timer(name)).message = str(value)

    @classmethod
    def get_message(cls, name: str) -> Optional[str]:
        """Returns the text that was added to a timer."""
        timer = cls._timers.get(name)
        return timer and timer.message

    @classmethod
    def get(cls, name: str, digits: Optional[int] = 4) -> Optional[float]:
        """Returns the seconds of the latest interval, of one that runs those gone by."""
        return cls._seconds(name, 0, digits)

    @classmethod
    def sum(cls, name: str, digits: Optional[int] = 4) -> Optional[float]:
        """Returns the seconds of all intervals of a name."""
        return cls._seconds(name, 1, digits)

    @classmethod
    def _seconds(cls, name: str, which: int, digits: Optional[int]) -> Optional[float]:
        with _lock:
            timer = cls._timers.get(name)
            if timer is None:
                return None
            seconds = timer.now()[which]
        return seconds if digits is None else round(seconds, digits)

    @classmethod
    def keys(cls) -> List[str]:
        """Returns the names of all timers, in the order of their first start."""
        with _lock:
            return list(cls._timers)

    @classmethod
    def clear(cls) -> None:
        """Forgets all timers."""
        with _lock:
            cls._timers.clear()

    @classmethod
    @_harmless
    def print(cls, *args: Any) -> None:
        """Prints a timer, the last argument, behind a label, the first."""
        if cls.verbose and args:
            _say("%s %.2f s" % (" ".join(str(word) for word in args[:-1] or args),
                                cls.get(args[-1]) or 0.0))

    @classmethod
    @_harmless
    def output(cls, name: str) -> None:
        """Prints a timer with its name."""
        _say("Timer: %s, %.4f s" % (name, cls.get(name) or 0.0))

    # ---- the table

    @classmethod
    def get_sysinfo(cls, node: Optional[str] = None, user: Optional[str] = None) -> Dict[str, Any]:
        """Returns what is known of this machine."""
        return _system(node, user)

    @classmethod
    def get_benchmark(cls, sysinfo: bool = True, timers: bool = True, tag: Any = None,
                      node: Optional[str] = None, user: Optional[str] = None,
                      version: Optional[str] = None, total: bool = False) -> Dict[str, Any]:
        """Returns all timers as `{"sysinfo": {…}, "benchmark": {NAME: {"time": …, …}}}`."""
        machine = _machine(node, user, version)
        rows = {}  # type: Dict[str, Any]
        with _lock:
            for timer in cls._timers.values() if timers else ():
                if not timer.start:  # something was said of it, but it was never started
                    continue
                elapsed, all_of_it = timer.now()
                rows[timer.name] = dict(machine, **{
                    "timer": timer.name, "status": timer.status, "time": round(elapsed, 3),
                    "sum": round(all_of_it, 3), "start": _stamp(timer.start),
                    "stop": None if timer.begun else _stamp(timer.start + timer.elapsed),
                    "msg": timer.message, "tag": tag, "values": timer.values})
        if total and rows:
            first = min(rows.values(), key=lambda row: row["start"])
            times = [(row["time"], row["sum"]) for row in rows.values()]
            rows["total"] = dict(machine, **{
                "timer": "total", "status": None, "start": first["start"], "stop": None,
                "time": round(math.fsum(pair[0] for pair in times), 3),
                "sum": round(math.fsum(pair[1] for pair in times), 3),
                "msg": None, "tag": tag, "values": None})
        found = {"benchmark": rows}  # type: Dict[str, Any]
        if sysinfo:
            found["sysinfo"] = _system(node, user)
        return found

    @classmethod
    @_harmless
    def benchmark(cls, sysinfo: bool = True, timers: bool = True, csv: bool = True,
                  prefix: str = "# csv", tag: Any = None, sum: bool = True,
                  node: Optional[str] = None, user: Optional[str] = None,
                  version: Optional[str] = None,
                  attributes: Union[None, str, List[str]] = None, total: bool = False,
                  filename: Optional[str] = None) -> None:
        """Prints the machine, a table of all timers, and a line for each that programs can read.

        `attributes` chooses columns: `"short"` or a list of names. A timer that still runs has the
        status None and the time that has gone by.
        """
        found = cls.get_benchmark(sysinfo, timers, tag, node, user, version, total)
        columns = [pair for pair in _COLUMNS if sum or pair[0] != "sum"]
        if attributes == "short":
            columns = columns[:3]
        elif attributes is not None:
            columns = [(name, name) for name in attributes]
        machine = found.get("sysinfo", {})
        rows = [[_cell(row.get(name, machine.get(name)), name) for name, _ in columns]
                for row in found["benchmark"].values()]
        parts = []
        if sysinfo:
            parts.append(_table(["Attribute", "Value"],
                                [[name, _one_line(machine[name])] for name in machine], ()))
        if timers:
            numbers = [i for i, pair in enumerate(columns) if pair[0] in ("time", "sum")]
            shown = [["" if cell == "None" and columns[i][0] in ("tag", "msg") else cell
                      for i, cell in enumerate(row)] for row in rows]
            parts.append(_table([title for _, title in columns], shown, numbers))
        if csv and timers:
            lines = [[name for name, _ in columns]] + rows
            parts.append("\n".join(",".join([prefix] + [_quoted(cell) for cell in line])
                                   for line in lines))
        text = "\n\n".join(parts)
        _say("\n" + text + "\n")
        if filename is not None:
            _replace(filename, text + "\n")

    @classmethod
    def load(cls, filename: str, label: Optional[List[str]] = None,
             attributes: Optional[List[str]] = None) -> List[List[str]]:
        """Returns the rows of a log that `benchmark` printed, behind a row of labels."""
        columns = [name for name, _ in _COLUMNS]
        attributes = attributes or ["timer", "time", "start", "tag", "uname.node", "user",
                                    "uname.system", "platform.version"]
        table = [list(label or attributes)]
        with io.open(filename, encoding="utf-8", errors="replace") as file:
            for line in file:
                mark, _, rest = line.rstrip("\r\n").partition("# csv,")
                if mark == line.rstrip("\r\n"):
                    continue
                cells = next(_csv.reader([rest]), [])
                if cells[:1] == ["timer"]:
                    columns = cells
                else:
                    row = dict(zip(columns, cells))
                    table.append([row.get(name, "") for name in attributes])
        return table

    # ---- the MLCommons log

    @classmethod
    @_harmless
    def activate_mllog(cls, filename: Optional[str] = "cloudmesh_mllog.log",
                       config: Union[None, str, Dict[str, Any]] = None,
                       namespace: str = "cloudmesh") -> None:
        """From here on every start, stop and event is a `:::MLLOG` line too, also in a file."""
        _MLLog.is_active, _MLLog.filename, _MLLog.namespace = True, filename, namespace
        if config is not None:
            cls.organization_submission(config)

    @classmethod
    @_harmless
    def organization_mllog(cls, config: Union[str, Dict[str, Any]], **more: Any) -> None:
        """Logs who submits, from a file or dictionary with `benchmark: {name, user, …}`."""
        cls._submission(config, "benchmark", more, [
            ("submission_benchmark", "name"), ("submission_poc_name", "user"),
            ("submission_poc_email", "e-mail"), ("submission_org", "organisation"),
            ("submission_division", "division"), ("submission_status", "status"),
            ("submission_platform", "platform")])

    @classmethod
    @_harmless
    def organization_submission(cls, config: Union[str, Dict[str, Any]], **more: Any) -> None:
        """Logs who submits, from a file or dictionary with `submission: {name, submitter, …}`."""
        cls._submission(config, "submission", more, [
            ("submission_benchmark", "name|benchmark"), ("submission_poc_name", "submitter"),
            ("submission_poc_email", "email"), ("submission_org", "org"),
            ("submission_division", "division"), ("submission_version", "version"),
            ("github_commit_version", "github_commit_version"), ("submission_status", "status"),
            ("submission_platform", "platform"),
            ("accelerators_per_node", "accelerators_per_node")])

    @classmethod
    @_harmless
    def status_submission(cls, success: bool = True) -> None:
        """Logs how the submission ended."""
        mllog("submission_status", "success" if success else "aborted")

    @classmethod
    @_harmless
    def log_constant(cls, key: str, value: Any) -> None:
        """Logs a value that has no time."""
        mllog(key, value)

    @classmethod
    def _submission(cls, config: Union[str, Dict[str, Any]], section: str,
                    more: Dict[str, Any], keys: List[Tuple[str, str]]) -> None:
        values = _document(config) if isinstance(config, str) else config
        found = dict(values.get(section, values) or {}, **more)
        for key, names in keys:
            for name in names.split("|"):
                if name in found:
                    mllog(key, found[name])
                    break

    @classmethod
    def _event(cls, key: str, value: Any, event: str, is_suppressed: bool,
               metadata: Optional[Dict[str, Any]]) -> None:
        if _MLLog.is_active and not is_suppressed:
            _log(key, value, event, metadata or {})


_COLUMNS = [("timer", "Name"), ("status", "Status"), ("time", "Time"), ("sum", "Sum"),
            ("start", "Start"), ("tag", "tag"), ("msg", "msg"), ("uname.node", "Node"),
            ("user", "User"), ("uname.system", "OS"), ("platform.version", "Version")]


def _cell(value: Any, column: str) -> str:
    return "%.3f" % value if column in ("time", "sum") else _one_line(value)


def _quoted(cell: str) -> str:
    """Returns a cell as RFC 4180 has it, in quotes only where readers would be misled."""
    is_plain = not set(',"') & set(cell) and cell == cell.strip() and all(
        cell.count(pair[0]) == cell.count(pair[1]) for pair in ("()", "[]", "{}"))
    return cell if is_plain else '"%s"' % cell.replace('"', '""')


def _table(titles: List[str], rows: List[List[str]], numbers: Any) -> str:
    widths = [max(len(row[i]) for row in [titles] + rows) for i in range(len(titles))]
    line = "+".join("-" * (width + 2) for width in widths)

    def shown(row: List[str]) -> str:
        cells = [cell.rjust(widths[i]) if i in numbers else cell.ljust(widths[i])
                 for i, cell in enumerate(row)]
        return "| " + " | ".join(cells) + " |"
    return "\n".join(["+" + line + "+", shown(titles), "|" + line + "|"]
                     + [shown(row) for row in rows] + ["+" + line + "+"])


def _replace(filename: str, text: str) -> None:
    temporary = "%s.%d" % (filename, os.getpid())
    with io.open(temporary, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(temporary, filename)


class StopWatchBlock:
    """Times a block, and prints `# NAME, ELAPSED, START, STOP[, DATA]` at its end.

    A block that raises has the status `failed`. `log` is a stream, a file name, True for standard
    output, or None to be silent; the timer is one of StopWatch, so its name adds up there.
    """

    def __init__(self, name: str, data: Any = None, log: Any = True, mode: str = "w") -> None:
        self.name, self.data, self.log, self.mode = name, data, log, mode

    def __enter__(self) -> "StopWatchBlock":
        self.started = datetime.now()
        StopWatch.start(self.name)
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        StopWatch.stop(self.name, state=kind is None)
        self._report()

    @_harmless
    def _report(self) -> None:
        parts = [self.name, StopWatch.get(self.name), self.started, datetime.now()]
        parts += [] if self.data is None else [self.data]
        line = "# " + ", ".join(_one_line(part) for part in parts)
        if isinstance(self.log, str):
            with io.open(self.log, self.mode, encoding="utf-8") as file:
                file.write(line + "\n")
        elif self.log is not None:
            _say(line, None if self.log is True else self.log)


def benchmark(function: Callable) -> Callable:
    """Times each call of a function, as a timer of its name."""
    @functools.wraps(function)
    def wrapper(*args: Any, **named: Any) -> Any:
        # A clock of its own: a function may call itself.
        start, begun = _time.time(), _time.perf_counter()
        state = False
        try:
            answer = function(*args, **named)
            state = True
            return answer
        finally:
            with _lock:
                timer = StopWatch._timers.setdefault(function.__name__, _Timer(function.__name__))
                timer.add(start, _time.perf_counter() - begun, state)
    return wrapper


class Benchmark:
    """Timers that are named for the method they stand in: `ClassOrFile/method`."""

    @staticmethod
    def name(depth: int = 1) -> str:
        """Returns the name for the caller."""
        frame = sys._getframe(depth)
        owner = frame.f_locals.get("self", frame.f_locals.get("cls"))
        if owner is not None:
            place = (owner if isinstance(owner, type) else type(owner)).__name__
        else:
            place = os.path.splitext(os.path.basename(frame.f_code.co_filename))[0]
        return place + "/" + frame.f_code.co_name

    @staticmethod
    def Start() -> None:
        """Starts the caller's timer."""
        StopWatch.start(Benchmark.name(2))

    @staticmethod
    def Stop() -> None:
        """Stops the caller's timer."""
        StopWatch.stop(Benchmark.name(2))

    @staticmethod
    def print(csv: bool = True, sysinfo: bool = False, tag: Any = None) -> None:
        """Prints all timers."""
        StopWatch.benchmark(sysinfo=sysinfo, csv=csv, tag=tag)


# --------------------------------------------------------------------------------------------------
# The machine

def _machine(node: Optional[str] = None, user: Optional[str] = None,
             version: Optional[str] = None) -> Dict[str, Any]:
    return {"uname.node": node or platform.node(), "user": user or _user(),
            "uname.system": platform.system(), "platform.version": version or platform.version()}


def _user() -> str:
    try:
        return getpass.getuser()
    except Exception:  # a number without a name, as containers have it
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"


def _system(node: Optional[str], user: Optional[str]) -> Dict[str, Any]:
    """Returns what is known of this machine, by the names that the original has for it."""
    found = dict(_release())  # type: Dict[str, Any]
    name = platform.uname()
    found.update(_machine(node, user))
    found.update({
        "cpu": platform.processor() or None, "cpu_count": os.cpu_count(),
        "cpu_threads": os.cpu_count(), "date": str(datetime.now()), "python": sys.version,
        "python.version": platform.python_version(), "python.pip": _pip(),
        "sys.platform": sys.platform, "uname.machine": name.machine,
        "uname.processor": name.processor, "uname.release": name.release,
        "uname.version": name.version})
    for part in (_cpu, _memory):
        try:
            found.update(part())
        except Exception:  # this system says it in another way
            pass
    return {key: found[key] for key in sorted(found, key=str.lower) if found[key] is not None}


def _pip() -> Optional[str]:
    try:
        from importlib.metadata import version
        return version("pip")
    except Exception:
        return None


def _release() -> Dict[str, str]:
    found = {}
    try:
        with io.open("/etc/os-release", encoding="utf-8") as file:
            for line in file:
                key, _, value = line.strip().partition("=")
                if value and not key.startswith("#"):
                    found[key] = value.strip("\"'")
    except OSError:
        pass
    return found


def _cpu() -> Dict[str, Any]:
    if sys.platform == "darwin":
        text = _output(["sysctl", "-n", "machdep.cpu.brand_string", "hw.physicalcpu"]).split("\n")
        return {"cpu": text[0], "cpu_cores": int(text[1])}
    with io.open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
        pairs = [tuple(word.strip() for word in line.split(":", 1)) for line in file
                 if ":" in line]
    names = [pair[1] for pair in pairs if pair[0] == "model name"]
    speeds = [float(pair[1]) for pair in pairs if pair[0] == "cpu MHz"]
    places, package = set(), ""
    for key, value in pairs:
        package = value if key == "physical id" else package
        if key == "core id":
            places.add((package, value))
    return {"cpu": names[0] if names else None, "cpu_cores": len(places) or None,
            "frequency": "%.0f MHz" % max(speeds) if speeds else None}


def _memory() -> Dict[str, Any]:
    if sys.platform == "darwin":
        return {"mem.total": _gib(int(_output(["sysctl", "-n", "hw.memsize"])))}
    with io.open("/proc/meminfo", encoding="utf-8") as file:
        sizes = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in file}
    total, available = sizes["MemTotal"], sizes["MemAvailable"]
    return {"mem.total": _gib(total), "mem.available": _gib(available),
            "mem.free": _gib(sizes["MemFree"]), "mem.active": _gib(sizes["Active"]),
            "mem.inactive": _gib(sizes["Inactive"]), "mem.used": _gib(total - available),
            "mem.percent": "%.1f %%" % (100.0 * (total - available) / total)}


def _gib(size: int) -> str:
    return "%.1f GiB" % (size / 2.0 ** 30)


def _output(command: List[str], seconds: float = 10) -> str:
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, timeout=seconds, check=True,
                          universal_newlines=True).stdout.strip()


# --------------------------------------------------------------------------------------------------
# GPUs

_INFO = [("index", "index", int), ("uuid", "uuid", str), ("name", "name", str),
         ("driver", "driver_version", str), ("memory_mib", "memory.total", float),
         ("power_cap_w", "power.limit", float), ("ecc", "ecc.mode.current", str),
         ("clock_sm_mhz", "clocks.sm", float), ("clock_memory_mhz", "clocks.mem", float),
         ("clock_sm_max_mhz", "clocks.max.sm", float),
         ("clock_memory_max_mhz", "clocks.max.mem", float)]  # type: List[Tuple[str, str, Any]]

_TRACE = [("gpu_util %", "utilization.gpu"), ("memory_util %", "utilization.memory"),
          ("encoder_util %", "utilization.encoder"), ("decoder_util %", "utilization.decoder"),
          ("gpu_temp C", "temperature.gpu"), ("power_draw W", "power.draw"),
          ("vram_mem_used MiB", "memory.used"), ("vram_mem_total MiB", "memory.total")]


def gpu_info() -> List[Dict[str, Any]]:
    """Returns the NVIDIA GPUs that this program may use; none where there is no `nvidia-smi`.

    Each has index, uuid, name, driver, memory_mib, power_cap_w, ecc (`Enabled`, `Disabled`),
    clock_sm_mhz, clock_memory_mhz and their maxima; None for what the device does not say.
    """
    return [{key: _value(row[field], kind) for key, field, kind in _INFO}
            for row in _gpus([field for _, field, _ in _INFO])]


def _gpus(fields: List[str]) -> List[Dict[str, str]]:
    """Asks for fields of all GPUs; those that the driver does not know are `N/A`."""
    known = list(dict.fromkeys(["index", "uuid"] + fields))
    while True:
        try:
            run = subprocess.run(
                ["nvidia-smi", "--query-gpu=" + ",".join(known), "--format=csv,noheader,nounits"],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                timeout=30, universal_newlines=True)
        except (OSError, ValueError, subprocess.SubprocessError):
            return []
        if run.returncode == 0:
            break
        refused = re.search(r'Field "([^"]+)" is not a valid field', run.stdout or "")
        if not refused or refused.group(1) not in known or len(known) < 3:
            return []
        known.remove(refused.group(1))
    rows = []
    for line in run.stdout.splitlines():
        cells = [cell.strip() for cell in line.split(",")]
        if len(cells) == len(known):
            row = dict.fromkeys(fields, "N/A")
            row.update(zip(known, cells))
            rows.append(row)
    return _visible(rows)


def _visible(rows: List[Dict[str, str]]) -> List[Dict[str, str]]:
    """Leaves out what CUDA does not see; all where it names parts of devices."""
    names = os.environ.get("CUDA_VISIBLE_DEVICES")
    if names is None:
        return rows
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    if not wanted or wanted[0] in ("-1", "NoDevFiles"):
        return []
    return [row for row in rows if any(
        name == row["index"] or name.startswith("GPU-") and row["uuid"].startswith(name)
        for name in wanted)] or rows


def _value(text: str, kind: Any) -> Any:
    if "N/A" in text or "Not " in text or text.startswith("["):
        return None
    try:
        return kind(text)
    except ValueError:
        return None


class gpu_trace:
    """Writes what the GPUs do to a file, every `interval` seconds, until it is stopped.

        with gpu_trace("gpu.log"):
            train()

    One header, `time, 0 id, 0 gpu_util %, …`, then a line for each measurement; several GPUs
    repeat the columns. Times are in UTC, as those of timers are. An existing file is continued. It
    ends with `stop()`, the block or the program, and does nothing where there is no GPU.
    """

    def __init__(self, file: str = "gpu.log", interval: float = 1.0) -> None:
        self.file, self.interval = file, max(float(interval), 0.01)
        self._ended = threading.Event()
        self._header = None  # type: Optional[str]
        self._thread = threading.Thread(target=self._run, name="gpu_trace", daemon=True)
        self._thread.start()
        atexit.register(self.stop)

    def __enter__(self) -> "gpu_trace":
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends the trace; what was measured is in the file."""
        self._ended.set()
        if self._thread is not threading.current_thread():
            self._thread.join(timeout=35)

    @_harmless
    def _run(self) -> None:
        begin, count = _time.monotonic(), 0
        while not self._ended.is_set():
            rows = _gpus([field for _, field in _TRACE])
            if rows:
                self._write(rows)
            elif count == 0:
                return
            # Measured from the beginning, so that intervals do not drift; missed ones are left out.
            gone = _time.monotonic() - begin
            count = max(count + 1, int(math.ceil(gone / self.interval)))
            self._ended.wait(begin + count * self.interval - _time.monotonic())

    def _write(self, rows: List[Dict[str, str]]) -> None:
        now = datetime.now(timezone.utc).replace(tzinfo=None)
        names, cells = ["time"], [now.isoformat(timespec="microseconds")]
        for row in rows:
            index = row["index"]
            names += [index + " id"] + ["%s %s" % (index, name) for name, _ in _TRACE]
            cells += [index] + [
                "N/A" if _value(row[field], str) is None else row[field] for _, field in _TRACE]
        header = ", ".join(names)
        with io.open(self.file, "a+", encoding="utf-8") as file:
            if self._header is None:
                file.seek(0)
                self._header = file.readline().rstrip("\n")
            if header != self._header:
                file.write(header + "\n")
                self._header = header
            file.write(", ".join(cells) + "\n")


# --------------------------------------------------------------------------------------------------
# The experiment

def config(filename: str = "config.yaml") -> Dict[str, Any]:
    """Returns the parameters of this experiment, or of this member of a group, as values.

    They are those of the `experiment:` section that `cms-ee` wrote, or else the variables
    CMS_PARAM_NAME that `cms-cc` sets; nothing where there are neither.
    """
    prefix = "CMS_PARAM_"
    given = {name[len(prefix):]: _scalar(os.environ[name]) for name in sorted(os.environ)
             if name.startswith(prefix)}
    written = _experiment(filename)
    # A file of that name may be somebody else's: it has to have the very parameters of this job.
    names = {name.replace("-", "_") for name in written}
    return written if written and (not given or names == set(given)) else given


def _experiment(filename: str) -> Dict[str, Any]:
    """Reads the section `experiment:` of a file that has an `ee:` section too."""
    try:
        with io.open(filename, encoding="utf-8") as file:
            lines = file.read().split("\n")
    except (OSError, ValueError):
        return {}
    section, found, is_ours = "", {}, False
    for line in lines:
        if line[:1] not in ("", " "):
            section = line.partition(":")[0]
            is_ours = is_ours or section == "ee"
        match = re.match(r"""  (['"]?)([A-Za-z0-9_-]+)\1: (.*)$""", line)
        if section == "experiment" and match:
            found[match.group(2)] = _yaml(match.group(3))
    return found if is_ours else {}


def _yaml(text: str) -> Any:
    """Reads a value as `cms-ee` writes it: what is in quotes is text."""
    if text[:1] == "'":
        return text[1:-1].replace("''", "'")
    if text[:1] == '"':
        escape = re.compile(r"\\(x..|U.{8}|u.{4}|.)")
        known = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "a": "\a", "b": "\b", "v": "\v",
                 "f": "\f", "e": "\x1b", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029"}
        return escape.sub(lambda match: chr(int(match.group(1)[1:], 16)) if match.group(1)[1:]
                          else known.get(match.group(1), match.group(1)), text[1:-1])
    return _scalar(text)


def _scalar(text: str) -> Any:
    """Returns a number, a truth value or None where a text is spelled like one."""
    if text in ("true", "false"):
        return text == "true"
    if text in ("null", "~"):
        return None
    if re.match(r"[-+]?(0|[1-9][0-9]*)$", text):
        return int(text)
    if re.match(r"0x[0-9A-Fa-f]+$", text):
        return int(text, 16)
    if re.match(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?$", text):
        return float(text)
    if re.match(r"[-+]?\.(inf|nan)$", text):
        return float(text.replace(".", ""))
    return text


def _document(filename: str) -> Dict[str, Any]:
    with io.open(filename, encoding="utf-8") as file:
        if filename.endswith(".json"):
            return json.load(file)
        import yaml  # PyYAML; a dictionary does without
        return yaml.safe_load(file)
