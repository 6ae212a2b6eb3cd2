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
    try sample.place.write("tiny.json", #"{ "a_1": { "id": "a_1", "directory": "p/a_1" } }"#)
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

  @Test(arguments: ["", "[1]\n", #"{"experiments": {"epoch": 1}}"#, #"{"experiments"#])
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
