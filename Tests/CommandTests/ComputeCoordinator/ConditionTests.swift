import TestSupport
import Testing

/// What runs, how often and with what, because of what earlier jobs measured.
@Suite struct ConditionTests {
  /// A line of a log that is a measurement.
  private static let accuracy =
    #":::MLLOG {"time_ms": 1, "event_type": "POINT_IN_TIME", "key": "accuracy", "value": $A, "metadata": {}}"#

  /// A script that measures an accuracy, which it is given.
  private func test(_ text: String) throws -> CommandTest {
    try CommandTest().file("workflow.yaml", text).file(
      "measure.sh", "A=$1\ncat <<END\n\(Self.accuracy)\nEND\n")
  }

  @Test func `a node whose condition does not hold is skipped with the reason`() throws {
    let test = try test(
      """
      workflow:
        nodes:
          train: {exec: 'sh measure.sh 0.4'}
          good: {exec: 'touch good', when: "metric('train', 'accuracy') > 0.5"}
          poor: {exec: 'touch poor', when: "metric('train', 'accuracy') <= 0.5"}
          after: {exec: 'touch after', needs: [good]}
        dependencies: ["train, good", "train, poor"]

      """)
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    #expect(!test.place.exists("good"))
    #expect(test.place.exists("poor"))
    #expect(test.place.exists("after"))
    let status = try test.run("cms-cc", "status", "workflow.yaml").output
    #expect(status.contains("metric('train', 'accuracy')=0.4"), "\(status)")
    #expect(status.contains("good   skipped  its condition is false"), "\(status)")
  }

  @Test func `a value that was never measured skips the node and is named`() throws {
    let test = try test(
      """
      workflow:
        nodes:
          train: {exec: 'true'}
          good: {exec: 'touch good', when: "metric('train', 'accuracy') > 0.5", needs: [train]}

      """)
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    let status = try test.run("cms-cc", "status", "workflow.yaml").output
    #expect(status.contains("metric('train', 'accuracy') has no value"), "\(status)")
  }

