import CampaignStore
import HostIO
import TestSupport
import Testing

/// What a changed workflow file makes of nodes that are done or failed already.
@Suite struct StaleTests {
  private let test: CommandTest

  init() throws { test = try CommandTest() }

  /// Runs a workflow of these nodes, and returns what was said of nodes that are stale.
  private func run(_ nodes: [String], _ options: String..., code: Int32 = 0) throws -> [String] {
    let lines = nodes.map { "    \($0)\n" }.joined()
    try test.place.write("w.yaml", "workflow:\n  nodes:\n" + lines)
    let run = try test.run(["cms-cc", "run", "w.yaml"] + options)
    #expect(run.code == code, "\(run.errors)")
    return run.errors.split(separator: "\n").filter { $0.hasPrefix("done (stale)  ") }
      .map { String($0.dropFirst(14)) }
  }

  private func ran() throws -> [String] {
    try test.place.text("ran.txt").split(separator: "\n").map(String.init)
  }

  private static let list =
    #"list: {exec: 'cat list.txt'}"#

  @Test(arguments: [
    "exec: 'true #'", "exec: 'true', env: {A: b}", "exec: 'true', env: {A: {value: '1 + 1'}}",
    "exec: 'true', directory: sub", "exec: 'true', success: exit_code < 1",
  ])
  func `what decides the verdict of a job makes it stale`(keys: String) throws {
    _ = try test.directory("sub")
    #expect(try run(["a: {exec: 'true'}"]) == [])
    #expect(try run(["a: {\(keys)}"]) == ["a"])
    #expect(try run(["a: {\(keys)}"], "--rerun", "stale") == [])
    #expect(try run(["a: {exec: 'true'}"]) == ["a"])
  }

