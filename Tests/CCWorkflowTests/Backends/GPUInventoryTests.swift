import EECore
import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// GPUs as `nvidia-smi` lists them, as the hosts file states them, and as jobs are given them.
@Suite struct GPUInventoryTests {
  private static let plain = [
    """
    0, GPU-aa, NVIDIA A100-SXM4-80GB, 81920, Disabled
    1, GPU-ab, NVIDIA A100-SXM4-80GB, 81920, Disabled
    2, GPU-b0, Tesla V100-SXM2-32GB, 32768, [N/A]

    """, "GPU 0: NVIDIA A100-SXM4-80GB (UUID: GPU-aa)\n", "GPU-ab, 4711\nGPU-ab, 12\n",
  ]
  private static let divided = [
    "0, GPU-aa, NVIDIA A100-SXM4-40GB, 40960, Enabled\n1, GPU-bb, NVIDIA H200, 143771, Disabled\n",
    """
    GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-aa)
      MIG 3g.20gb     Device  0: (UUID: MIG-c6)
      MIG 1g.5gb      Device  1: (UUID: MIG-cb)
    GPU 1: NVIDIA H200 (UUID: GPU-bb)

    """, "",
  ]

  private func devices(
    _ answers: [String], visible: String? = nil, ours: Set<Int32> = []
  ) -> [String] {
    GPUInventory.devices(GPUListing(answers), visible: visible, isOurs: ours.contains)
      .filter { !$0.isTaken }.map { "\($0.type) \($0.id)" }
  }

  @Test(arguments: [
    ("NVIDIA A100-SXM4-80GB", "a100"), ("NVIDIA A100-PCIE-40GB", "a100"),
    ("NVIDIA A100 80GB PCIe", "a100"), ("Tesla V100-SXM2-32GB", "v100"), ("Tesla K80", "k80"),
    ("Tesla P100-PCIE-16GB", "p100"), ("NVIDIA GeForce RTX 3090", "rtx3090"),
    ("NVIDIA GeForce RTX 3080 Ti", "rtx3080ti"), ("GeForce GTX 1080 Ti", "gtx1080ti"),
    ("NVIDIA H200", "h200"), ("NVIDIA H100 80GB HBM3", "h100"), ("NVIDIA H100 NVL", "h100"),
    ("NVIDIA GH200 480GB", "gh200"), ("NVIDIA RTX A6000", "a6000"),
    ("NVIDIA RTX 6000 Ada Generation", "rtx6000ada"), ("Quadro RTX 6000", "rtx6000"),
    ("NVIDIA L40S", "l40s"), ("NVIDIA TITAN V", "titanv"), ("NVIDIA Graphics", "graphics"),
    ("AMD Instinct MI250", "amdinstinctmi250"), ("NVIDIA", "nvidia"), ("", ""),
  ])
  func `a product's name stands for a type`(name: String, type: String) {
    #expect(GPUType.short(name) == type)
  }

