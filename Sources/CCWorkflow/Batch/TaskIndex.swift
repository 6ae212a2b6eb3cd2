/// What lines of Slurm's say, found by job and task.
///
/// - Cost: of a look-up O(lines of the job that are about several tasks), of which there are few.
struct TaskIndex<Value> {
  private struct Job {
    var tasks: [Int: [Value]] = [:]
    var others: [(number: SlurmJobNumber, value: Value)] = []
  }

  private var jobs: [String: Job] = [:]

  /// Adds what is said of some tasks, under a name for the whole.
  mutating func add(_ value: Value, _ number: SlurmJobNumber, under name: String) {
    if let task = number.task {
      jobs[name, default: Job()].tasks[task, default: []].append(value)
    } else {
      jobs[name, default: Job()].others.append((number, value))
    }
  }

  /// Returns all that is said of a task; one below zero stands for a job that is no array.
  ///
  /// What is said of it alone counts more than what is said of several: such a line may be cut.
  func values(_ name: String, task: Int) -> [Value] {
    guard let job = jobs[name] else { return [] }
    return job.tasks[task] ?? job.others.filter { $0.number.covers(task) }.map(\.value)
  }
}
