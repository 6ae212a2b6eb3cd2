import TestSupport
import Testing

/// A workflow file with a mistake, and all that is said about it.
struct BadWorkflow: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let workflow: String
  /// The whole of standard error.
  let errors: String

  init(_ description: String, _ workflow: String, _ errors: String) {
    testDescription = description
    self.workflow = workflow
    self.errors = errors + "\n"
  }

  /// Runs it beside a script and a sweep that are fine.
  func run() throws -> CommandRun {
    try CommandTest()
      .file("workflow.yaml", workflow + "\n")
      .file("fetch.sh", "echo fetch\n")
      .file("job.in.sh", "echo {n}\n")
      .file("sweep.yaml", "experiments: {n: [1, 2]}\ntemplates: [job.in.sh]\n")
      .run("cms-cc", "run", "workflow.yaml")
  }
}
