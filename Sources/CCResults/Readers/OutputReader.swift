package import EECore

/// Reads all that a job left: what it printed, and the files in its directory that hold numbers.
///
/// - Shape: Names that are found in several places count once: a declared result before what a file
///   says, that before what was printed.
/// - Cost: streams; memory for what was found, and for a JSON file.
package struct OutputReader {
  /// Files that are read wherever they are: what programs leave without being told.
  package static let usualFiles = ["metrics.json", "metrics.jsonl", "metrics.csv"]

  private let results: [ResultSpec]
  private var log: LogReader
  private var file: (name: String, readers: [any ChunkReader])?
  private var files: [Measurement] = []
  private var findings: [String: PickedValues] = [:]
  private var problems: [String] = []
  private var omitted = 0

  package init(_ results: [ResultSpec] = []) {
    self.results = results
    log = LogReader(results)
  }

  /// The files that declared results stand in, each once.
  package var declaredFiles: [String] {
    var names: [String] = []
    for result in results {
      if let file = result.file, !names.contains(file) { names.append(file) }
    }
    return names
  }

  /// Whether a file is the trace of a sampler, by its name.
  package static func mayBeTrace(_ name: String) -> Bool {
    name.hasPrefix("gpu") && (name.hasSuffix(".log") || name.hasSuffix(".csv"))
  }

  /// Takes up a part of what the job printed.
  package mutating func consumeLog(_ chunk: UnsafeRawBufferPointer) { log.consume(chunk) }

  /// Ends one output of the job.
  package mutating func endLog() { log.endFile() }

  /// Begins a file of the job's directory.
  package mutating func beginFile(_ name: String) {
    let declared = results.filter { $0.file == name }
    let isUsual = OutputReader.usualFiles.contains(name)
    var readers: [any ChunkReader] = []
    if name.hasSuffix(".csv"), isUsual || declared.contains(where: \.isColumn) {
      readers.append(CSVFile(declared.filter(\.isColumn), readsAll: isUsual))
    } else if declared.contains(where: \.isColumn) {
      readers.append(CSVFile(declared.filter(\.isColumn), readsAll: false))
    }
    if declared.contains(where: \.isJSON) || isUsual && !name.hasSuffix(".csv") {
      readers.append(JSONFile(declared.filter(\.isJSON), readsAll: isUsual))
    }
    if declared.contains(where: \.isPattern) { readers.append(PatternFile(results, file: name)) }
    if OutputReader.mayBeTrace(name) { readers.append(GPUTraceFile()) }
    file = (name, readers)
  }

  /// Takes up a part of the file that was begun.
  package mutating func consumeFile(_ chunk: UnsafeRawBufferPointer) {
    guard var file else { return }
    self.file = nil
    for index in file.readers.indices { file.readers[index].consume(chunk) }
    self.file = file
  }

  /// Ends the file that was begun.
  package mutating func endFile() {
    guard var file else { return }
    self.file = nil
    for index in file.readers.indices {
      let reading = file.readers[index].finish()
      let names = Set(files.map(\.name))
      files += reading.measurements.filter { !names.contains($0.name) }
      findings.merge(reading.results) { $1 }
      problems += reading.problems.map { "'\(file.name)' \($0)" }
      omitted += reading.omitted
    }
  }

  /// Notes a file that is there and cannot be read.
  package mutating func fail(_ name: String, reason: String) {
    file = nil
    problems.append("'\(name)' cannot be read: \(reason)")
  }

  /// Returns all that was found.
  package mutating func finish() -> LogReading {
    var reading = log.finish()
    findings.merge(reading.results) { $1 }
    let named = Set(files.map(\.name))
    let found = files + reading.measurements.filter { !named.contains($0.name) }
    for result in results {
      switch result.source {
      case .timer(let name):
        var values = PickedValues(result.pick)
        for timer in reading.timers where timer.name == name {
          values.add(timer.seconds, unit: "s")
        }
        findings[result.name] = values
      case .metric(let name): findings[result.name] = PickedValues(result.pick, of: name, in: found)
      case .pattern, .json, .column: break
      }
    }
    let declared = Set(results.map(\.name))
    reading.measurements =
      found.filter { !declared.contains($0.name) }
      + results.flatMap { findings[$0.name]?.measurements(of: $0) ?? [] }
    reading.results = findings
    reading.problems += problems
    reading.omitted += omitted
    return reading
  }
}

extension LogReading {
  /// What keeps a job from having ended well: declared results without a value, in words.
  package func missing(of results: [ResultSpec]) -> [String] {
    results.filter { !$0.isOptional && self.results[$0.name]?.value == nil }.map { result in
      let count = self.results[result.name]?.count ?? 0
      return "result '\(result.name)' "
        + (count == 0
          ? "was not found: no \(result.place)" : "is no finite number: \(result.place)")
    }
  }
}

extension PickedValues {
  /// Picks among the values of a name in the order measured.
  fileprivate init(_ pick: ResultSpec.Pick, of name: String, in measurements: [Measurement]) {
    self.init(pick)
    let series = measurements.filter { $0.name == name && $0.step != nil }
    for point in series { add(point.value, step: point.step, unit: point.unit) }
    guard let last = measurements.last(where: { $0.name == name && $0.step == nil }) else {
      // What was measured last is no number.
      if !series.isEmpty { add(nil) }
      return
    }
    if series.last?.value != last.value { add(last.value, unit: last.unit) }
  }
}

extension ResultSpec {
  fileprivate var isPattern: Bool { if case .pattern = source { true } else { false } }
  fileprivate var isJSON: Bool { if case .json = source { true } else { false } }
  fileprivate var isColumn: Bool { if case .column = source { true } else { false } }
}
