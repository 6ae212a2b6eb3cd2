/// Something that two databases say differently, and how both or one of them was kept.
package struct MergeConflict: Hashable, Sendable {
  package enum Kind: String, Sendable {
    /// Campaigns of one name with different parameters.
    case campaign
    /// Experiments of one identifier with different values.
    case experiment
    /// Different attempts of one number.
    case number
    /// An attempt that ended in two ways.
    case state
    /// An attempt that measured two things.
    case measurements
  }

  package let kind: Kind
  /// One line, without a full stop.
  package let text: String
}
