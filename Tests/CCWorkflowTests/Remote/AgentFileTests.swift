import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// Files that the agent unpacks and sends.
@Suite struct AgentFileTests {
  private func archive(
    _ nonce: String, _ files: [String: String], cut: Bool = false
  ) throws -> ScratchFile {
    let whole = try ScratchFile()
    let archive = TarWriter(to: whole)
    for (name, text) in files { try archive.add(Array(text.utf8), as: name) }
    try archive.add([], as: ".cms/whole.\(nonce)")
    try archive.finish()
    guard cut else { return whole }
    let part = try ScratchFile()
    // Behind the first file: what is there looks whole to those who unpack it.
    try part.append(try Files.part(of: whole.path, at: 0, count: 1024))
    return part
  }

  @Test(arguments: AgentTests.shells)
  func `files are there before a job starts`(shell: String) throws {
    let bench = try AgentBench(shell: shell)
    let name = "da ta/\(String(repeating: "lang/", count: 40))ü 'x'\n.txt"
    let script = "find . -name '*.txt' -exec cat {} +\n"
    let files = try archive(bench.nonce, ["n/1/job.sh": script, name: "here\n"])
    let answer = try bench.ask(.start("n/1", directory: "."), files: files)
    #expect(answer.failure == nil)
    #expect(try bench.end(of: "n/1") == .exited(code: 0))
    #expect(try bench.text("n/1/log") == "here\n")
    #expect(!bench.exists(".cms/whole.\(bench.nonce)"))
  }

  @Test func `of files that are cut off nothing is started`() throws {
    let bench = try AgentBench()
    let files = try archive(bench.nonce, ["n/1/job.sh": "echo ran\n"], cut: true)
    let answer = try bench.ask(.watch("m/1"), .start("n/1", directory: "."), files: files)
    #expect(answer.failure?.hasPrefix("cannot unpack what was sent: ") == true)
    #expect(answer.word(of: "m/1") == "absent")
    #expect(answer.word(of: "n/1") == nil)
    #expect(!bench.exists("n/1/start.0"))
  }

  @Test(arguments: AgentTests.shells)
  func `the log, the records and the files that are asked for are sent`(shell: String) throws {
    let bench = try AgentBench(shell: shell)
    try bench.write("n 'o/1/log", "said\n")
    try bench.write("n 'o/1/start.0", "claimed\nend\n")
    try bench.write("n 'o/1/job.sh", "secret")
    try bench.write("w *k/a b.csv", "1\n")
    try bench.write("w *k/-c.csv", "2\n")
    try bench.write("w *k/other", "3\n")
    try bench.write("w *k/sub/deep.txt", "4\n")
    let said = try ScratchFile()
    try said.append(
      try bench.print([
        .fetch("n 'o/1"), .fetch("nowhere/1"), .file("w *k/-c.csv"), .file("w *k/a b.csv"),
        .file("w *k/nothing"), .file("w *k/sub/deep.txt"),
      ]))
    let files = try #require(try RemoteFiles(said, nonce: bench.nonce))
    #expect(files.isWhole)
    var reader = TarReader(said.path, from: try #require(files.archive))
    var names: [String] = []
    while let entry = try reader.next() { names.append(entry.name) }
    #expect(
      names == [
        "./n 'o/1/log", "./n 'o/1/start.0", "./w *k/-c.csv", "./w *k/a b.csv",
        "./w *k/sub/deep.txt",
      ])
  }

  @Test func `where nothing is left the archive is empty`() throws {
    let bench = try AgentBench()
    let said = try ScratchFile()
    try said.append(try bench.print([.fetch("nowhere/1")]))
    let files = try #require(try RemoteFiles(said, nonce: bench.nonce))
    var reader = TarReader(said.path, from: try #require(files.archive))
    #expect(try reader.next() == nil)
  }

  private func files(_ bench: AgentBench, _ lines: [RemoteRequest.Line]) throws -> (
    RemoteFiles, ScratchFile
  ) {
    let said = try ScratchFile()
    try said.append(try bench.print(lines))
    return (try #require(try RemoteFiles(said, nonce: bench.nonce)), said)
  }

  @Test(arguments: AgentTests.shells)
  func `it is said what there is, whatever it is called`(shell: String) throws {
    let bench = try AgentBench(shell: shell)
    let odd = ["a b", "-n", "new\nline", "tab\t.", "back\\slash", "ü 漢 🙂", "it's \"$(x)\" *", " "]
    for name in odd { try bench.write("w k/\(name)", name) }
    try bench.write("w k/sub/deep", "4444")
    try bench.write("n/1/start.0", "claimed\nend\n")
    try Files.symbolicLink("/nowhere", at: "\(bench.root)/w k/link")
    let (all, _) = try files(
      bench,
      [
        .list(directory: "w k", attempt: "n/1", patterns: []),
        .list(directory: "gone", attempt: "n/1", patterns: []),
        .list(directory: "w k/sub", attempt: "n/2", patterns: ["no*", "d*p"]),
      ])
    guard case .files(let found, let began)? = all.listings["w k"] else {
      Issue.record("it was not said")
      return
    }
    let start = try #require(Files.status("\(bench.root)/n/1/start.0"))
    #expect(began == start.modified / 1_000_000_000)
    #expect(
      Set(found.filter { $0.kind == .file }.map(\.name)) == Set(odd + ["sub/deep"]))
    #expect(found.first { $0.name == "link" }?.kind == .link)
    #expect(found.first { $0.name == "sub" }?.kind == .directory)
    #expect(found.first { $0.name == "sub/deep" }?.size == 4)
    guard case .absent? = all.listings["gone"],
      case .files(let deep, nil)? = all.listings["w k/sub"]
    else {
      Issue.record("it was not said")
      return
    }
    #expect(deep.map(\.name) == ["", "deep"])
    for name in odd {
      let (answer, said) = try files(
        bench,
        [.file("w k/\(name)"), .piece(RemotePiece(number: 3, name: "w k/\(name)"), limit: 99)])
      var reader = TarReader(said.path, from: try #require(answer.archive))
      #expect(try reader.next()?.name == "./w k/\(name)")
      #expect(answer.pieces.map(\.size) == [name.utf8.count])
    }
  }

  @Test(arguments: AgentTests.shells)
  func `a file is sent from behind what is here of it, if that is its beginning`(
    shell: String
  ) throws {
    let bench = try AgentBench(shell: shell)
    try bench.write("w/x", "0123456789")
    try bench.place.write("beginning", "0123")
    let sum = try #require(try CheckSum.of(bench.place.at("beginning"), count: 4))
    let (answer, said) = try files(
      bench,
      [
        .piece(RemotePiece(number: 0, name: "w/x", count: 4, sum: sum), limit: 99),
        .piece(RemotePiece(number: 1, name: "w/x", count: 4, sum: sum + 1), limit: 99),
        .piece(RemotePiece(number: 2, name: "w/x", count: 4, token: "10 then"), limit: 3),
        .piece(RemotePiece(number: 3, name: "w/none", count: 4, sum: sum), limit: 3),
        .piece(RemotePiece(number: 4, name: "w/x", count: 4, sum: sum), limit: 3),
      ])
    let texts = try answer.pieces.map { piece in
      String(
        decoding: try Files.part(of: said.path, at: piece.offset, count: piece.count),
        as: UTF8.self)
    }
    #expect(texts == ["456789", "0123456789", "012", "456"])
    #expect(answer.pieces.map(\.start) == [4, 0, 0, 4])
    #expect(answer.pieces.allSatisfy { $0.size == 10 })
    #expect(answer.gone == [3])
  }
}
