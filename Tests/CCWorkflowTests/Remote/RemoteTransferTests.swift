import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// Large files between this machine and real ssh servers, over connections that are cut.
@Suite(.enabled(if: SSHHosts.areInstalled, "there is no OpenSSH server"))
struct RemoteTransferTests {
  private static let size = 30_000_000
  private let place: TemporaryDirectory

  init() throws { place = try TemporaryDirectory() }

  /// Carries connections, and keeps what came; one is ended behind so many bytes as `limit` says.
  private static let carrier = """
    here=${0%/*}
    limit=$(cat "$here/limit" 2>/dev/null || echo 9999999999)
    rm -f "$here/limit"
    exec 3<>"/dev/tcp/$1/$2"
    exec 4<&0
    up=$(cat "$here/uplimit" 2>/dev/null || echo 9999999999)
    rm -f "$here/uplimit"
    (dd bs=65536 iflag=count_bytes count="$up" status=none <&4 | tee -a "$here/sent"; kill $$) >&3 &
    dd bs=65536 iflag=count_bytes count="$limit" status=none <&3 | tee -a "$here/traffic"
    kill %1

    """

  /// How many bytes came from the host.
  private var traffic: Int { Files.status(place.at("traffic"))?.size ?? 0 }

  /// How many bytes went there.
  private var sent: Int { Files.status(place.at("sent"))?.size ?? 0 }

  private func bench(_ hosts: SSHHosts) throws -> RemoteBench {
    try place.write("carrier", Self.carrier)
    let known = String(decoding: try Files.read(hosts.configuration), as: UTF8.self)
    let carried = "ProxyCommand bash '\(place.at("carrier"))' %h %p\n"
    try place.write("config", carried + known, mode: 0o600)
    let control = place.at("c")
    try #require(Directories.ensurePrivate(control))
    return try RemoteBench(
      .ssh("h1", control: control, configuration: place.at("config")), root: "~/ro ot", in: place)
  }

  private func sum(_ hosts: SSHHosts, _ name: String) throws -> String {
    try hosts.enter("h1", "/bin/sh", "-c", "cksum <\"$HOME/ro ot/w k/\(name)\"")
  }

  private func sum(here name: String) throws -> String {
    let count = try #require(Files.status(place.at("work/\(name)"))?.size)
    return "\(try CheckSum.of(place.at("work/\(name)"), count: count) ?? 0) \(count)\n"
  }

  @Test func `a large output comes once although its connection is cut in the middle`() throws {
    let hosts = try SSHHosts("h1")
    let bench = try bench(hosts)
    try place.write("limit", "12000000")
    try bench.launch(
      1, "head -c \(Self.size) /dev/urandom >big.bin; echo 1 >small.csv", outputs: ["*"])
    try bench.turn(until: "1 exited 0")
    #expect(!place.exists("limit"))
    #expect(try hosts.connections(to: "h1") == 2)
    #expect(try sum(here: "big.bin") == sum(hosts, "1/big.bin"))
    #expect(try place.text("work/small.csv") == "1\n")
    #expect((Self.size..<(Self.size + 1_000_000)).contains(traffic), "\(traffic)")
  }

  @Test func `a retry brings only what it changed`() throws {
    let hosts = try SSHHosts("h1")
    let bench = try bench(hosts)
    try bench.launch(
      1, "head -c \(Self.size) /dev/urandom >big.bin; echo 1 >small.csv", outputs: ["*"])
    try bench.turn(until: "1 exited 0")
    let before = traffic
    try bench.launch(2, "cp ../1/big.bin .; echo 2 >small.csv; echo 3 >new.csv", outputs: ["*"])
    try bench.turn(until: "2 exited 0")
    #expect(try sum(here: "big.bin") == sum(hosts, "2/big.bin"))
    #expect(try place.text("work/small.csv") == "2\n")
    #expect(try place.text("work/new.csv") == "3\n")
    #expect(traffic - before < 200_000, "\(traffic - before)")
  }

