internal import CampaignStore
internal import EECore
internal import HostIO

/// The members that open groups had in an earlier state of a run, as the file says them now.
///
/// So they are compared with what they were, and run again, like all other nodes.
struct KnownMembers {
  /// By group; one is missing where nothing says yet which members it has.
  private(set) var byGroup: [String: [NodeRecord]] = [:]

  init() {}

  /// - Parameters:
  ///   - nodes: those that the file has now.
  ///   - earlier: those of the earlier state that the file still had.
  ///   - log: finds the path of what a node printed when it ran last.
  /// - Throws: ``Diagnostics`` where a member cannot be run as the file says it;
  ///   ``StoreError``.
  init(
    of nodes: [NodeRecord], earlier: [NodeRecord], log: (String) throws -> String?
  ) throws {
    guard nodes.contains(where: \.isOpen) else { return }
    let groups = Dictionary(earlier.map { ($0.name, $0) }) { $1 }
    for node in nodes where node.isOpen {
      guard let group = OpenGroup(node), let before = groups[node.name], before.kind == .group,
        OpenGroup.change(from: before, to: node) != .kind
      else { continue }
      switch group.kind {
      case .loop:
        let count = earlier.count { $0.group == node.name }
        byGroup[node.name] = count == 0 ? [] : group.passes(1...count)
      case .output(let output):
        guard !before.isOpen, groups[output.node]?.state == .done,
          let path = try log(output.node), let bytes = try? Files.read(path)
        else { continue }
        byGroup[node.name] = try group.members(of: bytes, path: path)
      }
    }
  }
}
