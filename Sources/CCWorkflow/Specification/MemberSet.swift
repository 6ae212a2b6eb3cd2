internal import EECore

/// The members of a fan-out: which there are, and how each is run.
struct MemberSet: Sendable {
  let plan: CampaignPlan
  /// Those that differ.
  private let settings: [JobSettings]
  /// Which of these a point has; empty where all have the first.
  private let numbers: [Int32]
  let notes: [Diagnostic]

  /// - Returns: how the member at a point is run.
  subscript(point: Int) -> JobSettings { settings[numbers.isEmpty ? 0 : Int(numbers[point])] }

  /// All members are run the same way.
  init(allOf plan: CampaignPlan, _ settings: JobSettings) {
    self.plan = plan
    self.settings = [settings]
    numbers = []
    notes = []
  }

  /// The script files that members run.
  var scripts: [String] { Set(settings.compactMap(\.script)).sorted() }

  /// Variables that are computed, of any member.
  var computed: [String: ConditionText] {
    settings.reduce(into: [:]) { $0.merge($1.computed) { first, _ in first } }
  }

  /// Reads the jobs of a node for each point; its frames may name what `root` has besides.
  ///
  /// - Throws: ``Diagnostics`` at the first member that cannot be run.
  init(
    of name: String, _ node: ConfigNode, _ plan: CampaignPlan, root: ConfigNode, lookup: Lookup,
    files: WorkflowFiles, runsSweep: Bool
  ) throws(Diagnostics) {
    self.plan = plan
    let template = NodeFrames.jobKeys(of: node)
    let framed = template.framedScalars
    guard !framed.isEmpty else {
      var reader = JobReader(name, template, files: files, runsSweep: runsSweep)
      settings = [try reader.settings()]
      numbers = []
      notes = reader.notes
      return
    }
    var texts = try MemberTexts(
      framed, of: plan, root: NodeFrames.root(of: name, node, beside: root), lookup: lookup)
    var renderer = ExperimentRenderer(plan)
    var known: [[String]: Int32] = [:]
    var notes = texts.warnings
    var settings: [JobSettings] = []
    var numbers: [Int32] = []
    for point in 0..<plan.count {
      let values = texts.texts(of: renderer.experiment(at: point))
      if let number = known[values] {
        numbers.append(number)
        continue
      }
      let filled = template.replacingFramed(by: values)
      var reader = JobReader(name, filled, files: files, runsSweep: runsSweep)
      known[values] = Int32(settings.count)
      numbers.append(Int32(settings.count))
      settings.append(try reader.settings())
      notes += reader.notes
    }
    self.settings = settings
    self.numbers = settings.count == 1 ? [] : numbers
    var seen: Set<Diagnostic> = []
    self.notes = notes.filter { seen.insert($0).inserted }
  }
}

/// What the frames of a node may name.
enum NodeFrames {
  /// Keys whose text is taken as it is: a label is drawn later, expressions are no templates.
  static let literalKeys = ["label", "label_format", "format", "when", "success"]

  /// The part of a node that says how its jobs are run.
  static func jobKeys(of node: ConfigNode) -> ConfigNode {
    let entries = (node.mapping ?? []).filter { JobReader.keys.contains($0.key) }
    return ConfigNode(.mapping(entries), at: node.position)
  }

  /// The values of a file with those keys of a node that it does not have.
  static func root(
    of name: String, _ node: ConfigNode, beside root: ConfigNode? = nil
  ) -> ConfigNode {
    var entries = root?.mapping ?? []
    var known = Set(entries.map(\.key))
    for entry in node.mapping ?? [] where known.insert(entry.key).inserted { entries.append(entry) }
    if known.insert("name").inserted {
      let value = ConfigNode(.scalar(Scalar(name, isPlain: false)), at: node.position)
      entries.append(ConfigEntry(key: "name", at: node.position, value: value))
    }
    return ConfigNode(.mapping(entries), at: node.position)
  }
}
