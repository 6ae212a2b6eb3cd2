internal import EETemplate

extension CampaignSpec {
  /// Returns the same sweep with the frames in its name and directory followed.
  ///
  /// - Throws: ``Diagnostics`` as ``CampaignPlan`` does, and EE204 where one of them would differ
  ///   between experiments.
  package func resolved(_ lookup: Lookup) throws(Diagnostics) -> CampaignSpec {
    var binder = Binder(
      names: NameTable(root: root, campaign: name, space: space, lookup: lookup))
    let name = try constant("name", &binder)
    let directory = try constant("dir", &binder)
    var spec = named(name, writingTo: directory)
    spec.uuidName = spec.name
    return spec
  }

  private func constant(_ key: String, _ binder: inout Binder) throws(Diagnostics) -> String? {
    guard let node = root[key], let text = node.scalar?.text else { return nil }
    let skeleton = try binder.resolving(key) { binder throws(Diagnostics) in
      try binder.skeleton(of: Binder.Place(node, text: text))
    }
    guard let bytes = skeleton.constant else {
      throw Diagnostics(
        .notScalar, "'\(key)' differs between experiments, expected one for all of them",
        at: node.position, hint: "name only attributes and other constants in it")
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
