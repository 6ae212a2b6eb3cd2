import CampaignStore
import EECampaign
import EECore
import Glibc
import HostIO
import TestSupport
import Testing

@Suite struct CampaignApplierTests {
  private let sample: SampleCampaign
  private let times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]

  init() throws { sample = try SampleCampaign() }

  @Test func `an experiment is its script, its configuration and its code`() throws {
    #expect(try sample.marks() == "++")
    #expect(
      try sample.place.names("experiments/epoch_30") == ["config.yaml", "job.sh", "train.py"])
    #expect(try sample.text("job.sh", epoch: 30) == "python train.py --epochs 30\n")
    #expect(Files.status(sample.place.at("experiments/epoch_1/job.sh"))?.isExecutable == true)
    #expect(Files.status(sample.place.at("experiments/epoch_1/config.yaml"))?.isExecutable == false)
    #expect(try sample.store().listedExperiments().map(\.state) == ["ready", "ready"])
  }

  @Test func `applying twice changes nothing`() throws {
    try sample.run()
    let before = try sample.place.read("experiments/epoch_1/config.yaml")
    let status = Files.status(sample.place.at("experiments/epoch_1/config.yaml"))
    #expect(try sample.marks(applying: false) == "==")
    #expect(try sample.marks() == "==")
    #expect(try sample.place.read("experiments/epoch_1/config.yaml") == before)
    #expect(Files.status(sample.place.at("experiments/epoch_1/config.yaml")) == status)
  }

  @Test func `comparing writes no experiment`() throws {
    #expect(try sample.marks(applying: false) == "++")
    #expect(!sample.place.exists("experiments"))
  }

  @Test func `an added value writes its own directory and no other`() throws {
    try sample.run()
    try sample.sweep(epochs: "1,30,60")
    let (counts, marks) = try sample.run()
    #expect(marks == "==+")
    #expect(counts.new == 1)
    #expect(try sample.text("job.sh", epoch: 60) == "python train.py --epochs 60\n")
    #expect(try sample.marks() == "===")
  }

  @Test func `what was edited by hand is kept and reported, the rest is brought up to date`() throws
  {
    try sample.run()
    try sample.write("job.sh", epoch: 1, "mine\n")
    #expect(try sample.marks(applying: false) == "!=")
    #expect(try sample.marks() == "!=")
    #expect(try sample.text("job.sh", epoch: 1) == "mine\n")
    try sample.place.write("train.py", "print(2)\n")
    #expect(try sample.marks() == "!~")
    #expect(try sample.text("job.sh", epoch: 1) == "mine\n")
    #expect(try sample.text("train.py", epoch: 1) == "print(2)\n")
    #expect(try sample.marks() == "!=")
  }

  @Test func `force writes over what was edited`() throws {
    try sample.run()
    try sample.write("job.sh", epoch: 1, "mine\n")
    #expect(try sample.marks(force: true) == "~=")
    #expect(try sample.text("job.sh", epoch: 1) == "python train.py --epochs 1\n")
    #expect(try sample.marks() == "==")
  }

  @Test func `an edit that says the same again is none`() throws {
    try sample.run()
    try sample.write("job.sh", epoch: 1, "python train.py --epochs 1\n")
    #expect(try sample.marks() == "==")
  }

  /// Two experiments whose files agree in size and time, which a restored backup may have made.
  private func makeTwins() throws {
    try sample.sweep(epochs: "1,3")
    try sample.run()
    for epoch in [1, 3] {
      for name in ["job.sh", "config.yaml"] {
        let path = sample.place.at("experiments/epoch_\(epoch)/\(name)")
        #expect(utimensat(AT_FDCWD, path, times, 0) == 0)
      }
    }
    #expect(try sample.marks() == "==")
  }

  @Test func `a file that was copied over another with its time is seen`() throws {
    try makeTwins()
    let path = sample.place.at("experiments/epoch_1/job.sh")
    try sample.write("job.sh", epoch: 1, try sample.text("job.sh", epoch: 3))
    #expect(utimensat(AT_FDCWD, path, times, 0) == 0)
    #expect(try sample.marks(applying: false) == "!=")
  }

  @Test func `directories that were swapped are seen`() throws {
    try makeTwins()
    let paths = ["epoch_1", "other", "epoch_3"].map { sample.place.at("experiments/\($0)") }
    try Files.rename(paths[0], to: paths[1])
    try Files.rename(paths[2], to: paths[0])
    try Files.rename(paths[1], to: paths[2])
    #expect(try sample.marks(applying: false) == "xx")
  }

  @Test func `a changed template rewrites the scripts and nothing else`() throws {
    try sample.run()
    try sample.write("result.csv", epoch: 1, "output\n")
    let config = Files.status(sample.place.at("experiments/epoch_1/config.yaml"))
    try sample.place.write("job.in.sh", "echo {epoch}\n")
    #expect(try sample.marks() == "~~")
    #expect(try sample.text("job.sh", epoch: 30) == "echo 30\n")
    #expect(Files.status(sample.place.at("experiments/epoch_1/config.yaml")) == config)
    #expect(try sample.text("result.csv", epoch: 1) == "output\n")
    #expect(try sample.marks() == "==")
  }

  @Test func `a file that is gone is written again`() throws {
    try sample.run()
    try Files.remove(sample.place.at("experiments/epoch_1/job.sh"))
    #expect(try sample.marks() == "~=")
    #expect(try sample.text("job.sh", epoch: 1) == "python train.py --epochs 1\n")
    try Directories.removeTree(sample.place.at("experiments/epoch_30"))
    #expect(try sample.marks() == "=+")
  }

  @Test func `an apply that was interrupted is completed by the next`() throws {
    try sample.run()
    // As after a kill: one directory was renamed but not recorded, one was being written.
    try Directories.removeTree(sample.place.at("experiments/epoch_30"))
    try sample.place.write("experiments/.tmp-123/job.sh", "python tr")
    let store = try sample.store()
    try store.connection.execute("DELETE FROM experiments")
    #expect(try sample.marks() == "=+")
    #expect(try sample.text("job.sh", epoch: 30) == "python train.py --epochs 30\n")
    #expect(try store.listedExperiments().map(\.identifier) == ["epoch_1", "epoch_30"])
    #expect(try store.connection.rows("SELECT count(*) FROM files") { $0.int(0) } == [6])
    #expect(try sample.marks() == "==")
  }

  @Test(arguments: [JobState.submitted, .running])
  func `an experiment that is under way is left alone`(state: JobState) throws {
    try sample.run()
    let store = try sample.store()
    let campaign = try Campaign(file: sample.place.at("sweep.yaml"), lookup: Lookup())
    var renderer = ExperimentRenderer(campaign.plan)
    try store.insertRun(
      id: "r", workflow: "w", file: "/w.yaml", after: nil,
      owner: ("h", ProcessIdentity.current()),
      nodes: [
        NodeRecord(name: "a", kind: .job, state: state, uuid: renderer.experiment(at: 0).uuid)
      ], edges: [])
    #expect(try sample.marks() == "==")
    try sample.place.write("job.in.sh", "echo {epoch}\n")
    let (counts, marks) = try sample.run()
    #expect(marks == "r~")
    #expect(counts.busy == 1)
    #expect(try sample.text("job.sh", epoch: 1) == "python train.py --epochs 1\n")
    #expect(try sample.marks(force: true) == "~=")
    #expect(try sample.text("job.sh", epoch: 1) == "echo 1\n")
  }

  @Test func `experiments that left the sweep are counted and kept`() throws {
    try sample.run()
    try sample.sweep(epochs: "1")
    let (counts, marks) = try sample.run()
    #expect(marks == "=")
    #expect(counts.orphans == 1)
    #expect(sample.place.exists("experiments/epoch_30/job.sh"))
  }

  @Test func `code that shall be edited is a file of its own in each experiment`() throws {
    try sample.sweep(epochs: "1,30", copy: "{files: [train.py], mode: copy}")
    try sample.run()
    try sample.write("train.py", epoch: 1, "print(3)\n")
    #expect(try sample.text("train.py", epoch: 30) == "print(1)\n")
    #expect(try sample.marks() == "!=")
    #expect(try sample.text("train.py", epoch: 1) == "print(3)\n")
  }

  @Test func `links become files of their own when the mode says so`() throws {
    try sample.run()
    let path = sample.place.at("experiments/epoch_1/train.py")
    #expect(Files.status(path)?.links == 3)
    try sample.sweep(epochs: "1,30", copy: "{files: [train.py], mode: copy}")
    #expect(try sample.marks() == "~~")
    #expect(Files.status(path)?.links == 1)
    #expect(try sample.marks() == "==")
  }
}
