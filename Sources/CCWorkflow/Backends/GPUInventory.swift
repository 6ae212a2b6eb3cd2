internal import HostIO

/// The GPUs of this machine that jobs may be given.
///
/// A device on which somebody else computes is left alone. A GPU that is divided (MIG) stands for
/// its parts. `CUDA_VISIBLE_DEVICES` of the runner says what it may use at most.
enum GPUInventory {
  /// How long `nvidia-smi` may take for all of its answers, in milliseconds.
  private static let patience: Int32 = 10_000

  /// What was found, or why nothing was.
  struct Found {
    /// With their UUIDs, or with their numbers where the hosts file states them.
    var devices: [ResourcePool.Device] = []
    /// Why nobody knows which there are; nil where that is known.
    var problem: String?
  }

  /// What the program said.
  private enum Answers {
    /// There is no such program, and so no such device.
    case none
    case texts([String])
    case failure(String)
  }

  /// Finds the devices; the hosts file knows better than the machine where it states any.
  ///
  /// - Parameters:
  ///   - counts: what the hosts file states; nil asks the machine.
  ///   - attempts: those of ours that run already: their devices are not somebody else's.
  ///   - program: what to ask.
  /// - Returns: the devices, or why nobody knows which there are.
  static func find(
    _ counts: [GPUCount]?, attempts: Set<String> = [], program: String = "nvidia-smi"
  ) -> Found {
    let visible = Environment.value("CUDA_VISIBLE_DEVICES")
    if let counts { return Found(devices: devices(stated: counts, visible: visible)) }
    switch GPUInventory.answers(of: program) {
    case .none: return Found()
    case .failure(let problem): return Found(problem: "\(program) \(problem)")
    case .texts(let answers):
      let tokens = attempts.map { "CMS_ATTEMPT=\($0)" }
      return Found(
        devices: devices(GPUListing(answers), visible: visible) { pid in
          ProcessIdentity.carries(anyOf: tokens, pid: pid)
        })
    }
  }

  /// Devices as the hosts file states them, under the numbers or names that we were given.
  static func devices(stated counts: [GPUCount], visible: String?) -> [ResourcePool.Device] {
    let types = counts.flatMap { Array(repeating: $0.type, count: $0.count) }
    let ids = visible.map(names) ?? types.indices.map(String.init)
    return zip(ids, types).map { ResourcePool.Device(id: $0, type: $1) }
  }

  /// Devices as the machine lists them.
  static func devices(
    _ listing: GPUListing, visible: String?, isOurs: (Int32) -> Bool
  ) -> [ResourcePool.Device] {
    let taken = Set(listing.users.filter { !$0.value.allSatisfy(isOurs) }.keys)
    return GPUInventory.visible(listing.devices, visible).map {
      ResourcePool.Device(
        id: $0.uuid, type: $0.type,
        isTaken: taken.contains($0.uuid) || taken.contains($0.whole))
    }
  }

  /// Returns the devices that a value of `CUDA_VISIBLE_DEVICES` names, in its order.
  ///
  /// - Source: <https://docs.nvidia.com/cuda/cuda-c-programming-guide/index.html#env-vars>: what
  ///   follows the first name of no device does not count; UUIDs may be cut short.
  private static func visible(
    _ devices: [GPUListing.Device], _ value: String?
  ) -> [GPUListing.Device] {
    guard let value else { return devices }
    var found: [GPUListing.Device] = []
    for name in names(value) {
      let isNumber = name.allSatisfy(\.isNumber)
      let named = devices.filter {
        isNumber ? $0.index == name : $0.uuid.hasPrefix(name) || $0.whole.hasPrefix(name)
      }
      guard !named.isEmpty, named.allSatisfy({ !found.contains($0) }) else { break }
      found += named
    }
    return found
  }

  private static func names(_ value: String) -> [String] {
    let words = value.split(separator: ",").map { word in word.filter { $0 != " " } }
    return Array(words.prefix { !["", "-1", "NoDevFiles", "void"].contains($0) })
  }

  /// Asks the program each question.
  private static func answers(of program: String) -> Answers {
    let end = WallClock.monotonic() + Int64(patience) * 1_000_000
    var answers: [String] = []
    for question in GPUListing.questions {
      let left = Int32(max(0, (end - WallClock.monotonic()) / 1_000_000))
      do throws(SystemError) {
        guard let said = try TimedCommand.output(of: [program] + question, within: left) else {
          return .failure("does not answer within \(patience / 1000) s")
        }
        let text = String(decoding: said.output, as: UTF8.self)
        guard said.code == 0 else { return .failure(failure(said.code, text)) }
        answers.append(text)
      } catch {
        return error.isMissing ? .none : .failure("cannot be asked: \(error)")
      }
    }
    return .texts(answers)
  }

  private static func failure(_ code: Int32, _ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).first.map { ": \($0)" } ?? ""
    return "fails with exit code \(code)\(line)"
  }
}
