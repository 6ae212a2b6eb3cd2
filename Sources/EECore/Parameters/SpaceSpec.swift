/// What a sweep file says about its points, before any of them is made.
struct SpaceSpec {
  /// A rule that takes combinations away.
  struct Rule {
    enum Test {
      /// Takes away what does not hold.
      case keep(Expression)
      /// Takes away what holds.
      case drop(Expression)
      /// Takes away what has all these values.
      case match([ConfigEntry])
    }

    let test: Test
    let position: SourcePosition
  }

  struct Sample {
    let count: Int
    let seed: UInt64
    let position: SourcePosition
  }

  /// A point that is named by its values.
  struct Inclusion {
    let entries: [ConfigEntry]
    let position: SourcePosition
  }

  /// - Shape: one for each map of `experiments`; never empty.
  var subspaces: [Subspace] = []
  var derive: [(entry: ConfigEntry, expression: Expression)] = []
  /// In the order they are applied.
  var rules: [Rule] = []
  var sample: Sample?
  var include: [Inclusion] = []
  /// What is worth a look, and no mistake.
  var warnings: [Diagnostic] = []

  /// The names of which some values are numbers to SQL and some are texts.
  var mixed: Set<String> {
    var numbers: Set<String> = []
    var texts: Set<String> = []
    func look(at value: ParameterValue, of name: String) {
      switch value.scalar.kind {
      case .null: break
      case .bool, .int, .float: numbers.insert(name)
      case .string where Double(value.spelling) != nil: numbers.insert(name)
      case .string: texts.insert(name)
      }
    }
    for subspace in subspaces {
      for axis in subspace.dimensions.flatMap(\.axes) {
        for value in axis.values { look(at: value, of: axis.name) }
      }
      for drawn in subspace.drawn {
        if case .choice(let values) = drawn.distribution.shape {
          for value in values { look(at: value, of: drawn.name) }
        }
      }
    }
    return numbers.intersection(texts)
  }

  /// Every axis name of any map, in the order of first appearance.
  var names: [String] {
    var seen: Set<String> = []
    return subspaces.flatMap(\.names).filter { seen.insert($0).inserted }
  }
}
