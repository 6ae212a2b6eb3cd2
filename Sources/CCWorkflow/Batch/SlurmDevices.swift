/// How Slurm is asked for the GPUs that a job wants, in the words that its site or its script uses.
struct SlurmDevices {
  private let type: String?
  private let count: Int

  init(_ request: GPURequest) {
    type = request.type
    count = max(1, request.count)
  }

  /// Returns what a site wants for such GPUs and what a script says, with as many GPUs as are wanted.
  ///
  /// What the site says of GPUs it says for those that were asked for; it knows their name there.
  func options(_ site: [String], script: [String]) -> [String] {
    if let named = renamed(site, keepsType: true) {
      return named + script.filter { !Self.isAboutDevices($0) }
    }
    if let named = renamed(script, keepsType: type == nil) { return site + named }
    var words = site + script
    let wanted = (["gpu"] + (type.map { [$0] } ?? []) + ["\(count)"]).joined(separator: ":")
    // The last option counts alone: what else is wanted has to be part of it.
    if let place = words.lastIndex(where: { $0.hasPrefix(Self.list) }) {
      words.append("\(words.remove(at: place)),\(wanted)")
    } else {
      words.append(Self.list + wanted)
    }
    return words
  }

  private static let list = "--gres="
  private static let others = ["--gpus=", "--gpus-per-node=", "--gpus-per-task=", "-G"]

  private static func isAboutDevices(_ word: String) -> Bool {
    others.contains { word.hasPrefix($0) } || word.hasPrefix("\(list)gpu")
  }

  /// Returns options with another number in the last that is about GPUs; nil where there is none.
  private func renamed(_ options: [String], keepsType: Bool) -> [String]? {
    for (place, word) in options.enumerated().reversed() {
      guard let start = (Self.others + [Self.list]).first(where: { word.hasPrefix($0) }) else {
        continue
      }
      var items = word.dropFirst(start.count).split(separator: ",").map(String.init)
      let isList = start == Self.list
      guard
        let item = isList
          ? items.firstIndex(where: { $0 == "gpu" || $0.hasPrefix("gpu:") }) : items.indices.first
      else { continue }
      var names = items[item].split(separator: ":").map(String.init)
      if let last = names.last, Int(last) != nil { names.removeLast() }
      if !keepsType, let type { names = (isList ? ["gpu"] : []) + [type] }
      items[item] = (names + ["\(count)"]).joined(separator: ":")
      var options = options
      options[place] = start + items.joined(separator: ",")
      return options
    }
    return nil
  }
}
