import TestSupport
import Testing

/// Files and places that are not there, or cannot be written.
@Suite struct BadPlaceTests {
  private func test() throws -> CommandTest {
    try CommandTest()
      .file("workflow.yaml", "workflow:\n  nodes: {a: {exec: echo}}\n")
      .file("taken", "a file\n")
  }

  @Test func `a workflow file that is not there is reported with the nearest name`() throws {
    let run = try test().run("cms-cc", "run", "workflow.yml")
    #expect(
      run.errors == """
        error: workflow file 'workflow.yml' cannot be read: No such file or directory [EE302]
        hint: did you mean 'workflow.yaml'?

        """)
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  @Test func `a directory in place of the workflow file is reported`() throws {
    let run = try test().directory("flows").run("cms-cc", "run", "flows")
    #expect(run.errors == "error: workflow file 'flows' cannot be read: Is a directory [EE101]\n")
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  @Test(arguments: [
    ["--directory", "taken/out"], ["--directory", "taken"], ["--db", "taken/x.db"],
  ])
  func `a place that cannot be written is reported before anything is`(options: [String]) throws {
    let run = try test().run(["cms-cc", "run", "workflow.yaml"] + options)
    let place = run.place.at(options[0] == "--db" ? "taken" : options[1])
    #expect(
      run.errors == """
        workflow.yaml:2:11: error: cannot write in '\(place)': '\(run.place.at("taken"))' is a \
        file, expected a directory [EE303]
          2 │   nodes: {a: {exec: echo}}
            │           ^
        hint: choose another place with --directory

        """)
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  @Test(arguments: ["resume", "status", "report", "graph"])
  func `nothing was run yet, so there is nothing to go on with`(verb: String) throws {
    let run = try test().run("cms-cc", verb, "workflow.yaml")
    #expect(
      run.errors == """
        error: there is no database '\(run.place.at("workflow.db"))', so nothing was run yet [EE302]
        hint: run it first: cms-cc run, or name another place with --directory or --db

        """)
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  @Test func `a workflow file that is not there is not taken for one that was not run`() throws {
    let run = try test().run("cms-cc", "resume", "other.yaml")
    #expect(
      run.errors == """
        error: there is no workflow file 'other.yaml' and no '\(run.place.at("other.db"))' [EE302]
        hint: name the workflow file, or the database of its run

        """)
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  @Test func `a database without this workflow says so`() throws {
    let test = try test().file("other.yaml", "workflow: {nodes: {a: {exec: echo}}}\n")
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    let run = try test.run("cms-cc", "resume", "other.yaml", "--db", "workflow.db")
    #expect(
      run.errors == """
        error: database '\(run.place.at("workflow.db"))' holds no run of workflow 'other' [EE302]
        hint: run it first: cms-cc run

        """)
    #expect(run.code == 2)
    #expect(run.written == [])
  }
}
