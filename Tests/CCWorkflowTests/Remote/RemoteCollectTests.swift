import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// What jobs leave on a host comes here: each file whole, and no byte more often than it has to.
@Suite struct RemoteCollectTests {
  private let host: PretendedHost
  private let bench: RemoteBench

  init() throws {
    host = try PretendedHost()
    bench = try RemoteBench(host.transport, root: "~/ro ot")
    try host.place.write("sent", "")
  }

  private func there(_ name: String) -> String { "\(host.home)/ro ot/\(name)" }

  private func isSame(_ name: String, _ ticket: Int = 1) throws -> Bool {
    try Files.read(there("w k/\(ticket)/\(name)")) == Files.read(bench.place.at("work/\(name)"))
  }

  private static let large = "head -c 3000000 /dev/urandom >"

  @Test func `a cut in a large file costs nothing but what is still to come`() throws {
    try bench.launch(1, "\(Self.large)big; echo small >small", outputs: ["*"])
    try host.place.write("cut", "1000000")
    try host.place.write("then", "rm \"$here/cut\"\n")
    try bench.turn(until: "1 exited 0")
    #expect(try isSame("big") && isSame("small"))
    #expect((3_000_000..<3_100_000).contains(host.sent), "\(host.sent)")
    #expect(try bench.place.names("work") == ["big", "small"])
  }

  @Test func `a runner after a cut goes on behind what the one before it brought`() throws {
    try bench.launch(1, "\(Self.large)big", outputs: ["big"])
    try host.place.write("cut", "1000000")
    try bench.turn { host.sent > 1_000_000 }
    try bench.turn { bench.backend.fetch == nil }
    let next = try RemoteBench(host.transport, root: "~/ro ot", in: bench.place)
    _ = try next.backend.recover(
      next.submission(1, [], outputs: ["big"], wasSeenRunning: true))
    try host.forget("cut")
    try next.turn(until: "1 exited 0")
    #expect(try isSame("big"))
    #expect(host.sent < 3_100_000 + 200_000)
    #expect(try bench.place.names("work") == ["big"])
  }

  @Test func `what becomes another file between a cut and the rest arrives right`() throws {
    try bench.launch(1, "\(Self.large)big", outputs: ["big"])
    try host.place.write("cut", "1000000")
    try host.place.write(
      "then", "rm \"$here/cut\"; head -c 2500000 /dev/urandom >\"$HOME/ro ot/w k/1/big\"\n")
    try bench.turn(until: "1 exited 0")
    #expect(try isSame("big"))
    #expect(try Files.read(bench.place.at("work/big")).count == 2_500_000)
  }

  @Test func `a file that is larger than one command may bring comes by several`() throws {
    bench.backend.mostFetchedBytes = 700_000
    try bench.launch(1, "\(Self.large)big; echo small >small", outputs: ["*"])
    try bench.turn(until: "1 exited 0")
    #expect(try isSame("big") && isSame("small"))
    #expect((3_000_000..<3_100_000).contains(host.sent), "\(host.sent)")
  }

  @Test func `a large file that became another one after it was listed comes all the same`()
    throws
  {
    bench.backend.mostFetchedBytes = 700_000
    try bench.launch(1, "\(Self.large)big", outputs: ["*"])
    try bench.turn { bench.backend.jobs[1]?.collection != nil }
    let made = "\(Self.large)'\(there("w k/1/big"))'"
    #expect(try Spawn.output(of: ["/bin/sh", "-c", made]).code == 0)
    try bench.turn(until: "1 exited 0")
    #expect(try isSame("big"))
    #expect(host.sent < 6_000_000, "\(host.sent)")
  }

  @Test func `what was there before the job began is not its own`() throws {
    func file(_ name: String, _ changed: Int) throws -> RemoteFile {
      let record = "i\t81a4\t7\t5\t\(changed)\t1970-01-01 00:00:05.000000001 +0000\t./\(name)\t"
      return try #require(RemoteFile(record: Array(record.utf8)[...]))
    }
    let files = [try file("old", 90), try file("new", 100)]
    for takesAll in [true, false] {
      let job = bench.submission(1, [], outputs: ["*"], takesAll: takesAll).remote
      let collection = RemoteCollection(
        files, since: 100, of: try #require(job), in: bench.place.at("work"))
      #expect(Set(collection.wanted.keys) == (takesAll ? ["new"] : ["new", "old"]))
    }
  }

  @Test func `a file is not there under its name before it is whole`() throws {
    try bench.launch(1, "\(Self.large)big", outputs: ["big"])
    try host.place.write("cut", "1000000")
    try bench.turn { host.sent > 1_000_000 }
    try bench.turn { bench.backend.fetch == nil }
    #expect(!bench.place.exists("work/big"))
    #expect(!bench.place.exists("attempts/1/exit.0"))
  }

  @Test func `of a second attempt only that comes which it has changed`() throws {
    try bench.launch(1, "\(Self.large)same; \(Self.large)new; echo a >small", outputs: ["*"])
    try bench.turn(until: "1 exited 0")
    let before = host.sent
    // The first is written anew with the same bytes, the second is added to.
    let script = "cp ../1/* .; echo more >>new; echo b >small"
    try bench.launch(2, script, outputs: ["*"])
    try bench.turn(until: "2 exited 0")
    #expect(try isSame("same", 2) && isSame("new", 2) && isSame("small", 2))
    #expect(host.sent - before < 100_000, "\(host.sent - before)")
  }

  @Test func `whatever files are called they come, and links that stay inside`() throws {
    let script = """
      mkdir -p 'empty dir' sub
      for name in 'a b' -n 'it'"'"'s' 'ü 漢 🙂' 'back\\slash' "$(printf 'new\\nline')"; do
        printf '%s\\n' "$name" >"sub/$name"
        head -c 300000 /dev/zero >"$name"
      done
      ln -s sub/-n inside
      ln -s /etc/passwd outside
      chmod +x 'a b'
      """
    try bench.launch(1, script, takesAll: true)
    let left =
      "left on 'far' in '~/ro ot/w k/1': 'outside' (a link that leads out of the directory "
    try bench.turn(until: "1 exited 0, \(left)of the job)")
    let names = ["-n", "a b", "back\\slash", "it's", "new\nline", "ü 漢 🙂"]
    #expect(
      try Set(bench.place.names("work")) == Set(names + ["empty dir", "sub", "inside"]))
    for name in names {
      #expect(try bench.place.text("work/sub/\(name)") == "\(name)\n")
      #expect(Files.status(bench.place.at("work/\(name)"))?.size == 300_000)
    }
    #expect(Files.status(bench.place.at("work/a b"))?.isExecutable == true)
    #expect(Files.target(ofLink: bench.place.at("work/inside")) == "sub/-n")
  }

