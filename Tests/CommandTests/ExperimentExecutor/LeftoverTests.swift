import CampaignStore
import HostIO
import TestSupport
import Testing

/// What a generate that was killed leaves under `.tmp-*`.
@Suite struct LeftoverTests {
  private static let own = ".tmp-1234567890123456789"
  private static let other = ".tmp-9876543210987654321"
  private let test: CommandTest

  /// A campaign in which a generate was killed while it wrote an experiment, the code and the list.
  init() throws {
    test = try CommandTest()
      .file(
        "sweep.yaml", "name: tiny\nexperiments: {a: '1,2'}\ntemplates: [j.in.sh]\ncopy: [c.py]\n"
      ).file("j.in.sh", "run {a}\n").file("c.py", "1\n")
    try #require(try test.run("cms-ee", "generate", "sweep.yaml").code == 0)
    try CampaignStore(test.place.at("tiny.db")).record(temporaryName: Self.own, campaign: "tiny")
    for name in [Self.own, Self.other] {
      try test.place.write("experiments/\(name)/j.sh", "run")
      try test.place.write("experiments/.code/\(name)/c.py", "1\n")
      try test.place.write(name, "{\n")
    }
  }

  private func leftovers() throws -> [String] {
    try [".", "experiments", "experiments/.code"].flatMap { place in
      try test.place.names(place).filter { $0.hasPrefix(".tmp-") }.map { "\(place)/\($0)" }
    }
  }

  private var others: [String] {
    ["./\(Self.other)", "experiments/\(Self.other)", "experiments/.code/\(Self.other)"]
  }

  @Test func `the next generate removes what is its own, and nobody else's`() throws {
    let run = try test.run("cms-ee", "generate", "sweep.yaml")
    #expect(run.output == "2 experiments: 0 are new, 2 the same\n")
    #expect(try leftovers() == others)
  }

  @Test func `clean removes it too, and says so before`() throws {
    let dry = try test.run("cms-ee", "clean", "sweep.yaml", "-n")
    #expect(
      dry.output
        == "0 experiments are no longer in the sweep: 0 would be removed, 3 leftovers would be removed\n"
    )
    #expect(dry.written == [])
    let run = try test.run("cms-ee", "clean", "sweep.yaml")
    #expect(
      run.output == "0 experiments are no longer in the sweep: 0 removed, 3 leftovers removed\n")
    #expect(try leftovers() == others)
  }

  @Test func `clean waits for a generate that writes, and shows none of what it writes`() throws {
    let lock = try FileLock(test.place.at("tiny.db.lock"))
    #expect(
      try test.run("cms-ee", "clean", "sweep.yaml", "-n").output
        == "0 experiments are no longer in the sweep: 0 would be removed\n")
    let command = try test.start(["cms-ee", "clean", "sweep.yaml"])
    let waiting =
      "waiting: another process writes the experiments of '\(test.place.at("tiny.db"))'\n"
    #expect(try test.comesTrue { command.printed == waiting })
    #expect(try leftovers().count == 6)
    _ = consume lock
    #expect(command.wait() == 0)
    #expect(try leftovers() == others)
  }

  @Test func `a link under such a name is left alone`() throws {
    try Directories.removeTree(test.place.at("experiments/\(Self.own)"))
    try test.place.write("elsewhere/precious", "x")
    try Files.symbolicLink("../elsewhere", at: test.place.at("experiments/\(Self.own)"))
    #expect(try test.run("cms-ee", "generate", "sweep.yaml").code == 0)
    #expect(test.place.exists("experiments/\(Self.own)/precious"))
  }
}
