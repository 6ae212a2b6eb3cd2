package import EECore

/// One node as a workflow file describes it.
package struct NodeSpec: Sendable {
  /// What a node does.
  package enum Work: Sendable {
    /// Nothing: it is done when it is reached.
    case marker
    /// A script file, run by its suffix or its first line.
    case script(path: String)
    /// A line for the shell.
    case shell(String)
    /// Every experiment of a sweep.
    case experiments(file: ConfigNode)
  }

  package let name: String
  package let position: SourcePosition
  package let work: Work
  package let cpus: Int
  /// A directory whose `bin` holds the Python to use.
  package let venv: String?
  package let environment: [String: String]
  /// The names in `needs`.
  package let needs: [ConfigNode]
  package let appearance: NodeAppearance
}

/// How a node is drawn.
package struct NodeAppearance: Hashable, Sendable {
  /// A template over the node's attributes.
  package var label: String
  package var shape: String
  package var style: String
  package var color: String?
  package var font: String?
}
