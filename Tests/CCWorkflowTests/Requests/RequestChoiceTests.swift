import CampaignStore
import EECore
import Testing

@testable import CCWorkflow

/// Which nodes a request to cancel or to retry is about.
@Suite struct RequestChoiceTests {
  private let choice = RequestChoice(
    [
      NodeRecord(name: "fetch", kind: .job, state: .done),
      NodeRecord(name: "train", kind: .group, state: .failed),
      NodeRecord(name: "train/n_1", kind: .job, group: "train", state: .failed),
      NodeRecord(name: "train/n_2", kind: .job, group: "train", state: .running),
      NodeRecord(name: "train/n_3", kind: .job, group: "train", state: .lost),
      NodeRecord(name: "train/n_4", kind: .job, group: "train", state: .cancelled),
      NodeRecord(name: "open", kind: .group, state: .running, isOpen: true),
      NodeRecord(name: "end", kind: .marker, state: .skipped),
      NodeRecord(name: "late", kind: .job, state: .ready),
    ], failures: ["train/n_1": .oom, "train/n_3": .exit])

  private func cancellable(_ patterns: String...) throws -> [String] {
    try choice.cancellable(patterns.map(NodePattern.init))
  }

  private func retryable(_ patterns: String..., causes: Set<FailureCause>? = nil) throws -> [String]
  {
    try choice.retryable(patterns.map(NodePattern.init), causes: causes)
  }

  @Test func `what has not ended can be cancelled`() throws {
    #expect(try cancellable() == ["train/n_2", "open", "late"])
    #expect(try cancellable("train/*") == ["train/n_2"])
    #expect(try cancellable("late", "*n_[2-3]", "late") == ["train/n_2", "late"])
    #expect(try cancellable("fetch") == [])
    #expect(try cancellable("open") == ["open"])
  }

  @Test func `what did not end well can be retried, a group by its members`() throws {
    #expect(try retryable() == ["train/n_1", "train/n_3", "train/n_4"])
    #expect(try retryable("train") == ["train/n_1", "train/n_3", "train/n_4"])
    #expect(try retryable("*_4", "fetch") == ["train/n_4"])
    #expect(try retryable("end") == [])
  }

  @Test func `a group is retried itself where it failed without any of its members`() throws {
    let choice = RequestChoice(
      [
        NodeRecord(name: "each", kind: .group, state: .failed, isOpen: true),
        NodeRecord(name: "each/1", kind: .job, group: "each", state: .done),
        NodeRecord(name: "train", kind: .group, state: .failed),
        NodeRecord(name: "train/1", kind: .job, group: "train", state: .failed),
      ], failures: ["train/1": .exit])
    #expect(try choice.retryable([], causes: nil) == ["each", "train/1"])
    #expect(try choice.retryable([NodePattern("each")], causes: nil) == ["each"])
    #expect(try choice.retryable([], causes: [.exit]) == ["train/1"])
  }

  @Test func `causes choose among them`() throws {
    #expect(try retryable(causes: [.oom, .timeout]) == ["train/n_1"])
    #expect(try retryable(causes: [.lost]) == ["train/n_3"])
    #expect(try retryable(causes: [.exit]) == [])
  }

  @Test func `a pattern that no node matches is a mistake`() throws {
    let error = #expect(throws: Diagnostics.self) { try cancellable("fetsh", "x/*", "late") }
    #expect(error?.all.map(\.message) == ["no node matches 'fetsh'", "no node matches 'x/*'"])
    #expect(error?.all.first?.hint == "did you mean 'fetch'?")
    #expect(error?.all.map(\.code) == [.unknownNode, .unknownNode])
  }
}
