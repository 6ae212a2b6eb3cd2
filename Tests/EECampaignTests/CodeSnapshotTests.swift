import EECampaign
import EECore
import Glibc
import HostIO
import TestSupport
import Testing

/// Code that goes into experiments: one read-only copy, linked.
@Suite struct CodeSnapshotTests {
  private let sample: SampleCampaign

  init() throws { sample = try SampleCampaign() }

  private func info(_ name: String) -> (inode: UInt, links: UInt, mode: UInt32) {
    var info = stat()
    stat(sample.place.at(name), &info)
    return (info.st_ino, info.st_nlink, info.st_mode & 0o777)
  }

  @Test func `all experiments share one read-only file`() throws {
    try sample.run()
    let first = info("experiments/epoch_1/train.py")
    #expect(first == info("experiments/epoch_30/train.py"))
    #expect(first.links == 3)
    #expect(first.mode & 0o222 == 0)
    #expect(first.mode & 0o111 != 0)
  }

  @Test func `the snapshot is made once for each state of the code`() throws {
    try sample.run()
    try sample.sweep(epochs: "1,30,60")
    try sample.run()
    #expect(try sample.place.names("experiments/.code").count == 1)
    #expect(
      info("experiments/epoch_60/train.py").inode == info("experiments/epoch_1/train.py").inode)
    try sample.place.write("train.py", "print(2)\n")
    try sample.run()
    #expect(try sample.place.names("experiments/.code").count == 2)
    try sample.place.write("train.py", "print(1)\n", mode: 0o755)
    #expect(try sample.marks() == "~~~")
    #expect(try sample.place.names("experiments/.code").count == 2)
    #expect(try sample.text("train.py", epoch: 1) == "print(1)\n")
  }

  @Test func `an edit through the link harms no experiment that is written later`() throws {
    try sample.run()
    let path = sample.place.at("experiments/epoch_1/train.py")
    chmod(path, 0o755)
    try edit(path)
    #expect(try sample.marks() == "!!")
    try sample.sweep(epochs: "1,30,60")
    #expect(try sample.marks() == "!!+")
    #expect(try sample.text("train.py", epoch: 60) == "print(1)\n")
    #expect(try sample.marks(force: true) == "~~=")
    #expect(try sample.text("train.py", epoch: 1) == "print(1)\n")
    #expect(try sample.marks() == "===")
    #expect(
      try sample.place.names("experiments/epoch_1") == ["config.yaml", "job.sh", "train.py"])
  }

  @Test(arguments: ["[train.py]", "{files: [train.py], mode: copy}"])
  func `code that can be run, or not any more, is a change`(copy: String) throws {
    try sample.sweep(epochs: "1,30", copy: copy)
    try sample.run()
    let path = sample.place.at("experiments/epoch_1/train.py")
    for (mode, isExecutable) in [(UInt32(0o644), false), (0o755, true)] {
      chmod(sample.place.at("train.py"), mode)
      #expect(try sample.marks(applying: false) == "~~")
      #expect(try sample.marks() == "~~")
      #expect(Files.status(path)?.isExecutable == isExecutable)
      #expect(try sample.marks() == "==")
    }
    #expect(try sample.text("train.py", epoch: 1) == "print(1)\n")
  }

  @Test func `a snapshot that was made executable through a link is made anew`() throws {
    try sample.place.write("train.py", "print(1)\n", mode: 0o644)
    try sample.run()
    chmod(sample.place.at("experiments/epoch_1/train.py"), 0o555)
    try sample.sweep(epochs: "1,30,60")
    try sample.run()
    #expect(info("experiments/epoch_60/train.py").mode == 0o444)
  }

  /// Writes over a file in place, as an editor does that keeps links.
  private func edit(_ path: String) throws {
    let run = try Spawn.output(of: ["/bin/sh", "-c", "echo mine >> \"$0\"", path])
    #expect(run.code == 0)
  }

  @Test func `a directory of code keeps its shape, without what belongs to tools`() throws {
    try sample.place.write(
      "sweep.yaml", "experiments: {epoch: 1}\ncopy: [src/, data/labels.txt]\n")
    try sample.place.write("src/a.py", "a")
    try sample.place.write("src/deep/er/b.sh", "b", mode: 0o755)
    try sample.place.write("src/.git/config", "x")
    try sample.place.write("src/__pycache__/a.pyc", "x")
    try sample.place.write("data/labels.txt", "0 1")
    let campaign = try Campaign(file: sample.place.at("sweep.yaml"), lookup: Lookup())
    #expect(campaign.code.map(\.name) == ["src/a.py", "src/deep/er/b.sh", "labels.txt"])
    #expect(try sample.marks() == "+")
    #expect(try sample.text("src/deep/er/b.sh", epoch: 1) == "b")
    #expect(info("experiments/epoch_1/src/deep/er/b.sh").mode == 0o555)
    #expect(try sample.marks() == "=")
    try sample.place.write("src/deep/er/b.sh", "c", mode: 0o755)
    #expect(try sample.marks() == "~")
    #expect(try sample.text("src/deep/er/b.sh", epoch: 1) == "c")
  }
}
