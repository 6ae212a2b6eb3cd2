/// The files that `init` writes: a study that runs as it stands.
enum Starter {
  /// A file of the starter.
  struct File {
    let name: String
    let text: String
    let isExecutable: Bool

    init(_ name: String, _ text: String, isExecutable: Bool = false) {
      self.name = name
      self.text = text
      self.isExecutable = isExecutable
    }
  }

  static let files = [
    File("sweep.yaml", sweep), File("job.in.sh", job, isExecutable: true),
    File("train.py", training, isExecutable: true), File("workflow.yaml", workflow),
  ]
}
