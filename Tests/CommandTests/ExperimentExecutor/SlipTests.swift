import HostIO
import TestSupport
import Testing

/// Slips that are no mistakes by themselves, and output that nobody can keep.
@Suite struct SlipTests {
  @Test func `a key that looks like a slip of one that steers is pointed at`() throws {
    let run = try CommandTest().file(
      "sweep.yaml", "name: a\nexperiments: {n: \"1,2\"}\ntemplate: [job.in.sh]\n"
    ).run("cms-ee", "plan", "sweep.yaml")
    #expect(run.code == 0)
    #expect(
      run.errors == """
        sweep.yaml:3:1: warning: key 'template' is only a value that frames can name [EE104]
          3 │ template: [job.in.sh]
            │ ^^^^^^^^
        hint: did you mean 'templates'?

        """)
  }

  @Test func `a pipe among the code is refused instead of waited for`() throws {
    let test = try CommandTest().directory("src").file(
      "sweep.yaml", "experiments: {n: \"1,2\"}\ncopy: [src]\n")
    _ = try test.run("/usr/bin/mkfifo", "src/pipe")
    let run = try test.run("cms-ee", "plan", "sweep.yaml")
    #expect(run.code == 2)
    #expect(
      run.errors == """
        sweep.yaml:2:8: error: code 'src/pipe' is a pipe, socket or device, expected a file [EE105]
          2 │ copy: [src]
            │        ^^^
        hint: move it out of the way

        """)
  }

  @Test func `results that cannot be written are no success`() throws {
    let program = Paths.join(CommandTest.products, "cms-ee")
    let run = try CommandTest().run("/bin/sh", "-c", "\"$0\" --help >/dev/full", program)
    #expect(run.code == 4)
    #expect(
      run.errors == "error: cannot write to standard output: No space left on device\n")
  }
}
