import TestSupport
import Testing

/// Options that mean nothing, and hints that name the verb they are for.
@Suite struct UsageTests {
  @Test(arguments: [
    (
      ["list", "--color=banana"],
      """
      error: unknown --color 'banana'
      usage: cms-ee list [OPTIONS] [PLACE]
      hint: expected one of: auto, always, never

      """
    ),
    (
      ["plan"],
      """
      error: no sweep file given
      usage: cms-ee plan [OPTIONS] [FILE]
      hint: name it: cms-ee plan sweep.yaml

      """
    ),
    (
      ["generate", "submit", "s.yaml", "--job_type="],
      """
      error: --job_type is empty, expected slurm, lsf, pbs, sge, flux, hq, sh, or a command
      usage: cms-ee generate submit [OPTIONS] [FILE]
      hint: leave it out for slurm

      """
    ),
  ])
  func `a mistake is a usage error`(arguments: [String], errors: String) throws {
    let run = try CommandTest().run(["cms-ee"] + arguments)
    #expect(run.errors == errors)
    #expect(run.code == 64)
  }

  @Test(arguments: ["clean", "plan", "generate", "submit"])
  func `the help of a verb names each option once`(verb: String) throws {
    let help = try CommandTest().run("cms-ee", verb, "--help").output
    let names = help.split(separator: "\n").flatMap { line in
      line.hasPrefix("  -")
        ? line.split(whereSeparator: { " ,=".utf8.contains($0.utf8.first ?? 0) })
          .filter { $0.hasPrefix("--") }.prefix(1) : []
    }
    #expect(!names.isEmpty)
    #expect(names.count == Set(names).count)
  }

  @Test func `where there is no Slurm we say so ourselves`() throws {
    let run = try CommandTest().variable("PATH", "/nowhere").run("cms-ee", "slurm", "info")
    #expect(
      run.errors == """
        error: there is no 'sinfo' here, expected the commands of Slurm in PATH
        hint: run it where jobs are submitted, such as a login node

        """)
    #expect(run.code == 4)
  }
}
