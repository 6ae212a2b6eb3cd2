import HostIO
import TestSupport
import Testing

/// A generate that is cut short by the machine: what is there is whole, and the next one completes it.
@Suite struct FullDiskTests {
  private static let program = CommandTest.products + "/cms-ee"

  /// A campaign with large scripts, and beside it in `whole/` what an undisturbed generate makes.
  private func sweep() throws -> CommandTest {
    let test = try CommandTest()
      .file(
        "sweep.yaml",
        """
        name: tiny
        experiments: {a: "[1-60]"}
        templates: [job.in.sh]
        copy: [train.py]

        """
      )
      .file("job.in.sh", "run {a}\n" + String(repeating: "# a long script\n", count: 500))
      .file("train.py", "print()\n")
    let run = try test.run("cms-ee", "generate", "sweep.yaml", "--directory", "whole")
    try #require(run.code == 0)
    return test
  }

  /// Prints each experiment of `out/` that is not as it shall be.
  private static let compareEach = """
    for each in out/experiments/[!.]*; do
      [ -e "$each" ] && diff -r "$each" "whole/experiments/${each##*/}"
    done
    """
  /// Prints all that differs in the end; times are in the database, and what was cut has its own name.
  private static let compareAll = "diff -r -x 'tiny.db*' -x '.tmp-*' whole out"

  @Test(
    .enabled(if: SmallDisk.canMount, "this machine lets nobody mount a small disk"),
    arguments: ["16k", "64k", "256k", "400k"])
  func `a full disk is reported, and the rest is written once there is room`(size: String) throws {
    let run = try sweep().run(
      "/usr/bin/unshare", "-rm", "/bin/sh", "-c",
      """
      mkdir out && mount -t tmpfs -o size=\(size) none out || exit 99
      "$0" generate sweep.yaml --directory out >first.out 2>first.err
      echo "code $?"
      \(Self.compareEach)
      mount -o remount,size=64m out
      "$0" generate sweep.yaml --directory out -q
      echo "code $?"
      \(Self.compareAll)
      "$0" plan sweep.yaml --directory out
      """, Self.program)
    #expect(
      run.output == """
        code 4
        code 0
        60 experiments: 0 would be new, 60 the same

        """)
    #expect(run.errors == "")
    #expect(try run.place.text("first.err").hasPrefix("error: "))
    #expect(try run.place.text("first.out") == "")
  }

  @Test(arguments: [1, 8, 12, 64])
  func `a limit on the size of files leaves nothing half written`(blocks: Int) throws {
    let run = try sweep().run(
      "/bin/sh", "-c",
      """
      mkdir out
      (ulimit -f \(blocks); exec "$0" generate sweep.yaml --directory out) >first.out 2>&1
      [ $? = 0 ] && echo "no limit was felt"
      \(Self.compareEach)
      "$0" generate sweep.yaml --directory out -q
      echo "code $?"
      \(Self.compareAll)
      "$0" plan sweep.yaml --directory out
      """, Self.program)
    #expect(run.output == "code 0\n60 experiments: 0 would be new, 60 the same\n")
    #expect(run.errors.hasPrefix("") && !run.errors.contains("error"))
  }

  @Test(arguments: 0..<6)
  func `killed at any moment and run again it is as if nothing had been`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let test = try sweep()
    for _ in 0..<2 {
      let command = try test.start(["cms-ee", "generate", "sweep.yaml", "--directory", "out"])
      try test.pause(milliseconds: Int32.random(in: 3...35, using: &random))
      command.send(9)
      _ = command.wait()
      let halves = try test.run("/bin/sh", "-c", Self.compareEach)
      #expect(halves.output == "", "seed \(seed)")
    }
    let run = try test.run("cms-ee", "generate", "sweep.yaml", "--directory", "out")
    #expect(run.errors == "")
    #expect(run.code == 0)
    #expect(try test.run("/bin/sh", "-c", Self.compareAll).output == "", "seed \(seed)")
  }
}
