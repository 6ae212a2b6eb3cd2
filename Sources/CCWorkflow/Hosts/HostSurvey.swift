internal import EECore

/// What a host said of itself when it was asked.
package struct HostSurvey: Hashable, Sendable {
  /// As it calls itself.
  package private(set) var host = ""
  /// The kernel's name and release.
  package private(set) var system = ""
  package private(set) var home = ""
  package private(set) var cpus: Int?
  /// The numbers of the processors that jobs can be bound to; empty where they cannot be.
  package private(set) var processors: [Int] = []
  /// In bytes, of the machine or of what we may have of it.
  package private(set) var memory: Int?
  package private(set) var devices: [ResourcePool.Device] = []
  /// What was asked for GPUs; nil where there is nothing to ask.
  package private(set) var deviceQuestion: String?
  /// Why it is not known which GPUs there are; nil where that is known.
  package private(set) var deviceProblem: String?
  /// The directory for jobs, or the nearest one above it that is there.
  package private(set) var place = ""
  /// What stands where a directory is wanted; nil where nothing does.
  package private(set) var blocked: String?
  /// Whether jobs may write there.
  package private(set) var isWritable = true
  /// In bytes.
  package private(set) var free: Int?
  /// What is needed to run jobs and is not there.
  package private(set) var lacking: [String] = []
  package private(set) var python: String?
  /// What its batch system says; nil where that was not asked.
  package private(set) var slurm: SlurmSurvey?

  /// Reads what a host printed; nil where the end is missing, whatever came before.
  init?(_ bytes: [UInt8], nonce: String) {
    let lines = bytes.split(separator: UInt8(ascii: "\n")).map { line in
      String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
    }
    guard let end = lines.lastIndex(of: "\(nonce) end"),
      let begin = lines[..<end].firstIndex(of: "\(nonce) begin")
    else { return nil }
    var fields: [String: [String]] = [:]
    for line in lines[begin..<end] {
      let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { fields[String(parts[0]), default: []].append(String(parts[1])) }
    }
    read(fields)
  }

  private mutating func read(_ fields: [String: [String]]) {
    func first(_ key: String) -> String? { fields[key]?.first }
    host = first("host") ?? ""
    system = first("system") ?? ""
    home = first("home") ?? ""
    cpus = first("cpus").flatMap { Int($0) }
    processors = first("processors").map(ProcessorText.numbers) ?? []
    let installed = first("memory").flatMap { Int($0.prefix { $0.isNumber }) }.map { $0 * 1024 }
    memory = ([installed] + (fields["limit"] ?? []).map { Int($0) }).compactMap(\.self).min()
    place = first("place") ?? ""
    blocked = first("blocked")
    isWritable = first("sealed") == nil
    free = fields["disk"]?.last.flatMap(HostSurvey.free)
    lacking = fields["lacks"] ?? []
    python = first("python").map { $0.hasPrefix("Python ") ? String($0.dropFirst(7)) : $0 }
    readDevices(fields)
    if fields["version"] != nil || fields["version-failed"] != nil || lacking.contains("sinfo") {
      slurm = SlurmSurvey(fields)
    }
  }

  private mutating func readDevices(_ fields: [String: [String]]) {
    deviceQuestion = fields["asked"]?.first
    guard let question = deviceQuestion else { return }
    if let failure = fields["gpu-failed"]?.first {
      deviceProblem = "\(question) \(SurveyFailure(failure))"
      return
    }
    let answer = fields["gpu"] ?? []
    let users = Set(fields["user"] ?? [])
    devices = GPUListing.devices(inTree: answer.joined(separator: "\n")).map {
      ResourcePool.Device(
        id: $0.uuid, type: $0.type, isTaken: users.contains($0.uuid) || users.contains($0.whole))
    }
    let isSilent = answer.isEmpty || answer.contains { $0.hasPrefix("No devices") }
    if devices.isEmpty, !isSilent {
      deviceProblem =
        "\(question) said '\(answer[0])', expected lines such as GPU 0: NAME (UUID: GPU-…)"
    }
  }

  /// Bytes that are free, of the last line of `df -Pk`: its names may hold blanks.
  private static func free(_ line: String) -> Int? {
    let words = line.split(separator: " ")
    guard let place = words.lastIndex(where: { $0.hasSuffix("%") }), place > 0 else { return nil }
    return Int(words[place - 1]).map { $0 * 1024 }
  }
}

/// Why a command of a survey said nothing.
struct SurveyFailure: CustomStringConvertible {
  let code: Int
  /// The first line of what it printed.
  let text: String

  /// Reads an exit code and a text, with a tab between them.
  init(_ field: String) {
    let parts = field.split(separator: "\t", maxSplits: 1)
    code = parts.first.flatMap { Int($0) } ?? 1
    text = parts.count > 1 ? String(parts[1]) : ""
  }

  var description: String {
    code == 124
      ? "does not answer within 10 s"
      : "fails with exit code \(code)" + (text.isEmpty ? "" : ": \(text)")
  }
}
