import TestSupport
import Testing

/// Runs on a disk that is full or cannot be written: what was recorded stays, and nothing runs twice.
@Suite(.enabled(if: SmallDisk.canMount, "this machine lets nobody mount a small disk"))
struct FullDiskRunTests {
  private static let program = CommandTest.products + "/cms-cc"

  /// Jobs that note elsewhere that they ran; the first one does something before it ends.
  private func study(_ job: String) throws -> CommandTest {
    let test = try CommandTest()
    return try test.file(
      "workflow.yaml",
      """
      workflow:
        nodes:
          a: {exec: 'echo a >> \(test.place.path)/ran.txt; \(job)', directory: out}
          b: {foreach: {n: "[1-3]"}, exec: 'echo b{n} >> ran.txt'}
          c: {exec: 'echo c >> ran.txt'}
        dependencies: ["a, b, c"]

      """)
  }

  /// What fills the disk and leaves so many KiB free.
  private static func filling(leaving free: Int) -> String {
    "head -c 9000000 /dev/zero > fill 2> ../noise; truncate -s -\(free)K fill"
  }

  /// Starts a run on a disk of 3 MiB, and waits until it has ended or waits for room.
  private static let begin = """
    mkdir out && mount -t tmpfs -o size=3m none out || exit 99
    stuck() { find out/.cms -name exit.0 -size 0 2>/dev/null | grep -q .; }
    ("$0" run workflow.yaml -j 2 --directory out $db >first.txt 2>&1 & echo $! >pid
      wait $!; echo $? >code) &
    until [ -s code ] || { stuck && sleep 0.1 && stuck; }; do sleep 0.01; done
    """
  private static let room = "rm -f out/fill; mount -o remount,size=64m out"
  private static let finish = """
    "$0" resume workflow.yaml -j 2 --directory out $db >second.txt 2>&1
    echo "code $?"
    sort ran.txt
    "$0" status workflow.yaml --directory out $db | tail -n 1
    """
  private static let finished = "code 0\na\nb1\nb2\nb3\nc\n  5 done\n"

  private func run(_ test: CommandTest, _ script: String...) throws -> CommandRun {
    try test.run(
      ["/usr/bin/unshare", "-rm", "/bin/sh", "-c", script.joined(separator: "\n"), Self.program])
  }

  @Test(arguments: [0, 4, 8, 16, 24, 40, 64, 96])
  func `a disk that is full at any point costs no job and no result`(free: Int) throws {
    let test = try study(Self.filling(leaving: free))
    let run = try run(test, Self.begin, Self.room, "wait", Self.finish)
    let first = try test.place.text("first.txt")
    #expect(run.output == Self.finished, "\(first)\(run.errors)")
    #expect(run.errors == "")
    let code = try test.place.text("code")
    #expect(["0\n", "4\n"].contains(code))
    // Either it waited for room, or it said why it stopped.
    let reasons = ["disk is full", "No space left on device"]
    #expect(code == "0\n" || reasons.contains { first.contains($0) }, "\(first)")
  }

  /// The database has room, the records of the jobs have not.
  @Test(arguments: [0, 4, 8])
  func `a job whose start cannot be recorded does not run until it can`(free: Int) throws {
    let test = try study(Self.filling(leaving: free))
    let run = try run(test, "db='--db w.db'", Self.begin, Self.room, "wait", Self.finish)
    let first = try test.place.text("first.txt")
    #expect(run.output == Self.finished, "\(first)\(run.errors)")
    // Without any room already the end of the first job waits.
    #expect(try test.place.text("code") == (free == 0 ? "0\n" : "4\n"), "\(first)")
    #expect(free == 0 || first.hasSuffix("/1/start.0': No space left on device\n"), "\(first)")
  }

  @Test func `a run that finds the disk full from the start begins when there is room`() throws {
    let test = try study("true")
    let run = try run(
      test, "mkdir out && mount -t tmpfs -o size=64k none out || exit 99",
      "head -c 90000 /dev/zero > out/fill 2> noise",
      "\"$0\" run workflow.yaml --directory out >first.txt 2>&1; echo \"code $?\"",
      "cat ran.txt 2>&1", Self.room,
      "\"$0\" run workflow.yaml --directory out >first.txt 2>&1", Self.finish)
    #expect(
      run.output == "code 4\ncat: ran.txt: No such file or directory\n" + Self.finished,
      "\(run.errors)")
  }

  @Test func `a job that cannot record its end waits for room, and says so`() throws {
    let test = try study(Self.filling(leaving: 0))
    let run = try run(
      test, Self.begin, "\"$0\" status workflow.yaml --directory out", "cat out/.cms/*/a/1/exit.0",
      Self.room, "wait", Self.finish)
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines.dropFirst().first?.hasPrefix("  a  ") == true)
    #expect(lines.dropFirst().first?.hasSuffix("  ended; no room to record it") == true)
    #expect(run.output.hasSuffix(Self.finished))
  }

  @Test func `a runner killed on a full disk is resumed when there is room`() throws {
    let test = try study(Self.filling(leaving: 0))
    let run = try run(
      test, Self.begin, "kill -9 $(cat pid); wait; cat code", Self.room, Self.finish)
    // It may have stopped by itself before: it cannot write either.
    #expect(["137\n", "4\n"].map { $0 + Self.finished }.contains(run.output), "\(run.errors)")
  }

  @Test func `a job whose log fills the disk is judged by its exit code`() throws {
    let test = try study("test -e ../calm || head -c 9000000 /dev/zero || exit 7")
    let run = try run(
      test, "db='--db w.db'", Self.begin, Self.room, "wait; cat code",
      "\"$0\" status workflow.yaml --directory out $db | sed -n 's/[0-9.]* s //; /  a/p'",
      "touch calm; \"$0\" run workflow.yaml --directory out $db --rerun failed -q; echo \"code $?\"",
      "sort ran.txt")
    #expect(run.output == "1\n  a  failed   exit 7\ncode 0\na\na\nb1\nb2\nb3\nc\n")
  }

  @Test func `a study that has become read-only is resumed when it can be written`() throws {
    let test = try study("true")
    let run = try run(
      test,
      """
      mkdir out && mount -t tmpfs none out || exit 99
      CMS_FAILPOINT=beforeCollect:1 "$0" run workflow.yaml --directory out >first.txt 2>&1
      echo "code $?"
      mount -o remount,ro out
      "$0" resume workflow.yaml --directory out 2>&1
      echo "code $?"
      # Its start may be collected with its end.
      "$0" status workflow.yaml --directory out | sed -n '2s/submitted/running/; 2p'
      mount -o remount,rw out
      """, Self.finish)
    let place = test.place.at("out")
    #expect(
      run.output == """
        code 137
        error: database '\(place)/workflow.db': attempt to write a readonly database
        hint: copy it, with what is named like it, to where you may write, and name that with --db
        code 4
          a  running
        \(Self.finished)
        """, "\(run.errors)")
  }

  @Test func `where nothing can be written nothing runs`() throws {
    let test = try study("true")
    let run = try run(
      test, "mkdir out && mount -t tmpfs -o ro none out || exit 99",
      "\"$0\" run workflow.yaml --directory out 2>&1", "echo \"code $?\"; ls out")
    #expect(
      run.output.hasPrefix("workflow.yaml:3:5: error: cannot write in '\(test.place.at("out"))'"),
      "\(run.output)")
    #expect(run.output.hasSuffix("code 2\n"))
    #expect(!test.place.exists("ran.txt"))
  }
}
