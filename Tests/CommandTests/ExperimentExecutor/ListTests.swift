import TestSupport
import Testing

/// `cms-ee list`, and what every verb makes of a database that is none of ours.
@Suite struct ListTests {
  private func generated() throws -> CommandTest {
    let test = try CommandTest().file(
      "sweep.yaml", "name: tiny\nexperiments: {epoch: '1,30', lr: [1e-4]}\n")
    #expect(try test.run("cms-ee", "generate", "sweep.yaml").code == 0)
    return test
  }

  @Test func `experiments are listed in campaign order, and nothing is written`() throws {
    let run = try generated().run("cms-ee", "list", "tiny.db")
    #expect(
      run.output == """
        ready  epoch_1_lr_1e-4  {"epoch":1,"lr":1e-4}
        ready  epoch_30_lr_1e-4  {"epoch":30,"lr":1e-4}
        total: 2, ready: 2

        """)
    #expect(run.errors == "")
    #expect(run.code == 0)
    #expect(run.written == [])
  }

  @Test func `a summary only counts`() throws {
    let run = try generated().run("cms-ee", "list", "tiny.db", "--summary")
    #expect(run.output == "total: 2, ready: 2\n")
  }

  @Test func `a database that is missing is named, and not made`() throws {
    let run = try CommandTest().run("cms-ee", "list", "tiny.db")
    #expect(
      run.errors == """
        error: database 'tiny.db': there is no such file
        hint: generate or run writes it; --db says where

        """)
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  @Test(arguments: ["list", "plan", "generate"])
  func `a file that is no database stays as it is`(verb: String) throws {
    let test = try CommandTest().file("notes.txt", "x\n").file(
      "sweep.yaml", "experiments: {epoch: 1}\n")
    let run = try test.run(
      ["cms-ee", verb] + (verb == "list" ? ["notes.txt"] : ["sweep.yaml", "--db", "notes.txt"]))
    let path = verb == "list" ? "notes.txt" : test.place.at("notes.txt")
    #expect(
      run.errors == """
        error: database '\(path)': not a database
        hint: name a database of cms with --db

        """)
    #expect(run.code == 2)
    #expect(run.written == [])
  }
}
