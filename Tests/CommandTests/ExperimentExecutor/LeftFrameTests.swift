import TestSupport
import Testing

/// Frames that mean nothing stay byte for byte.
@Suite struct LeftFrameTests {
  @Test(arguments: ["<os.h> {os.h}", "{cm.x} <cm.x>", "{_} {os.h} {_}"])
  func `what names nothing is rendered as it was written`(text: String) throws {
    let test = try CommandTest().file("sweep.yaml", "experiments: {a: 1}\ntemplates: [t.in.sh]\n")
      .file("t.in.sh", text + "\n").variable("_", "x")
    let run = try test.run("cms-ee", "generate", "sweep.yaml", "--lenient")
    #expect(run.errors == "")
    #expect(try test.place.text("experiments/a_1/t.sh") == text + "\n")
  }
}
