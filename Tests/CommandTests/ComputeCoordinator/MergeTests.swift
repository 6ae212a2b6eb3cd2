import CampaignStore
import HostIO
import TestSupport
import Testing

/// `merge`, and what may be done with what it made.
@Suite struct MergeTests {
  /// Two studies of one name in two directories, both run.
  private func studies() throws -> CommandTest {
    let test = try CommandTest()
      .file(
        "one/w.yaml",
        "name: w\nworkflow: {nodes: {a: {exec: 'echo \"# cloudmesh progress=9 accuracy=0.5\"'}}}\n"
      )
      .file("two/w.yaml", "name: w\nworkflow: {nodes: {a: {exec: 'false'}}}\n")
    try #require(try test.run("cms-cc", "run", "one/w.yaml").code == 0)
    try #require(try test.run("cms-cc", "run", "two/w.yaml").code == 1)
    return test
  }

  private func bytes(_ test: CommandTest) throws -> [[UInt8]] {
    try [test.place.read("one/w.db"), test.place.read("two/w.db")]
  }

  @Test func `two databases become one, and again nothing changes`() throws {
    let test = try studies()
    let before = try bytes(test)
    let run = try test.run("cms-cc", "merge", "one/w.db", "two/w.db", "-o", "all.db")
    #expect(run.code == 0)
    #expect(run.output == "all.db: 2 runs (2 new), 2 attempts (2 new) from 2 databases\n")
    #expect(run.errors == "")
    #expect(run.written == ["all.db"])
    #expect(try bytes(test) == before)
    let again = try test.run("cms-cc", "merge", "two/w.db", "all.db", "one/w.db", "-o", "all.db")
    #expect(again.output == "all.db: 2 runs (0 new), 2 attempts (0 new) from 3 databases\n")
    #expect(try bytes(test) == before)
  }

