/// Collects numbers by name: each name's series, and its last value.
///
/// - Shape: A step that comes again starts its series anew from there, as a restarted job does.
struct MeasurementTable: Sendable {
  /// More values than this are counted, not kept.
  static let bound = 1_000_000

  private struct Track: Sendable {
    let name: String
    var unit: String?
    var points: [(step: Int, value: Double)] = []
    var lastStep = 0
    /// Nil where the last value was no finite number.
    var last: Double?
    var hasSteps = false
  }

  private var tracks: [Track] = []
  private var places: [String: Int] = [:]
  private var count = 0
  private(set) var omitted = 0

  /// Takes up one value; without a step it follows the values of that name so far.
  mutating func record(_ name: String, _ value: Double?, unit: String?, step: Int?) {
    guard let place = place(of: name) else { return }
    tracks[place].unit = unit ?? tracks[place].unit
    if step != nil { tracks[place].hasSteps = true }
    append(value, at: step ?? tracks[place].lastStep &+ 1, to: place)
  }

  /// Takes up a whole series, whose steps count from one.
  mutating func record(_ name: String, series: [Double?], unit: String?) {
    guard let place = place(of: name) else { return }
    tracks[place].unit = unit ?? tracks[place].unit
    tracks[place].hasSteps = true
    for (index, value) in series.enumerated() { append(value, at: index + 1, to: place) }
  }

  /// The values with their steps, followed by the last one for the name itself.
  var measurements: [Measurement] {
    tracks.flatMap { track in
      let isSeries = track.hasSteps || track.points.count > 1
      let points = isSeries ? track.points : []
      return points.map {
        Measurement(name: track.name, value: $0.value, unit: track.unit, step: $0.step)
      } + (track.last.map { [Measurement(name: track.name, value: $0, unit: track.unit)] } ?? [])
    }
  }

  private mutating func place(of name: String) -> Int? {
    if let place = places[name] { return place }
    guard tracks.count < MeasurementTable.bound else {
      omitted += 1
      return nil
    }
    tracks.append(Track(name: name))
    places[name] = tracks.count - 1
    return tracks.count - 1
  }

  private mutating func append(_ value: Double?, at step: Int, to place: Int) {
    while let last = tracks[place].points.last, last.step >= step {
      tracks[place].points.removeLast()
      count -= 1
    }
    let finite = value.flatMap { $0.isFinite ? $0 : nil }
    tracks[place].lastStep = step
    tracks[place].last = finite
    guard let finite else { return }
    guard count < MeasurementTable.bound else {
      omitted += 1
      return
    }
    tracks[place].points.append((step, finite))
    count += 1
  }
}
