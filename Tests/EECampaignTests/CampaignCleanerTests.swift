import CampaignStore
import EECampaign
import EECore
import HostIO
import TestSupport
import Testing

@Suite struct CampaignCleanerTests {
  private let sample: SampleCampaign

  /// Three experiments, of which the sweep then keeps the first.
  init() throws {
    sample = try SampleCampaign()
    try sample.sweep(epochs: "1,30,60")
    try sample.run()
    try sample.sweep(epochs: "1")
    try sample.run()
  }

  private func cleaner() throws -> CampaignCleaner {
    try CampaignCleaner(
      try Campaign(file: sample.place.at("sweep.yaml"), lookup: Lookup()),
      store: try sample.store(), base: sample.place.path)
  }

  private func reasons() throws -> [CampaignCleaner.Reason?] {
    try cleaner().orphans().map(\.reason)
  }

  private func insert(_ sql: String) throws {
    try sample.store().connection.execute(
      """
      INSERT INTO runs (id, workflow, file, state, created)
        VALUES ('r', 'w', '/w', 'running', '1'), ('s', 'w', '/w', 'stopped', '2');
      """ + sql)
  }

  private func node(run: String, state: String) -> String {
    """
    INSERT INTO nodes (run, name, kind, state, uuid)
      SELECT '\(run)', identifier, 'job', '\(state)', uuid FROM experiments
      WHERE identifier = 'epoch_30';
    """
  }

