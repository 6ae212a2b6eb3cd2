import TestSupport
import Testing

/// Sweeps that `cms-ee` refuses: exit code 2, one message each, nothing written.
@Suite struct BadInputTests {
  @Test(arguments: BadSweep.yaml)
  func `malformed YAML is reported where the user would look`(_ bad: BadSweep) throws {
    try expectRefusal(of: bad)
  }

  @Test(arguments: BadSweep.keys)
  func `wrong keys are reported with what was meant`(_ bad: BadSweep) throws {
    try expectRefusal(of: bad)
  }

  @Test(arguments: BadSweep.parameters)
  func `wrong parameters are reported at their byte`(_ bad: BadSweep) throws {
    try expectRefusal(of: bad)
  }

  @Test(arguments: BadSweep.ranges)
  func `wrong ranges and distributions are reported with a way out`(_ bad: BadSweep) throws {
    try expectRefusal(of: bad)
  }

  @Test(arguments: BadSweep.references)
  func `wrong references are reported with the nearest name`(_ bad: BadSweep) throws {
    try expectRefusal(of: bad)
  }

  @Test(arguments: BadSweep.files)
  func `wrong files are reported where they are named`(_ bad: BadSweep) throws {
    try expectRefusal(of: bad)
  }

  @Test(arguments: BadSweep.rules)
  func `wrong rules are reported where they stand`(_ bad: BadSweep) throws {
    try expectRefusal(of: bad)
  }

  @Test(arguments: BadSweep.spaces)
  func `spaces that cannot be are reported with what could`(_ bad: BadSweep) throws {
    try expectRefusal(of: bad)
  }

  @Test(arguments: BadSweep.options)
  func `wrong options are shown as they were typed`(_ bad: BadSweep) throws {
    try expectRefusal(of: bad)
  }

  @Test(arguments: [
    (
      "missing.yaml",
      """
      error: sweep file 'missing.yaml' cannot be read: No such file or directory [EE302]
      hint: paths are relative to the current directory

      """
    ),
    (
      "sweep.yml",
      """
      error: sweep file 'sweep.yml' cannot be read: No such file or directory [EE302]
      hint: did you mean 'sweep.yaml'?

      """
    ),
    (
      "no/sweep.yaml",
      """
      error: sweep file 'no/sweep.yaml' cannot be read: No such file or directory [EE302]
      hint: there is no directory 'no'

      """
    ),
    ("d", "error: sweep file 'd' cannot be read: Is a directory [EE101]\n"),
  ])
  func `a sweep file that cannot be read is reported`(file: String, errors: String) throws {
    let test = try CommandTest().file("sweep.yaml", "experiments: {a: 1}\n").directory("d")
    for verb in ["plan", "generate"] {
      let run = try test.run("cms-ee", verb, file)
      #expect(run.errors == errors)
      #expect(run.code == 2)
      #expect(run.written == [])
    }
  }

  @Test func `a bare word that names nothing is a mistake only under --strict`() throws {
    let test = try CommandTest().file("job.in.sh", "awk {print} {epohc}\n")
      .file("sweep.yaml", "experiments: {epoch: 1}\ntemplates: [job.in.sh]\n")
    let strict = try test.run("cms-ee", "generate", "sweep.yaml", "--strict")
    #expect(strict.code == 2)
    #expect(strict.written == [])
    let run = try test.run("cms-ee", "generate", "sweep.yaml")
    #expect(run.code == 0)
    #expect(try run.place.text("experiments/epoch_1/job.sh") == "awk {print} {epohc}\n")
    for (errors, severity) in [(strict.errors, "error"), (run.errors, "warning")] {
      #expect(
        errors == """
          job.in.sh:1:5: \(severity): '{print}' names nothing [EE202]
            1 │ awk {print} {epohc}
              │     ^^^^^^^
          hint: write \\{print} where it is meant as text
          job.in.sh:1:13: \(severity): '{epohc}' names nothing [EE202]
            1 │ awk {print} {epohc}
              │             ^^^^^^^
          hint: did you mean '{epoch}'?

          """)
    }
  }

  private func expectRefusal(of bad: BadSweep) throws {
    var test = try CommandTest().file("sweep.yaml", bad.sweep)
    for (name, text) in bad.files { test = try test.file(name, text) }
    let run = try test.run(["cms-ee", "generate", "sweep.yaml"] + bad.arguments)
    #expect(run.errors == bad.errors.replacing("PLACE", with: run.place.path))
    #expect(run.output == "")
    #expect(run.code == 2)
    #expect(run.written == [])
  }
}
