// Rows as a glance at a run needs them: valid until the next one comes, and their texts are lent.

/// A node that a glance at its run falls on.
package struct NodeGlance {
  package typealias Text = UnsafeBufferPointer<UInt8>

  private let row: Row
  package let kind: NodeRecord.Kind
  package let state: JobState

  init(_ row: Row, kind: NodeRecord.Kind, state: JobState) {
    self.row = row
    self.kind = kind
    self.state = state
  }

  /// Its columns; group, kind and state come first.
  static func selection(_ version: Int) -> String {
    "SELECT \"group\", kind, state, id, name, cause, progress, \(version < 3 ? "0" : "open")"
  }

  /// Whether it belongs to a group.
  package var isMember: Bool { !row.isNull(0) }
  package var group: String? { row.optionalText(0) }
  /// Its number in the database.
  package var id: Int { row.int(3) }
  package var name: String { row.text(4) }
  package var nameBytes: Text { row.lent(4) }
  package var cause: String? { row.optionalText(5) }
  package var progress: Double { row.optionalDouble(6) ?? 0 }
  /// Whether it is a group some of whose members are not known yet.
  package var isOpen: Bool { row.int(7) != 0 }
}

/// An attempt that a glance at its run falls on.
package struct AttemptGlance {
  private let row: Row

  init(_ row: Row) { self.row = row }

  static let selection = """
    SELECT node, number, host, gpu, started, ended, exit_code, seconds, state, directory
    """

  /// The number of its node in the database.
  package var node: Int { row.int(0) }
  /// From one.
  package var number: Int { row.int(1) }
  /// Nil where it was not recorded; UTC texts, and the names of host and device.
  package var host: NodeGlance.Text? { text(2) }
  package var gpu: NodeGlance.Text? { text(3) }
  package var started: NodeGlance.Text? { text(4) }
  package var ended: NodeGlance.Text? { text(5) }
  package var exitCode: Int? { row.optionalInt(6) }
  package var seconds: Double? { row.optionalDouble(7) }
  package var state: JobState { JobState(rawValue: row.text(8)) ?? .lost }
  package var isActive: Bool {
    // Of all states these two alone are asked for at each of many attempts.
    let state = row.lent(8)
    return state.elementsEqual("running".utf8) || state.elementsEqual("submitted".utf8)
  }
  package var directory: String { row.text(9) }

  private func text(_ column: Int) -> NodeGlance.Text? {
    row.isNull(column) ? nil : row.lent(column)
  }
}
