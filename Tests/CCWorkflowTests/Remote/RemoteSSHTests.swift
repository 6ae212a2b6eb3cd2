import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// Jobs behind real ssh servers.
@Suite(.enabled(if: SSHHosts.areInstalled, "there is no OpenSSH server"))
struct RemoteSSHTests {
  private let place: TemporaryDirectory

  init() throws { place = try TemporaryDirectory() }

  private func bench(
    _ hosts: SSHHosts, _ name: String, root: String = "~/ro ot"
  ) throws -> RemoteBench {
    let control = place.at("c")
    try #require(Directories.ensurePrivate(control))
    return try RemoteBench(
      .ssh(name, control: control, configuration: hosts.configuration, silence: 3), root: root,
      in: place)
  }

  @Test func `jobs run over one connection, and what they leave comes back`() throws {
    let hosts = try SSHHosts("h1")
    let bench = try bench(hosts, "h1")
    for ticket in 1...20 {
      try bench.launch(ticket, "echo \(ticket) | tee result; exit 3", outputs: ["res*"])
    }
    try bench.turn { bench.said.count { $0.hasSuffix("exited 3") } == 20 }
    #expect(try bench.log(20) == "20\n")
    #expect(try hosts.connections(to: "h1") == 1)
    try bench.launch(21, "hostname >name", outputs: ["name"])
    try bench.turn(until: "21 exited 0")
    if SSHHosts.haveWalls { #expect(try place.text("work/name") == "h1\n") }
  }

  @Test func `noise, a banner and a home with blanks do not matter`() throws {
    let hosts = try SSHHosts("h1", "--noisy", "--banner", "--home", "my 'ho me")
    let bench = try bench(hosts, "h1")
    try bench.launch(1, "pwd")
    try bench.turn(until: "1 exited 0")
    #expect(try bench.log(1).hasSuffix("ro ot/w k/1\n"))
  }

  @Test func `whatever parameters hold, they arrive unchanged`() throws {
    let odd = ["a b", "it's", "\"", "$(touch x)", "`x`", "\\", "a\nb\n", "*", "ü 漢 🙂", "!!", ""]
    let bench = try bench(try SSHHosts.shared(), "h2", root: "~/odd '\"$(x)")
    let command = ["/bin/sh", "-c", "printf '%s\\0' \"$@\" \"$KEY\"", "sh"] + odd
    try bench.backend.launch(
      bench.submission(1, command, environment: ["KEY": odd.joined(separator: "|")]))
    try bench.turn(until: "1 exited 0")
    let expected = (odd + [odd.joined(separator: "|")]).map { "\($0)\0" }.joined()
    #expect(try bench.log(1) == expected)
  }

  @Test func `a job goes on while its connections are ended and its server is down`() throws {
    let hosts = try SSHHosts("h1")
    let bench = try bench(hosts, "h1")
    try bench.launch(1, "until [ -e ../../go ]; do sleep 0.05; done; echo on; exit 4")
    try bench.turn(until: "1 started")
    try hosts.apply(.refuse, to: "h1")
    try hosts.apply(.drop, to: "h1")
    try bench.turn { bench.said.contains { $0.hasPrefix("closed: ") } }
    _ = try hosts.enter("h1", "/bin/sh", "-c", "touch \"$HOME/ro ot/go\"")
    try hosts.apply(.accept, to: "h1")
    try bench.turn(until: "1 exited 4")
    #expect(bench.said.count { $0 == "open" } == 1)
    #expect(try bench.log(1) == "on\n")
  }

  @Test func `a job is started once while connections are ended all the time`() throws {
    let hosts = try SSHHosts("h1")
    let bench = try bench(hosts, "h1")
    for ticket in 1...5 {
      for job in 0..<4 { try bench.launch(4 * ticket + job, "echo ran >>../../ran; exit 0") }
      var turns = 0
      try bench.turn {
        turns += 1
        return turns > 3
      }
      try hosts.apply(.drop, to: "h1")
    }
    try bench.turn { bench.said.count { $0.hasSuffix("exited 0") } == 20 }
    let ran = try hosts.enter("h1", "/bin/sh", "-c", "wc -l <\"$HOME/ro ot/ran\"")
    #expect(ran == "20\n")
  }

  @Test(.enabled(if: SSHHosts.haveWalls, "hosts have no walls here"))
  func `a host is cut off without a word, and its job's end is found afterwards`() throws {
    let hosts = try SSHHosts("h1")
    let bench = try bench(hosts, "h1")
    try bench.launch(1, "until [ -e ../../go ]; do sleep 0.05; done; exit 4")
    try bench.turn(until: "1 started")
    try hosts.apply(.cut, to: "h1")
    try bench.turn { bench.said.contains { $0.hasPrefix("closed: ") } }
    _ = try hosts.enter("h1", "/bin/sh", "-c", "touch \"$HOME/ro ot/go\"")
    try hosts.apply(.restore, to: "h1")
    try bench.turn(until: "1 exited 4")
  }

  @Test(.enabled(if: SSHHosts.haveWalls, "hosts have no walls here"))
  func `a job on a host that crashed is lost, and later ones run`() throws {
    let hosts = try SSHHosts("h1")
    let bench = try bench(hosts, "h1")
    try bench.launch(1, "sleep 300")
    try bench.turn(until: "1 started")
    try hosts.apply(.crash, to: "h1")
    try bench.turn { bench.said.contains { $0.hasPrefix("closed: ") } }
    try bench.launch(2, "exit 0")
    try hosts.apply(.boot, to: "h1")
    try bench.turn(until: "2 exited 0")
    try bench.turn(until: "1 left nothing")
  }

  @Test(.enabled(if: SSHHosts.haveWalls, "hosts have no walls here"))
  func `a job waits for room on a disk that is full`() throws {
    let hosts = try SSHHosts("h1", "--disk", "4M")
    let bench = try bench(hosts, "h1")
    try place.write("data", [UInt8](repeating: 7, count: 100_000))
    try bench.launch(1, "exit 0")
    try bench.turn(until: "1 exited 0")
    try hosts.apply(.fill, to: "h1")
    let input = RemoteJob.Input(path: place.at("data"), name: "data")
    try bench.launch(2, "wc -c <../../data", inputs: [input])
    try bench.turn { bench.said.contains { $0.hasPrefix("closed: cannot unpack what was sent: ") } }
    try hosts.apply(.free, to: "h1")
    try bench.turn(until: "2 exited 0")
    #expect(try bench.log(2) == "100000\n")
  }

  @Test func `times are ours although the host's clock is an hour behind`() throws {
    let hosts = try SSHHosts("h1", "--skew", "-3600")
    let bench = try bench(hosts, "h1")
    let before = WallClock.now()
    try bench.launch(1, "exit 0")
    try bench.turn(until: "1 exited 0")
    let started = try #require(
      AttemptEvidence(directory: place.at("attempts/1")).started()?.modified)
    #expect(abs(started - before) < 600_000_000_000)
  }

  @Test func `a host whose key is not known is not trusted, and it is said why`() throws {
    let hosts = try SSHHosts.shared()
    let text = String(decoding: try Files.read(hosts.configuration), as: UTF8.self)
    try place.write("config", "UserKnownHostsFile \(place.at("none"))\n\(text)", mode: 0o600)
    let bench = try RemoteBench(
      .ssh("h1", control: nil, configuration: place.at("config")), root: "~/x", in: place)
    try bench.launch(1, "exit 0")
    try bench.turn { !bench.said.isEmpty }
    #expect(
      bench.said == [
        "closed: Host key verification failed: its key is not known here: call 'ssh h1' once by hand, "
          + "and compare the key"
      ])
  }
}
