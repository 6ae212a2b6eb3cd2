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
  func `the log, the records and the outputs that there are are sent`(shell: String) throws {
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
        .fetch("n 'o/1"), .fetch("nowhere/1"),
        .fetchFiles(directory: "w *k", pattern: "*.csv"),
        .fetchFiles(directory: "w *k", pattern: "no*"),
        .fetchFiles(directory: "w *k", pattern: "sub"),
      ]))
    let files = try #require(try RemoteFiles(said, nonce: bench.nonce))
    var reader = TarReader(said.path, from: files.offset)
    var names: [String] = []
    while let entry = try reader.next() { names.append(entry.name) }
    #expect(
      names == [
        "./n 'o/1/log", "./n 'o/1/start.0", "./w *k/-c.csv", "./w *k/a b.csv", "./w *k/sub/",
        "./w *k/sub/deep.txt",
      ])
  }

  @Test func `where nothing is left the archive is empty`() throws {
    let bench = try AgentBench()
    let said = try ScratchFile()
    try said.append(try bench.print([.fetch("nowhere/1")]))
    let files = try #require(try RemoteFiles(said, nonce: bench.nonce))
    var reader = TarReader(said.path, from: files.offset)
    #expect(try reader.next() == nil)
  }
}
