import CampaignStore
import TestSupport
import Testing

/// `cms-ee show`: one experiment in full.
@Suite struct ShowTests {
  private func generated() throws -> CommandTest {
    let test = try CommandTest().file(
      "sweep.yaml",
      "name: tiny\nexperiments: {epoch: '1,2,30', lr: [1e-4]}\ntemplates: [job.in.sh]\n"
    ).file("job.in.sh", "run {epoch}\n")
    #expect(try test.run("cms-ee", "generate", "sweep.yaml").code == 0)
    return test
  }

  /// Says what was done with the second experiment.
  private func ran() throws -> CommandTest {
    let test = try generated()
    let store = try CampaignStore(test.place.at("tiny.db"))
    try store.connection.execute(
      """
      INSERT INTO runs (id, workflow, file, state, created) VALUES ('r', 'w', '/w', 'done', '1');
      INSERT INTO nodes (run, name, kind, "group", state, progress, uuid)
        SELECT 'r', 'train/' || identifier, 'job', 'train', 'done', 100, uuid
          FROM experiments WHERE point = 1;
      INSERT INTO attempts (id, node, number, directory, state, cause, boot, host, neighbours,
          exit_code, submitted, seconds)
        VALUES ('a', 1, 1, '/a/1', 'failed', 'exit 3', 'b', 'h', 0, 3, '1', 0.25),
          ('b', 1, 2, '/a/2', 'done', NULL, 'b', 'h', 0, 0, '2', 61.5004);
      """)
    return test
  }

  @Test func `everything that is known of an experiment is shown`() throws {
    let test = try ran()
    try test.place.write("experiments/epoch_2_lr_1e-4/job.sh", "mine\n")
    let run = try test.run("cms-ee", "show", "epoch_2_lr_1e-4")
    let lines = run.output.split(separator: "\n").filter { !$0.contains("uuid") }
    #expect(
      lines.joined(separator: "\n") == """
        epoch_2_lr_1e-4
          epoch      2
          lr         1e-4
          directory  \(test.place.at("experiments/epoch_2_lr_1e-4"))
          state      done
        attempts
          number  node                   state   host  seconds  exit code  cause
               1  train/epoch_2_lr_1e-4  failed  h        0.25          3  exit 3
               2  train/epoch_2_lr_1e-4  done    h        61.5          0
        files
          config.yaml  as generated
          job.sh       edited
        """)
    #expect(run.errors == "")
    #expect(run.code == 0)
    #expect(run.written == [])
  }

  @Test func `an experiment is found by place, by the beginning of its uuid, and from its sweep`()
    throws
  {
    let test = try generated()
    let third = try test.run("cms-ee", "show", "3", "sweep.yaml").output
    #expect(third.hasPrefix("epoch_30_lr_1e-4\n"))
    let uuid = third.split(separator: "\n").first { $0.contains("uuid") }?.split(separator: " ")
      .last
    let prefix = String(uuid?.prefix(13) ?? "none")
    #expect(try test.run("cms-ee", "show", prefix, "tiny.db").output == third)
  }

  @Test func `for programs it is one JSON value`() throws {
    let test = try ran()
    try test.place.write("experiments/epoch_2_lr_1e-4/job.sh", "mine\n")
    let output = try test.run("cms-ee", "show", "2", "--json").output
    #expect(output.hasPrefix(#"{"version":1,"experiment":{"identifier":"epoch_2_lr_1e-4","uuid":"#))
    let attempts = #""attempts":[{"number":1,"node":"train/epoch_2_lr_1e-4","state":"failed","#
    #expect(output.contains(attempts + #""host":"h","seconds":0.25,"exit_code":3,"#))
    #expect(
      output.hasSuffix(
        #""files":[{"name":"config.yaml","edited":false,"missing":false},"#
          + #"{"name":"job.sh","edited":true,"missing":false}]}"# + "\n"))
  }

  @Test(arguments: [
    ("epoch_3_lr_1e-4", "did you mean 'epoch_1_lr_1e-4'?"),
    ("4", "expected one of: epoch_1_lr_1e-4, epoch_2_lr_1e-4, epoch_30_lr_1e-4"),
  ])
  func `what there is not is answered with the nearest`(word: String, hint: String) throws {
    let run = try generated().run("cms-ee", "show", word)
    #expect(
      run.errors == """
        error: no experiment '\(word)' among the 3 of 'tiny.db' [EE302]
        hint: \(hint)

        """)
    #expect(run.code == 2)
  }
}
