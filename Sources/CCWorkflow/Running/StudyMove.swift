package import CampaignStore
internal import HostIO

/// From where a study was when its run was stored to where it is now.
///
/// A run keeps how its jobs are run with absolute paths: what is below the workflow file's directory,
/// and what is below the directory for all that is written. A study that was moved while nothing ran
/// takes both with it.
package struct StudyMove {
  /// Returns a path as it is now; one that is not below the directory stays.
  private struct Way {
    let old: String
    let new: String

    func path(_ path: String) -> String {
      if path == old { return new }
      guard path.hasPrefix(old + "/") else { return path }
      return new + path.dropFirst(old.count)
    }
  }

  private let run: OwnedRun
  private let nodes: [NodeRecord]
  /// The workflow file, absolute.
  private let file: String
  /// Of the workflow file's directory.
  private let home: Way
  /// Of the directory for all that is written.
  private let base: Way

  /// Compares where a run was stored with where it was found: `file` is nil where its database was
  /// named, and `base` is absolute.
  ///
  /// - Returns: nil where nothing has moved, or nothing is left to run.
  package init?(
    _ run: OwnedRun, file: String?, base: String, in store: CampaignStore
  ) throws(StoreError) {
    let record = run.record
    guard try store.settlement(of: record.id) == nil else { return nil }
    self.run = run
    nodes = try store.nodes(of: record.id, all: true)
    let before = nodes.lazy.compactMap { $0.job.flatMap(JobSpec.init(json:))?.base }.first ?? base
    let hasMoved = StudyMove.hasMoved(record.id, from: before, to: base)
    self.base = Way(old: before, new: hasMoved ? base : before)
    self.file = StudyMove.place(of: record.file, named: file, self.base)
    home = Way(old: Paths.directory(of: record.file), new: Paths.directory(of: self.file))
    guard hasMoved || home.old != home.new else { return nil }
  }

  /// Another directory may be named for what is written from now on: then the records stayed behind.
  private static func hasMoved(_ run: String, from old: String, to new: String) -> Bool {
    guard Paths.real(old) != Paths.real(new) else { return false }
    let records = Paths.join(Paths.join(new, ".cms"), run)
    return Files.status(records) != nil || Files.status(old) == nil
  }

  /// Returns where the workflow file is now, whether it is still there or not.
  private static func place(of old: String, named file: String?, _ base: Way) -> String {
    let hasMoved = base.old != base.new
    if let file {
      let path = Paths.absolute(file)
      let isOther = Paths.real(path) != Paths.real(old)
      return isOther && (hasMoved || Files.status(old) == nil) ? path : old
    }
    guard hasMoved else { return old }
    let path = Paths.absolute(Paths.join(base.new, Paths.relative(old, to: base.old)))
    let isGone = Files.status(Paths.directory(of: old)) == nil
    return Files.status(path) != nil || isGone ? path : old
  }

  /// Records how the jobs are run where the study is now.
  ///
  /// - Returns: the run, as it is recorded then.
  package func perform(in store: CampaignStore) throws(StoreError) -> OwnedRun {
    let jobs = nodes.compactMap { node -> (node: String, job: String)? in
      guard let text = node.job, let job = JobSpec(json: text) else { return nil }
      let moved = moved(job)
      return moved == job ? nil : (node.name, moved.json)
    }
    try store.transaction(of: run.record.id, owner: run.owner) { () throws(StoreError) in
      try store.move(run.record.id, toFile: file, jobs: jobs)
    }
    return run.over(file: file)
  }

  /// What a user should know of it.
  package var note: String {
    let way = home.old == home.new ? base : home
    return "the study was moved: what ran in '\(way.old)' goes on in '\(way.new)'"
  }

  private func moved(_ job: JobSpec) -> JobSpec {
    var job = job
    // A line for the shell is the user's.
    if job.command.dropFirst().first != "-c" { job.command = job.command.map(home.path) }
    job.directory = (job.place == nil ? home : base).path(job.directory)
    job.logLink = base.path(job.logLink)
    if let script = job.transfer?.script { job.transfer?.script = home.path(script) }
    if let output = job.output {
      job.output?.directory = home.path(output.directory)
      job.output?.base = base.path(output.base)
    }
    return job
  }
}

extension JobSpec {
  /// The directory for all that is written; nil where nothing tells it.
  fileprivate var base: String? {
    if let output { return output.base }
    guard let place else { return logLink.isEmpty ? nil : Paths.directory(of: logLink) }
    let root = Paths.directory(of: directory)
    if place.isEmpty || place == "." { return root }
    return root.hasSuffix("/" + place) ? String(root.dropLast(place.count + 1)) : nil
  }
}