  @Test func `the report of a merged database is that of all its runs`() throws {
    var test = try CommandTest()
    for (machine, values) in [("one", "[1, 2]"), ("two", "[3]")] {
      test = try test.file(
        "\(machine)/w.yaml",
        "name: w\nworkflow: {nodes: {a: {foreach: {n: \(values)}, exec: 'true'}}}\n")
      #expect(try test.run("cms-cc", "run", "\(machine)/w.yaml").code == 0)
    }
    #expect(try test.run("cms-cc", "merge", "one/w.db", "two/w.db", "-o", "all.db").code == 0)
    #expect(
      try test.run("cms-cc", "report", "all.db").output.contains("3 of 3 experiments done"))
    #expect(
      try test.run("cms-cc", "report", "one/w.db").output.contains("2 of 2 experiments done"))
  }

  @Test func `the same database twice, or under another name, counts once`() throws {
    let test = try studies()
    let run = try test.run(
      "/bin/sh", "-c",
      "ln -s one/w.db same.db && exec \"$0\" merge one/w.db same.db one/../one/w.db -o all.db --json",
      CommandTest.products + "/cms-cc")
    #expect(run.code == 0, "\(run.errors)")
    #expect(
      run.output == """
        {"version":1,"database":"all.db","databases":1,"runs":1,"new_runs":1,"attempts":1,\
        "new_attempts":1,"conflicts":[]}

        """)
  }

  @Test func `a merge into one of them keeps its runs its own`() throws {
    let test = try studies()
    let run = try test.run("cms-cc", "merge", "one/w.db", "two/w.db", "-o", "one/w.db")
    #expect(run.code == 0)
    #expect(run.output == "one/w.db: 2 runs (1 new), 2 attempts (1 new) from 2 databases\n")
    let origins = try CampaignStore(test.place.at("one/w.db"), .readOnly).origins()
    #expect(origins.values.flatMap { $0 }.map(\.database) == ["w.db"])
  }

  @Test func `logs, status, list and doctor tell where a run is from`() throws {
    let test = try studies()
    let host = Environment.hostName()
    #expect(try test.run("cms-cc", "merge", "one/w.db", "-o", "all.db").code == 0)
    let log = try test.run("cms-cc", "logs", "all.db", "a")
    #expect(log.output == "# cloudmesh progress=9 accuracy=0.5\n")
    let id = try #require(try CampaignStore(test.place.at("all.db"), .readOnly).runs().first).id
    try Directories.removeTree(test.place.at("one/.cms"))
    let gone = try test.run("cms-cc", "logs", "all.db", "a")
    #expect(gone.code == 2)
    #expect(
      gone.errors == """
        error: the log of 'a' is not there: '\(test.place.path)/one/.cms/\(id)/a/1/log' [EE302]
        hint: run \(id) was merged from 'w.db' of host '\(host)', and logs stay there

        """)
    #expect(try test.run("cms-cc", "status", "all.db").output.contains("  a  done"))
    let list = try test.run("cms-cc", "list", "all.db")
    #expect(list.output.hasSuffix("/all.db  from 'w.db' of host '\(host)'\n"))
    let doctor = try test.run("cms-cc", "doctor", "all.db")
    #expect(
      doctor.output.contains(
        "note     run \(id) of w: done, merged from 'w.db' of host '\(host)'\n"))
    #expect(doctor.code == 0)
  }

  @Test(arguments: [
    ["resume", "all.db"], ["run", "two/w.yaml", "--db", "all.db"],
    ["run", "two/w.yaml", "--db", "all.db", "--new"],
    ["run", "two/w.yaml", "--db", "all.db", "-n"],
    ["retry", "all.db", "a"], ["pause", "all.db"],
  ])
  func `a merged run is not gone on with`(command: [String]) throws {
    let test = try studies()
    #expect(try test.run("cms-cc", "merge", "two/w.db", "-o", "all.db").code == 0)
    let id = try #require(try CampaignStore(test.place.at("all.db"), .readOnly).runs().first).id
    let run = try test.run(["cms-cc"] + command)
    #expect(run.code == 4, "\(run.output)")
    #expect(
      run.errors == """
        error: run \(id) was merged into this database from 'w.db' of host \
        '\(Environment.hostName())', and is only there to be read here; name the database that it \
        was begun in, or another one with --db

        """)
    let runs = try CampaignStore(test.place.at("all.db"), .readOnly).runs()
    #expect(runs.map(\.id) == [id])
    #expect(runs.map(\.state) == ["done"] || runs.map(\.state) == ["failed"])
  }

  @Test func `a database that a runner writes is merged as it is just then`() throws {
    let test = try CommandTest().file(
      "w.yaml",
      "workflow: {nodes: {a: {exec: 'true'}, b: {exec: 'touch b; until test -e go; do sleep 0.01; done'}},"
        + " dependencies: ['a,b']}\n")
    let runner = try test.start(["cms-cc", "run", "w.yaml"])
    #expect(try test.comesTrue { test.place.exists("b") })
    let merge = try test.run("cms-cc", "merge", "w.db", "-o", "all.db")
    #expect(merge.code == 0, "\(merge.errors)")
    let status = try test.run("cms-cc", "status", "all.db")
    #expect(status.output.contains("  a  done"))
    #expect(status.output.contains("  b  running"))
    // Where a run goes on nothing is merged.
    let busy = try test.run("cms-cc", "merge", "all.db", "-o", "w.db")
    #expect(busy.code == 2)
    let id = try #require(try CampaignStore(test.place.at("w.db"), .readOnly).runs().first).id
    #expect(
      busy.errors == """
        error: run \(id) of 'w' goes on in 'w.db', which it would have to wait for [EE307]
        hint: merge into another file with -o, or wait until it has ended

        """)
    try test.place.write("go", "")
    #expect(runner.wait() == 0)
    let after = try test.run("cms-cc", "merge", "w.db", "-o", "all.db")
    #expect(after.code == 0)
    #expect(after.errors == "")
    #expect(try test.run("cms-cc", "status", "all.db").output.contains("  b  done"))
  }
}

/// What cannot be merged, and where nothing can be written.
@Suite struct BadMergeTests {
  private func finished() throws -> CommandTest {
    let test = try CommandTest().file(
      "w.yaml", "workflow: {nodes: {a: {exec: 'echo \"# cloudmesh accuracy=0.5\"'}}}\n")
    try #require(try test.run("cms-cc", "run", "w.yaml").code == 0)
    return test
  }