  @Test(arguments: [
    "cpus: 2", "memory: 1M", "time: 1h", "retries: 2", "exclusive: true", "label: x", "color: red",
    "style: dashed", "when: 1 = 1",
  ])
  func `what only says how it is run or drawn does not`(keys: String) throws {
    _ = try run([
      "a: {exec: 'true'}", Self.looped(""), "l: {exec: 'echo \"{\\\"x\\\": 1}\"'}", Self.listed(""),
    ])
    #expect(
      try run([
        "a: {exec: 'true', \(keys)}", Self.looped(", \(keys)"),
        "l: {exec: 'echo \"{\\\"x\\\": 1}\"'}", Self.listed(", \(keys)"),
      ]) == [])
  }

  private static func looped(_ keys: String) -> String {
    "t: {exec: 'true', repeat: {max: 2}\(keys)}"
  }

  private static func listed(_ keys: String) -> String {
    "f: {exec: 'true', foreach: {from: l.output}\(keys)}"
  }

  @Test func `a study that was moved is what it was`() throws {
    let script = try test.file("old/a.sh", "true\n")
      .file("old/w.yaml", "workflow: {nodes: {a: {script: a.sh}}}\n")
    #expect(try script.working(in: "old").run("cms-cc", "run", "w.yaml").code == 0)
    try Files.rename(test.place.at("old"), to: test.place.at("new"))
    let again = try script.working(in: "new").run("cms-cc", "run", "w.yaml")
    #expect(!again.errors.contains("stale"), "\(again.errors)")
    #expect(again.output.contains("nothing was left to run"), "\(again.output)")
  }

  @Test func `a changed condition for success counts for experiments, members and passes`() throws {
    _ = try test.file("job.in.sh", "echo {n}\n")
      .file("sweep.yaml", "experiments: {n: [1]}\ntemplates: [job.in.sh]\n")
    func nodes(_ success: String) -> [String] {
      [
        "s: {experiments: sweep.yaml\(success)}", "m: {exec: 'true', foreach: {n: [1]}\(success)}",
        "l: {exec: 'echo \"{\\\"x\\\": 1}\"'}", Self.listed(success), Self.looped(success),
      ]
    }
    _ = try run(nodes(""))
    #expect(
      try run(nodes(", success: exit_code = 0")) == ["s/n_1", "m/n_1", "f/x_1", "t#1", "t#2"])
  }

  @Test func `a member that comes back is compared like all others`() throws {
    func nodes(_ values: String, _ text: String) -> [String] {
      ["m: {exec: 'true \(text)', foreach: {n: [\(values)]}}"]
    }
    _ = try run(nodes("1, 2", "a"))
    #expect(try run(nodes("1", "b")) == ["m/n_1"])
    #expect(try run(nodes("1, 2", "b")) == ["m/n_1", "m/n_2"])
    #expect(try run(nodes("1, 2", "a")) == [])
  }

  @Test func `a node that comes back is stale where what is before it has run since`() throws {
    func nodes(_ text: String) -> [String] { ["a: {exec: 'true \(text)'}"] }
    let back = "b: {exec: 'true', needs: [a]}"
    let member = "c: {exec: 'true', foreach: {n: [1]}, needs: [a]}"
    _ = try run(nodes("1") + [back, member])
    _ = try run(nodes("2"), "--rerun", "stale")
    #expect(try run(nodes("2") + [back, member]) == ["b", "c/n_1"])
    #expect(try run(nodes("2") + [back, member], "--rerun", "stale") == [])
    #expect(try run(nodes("2") + [back, member]) == [])
  }

  @Test func `a member that its list no longer has does not come back by itself`() throws {
    func nodes(_ text: String) -> [String] {
      [
        "list: {exec: 'cat list.txt #\(text)'}",
        "f: {exec: 'true', foreach: {from: list.output}}",
      ]
    }
    try test.place.write("list.txt", "{\"x\": 1}\n{\"x\": 2}\n")
    _ = try run(nodes("1"))
    try test.place.write("list.txt", "{\"x\": 1}\n")
    _ = try run(nodes("2"), "--rerun", "stale")
    _ = try run(nodes("2"))
    let status = try test.run("cms-cc", "status", "w.yaml")
    #expect(status.output.contains("f     done  1 of 1 done"), "\(status.output)")
  }

  @Test func `failed members of a list run again as the file says them now`() throws {
    try test.place.write("list.txt", "{\"x\": 1}\n{\"x\": 2}\n")
    func nodes(_ text: String) -> [String] {
      [
        Self.list,
        "f: {exec: 'echo \(text) {x} >> ran.txt; \(text)', foreach: {from: list.output}}",
      ]
    }
    _ = try run(nodes("test {x} = 1; test 1 ="), code: 1)
    _ = try test.place.write("ran.txt", "")
    #expect(try run(nodes("true"), "--rerun", "failed") == [])
    #expect(try ran().sorted() == ["true 1", "true 2"])
  }

  @Test func `a group that has no members yet gets them as the file says them now`() throws {
    func nodes(_ text: String) -> [String] {
      [Self.list, "f: {exec: 'echo \(text) >> ran.txt', foreach: {from: list.output}}"]
    }
    _ = try run(nodes("old"), code: 1)
    try test.place.write("list.txt", "{\"x\": 1}\n")
    #expect(try run(nodes("new"), "--rerun", "failed") == [])
    #expect(try ran() == ["new"])
  }

  @Test func `done members of a list are stale each for itself`() throws {
    try test.place.write("list.txt", "{\"x\": 1}\n{\"x\": 2}\n")
    func nodes(_ text: String) -> [String] {
      [Self.list, "f: {exec: 'echo {x} >> ran.txt; \(text)', foreach: {from: list.output}}"]
    }
    _ = try run(nodes("test {x} = 1"), code: 1)
    #expect(try run(nodes("true"), code: 1) == ["f/x_1"])
    #expect(try run(nodes("true"), "--rerun", "failed") == ["f/x_1"])
    #expect(try ran().sorted() == ["1", "2", "2"])
    #expect(try run(nodes("true"), "--rerun", "stale") == [])
    #expect(try ran().sorted() == ["1", "1", "2", "2"])
    #expect(try run(nodes("true")) == [])
  }

  @Test func `a script that members of a list run makes them stale when it changes`() throws {
    let nodes = [
      "l: {exec: 'echo \"{\\\"x\\\": 1}\"'}", "f: {script: f.sh, foreach: {from: l.output}}",
    ]
    try test.place.write("f.sh", "true\n")
    _ = try run(nodes)
    try test.place.write("f.sh", "echo other\n")
    #expect(try run(nodes) == ["f/x_1"])
  }

  @Test func `failed members are not run as they were where nothing says what they are now`() throws
  {
    try test.place.write("list.txt", "{\"x\": 1}\n")
    func nodes(_ text: String) -> [String] {
      [Self.list, "f: {exec: '\(text)', foreach: {from: list.output}}"]
    }
    _ = try run(nodes("false"), code: 1)
    let id = try #require(try test.place.names(".cms").first)
    try Directories.removeTree(test.place.at(".cms/\(id)/list"))
    try test.place.write(
      "w.yaml", "workflow:\n  nodes:\n    \(Self.list)\n    \(nodes("true")[1])\n")
    let refused = try test.run("cms-cc", "run", "w.yaml", "--rerun", "failed")
    #expect(refused.code == 4)
    #expect(
      refused.errors
        == "error: what failed of 'f' cannot run again as the file says it now: the output that lists "
        + "its members is gone; --new begins another run\n")
  }

  @Test
  func `a pass that failed runs again as the file says it now, and those before it are stale`()
    throws
  {
    func nodes(_ text: String) -> [String] {
      ["t: {exec: 'echo \(text) $CMS_PASS >> ran.txt; \(text)', repeat: {max: 3}}"]
    }
    _ = try run(nodes("test $CMS_PASS = 1; test 1 = $CMS_PASS"), code: 1)
    _ = try test.place.write("ran.txt", "")
    #expect(try run(nodes("true"), "--rerun", "failed") == ["t#1"])
    #expect(try ran() == ["true 2", "true 3"])
    #expect(try run(nodes("true")) == ["t#1"])
    #expect(try run(nodes("true"), "--rerun", "stale") == [])
    #expect(try ran() == ["true 2", "true 3", "true 1", "true 2", "true 3"])
    #expect(try run(nodes("true")) == [])
  }

  @Test func `a loop that missed its mark says which passes were of another definition`() throws {
    func nodes(_ text: String) -> [String] {
      ["t: {exec: 'echo \(text)', repeat: {max: 2, until: 'pass > 5'}}"]
    }
    _ = try run(nodes("a"), code: 1)
    #expect(try run(nodes("b"), code: 1) == ["t#1", "t#2"])
    #expect(try run(nodes("b"), "--rerun", "stale", code: 1) == [])
  }

  @Test func `a fan-out that becomes a loop begins anew`() throws {
    _ = try run(["t: {exec: 'true', foreach: {n: [1, 2]}}"])
    _ = try run(["t: {exec: 'true', repeat: {max: 2}}"])
    #expect(try test.run("cms-cc", "status", "w.yaml").output.contains("  t  done  2 of 2 done"))
  }
}
