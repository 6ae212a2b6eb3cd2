import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// Records of attempts: only whole ones are evidence.
@Suite struct AttemptEvidenceTests {
  private static let start = """
    host node one
    pid 4711
    began 123456
    boot 8a-b
    gpu 0,1
    end

    """

  private let place: TemporaryDirectory
  private var evidence: AttemptEvidence { AttemptEvidence(directory: place.path) }

  init() throws { place = try TemporaryDirectory() }

  /// What a reading is, as a word.
  private func word<Record>(_ reading: AttemptEvidence.Reading<Record>) -> String {
    switch reading {
    case .absent: "absent"
    case .incomplete: "incomplete"
    case .unreadable: "unreadable"
    case .complete: "complete"
    }
  }

  @Test func `where nothing was written there is no evidence`() {
    #expect(word(evidence.start()) == "absent")
    #expect(word(evidence.exit()) == "absent")
  }

  @Test func `a whole start record names host, process and devices`() throws {
    try place.write("start.0", Self.start)
    guard case .complete(.wrapper(let host, let process, let gpu), let modified) = evidence.start()
    else { throw TestFailure("no whole start record: \(word(evidence.start()))") }
    #expect(host == "node one")
    #expect(process == ProcessIdentity(pid: 4711, startTime: "123456", bootID: "8a-b"))
    #expect(gpu == "0,1")
    #expect(abs(modified - WallClock.now()) < 60_000_000_000)
  }

  @Test func `a start record that is cut anywhere is no evidence`() throws {
    let bytes = Array(Self.start.utf8)
    for count in 0..<bytes.count {
      try place.write("start.0", Array(bytes.prefix(count)))
      #expect(word(evidence.start()) == "incomplete", "after \(count) bytes")
    }
  }

  @Test func `an exit record that is cut anywhere is no evidence`() throws {
    let bytes = Array("exit 17\nend\n".utf8)
    for count in 0..<bytes.count {
      try place.write("exit.0", Array(bytes.prefix(count)))
      #expect(word(evidence.exit()) == "incomplete", "after \(count) bytes")
    }
    try place.write("exit.0", bytes)
    guard case .complete(let exit, _) = evidence.exit() else { throw TestFailure("no exit record") }
    #expect(exit == AttemptEvidence.Exit(code: 17))
  }

  @Test func `an exit record may say that there was too little memory`() throws {
    try place.write("exit.0", "exit 137\noom\nend\n")
    guard case .complete(let exit, _) = evidence.exit() else { throw TestFailure("no exit record") }
    #expect(exit == AttemptEvidence.Exit(code: 137, isOutOfMemory: true))
  }

  @Test(arguments: [
    "end\n", "\nend\n", " \nend\n", "exit\nend\n", "exit x\nend\n", "code 1\nend\n",
    "exit 1\nend\nmore\n", "exit 1\nend \n", "\u{0}\nend\n",
  ])
  func `an exit record of another shape is no evidence`(text: String) throws {
    try place.write("exit.0", text)
    #expect(word(evidence.exit()) == "incomplete")
  }

  @Test(arguments: ["pid", "began", "boot"])
  func `a start record that does not name its process is no evidence`(key: String) throws {
    let lines = Self.start.split(separator: "\n").filter { !$0.hasPrefix(key) }
    try place.write("start.0", lines.joined(separator: "\n") + "\n")
    #expect(word(evidence.start()) == "incomplete")
  }

  @Test func `devices with strange names do not make a start record something else`() throws {
    let text = Self.start.replacing("gpu 0,1\n", with: "gpu \n \nclaimed\npid 1\n")
    try place.write("start.0", text)
    guard case .complete(.wrapper(_, let process, _), _) = evidence.start() else {
      throw TestFailure("no whole start record: \(word(evidence.start()))")
    }
    #expect(process.pid == 4711)
  }

  @Test func `whoever claims the start first has it, and nobody after`() throws {
    #expect(try evidence.claim())
    guard case .complete(.claimed, _) = evidence.start() else { throw TestFailure("not claimed") }
    #expect(try !evidence.claim())
    #expect(try place.names() == ["start.0"])
  }

  @Test func `a start that a wrapper made cannot be claimed, whole or not`() throws {
    try place.write("start.0", Self.start)
    #expect(try !evidence.claim())
    #expect(try place.text("start.0") == Self.start)
    try place.write("start.0", "")
    #expect(try !evidence.claim())
  }

  @Test func `a claim makes the directory that the intent named`() throws {
    let records = AttemptEvidence(directory: place.at("run/node/1"))
    #expect(try records.claim())
    #expect(place.exists("run/node/1/start.0"))
  }

  @Test func `of many that claim at once exactly one has it`() async throws {
    let directory = place.path
    let won = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<32 {
        group.addTask { (try? AttemptEvidence(directory: directory).claim()) ?? false }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(won == 1)
  }
}

/// Ends a test that cannot go on.
struct TestFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
