/// Who uses how much of which device.
struct DeviceLedger: Sendable {
  /// A whole device, in the unit of shares.
  static let whole = 1000

  /// Numbers of types.
  private var numbers: [String: Int] = [:]
  /// By device; nil for one that is gone and still leased.
  private var types: [Int?] = []
  private var used: [Int] = []
  /// Whether somebody else has it.
  private var taken: [Bool] = []

  init(_ devices: [ResourcePool.Device]) {
    for device in devices {
      let number = numbers[device.type] ?? numbers.count
      numbers[device.type] = number
      types.append(number)
    }
    used = Array(repeating: 0, count: devices.count)
    taken = devices.map(\.isTaken)
  }

  /// Returns the devices to take; nil where none fit that are not of a withheld type.
  func fit(_ request: GPURequest, withholding withheld: Set<Int> = []) -> [Int]? {
    let wanted = request.type.map { numbers[$0] }
    func suits(_ device: Int) -> Bool {
      guard let type = types[device], !taken[device], !withheld.contains(type) else {
        return false
      }
      return wanted.map { $0 == type } ?? true
    }
    if request.share > 0 { return sharedDevice(request.share, suits).map { [$0] } }
    let free = used.indices.lazy.filter { used[$0] == 0 && suits($0) }.prefix(request.count)
    let devices = Array(free)
    return devices.count == request.count ? devices : nil
  }

  /// The one that is left with least, of those that are in use already; else the first free one.
  private func sharedDevice(_ share: Int, _ suits: (Int) -> Bool) -> Int? {
    var best: Int?
    for device in used.indices where used[device] + share <= Self.whole && suits(device) {
      if used[device] > best.map({ used[$0] }) ?? -1 { best = device }
    }
    return best
  }

  /// Whether there would be enough devices if nobody used any.
  func canFit(_ request: GPURequest) -> Bool {
    let wanted = request.type.map { numbers[$0] }
    let count = types.lazy.filter { type in
      guard let type else { return false }
      return wanted.map { $0 == type } ?? true
    }.count
    return count >= request.count
  }

  /// The types of which a request can take devices.
  func types(for request: GPURequest) -> Set<Int> {
    guard let name = request.type else { return Set(numbers.values) }
    return numbers[name].map { [$0] } ?? []
  }

  mutating func take(_ lease: Lease) { change(lease, by: 1) }

  mutating func release(_ lease: Lease) { change(lease, by: -1) }

  private mutating func change(_ lease: Lease, by sign: Int) {
    let amount = lease.share > 0 ? lease.share : Self.whole
    for device in lease.devices where used.indices.contains(device) {
      used[device] = max(0, used[device] + sign * amount)
    }
  }

  /// Adds a device that nobody can take any more, and returns its place.
  mutating func addGone() -> Int {
    types.append(nil)
    used.append(0)
    taken.append(false)
    return used.count - 1
  }
}
