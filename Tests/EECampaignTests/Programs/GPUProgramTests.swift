import TestSupport
import Testing

@testable import EECampaign

/// What `cms.py` says of GPUs, asked from a program that stands for NVIDIA's.
@Suite struct GPUProgramTests {
  /// Two devices; a driver that does not know the load of encoders.
  private static let driver = """
    #!/bin/sh
    echo "$$" >>asked
    case $1 in
      *encoder*)
        echo 'Field "utilization.encoder" is not a valid field to query.'
        exit 2 ;;
    esac
    for index in 0 1; do
      line=
      for field in $(echo "${1#*=}" | tr ',' ' '); do
        case $field in
          index) value=$index ;;
          uuid) value=GPU-aaaa$index ;;
          name) value='NVIDIA A100-SXM4-80GB' ;;
          driver_version) value=535.104.05 ;;
          memory.total) value=81920 ;;
          memory.used) value=17 ;;
          power.limit) value=400.00 ;;
          power.draw) value=6$index.17 ;;
          ecc.mode.current) value=Enabled ;;
          clocks.max.sm) value='[N/A]' ;;
          *) value=5 ;;
        esac
        line="$line, $value"
      done
      echo "${line#, }"
    done

    """
  private let test: ProgramTest

  init() throws { test = try ProgramTest().program("nvidia-smi", Self.driver) }

  @Test func `devices are described, those that the job may use`() throws {
    let ask = "import cms\nfor gpu in cms.gpu_info(): print(gpu)"
    func device(_ index: Int) -> String {
      "{'index': \(index), 'uuid': 'GPU-aaaa\(index)', 'name': 'NVIDIA A100-SXM4-80GB', "
        + "'driver': '535.104.05', 'memory_mib': 81920.0, 'power_cap_w': 400.0, 'ecc': 'Enabled', "
        + "'clock_sm_mhz': 5.0, 'clock_memory_mhz': 5.0, 'clock_sm_max_mhz': None, "
        + "'clock_memory_max_mhz': 5.0}\n"
    }
    #expect(try test.python(ask).output == device(0) + device(1))
    for (visible, output) in [
      ("1", device(1)), ("GPU-aaaa0", device(0)), ("", ""), ("MIG-1", device(0) + device(1)),
    ] {
      #expect(try test.variable("CUDA_VISIBLE_DEVICES", visible).python(ask).output == output)
    }
  }

  @Test func `where there is no driver, there is no device and no trace`() throws {
    let run = try ProgramTest().python(
      "import cms\nprint(cms.gpu_info())\nwith cms.gpu_trace('gpu.log'): pass\n")
    #expect(run.output == "[]\n")
    #expect(run.errors == "")
    #expect(!run.written.contains("gpu.log"))
  }

  @Test func `a trace keeps its interval and ends with the program`() throws {
    let run = try test.python(
      """
      import cms, pathlib, time
      begin = time.monotonic()
      with cms.gpu_trace("gpu.log", interval=0.25):
          time.sleep(1.1)
      asked = len(pathlib.Path("asked").read_text().split())
      time.sleep(0.6)
      assert asked == len(pathlib.Path("asked").read_text().split())
      cms.gpu_trace("gpu.log", interval=60)
      time.sleep(0.3)
      assert time.monotonic() - begin < 20
      """)
    #expect(run.errors == "")
    #expect(run.code == 0)
    let lines = try test.command.place.text("gpu.log").split(separator: "\n").map(String.init)
    func columns(_ index: Int) -> String {
      [
        "id", "gpu_util %", "memory_util %", "encoder_util %", "decoder_util %", "gpu_temp C",
        "power_draw W", "vram_mem_used MiB", "vram_mem_total MiB",
      ].map { ", \(index) \($0)" }.joined()
    }
    #expect(lines[0] == "time" + columns(0) + columns(1))
    #expect((3...6).contains(lines.count - 2), "\(lines.count)")
    for line in lines.dropFirst() {
      let cells = line.split(separator: ",").map { $0.drop { $0 == " " } }
      #expect(cells[0].utf8.count == "2022-05-22T16:54:15.760601".utf8.count)
      #expect(
        cells.dropFirst().joined(separator: ",")
          == "0,5,5,N/A,5,5,60.17,17,81920,1,5,5,N/A,5,5,61.17,17,81920")
    }
  }
}
