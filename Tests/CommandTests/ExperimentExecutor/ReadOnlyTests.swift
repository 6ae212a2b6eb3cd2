import CampaignStore
import HostIO
import TestSupport
import Testing

/// Whether this machine lets us mount a directory so that not even root writes there.
private let canSeal =
  (try? Spawn.output(of: ["/usr/bin/env", "unshare", "-rm", "mount", "--bind", "/tmp", "/tmp"]))?
  .code == 0

/// Studies on file systems that cannot be written.
@Suite(.enabled(if: canSeal)) struct ReadOnlyTests {
  private let test: CommandTest

  init() throws {
    test = try CommandTest().file(
      "a b?%#/sweep.yaml", "name: m\nexperiments: {a: '1,2,3'}\ntemplates: [j.in.sh]\n"
    ).file("a b?%#/j.in.sh", "run {a}\n").working(in: "a b?%#")
    #expect(try test.run("cms-ee", "generate", "sweep.yaml").code == 0)
    try test.place.write(
      "a b?%#/sweep.yaml", "name: m\nexperiments: {a: '1,2'}\ntemplates: [j.in.sh]\n")
  }

  private func sealed(_ arguments: String...) throws -> CommandRun {
    let script = """
      mount --bind . . && mount -o remount,ro,bind "$PWD" && cd "$PWD" && exec "$@"
      """
    return try test.run(
      ["unshare", "-rm", "/bin/sh", "-c", script, "sh", CommandTest.products + "/cms-ee"]
        + arguments)
  }

  @Test func `readers read a study that cannot be written`() throws {
    let list = try sealed("list", "-q")
    #expect(list.errors == "")
    #expect(list.output == "a_1\na_2\na_3\n")
    #expect(list.written == [])
    #expect(try sealed("show", "3", "sweep.yaml").output.hasPrefix("a_3\n  a          3\n"))
    #expect(
      try sealed("clean", "sweep.yaml", "-n").output
        == "- a_3\n1 experiment is no longer in the sweep: 1 would be removed\n")
    #expect(
      try sealed("submit", "sweep.yaml", "-n").output
        == "m/a_1\nm/a_2\n2 of 2 experiments would run\n")
    #expect(
      try sealed("plan", "sweep.yaml").output
        == "- a_3\n2 experiments: 0 would be new, 2 the same, 1 no longer in the sweep\n")
  }

  @Test func `a log beside it that cannot be used is named`() throws {
    try test.place.write("a b?%#/m.db-wal", "x")
    let run = try sealed("list", "m.db")
    #expect(
      run.errors == """
        error: database 'm.db': its directory cannot be written, and 'm.db-wal' holds a part of it
        hint: copy it, with what is named like it, to where you may write, and name that with --db

        """)
    #expect(run.code == 4)
  }
}