  @Test func `what is as it was generated is removed, directory and row`() throws {
    let cleaner = try cleaner()
    let orphans = try cleaner.orphans()
    #expect(orphans.map(\.record.identifier) == ["epoch_30", "epoch_60"])
    #expect(orphans.map(\.reason) == [nil, nil])
    #expect(try cleaner.remove(orphans) == 2)
    #expect(try sample.place.names("experiments") == [".code", "epoch_1"])
    let store = try sample.store()
    #expect(try store.listedExperiments().map(\.identifier) == ["epoch_1"])
    #expect(
      try store.connection.rows("SELECT count(*) FROM files") { $0.int(0) } == [3])
    #expect(try self.cleaner().orphans().isEmpty)
  }

  @Test func `touched files are as generated, changed ones are an edit`() throws {
    try sample.write("job.sh", epoch: 30, try sample.text("job.sh", epoch: 30))
    try sample.write("job.sh", epoch: 60, "mine\n")
    #expect(try reasons() == [nil, .edited])
  }

  @Test(arguments: ["result-1.out", "outputs/", "src/deep/model.bin"])
  func `any other file or directory is a result`(name: String) throws {
    if name.hasSuffix("/") {
      try Directories.ensure(sample.place.at("experiments/epoch_60/outputs"))
    } else {
      try sample.write(name, epoch: 60, "x")
    }
    #expect(try reasons() == [nil, .results])
  }

  @Test func `a link in the place of an experiment is the user's`() throws {
    let path = sample.place.at("experiments/epoch_60")
    try Files.rename(path, to: sample.place.at("elsewhere"))
    try Files.symbolicLink(sample.place.at("elsewhere"), at: path)
    #expect(try reasons() == [nil, .edited])
  }

  @Test(arguments: [
    ("r", "running", CampaignCleaner.Reason.running), ("s", "submitted", .running),
    ("r", "ready", .running), ("s", "ready", nil),
  ])
  func `what runs or is about to is kept`(
    run: String, state: String, reason: CampaignCleaner.Reason?
  ) throws {
    try insert(node(run: run, state: state))
    #expect(try reasons() == [reason, nil])
  }

  @Test func `an attempt is a result, and what it measured stays`() throws {
    try insert(
      node(run: "s", state: "failed") + """
        INSERT INTO attempts (id, node, number, directory, state, submitted)
          VALUES ('a', 1, 1, '/a', 'failed', '1');
        """)
    let cleaner = try cleaner()
    let orphans = try cleaner.orphans()
    #expect(orphans.map(\.reason) == [.results, nil])
    #expect(try cleaner.remove(orphans) == 2)
    #expect(
      try sample.store().connection.rows("SELECT state FROM results") { $0.text(0) } == ["failed"])
  }

  @Test func `what was started since it was looked at is not removed`() throws {
    let cleaner = try cleaner()
    let orphans = try cleaner.orphans()
    try insert(node(run: "r", state: "submitted"))
    #expect(try cleaner.remove(orphans) == 1)
    #expect(try sample.place.names("experiments") == [".code", "epoch_1", "epoch_30"])
  }

  @Test func `a row whose directory has gone is removed`() throws {
    try Directories.removeTree(sample.place.at("experiments/epoch_30"))
    let cleaner = try cleaner()
    #expect(try cleaner.remove(try cleaner.orphans()) == 2)
    #expect(try sample.store().listedExperiments().map(\.identifier) == ["epoch_1"])
  }

  @Test func `an experiment that another campaign has in the same place is kept`() throws {
    try sample.store().connection.execute(
      """
      INSERT INTO campaigns (name, file, directory, axes) VALUES ('b', 'b', 'experiments', '[]');
      INSERT INTO experiments (campaign, point, identifier, uuid, parameters)
        VALUES ('b', 0, 'epoch_60', 'u', '{}');
      """)
    #expect(try reasons() == [nil, .shared])
  }

  @Test func `code that nothing links to is a stray, and so is what an old command left`() throws {
    try sample.place.write("train.py", "print(2)\n")
    try sample.run(force: true)
    let old = "experiments/.code/.tmp-1234567890123456789"
    try sample.place.write(old + "/x", "x")
    try sample.place.write("experiments/.tmp-1234567890123456789/x", "x")
    try sample.age(old)
    let before = try cleaner()
    #expect(try before.strays() == [sample.place.at(old)])
    _ = try before.remove(try before.orphans())
    let strays = try before.strays()
    #expect(strays.count == 2)
    try before.remove(strays: strays)
    #expect(try sample.place.names("experiments/.code").count == 1)
    #expect(sample.place.exists("experiments/.tmp-1234567890123456789/x"))
    #expect(try sample.text("train.py", epoch: 1) == "print(2)\n")
  }

  @Test(arguments: [
    ".tmp-mine", ".tmp-", ".tmp-1", ".tmp-01234567890123456789", ".tmp-99999999999999999999",
    ".tmp-1234567890123456789a", ".code/.tmp-mine", ".code/mine",
    ".code/0123456789abcdef0123456789abcdef",
  ])
  func `a directory that looks like ours and is not stays`(name: String) throws {
    try sample.place.write("experiments/\(name)/thesis.tex", "x")
    try sample.age("experiments/\(name)")
    #expect(try cleaner().strays() == [])
  }

  @Test func `a snapshot that somebody edited or added to stays`() throws {
    try sample.place.write("train.py", "print(2)\n")
    try sample.run(force: true)
    let cleaner = try cleaner()
    _ = try cleaner.remove(try cleaner.orphans())
    let strays = try cleaner.strays()
    #expect(strays.count == 1)
    let name = "experiments/.code/" + Paths.name(of: strays.first ?? "")
    try sample.place.write(name + "/notes.txt", "x")
    #expect(try cleaner.strays() == [])
    try Files.remove(sample.place.at(name + "/notes.txt"))
    #expect(try cleaner.strays() == strays)
    try sample.place.write(name + "/train.py", "mine\n", mode: 0o555)
    #expect(try cleaner.strays() == [])
  }

  @Test func `nothing is removed through a link in the place of the code`() throws {
    try sample.place.write("train.py", "print(2)\n")
    try sample.run(force: true)
    let before = try cleaner()
    _ = try before.remove(try before.orphans())
    #expect(try before.strays().count == 1)
    try Files.rename(sample.place.at("experiments/.code"), to: sample.place.at("library"))
    try Files.symbolicLink("../library", at: sample.place.at("experiments/.code"))
    try Directories.create(sample.place.at("library/.tmp-1234567890123456789"))
    try sample.age("library/.tmp-1234567890123456789")
    #expect(try before.strays() == [])
  }

  @Test func `code in whatever order it is named is the same snapshot`() throws {
    try sample.place.write("a.py", "a\n")
    try sample.sweep(epochs: "1", copy: "[train.py, a.py]")
    try sample.run()
    let names = try sample.place.names("experiments/.code")
    try sample.sweep(epochs: "1", copy: "[a.py, train.py]")
    try sample.run()
    #expect(try sample.place.names("experiments/.code") == names)
  }
}
