import CampaignStore
import HostIO
import TestSupport
import Testing

/// Workflow files of the original program, as they stand and as it saved them.
@Suite struct OriginalFormTests {
  private func edges(_ run: CommandRun) throws -> [String] {
    let store = try CampaignStore(run.place.at("workflow.db"), .readOnly)
    guard let record = try store.runs().first else { return [] }
    return try store.edges(of: record.id).map { "\($0.source)>\($0.destination)" }
  }

  @Test func `a file with the original's keys runs, and what is ignored is noted`() throws {
    let run = try CommandTest()
      .file(
        "workflow.yaml",
        """
        workflow:
          nodes:
            fetch-data:
              name: fetch-data
              user: gregor
              host: localhost
              kind: local
              status: done
              progress: 100
              label: '{name}\\nprogress={progress}'
              script: fetch-data.sh
              shape: box
              style: ''
            compute: {host: local, exec: 'echo computed'}
          dependencies:
            - fetch-data,compute
        colors:
          status: {ready: white, undefined: '#DBFF33', done: '#CCFFCC'}

        """
      )
      .file("fetch-data.sh", "echo fetched\n")
      .run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 0)
    #expect(
      run.errors.hasPrefix(
        """
        workflow.yaml:8:7: note: 'status' of node 'fetch-data' is ignored: states are what \
        happened [EE106]
          8 │       status: done
            │       ^^^^^^
        workflow.yaml:9:7: note: 'progress' of node 'fetch-data' is ignored: states are what \
        happened [EE106]
          9 │       progress: 100
            │       ^^^^^^^^
        workflow: 
        """.dropLast()))
    #expect(try run.place.text("fetch-data.log") == "fetched\n")
    #expect(try run.place.text("compute.log") == "computed\n")
  }

  @Test func `the form that the original saves loads`() throws {
    let run = try CommandTest()
      .file(
        "workflow.yaml",
        """
        colors: {status: {done: '#CCFFCC'}}
        workflow:
          dependencies:
            a-b: {destination: b, name: a-b, source: a}
            b-c: {destination: c, name: b-c, source: b}
          nodes:
            a: {created: '2022-10-01 12:00:00.123456', host: local, kind: local, label: a,
                label_format: a, format: a, modified: '2022-10-01', name: a, number: 0,
                parent: [], script: a.sh, exec: null, venv: null, user: gregor, instance: null}
            b: {host: null, kind: local, name: b, exec: echo b, script: null, parent: [a]}
            c: {name: c, parent: [b], cpus: null, needs: null, env: null}

        """
      )
      .file("a.sh", "echo a\n")
      .run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 0, "\(run.errors)")
    #expect(try edges(run) == ["a>b", "b>c"])
    #expect(try run.place.text("a.log") == "a\n")
  }

  @Test func `blanks and line feeds in chains do not matter, nor does an edge given twice`() throws
  {
    let run = try CommandTest().file(
      "workflow.yaml",
      """
      workflow:
        nodes: {a: {}, b: {}, c: {needs: [a, b]}, "d e": {}}
        dependencies:
          - "a,b , \\tc"
          - |
            b,
            c,
            d e
          - a,b

      """
    ).run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 0, "\(run.errors)")
    #expect(try edges(run) == ["a>b", "a>c", "b>c", "c>d e"])
  }

  @Test func `a node that is alone in its chain, or in none, runs`() throws {
    let run = try CommandTest().file(
      "workflow.yaml",
      """
      workflow:
        nodes: {a: {exec: echo a}, b: {exec: echo b}}
        dependencies: [a]

      """
    ).run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 0)
    #expect(try run.place.text("a.log") == "a\n")
    #expect(try run.place.text("b.log") == "b\n")
  }

  @Test func `a script named after its node wins over exec, with a warning`() throws {
    let run = try CommandTest()
      .file("workflow.yaml", "workflow:\n  nodes: {fetch: {exec: echo exec}}\n")
      .file("fetch.sh", "echo script\n")
      .run("cms-cc", "run", "workflow.yaml")
    #expect(
      run.errors.hasPrefix(
        """
        workflow.yaml:2:25: warning: 'exec' of node 'fetch' is not run: there is 'fetch.sh' [CC103]
          2 │   nodes: {fetch: {exec: echo exec}}
            │                         ^
        hint: remove one of the two

        """))
    #expect(try run.place.text("fetch.log") == "script\n")
  }

  @Test func `scripts run by their suffix, in the workflow file's directory`() throws {
    let run = try CommandTest()
      .file(
        "flow/workflow.yaml",
        """
        workflow:
          nodes: {a: {script: sub/a.py}, b: {script: b.sh}, c: {script: ../c}}

        """
      )
      .file("flow/sub/a.py", "import os; print(os.getcwd())\n")
      .file("flow/b.sh", "pwd\n")
      .file("c", "#!/bin/sh\npwd\n", mode: 0o755)
      .run("cms-cc", "run", "flow/workflow.yaml")
    #expect(run.code == 0, "\(run.errors)")
    for name in ["a", "b", "c"] {
      #expect(try run.place.text("flow/\(name).log") == run.place.at("flow") + "\n")
    }
  }
}
