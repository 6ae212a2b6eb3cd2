/// Something that has become of a host, as the journal of a run keeps it.
struct HostEvent: Hashable, Sendable {
  enum Kind: String, Sendable, CaseIterable {
    case unreachable = "host_unreachable"
    case reached = "host_reached"
    /// It gets no more jobs.
    case drained = "host_drained"
    case switchingOn = "host_switching_on"
    case switchedOn = "host_switched_on"
    case notSwitchedOn = "host_not_switched_on"
    case switchingOff = "host_switching_off"
    case switchedOff = "host_switched_off"
    case leftOn = "host_left_on"
    /// Somebody else computes on some of its devices.
    case devicesTaken = "host_devices_taken"
    case devicesFree = "host_devices_free"
  }

  let kind: Kind
  let host: String
  /// In words; nil where the kind says it all.
  let detail: String?

  init(_ kind: Kind, _ host: String, _ detail: String? = nil) {
    self.kind = kind
    self.host = host
    self.detail = detail
  }

  /// Reads what was recorded; nil where it is about no host.
  init?(event: String, text: String?) {
    guard let kind = Kind(rawValue: event), let text, text.hasPrefix("'") else { return nil }
    let rest = text.dropFirst()
    self.kind = kind
    if let end = rest.firstRange(of: "': ") {
      host = String(rest[..<end.lowerBound])
      detail = String(rest[end.upperBound...])
    } else {
      guard rest.hasSuffix("'") else { return nil }
      host = String(rest.dropLast())
      detail = nil
    }
  }

  /// As it is recorded: `'HOST': DETAIL`.
  var text: String { "'\(host)'" + (detail.map { ": \($0)" } ?? "") }
}
