import TestSupport
import Testing

/// `cms-ee set`, and what frames see of it.
@Suite struct SetTests {
  @Test func `variables are set, printed, listed, deleted and cleared`() throws {
    let test = try CommandTest()
    #expect(try test.run("cms-ee", "set", "gpu=a100", "text=it's {x} = 1").output == "")
    #expect(try test.run("cms-ee", "set", "gpu").output == "gpu='a100'\n")
    let all = "gpu='a100'\ntext='it'\\''s {x} = 1'\n"
    #expect(try test.run("cms-ee", "set").output == all)
    #expect(try test.run("cms-ee", "set", "list").output == all)
    #expect(
      try test.place.text(".cloudmesh/variables.dat") == "gpu: a100\ntext: 'it''s {x} = 1'\n")
    #expect(try test.run("cms-ee", "set", "delete", "text").code == 0)
    #expect(try test.run("cms-ee", "set").output == "gpu='a100'\n")
    #expect(try test.run("cms-ee", "set", "clear").code == 0)
    #expect(try test.run("cms-ee", "set").output == "")
  }

  @Test func `values are kept where the settings are`() throws {
    let test = try CommandTest().directory("here/.cloudmesh").directory("bare")
    #expect(try test.run("cms-ee", "set", "base").output == test.place.at(".cloudmesh") + "\n")
    #expect(
      try test.working(in: "here").run("cms-ee", "set", "base").output
        == test.place.at("here/.cloudmesh") + "\n")
    #expect(
      try test.working(in: "bare").variable("HOME", test.place.at("home"))
        .run("cms-ee", "set", "base").output == test.place.at("home/.cloudmesh") + "\n")
    let chosen = test.working(in: "here").variable("CLOUDMESH_CONFIG_DIR", test.place.at("c"))
    #expect(
      try chosen.run("cms-ee", "set", "a=1").written == [
        "c/", "c/variables.dat", "c/variables.dat.lock",
      ])
  }

  @Test(arguments: [
    (
      ["set", "gpus"],
      "error: variable 'gpus' is not set [EE201]\nhint: did you mean 'gpu'?\n", Int32(2)
    ),
    (
      ["set", "delete", "gpus"],
      "error: variable 'gpus' is not set [EE201]\nhint: did you mean 'gpu'?\n", 2
    ),
    (
      ["set", "a b=1"],
      """
      error: 'a b' is no name, expected letters, digits, '_', '-' and '.'
      usage: cms-ee set [NAME[=VALUE]...]
      hint: write NAME=VALUE

      """, 64
    ),
  ])
  func `a name that is not there is a mistake`(
    arguments: [String], errors: String, code: Int32
  ) throws {
    let test = try CommandTest().file(".cloudmesh/variables.dat", "gpu: a100\n")
    let run = try test.run(["cms-ee"] + arguments)
    #expect(run.errors == errors)
    #expect(run.code == code)
    #expect(run.written == [])
  }

  @Test(arguments: ["!touch ran", "py open('ran', 'w')"])
  func `nothing in a value is run`(value: String) throws {
    let run = try CommandTest().run("cms-ee", "set", "a=\(value)")
    #expect(
      run.errors == """
        warning: '\(value)' is kept as text and not run [EE106]
        hint: let the shell run it: cms set a="$(...)"

        """)
    #expect(run.code == 0)
    #expect(
      run.written
        == [".cloudmesh/", ".cloudmesh/variables.dat", ".cloudmesh/variables.dat.lock"])
  }

  @Test func `frames name variables, unless --nocm keeps them out`() throws {
    let test = try CommandTest()
      .file("sweep.yaml", "data: \"{cm.gpu} {cloudmesh.gpu} <cm.gpu>\"\nexperiments: {n: 1}\n")
    _ = try test.run("cms-ee", "set", "gpu=a100")
    let run = try test.run("cms-ee", "generate", "sweep.yaml")
    #expect(run.errors == "")
    #expect(try run.place.text("experiments/n_1/config.yaml").hasPrefix("data: 'a100 a100 a100'\n"))
    let closed = try test.run("cms-ee", "plan", "sweep.yaml", "--nocm")
    #expect(closed.code == 2)
    #expect(
      closed.errors.hasPrefix(
        "sweep.yaml:1:8: error: '{cm.gpu}' is not defined, expected a variable 'gpu' set by "
          + "'cms set' [EE201]\n"))
  }

  @Test func `cms set is cms-ee set`() throws {
    let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let test = try CommandTest().variable("PATH", CommandTest.products + ":/usr/bin:/bin")
    let script = root + "/Scripts/cms"
    #expect(try test.run("/bin/sh", script, "set", "gpu=a100").code == 0)
    #expect(try test.run("/bin/sh", script, "set", "gpu").output == "gpu='a100'\n")
  }
}
