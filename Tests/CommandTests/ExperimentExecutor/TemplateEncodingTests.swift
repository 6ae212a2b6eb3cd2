import TestSupport
import Testing

/// Templates that are not UTF-8.
@Suite struct TemplateEncodingTests {
  private func run(_ template: [UInt8]) throws -> CommandRun {
    let test = try CommandTest().file(
      "sweep.yaml", "experiments: {a: 1}\ntemplates: [job.in.sh]\n")
    try test.place.write("job.in.sh", template)
    return try test.run("cms-ee", "generate", "sweep.yaml")
  }

  @Test func `a byte of Latin-1 is reported where it stands`() throws {
    let run = try run(Array("#!/bin/sh\necho caf".utf8) + [0xE9] + Array(" {a}\n".utf8))
    #expect(
      run.errors == """
        job.in.sh:2:9: error: template 'job.in.sh' is not UTF-8: byte 0xE9, expected text in UTF-8 [EE206]
          2 │ echo caf\u{FFFD} {a}
            │         ^
        hint: convert it: iconv -f ISO-8859-1 -t UTF-8 job.in.sh

        """)
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  @Test(arguments: [([0xFF, 0xFE, 0x61, 0], "0xFF"), ([0xFE, 0xFF, 0, 0x61], "0xFE")])
  func `UTF-16 is known by its mark`(template: [UInt8], byte: String) throws {
    let run = try run(template)
    #expect(
      run.errors.hasPrefix(
        "job.in.sh:1:1: error: template 'job.in.sh' is not UTF-8: byte \(byte), expected text in UTF-8 [EE206]\n"
      ))
    #expect(run.errors.hasSuffix("\nhint: convert it: iconv -f UTF-16 -t UTF-8 job.in.sh\n"))
    #expect(run.code == 2)
    #expect(run.written == [])
  }
}
