import HostIO
import TestSupport
import Testing

/// Scripts that wait for their host: what becomes of them is what stands on disk.
@Suite struct WaitingScriptTests {
  private func waiting() throws -> CommandTest {
    let test = try CommandTest().file(
      "s.yaml", "name: s\nexperiments: {a: '1,2'}\ntemplates: [job.in.sh]\n"
    ).file("job.in.sh", "{slurm.sbatch}\necho {a} \\{host.name} {host.name} > ran.txt\n").file(
      "hosts.yaml",
      "hosts:\n  one: {kind: slurm, directives: {default: {mem: 1G}}}\n"
        + "  two: {kind: slurm}\n  here: {kind: local}\n")
    #expect(try test.run("cms-ee", "generate", "s.yaml", "-q").code == 0)
    return test
  }

  @Test func `an edit of a waiting script is in the one that completes it`() throws {
    let test = try waiting()
    try test.place.write(
      "experiments/a_1/job.in.sh",
      "{slurm.sbatch}\nmodule load {a}\necho \\{host.name} {host.name}\n")
    let plan = try test.run("cms-ee", "plan", "s.yaml", "--host", "one")
    #expect(plan.errors == "")
    #expect(
      plan.output == """
        ! a_1  (job.in.sh edited by hand, kept)
        ~ a_2  (job.sh is missing)
        2 experiments: 0 would be new, 1 would be changed, 0 the same, 1 edited by hand and kept

        """)
    for _ in 1...2 {
      let run = try test.run("cms-ee", "generate", "s.yaml", "--host", "one")
      #expect(run.code == 0)
      #expect(run.output.hasPrefix("! a_1  (job.in.sh edited by hand, kept)\n"))
      #expect(
        try test.place.text("experiments/a_1/job.sh")
          == "#SBATCH --mem=1G\nmodule load 1\necho {host.name} one\n")
      #expect(
        try test.place.text("experiments/a_2/job.sh")
          == "#SBATCH --mem=1G\necho 2 {host.name} one > ran.txt\n")
    }
    let lines = try test.run("cms-ee", "generate", "submit", "--name", "s.json").output
    #expect(lines.contains("/a_1 && sbatch job.sh)"))
    // Another host, and the edit taken back.
    #expect(try test.run("cms-ee", "generate", "s.yaml", "--host", "two", "-q").code == 0)
    #expect(
      try test.place.text("experiments/a_1/job.sh")
        == "\nmodule load 1\necho {host.name} two\n")
    try Files.remove(test.place.at("experiments/a_1/job.in.sh"))
    #expect(try test.run("cms-ee", "generate", "s.yaml", "--host", "two", "-q").code == 0)
    #expect(
      try test.place.text("experiments/a_1/job.sh")
        == "\necho 1 {host.name} two > ran.txt\n")
  }

  @Test func `what an edit names in vain is reported at its line`() throws {
    let test = try waiting()
    try test.place.write("experiments/a_1/job.in.sh", "echo\n{host.nmae}\n")
    let run = try test.run("cms-ee", "generate", "s.yaml", "--host", "one")
    #expect(
      run.errors
        == """
        PLACE/experiments/a_1/job.in.sh:2:1: error: '{host.nmae}' is not defined, expected a variable 'nmae' of the host [EE201]
          2 │ {host.nmae}
            │ ^^^^^^^^^^^
        hint: did you mean '{host.name}'? write \\{host.nmae} where it is meant as text; --lenient leaves such frames

        """.replacing("PLACE", with: test.place.path))
    #expect(run.code == 2)
    #expect(!test.place.exists("experiments/a_1/job.sh"))
  }

  @Test func `an edit of a waiting script is what runs, and makes what ran before stale`() throws {
    let test = try waiting()
    #expect(try test.run("cms-ee", "submit", "s.yaml", "-q").code == 0)
    #expect(try test.place.text("experiments/a_1/ran.txt") == "1 {host.name} here\n")
    try test.place.write("experiments/a_1/job.in.sh", "echo edited {host.name} > ran.txt\n")
    let again = try test.run("cms-ee", "submit", "s.yaml")
    #expect(again.errors.contains("done (stale)  s/a_1\n"))
    #expect(again.output == "nothing was left to run\n")
    #expect(try test.run("cms-ee", "submit", "s.yaml", "-q", "--rerun", "stale").code == 0)
    #expect(try test.place.text("experiments/a_1/ran.txt") == "edited here\n")
  }

  @Test func `a host that only the sweep has a table for can be chosen`() throws {
    let test = try CommandTest().file(
      "s.yaml",
      """
      experiments: {gpu: v100}
      directives: {greene: {v100: {gres: g}}, rivanna: {v100: {gres: r}}}
      templates: [job.in.sh]

      """
    ).file("job.in.sh", "{slurm.sbatch}\n")
    let run = try test.run("cms-ee", "generate", "s.yaml", "--host", "rivanna")
    #expect(run.errors == "")
    #expect(try test.place.text("experiments/gpu_v100/job.sh") == "#SBATCH --gres=r\n")
    let wrong = try test.run("cms-ee", "generate", "s.yaml", "--host", "rivana")
    #expect(wrong.code == 2)
    #expect(
      wrong.errors == """
        error: host 'rivana' is unknown: there is no hosts file [EE115]
        hint: write hosts.yaml beside the sweep file, or name one with --hosts

        """)
  }

  @Test func `a host that the sweep names and the hosts file lacks is named`() throws {
    let test = try waiting()
    let run = try test.file(
      "s.yaml",
      "name: s\nsystem: {host: onne}\nexperiments: {a: '1,2'}\ntemplates: [job.in.sh]\n"
    ).run("cms-ee", "plan", "s.yaml")
    #expect(
      run.errors == """
        s.yaml:2:16: warning: host 'onne' is not in the hosts file, so the scripts wait for one of: one, two, here [EE115]
          2 │ system: {host: onne}
            │                ^^^^
        hint: did you mean 'one'? --host NAME completes them

        """)
    #expect(run.code == 0)
  }
}
