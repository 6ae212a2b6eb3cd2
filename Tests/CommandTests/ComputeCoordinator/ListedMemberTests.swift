import Glibc
import TestSupport
import Testing

/// Frames of members that another node lists: they see what those of the file see.
@Suite struct ListedMemberTests {
  private func study(_ exec: String, printing line: String = #"{"x": 1}"#) throws -> CommandTest {
    try CommandTest().variable("COLOUR", "red").file(
      "w.yaml",
      """
      workflow:
        nodes:
          list: {exec: 'until test -e go; do sleep 0.01; done; cat line.txt'}
          f: {exec: '\(exec)', foreach: {from: list.output}}

      """
    ).file("line.txt", line + "\n")
  }

  private func start(_ test: CommandTest, _ options: String...) throws -> CommandRun {
    try test.place.write("go", "")
    return try test.run(["cms-cc", "run", "w.yaml"] + options)
  }

  @Test func `a closed environment is closed for them too`() throws {
    let test = try study("echo {x} {COLOUR} > out.txt")
    #expect(try start(test, "--noos").code == 0)
    #expect(try test.place.text("out.txt") == "1 {COLOUR}\n")
    let open = try study("echo {x} {COLOUR} {os.USER} > out.txt")
    #expect(try start(open).code == 0)
    #expect(try open.place.text("out.txt") == "1 red tester\n")
  }

  @Test func `a resumed run sees what the run saw, whatever its own environment is`() throws {
    let test = try study("echo {x} {COLOUR} {os.USER} > out.txt")
    let runner = try test.start(["cms-cc", "run", "w.yaml"])
    #expect(
      try test.comesTrue {
        try test.run("cms-cc", "status", "w.yaml", "--json").output.contains(#""running":1"#)
      })
    runner.send(SIGKILL)
    _ = runner.wait()
    try test.place.write("go", "")
    let resumed = try test.variable("COLOUR", "blue").variable("USER", "other")
      .run("cms-cc", "resume", "w.yaml")
    #expect(resumed.code == 0, "\(resumed.errors)")
    #expect(try test.place.text("out.txt") == "1 red tester\n")
  }

  @Test func `what a host says is kept too`() throws {
    let test = try study("echo {x} {host.scratch} > out.txt")
      .file("hosts.yaml", "hosts: {here: {kind: local, variables: {scratch: /tmp/s}}}\n")
    let run = try start(test)
    #expect(run.code == 0, "\(run.errors)")
    #expect(try test.place.text("out.txt") == "1 /tmp/s\n")
  }

  @Test func `what a program prints is no template`() throws {
    let test = try study(
      #"echo "$CMS_PARAM_x" > out.txt"#, printing: #"{"x": "{os.NOPE} {word} {a-b} \\{c}"}"#)
    let run = try start(test)
    #expect(run.code == 0, "\(run.errors)")
    #expect(try test.place.text("out.txt") == "{os.NOPE} {word} {a-b} \\{c}\n")
  }

  @Test func `a group is left out with the node that lists its members`() throws {
    let test = try CommandTest().file(
      "w.yaml",
      """
      workflow:
        nodes:
          list: {exec: 'true', when: 1 = 2}
          f: {exec: 'true', foreach: {from: list.output}}
          end: {exec: 'touch end', needs: [f]}

      """)
    let run = try test.run("cms-cc", "run", "w.yaml")
    #expect(run.code == 0, "\(run.errors)")
    #expect(test.place.exists("end"))
    let status = try test.run("cms-cc", "status", "w.yaml")
    #expect(
      status.output.contains(
        "f     skipped  0 of 0 done  'list', which lists its members, was left out"),
      "\(status.output)")
  }
}
