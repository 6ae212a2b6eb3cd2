import CampaignStore
import Glibc
import HostIO
import TestSupport
import Testing

/// `cms-cc run`: what runs, what it finds, and what a second run does.
@Suite struct RunTests {
  static let workflow = """
    workflow:
      nodes:
        start: {}
        fetch: {exec: 'echo fetched; echo fetch >> ran.txt'}
        train: {experiments: sweep.yaml}
        end: {exec: 'echo end >> ran.txt'}
      dependencies: ["start, fetch, train, end"]

    """

  private func test(_ workflow: String = RunTests.workflow) throws -> CommandTest {
    try CommandTest().file("workflow.yaml", workflow)
      .file("sweep.yaml", "experiments: {n: [1, 2]}\ntemplates: [job.in.sh]\n")
      .file("job.in.sh", "echo train{n} >> ../../ran.txt\n")
  }

  @Test func `a workflow runs in its order, and nothing is left for a second run`() throws {
    let test = try test()
    let first = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(first.code == 0)
    #expect(first.output == "")
    #expect(first.errors.hasPrefix("experiments: 2 new, 0 changed\n"))
    #expect(first.errors.hasSuffix("\nworkflow: 5 of 5 done\n"))
    let lines = try test.place.text("ran.txt").split(separator: "\n")
    #expect(lines.first == "fetch")
    #expect(lines.last == "end")
    #expect(lines.sorted() == ["end", "fetch", "train1", "train2"])
    let second = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(second.code == 0)
    #expect(second.output == "nothing was left to run\n")
    #expect(second.errors == "workflow: 5 of 5 done\n")
    #expect(try test.place.text("ran.txt").split(separator: "\n").count == 4)
    let third = try test.run("cms-cc", "resume", "workflow.yaml")
    #expect(third.output == "nothing was left to run\n")
  }

  @Test func `a quiet run prints nothing`() throws {
    let run = try test().run("cms-cc", "run", "workflow.yaml", "--quiet")
    #expect([run.output, run.errors] == ["", ""])
    #expect(run.code == 0)
  }

