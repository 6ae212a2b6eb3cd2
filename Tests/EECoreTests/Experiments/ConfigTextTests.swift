import Testing

@testable import EECore

@Suite struct ConfigTextTests {
  @Test func `config.yaml holds what follows from the inputs, resolved`() throws {
    let sample = try SampleSweep(
      """
      # A comment.
      name: tiny
      dir: out
      identifier: "{epoch}-{lr}"
      attributes:
        data: "/data/{os.U}"
        out: "{data}/{epoch}"
        only: "{lr}"
        time: 12:00:00
        when: 2026-11-21
        small: 1e-4
        answer: yes
        none:
        empty: ""
        escaped: '\\{name}'
        text: "two\\nlines"
      system: {host: h, list: [1, "1", {a: b}, [c]], nothing: {}, no: []}
      experiments:
        epoch: "[08-09]"
        lr: [1e-4, 0.10]
      templates: []
      copy: []
      ee: {identifier: mine, kept: 1}
      """, environment: ["U": "u"])
    #expect(
      sample.config(at: 1) == """
        name: tiny
        attributes:
          data: /data/u
          out: /data/u/08
          only: 0.10
          time: '12:00:00'
          when: '2026-11-21'
          small: 1.0e-4
          answer: 'yes'
          none: null
          empty: ''
          escaped: '{name}'
          text: "two\\nlines"
        system:
          host: h
          list:
            - 1
            - '1'
            -
              a: b
            -
              - c
          nothing: {}
          'no': []
        experiment:
          epoch: '08'
          lr: 0.10
        ee:
          kept: 1
          identifier: '08-0.10'
          uuid: '\(sample.experiments[1].uuid)'
          name: tiny

        """)
  }

  @Test func `it is the same every time`() throws {
    let text = "attributes: {a: '{os.U}'}\nexperiments: {e: '1,2'}"
    let first = try SampleSweep(text, environment: ["U": "u"]).config(at: 1)
    #expect(try SampleSweep(text, environment: ["U": "u", "V": "v"]).config(at: 1) == first)
  }

  @Test func `our own reader reads it back`() throws {
    let sample = try SampleSweep("a: {b: ['x: y', '', '#']}\nexperiments: {e: ['- ', '1e5']}")
    let root = try YAMLReader.read(Array(try #require(sample.config()).utf8), file: "config.yaml")
    #expect(root["a"]?["b"]?.sequence?.map { $0.scalar?.text } == ["x: y", "", "#"])
    #expect(root["experiment"]?["e"]?.scalar?.text == "- ")
    #expect(root["ee"]?["identifier"]?.scalar?.text == "e_-@20")
  }
}
