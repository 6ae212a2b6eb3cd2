import HostIO
import TestSupport
import Testing

/// Directories whose names differ only by case.
@Suite struct CaseClashTests {
  private func sweep() throws -> CommandTest {
    try CommandTest().file("sweep.yaml", "experiments: {model: [cnn, CNN]}\n")
      .directory("experiments")
  }

  @Test func `they are a warning where the file system keeps them apart`() throws {
    let run = try sweep().run("cms-ee", "generate", "sweep.yaml")
    #expect(
      run.errors == """
        sweep.yaml:1:15: warning: 'model_cnn' and 'model_CNN' differ only by case [EE308]
          1 │ experiments: {model: [cnn, CNN]}
            │               ^
        hint: some file systems, such as that of a Mac, take them for one directory

        """)
    #expect(run.code == 0)
    #expect(try run.place.names("experiments") == ["model_CNN", "model_cnn"])
  }

  @Test func `they are a mistake where it takes them for one`() throws {
    let test = try sweep()
    // To who asks, the other case leads to the same directory, as where case is folded.
    try Files.symbolicLink("experiments", at: test.place.at("EXPERIMENTS"))
    let run = try test.run("cms-ee", "generate", "sweep.yaml", "-q")
    #expect(
      run.errors == """
        sweep.yaml:1:15: warning: 'model_cnn' and 'model_CNN' differ only by case [EE308]
          1 │ experiments: {model: [cnn, CNN]}
            │               ^
        hint: some file systems, such as that of a Mac, take them for one directory
        sweep.yaml:1:15: error: 'model_cnn' and 'model_CNN' differ only by case, which is one directory here [EE308]
          1 │ experiments: {model: [cnn, CNN]}
            │               ^
        hint: some file systems, such as that of a Mac, take them for one directory

        """)
    #expect(run.code == 2)
    #expect(run.written == [])
  }
}
