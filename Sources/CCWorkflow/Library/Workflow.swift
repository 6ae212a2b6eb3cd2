internal import CampaignStore
internal import EECampaign
internal import EECore
internal import HostIO

/// A workflow as programs make, change and run one: jobs, and which comes before which.
///
/// ```swift
/// var workflow = Workflow(name: "mnist")
/// try workflow.addJob("fetch", exec: "./fetch.sh")
/// try workflow.addJob("train", exec: "python3 train.py", attributes: ["cpus": "2"])
/// try workflow.addDependencies("fetch,train")
/// try workflow.save(to: "mnist.yaml")
/// let outcome = try workflow.run()
/// ```
///
/// It is the text of a workflow file: what was loaded is saved again byte for byte, but for the
/// jobs and dependencies that were changed.
public struct Workflow: Sendable, CustomStringConvertible {
  /// Where it was loaded from or saved to last.
  public private(set) var file: String?
  private var text: WorkflowText

  /// Makes a workflow without jobs.
  public init(name: String) { text = WorkflowText(named: name) }

  /// Loads a workflow file.
  ///
  /// - Throws: ``WorkflowError`` where it cannot be read or is no workflow.
  public init(file: String) throws(WorkflowError) {
    text = try Workflow.read(file)
    self.file = file
  }

  /// Replaces everything by what a file holds.
  ///
  /// - Throws: ``WorkflowError``; the workflow is as it was then.
  public mutating func load(_ file: String) throws(WorkflowError) {
    text = try Workflow.read(file)
    self.file = file
  }

  /// Writes the workflow to a file, or to the one it came from; readers see the old one or the new.
  ///
  /// - Throws: ``WorkflowError`` where it cannot be written, or no file was ever named.
  public mutating func save(to file: String? = nil) throws(WorkflowError) {
    guard let path = file ?? self.file else {
      throw WorkflowError("the workflow was never loaded or saved, so a file has to be named")
    }
    do throws(SystemError) { try Files.replace(path, text.bytes) } catch {
      throw WorkflowError(error)
    }
    self.file = path
  }

  private static func read(_ file: String) throws(WorkflowError) -> WorkflowText {
    do throws(Diagnostics) {
      return try WorkflowText(try SourceFile.read(file, as: "workflow file"), file: file)
    } catch { throw WorkflowError(error) }
  }

  /// The workflow file's text.
  public var description: String { String(decoding: text.bytes, as: UTF8.self) }
}

// Jobs and dependencies.
extension Workflow {
  /// The jobs' names in the order of the file.
  public var jobs: [String] { ((try? text.nodes()) ?? []).map(\.name) }

  /// The attributes of a job that are plain text; nil where there is no such job.
  public subscript(name: String) -> [String: String]? {
    (try? text.nodes())?.first { $0.name == name }?.attributes.compactMapValues {
      $0.scalar?.text
    }
  }

  /// The dependencies, each as the name that comes first and the one that follows.
  public var dependencies: [(source: String, destination: String)] {
    ((try? text.edges()) ?? []).map { ($0[0], $0[1]) }
  }

  /// Adds a job, or sets attributes of one that is there.
  ///
  /// - Parameters:
  ///   - name: its name, without '/' and ','.
  ///   - script: a script file beside the workflow file.
  ///   - exec: a line for the shell.
  ///   - attributes: any other keys of a node, such as `cpus` or `label`.
  /// - Throws: ``WorkflowError`` for a name that no job can have.
  public mutating func addJob(
    _ name: String, script: String? = nil, exec: String? = nil,
    attributes: KeyValuePairs<String, String> = [:]
  ) throws(WorkflowError) {
    var pairs = attributes.map { (key: $0.key, value: $0.value) }
    if let exec { pairs.insert((key: "exec", value: exec), at: 0) }
    if let script { pairs.insert((key: "script", value: script), at: 0) }
    do throws(Diagnostics) { try text.addNode(name, pairs) } catch { throw WorkflowError(error) }
  }

  /// Adds the dependencies of a chain: `a,b,c` runs a, then b, then c.
  ///
  /// - Throws: ``WorkflowError`` for a job that is not there, and for a cycle.
  public mutating func addDependencies(_ chain: String) throws(WorkflowError) {
    do throws(Diagnostics) { try text.addDependencies(chain) } catch { throw WorkflowError(error) }
  }

  /// Removes a job with all its dependencies; what came before it is not joined to what came after.
  ///
  /// - Throws: ``WorkflowError`` for a job that is not there.
  public mutating func removeJob(_ name: String) throws(WorkflowError) {
    do throws(Diagnostics) { try text.removeNode(name) } catch { throw WorkflowError(error) }
  }

  /// The jobs in an order that one after another could run in; of equals, the first of the file.
  ///
  /// - Shape: jobs on or behind a cycle are missing.
  public var sequentialOrder: [String] {
    let names = jobs
    let places = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    let pairs = dependencies.compactMap { edge -> (Int, Int)? in
      guard let source = places[edge.source], let end = places[edge.destination] else { return nil }
      return (source, end)
    }
    return Graph(count: names.count, edges: pairs).topologicalOrder().map { names[$0] }
  }
}
