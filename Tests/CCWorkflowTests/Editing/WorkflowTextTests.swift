import EECore
import Testing

@testable import CCWorkflow

/// Edits of a workflow file by command: what is not concerned keeps its bytes.
@Suite struct WorkflowTextTests {
  private static let commented = """
    # A study of three networks.
    name: mnist   # not the data set
    workflow:
      nodes:
        start: {}

        # The data first.
        fetch:
          script: fetch.sh   # beside this file
          label: '{name}\\n{progress}'
        train:
          exec: |
            echo one
            echo two

        # The end.
        end: {}
      dependencies:
        - start, fetch, train   # the main chain
        - train,end
    colors: {status: {done: '#CCFFCC'}}

    """

  private func text(_ text: String) throws -> WorkflowText {
    try WorkflowText(Array(text.utf8), file: "w.yaml")
  }

  private func edited(_ before: String, _ edit: (inout WorkflowText) throws -> Void) throws
    -> String
  {
    var workflow = try text(before)
    try edit(&workflow)
    return String(decoding: workflow.bytes, as: UTF8.self)
  }

  @Test func `a new node stands behind the last one, and all else is as it was`() throws {
    let after = try edited(Self.commented) { try $0.addNode("report", [("exec", "echo 'a: b'")]) }
    #expect(
      after
        == Self.commented.replacing(
          "    end: {}\n", with: "    end: {}\n    report:\n      exec: 'echo ''a: b'''\n"))
  }

  @Test func `an attribute that is there is replaced and keeps its comment`() throws {
    let after = try edited(Self.commented) { try $0.addNode("fetch", [("script", "get.sh")]) }
    #expect(
      after == Self.commented.replacing("script: fetch.sh   #", with: "script: get.sh   #"))
  }

  @Test func `an attribute that is not there stands behind the node's last`() throws {
    let after = try edited(Self.commented) { try $0.addNode("train", [("cpus", "2")]) }
    #expect(
      after
        == Self.commented.replacing(
          "        echo two\n", with: "        echo two\n      cpus: '2'\n"))
  }

  @Test func `a node in braces gets its attribute in braces`() throws {
    let after = try edited(Self.commented) { try $0.addNode("end", [("shape", "diamond")]) }
    #expect(after == Self.commented.replacing("end: {}", with: "end: {shape: diamond}"))
  }

  @Test func `a removed node takes its lines and its place in every chain`() throws {
    let after = try edited(Self.commented) { try $0.removeNode("fetch") }
    #expect(
      after
        == Self.commented
        .replacing("    fetch:\n      script: fetch.sh   # beside this file\n", with: "")
        .replacing("      label: '{name}\\n{progress}'\n", with: "")
        .replacing("    - start, fetch, train   # the main chain\n", with: ""))
    #expect(try text(after).edges() == [["train", "end"]])
  }

  @Test func `a chain whose middle is removed falls into two`() throws {
    let after = try edited(
      """
      workflow:
        nodes: {a: {}, b: {}, x: {}, c: {}, d: {}}
        dependencies:
        - a,b,x,c,d
      """
    ) { try $0.removeNode("x") }
    #expect(
      after == """
        workflow:
          nodes: {a: {}, b: {}, c: {}, d: {}}
          dependencies:
          - 'a,b'
          - 'c,d'
        """)
  }

  @Test func `what others need of a removed node goes with it`() throws {
    let after = try edited(
      """
      workflow:
        nodes:
          a: {exec: 'true'}
          b:
            exec: 'true'
            needs: [a]
          c: {needs: [a, b], exec: 'true'}
      """
    ) { try $0.removeNode("a") }
    #expect(
      after == """
        workflow:
          nodes:
            b:
              exec: 'true'
            c: {needs: [b], exec: 'true'}
        """)
  }

  @Test func `a chain is added to the list and known edges are not repeated`() throws {
    let after = try edited(Self.commented) {
      try $0.addDependencies("fetch, end")
      try $0.addDependencies("start,fetch")
    }
    #expect(
      after == Self.commented.replacing("- train,end\n", with: "- train,end\n    - 'fetch,end'\n"))
  }

  @Test func `a chain over an unknown node or round in a circle is refused`() throws {
    var workflow = try text(Self.commented)
    let unknown = #expect(throws: Diagnostics.self) { try workflow.addDependencies("fetch,trian") }
    #expect(unknown?.all.first?.message == "there is no node 'trian' in 'w.yaml'")
    #expect(unknown?.all.first?.hint == "did you mean 'train'?")
    let cycle = #expect(throws: Diagnostics.self) { try workflow.addDependencies("end,start") }
    #expect(
      cycle?.all.first?.message
        == "the dependencies would form a cycle: start → fetch → train → end → start")
    #expect(workflow == (try text(Self.commented)))
  }

  /// Every style in which a file can begin, and what it is after a node and a chain.
  @Test(arguments: [
    ("", "workflow:\n  nodes:\n    a: {}\n    b: {}\n  dependencies:\n    - 'a,b'\n"),
    (
      "# mine\n",
      "# mine\nworkflow:\n  nodes:\n    a: {}\n    b: {}\n  dependencies:\n    - 'a,b'\n"
    ),
    ("workflow:\n", "workflow:\n  nodes:\n    a: {}\n    b: {}\n  dependencies:\n    - 'a,b'\n"),
    (
      "workflow:\n  nodes:\n",
      "workflow:\n  nodes:\n    a: {}\n    b: {}\n  dependencies:\n    - 'a,b'\n"
    ),
    ("workflow: {}\n", "workflow: {nodes: {a: {}, b: {}}, dependencies: ['a,b']}\n"),
    (
      "workflow: {nodes: {c: {}}, dependencies: []}",
      "workflow: {nodes: {c: {}, a: {}, b: {}}, dependencies: ['a,b']}"
    ),
    (
      "workflow:\n  dependencies:\n  nodes:\n    c:",
      "workflow:\n  dependencies: ['a,b']\n  nodes:\n    c:\n    a: {}\n    b: {}\n"
    ),
    (
      "workflow:\n  nodes: {c: {}, d: {}}\n  dependencies: c,d\n",
      "workflow:\n  nodes: {c: {}, d: {}, a: {}, b: {}}\n  dependencies: ['c,d', 'a,b']\n"
    ),
    (
      "workflow:\n  dependencies:\n    c-d: {source: c, destination: d}\n  nodes:\n    c: {}\n    d: {}\n",
      "workflow:\n  dependencies:\n    c-d: {source: c, destination: d}\n"
        + "    a-b: {destination: b, name: a-b, source: a}\n  nodes:\n    c: {}\n    d: {}\n"
        + "    a: {}\n    b: {}\n"
    ),
  ])
  func `nodes and chains are added in the style that is there`(
    before: String, after: String
  ) throws {
    #expect(
      try edited(before) {
        try $0.addNode("a")
        try $0.addNode("b")
        try $0.addDependencies("a,b")
      } == after)
  }

  @Test func `an alias that would lose its anchor is not edited`() throws {
    var workflow = try text(
      "workflow:\n  nodes:\n    a: &a {exec: 'true'}\n    b: *a\n")
    let error = #expect(throws: Diagnostics.self) { try workflow.removeNode("a") }
    #expect(
      error?.all.first?.message == "'w.yaml' is written in a way that cannot be edited by command")
    #expect(String(decoding: workflow.bytes, as: UTF8.self).contains("a: &a"))
  }

  @Test(arguments: ["", "a/b", "a,b", "a\nb"])
  func `a name that no node can have is refused`(name: String) throws {
    var workflow = WorkflowText(named: "w")
    #expect(throws: Diagnostics.self) { try workflow.addNode(name) }
  }

  @Test func `values of any kind are read as they were given`() throws {
    var workflow = WorkflowText(named: "w")
    let values = [
      "", "~", "1", "yes", "a: b # c", "'\"\\", "two\nlines", "{x}", "ü\u{2028}", "- a",
    ]
    for (index, value) in values.enumerated() {
      try workflow.addNode("n\(index)", [("exec", value)])
    }
    #expect(try workflow.nodes().map { $0.attributes["exec"]?.scalar?.text } == values)
  }

  @Test func `thousands of nodes in one line are found`() throws {
    let count = 20_000
    let nodes = (0..<count).map { "ä\($0): {exec: 'true'}" }.joined(separator: ", ")
    let workflow = try text("workflow: {nodes: {\(nodes)}}\n")
    let found = try workflow.nodes()
    #expect(found.map(\.name) == (0..<count).map { "ä\($0)" })
    #expect(found.last?.attributes.mapValues(\.scalar?.text) == ["exec": "true"])
  }
}
