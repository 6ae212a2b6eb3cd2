import CCResults
import TestSupport
import Testing

@testable import EECampaign

/// `cms.py` under the Python of this machine, and what our readers make of its lines.
@Suite struct PythonTests {
  private let test: ProgramTest

  init() throws { test = try ProgramTest() }

  @Test func `the module is Python 3·6`() throws {
    let run = try test.python(
      "import ast, inspect, cms\nast.parse(inspect.getsource(cms), feature_version=(3, 6))")
    #expect(run.errors == "")
    #expect(run.code == 0)
  }

  @Test func `progress lines are read as they were meant`() throws {
    let run = try test.python(
      """
      from cms import progress
      progress(12.5, msg="it's \\"so\\"\\nfar", loss=0.25, note="two words", time=True)
      progress(status="running", progress=140, pid=7, accuracy=0.5, filename="progress.log")
      progress()
      """)
    let lines = run.output.split(separator: "\n").map(String.init)
    let first = try #require(ProgressLine(lines[0]))
    #expect(first.status == "running")
    #expect(first.progress == 12.5)
    #expect(first.pid != nil)
    #expect(first.pairs.map(\.name) == ["time", "msg", "loss", "note"])
    #expect(first.pairs.dropFirst().map(\.value) == ["it's 'so' far", "0.25", "two words"])
    #expect(lines[1] == "# cloudmesh status=running progress=100 pid=7 accuracy=0.5")
    #expect(try test.command.place.text("progress.log") == lines[1] + "\n")
    #expect(lines[2] == "# cloudmesh status=running pid=\(first.pid ?? 0)")
    #expect(run.reading.measurements.map(\.name) == ["loss", "accuracy"])
  }

  @Test func `the number of a batch job is its pid`() throws {
    let run = try test.variable("SLURM_JOB_ID", "4711").python(
      "from cms import progress; progress(100)")
    #expect(run.output == "# cloudmesh status=done progress=100 pid=4711\n")
  }

  @Test func `lines of the MLCommons log are those of the original, with JSON values`() throws {
    let run = try test.python(
      fixedClock + """

        from cms import StopWatch, mllog
        StopWatch.activate_mllog("log.txt")
        StopWatch.start("run_start"); StopWatch.stop("run_start", values={"a": [1, 2.5, None]})
        StopWatch.stop("run_start"); StopWatch.event("e", "text", suppress_stopwatch=True)
        StopWatch.event("hidden", suppress_mllog=True); mllog("eval_accuracy", 0.91, epoch_num=4)
        StopWatch.organization_mllog({"benchmark": {"name": "mnist", "user": "me", "e-mail": "a@b"}})
        StopWatch.organization_submission({"submission": {"benchmark": "x", "org": "o"}})
        StopWatch.status_submission(False)
        """)
    let begin = #":::MLLOG {"namespace": "cloudmesh", "time_ms": 1658844457250, "event_type": "#
    func line(_ event: String, _ key: String, _ value: String, _ number: Int, _ more: String = "")
      -> String
    {
      begin + "\"\(event)\", \"key\": \"\(key)\", \"value\": \(value), "
        + "\"metadata\": {\"file\": \"job.py\", \"lineno\": \(number)\(more)}}\n"
    }
    let point = "POINT_IN_TIME"
    let lines = [
      line("INTERVAL_START", "run_start", "null", 11),
      line("INTERVAL_END", "run_start", "{\"a\": [1, 2.5, null]}", 11, ", \"status\": \"success\""),
      line(point, "e", "\"text\"", 12),
      line(point, "eval_accuracy", "0.91", 13, ", \"epoch_num\": 4"),
      line(point, "submission_benchmark", "\"mnist\"", 14),
      line(point, "submission_poc_name", "\"me\"", 14),
      line(point, "submission_poc_email", "\"a@b\"", 14),
      line(point, "submission_benchmark", "\"x\"", 15), line(point, "submission_org", "\"o\"", 15),
      line(point, "submission_status", "\"aborted\"", 16),
    ].joined()
    #expect(run.output == lines)
    #expect(try test.command.place.text("log.txt") == lines)
    #expect(run.errors == "cms.py: timer 'run_start' is stopped, but does not run\n")
  }

