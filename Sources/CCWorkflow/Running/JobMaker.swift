internal import CampaignStore
internal import EECampaign
internal import EECore
internal import HostIO

/// Turns what a node says of its jobs into the records of a run.
final class JobMaker {
  /// A script file as it is on the disk.
  private struct Script {
    let command: [String]
    let content: [UInt8]
  }

  /// The workflow file's directory, absolute.
  private let directory: String
  /// Where logs are linked.
  private let base: String
  private var scripts: [[String]: Script] = [:]
  /// The directory as paths below it begin.
  private let home: String
  /// What an input is made of, one job after the other.
  private var hashed = ByteWriter()

  init(directory: String, base: String) {
    self.directory = directory
    home = directory + "/"
    self.base = base
  }

  /// How a job is run, and what decides what it does.
  struct Job {
    var spec: JobSpec
    let input: String
  }

  /// Makes the job of a node, or of a member, whose name has a suffix behind the node's.
  func job(
    _ settings: JobSettings, of node: String, suffix: String? = nil,
    variables: [String: String] = [:], success: [ConditionText]
  ) throws(SystemError) -> Job {
    let name = Identifier.escaped(Array(node.utf8)) + (suffix.map { "-\($0)" } ?? "")
    var command: [String] = []
    var content: [UInt8] = []
    var file: String?
    switch settings.work {
    case .marker, .sweep: break
    case .shell(let text): command = ["/bin/sh", "-c", text]
    case .script(let path):
      let script = try script(path, venv: venv(of: settings))
      command = script.command
      content = script.content
      file = Paths.absolute(path)
    }
    var spec = JobSpec(
      command: command,
      directory: settings.directory.map { Paths.absolute(Paths.join(directory, $0)) } ?? directory,
      environment: settings.environment.merging(variables) { $1 }, request: settings.request,
      logLink: Paths.join(base, "\(name).log"))
    settings.complete(&spec)
    spec.success = success
    if !settings.request.hosts.isEmpty {
      let there = file.map {
        ScriptCommand.command(for: Paths.name(of: $0), file: $0, venv: settings.venv)
      }
      spec.transfer = JobTransfer(
        command: there ?? command, script: file, inputs: settings.inputs, outputs: settings.outputs)
    }
    let place = settings.directory.map { "\0\($0)" } ?? ""
    return Job(spec: spec, input: input(spec, content + Array(place.utf8)))
  }

  /// Relative to the workflow file, wherever the job runs.
  func venv(of settings: JobSettings) -> String? {
    settings.venv.map { Paths.absolute(Paths.join(directory, $0)) }
  }

  /// Members share a script, which is read once.
  private func script(_ path: String, venv: String?) throws(SystemError) -> Script {
    let key = [path, venv ?? ""]
    if let script = scripts[key] { return script }
    let file = Paths.absolute(path)
    let script = Script(
      command: ScriptCommand.command(for: file, file: file, venv: venv),
      content: try Files.read(file))
    scripts[key] = script
    return script
  }

  /// Hashes all that decides what a job does, and whether it counts as done then.
  ///
  /// These keys count: what runs (`script` with its content, `exec`, a sweep's files and code), the
  /// Python that runs it (`venv`), what it finds (`env` with its expressions, parameters, the number
  /// of its pass), where it runs (`directory` as the file says it), and `success`. Not what it may
  /// use or how often it is tried (`cpus`, `memory`, `gpus`, `exclusive`, `time`, `retries`): the
  /// result is the same. Nor what decides whether or when it runs (`when`, `until`, `needs`), nor
  /// how it is drawn. Where the study itself lies does not count, so that it can be moved.
  func input(_ spec: JobSpec, _ content: [UInt8]) -> String {
    hashed.clear()
    var isFirst = true
    func begin(_ part: String) {
      if !isFirst { hashed.append(UInt8(0)) }
      isFirst = false
      hashed.append(part)
    }
    for word in spec.command {
      begin(word.hasPrefix(home) ? String(word.dropFirst(home.count)) : word)
    }
    for (name, value) in spec.environment.sorted(by: { $0.key < $1.key }) {
      begin(name)
      hashed.append("=")
      hashed.append(value)
    }
    for (name, value) in spec.computed.sorted(by: { $0.key < $1.key }) {
      begin(name)
      hashed.append("==")
      hashed.append(value.text)
    }
    for success in spec.success { begin("\0success=\(success.text)") }
    hashed.append(UInt8(0))
    hashed.append(content)
    return Fingerprint(UnsafeRawBufferPointer(hashed.bytes)).text
  }

  /// Each job finds its parameters, and what follows from them, in its environment; names of
  /// variables hold no hyphens.
  static func variables(of values: Combination) -> [String: String] {
    Dictionary(
      values.parameters.map { parameter in
        let name = String(parameter.name.map { $0 == "-" ? "_" : $0 })
        return ("CMS_PARAM_\(name)", parameter.value.spelling)
      }
    ) { $1 }
  }
}

extension JobSettings {
  /// Adds what does not depend on where a job runs.
  func complete(_ spec: inout JobSpec) {
    spec.limit = limit
    spec.grace = grace
    spec.retry = retry
    spec.computed = computed
  }
}

extension JobSpec {
  /// Keeps the parameters where a condition may ask for them.
  mutating func keepParameters(of values: Combination) {
    guard !success.isEmpty || when != nil || !computed.isEmpty else { return }
    parameters = Dictionary(
      values.parameters.map { ($0.name, $0.value.spelling) }
    ) { $1 }
  }
}
