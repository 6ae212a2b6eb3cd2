import EECore
import TestSupport
import Testing

@testable import EECampaign

/// `cms.py` and `cms.sh`, which come into experiments by themselves.
@Suite struct StopWatchFileTests {
  private let sample: SampleCampaign

  init() throws {
    sample = try SampleCampaign()
    try sample.sweep(epochs: "1")
  }

  private func names() throws -> [String] { try sample.place.names("experiments/epoch_1") }

  @Test(arguments: [
    ("import cms", true), ("  import cms\n", true), ("import  cms as c", true),
    ("x\nfrom cms import StopWatch\n", true), ("from\tcms  import *", true),
    ("{\"source\": [\"import cms\\n\"]}", true), ("python3 -c 'import cms; cms.progress(1)'", true),
    ("import cmsis", false), ("import cms.models", false), ("import cms_tools", false),
    ("from cms.api import x", false), ("from cmsx import y", false), ("reimport cms", false),
    ("from cms", false), ("# cms", false), ("cms", false), ("ccms import cms", true), ("", false),
    ("cms.sh", false),
  ])
  func `a program that imports cms is told from others`(text: String, isUsed: Bool) {
    #expect(StopWatchFile.all[0].isUsed(in: Array(text.utf8)) == isUsed)
  }

  @Test(arguments: [
    (". ./cms.sh", true), ("source \"$HOME/cms.sh\"\n", true), ("cms.sh", true),
    (". mycms.sh", false), (". cms.shell", false), (". a-cms.sh", false), ("cms.s", false),
    ("import cms", false),
  ])
  func `a script that names cms.sh is told from others`(text: String, isUsed: Bool) {
    #expect(StopWatchFile.all[1].isUsed(in: Array(text.utf8)) == isUsed)
  }

  @Test func `experiments that use neither are as they were`() throws {
    try sample.run()
    #expect(try names() == ["config.yaml", "job.sh", "train.py"])
  }

  @Test func `the files come into experiments that use them`() throws {
    try sample.place.write("train.py", "from cms import progress\n")
    try sample.place.write("job.in.sh", ". ./cms.sh\npython train.py\n")
    try sample.run()
    #expect(try names() == ["cms.py", "cms.sh", "config.yaml", "job.sh", "train.py"])
    for file in StopWatchFile.all {
      #expect(try Array(sample.text(file.name, epoch: 1).utf8) == file.bytes)
    }
    #expect(
      try sample.place.text("tiny.json").contains(#""copycode": ["train.py", "cms.py", "cms.sh"]"#))
    #expect(try sample.marks() == "=")
  }

  @Test func `they lie beside what uses them and in the directories above`() throws {
    try sample.place.write("src/model/layer.py", "import cms\n")
    try sample.place.write("src/main.py", "import model.layer\n")
    try sample.sweep(epochs: "1", copy: "[train.py, src]")
    try sample.run()
    #expect(try names() == ["cms.py", "config.yaml", "job.sh", "src", "train.py"])
    #expect(try sample.place.names("experiments/epoch_1/src") == ["cms.py", "main.py", "model"])
    #expect(try sample.place.names("experiments/epoch_1/src/model") == ["cms.py", "layer.py"])
  }

  @Test(arguments: ["cms.py", "lib/cms.py", "cms/__init__.py"])
  func `an experiment with a module of that name gets no other`(name: String) throws {
    try sample.place.write("train.py", "import cms\n")
    try sample.place.write(name, "mine\n")
    let root = String(name.prefix { $0 != "/" })
    try sample.sweep(epochs: "1", copy: "[train.py, \(root)]")
    try sample.run()
    #expect(try names().sorted() == [root, "config.yaml", "job.sh", "train.py"].sorted())
    #expect(try sample.text(name, epoch: 1) == "mine\n")
  }

  @Test func `a file that stands beside the code is taken instead`() throws {
    try sample.place.write("code/train.py", "import cms\n")
    try sample.place.write("code/cms.py", "mine\n")
    try sample.sweep(epochs: "1", copy: "[code/train.py]")
    try sample.run()
    #expect(try sample.text("cms.py", epoch: 1) == "mine\n")
    try sample.place.write("code/cms.py", "mine, edited\n")
    #expect(try sample.marks() == "~")
    #expect(try sample.text("cms.py", epoch: 1) == "mine, edited\n")
  }
}
