import CampaignStore
import Glibc
import HostIO
import TestSupport

/// A workflow whose jobs each append a line to a file: what ran, and how often, stands there.
struct CrashStudy {
  static let jobs = ["prepare"] + (1...8).map { "train/n\($0)" } + ["collect"]

  let test: CommandTest

  /// Writes the files of a study whose jobs take so many seconds each.
  ///
  /// - Throws: ``SystemError`` where they cannot be written.
  init(seconds: String = "0.05") throws { try self.init(job: "sleep \(seconds)") }

  /// Writes the files of a study whose jobs wait for a file `go`, and say that they have begun.
  ///
  /// - Throws: ``SystemError`` where they cannot be written.
  init(held: Void) throws {
    try self.init(
      job: #"echo > "$CMS_DIRECTORY/began"; until test -e "$CMS_DIRECTORY/go"; do sleep 0.01; done"#
    )
  }

  private init(job: String) throws {
    test = try CommandTest()
      .file(
        "job.in.sh",
        """
        #!/bin/sh
        \(job)
        echo "train/{identifier}" >> "$CMS_DIRECTORY/ran.txt"

        """
      )
      .file(
        "sweep.yaml",
        """
        identifier: "n{n}"
        experiments: {n: "[1-8]"}
        templates: [job.in.sh]

        """
      )
      .file(
        "workflow.yaml",
        """
        workflow:
          nodes:
            prepare: {exec: '\(job); echo prepare >> "$CMS_DIRECTORY/ran.txt"'}
            train: {experiments: sweep.yaml}
            collect: {exec: '\(job); echo collect >> "$CMS_DIRECTORY/ran.txt"'}
          dependencies: ["prepare, train, collect"]

        """)
  }

  /// Every line that a job wrote, sorted.
  var ran: [String] {
    ((try? test.place.text("ran.txt")) ?? "").split(separator: "\n").map(String.init).sorted()
  }

  /// Starts the runner itself, as a process of its own.
  func start() throws -> StartedCommand { try test.start(["cms-cc", "run", "workflow.yaml"]) }

  /// Takes the run up again until it is finished; before the first commit there is none to resume.
  func resume() throws -> CommandRun {
    let run = try test.run("cms-cc", "resume", "workflow.yaml")
    return run.code == 2 ? try test.run("cms-cc", "run", "workflow.yaml") : run
  }

  /// The process that owns the run, as the database has it.
  func owner() throws -> Int32? {
    let store = try CampaignStore(test.place.at("workflow.db"), .readOnly)
    return try store.runs().first?.ownerProcess?.pid
  }

  /// The states of all nodes as the database has them.
  func states() throws -> [String: String] {
    let store = try CampaignStore(test.place.at("workflow.db"), .readOnly)
    guard let run = try store.runs().first else { return [:] }
    return Dictionary(
      uniqueKeysWithValues: try store.nodes(of: run.id).map { ($0.name, $0.state.rawValue) })
  }
}
