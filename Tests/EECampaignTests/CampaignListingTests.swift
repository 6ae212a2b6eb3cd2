import CampaignStore
import EECampaign
import EECore
import HostIO
import TestSupport
import Testing

@Suite struct CampaignListingTests {
  private let sample: SampleCampaign

  init() throws { sample = try SampleCampaign() }

  private var status: Files.Status? { Files.status(sample.place.at("tiny.json")) }

  @Test func `each experiment has the members that the original writes`() throws {
    try sample.run()
    #expect(
      try sample.place.text("tiny.json") == """
        {
        "epoch_1": {"id": "169dffd2-fff0-51b0-9ee7-d20514eb988b", "directory": \
        "experiments/epoch_1", "experiment": "epoch=1", "script": "experiments/epoch_1/job.sh", \
        "config": "experiments/epoch_1/config.yaml", "variables": {"experiment.epoch": 1}, \
        "copycode": ["train.py"]},
        "epoch_30": {"id": "11c03b93-c12f-5517-8f40-816f65f2e386", "directory": \
        "experiments/epoch_30", "experiment": "epoch=30", "script": "experiments/epoch_30/job.sh", \
        "config": "experiments/epoch_30/config.yaml", "variables": {"experiment.epoch": 30}, \
        "copycode": ["train.py"]}
        }

        """)
  }

  @Test func `comparing writes no list, and applying what is there leaves it alone`() throws {
    try sample.run(applying: false)
    #expect(status == nil)
    try sample.run()
    let before = status
    try sample.run()
    #expect(status == before)
  }

  @Test func `a list that is missing, or not of this plan, is written anew`() throws {
    try sample.run()
    let text = try sample.place.text("tiny.json")
    try Files.remove(sample.place.at("tiny.json"))
    try sample.run()
    #expect(try sample.place.text("tiny.json") == text)
    try sample.place.write("tiny.json", text.replacing("epoch_30", with: "epoch_31"))
    try sample.run()
    #expect(try sample.place.text("tiny.json") == text)
  }

  @Test func `all experiments are in it where only the last one was written`() throws {
    try sample.run()
    let text = try sample.place.text("tiny.json")
    try Directories.removeTree(sample.place.at("experiments/epoch_30"))
    let before = status
    try sample.run()
    #expect(status != before)
    #expect(try sample.place.text("tiny.json") == text)
  }

  @Test(arguments: ["1,2", "1,3", "2,3", "2", "1,2,3,4", "1,3,2"])
  func `it is that of the plan, whatever the plan was before`(epochs: String) throws {
    try sample.sweep(epochs: "1,2,3")
    try sample.run()
    try sample.sweep(epochs: epochs)
    try sample.run()
    let value = try JSONParser.parse(try sample.place.read("tiny.json"))
    guard case .object(let members) = value else {
      Issue.record("no object")
      return
    }
    #expect(members.map(\.key) == epochs.split(separator: ",").map { "epoch_\($0)" })
  }

  @Test func `an older list that lacks experiments in between is completed`() throws {
    try sample.sweep(epochs: "1,2,3")
    try sample.run()
    let text = try sample.place.text("tiny.json")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    try sample.place.write(
      "tiny.json", (lines[...1] + lines[3...]).joined(separator: "\n"))
    try sample.run()
    #expect(try sample.place.text("tiny.json") == text)
  }

  @Test func `a list that goes on behind its end is written anew`() throws {
    try sample.run()
    let text = try sample.place.text("tiny.json")
    try sample.place.write("tiny.json", text + "x")
    try sample.run()
    #expect(try sample.place.text("tiny.json") == text)
  }

  @Test(arguments: ["copy", "templates"])
  func `a file that the campaign reads is never written over`(key: String) throws {
    try sample.run()
    // As we write it, so that only what it is for tells that it is not ours.
    let text = try sample.place.text("tiny.json") + "\n"
    try sample.place.write("tiny.json", text)
    try sample.place.write(
      "sweep.yaml", "\(key): [tiny.json]\nname: tiny\nexperiments: {epoch: 1}\n")
    try sample.run(force: true)
    #expect(try sample.place.text("tiny.json") == text)
  }

  @Test func `a link or a directory in its place is left alone`() throws {
    try sample.run()
    let text = try sample.place.text("tiny.json")
    try sample.place.write("elsewhere.json", text)
    try Files.remove(sample.place.at("tiny.json"))
    try Files.symbolicLink("elsewhere.json", at: sample.place.at("tiny.json"))
    try sample.sweep(epochs: "1,30,60")
    #expect(try sample.marks() == "==+")
    #expect(Files.isLink(sample.place.at("tiny.json")))
    #expect(try sample.place.text("elsewhere.json") == text)
    try Files.remove(sample.place.at("tiny.json"))
    try Directories.create(sample.place.at("tiny.json"))
    #expect(try sample.marks() == "===")
    #expect(try sample.place.names("tiny.json") == [])
  }

  @Test(arguments: [
    "", "{}", "[1]\n", #"{"experiments": {"epoch": 1}}"#, #"{"experiments"#,
    #"{"experiments": {"id": "[1-3]"}, "templates": ["job.in.sh"]}"#,
    #"{ "a_1": { "id": "a_1", "directory": "p/a_1" } }"#,
  ])
  func `a file that is no such list is left alone`(content: String) throws {
    try sample.place.write("tiny.json", content)
    try sample.run()
    #expect(try sample.place.text("tiny.json") == content)
  }

  @Test func `a long list is whole, and read back as JSON`() throws {
    let values = (1...3000).map(String.init).joined(separator: ",")
    try sample.sweep(epochs: values)
    try sample.run()
    let value = try JSONParser.parse(try sample.place.read("tiny.json"))
    guard case .object(let members) = value else {
      Issue.record("no object")
      return
    }
    #expect(members.map(\.key) == (1...3000).map { "epoch_\($0)" })
    #expect(members[2999].value["experiment"] == .string("epoch=3000"))
    #expect(try sample.place.names().filter { $0.hasPrefix(".tmp") } == [])
  }
}
