/// One timer that a job printed as a `# csv` row.
package struct TimerReading: Hashable, Sendable {
  package let name: String
  /// - Units: Seconds of the latest interval.
  package let seconds: Double
  /// - Units: Seconds of all intervals of that name.
  package let sum: Double?
  /// `ok` or `failed`, as printed.
  package let status: String?
  /// As printed; the originals print `2022-07-26 14:07:37` in UTC.
  package let start: String?
  package let tag: String?
  package let message: String?
  /// The remaining columns that hold something, under the names of their header.
  package let details: [NamedText]

  package init(
    name: String, seconds: Double, sum: Double? = nil, status: String? = nil,
    start: String? = nil, tag: String? = nil, message: String? = nil, details: [NamedText] = []
  ) {
    self.name = name
    self.seconds = seconds
    self.sum = sum
    self.status = status
    self.start = start
    self.tag = tag
    self.message = message
    self.details = details
  }
}
