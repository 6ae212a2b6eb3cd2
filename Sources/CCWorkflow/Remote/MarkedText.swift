internal import HostIO

/// Reads a file from mark to mark, in little memory however long it is.
struct MarkedText {
  /// As much may stand before a mark.
  private static let longest = 1 << 20

  private let path: String
  private var bytes: [UInt8] = []
  /// Where in the file the bytes begin.
  private var base: Int
  /// How many of them were read.
  private var read = 0

  init(_ path: String, from offset: Int) {
    self.path = path
    base = offset
  }

  /// Where in the file the next byte stands.
  var offset: Int { base + read }

  /// Goes on elsewhere in the file.
  mutating func move(to offset: Int) {
    base = offset
    bytes = []
    read = 0
  }

  /// Returns what stands before the next mark, and goes on behind it; nil where there is none.
  mutating func next(upTo mark: [UInt8]) throws(SystemError) -> [UInt8]? {
    var place = read
    while true {
      if let found = Self.place(of: mark, in: bytes, from: place) {
        defer { read = found + mark.count }
        return Array(bytes[read..<found])
      }
      guard bytes.count - read <= Self.longest else { return nil }
      bytes.removeFirst(read)
      base += read
      read = 0
      place = max(0, bytes.count - mark.count + 1)
      let more = try Files.part(of: path, at: base + bytes.count, count: 1 << 17)
      guard !more.isEmpty else { return nil }
      bytes += more
    }
  }

  private static func place(of mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    bytes.withUnsafeBufferPointer { bytes in
      mark.withUnsafeBufferPointer { mark in
        guard bytes.count >= mark.count else { return nil }
        var place = start
        while place <= bytes.count - mark.count {
          if bytes[place] == mark[0], bytes[place..<(place + mark.count)].elementsEqual(mark) {
            return place
          }
          place += 1
        }
        return nil
      }
    }
  }
}
