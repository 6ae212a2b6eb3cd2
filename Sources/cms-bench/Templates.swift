import EECore
import EETemplate
import Glibc

/// Rendering of scripts: a skeleton alone, and all files of an experiment.
enum Templates {
  private static let renders = 10_000

  static func measurements() throws -> [Measurement] {
    let template = Template(script)
    let fillings = template.slots.indices.map { Skeleton(hole: $0) }
    let skeleton = Skeleton(template, fillings: fillings)
    // Values of different lengths, none of them twice in a row.
    let values = (0..<97).map { turn in
      template.slots.indices.map { Array("value-\(turn * $0)".utf8) }
    }
    let rendered = values.map(skeleton.rendered)
    return [
      Measurement("read a template of 30 lines, 15 frames", .microseconds(per: 1000)) {
        (0..<1000).reduce(0) { sum, _ in sum + Template(script).slots.count }
      },
      Measurement(
        "render it", .microseconds(per: renders),
        over: Measurement.Floor("memcpy") { copy(rendered) }
      ) { render(skeleton, values) },
      try experiments(),
    ]
  }

  private static func render(_ skeleton: Skeleton, _ values: [[[UInt8]]]) -> Int {
    var sum = 0
    for turn in 0..<renders {
      let output = skeleton.rendered(values[turn % values.count])
      sum &+= Int(output[turn % output.count])
    }
    return sum
  }

  /// Copies the same bytes in one piece each.
  private static func copy(_ texts: [[UInt8]]) -> Int {
    let capacity = texts.map(\.count).max() ?? 0
    let output = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
    defer { output.deallocate() }
    var sum = 0
    for turn in 0..<renders {
      let text = texts[turn % texts.count]
      text.withUnsafeBytes { output.copyMemory(from: $0) }
      sum &+= Int(output[turn % text.count])
    }
    return sum
  }

  /// Identifier, UUID, script and `config.yaml` of one experiment after another.
  private static func experiments() throws -> Measurement {
    let root = try YAMLReader.read(Array(sweep.utf8), file: "bench.yaml")
    let plan = try CampaignPlan(
      CampaignSpec(root, fileName: "bench.yaml", lookup: Lookup()),
      templates: [.init(path: "bench.in.sh", bytes: Array(script.utf8))], lookup: Lookup())
    return Measurement(
      "render an experiment: identifier, UUID, script, config.yaml",
      .microseconds(per: plan.count)
    ) {
      var renderer = ExperimentRenderer(plan)
      return (0..<plan.count).reduce(0) { sum, point in
        let experiment = renderer.experiment(at: point)
        let files = renderer.files(of: experiment)
        return sum &+ files.reduce(experiment.uuid.utf8.count) { $0 + $1.bytes.count }
      }
    }
  }

  private static let sweep = """
    name: bench
    identifier: "e{epoch}-lr{lr}-r{repeat}"
    attributes: {data: /scratch/data, time: "01:00:00", memory: 16GB, cores: 4, account: research}
    experiments:
      epoch: "[1-100]"
      lr: "0.0[0-9]"
      repeat: {repeat: 10}
    templates: [bench.in.sh]
    """

  private static let script = #"""
    #!/usr/bin/env bash
    #SBATCH --job-name={identifier}
    #SBATCH --time={time}
    #SBATCH --mem={memory}
    #SBATCH --cpus-per-task={cores}
    #SBATCH --account={account}
    #SBATCH --output=result-%u-%j.out
    #SBATCH --error=result-%u-%j.err
    set -euo pipefail

    progress() { echo "# cloudmesh status=$1 progress=$2 pid=$$"; }

    export OMP_NUM_THREADS={cores}
    export DATA={sh.data}
    export OUTPUT="${OUTPUT:-outputs}/{identifier}"

    progress running 1
    mkdir -p "$OUTPUT"
    echo "experiment {identifier}"
    echo "epoch {experiment.epoch}, learning rate {experiment.lr}, repeat {experiment.repeat}"
    progress running 10

    python3 train.py \
      --epochs {experiment.epoch} \
      --learning-rate {experiment.lr} \
      --seed {experiment.repeat} \
      --data "$DATA" \
      --output "$OUTPUT"

    progress "done" 100

    """#
}
