/// Reads the trace that a sampler of GPUs wrote beside a job, in both of its forms.
///
/// - Shape: a header, `# time, 0 id, 0 gpu_util %, …, 0 power_draw W` or the same without `#`; then
///   rows that begin with a local time. Of each GPU and column the mean and the greatest value
///   become measurements, `gpu0.power_draw.mean` in W; the energy, `gpu0.energy` in J, is the
///   power summed over time by the trapezoidal rule. Where the clock was set back, or nothing was
///   written for a minute, no energy is counted.
/// - Source: the traces of cloudmesh-gpu, of 2022 and later.
struct GPUTraceFile: ChunkReader {
  private static let longestGap = 60.0

  private struct Column {
    let gpu: String
    let name: String
    let unit: String?
    var count = 0
    var mean = 0.0
    var greatest = -Double.infinity
    /// Of power: Joules so far, and the last sample.
    var energy = 0.0
    var last: (time: Double, value: Double)?
  }

  private var feed = LineFeed()
  private var columns: [Column?] = []
  private var isTrace: Bool?
  private var gaps = 0

  mutating func consume(_ chunk: UnsafeRawBufferPointer) {
    guard isTrace != false else { return }
    let (line, lines) = feed.take(chunk)
    line?.withUnsafeBytes { read($0) }
    if let lines {
      var reader = self
      LineFeed.each(in: lines) { reader.read($0) }
      self = reader
    }
  }

  private mutating func read(_ line: UnsafeRawBufferPointer) {
    guard isTrace != false else { return }
    let text = LogText.text(Array(line)[...])
    if text.hasPrefix("# ####") { return }
    let cells = text.split(separator: ",", omittingEmptySubsequences: false).map(GPUTraceFile.trim)
    if cells[0] == "time" || cells[0] == "# time" { return begin(cells) }
    guard !columns.isEmpty else {
      isTrace = false
      return
    }
    guard let time = GPUTraceFile.seconds(cells[0]) else { return }
    for (index, cell) in cells.enumerated().dropFirst() where index < columns.count {
      guard columns[index] != nil, let value = LogText.number(cell) else { continue }
      add(value, at: time, to: index)
    }
  }

  /// Reads `0 gpu_util %` as a column of GPU 0.
  private mutating func begin(_ cells: [Substring]) {
    isTrace = true
    guard columns.isEmpty else { return }
    columns = cells.map { cell in
      let words = cell.split(separator: " ")
      guard words.count >= 2, Int(words[0]) != nil, words[1] != "id" else { return nil }
      return Column(
        gpu: String(words[0]), name: String(words[1]),
        unit: words.count > 2 ? String(words[2]) : nil)
    }
  }

  private mutating func add(_ value: Double, at time: Double, to index: Int) {
    guard var column = columns[index] else { return }
    column.count += 1
    column.mean += (value - column.mean) / Double(column.count)
    column.greatest = max(column.greatest, value)
    if column.name == "power_draw" {
      if let last = column.last {
        let span = time - last.time
        if span >= 0, span <= GPUTraceFile.longestGap {
          column.energy += (value + last.value) / 2 * span
        } else {
          gaps += 1
        }
      }
      column.last = (time, value)
    }
    columns[index] = column
  }

  mutating func finish() -> FileReading {
    feed.end()?.withUnsafeBytes { read($0) }
    var reading = FileReading()
    var energy = 0.0
    var hasEnergy = false
    for case let column? in columns where column.count > 0 {
      let name = "gpu\(column.gpu).\(column.name)"
      reading.measurements.append(
        Measurement(name: "\(name).mean", value: column.mean, unit: column.unit))
      reading.measurements.append(
        Measurement(name: "\(name).max", value: column.greatest, unit: column.unit))
      guard column.name == "power_draw", column.count > 1 else { continue }
      hasEnergy = true
      energy += column.energy
      reading.measurements.append(
        Measurement(name: "gpu\(column.gpu).energy", value: column.energy, unit: "J"))
    }
    if hasEnergy {
      reading.measurements.append(Measurement(name: "energy", value: energy, unit: "J"))
    }
    if gaps > 0 {
      reading.problems.append(
        "has \(gaps) gaps of more than a minute, or jumps of its clock, without energy")
    }
    return reading
  }

  private static func trim(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while text.last == " " || text.last == "\t" { text = text.dropLast() }
    return text
  }

  /// Reads `2022-05-22:16:54:15.760601` and `2022-05-22T16:54:15.760601` as seconds from any day on.
  private static func seconds(_ text: Substring) -> Double? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 19 else { return nil }
    func number(_ range: Range<Int>) -> Int? { Int(String(decoding: bytes[range], as: UTF8.self)) }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16),
      let second = Double(String(decoding: bytes[17...], as: UTF8.self)),
      (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    // Days by a year that begins in March, so that a leap day is its last.
    let shifted = month > 2 ? year : year - 1
    let days =
      365 * shifted + shifted / 4 - shifted / 100 + shifted / 400
      + (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day
    return Double(((days * 24) + hour) * 60 + minute) * 60 + second
  }
}
