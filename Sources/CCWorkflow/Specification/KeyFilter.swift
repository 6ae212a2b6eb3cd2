internal import EECore

/// Tells of most keys that a map does not have them, without a look at it.
///
/// A node could have dozens of keys, and has a few: nearly all that are asked for are absent.
struct KeyFilter {
  private var bits: UInt64 = 0

  init(_ entries: [ConfigEntry]) {
    for entry in entries { bits |= KeyFilter.bit(entry.key) }
  }

  /// Whether the map may have a key: never false where it has it.
  func mayHold(_ key: String) -> Bool { bits & KeyFilter.bit(key) != 0 }

  private static func bit(_ key: String) -> UInt64 {
    let bytes = key.utf8
    let mixed = Int(bytes.first ?? 0) &* 5 &+ Int(bytes.last ?? 0) &* 3 &+ bytes.count
    return 1 << UInt64(mixed & 63)
  }
}