  @Test(.enabled(if: SSHHosts.haveWalls, "hosts have no walls here"))
  func `what a job left comes although the disk there is full`() throws {
    let hosts = try SSHHosts("h1", "--disk", "8M")
    let bench = try bench(hosts)
    try bench.launch(
      1,
      "head -c 2000000 /dev/urandom >big.bin; echo 1 >small.csv; until [ -e ../../go ]; do "
        + "sleep 0.05; done", outputs: ["*"])
    try bench.turn(until: "1 started")
    try hosts.apply(.refuse, to: "h1")
    try hosts.apply(.drop, to: "h1")
    let end = "cd 'ro ot'; touch go; until [ -s '.cms/r/n 1/1/exit.0' ]; do sleep 0.05; done"
    _ = try hosts.enter("h1", "/bin/sh", "-c", end)
    try hosts.apply(.fill, to: "h1")
    try hosts.apply(.accept, to: "h1")
    try bench.turn(until: "1 exited 0")
    #expect(try place.text("work/small.csv") == "1\n")
    #expect(try sum(here: "big.bin") == sum(hosts, "1/big.bin"))
  }

  private func writeLarge(_ name: String) throws {
    let made = "head -c \(Self.size) /dev/urandom >\(place.at(name))"
    #expect(try Spawn.output(of: ["/bin/sh", "-c", made]).code == 0)
  }

  @Test func `a large input is sent once although its connection is cut in the middle`() throws {
    let hosts = try SSHHosts("h1")
    let bench = try bench(hosts)
    try writeLarge("data")
    try bench.launch(0, "exit 0")
    try bench.turn(until: "0 exited 0")
    try hosts.apply(.refuse, to: "h1")
    try hosts.apply(.drop, to: "h1")
    try place.write("uplimit", "12000000")
    try hosts.apply(.accept, to: "h1")
    let before = sent
    let input = RemoteJob.Input(path: place.at("data"), name: "w k/1/data")
    try bench.launch(1, "cksum <data", inputs: [input])
    try bench.turn(until: "1 exited 0")
    #expect(!place.exists("uplimit"))
    let sum = try #require(try CheckSum.of(place.at("data"), count: Self.size))
    #expect(try bench.log(1) == "\(sum) \(Self.size)\n")
    let cost = sent - before
    // What was on its way when the connection was cut is lost.
    #expect((Self.size..<(Self.size + 6_000_000)).contains(cost), "\(cost)")
  }

  @Test func `what many jobs need is sent once, by no later runner either`() throws {
    let hosts = try SSHHosts("h1")
    let bench = try bench(hosts)
    try writeLarge("data")
    func input(_ ticket: Int) -> [RemoteJob.Input] {
      [RemoteJob.Input(path: place.at("data"), name: "w k/\(ticket)/data")]
    }
    let sum = try #require(try CheckSum.of(place.at("data"), count: Self.size))
    for ticket in 1...3 {
      try bench.launch(ticket, "cksum <data; echo >>data", inputs: input(ticket))
    }
    try bench.turn { bench.said.count { $0.hasSuffix("exited 0") } == 3 }
    // The one that it is copied from has changed: it is not used.
    try bench.launch(4, "cksum <data", inputs: input(4))
    try bench.turn(until: "4 exited 0")
    try bench.launch(5, "cksum <data", inputs: input(5))
    try bench.turn(until: "5 exited 0")
    for ticket in 1...5 { #expect(try bench.log(ticket) == "\(sum) \(Self.size)\n") }
    #expect(sent < 2 * Self.size + 1_000_000, "\(sent)")
    let before = sent
    let next = try RemoteBench(
      .ssh("h1", control: place.at("c"), configuration: place.at("config")), root: "~/ro ot",
      in: place)
    let again = next.submission(6, ["/bin/sh", "-c", "cksum <../5/data"], inputs: input(5))
    try next.backend.launch(again)
    try next.turn(until: "6 exited 0")
    #expect(try next.log(6) == "\(sum) \(Self.size)\n")
    #expect(sent - before < 200_000, "\(sent - before)")
  }
}