  @Test func `results come back with their units and steps, equal ones too`() throws {
    let run = try test.python(
      fixedClock + """

        from cms import result
        for epoch in (1, 2, 3):
            result(accuracy=0.5 + epoch / 10, step=epoch)
        result({"training": {"loss": [3, 2.5, float("nan"), 1]}}, unit="nats")
        class Scalar:
            def item(self): return 7
        result(x=Scalar(), same=1); result(other=2); result(x=Scalar(), same=1)
        """)
    #expect(run.errors == "")
    #expect(
      run.reading.measurements == [
        Measurement(name: "accuracy", value: 0.6, step: 1),
        Measurement(name: "accuracy", value: 0.7, step: 2),
        Measurement(name: "accuracy", value: 0.8, step: 3),
        Measurement(name: "accuracy", value: 0.8),
        Measurement(name: "training.loss", value: 3, unit: "nats", step: 1),
        Measurement(name: "training.loss", value: 2.5, unit: "nats", step: 2),
        Measurement(name: "training.loss", value: 1, unit: "nats", step: 4),
        Measurement(name: "training.loss", value: 1, unit: "nats"),
        Measurement(name: "x", value: 7, step: 1), Measurement(name: "x", value: 7, step: 2),
        Measurement(name: "x", value: 7),
        Measurement(name: "same", value: 1, step: 1), Measurement(name: "same", value: 1, step: 2),
        Measurement(name: "same", value: 1), Measurement(name: "other", value: 2),
      ])
  }

  @Test func `a line that would not be read is named`() throws {
    let run = try test.python(
      "import cms\ncms.result(long=[0.5] * 300000)\ncms.result(long=[0.5] * 300000, a=1)")
    #expect(
      run.errors
        == "cms.py: 'result' is too long for a line, and will not be read: log it in parts\n")
    #expect(run.reading.measurements == [])
  }

  @Test func `what was reported before a program is killed is there`() throws {
    let run = try test.python(
      "import os, cms\ncms.progress(30)\ncms.result(a=1)\nos.kill(os.getpid(), 9)")
    #expect(run.code != 0)
    #expect(run.reading.progress?.progress == 30)
    #expect(run.reading.measurements == [Measurement(name: "a", value: 1)])
  }

  @Test(arguments: ["os.close(1)", "sys.stdout = None", "sys.stdout = open('/dev/full', 'w')"])
  func `what cannot be said ends no program`(trouble: String) throws {
    let run = try test.python(
      """
      import os, sys, cms
      \(trouble)
      cms.progress(1, filename="/nowhere/x"); cms.result(a=cms); cms.mllog("k", {1: object()})
      cms.StopWatch.activate_mllog("/nowhere/y"); cms.StopWatch.start("t"); cms.StopWatch.stop("t")
      cms.StopWatch.benchmark(filename="/nowhere/z"); cms.StopWatch.organization_mllog("/nowhere")
      with cms.StopWatchBlock("b", log="/nowhere/b"): pass
      cms.gpu_trace("/nowhere/g").stop()
      sys.stderr.write("end\\n")
      sys.stderr.flush()
      os._exit(0)
      """)
    #expect(run.code == 0)
    #expect(run.errors.hasSuffix("end\n"))
    #expect(!run.errors.contains("Traceback"))
  }

  @Test func `parameters are those of the environment, or of the file that was generated`() throws {
    let ask = "import cms\nprint(cms.config())"
    #expect(try test.python(ask).output == "{}\n")
    let given = test.variable("CMS_PARAM_lr", "0.1").variable("CMS_PARAM_the_name", "x: 1")
      .variable("CMS_PARAM_n", "010").variable("CMS_PARAM_on", "true")
    #expect(
      try given.python(ask).output == "{'lr': 0.1, 'n': '010', 'on': True, 'the_name': 'x: 1'}\n")
    let config = """
      a: 1
      experiment:
        lr: 1.0e-4
        the-name: 'it''s'
        n: '1e3'
        'on': "ü\\n\\x07"
      ee:
        identifier: x

      """
    let place = test.command.place
    try place.write("config.yaml", config)
    let values = "{'lr': 0.0001, 'the-name': \"it's\", 'n': '1e3', 'on': 'ü\\n\\x07'}\n"
    #expect(try test.python(ask).output == values)
    #expect(try given.python(ask).output == values)
    // A file with other parameters is not that of this job.
    #expect(try test.variable("CMS_PARAM_lr", "2").python(ask).output == "{'lr': 2}\n")
  }
}
