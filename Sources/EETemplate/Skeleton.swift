/// Text with numbered holes: what is left of a template once everything constant is filled in.
///
/// One skeleton renders any number of experiments; each costs one append per piece.
package struct Skeleton: Hashable, Sendable {
  /// All text, without the holes.
  private var bytes: [UInt8] = []
  /// Where in `bytes` each hole opens, in order, and its number.
  private var cuts: [Cut] = []

  private struct Cut: Hashable, Sendable {
    let position: Int
    let hole: Int
  }

  package init() {}

  package init(text: some Sequence<UInt8>) { bytes.append(contentsOf: text) }

  package init(hole: Int) { cuts.append(Cut(position: 0, hole: hole)) }

  /// Fills a template's slots, each by the skeleton that stands for its name.
  ///
  /// - Shape: one filling per slot of the template.
  package init(_ template: Template, fillings: [Skeleton]) {
    for piece in template.pieces {
      switch piece {
      case .text(let range): append(text: template.source[range])
      case .slot(let slot): append(fillings[slot])
      }
    }
  }

  package mutating func append(text: some Sequence<UInt8>) { bytes.append(contentsOf: text) }

  package mutating func append(hole: Int) { cuts.append(Cut(position: bytes.count, hole: hole)) }

  package mutating func append(_ other: Skeleton) {
    let offset = bytes.count
    bytes += other.bytes
    for cut in other.cuts {
      cuts.append(Cut(position: offset + cut.position, hole: cut.hole))
    }
  }

  /// The text itself, where nothing is left to fill in.
  package var constant: [UInt8]? { cuts.isEmpty ? bytes : nil }

  /// The holes it asks for, in the order they stand.
  package var holes: [Int] { cuts.map(\.hole) }

  /// Returns how many bytes the text has with its holes filled.
  package func length(_ values: [[UInt8]]) -> Int {
    cuts.reduce(bytes.count) { $0 + values[$1.hole].count }
  }

  /// Returns the text with its holes filled.
  ///
  /// - Shape: `values` has an entry for every hole number that occurs.
  /// - Cost: one allocation, and one copy per piece; an array's own appends cost several times that.
  package func rendered(_ values: [[UInt8]]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: length(values)) { output, count in
      bytes.withUnsafeBufferPointer { text in
        var start = 0
        for cut in cuts {
          output.put(text[start..<cut.position], at: &count)
          values[cut.hole].withUnsafeBufferPointer { output.put($0[...], at: &count) }
          start = cut.position
        }
        output.put(text[start...], at: &count)
      }
    }
  }
}

extension Skeleton {
  /// A part of a skeleton.
  package enum Part {
    case text(Skeleton)
    case hole(Int)
  }

  /// Cuts a skeleton at some of its holes.
  package func split(where isCut: (_ hole: Int) -> Bool) -> [Part] {
    var parts: [Part] = []
    var current = Skeleton()
    var start = 0
    for cut in cuts {
      current.append(text: bytes[start..<cut.position])
      start = cut.position
      guard isCut(cut.hole) else {
        current.append(hole: cut.hole)
        continue
      }
      parts += [.text(current), .hole(cut.hole)]
      current = Skeleton()
    }
    current.append(text: bytes[start...])
    return parts + [.text(current)]
  }

  /// The hole that ends the text; nil where text of its own does.
  package var lastHole: Int? {
    cuts.last.flatMap { $0.position == bytes.count ? $0.hole : nil }
  }

  /// The bytes of its own text.
  package var byteCount: Int { bytes.count }
}

extension UnsafeMutableBufferPointer<UInt8> {
  /// Copies bytes to a place, and moves it behind them.
  fileprivate func put(_ part: Slice<UnsafeBufferPointer<UInt8>>, at place: inout Int) {
    guard let target = baseAddress, let source = part.base.baseAddress else { return }
    (target + place).update(from: source + part.startIndex, count: part.count)
    place += part.count
  }
}