  @Test func `a loop goes on until its condition holds`() throws {
    let test = try test(
      """
      workflow:
        nodes:
          train:
            exec: 'echo x >> ran.txt; sh measure.sh 0.$(( $(wc -l < ran.txt) * 2 ))'
            repeat: {until: "metric('accuracy') > 0.5", max: 9}
          after: {exec: 'cp ran.txt after.txt', needs: [train]}

      """)
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 0, "\(run.errors)")
    #expect(try test.place.text("after.txt") == "x\nx\nx\n")
    let status = try test.run("cms-cc", "status", "workflow.yaml", "--all").output
    #expect(status.contains("train#3  done"))
    #expect(!status.contains("train#4"))
    let again = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(again.output == "nothing was left to run\n", "\(again.errors)")
    #expect(try test.place.text("ran.txt") == "x\nx\nx\n")
  }

  @Test
  func `a loop that never meets its condition has failed, and goes on with a greater maximum`()
    throws
  {
    func workflow(_ max: Int) -> String {
      """
      workflow:
        nodes:
          train:
            exec: 'echo x >> ran.txt; sh measure.sh 0.$(wc -l < ran.txt)'
            repeat: {until: "metric('accuracy') > 0.35", max: \(max)}
          after: {exec: 'cp ran.txt after.txt', needs: [train]}

      """
    }
    let test = try test(workflow(2))
    let short = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(short.code == 1)
    #expect(
      short.errors.contains(
        "failed  train  after its last pass, number 2, its condition is false for "
          + "metric('accuracy')=0.2"), "\(short.errors)")
    #expect(!test.place.exists("after.txt"))
    _ = try test.file("workflow.yaml", "# One line more.\n" + workflow(9))
    let long = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(long.code == 0, "\(long.errors)")
    #expect(try test.place.text("after.txt") == "x\nx\nx\nx\n")
    _ = try test.file("workflow.yaml", workflow(9).replacing("0.35", with: "0.45"))
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    #expect(try test.place.text("after.txt") == "x\nx\nx\nx\nx\n")
  }

  @Test func `a loop ends with its last pass and with one that fails`() throws {
    let test = try test(
      """
      workflow:
        nodes:
          short: {exec: 'echo x >> short.txt', repeat: {max: 2}}
          bad: {exec: 'echo x >> bad.txt; test $(wc -l < bad.txt) != 2', repeat: {max: 5}}

      """)
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 1)
    #expect(try test.place.text("short.txt") == "x\nx\n")
    #expect(try test.place.text("bad.txt") == "x\nx\n")
    let again = try test.run("cms-cc", "run", "workflow.yaml", "--rerun", "failed")
    #expect(again.code == 0, "\(again.errors)")
    #expect(try test.place.text("bad.txt") == "x\nx\nx\nx\nx\nx\n")
    #expect(try test.place.text("short.txt") == "x\nx\n")
  }

  @Test func `members that a finished node lists are run, each with its values`() throws {
    let test = try test(
      """
      workflow:
        nodes:
          list: {exec: 'echo noise; for n in 1 2 3; do echo "{\\"seed\\": $n}"; done'}
          train: {exec: 'echo $CMS_PARAM_seed > seed-{seed}.txt', foreach: {from: list.output}}
          after: {exec: 'cat seed-*.txt > all.txt', needs: [train]}

      """)
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 0, "\(run.errors)")
    #expect(try test.place.text("all.txt") == "1\n2\n3\n")
    let again = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(again.output == "nothing was left to run\n", "\(again.errors)")
  }

  @Test func `a node that lists nothing fails the group that waits for members`() throws {
    let test = try test(
      """
      workflow:
        nodes:
          list: {exec: 'echo nothing'}
          train: {exec: 'true', foreach: {from: list.output}}

      """)
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 1)
    let status = try test.run("cms-cc", "status", "workflow.yaml").output
    #expect(status.contains("train  failed"), "\(status)")
    #expect(status.contains("printed no JSON object"), "\(status)")
  }

  @Test func `a job that ends with zero and misses its mark has failed`() throws {
    let test = try test(
      """
      workflow:
        nodes:
          good: {exec: 'sh measure.sh 0.9', success: "metric('accuracy') > 0.5"}
          poor: {exec: 'sh measure.sh 0.1', success: "metric('accuracy') > 0.5"}

      """)
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 1)
    let status = try test.run("cms-cc", "status", "workflow.yaml").output
    #expect(status.contains("good  done"))
    #expect(status.contains("poor  failed"))
    #expect(status.contains("metric('accuracy')=0.1"), "\(status)")
  }

  @Test func `results of finished nodes reach the environment of later ones`() throws {
    let test = try test(
      """
      workflow:
        nodes:
          train: {exec: 'sh measure.sh 0.75'}
          report:
            exec: 'echo "$BEST" > best.txt'
            env: {BEST: {value: "metric('train', 'accuracy', 'max')"}}
            needs: [train]

      """)
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    #expect(try test.place.text("best.txt") == "0.75\n")
  }

  @Test(arguments: ["afterExpansion:1", "afterExpansion:2", "afterIntent:3", "beforeCollect:2"])
  func `a runner that is killed within a loop goes on with the pass it had`(
    failpoint: String
  ) throws {
    let test = try test(
      """
      workflow:
        nodes:
          train: {exec: 'echo x >> ran.txt', repeat: {max: 4}}
          after: {exec: 'cp ran.txt after.txt', needs: [train]}

      """)
    let killed = try test.variable("CMS_FAILPOINT", failpoint).run("cms-cc", "run", "workflow.yaml")
    #expect(killed.code == 137)
    let resumed = try test.run("cms-cc", "resume", "workflow.yaml")
    #expect(resumed.code == 0, "\(resumed.errors)")
    #expect(try test.place.text("after.txt") == "x\nx\nx\nx\n")
  }
}
