import CCResults
import TestSupport
import Testing

@testable import EECampaign

/// `cms.sh` under the shells of this machine, and what our readers make of its lines.
@Suite struct ShellTests {
  private let test: ProgramTest

  init() throws { test = try ProgramTest() }

  @Test(arguments: ["dash", "bash"])
  func `progress lines are read as they were meant`(shell: String) throws {
    let run = try test.variable("SLURM_JOB_ID", "12").shell(
      shell,
      """
      cms_progress 12.5 "msg=it's \\"so\\" far" loss=0.25 'note=two words' 'odd=\\n'
      cms_progress 50 status=training pid=7
      cms_progress 100
      """)
    #expect(run.errors == "")
    #expect(
      run.output == """
        # cloudmesh status=running progress=12.5 pid=12 msg="it's 'so' far" loss=0.25 note='two words' odd=\\n
        # cloudmesh status=training progress=50 pid=7
        # cloudmesh status=done progress=100 pid=12

        """)
    #expect(run.reading.measurements == [Measurement(name: "loss", value: 0.25)])
  }

  @Test(arguments: ["dash", "bash"])
  func `timers add up and come back whole`(shell: String) throws {
    let run = try test.shell(
      shell,
      """
      cms_timer_stop 'not started'
      cms_timer_start 'load, "all" | more'
      sleep 0.02
      cms_timer_stop 'load, "all" | more'
      cms_timer_start 'load, "all" | more'
      sleep 0.02
      cms_timer_stop 'load, "all" | more' failed
      cms_timer_start open
      cms_benchmark 'tag (1'
      """)
    #expect(run.errors == "")
    let timers = run.reading.timers
    #expect(timers.map(\.name) == ["load, \"all\" | more", "open"])
    #expect(timers.map(\.status) == ["failed", nil])
    #expect(timers.map(\.tag) == ["tag (1", "tag (1"])
    #expect(timers[0].seconds >= 0.02)
    #expect((timers[0].sum ?? 0) >= timers[0].seconds + 0.02)
    #expect(timers[0].start?.utf8.count == "2026-01-31 12:00:00".utf8.count)
    #expect(
      timers[0].details.map(\.name) == ["uname.node", "user", "uname.system", "platform.version"])
  }

  @Test(arguments: ["dash", "bash"])
  func `results come back with their units`(shell: String) throws {
    let run = try test.shell(
      shell,
      """
      cms_result accuracy 0.91
      cms_result 'a \\ "b"' 007 s
      cms_result nothing
      """)
    #expect(run.errors == "cms.sh: cms_result wants a name and a value\n")
    #expect(
      run.reading.measurements == [
        Measurement(name: "accuracy", value: 0.91),
        Measurement(name: "a \\ \"b\"", value: 7, unit: "s"),
      ])
  }

  @Test(arguments: ["dash", "bash"])
  func `what cannot be said, or not be made, ends no script`(shell: String) throws {
    let run = try test.shell(
      shell,
      """
      exec >&-
      for path in "$PATH" /nowhere; do
        PATH=$path
        cms_progress 10 "msg=a'b\\"c" "note=d\te"
        cms_timer_start a
        cms_timer_stop a
        cms_benchmark
        cms_result a 1
      done
      echo end >&2
      """)
    #expect(run.code == 0)
    #expect(run.errors.hasSuffix("end\n"))
  }
}
