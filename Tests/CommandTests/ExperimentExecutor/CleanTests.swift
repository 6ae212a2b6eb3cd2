import TestSupport
import Testing

/// `cms-ee clean`, and how plan and generate speak of what the sweep no longer has.
@Suite struct CleanTests {
  /// Four experiments of which the sweep keeps one; one has results, one was edited.
  private func shrunk() throws -> CommandTest {
    let test = try CommandTest().file(
      "sweep.yaml", "name: tiny\nexperiments: {epoch: '1,2,3,4'}\ntemplates: [job.in.sh]\n"
    ).file("job.in.sh", "run {epoch}\n")
    #expect(try test.run("cms-ee", "generate", "sweep.yaml").code == 0)
    try test.place.write("experiments/epoch_3/job.sh", "mine\n")
    try test.place.write("experiments/epoch_4/result.out", "x\n")
    return try test.file(
      "sweep.yaml", "name: tiny\nexperiments: {epoch: '1'}\ntemplates: [job.in.sh]\n")
  }

  @Test func `a plan marks what is no longer in the sweep, and generate counts it`() throws {
    let test = try shrunk()
    #expect(
      try test.run("cms-ee", "plan", "sweep.yaml").output == """
        - epoch_2
        - epoch_3
        - epoch_4
        1 experiment: 0 would be new, 1 the same, 3 no longer in the sweep

        """)
    #expect(
      try test.run("cms-ee", "generate", "sweep.yaml").output
        == "1 experiment: 0 are new, 1 the same, 3 no longer in the sweep\n")
  }

  @Test func `what has no results is removed, the rest is named with its reason`() throws {
    let test = try shrunk()
    let output = """
      - epoch_2
      ! epoch_3  (kept: edited by hand)
      ! epoch_4  (kept: has results)

      """
    let dry = try test.run("cms-ee", "clean", "sweep.yaml", "-n")
    #expect(
      dry.output == output
        + "3 experiments are no longer in the sweep: 1 would be removed, 2 kept\n")
    #expect(dry.written == [])
    let run = try test.run("cms-ee", "clean", "sweep.yaml")
    #expect(run.output == output + "3 experiments are no longer in the sweep: 1 removed, 2 kept\n")
    #expect(run.code == 0)
    #expect(try test.place.names("experiments") == ["epoch_1", "epoch_3", "epoch_4"])
    #expect(try test.run("cms-ee", "list", "-q").output == "epoch_1\nepoch_3\nepoch_4\n")
  }

  @Test func `results are removed when somebody said so, edits never`() throws {
    let test = try shrunk()
    let unasked = try test.run("cms-ee", "clean", "sweep.yaml", "--results")
    #expect(
      unasked.errors == """
        error: 1 experiment that has results would be removed [EE307]
        hint: add --yes to remove them without being asked

        """)
    #expect(unasked.code == 2)
    #expect(unasked.written == [])
    let run = try test.run("cms-ee", "clean", "sweep.yaml", "--results", "--yes")
    #expect(
      run.output == """
        - epoch_2
        ! epoch_3  (kept: edited by hand)
        - epoch_4
        3 experiments are no longer in the sweep: 2 removed, 1 kept

        """)
    #expect(try test.place.names("experiments") == ["epoch_1", "epoch_3"])
  }

  @Test func `nothing to clean is fine, and exit 3 under strict`() throws {
    let test = try CommandTest().file("sweep.yaml", "experiments: {epoch: '1'}\n")
    let run = try test.run("cms-ee", "clean", "sweep.yaml")
    #expect(run.output == "0 experiments are no longer in the sweep: 0 removed\n")
    #expect(run.code == 0)
    #expect(run.written == [])
    #expect(try test.run("cms-ee", "clean", "sweep.yaml", "--strict").code == 3)
  }

  @Test func `a plan shows the first line that differs, cut where it is long`() throws {
    let test = try CommandTest().file(
      "sweep.yaml", "experiments: {epoch: '1'}\ntemplates: [job.in.sh]\ncopy: [data.bin]\n"
    ).file("job.in.sh", "#!/bin/sh\n#SBATCH --mem=16GB\n").file("data.bin", "a\0b")
    #expect(try test.run("cms-ee", "generate", "sweep.yaml").code == 0)
    let long = String(repeating: "x", count: 70)
    for (text, change) in [
      ("#!/bin/sh\n#SBATCH --mem=32GB\n", "'#SBATCH --mem=16GB' is now '#SBATCH --mem=32GB'"),
      ("#!/bin/sh\n#SBATCH --mem=16GB", "only the line feed at the end differs"),
      ("#!/bin/sh\n\u{1B}[31m\n", "'#SBATCH --mem=16GB' is now ' [31m'"),
      (
        "#!/bin/sh\n\(long)\n",
        "'#SBATCH --mem=16GB' is now '\(String(repeating: "x", count: 59))…'"
      ),
    ] {
      try test.place.write("job.in.sh", text)
      let run = try test.run("cms-ee", "plan", "sweep.yaml")
      #expect(run.output.hasPrefix("~ epoch_1  (job.sh line 2: \(change))\n"))
    }
    try test.place.write("job.in.sh", "#!/bin/sh\n")
    try test.place.write("data.bin", "a\0c")
    #expect(
      try test.run("cms-ee", "plan", "sweep.yaml").output.hasPrefix(
        "~ epoch_1  (job.sh line 2 is gone: '#SBATCH --mem=16GB'; data.bin)\n"))
  }

  @Test func `a plan says where only the right to run code differs`() throws {
    let test = try CommandTest().file(
      "sweep.yaml", "name: m\nexperiments: {epoch: '1'}\ncopy: [run.sh, lib.sh]\n"
    ).file("run.sh", "true\n").file("lib.sh", "true\n", mode: 0o755)
    #expect(try test.run("cms-ee", "generate", "sweep.yaml").code == 0)
    try test.place.write("run.sh", "true\n", mode: 0o755)
    try test.place.write("lib.sh", "true\n")
    #expect(
      try test.run("cms-ee", "plan", "sweep.yaml").output.hasPrefix(
        "~ epoch_1  (run.sh is executable now; lib.sh is not executable now)\n"))
    #expect(
      try test.run("cms-ee", "plan", "sweep.yaml", "--json").output.contains(
        #""changes":[{"file":"run.sh","executable":true},{"file":"lib.sh","executable":false}]"#))
  }
}
