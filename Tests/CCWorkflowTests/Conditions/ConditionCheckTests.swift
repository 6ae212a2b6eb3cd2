import CampaignStore
import EECore
import TestSupport
import Testing

@testable import CCWorkflow

/// Conditions in a workflow: which nodes they may ask about.
@Suite struct ConditionCheckTests {
  @Test(arguments: [
    "state('a') = 'done'", "metric('b', 'x') > 1", "metric('fan/n_1', 'x') > 1",
    "metric('fan', 'x', 'mean') > 1", "metric('loop#3', 'x') > 1", "state('loop') = 'done'",
  ])
  func `nodes that come before may be asked about, groups and members too`(when: String) throws {
    let sample = try SampleStudy(
      "a: {exec: echo}", "b: {exec: echo, needs: a}",
      "fan: {exec: echo, needs: b, foreach: {n: [1, 2]}}",
      "loop: {exec: echo, needs: fan, repeat: {max: 3}}",
      "last: {exec: echo, needs: loop, when: \"\(when)\"}")
    #expect(sample.mistakes() == [])
  }

  private static let mistakes: KeyValuePairs<String, String> = [
    "state('b') = 'done'":
      "3:34 CC101 'when' names 'b', which does not come before 'a', so it would have no value",
    "state('c') = 'done'": "3:34 CC101 'when' names 'c', which is no node",
    "state('a') = 'done'": "3:34 CC101 'when' names 'a', the node itself, which has not run yet",
    "state('b/x') = 'done'": "3:34 CC101 'when' names 'b/x', which is no node",
    "state('b#1') = 'done'": "3:34 CC101 'when' names 'b#1', which is no node",
    "n = 1": "3:28 EE132 'when' names 'n', which does not exist",
  ]

  @Test(arguments: mistakes.map { ($0.key, $0.value) })
  func `others may not`(when: String, expected: String) throws {
    let sample = try SampleStudy("a: {exec: echo, when: \"\(when)\"}", "b: {exec: echo, needs: a}")
    #expect(sample.mistakes() == [expected])
  }

  @Test func `the end of a node may ask about itself, and its loop about its passes`() throws {
    let sample = try SampleStudy(
      "a: {exec: echo, success: \"metric('a', 'x') > 1 AND exit_code = 0\"}",
      "b: {exec: echo, repeat: {until: \"metric('b', 'x', 'max') > 1 OR pass > 3\", max: 9}}")
    #expect(sample.mistakes() == [])
  }

  @Test func `parameters of sweeps are known to the conditions of their nodes`() throws {
    let files = [
      "sweep.yaml": "experiments: {n: [1, 2]}\ntemplates: [job.in.sh]\n", "job.in.sh": "echo\n",
    ]
    let fine = try SampleStudy(
      "t: {experiments: sweep.yaml, success: metric('x') > n}", files: files)
    #expect(fine.mistakes() == [])
    #expect(try fine.job("t/n_2")?.parameters == ["n": "2"])
    let wrong = try SampleStudy(
      "t: {experiments: sweep.yaml, success: metric('x') > m}", files: files)
    #expect(wrong.mistakes() == ["3:57 EE132 'success' names 'm', which does not exist"])
  }

  @Test func `variables are checked like conditions`() throws {
    let sample = try SampleStudy(
      "a: {exec: echo, env: {X: {value: \"metric('b', 'x')\"}, Y: {vlaue: 1}, Z: {}}}")
    #expect(sample.mistakes() == ["3:63 EE104 unknown key 'vlaue' in 'Y' of 'env'"])
    let other = try SampleStudy("a: {exec: echo, env: {X: {value: \"metric('b', 'x')\"}}}")
    #expect(other.mistakes() == ["3:46 CC101 'value' of 'X' names 'b', which is no node"])
  }

  @Test func `thousands of equal conditions are checked one by one`() throws {
    let nodes = (0..<300).map { place in
      place == 0
        ? "n0: {exec: echo}"
        : "n\(place): {exec: echo, needs: n\(place - 1), when: \"metric('n\(place == 299 ? 400 : 0)', 'x') > \(place)\"}"
    }
    let sample = try SampleStudy(lines: nodes)
    #expect(sample.mistakes() == ["302:51 CC101 'when' names 'n400', which is no node"])
  }
}
