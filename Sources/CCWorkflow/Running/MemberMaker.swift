internal import CampaignStore
internal import EECore
internal import HostIO

/// Makes the records of a fan-out's members, all at once or when they become known.
struct MemberMaker {
  let node: String
  let maker: JobMaker
  let success: [ConditionText]
  let results: [ResultSpec]

  /// Returns the members, each decided by `when` where that is given.
  func records(
    of members: MemberSet, when: ConditionText?
  ) throws(SystemError) -> [NodeRecord] {
    let plan = members.plan
    var renderer = ExperimentRenderer(plan)
    return try (0..<plan.count).map { (point) throws(SystemError) in
      let experiment = renderer.experiment(at: point)
      let identifier = experiment.identifier
      let values = plan.space.all(at: point)
      var job = try maker.job(
        members[point].bringing(results), of: node, suffix: identifier,
        variables: JobMaker.variables(of: values),
        success: success)
      job.spec.when = when
      job.spec.keepParameters(of: values)
      return NodeRecord(
        name: "\(node)/\(identifier)", kind: .job, group: node, job: job.spec.json,
        input: job.input, parameters: experiment.parameters)
    }
  }
}
