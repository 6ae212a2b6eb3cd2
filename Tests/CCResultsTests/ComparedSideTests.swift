import CCResults
import Testing

/// How sides of a comparison and gates are read.
@Suite struct ComparedSideTests {
  private func side(_ text: String, files: Set<String> = ["a.db"]) throws -> ComparedSide {
    try ComparedSide(text) { files.contains($0) }
  }

  @Test func `a side is a file, a run, choices and a condition`() throws {
    let plain = try side("a.db")
    #expect((plain.file, plain.run) == ("a.db", nil))
    #expect(!plain.isOfAllRuns)
    let run = try side("a.db@1f:host=a,lr=0.1,where=x > 1, y = 2")
    #expect((run.file, run.run, run.condition) == ("a.db", "1f", "x > 1, y = 2"))
    #expect(run.choices.map { "\($0.name) \($0.value)" } == ["host a", "lr 0.1"])
    #expect(!run.isOfAllRuns)
    #expect(try side("a.db:host=a").isOfAllRuns)
    #expect(try side("a.db@all").isOfAllRuns)
  }

  @Test func `names of files may have the signs`() throws {
    let files: Set = ["me@host:a.db", "me"]
    let whole = try side("me@host:a.db", files: files)
    #expect((whole.file, whole.run) == ("me@host:a.db", nil))
    let longest = try side("me@host:a.db@7", files: files)
    #expect((longest.file, longest.run) == ("me@host:a.db", "7"))
    #expect(try side("gone.db@7", files: []).file == "gone.db")
  }
}
