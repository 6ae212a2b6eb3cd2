import CampaignStore
import EECampaign
import EECore
import HostIO
import TestSupport

/// A sweep on disk with one template and one code file, and what is done with it.
struct SampleCampaign {
  let place: TemporaryDirectory

  init() throws {
    place = try TemporaryDirectory()
    try sweep(epochs: "1,30")
    try place.write("job.in.sh", "python train.py --epochs {epoch}\n")
    try place.write("train.py", "print(1)\n", mode: 0o755)
  }

  func sweep(epochs: String, copy: String = "[train.py]") throws {
    try place.write(
      "sweep.yaml",
      """
      name: tiny
      experiments: {epoch: "\(epochs)"}
      templates: [job.in.sh]
      copy: \(copy)

      """)
  }

  func store() throws -> CampaignStore { try CampaignStore(place.at("tiny.db")) }

  /// Compares or applies, and returns the counts with the mark of each experiment.
  @discardableResult
  func run(applying: Bool = true, force: Bool = false) throws -> (PlanCounts, String) {
    let campaign = try Campaign(file: place.at("sweep.yaml"), lookup: Lookup())
    let applier = CampaignApplier(
      campaign, store: try store(), base: place.path, force: force)
    var marks = ""
    let counts = try applier.run(applying: applying) { marks.append($1.mark) }
    return (counts, marks)
  }

  func marks(applying: Bool = true, force: Bool = false) throws -> String {
    try run(applying: applying, force: force).1
  }

  func text(_ name: String, epoch: Int) throws -> String {
    try place.text("experiments/epoch_\(epoch)/\(name)")
  }

  func write(_ name: String, epoch: Int, _ text: String) throws {
    try place.write("experiments/epoch_\(epoch)/\(name)", text)
  }

  /// Makes a file or directory two hours old.
  func age(_ name: String) throws {
    _ = try Spawn.output(of: ["/usr/bin/touch", "-d", "2 hours ago", place.at(name)])
  }
}
