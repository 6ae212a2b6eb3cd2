import HostIO
import TestSupport
import Testing

/// What other programs' users suffer from, and ours must not: an experiment is what its values are.
@Suite struct IdentityTests {
  private static let head = "name: tiny\nidentifier: \"{epoch}-{lr}\"\n"
  private static let sweep =
    head + """
      experiments: {epoch: "10,30", lr: [0.1, 0.2]}
      templates: [job.in.sh]

      """

  private func sweep() throws -> CommandTest {
    try CommandTest().file("sweep.yaml", Self.sweep).file(
      "job.in.sh", "run {epoch} {lr} {ee.uuid}\n")
  }

  /// Inode, time and name of all that is in the experiments, one a line.
  private func files(_ test: CommandTest, _ directory: String = "experiments") throws -> [String] {
    let run = try test.run("/usr/bin/find", directory, "-mindepth", "2", "-printf", "%i %T@ %P\\n")
    return run.output.split(separator: "\n").map(String.init).sorted()
  }

  /// The uuid of each experiment in NAME.json, by its directory.
  private func uuids(_ test: CommandTest, _ file: String = "tiny.json") throws -> [String: String] {
    var found: [String: String] = [:]
    for line in try test.place.text(file).split(separator: "\n") where line.hasPrefix("\"") {
      let parts = line.split(separator: "\"")
      found[String(parts[0])] = String(parts[4])
    }
    return found
  }

  @Test func `a value more on one axis writes only what is new`() throws {
    let test = try sweep()
    #expect(try test.run("cms-ee", "generate", "sweep.yaml").code == 0)
    let before = try files(test)
    #expect(before.count == 8)
    try test.place.write("sweep.yaml", Self.sweep.replacing("10,30", with: "1,10,20,30"))
    let run = try test.run("cms-ee", "generate", "sweep.yaml")
    #expect(run.output == "8 experiments: 4 are new, 4 the same\n")
    let after = try files(test)
    #expect(after.count == 16)
    #expect(Set(after).isSuperset(of: before))
  }

  @Test func `values and parameters in another order change nothing`() throws {
    let test = try sweep()
    _ = try test.run("cms-ee", "generate", "sweep.yaml")
    let before = try files(test)
    let uuids = try uuids(test)
    #expect(uuids.count == 4 && Set(uuids.values).count == 4)
    try test.place.write(
      "sweep.yaml",
      Self.head + "experiments: {epoch: \"30,10\", lr: [0.2, 0.1]}\ntemplates: [job.in.sh]\n")
    let turned = try test.run("cms-ee", "generate", "sweep.yaml")
    #expect(turned.output == "4 experiments: 0 are new, 4 the same\n")
    #expect(try files(test) == before)
    #expect(try self.uuids(test) == uuids)
  }

  @Test func `a value taken away renumbers nothing, and its results stay`() throws {
    let test = try sweep()
    _ = try test.run("cms-ee", "generate", "sweep.yaml")
    try test.place.write("experiments/10-0.1/result.out", "accuracy=1\n")
    let before = try files(test)
    try test.place.write("sweep.yaml", Self.sweep.replacing("10,30", with: "30"))
    let run = try test.run("cms-ee", "generate", "sweep.yaml")
    #expect(run.output == "2 experiments: 0 are new, 2 the same, 2 no longer in the sweep\n")
    #expect(try files(test) == before)
  }

  @Test func `generated again from nothing each experiment has the uuid it had`() throws {
    let test = try sweep()
    _ = try test.run("cms-ee", "generate", "sweep.yaml")
    let uuids = try uuids(test)
    let script = try test.place.text("experiments/30-0.2/job.sh")
    _ = try test.run("/bin/rm", "-r", "experiments", "tiny.db", "tiny.json")
    _ = try test.run("cms-ee", "generate", "sweep.yaml")
    #expect(try self.uuids(test) == uuids)
    #expect(try test.place.text("experiments/30-0.2/job.sh") == script)
  }

  @Test func `what two machines made of one study merges to a union`() throws {
    let test = try CommandTest()
      .file("here/sweep.yaml", Self.head + "experiments: {epoch: \"10,30\", lr: [0.1, 0.2]}\n")
      .file("there/sweep.yaml", Self.head + "experiments: {lr: [0.2, 0.4], epoch: \"[30-31]\"}\n")
    for place in ["here", "there"] {
      #expect(try test.run("cms-ee", "generate", "\(place)/sweep.yaml").code == 0)
    }
    let here = try uuids(test, "here/tiny.json")
    let there = try uuids(test, "there/tiny.json")
    let all = here.merging(there) { first, second in
      #expect(first == second)
      return first
    }
    #expect(all.count == 7)
    #expect(Set(all.values).count == 7)
    #expect(here["30-0.2"] == there["30-0.2"])
    #expect(
      try test.run("/usr/bin/diff", "-r", "here/experiments/30-0.2", "there/experiments/30-0.2")
        .code == 1, "the order of parameters is the file's")
  }

  @Test func `parameters that move together and several sweeps stand in one file`() throws {
    let run = try CommandTest().file(
      "sweep.yaml",
      """
      experiments:
        - {model: [mlp, cnn], batch: [32, 64], epoch: "1,30"}
        - {model: [mlp, cnn, rnn], batch: [8, 16, 24], seed: 7}
      zip: [[model, batch]]

      """
    ).run("cms-ee", "plan", "sweep.yaml")
    #expect(run.errors == "")
    #expect(
      run.output == """
        + model_mlp_batch_32_epoch_1
        + model_mlp_batch_32_epoch_30
        + model_cnn_batch_64_epoch_1
        + model_cnn_batch_64_epoch_30
        + model_mlp_batch_8_seed_7
        + model_cnn_batch_16_seed_7
        + model_rnn_batch_24_seed_7
        7 experiments: 7 would be new, 0 the same

        """)
  }

  @Test(arguments: [
    ["--experiment=epoch=30 lr=0.2"], ["-o", "epoch=30", "-o", "lr=0.2"],
    ["--attributes", "epoch=30,lr=0.2"],
  ])
  func `a part chosen on the command line is the same experiment`(options: [String]) throws {
    let test = try sweep()
    let part = try test.run(["cms-ee", "generate", "sweep.yaml"] + options)
    #expect(part.output == "1 experiment: 1 is new, 0 the same\n")
    let files = try files(test)
    #expect(files.count == 2)
    let run = try test.run("cms-ee", "generate", "sweep.yaml")
    #expect(run.output == "4 experiments: 3 are new, 1 the same\n")
    #expect(Set(try self.files(test)).isSuperset(of: files))
    #expect(try uuids(test).count == 4)
  }
}
