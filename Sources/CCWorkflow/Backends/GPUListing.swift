/// What `nvidia-smi` says about this machine, read without asking it.
struct GPUListing {
  /// The three questions, in the order of the answers.
  static let questions = [
    [
      "--query-gpu=index,uuid,name,memory.total,mig.mode.current", "--format=csv,noheader,nounits",
    ],
    ["-L"],
    ["--query-compute-apps=gpu_uuid,pid", "--format=csv,noheader"],
  ]

  /// A GPU, or a part of one that works like one.
  struct Device: Hashable {
    /// The GPU's number.
    let index: String
    let uuid: String
    let type: String
    /// Of the GPU that it is, or is a part of.
    let whole: String
  }

  private(set) var devices: [Device] = []
  /// Processes that compute on a GPU, by its UUID or that of a part.
  private(set) var users: [String: [Int32]] = [:]

  /// Reads the answers; lines that are none are left out.
  init(_ answers: [String]) {
    guard answers.count == 3 else { return }
    let parts = GPUListing.parts(answers[1])
    for line in answers[0].split(whereSeparator: \.isNewline) {
      let fields = GPUListing.fields(line)
      guard fields.count == 5, fields[1].hasPrefix("GPU-") else { continue }
      let (index, uuid, type) = (fields[0], fields[1], GPUType.short(fields[2]))
      if fields[4] == "Enabled" {
        devices += (parts[uuid] ?? []).map {
          Device(index: index, uuid: $0.uuid, type: "\(type)_\($0.profile)", whole: uuid)
        }
      } else {
        devices.append(Device(index: index, uuid: uuid, type: type, whole: uuid))
      }
    }
    for line in answers[2].split(whereSeparator: \.isNewline) {
      let fields = GPUListing.fields(line)
      guard fields.count == 2, let pid = Int32(fields[1]) else { continue }
      users[fields[0], default: []].append(pid)
    }
  }

  /// Reads the answer to `-L` alone: a GPU that is divided stands for its parts.
  static func devices(inTree tree: String) -> [Device] {
    let parts = GPUListing.parts(tree)
    var devices: [Device] = []
    for line in tree.split(whereSeparator: \.isNewline) {
      guard line.hasPrefix("GPU "), let colon = line.firstRange(of: ": "),
        let begin = line.firstRange(of: " (UUID: "), colon.upperBound <= begin.lowerBound,
        let close = line.lastIndex(of: ")"), begin.upperBound <= close
      else { continue }
      let index = String(line[line.index(line.startIndex, offsetBy: 4)..<colon.lowerBound])
      let uuid = String(line[begin.upperBound..<close])
      let type = GPUType.short(String(line[colon.upperBound..<begin.lowerBound]))
      let divided = (parts[uuid] ?? []).map {
        Device(index: index, uuid: $0.uuid, type: "\(type)_\($0.profile)", whole: uuid)
      }
      devices +=
        divided.isEmpty
        ? [Device(index: index, uuid: uuid, type: type, whole: uuid)] : divided
    }
    return devices
  }

  private static func fields(_ line: Substring) -> [String] {
    line.split(separator: ",", omittingEmptySubsequences: false).map { field in
      String(field.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// Reads `-L`: `GPU 0: NAME (UUID: GPU-…)`, and below it `MIG 3g.20gb Device 0: (UUID: MIG-…)`.
  private static func parts(_ tree: String) -> [String: [(profile: String, uuid: String)]] {
    var parts: [String: [(profile: String, uuid: String)]] = [:]
    var whole = ""
    for line in tree.split(whereSeparator: \.isNewline) {
      guard let begin = line.firstRange(of: "(UUID: "), let close = line.lastIndex(of: ")"),
        begin.upperBound <= close
      else { continue }
      let uuid = String(line[begin.upperBound..<close])
      let words = line.split(separator: " ")
      if words.first == "GPU" { whole = uuid }
      if words.first == "MIG", words.count > 1 {
        parts[whole, default: []].append((String(words[1]), uuid))
      }
    }
    return parts
  }
}