  private func expectRefusal(
    _ test: CommandTest, _ words: [String], code: Int32, _ message: String
  ) throws {
    let run = try test.run(["cms-cc", "merge"] + words)
    #expect(run.code == code, "\(run.output)\(run.errors)")
    #expect(run.errors.hasPrefix(message), "\(run.errors)")
    #expect(run.written == [])
  }

  @Test func `a merge says where to`() throws {
    try expectRefusal(
      try CommandTest(), ["a.db"], code: 64,
      "error: merge needs the database to make: -o FILE\n")
  }

  @Test func `what is no database, or none of ours, is refused and nothing is written`() throws {
    let test = try finished().file("text.db", "x")
    try expectRefusal(
      test, ["w.db", "no.db", "-o", "all.db"], code: 2,
      "error: database 'no.db': there is no such file\n")
    try expectRefusal(
      test, ["w.db", "text.db", "-o", "all.db"], code: 2,
      "error: database 'text.db': not a database\n")
    try expectRefusal(
      test, ["w.db", "-o", "text.db"], code: 2, "error: database 'text.db': not a database\n")
    try expectRefusal(
      test, ["w.db", "-o", "no/all.db"], code: 2,
      "error: there is no directory '\(test.place.path)/no' for 'no/all.db' [EE303]\n")
  }

  @Test func `a database of a later version is refused`() throws {
    let test = try finished()
    try Connection(test.place.at("w.db"), .readWrite).execute("PRAGMA user_version = 99")
    try expectRefusal(
      test, ["w.db", "-o", "all.db"], code: 4,
      "error: database 'w.db': its schema is version 99, this program knows up to 6\n")
  }

  @Test(arguments: ["cut", "flipped"], ["input", "output"])
  func `a damaged database is refused, and nothing is written`(damage: String, role: String) throws
  {
    let test = try finished()
    try #require(try test.run("cms-cc", "merge", "w.db", "-o", "bad.db").code == 0)
    var bytes = try test.place.read("bad.db")
    if damage == "cut" {
      bytes.removeLast(bytes.count / 2)
    } else {
      for index in stride(from: 4096, to: bytes.count, by: 97) { bytes[index] ^= 0xFF }
    }
    try test.place.write("bad.db", bytes)
    let words = role == "input" ? ["w.db", "bad.db", "-o", "all.db"] : ["w.db", "-o", "bad.db"]
    try expectRefusal(test, words, code: 4, "error: database 'bad.db': ")
  }

  @Test(
    .enabled(if: SmallDisk.canMount, "this machine lets nobody mount a small disk"),
    arguments: [false, true])
  func `a full disk is reported, and what was there stays`(isThere: Bool) throws {
    let test = try finished()
    try #require(try test.run("cms-cc", "merge", "w.db", "-o", "small.db").code == 0)
    try Connection(test.place.at("w.db"), .readWrite).execute(
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)
      INSERT INTO measurements SELECT a.id, 'filling', i, i, NULL FROM n, attempts a
      """)
    let run = try test.run(
      "/usr/bin/unshare", "-rm", "/bin/sh", "-c",
      """
      mkdir out && mount -t tmpfs -o size=512k none out || exit 99
      \(isThere ? "cp small.db out/all.db" : "")
      "$0" merge w.db -o out/all.db
      echo "code $?"
      rm -f out/*-shm; ls -A out
      \(isThere ? "\"$0\" export out/all.db --table metrics" : "")
      """, CommandTest.products + "/cms-cc")
    #expect(run.errors.contains("database or disk is full"), "\(run.errors)")
    let rest = try test.run("cms-cc", "export", "small.db", "--table", "metrics").output
    #expect(run.output == "code 4\n" + (isThere ? "all.db\n" + rest : ""), "\(run.errors)")
  }

  @Test(.enabled(if: SmallDisk.canMount, "this machine lets nobody mount a small disk"))
  func `a directory that cannot be written is named`() throws {
    let run = try finished().run(
      "/usr/bin/unshare", "-rm", "/bin/sh", "-c",
      """
      mkdir out && mount -t tmpfs -o ro none out || exit 99
      exec "$0" merge w.db -o out/all.db
      """, CommandTest.products + "/cms-cc")
    #expect(run.code == 2)
    #expect(
      run.errors == """
        error: directory '\(run.place.path)/out' cannot be written, so 'out/all.db' cannot be made \
        there [EE303]
        hint: name another place with -o

        """)
  }
}
