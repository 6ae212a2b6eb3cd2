extension BadSweep {
  /// Ranges, samples, zips and inclusions that cannot be.
  static let spaces: [BadSweep] = [
    BadSweep(
      "zipped parameters of unequal lengths",
      sweep: """
        experiments:
          model: [mlp, cnn]
          batch: [32, 64, 128]
        zip: [[model, batch]]

        """,
      errors: """
        sweep.yaml:4:8: error: zipped parameters have unequal lengths: 'model' has 2, 'batch' has 3 [EE127]
          4 │ zip: [[model, batch]]
            │        ^^^^^
        hint: give each as many values as the others

        """),
    BadSweep(
      "an unknown parameter in a zip",
      sweep: """
        experiments:
          model: [mlp, cnn]
          batch: [32, 64]
        zip: [[model, bach]]

        """,
      errors: """
        sweep.yaml:4:15: error: 'zip' names 'bach', which this map of 'experiments' lacks [EE128]
          4 │ zip: [[model, bach]]
            │               ^^^^
        hint: give it here too, or remove it from 'zip'

        """),
    BadSweep(
      "a range whose step does not hit its end",
      sweep: """
        experiments:
          lr: {from: 0, to: 1, step: 0.3}

        """,
      errors: """
        sweep.yaml:2:21: error: parameter 'lr': steps of 0.3 from 0 do not hit 1 [EE125]
          2 │   lr: {from: 0, to: 1, step: 0.3}
            │                     ^
        hint: end at 0.9 or at 1.2

        """),
    BadSweep(
      "a range with step and count",
      sweep: """
        experiments:
          lr: {from: 0, to: 1, step: 0.5, count: 3}

        """,
      errors: """
        sweep.yaml:2:30: error: parameter 'lr': a range with 'step' and 'count', expected one of them [EE125]
          2 │   lr: {from: 0, to: 1, step: 0.5, count: 3}
            │                              ^^^

        """),
    BadSweep(
      "a range whose step leads away",
      sweep: """
        experiments:
          lr: {from: 1, to: 0, step: 0.5}

        """,
      errors: """
        sweep.yaml:2:30: error: parameter 'lr': steps of 0.5 from 1 lead away from 0 [EE122]
          2 │   lr: {from: 1, to: 0, step: 0.5}
            │                              ^^^
        hint: write step: -0.5

        """),
    BadSweep(
      "a drawn parameter without a sample",
      sweep: """
        experiments:
          lr: {uniform: [0, 1]}

        """,
      errors: """
        sweep.yaml:2:3: error: parameter 'lr' is drawn, but nothing says how many points [EE138]
          2 │   lr: {uniform: [0, 1]}
            │   ^^
        hint: write sample: {count: 50, seed: 7}

        """),
    BadSweep(
      "a misspelt key of a sample",
      sweep: """
        experiments: {a: "1,2"}
        sample: {cuont: 5}

        """,
      errors: """
        sweep.yaml:2:10: error: unknown key 'cuont' in section 'sample' [EE104]
          2 │ sample: {cuont: 5}
            │          ^^^^^
        hint: did you mean 'count'?

        """),
    BadSweep(
      "a sample of less than nothing",
      sweep: """
        experiments: {a: "1,2"}
        sample: {count: -5}

        """,
      errors: """
        sweep.yaml:2:17: error: 'count' of 'sample' is '-5', expected a whole number of at least 1 [EE105]
          2 │ sample: {count: -5}
            │                 ^

        """),
    BadSweep(
      "a seed that is no number",
      sweep: """
        experiments: {a: "1,2"}
        sample: {count: 1, seed: x}

        """,
      errors: """
        sweep.yaml:2:26: error: 'seed' of 'sample' is 'x', expected a whole number of at least 0 [EE105]
          2 │ sample: {count: 1, seed: x}
            │                          ^

        """),
    BadSweep(
      "an inclusion that lacks a parameter",
      sweep: """
        experiments: {epoch: "1,60", gpu: [a100, v100]}
        include: [{gpu: h100}]

        """,
      errors: """
        sweep.yaml:2:11: error: an entry of 'include' lacks 'epoch' [EE107]
          2 │ include: [{gpu: h100}]
            │           ^
        hint: give every parameter but those that repeat

        """),
    BadSweep(
      "an inclusion with an unknown parameter",
      sweep: """
        experiments: {epoch: "1,60", gpu: [a100, v100]}
        include: [{gpu: h100, epoch: 1, x: 1}]

        """,
      errors: """
        sweep.yaml:2:33: error: 'include' names 'x', which is no parameter [EE128]
          2 │ include: [{gpu: h100, epoch: 1, x: 1}]
            │                                 ^
        hint: expected one of: epoch, gpu

        """),
    BadSweep(
      "ten million experiments and nobody who says yes",
      sweep: """
        experiments: {a: "[1-10000]", b: "[1-1000]"}

        """,
      errors: """
        error: 10000000 experiments are more than 100000, and nobody said yes [EE307]
        hint: --yes writes them; cms-ee explain shows how the count came about

        """),
    BadSweep(
      "a little more than a hundred million",
      sweep: """
        experiments: {a: "[1-100000]", b: "[1-1001]"}

        """,
      errors: """
        sweep.yaml:1:15: error: the sweep has more than 100000000 points [EE305]
          1 │ experiments: {a: "[1-100000]", b: "[1-1001]"}
            │               ^
        hint: shorten a parameter's list of values, or take a sample

        """),
  ]
}
