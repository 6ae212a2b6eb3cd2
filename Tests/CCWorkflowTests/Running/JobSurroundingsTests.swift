import TestSupport
import Testing

@testable import CCWorkflow

/// Where attempts keep their records.
@Suite struct JobSurroundingsTests {
  private let surroundings = JobSurroundings(run: "r1", base: "/base", database: "/base/w.db")

  @Test(arguments: [
    ("fetch", "/base/.cms/r1/fetch/1"), ("train/lr_0.1", "/base/.cms/r1/train/lr_0.1/1"),
    ("a b", "/base/.cms/r1/a@20b/1"), ("..", "/base/.cms/r1/@2E./1"),
    (".hidden", "/base/.cms/r1/@2Ehidden/1"),
  ])
  func `each attempt has a directory of its own, whatever its node is called`(
    node: String, directory: String
  ) {
    #expect(surroundings.directory(ofAttempt: 1, node: node) == directory)
  }
}
