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

  @Test(arguments: [
    (
      "{e: [1-3]}", 1,
      """
      sweep.yaml:1:19: warning: parameter 'e' has the value '1-3', which looks like a range [EE129]
        1 │ experiments: {e: [1-3]}
          │                   ^^^
      hint: did you mean e: "[1-3]"?

      """
    ),
    (
      "{e: [1-3,7]}", 2,
      """
      sweep.yaml:1:19: warning: parameter 'e' has the value '1-3', which looks like a range [EE129]
        1 │ experiments: {e: [1-3,7]}
          │                   ^^^
      hint: did you mean e: "[1-3,7]"?

      """
    ),
    (
      "{repeat: 3}", 1,
      """
      sweep.yaml:1:23: warning: parameter 'repeat' has the one value '3' [EE129]
        1 │ experiments: {repeat: 3}
          │                       ^
      hint: write {repeat: 3} for 3 repetitions, or [3] for this one

      """
    ),
    (
      "{repeat: '10'}", 1,
      """
      sweep.yaml:1:24: warning: parameter 'repeat' has the one value '10' [EE129]
        1 │ experiments: {repeat: '10'}
          │                        ^^
      hint: write {repeat: 10} for 10 repetitions, or [10] for this one

      """
    ),
    ("{e: ['1-3']}", 1, ""), ("{e: [3-1]}", 1, ""), ("{e: [1-3, 4-6]}", 2, ""),
    ("{e: [2026-11]}", 1, ""), ("{e: '[1-3]'}", 3, ""), ("{repeat: 1}", 1, ""),
    ("{repeat: '3,4'}", 2, ""), ("{repeat: [3]}", 1, ""), ("{n: 3}", 1, ""),
  ])
  func `one value where several look meant is pointed at`(
    section: String, count: Int, errors: String
  ) throws {
    let run = try CommandTest().file("sweep.yaml", "experiments: \(section)\n")
      .run("cms-ee", "plan", "--count", "sweep.yaml")
    #expect(run.output == "\(count)\n")
    #expect(run.errors == errors)
  }

  @Test func `a value that the experiment itself decides is left out with a warning`() throws {
    let run = try CommandTest().file(
      "sweep.yaml", "experiments: {k: \"1,2\"}\nee: {count: 5, kept: 1}\n"
    ).run("cms-ee", "generate", "sweep.yaml")
    #expect(
      run.errors == """
        sweep.yaml:2:6: warning: 'ee.count' is decided by each experiment, so this value is ignored [EE106]
          2 │ ee: {count: 5, kept: 1}
            │      ^^^^^
        hint: give it another name

        """)
    let config = try run.place.text("experiments/k_1/config.yaml")
    #expect(config.hasPrefix("experiment:\n  k: 1\nee:\n  kept: 1\n  identifier: k_1\n"))
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

  @Test func `a pipe as a template, sweep file or database is refused instead of waited for`()
    throws
  {
    let test = try CommandTest().file(
      "sweep.yaml", "experiments: {n: \"1,2\"}\ntemplates: [job.in.sh]\n")
    for name in ["job.in.sh", "pipe.yaml", "pipe.db"] { _ = try test.run("/usr/bin/mkfifo", name) }
    let template = try test.run("cms-ee", "plan", "sweep.yaml")
    #expect(template.code == 2)
    #expect(
      template.errors == """
        sweep.yaml:2:13: error: template 'job.in.sh' is a pipe, socket or device, expected a file [EE101]
          2 │ templates: [job.in.sh]
            │             ^^^^^^^^^

        """)
    let sweep = try test.run("cms-ee", "plan", "pipe.yaml")
    #expect(sweep.code == 2)
    #expect(
      sweep.errors
        == "error: sweep file 'pipe.yaml' is a pipe, socket or device, expected a file [EE101]\n")
    let list = try test.run("cms-ee", "list", "pipe.db")
    #expect(list.code != 0)
    #expect(list.errors.contains("it is a pipe, socket or device"))
  }

  @Test func `results that cannot be written are no success`() throws {
    let program = Paths.join(CommandTest.products, "cms-ee")
    let run = try CommandTest().run("/bin/sh", "-c", "\"$0\" --help >/dev/full", program)
    #expect(run.code == 4)
    #expect(
      run.errors == "error: cannot write to standard output: No space left on device\n")
  }
}
