internal import EECore

/// Reads a file of JSON: a document, or a document on each line.
///
/// - Shape: Of an object each number is a measurement under its dotted name, a list of numbers a
///   series. Of a list of objects, or of lines, each is one step of such series; `step` or `epoch`
///   says which. An object `{"name": …, "value": …}` is that measurement, with its `unit` and `step`.
/// - Cost: the file in memory, up to 64 MiB.
struct JSONFile: ChunkReader {
  private static let bound = 64 << 20

  /// Those of the declared results that stand in it.
  let results: [ResultSpec]
  /// Whether all numbers count, not only what is declared.
  let readsAll: Bool
  private var bytes: [UInt8] = []
  private var isTooLong = false
  private var table = MeasurementTable()

  init(_ results: [ResultSpec], readsAll: Bool) {
    self.results = results
    self.readsAll = readsAll
  }

  mutating func consume(_ chunk: UnsafeRawBufferPointer) {
    guard !isTooLong else { return }
    bytes += chunk
    isTooLong = bytes.count > JSONFile.bound
    if isTooLong { bytes = [] }
  }

  mutating func finish() -> FileReading {
    guard !isTooLong else {
      return FileReading(problems: ["is longer than 64 MiB, and was not read"])
    }
    var reading = FileReading()
    let documents = documents(&reading.problems)
    if readsAll { record(documents) }
    for result in results {
      guard case .json(let path) = result.source else { continue }
      var found = PickedValues(result.pick)
      for document in documents {
        for value in path.values(in: document) { JSONFile.add(value, to: &found) }
      }
      reading.results[result.name] = found
    }
    reading.measurements = table.measurements
    reading.omitted = table.omitted
    return reading
  }

  private static func add(_ value: JSONValue, to found: inout PickedValues) {
    switch value {
    case .number(let text), .string(let text): found.add(LogText.number(text))
    case .array(let elements): for element in elements { add(element, to: &found) }
    case .bool, .null: found.add(nil)
    case .object: break
    }
  }

  /// The whole file as one document, else its lines; a last line that is cut is no mistake: the
  /// program that wrote it was ended.
  private func documents(_ problems: inout [String]) -> [JSONValue] {
    let text = String(decoding: bytes, as: UTF8.self)
    let whole: JSONError
    do throws(JSONError) { return [try JSONParser.parse(text, dialect: .pythonLiteral)] } catch {
      whole = error
    }
    var documents: [JSONValue] = []
    let lines = bytes.split(whereSeparator: LogText.isLineEnd)
    for (index, line) in lines.enumerated() {
      let text = String(decoding: line, as: UTF8.self)
      if let document = try? JSONParser.parse(text, dialect: .pythonLiteral) {
        documents.append(document)
      } else if documents.isEmpty || index < lines.count - 1 {
        problems.append(
          documents.isEmpty
            ? "is no JSON: \(whole.message)" : "has a line \(index + 1) that is no JSON")
        return documents
      }
    }
    return documents
  }

  private mutating func record(_ documents: [JSONValue]) {
    var entries = documents
    var isList = documents.count > 1
    if documents.count == 1, case .array(let elements) = documents[0] {
      entries = elements
      isList = true
    }
    for (index, entry) in entries.enumerated() {
      guard case .object(let members) = entry else { continue }
      if take(named: entry) { continue }
      let step = JSONFile.step(of: entry)
      for member in members where !(isList && JSONFile.stepNames.contains(member.key)) {
        table.record(
          member.value, name: member.key, unit: nil, step: step ?? (isList ? index + 1 : nil))
      }
    }
  }

  /// Takes up one measurement that says its own name.
  private mutating func take(named entry: JSONValue) -> Bool {
    guard case .string(let name)? = entry["name"], let value = entry["value"] else { return false }
    var unit: String?
    if case .string(let text)? = entry["unit"] { unit = text }
    table.record(value, name: name, unit: unit, step: JSONFile.step(of: entry))
    return true
  }

  private static let stepNames = ["step", "epoch"]

  private static func step(of entry: JSONValue) -> Int? {
    stepNames.lazy.compactMap { entry[$0].flatMap(MeasurementTable.number) }.first
      .flatMap { Int(exactly: $0) }
  }
}
