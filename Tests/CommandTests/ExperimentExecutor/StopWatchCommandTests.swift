import TestSupport
import Testing

/// `cms-ee stopwatch`, and experiments whose programs report with what it writes.
@Suite struct StopWatchCommandTests {
  @Test func `the files are written once and kept`() throws {
    let test = try CommandTest()
    let first = try test.run("cms-ee", "stopwatch", "lib")
    #expect(first.output == "wrote cms.py, cms.sh\n")
    #expect(first.written == ["lib/", "lib/cms.py", "lib/cms.sh"])
    let second = try test.run("cms-ee", "stopwatch", "lib")
    #expect(second.output == "cms.py and cms.sh are there already\n")
    #expect(second.written == [])
    #expect(second.code == 0)
  }

  @Test func `a file that is somebody's is never written over`() throws {
    let run = try CommandTest().file("cms.py", "mine\n").run("cms-ee", "stopwatch")
    #expect(
      run.errors == """
        error: 'cms.py' is there already, and different [EE306]
        hint: choose another directory, or move it away

        """)
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  /// From the sweep file to the report, with nothing copied by hand.
  @Test func `what programs of experiments report arrives in the report`() throws {
    let test = try CommandTest()
      .file(
        "sweep.yaml",
        """
        name: study
        identifier: "lr{lr}"
        experiments: {lr: [0.1, 0.2]}
        templates: [job.in.sh]
        copy: [train.py]

        """
      )
      .file(
        "job.in.sh",
        "set -eu\n. ./cms.sh\ncms_progress 10\npython3 train.py\ncms_result size 7 MB\n"
      )
      .file(
        "train.py",
        """
        from cms import StopWatch, config, progress, result
        StopWatch.start("load, then train")
        progress(50, msg="half way")
        result(accuracy=1 - config()["lr"], step=1)
        StopWatch.stop("load, then train")
        StopWatch.benchmark()

        """)
    let generated = try test.run("cms-ee", "generate", "sweep.yaml")
    #expect(generated.written.contains("experiments/lr0.1/cms.py"))
    #expect(generated.written.contains("experiments/lr0.1/cms.sh"))
    let run = try test.run("cms-ee", "submit", "sweep.yaml")
    #expect(run.code == 0, "\(run.errors)")
    let report = try test.run(
      "cms-cc", "report", "study.db", "--metrics", "accuracy,size")
    #expect(report.errors == "")
    for text in ["0.9", "0.8", "7"] { #expect(report.output.contains(text)) }
    let values = try test.run(
      "sqlite3", "study.db",
      "SELECT name, value, unit, step FROM metrics WHERE node LIKE '%lr0.1' ORDER BY name, step")
    #expect(values.output.contains("accuracy|0.9||1\n"))
    #expect(values.output.contains("size|7.0|MB|\n"))
    let timers = try test.run(
      "sqlite3", "study.db", "SELECT DISTINCT name, status FROM timers WHERE seconds < 60")
    #expect(timers.output == "load, then train|ok\n")
  }
}
