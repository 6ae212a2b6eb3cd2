import CCResults
import TestSupport
import Testing

@testable import EECampaign

/// The timers of `cms.py`, and what our readers make of the rows.
@Suite struct PythonTimerTests {
  private let test: ProgramTest

  init() throws { test = try ProgramTest() }

  @Test func `the table and the rows are those of the original`() throws {
    let run = try test.python(
      fixedClock + """

        from cms import StopWatch
        StopWatch.start("mlp_mnist"); clock.now += 17.9031; StopWatch.stop("mlp_mnist")
        StopWatch.event("note, with \\"comma\\"", "seen"); StopWatch.start("open"); clock.now += 1
        StopWatch.status("never started", "ok")
        StopWatch.benchmark(
            sysinfo=False, tag="gregor-desktop-RTX 3090", node="gregor", user="desktop",
            version="#44~20.04.1-Ubuntu SMP Fri Jun 24 13:27:29 UTC 2022", total=True)
        """)
    #expect(run.errors == "")
    #expect(
      run.output == """

        +--------------------+--------+--------+--------+---------------------+-------------------------+------+--------+---------+-------+-----------------------------------------------------+
        | Name               | Status |   Time |    Sum | Start               | tag                     | msg  | Node   | User    | OS    | Version                                             |
        |--------------------+--------+--------+--------+---------------------+-------------------------+------+--------+---------+-------+-----------------------------------------------------|
        | mlp_mnist          | ok     | 17.903 | 17.903 | 2022-07-26 14:07:37 | gregor-desktop-RTX 3090 |      | gregor | desktop | Linux | #44~20.04.1-Ubuntu SMP Fri Jun 24 13:27:29 UTC 2022 |
        | note, with "comma" | ok     |  0.000 |  0.000 | 2022-07-26 14:07:55 | gregor-desktop-RTX 3090 | seen | gregor | desktop | Linux | #44~20.04.1-Ubuntu SMP Fri Jun 24 13:27:29 UTC 2022 |
        | open               | None   |  1.000 |  1.000 | 2022-07-26 14:07:55 | gregor-desktop-RTX 3090 |      | gregor | desktop | Linux | #44~20.04.1-Ubuntu SMP Fri Jun 24 13:27:29 UTC 2022 |
        | total              | None   | 18.903 | 18.903 | 2022-07-26 14:07:37 | gregor-desktop-RTX 3090 |      | gregor | desktop | Linux | #44~20.04.1-Ubuntu SMP Fri Jun 24 13:27:29 UTC 2022 |
        +--------------------+--------+--------+--------+---------------------+-------------------------+------+--------+---------+-------+-----------------------------------------------------+

        # csv,timer,status,time,sum,start,tag,msg,uname.node,user,uname.system,platform.version
        # csv,mlp_mnist,ok,17.903,17.903,2022-07-26 14:07:37,gregor-desktop-RTX 3090,None,gregor,desktop,Linux,#44~20.04.1-Ubuntu SMP Fri Jun 24 13:27:29 UTC 2022
        # csv,"note, with ""comma""\",ok,0.000,0.000,2022-07-26 14:07:55,gregor-desktop-RTX 3090,seen,gregor,desktop,Linux,#44~20.04.1-Ubuntu SMP Fri Jun 24 13:27:29 UTC 2022
        # csv,open,None,1.000,1.000,2022-07-26 14:07:55,gregor-desktop-RTX 3090,None,gregor,desktop,Linux,#44~20.04.1-Ubuntu SMP Fri Jun 24 13:27:29 UTC 2022
        # csv,total,None,18.903,18.903,2022-07-26 14:07:37,gregor-desktop-RTX 3090,None,gregor,desktop,Linux,#44~20.04.1-Ubuntu SMP Fri Jun 24 13:27:29 UTC 2022


        """)
    #expect(
      run.reading.timers.map(\.name) == ["mlp_mnist", "note, with \"comma\"", "open", "total"])
    #expect(run.reading.timers.first?.details.last?.name == "platform.version")
  }

  @Test(arguments: [
    "a, b", "a \\\"quoted\\\" tag", "(10, 0, 19041)", "open ( and, comma", "close ) only",
    "{'x': 1}",
    " blanks ", "\\\"", "ü, é",
  ])
  func `whatever a value holds, it and those beside it come back`(tag: String) throws {
    let run = try test.python(
      """
      from cms import StopWatch
      StopWatch.start("t"); StopWatch.message("t", ") and (, \\"x"); StopWatch.stop("t", False)
      StopWatch.benchmark(sysinfo=False, tag="\(tag)", node="n", user="u", version="v")
      """)
    let timer = try #require(run.reading.timers.first)
    #expect(timer.tag == tag.split(separator: "\\").joined())
    #expect(timer.message == ") and (, \"x")
    #expect(timer.status == "failed")
    #expect(timer.details.map(\.value) == ["n", "u", "Linux", "v"])
  }

  @Test func `blocks, decorators and methods are timers, failed where they raise`() throws {
    let run = try test.python(
      fixedClock + """

        from cms import Benchmark, StopWatch, StopWatchBlock, benchmark
        @benchmark
        def deep(n):
            clock.now += 1
            return n if n == 0 else deep(n - 1)
        assert deep(2) == 0
        try:
            with StopWatchBlock("block", data="x", log=None):
                clock.now += 2
                raise KeyError
        except KeyError:
            pass
        class Model:
            def fit(self):
                Benchmark.Start(); clock.now += 4; Benchmark.Stop()
        Model().fit()
        def train():
            Benchmark.Start(); Benchmark.Stop()
        train()
        StopWatch.start("twice"); clock.now += 1; StopWatch.stop("twice")
        StopWatch.start("twice"); clock.now += 2; StopWatch.stop("twice")
        assert (StopWatch.get("twice"), StopWatch.sum("twice")) == (2, 3)
        assert StopWatch.get("nothing") is None
        StopWatch.print("label", "twice"); StopWatch.output("twice")
        Benchmark.print(tag="run")
        """)
    #expect(run.errors == "")
    #expect(run.output.hasPrefix("label 2.00 s\nTimer: twice, 2.0000 s\n"))
    let timers = run.reading.timers
    #expect(timers.map(\.name) == ["deep", "block", "Model/fit", "job/train", "twice"])
    #expect(timers.map(\.seconds) == [3, 2, 4, 0, 2])
    #expect(timers.map(\.sum) == [6, 2, 4, 0, 3])
    #expect(timers.map(\.status) == ["ok", "failed", "ok", "ok", "ok"])
    #expect(timers.allSatisfy { $0.tag == "run" })
  }

  @Test func `a block prints its line`() throws {
    let run = try test.python(
      "from cms import StopWatchBlock\nwith StopWatchBlock('load', data={'n': 1}): pass\n"
        + "with StopWatchBlock('to file', log='block.log'): pass")
    #expect(run.output.hasPrefix("# load, 0.0, 20"))
    #expect(run.output.hasSuffix(", {'n': 1}\n"))
    #expect(try test.command.place.text("block.log").hasPrefix("# to file, 0.0"))
  }

  @Test func `a printed table is loaded again, and the machine is described`() throws {
    let run = try test.python(
      """
      from cms import StopWatch
      StopWatch.event("a, b", values=3)
      StopWatch.benchmark(tag="t", node="n", user="u", version="v", filename="table.log")
      print(StopWatch.load("table.log", label=["x", "y"], attributes=["timer", "uname.node"]))
      StopWatch.benchmark(sysinfo=False, csv=False, attributes="short", sum=False)
      StopWatch.benchmark(sysinfo=False, timers=False)
      found = StopWatch.get_benchmark(tag="t")
      assert found["benchmark"]["a, b"]["timer"] == "a, b" and found["benchmark"]["a, b"]["values"] == 3
      StopWatch.clear()
      assert StopWatch.keys() == []
      """)
    #expect(run.errors == "")
    #expect(run.output.contains("[['x', 'y'], ['a, b', 'n']]\n"))
    for name in ["cpu_count", "date", "mem.total", "python.version", "uname.machine", "user"] {
      #expect(run.output.contains("| \(name) "))
    }
    #expect(
      run.output.contains(
        """
        +------+--------+-------+
        | Name | Status |  Time |
        |------+--------+-------|
        | a, b | ok     | 0.000 |
        +------+--------+-------+
        """))
  }
}
