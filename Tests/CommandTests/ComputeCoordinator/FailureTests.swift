import TestSupport
import Testing

/// Jobs that fail: what is skipped, what goes on, what is said, and how it is tried again.
@Suite struct FailureTests {
  static let workflow = """
    workflow:
      nodes:
        a: {exec: 'echo first; echo last words; exit 3'}
        b: {exec: 'echo b >> ran.txt'}
        c: {}
        other: {exec: 'echo other >> ran.txt'}
      dependencies: ["a, b, c"]

    """

  @Test func `what depends on a failure is skipped with the reason, and others go on`() throws {
    let test = try CommandTest().file("workflow.yaml", Self.workflow)
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 1)
    #expect(
      run.errors.hasSuffix(
        """
        workflow: 1 of 4 done, 1 failed, 2 skipped
        failed  a  exit 3
            | first
            | last words

        """))
    #expect(try test.place.text("ran.txt") == "other\n")
    let status = try test.run("cms-cc", "status", "workflow.yaml").output
    #expect(status.contains("  b      skipped  'a' failed\n"))
    #expect(status.contains("  c      skipped  'b' was skipped\n"))
  }

  @Test func `a second run leaves failures alone and says how to try them again`() throws {
    let test = try CommandTest().file("workflow.yaml", Self.workflow)
    _ = try test.run("cms-cc", "run", "workflow.yaml")
    let second = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(second.code == 1)
    #expect(second.output == "nothing was left to run\n")
    #expect(
      second.errors.hasPrefix("1 node did not end well\nhint: --rerun failed tries them again\n"))
  }

  @Test func `rerun failed runs it again with all that was skipped behind it`() throws {
    let test = try CommandTest().file("workflow.yaml", Self.workflow)
    _ = try test.run("cms-cc", "run", "workflow.yaml")
    let mended = try test.file(
      "workflow.yaml", Self.workflow.replacing("exit 3", with: "echo a >> ran.txt"))
    let run = try mended.run("cms-cc", "run", "workflow.yaml", "--rerun", "failed")
    #expect(run.code == 0, "\(run.errors)")
    #expect(try test.place.text("ran.txt") == "other\na\nb\n")
    // The new command is what was run, so nothing is stale.
    let again = try mended.run("cms-cc", "run", "workflow.yaml")
    #expect(again.output == "nothing was left to run\n")
    #expect(again.errors == "workflow: 4 of 4 done\n")
  }

  @Test func `a group with one failed member has failed, and the others have run`() throws {
    let test = try CommandTest()
      .file(
        "workflow.yaml",
        """
        workflow:
          nodes: {train: {experiments: sweep.yaml}, end: {}}
          dependencies: ["train, end"]

        """
      )
      .file("sweep.yaml", "experiments: {n: [1, 2, 3]}\ntemplates: [job.in.sh]\n")
      .file("job.in.sh", "test {n} != 2\n")
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 1)
    let status = try test.run("cms-cc", "status", "workflow.yaml", "--all").output
    let lines = status.split(separator: "\n").dropFirst().map { line in
      line.split(separator: " ").filter { Double($0) == nil && $0 != "s" }.joined(separator: " ")
    }
    #expect(
      lines == [
        "train failed of done of failed", "train/n_1 done", "train/n_2 failed exit",
        "train/n_3 done", "end skipped 'train' failed", "done, failed, skipped",
      ])
    #expect(status.contains("  train      failed  2 of 3 done  1 of 3 failed\n"))
  }

  @Test func `a widened sweep runs its new members and what comes after the group`() throws {
    let test = try CommandTest()
      .file(
        "workflow.yaml",
        """
        workflow:
          nodes: {train: {experiments: sweep.yaml}, end: {exec: 'echo end >> ran.txt'}}
          dependencies: ["train, end"]

        """
      )
      .file("sweep.yaml", "experiments: {n: [1, 2]}\ntemplates: [job.in.sh]\n")
      .file("job.in.sh", "echo {n} >> ../../ran.txt\n")
    #expect(try test.run("cms-cc", "run", "workflow.yaml", "-j", "1").code == 0)
    let wide = try test.file("sweep.yaml", "experiments: {n: [1, 2, 3]}\ntemplates: [job.in.sh]\n")
      .run("cms-cc", "run", "workflow.yaml", "-j", "1")
    #expect(wide.code == 0)
    #expect(try test.place.text("ran.txt") == "1\n2\nend\n3\nend\n")
  }

  @Test func `what changed since it was done is named, and run again when asked for`() throws {
    let test = try CommandTest().file(
      "workflow.yaml", "workflow: {nodes: {a: {exec: 'echo 1 >> ran.txt'}}}\n")
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    let changed = try test.file(
      "workflow.yaml", "workflow: {nodes: {a: {exec: 'echo 2 >> ran.txt'}}}\n")
    for _ in 1...2 {
      let run = try changed.run("cms-cc", "run", "workflow.yaml")
      #expect(run.output == "nothing was left to run\n")
      #expect(
        run.errors == """
          done (stale)  a
          hint: --rerun stale runs them again
          workflow: 1 of 1 done

          """)
    }
    let rerun = try changed.run("cms-cc", "run", "workflow.yaml", "--rerun", "stale")
    #expect(rerun.code == 0)
    #expect(!rerun.errors.contains("stale"))
    #expect(try test.place.text("ran.txt") == "1\n2\n")
    let last = try changed.run("cms-cc", "run", "workflow.yaml")
    #expect(last.errors == "workflow: 1 of 1 done\n")
  }

  @Test func `a command that is not found fails its node with the cause`() throws {
    let run = try CommandTest().file(
      "workflow.yaml", "workflow: {nodes: {a: {exec: 'no-such-program --x'}}}\n"
    ).run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 1)
    #expect(run.errors.contains("failed  a  exit 127: its command was not found\n"))
    #expect(run.errors.contains("no-such-program: not found\n"))
  }

  @Test func `a working directory that went missing fails that node alone`() throws {
    let test = try CommandTest()
      .file(
        "workflow.yaml",
        """
        workflow:
          nodes:
            wipe: {exec: 'rm -rf experiments/n_2'}
            train: {experiments: sweep.yaml}
          dependencies: ["wipe, train"]

        """
      )
      .file("sweep.yaml", "experiments: {n: [1, 2, 3]}\ntemplates: [job.in.sh]\n")
      .file("job.in.sh", "echo {n}\n")
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 1)
    let place = run.place.at("experiments/n_2")
    #expect(
      run.errors.contains(
        "failed  train/n_2  cannot enter '\(place)': No such file or directory\n"))
    #expect(run.errors.contains("3 of 4 done, 1 failed\n"))
  }

  @Test func `nodes that were removed from the file no longer hold others back`() throws {
    let test = try CommandTest().file(
      "workflow.yaml",
      "workflow: {nodes: {a: {exec: 'exit 1'}, b: {exec: 'echo b > b.txt'}}, dependencies: ['a,b']}\n"
    )
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 1)
    let run = try test.file("workflow.yaml", "workflow: {nodes: {b: {exec: 'echo b > b.txt'}}}\n")
      .run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 0)
    #expect(test.place.exists("b.txt"))
  }

  @Test func `what was generated is told for all sweeps together`() throws {
    let run = try CommandTest()
      .file(
        "workflow.yaml",
        "workflow: {nodes: {a: {experiments: a.yaml}, b: {experiments: b.yaml}}}\n"
      )
      .file("a.yaml", "experiments: {n: [1, 2]}\ntemplates: [job.in.sh]\n")
      .file("b.yaml", "experiments: {m: [1, 2, 3]}\ntemplates: [job.in.sh]\n")
      .file("job.in.sh", "true\n")
      .run("cms-cc", "run", "workflow.yaml")
    #expect(run.errors.hasPrefix("experiments: 5 new, 0 changed\n"))
    #expect(run.code == 0)
  }
}
