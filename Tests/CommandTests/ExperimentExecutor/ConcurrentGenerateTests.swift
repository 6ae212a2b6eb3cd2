import HostIO
import TestSupport
import Testing

/// `cms-ee generate` beside another one, and killed.
@Suite struct ConcurrentGenerateTests {
  private static let sweep = """
    name: tiny
    experiments: {a: "[1-200]"}
    templates: [job.in.sh]

    """

  private func sweep() throws -> CommandTest {
    try CommandTest().file("sweep.yaml", Self.sweep).file("job.in.sh", "run {a}\n")
  }

  private func expectComplete(_ test: CommandTest) throws {
    let run = try test.run("cms-ee", "generate", "sweep.yaml")
    #expect(run.errors == "")
    let plan = try test.run("cms-ee", "plan", "sweep.yaml")
    #expect(plan.output == "200 experiments: 0 would be new, 200 the same\n")
    #expect(plan.written == [])
    for point in 1...200 {
      #expect(try test.place.text("experiments/a_\(point)/job.sh") == "run \(point)\n")
    }
  }

  @Test func `three at once do not get into each other's way`() throws {
    let test = try sweep()
    let commands = try (0..<3).map {
      try test.start(["cms-ee", "generate", "sweep.yaml"], output: "output\($0).txt")
    }
    for command in commands {
      #expect(command.wait() == 0)
      #expect(command.printed.contains("200 experiments: "), "\(command.printed)")
    }
    try expectComplete(test)
    #expect(try test.place.names("experiments").filter { $0.hasPrefix(".") } == [])
  }

  @Test func `two with different contents come one after the other, and no edit is seen`() throws {
    let test = try sweep()
    try test.place.write("job.in.sh", "run {a} {x}\n")
    _ = try test.run("cms-ee", "generate", "sweep.yaml", "--attributes", "x=0")
    let commands = try [1, 2].map {
      try test.start(
        ["cms-ee", "generate", "sweep.yaml", "--attributes", "x=\($0)"], output: "output\($0).txt")
    }
    for command in commands {
      #expect(command.wait() == 0)
      #expect(!command.printed.contains("edited"), "\(command.printed)")
      #expect(
        command.printed.hasSuffix("200 experiments: 0 are new, 200 are changed, 0 the same\n"),
        "\(command.printed)")
    }
    let scripts = try Set(
      (1...200).map {
        try test.place.text("experiments/a_\($0)/job.sh").dropFirst("run \($0) ".utf8.count)
      })
    #expect(scripts.count == 1)
    #expect(!test.place.exists("tiny.db.lock"))
  }

  @Test func `one waits as long as another one has the lock, and says so`() throws {
    let test = try sweep()
    let lock = try FileLock(test.place.at("tiny.db.lock"))
    let command = try test.start(["cms-ee", "generate", "sweep.yaml"])
    #expect(
      try test.comesTrue {
        command.printed
          == "waiting: another process writes the experiments of '\(test.place.at("tiny.db"))'\n"
      })
    #expect(!test.place.exists("experiments"))
    _ = consume lock
    #expect(command.wait() == 0)
    try expectComplete(test)
  }

  @Test(arguments: [5, 10, 20, 30, 40])
  func `one that was killed is completed by the next`(milliseconds: Int32) throws {
    let test = try sweep()
    let command = try test.start(["cms-ee", "generate", "sweep.yaml"])
    try test.pause(milliseconds: milliseconds)
    command.send(9)
    _ = command.wait()
    try expectComplete(test)
    #expect(try test.place.names("experiments").filter { $0.hasPrefix(".") } == [])
    #expect(try test.place.names().filter { $0.hasPrefix(".tmp-") } == [])
  }

  @Test(arguments: [0, 20, 60, 120])
  func `several batches are written as one is, whenever the first attempt was killed`(
    milliseconds: Int32
  ) throws {
    let test = try CommandTest().file(
      "sweep.yaml", "name: tiny\nexperiments: {a: '[1-1200]'}\ntemplates: [job.in.sh]\n"
    ).file("job.in.sh", "run {a}\n")
    if milliseconds > 0 {
      let command = try test.start(["cms-ee", "generate", "sweep.yaml"])
      try test.pause(milliseconds: milliseconds)
      command.send(9)
      _ = command.wait()
    }
    let run = try test.run("cms-ee", "generate", "sweep.yaml")
    #expect(run.errors == "")
    #expect(run.output.hasPrefix("1200 experiments: "))
    #expect(
      try test.run("cms-ee", "plan", "sweep.yaml").output
        == "1200 experiments: 0 would be new, 1200 the same\n")
    #expect(
      try test.run("cms-ee", "list", "-q").output == (1...1200).map { "a_\($0)\n" }.joined())
    let list = try test.place.text("tiny.json").split(separator: "\n").dropFirst().dropLast()
    #expect(list.count == 1200)
    #expect(list.last?.hasPrefix("\"a_1200\": {\"id\": ") == true)
    for point in [1, 500, 501, 1000, 1001, 1200] {
      #expect(try test.place.text("experiments/a_\(point)/job.sh") == "run \(point)\n")
    }
    #expect(try test.place.names("experiments").count == 1200)
  }
}
