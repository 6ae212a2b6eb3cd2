import HostIO
import TestSupport
import Testing

/// What `cms-ee list` says of experiments whose directories are not what they were when they ran.
@Suite struct ListTruthTests {
  private let test: CommandTest

  /// Three experiments of which two are done.
  init() throws {
    test = try CommandTest().file(
      "sweep.yaml", "name: tiny\nexperiments: {a: '1,2'}\ntemplates: [j.in.sh]\n"
    ).file("j.in.sh", "true {a}\n")
    try #require(try test.run("cms-ee", "submit", "sweep.yaml", "-q").code == 0)
    try test.place.write(
      "sweep.yaml", "name: tiny\nexperiments: {a: '1,2,3'}\ntemplates: [j.in.sh]\n")
    try #require(try test.run("cms-ee", "generate", "sweep.yaml").code == 0)
  }

  private func list(_ arguments: String...) throws -> String {
    let run = try test.run(["cms-ee", "list"] + arguments)
    #expect(run.errors == "")
    #expect(run.code == 0)
    return run.output
  }

  /// The columns of states, each with the identifier.
  private func states() throws -> [String] {
    try list().split(separator: "\n").dropFirst().dropLast().map { line in
      let words = line.split(separator: "  ", omittingEmptySubsequences: true)
      return "\(words[words.count - 1].drop { $0 == " " }) \(words[1].drop { $0 == " " })"
    }
  }

  @Test func `what generate wrote in another way since it was done is stale until it runs again`()
    throws
  {
    #expect(try states() == ["a_1 done", "a_2 done", "a_3 ready"])
    try test.place.write("j.in.sh", "true {a} # once more\n")
    #expect(try states() == ["a_1 done", "a_2 done", "a_3 ready"])
    _ = try test.run("cms-ee", "generate", "sweep.yaml")
    #expect(try states() == ["a_1 done (stale)", "a_2 done (stale)", "a_3 ready"])
    #expect(try list("--summary") == "total: 3, ready: 1, done: 2 (2 stale)\n")
    #expect(try list("--state", "stale", "-q") == "a_1\na_2\n")
    #expect(try list("--state", "done", "--summary") == "total: 2, done: 2 (2 stale)\n")
    #expect(try list("--where", "state = 'done'", "-q") == "a_1\na_2\n")
    #expect(
      try list("--json").contains(#""state":"done","progress":100,"directory":"#)
        && list("--json").hasSuffix(#""counts":{"ready":1,"done":2,"stale":2}}"# + "\n"))
    #expect(
      try test.run("cms-ee", "submit", "sweep.yaml", "-q", "--rerun", "stale").code == 0)
    #expect(try states() == ["a_1 done", "a_2 done", "a_3 done"])
    #expect(try list("--summary") == "total: 3, done: 3\n")
  }

  @Test func `what is generated as it was when it was done is not stale any more`() throws {
    for (text, summary) in [
      ("false {a}\n", "total: 3, ready: 1, done: 2 (2 stale)\n"),
      ("true {a}\n", "total: 3, ready: 1, done: 2\n"),
    ] {
      try test.place.write("j.in.sh", text)
      _ = try test.run("cms-ee", "generate", "sweep.yaml")
      #expect(try list("--summary") == summary)
    }
  }

  @Test func `a study that was moved or touched is not stale`() throws {
    _ = try test.run(
      "/bin/sh", "-c", "mkdir new && cp -r sweep.yaml j.in.sh experiments tiny.db new")
    let moved = test.working(in: "new")
    #expect(try moved.run("cms-ee", "generate", "sweep.yaml").code == 0)
    #expect(
      try moved.run("cms-ee", "list", "--summary").output == "total: 3, ready: 1, done: 2\n")
  }

  @Test func `a directory that is not there is said to be missing`() throws {
    try Directories.removeTree(test.place.at("experiments/a_1"))
    #expect(try states() == ["a_1 done (missing)", "a_2 done", "a_3 ready"])
    #expect(
      try list("--summary") == "total: 3, ready: 1, done: 2, 1 directory is missing\n")
    #expect(try list("--state", "missing", "-q") == "a_1\n")
    #expect(
      try list("--state", "missing", "--summary") == "total: 1, done: 1, 1 directory is missing\n")
    #expect(try list("--json").hasSuffix(#""counts":{"ready":1,"done":2,"missing":1}}"# + "\n"))
    #expect(
      try test.run("cms-ee", "show", "a_1").output.contains("\n  state      done (missing)\n"))
    try Directories.removeTree(test.place.at("experiments"))
    #expect(
      try list("--summary") == "total: 3, ready: 1, done: 2, 3 directories are missing\n")
  }

  @Test func `both are said of one that has no directory and would be generated otherwise`() throws
  {
    try test.place.write("j.in.sh", "true {a} # once more\n")
    _ = try test.run("cms-ee", "generate", "sweep.yaml")
    try Directories.removeTree(test.place.at("experiments/a_2"))
    #expect(try states() == ["a_1 done (stale)", "a_2 done (stale, missing)", "a_3 ready"])
  }
}