  @Test func `all that a job made comes, but not what it was sent, nor what is too large`() throws {
    try bench.place.write("work/code.py", "1")
    try bench.place.write("work/data", "2")
    let inputs = ["code.py", "data"].map {
      RemoteJob.Input(path: bench.place.at("work/\($0)"), name: "w k/1/\($0)")
    }
    let before = Files.status(bench.place.at("work/code.py"))
    var submission = bench.submission(
      1, ["/bin/sh", "-c", "truncate -s 101M big; echo r >result; echo 3 >data"], inputs: inputs,
      takesAll: true)
    submission.remote?.submitted = WallClock.text(WallClock.now())
    try bench.backend.launch(submission)
    try bench.turn(until: "1 exited 0, left on 'far' in '~/ro ot/w k/1': 'big' (101 MiB)")
    #expect(try Set(bench.place.names("work")) == ["code.py", "data", "result"])
    #expect(Files.status(bench.place.at("work/code.py")) == before)
    #expect(try bench.place.text("work/data") == "3\n")
  }

  @Test func `what was changed here while the job changed it there stays as it is`() throws {
    try bench.place.write("work/data", "2")
    let input = RemoteJob.Input(path: bench.place.at("work/data"), name: "w k/1/data")
    var submission = bench.submission(
      1, ["/bin/sh", "-c", "until [ -e ../../go ]; do sleep 0.01; done; echo 3 >data"],
      inputs: [input], takesAll: true)
    submission.remote?.submitted = WallClock.text(WallClock.now())
    try bench.backend.launch(submission)
    try bench.turn(until: "1 started")
    try bench.place.write("work/data", "edited")
    try Files.create(there("go"), [])
    try bench.turn(
      until: "1 exited 0, left on 'far' in '~/ro ot/w k/1': 'data' (it was changed here as well)")
    #expect(try bench.place.text("work/data") == "edited")
  }

  @Test func `a host that cannot list files loses none without a word`() throws {
    try host.place.write("bin/stat", "#!/bin/sh\nexit 1\n", mode: 0o755)
    try bench.launch(1, "echo r >result", outputs: ["*"])
    try bench.turn(
      until: "1 exited 0, but what it left could not be brought back from 'far': the host cannot "
        + "list files: it needs find, stat and xargs")
  }

  @Test(arguments: [
    (["!*.tmp"], ["a.txt", "sub/b.txt"]), (["*", "!sub"], ["a.txt", "c.tmp"]),
    (["!sub/*.tmp"], ["a.txt", "c.tmp", "sub/b.txt"]), ([], []),
  ])
  func `what is excluded stays there`(entries: [String], expected: [String]) throws {
    try bench.launch(
      1, "mkdir sub; echo >a.txt; echo >c.tmp; echo >sub/b.txt; echo >sub/d.tmp",
      outputs: entries)
    try bench.turn(until: "1 exited 0")
    let all = ["a.txt", "c.tmp", "sub/b.txt", "sub/d.tmp"]
    #expect(all.filter { bench.place.exists("work/\($0)") } == expected)
  }
}

/// The checksum of `cksum`.
@Suite struct CheckSumTests {
  @Test(arguments: [0, 1, 7, 8, 9, 300, 100_000])
  func `it is the one that cksum prints`(count: Int) throws {
    let place = try TemporaryDirectory()
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ $0 >> 8) }
    try place.write("x", bytes)
    let said = try Spawn.output(of: ["cksum"], input: bytes).output
    let sum = try #require(try CheckSum.of(place.at("x"), count: count))
    #expect(String(decoding: said, as: UTF8.self) == "\(sum) \(count)\n")
    #expect(try CheckSum.of(place.at("x"), count: count + 1) == nil)
  }
}
