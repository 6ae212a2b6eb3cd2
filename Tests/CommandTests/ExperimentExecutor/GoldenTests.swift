import HostIO
import TestSupport
import Testing

/// Whole campaigns, from their files to theirs, byte for byte.
///
/// `CMS_SNAPSHOTS=record swift test --filter GoldenTests` writes what comes out now, and fails.
@Suite struct GoldenTests {
  struct Study: CustomTestStringConvertible, Sendable {
    let name: String
    let arguments: [String]
    /// The files below the place that are compared; all others are only listed.
    let shown: [String]

    var testDescription: String { name }
    var directory: String {
      Paths.join(Paths.directory(of: #filePath), "Golden/\(name)")
    }
  }

  static let studies = [
    Study(
      name: "cloudmask",
      arguments: [
        "generate", "--source=cloudmask_v0.5.in.slurm", "--config=config.in.yaml,directives.yaml",
        "--name=project", "--noos", "--os=USER,HOME", "--output_dir=./project", "--source_dir=.",
        "--copycode=cloudmask_v0.5.py,data_loader.py,model.py", "--verbose",
      ],
      shown: [
        "project/a100-dgx_False_25_200_0.001_51/cloudmask_v0.5.slurm",
        "project/a100-dgx_False_25_200_0.001_51/config.yaml",
        "project/a100-dgx_False_25_200_0.001_64/model.py", "project.json",
      ]),
    Study(
      name: "paper",
      arguments: [
        "generate", "--source=job.in.slurm", "--config=experiments.yaml", "--name=paper",
      ],
      shown: [
        "experiments/epoch_60_gpu_v100_repeat_5/job.slurm",
        "experiments/epoch_60_gpu_v100_repeat_5/config.yaml", "paper.json",
      ]),
    Study(
      name: "torture", arguments: ["generate", "sweep.yaml"],
      shown: [
        "torture.slurm", "Makefile.txt", "settings.json", "dos.bat", "plain.txt", "config.yaml",
      ]
      .map { "experiments/e012/\($0)" }),
  ]

  @Test(arguments: studies)
  func `a study makes the files that it made before`(_ study: Study) throws {
    let test = try CommandTest()
    try copy(from: study.directory + "/input", into: test.place)
    let run = try test.run(["cms-ee"] + study.arguments)
    #expect(run.code == 0)
    try compare("printed.txt", run.errors + run.output, study, run)
    let written = run.written.filter { !$0.contains(".code/") }
    try compare("written.txt", written.joined(separator: "\n") + "\n", study, run)
    for file in study.shown {
      try compare(Paths.name(of: file), try run.place.text(file), study, run)
    }
  }

  @Test func `a template without frames is its script`() throws {
    let input = try Files.read(Self.studies[2].directory + "/input/plain.in.txt")
    #expect(try Files.read(Self.studies[2].directory + "/expected/plain.txt") == input)
  }

  private func copy(from directory: String, into place: TemporaryDirectory) throws {
    for name in try Directories.names(in: directory) {
      try place.write(name, try Files.read(Paths.join(directory, name)))
    }
  }

  private func compare(
    _ name: String, _ text: String, _ study: Study, _ run: CommandRun
  ) throws {
    let path = Paths.join(study.directory, "expected/\(name)")
    let found = Array(text.replacing(run.place.path, with: "PLACE").utf8)
    if Environment.value("CMS_SNAPSHOTS") == "record" {
      try Directories.ensure(Paths.directory(of: path))
      try Files.replace(path, found)
      Issue.record("\(path) was written anew")
      return
    }
    let expected = try? Files.read(path)
    #expect(
      found == expected,
      "\(path) is\n\(String(decoding: expected ?? [], as: UTF8.self))\nand now\n\(text)")
  }
}
