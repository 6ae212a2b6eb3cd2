import TestSupport
import Testing

/// The original's `workflow …` forms.
@Suite struct WorkflowVerbTests {
  @Test func `a workflow is made, run, looked at and changed by commands alone`() throws {
    let test = try CommandTest()
    for line in [
      ["add", "--name=study", "--job=fetch", "exec=echo fetch >> ran.txt"],
      ["add", "--name=study", "--job=train[1-2]", "exec=echo train >> ran.txt"],
      ["add", "--name=study", "--job=report", "exec=echo report >> ran.txt", "label={name}"],
      ["study", "fetch,train1,report", "fetch,train2,report"],
    ] {
      let words = line[0] == "study" ? ["workflow"] + line : ["workflow"] + line
      let run = try test.run(["cms-cc"] + words)
      #expect(run.code == 0, "\(run.errors)")
    }
    #expect(
      try test.place.text("study.yaml")
        == """
        name: study
        workflow:
          nodes:
            fetch:
              exec: echo fetch >> ran.txt
            train1:
              exec: echo train >> ran.txt
            train2:
              exec: echo train >> ran.txt
            report:
              exec: echo report >> ran.txt
              label: '{name}'
          dependencies:
            - 'fetch,train1,report'
            - 'fetch,train2,report'

        """.replacing("exec: echo fetch >> ran.txt", with: "exec: 'echo fetch >> ran.txt'")
        .replacing("exec: echo train >> ran.txt", with: "exec: 'echo train >> ran.txt'")
        .replacing("exec: echo report >> ran.txt", with: "exec: 'echo report >> ran.txt'"))
    #expect(try test.run("cms-cc", "workflow", "run", "--name=study").code == 0)
    #expect(try test.place.text("ran.txt") == "fetch\ntrain\ntrain\nreport\n")
    let status = try test.run("cms-cc", "workflow", "status", "--name=study")
    #expect(status.output.contains("  report  done"))
    let json = try test.run("cms-cc", "workflow", "status", "--name=study", "--output=json")
    #expect(json.output.hasPrefix(#"{"version":1,"runs":[{"run":""#))
    let graph = try test.run("cms-cc", "workflow", "graph", "--name=study", "-o", "study.dot")
    #expect(graph.code == 0)
    #expect(graph.written == ["study.dot"])
    #expect(try test.run("cms-cc", "workflow", "delete", "--name=study", "--job=train2").code == 0)
    let list = try test.run("cms-cc", "workflow", "list", "--name=study")
    #expect(
      list.output == """
        fetch
          exec: echo fetch >> ran.txt
        train1
          exec: echo train >> ran.txt
        report
          exec: echo report >> ran.txt
          label: {name}

        """)
  }

  @Test func `a workflow file is added by name with its scripts and run from there`() throws {
    let test = try CommandTest().file("a.sh", "echo a >> ran.txt\n").file(
      "w.yaml", "# mine\nworkflow: {nodes: {a: {}, b: {exec: 'true'}}, dependencies: ['a,b']}\n")
    let added = try test.run("cms-cc", "workflow", "add", "--name=study", "--filename=w.yaml")
    #expect(added.code == 0, "\(added.errors)")
    let place = ".cloudmesh/workflow/study"
    #expect(try test.place.text("\(place)/study.yaml") == (try test.place.text("w.yaml")))
    #expect(
      try test.run("cms-cc", "workflow", "list").output
        == "study  \(test.place.path)/\(place)/study.yaml\nw  w.yaml\n")
    #expect(try test.run("cms-cc", "workflow", "run", "--name=study").code == 0)
    #expect(try test.place.text("\(place)/ran.txt") == "a\n")
    let again = try test.run("cms-cc", "workflow", "add", "--name=study", "--filename=w.yaml")
    #expect(again.code == 2)
    #expect(again.errors.contains("there is a workflow 'study' already"))
    let kept = try test.run("cms-cc", "workflow", "delete", "--name=study")
    #expect(kept.code == 2)
    #expect(kept.errors.contains("workflow 'study' has runs and their results: study.db"))
    #expect(kept.written == [])
    #expect(try test.run("cms-cc", "workflow", "delete", "--name=study", "--yes").code == 0)
    #expect(!test.place.exists(place))
    #expect(test.place.exists("w.yaml"))
  }

  @Test func `lists and maps are written as such, and frames stay text`() throws {
    let test = try CommandTest().file(
      "w.yaml",
      "name: w\nworkflow:\n  nodes:\n    a: {}\n    b: {needs: a}\n    c:\n      exec: 'true'\n")
    for words in [
      ["--job=c", "needs=a,b", "gpus={type: a100, count: 2}", "label={name}", "time={gpu}"],
      [
        "--job=d", "needs=[c]", "exec=[ -e x ]", "retries={max: 2, on: [oom]}",
        "foreach={n: [1, 2]}",
      ],
      ["--job=b", "needs=d", "needs=a", "gpus=a100"],
    ] {
      let run = try test.run(["cms-cc", "workflow", "add", "--name=w"] + words)
      #expect(run.errors == "")
    }
    #expect(
      try test.place.text("w.yaml") == """
        name: w
        workflow:
          nodes:
            a: {}
            b: {needs: a, gpus: a100}
            c:
              exec: 'true'
              needs: [a, b]
              gpus: {type: a100, count: 2}
              label: '{name}'
              time: '{gpu}'
            d:
              needs: [c]
              exec: '[ -e x ]'
              retries: {max: 2, on: [oom]}
              foreach: {n: [1, 2]}

        """)
    for (words, message) in [
      (["--job=e", "needs=a,x"], "there is no node 'x' in 'w.yaml'"),
      (["--job=a", "needs=d"], "the dependencies would form a cycle: "),
    ] {
      let run = try test.run(["cms-cc", "workflow", "add", "--name=w"] + words)
      #expect(run.errors.contains(message), "\(run.errors)")
      #expect(run.code == 2)
      #expect(run.written == [])
    }
  }

  @Test func `lists and maps of a node are shown as workflow add takes them`() throws {
    let test = try CommandTest().file(
      "w.yaml",
      """
      workflow:
        nodes:
          a: {exec: 'true'}
          train:
            exec: python3 train.py
            needs: [a]
            gpus:
            - type: a100
              count: 2
            - {type: '1', count: 4}
            env: {LIST: 'a, b', E: ""}
            label:

      """)
    let list = try test.run("cms-cc", "workflow", "list", "--name=w", "--job=train")
    #expect(
      list.output == """
        train
          env: {LIST: 'a, b', E: ''}
          exec: python3 train.py
          gpus: [{type: a100, count: 2}, {type: '1', count: 4}]
          label: \("")
          needs: [a]

        """)
    let json = try test.run("cms-cc", "workflow", "list", "--name=w", "--job=train", "--json")
    #expect(
      json.output == """
        {"version":1,"jobs":[{"workflow":"w","name":"train","attributes":{\
        "env":{"LIST":"a, b","E":""},"exec":"python3 train.py",\
        "gpus":[{"type":"a100","count":"2"},{"type":"1","count":"4"}],"label":"","needs":["a"]}}]}

        """)
  }

  @Test func `a name that stands for two workflows deletes neither`() throws {
    let test = try CommandTest().file(
      "study.yaml", "workflow: {nodes: {a: {exec: 'true'}, b: {}}}\n")
    _ = try test.run("cms-cc", "workflow", "add", "--name=study", "--filename=study.yaml")
    let added = "\(test.place.path)/.cloudmesh/workflow/study/study.yaml"
    for job in [[], ["--job=a"]] {
      let run = try test.run(["cms-cc", "workflow", "delete", "--name=study"] + job)
      #expect(
        run.errors == """
          error: 'study' is 'study.yaml' here, and a workflow that was added: '\(added)' [EE307]
          hint: say which one is meant: --filename=study.yaml, or --filename=\(added)

          """)
      #expect(run.code == 2)
      #expect(run.written == [])
    }
    let here = try test.run(
      "cms-cc", "workflow", "delete", "--filename=study.yaml", "--job=a")
    #expect(here.written == ["study.yaml"])
    #expect(try test.run("cms-cc", "workflow", "delete", "--filename=\(added)").code == 0)
    #expect(!test.place.exists(".cloudmesh/workflow/study"))
    #expect(test.place.exists("study.yaml"))
  }

  @Test func `a job without a name gets the next number`() throws {
    let test = try CommandTest()
    for _ in 0..<3 {
      #expect(try test.run("cms-cc", "workflow", "add", "exec=true").code == 0)
    }
    #expect(
      try test.run("cms-cc", "workflow", "list", "--name=workflow", "--json").output
        == #"{"version":1,"jobs":["#
        + [1, 2, 3].map {
          #"{"workflow":"workflow","name":"job-\#($0)","attributes":{"exec":"true"}}"#
        }.joined(separator: ",") + "]}\n")
  }

  @Test func `the default workflow is that of cms set`() throws {
    let test = try CommandTest()
    #expect(try test.run("cms-ee", "set", "workflow=mine").code == 0)
    #expect(try test.run("cms-cc", "workflow", "add", "--job=a", "exec=true").code == 0)
    #expect(test.place.exists("mine.yaml"))
  }

  @Test(arguments: [
    (["run", "--name=no"], 2, "there is no workflow 'no': no 'no.yaml', and none was added"),
    (["add", "--name=w", "--job=a", "exec"], 64, "'exec' is no attribute, expected KEY=VALUE"),
    (["add", "--name=w", "--job=a/b"], 2, "node name 'a/b' is empty or holds '/'"),
    (["add", "--name=w[", "--job=a"], 64, "--name is 'w[', expected names such as a,b"),
    (["delete", "--name=w", "--job=x"], 2, "there is no node 'x' in 'w.yaml'"),
    (["delete", "--name=w"], 2, "'w.yaml' was not put there by workflow add"),
    (["w"], 64, "no dependencies given, expected a chain such as a,b,c"),
    (["w", "b,a"], 2, "the dependencies would form a cycle: a → b → a"),
    (["status", "--name=w", "--output=xml"], 64, "--output is 'xml', expected table"),
  ])
  func `what cannot be done is said and changes nothing`(
    words: [String], code: Int32, message: String
  ) throws {
    let test = try CommandTest().file(
      "w.yaml", "workflow: {nodes: {a: {}, b: {}}, dependencies: ['a,b']}\n")
    let run = try test.run(["cms-cc", "workflow"] + words)
    #expect(run.code == code)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.written == [])
  }
}