  @Test func `all that is written is below the directory that was named`() throws {
    let run = try test("workflow: {nodes: {a: {exec: 'echo hello'}}}\n")
      .run("cms-cc", "run", "workflow.yaml", "--directory", "out")
    #expect(run.code == 0)
    #expect(run.written.allSatisfy { $0.hasPrefix("out/") })
    #expect(
      try run.place.names("out") == [
        ".cms", "a.log", "workflow.db", "workflow.db.backup",
      ])
    #expect(try run.place.text("out/a.log") == "hello\n")
  }

  @Test func `a job finds its run, node, places and parameters in its environment`() throws {
    let test = try CommandTest()
      .file(
        "workflow.yaml",
        """
        name: my study
        workflow:
          nodes:
            show: {exec: 'env; pwd', env: {GREETING: 'a  "b"'}}
            train: {experiments: sub/sweep.yaml}
          dependencies: ["show, train"]

        """
      )
      .file(
        "sub/sweep.yaml",
        """
        experiments: {batch-size: [32], lr: [1e-4], data: ["a b'c"]}
        identifier: "x"
        templates: [job.in.sh]

        """
      )
      .file("sub/job.in.sh", "env\npwd\n")
      .variable("INHERITED", "yes")
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    let run = try #require(CampaignStore(test.place.at("my study.db"), .readOnly).runs().first)
    let node = try test.place.text("show.log").split(separator: "\n").map(String.init)
    let shared = [
      "CMS_RUN=\(run.id)", "CMS_DIRECTORY=\(test.place.path)", "INHERITED=yes",
      "CMS_DB=\(test.place.at("my study.db"))",
    ]
    for line in shared + ["CMS_NODE=show", "GREETING=a  \"b\"", test.place.path] {
      #expect(node.contains(line), "\(line)")
    }
    #expect(!node.contains { $0.hasPrefix("CMS_PARAM_") })
    let member = try test.place.text("experiments/x/train.log").split(separator: "\n")
      .map(String.init)
    let own = [
      "CMS_NODE=train/x", "CMS_PARAM_batch_size=32", "CMS_PARAM_lr=1e-4",
      "CMS_PARAM_data=a b'c", test.place.at("experiments/x"),
    ]
    for line in shared + own { #expect(member.contains(line), "\(line)") }
    let program = try #require(member.first { $0.hasPrefix("CMS_CC=") })
    #expect(try test.run(String(program.dropFirst(7)), "--version").code == 0)
  }

  @Test func `a new run begins from nothing and leaves the earlier one's logs`() throws {
    let test = try test("workflow: {nodes: {a: {exec: 'echo $CMS_RUN'}}}\n")
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    let first = try test.place.text("a.log")
    #expect(try test.run("cms-cc", "run", "workflow.yaml", "--new").code == 0)
    let second = try test.place.text("a.log")
    #expect(first != second)
    let runs = try CampaignStore(test.place.at("workflow.db"), .readOnly).runs()
    #expect(runs.map { $0.id + "\n" } == [second, first])
    for (run, text) in zip(runs, [second, first]) {
      #expect(try test.place.text(".cms/\(run.id)/a/1/log") == text)
    }
  }

  @Test func `a new attempt does not overwrite the log of an earlier one`() throws {
    let test = try test(
      "workflow: {nodes: {a: {exec: 'echo try; test -e ok.txt'}}}\n")
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 1)
    let again = try test.file("ok.txt", "").run(
      "cms-cc", "run", "workflow.yaml", "--rerun", "failed")
    #expect(again.code == 0)
    let run = try #require(CampaignStore(test.place.at("workflow.db"), .readOnly).runs().first)
    #expect(try test.place.names(".cms/\(run.id)/a") == ["1", "2"])
    #expect(try test.place.text(".cms/\(run.id)/a/1/exit.0").hasPrefix("exit 1\n"))
    #expect(try test.place.text(".cms/\(run.id)/a/2/exit.0").hasPrefix("exit 0\n"))
  }

  @Test func `a job that writes a file of the log's name does not write into the record`() throws {
    let test = try test(
      "workflow: {nodes: {a: {exec: 'echo ours; test ! -e twice || echo mine > a.log; exit 3'}}}\n")
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 1)
    #expect(try test.place.text("a.log") == "ours\n")
    let again = try test.file("twice", "").run(
      "cms-cc", "run", "workflow.yaml", "--rerun", "failed")
    #expect(again.code == 1)
    #expect(try test.place.text("a.log") == "mine\n")
    let run = try #require(CampaignStore(test.place.at("workflow.db"), .readOnly).runs().first)
    for attempt in 1...2 {
      #expect(try test.place.text(".cms/\(run.id)/a/\(attempt)/log") == "ours\n")
    }
  }

  @Test func `a link of the user's own is not replaced by ours`() throws {
    let test = try test("workflow: {nodes: {a: {exec: 'echo ours'}}}\n")
    try Files.symbolicLink("elsewhere", at: test.place.at("a.log"))
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    #expect(Files.target(ofLink: test.place.at("a.log")) == "elsewhere")
    #expect(!test.place.exists("elsewhere"))
  }

  @Test func `a log of the user's own is not replaced by the link to ours`() throws {
    let test = try test("workflow: {nodes: {a: {exec: 'echo ours'}}}\n")
      .file("a.log", "hours of results\n")
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    #expect(try test.place.text("a.log") == "hours of results\n")
    #expect(try test.run("cms-cc", "logs", "workflow.yaml", "a").output == "ours\n")
  }

  @Test func `jobs run beside each other as far as there are processors`() throws {
    let test = try test(
      """
      workflow:
        nodes:
          a: {exec: 'sleep 0.1', cpus: 2}
          b: {exec: 'sleep 0.1'}
          c: {exec: 'sleep 0.1'}

      """)
    #expect(try test.run("cms-cc", "run", "workflow.yaml", "--jobs", "2").code == 0)
    let store = try CampaignStore(test.place.at("workflow.db"), .readOnly)
    let attempts = try store.latestAttempts(of: #require(store.runs().first).id)
    let a = try #require(attempts["a"])
    for name in ["b", "c"] {
      let other = try #require(attempts[name])
      #expect(try #require(a.ended) <= other.submitted)
    }
    #expect(attempts.values.map(\.neighbours).sorted() == [0, 1, 1])
  }

  @Test func `an experiment that runs is not changed under its job, and that is said`() throws {
    let test = try CommandTest()
      .file("workflow.yaml", "workflow: {nodes: {train: {experiments: sweep.yaml}}}\n")
      .file("sweep.yaml", "experiments: {n: [1]}\ntemplates: [job.in.sh]\n")
      .file("job.in.sh", "echo > ../../began\nwhile ! test -e ../../go; do sleep 0.01; done\n")
    let runner = try test.start(["cms-cc", "run", "workflow.yaml"])
    #expect(try test.comesTrue { test.place.exists("began") })
    runner.send(SIGKILL)
    _ = runner.wait()
    let script = try test.place.text("experiments/n_1/job.sh")
    let second = try test.file("job.in.sh", "echo other\n")
      .start(["cms-cc", "run", "workflow.yaml"], output: "second.txt")
    #expect(try test.comesTrue { second.printed.contains("experiments:") })
    #expect(try test.place.text("experiments/n_1/job.sh") == script)
    _ = try test.file("go", "")
    #expect(second.wait() == 0)
    #expect(
      second.printed.hasPrefix("experiments: 1 changed but running, which stay as they are\n"))
  }

  @Test func `the environment's Python of a node is found from the workflow's directory`() throws {
    let test = try CommandTest()
      .file(
        "workflow.yaml",
        """
        workflow:
          nodes:
            near: {script: say.py, venv: envs/torch}
            home: {script: say.py, venv: ~/torch}
            train: {experiments: sweep.yaml, venv: envs/torch}

        """
      )
      .file("say.py", "").file("job.in.py", "{n}\n")
      .file("sweep.yaml", "experiments: {n: [1]}\ntemplates: [job.in.py]\n")
      .file("envs/torch/bin/python3", "#!/bin/sh\necho near\n", mode: 0o755)
      .file("torch/bin/python3", "#!/bin/sh\necho home\n", mode: 0o755)
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 0, "\(run.errors)")
    #expect(try test.place.text("near.log") == "near\n")
    #expect(try test.place.text("home.log") == "home\n")
    #expect(try test.place.text("experiments/n_1/train.log") == "near\n")
  }
}