  @Test func `a device on which somebody else computes is left alone`() {
    #expect(devices(Self.plain) == ["a100 GPU-aa", "v100 GPU-b0"])
    #expect(devices(Self.plain, ours: [12]) == ["a100 GPU-aa", "v100 GPU-b0"])
    #expect(
      devices(Self.plain, ours: [12, 4711]) == ["a100 GPU-aa", "a100 GPU-ab", "v100 GPU-b0"])
  }

  @Test func `a divided device stands for its parts`() {
    #expect(devices(Self.divided) == ["a100_3g.20gb MIG-c6", "a100_1g.5gb MIG-cb", "h200 GPU-bb"])
    var used = Self.divided
    used[2] = "GPU-aa, 7\n"
    #expect(devices(used) == ["h200 GPU-bb"])
    used[2] = "MIG-cb, 7\n"
    #expect(devices(used) == ["a100_3g.20gb MIG-c6", "h200 GPU-bb"])
  }

  @Test(arguments: [
    ("0,1", ["a100 GPU-aa", "a100 GPU-ab"]), ("2, 0", ["v100 GPU-b0", "a100 GPU-aa"]),
    ("GPU-b", ["v100 GPU-b0"]), ("GPU-ab,GPU-b0", ["a100 GPU-ab", "v100 GPU-b0"]),
    ("", []), ("-1", []), ("NoDevFiles", []), ("0,-1,1", ["a100 GPU-aa"]),
    ("0,7,1", ["a100 GPU-aa"]), ("0,0,1", ["a100 GPU-aa"]),
  ])
  func `the runner's own variable says what may be used`(value: String, expected: [String]) {
    #expect(devices(Self.plain, visible: value, ours: [12, 4711]) == expected)
  }

  @Test func `parts of a divided device can be named`() {
    #expect(devices(Self.divided, visible: "MIG-cb") == ["a100_1g.5gb MIG-cb"])
    #expect(devices(Self.divided, visible: "0") == ["a100_3g.20gb MIG-c6", "a100_1g.5gb MIG-cb"])
  }

  @Test(arguments: [
    [], ["", "", ""], ["No devices were found\n", "", ""], ["0, x, y\n", "GPU 0 (UUID\n", "a\n"],
    ["0, GPU-aa, NVIDIA H200, 1, Enabled\n", "  MIG 1g Device 0: (UUID: MIG-1)\n", ""],
  ])
  func `what cannot be read is no device`(answers: [String]) {
    #expect(devices(answers) == [])
  }

  @Test func `the hosts file knows better than the machine`() {
    func stated(_ counts: [GPUCount], _ visible: String? = nil) -> [String] {
      GPUInventory.devices(stated: counts, visible: visible).map { "\($0.type) \($0.id)" }
    }
    let counts = [GPUCount(type: "a100", count: 2), GPUCount(type: "v100", count: 1)]
    #expect(stated(counts) == ["a100 0", "a100 1", "v100 2"])
    #expect(stated(counts, "3,GPU-x") == ["a100 3", "a100 GPU-x"])
    #expect(stated([]) == [])
    #expect(stated(counts, "") == [])
  }

  private func stated(_ text: String) throws -> [GPUCount]? {
    let root = try YAMLReader.read(
      Array("hosts: {here: {kind: local\(text)}}\n".utf8), file: "hosts.yaml")
    return try GPUCount.all(of: #require(HostSpec.all(in: root).first))
  }

  @Test func `the hosts file states types and counts`() throws {
    #expect(try stated("") == nil)
    #expect(try stated(", gpus: []") == [])
    #expect(
      try stated(", gpus: [{type: A100, count: 4}, {type: v100}]")
        == [GPUCount(type: "a100", count: 4), GPUCount(type: "v100", count: 1)])
  }

  @Test(arguments: [
    (", gpus: 4", "'gpus' of host 'here' is '4', expected a list such as [{type: a100, count: 4}]"),
    (", gpus: [{count: 4}]", "an entry of 'gpus' of host 'here' has no type"),
    (
      ", gpus: [{type: a, count: -1}]",
      "'count' of 'gpus' of host 'here' is '-1', expected a whole number of at least 0"
    ),
    (", gpus: [{type: a, cuont: 1}]", "unknown key 'cuont' in 'gpus' of host 'here'"),
  ])
  func `what the hosts file cannot mean is reported`(text: String, message: String) {
    let error = #expect(throws: Diagnostics.self) { try stated(text) }
    #expect(error?.all.map(\.message) == [message])
  }

  /// A program that answers as `nvidia-smi` would.
  private func program(_ script: String) throws -> (place: TemporaryDirectory, path: String) {
    let place = try TemporaryDirectory()
    try place.write("nvidia-smi", "#!/bin/sh\n" + script, mode: 0o755)
    return (place, place.at("nvidia-smi"))
  }

  @Test func `the machine is asked three questions`() throws {
    let program = try program(
      """
      case $1 in
        --query-gpu=*) echo '0, GPU-aa, NVIDIA H200, 143771, Disabled';;
        -L) echo 'GPU 0: NVIDIA H200 (UUID: GPU-aa)';;
        --query-compute-apps=*) ;;
      esac

      """)
    let found = GPUInventory.find(nil, program: program.path)
    #expect(found.problem == nil)
    #expect(found.devices == [ResourcePool.Device(id: "GPU-aa", type: "h200")])
  }

  @Test func `a job of ours that computes there already does not take its own device away`() throws
  {
    let place = try TemporaryDirectory()
    let token = "token-\(place.path)"
    let pipe = try Pipe()
    let pid = try Spawn.detached(
      Spawn.Request(
        ["/bin/sleep", "60"], environment: ["CMS_ATTEMPT": token], directory: "/", output: nil),
      signal: pipe.writing)
    let program = try program(
      """
      case $1 in
        --query-gpu=*) echo '0, GPU-aa, NVIDIA H200, 143771, Disabled';;
        --query-compute-apps=*) echo 'GPU-aa, \(pid)';;
      esac

      """)
    func taken(_ attempts: Set<String>) -> [Bool] {
      GPUInventory.find(nil, attempts: attempts, program: program.path).devices.map(\.isTaken)
    }
    #expect(taken(["other"]) == [true])
    #expect(taken([token]) == [false])
    ChildProcess.kill(group: pid)
    _ = ChildProcess.wait(pid)
  }

  @Test(arguments: [
    ("exit 9\n", "fails with exit code 9"),
    (
      "echo; echo 'NVIDIA-SMI has failed' >&2; echo more; exit 1\n",
      "fails with exit code 1: NVIDIA-SMI has failed"
    ),
    ("case $1 in -L) echo 'no'; exit 3;; esac\n", "fails with exit code 3: no"),
  ])
  func `a program that fails is told from one that lists nothing`(
    script: String, problem: String
  ) throws {
    let program = try program(script)
    let found = GPUInventory.find(nil, program: program.path)
    #expect(found.devices == [])
    #expect(found.problem == "\(program.path) \(problem)")
  }

  @Test func `a program that cannot be started is a problem as well`() throws {
    let place = try TemporaryDirectory()
    try place.write("nvidia-smi", "#!/bin/sh\n")
    let path = place.at("nvidia-smi")
    #expect(
      GPUInventory.find(nil, program: path).problem
        == "\(path) cannot be asked: cannot start '\(path)': Permission denied")
  }

  @Test func `without the program there is no device, and no problem`() {
    let found = GPUInventory.find(nil, program: "no-such-program")
    #expect(found.devices == [])
    #expect(found.problem == nil)
  }
}
