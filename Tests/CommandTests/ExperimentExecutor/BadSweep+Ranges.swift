extension BadSweep {
  /// Ranges and distributions that cannot be read.
  static let ranges: [BadSweep] = [
    BadSweep(
      "a range without a distance",
      sweep: """
        experiments:
          lr: {from: 1, to: 3}

        """,
      errors: """
        sweep.yaml:2:7: error: parameter 'lr': a range without 'step' or 'count' [EE125]
          2 │   lr: {from: 1, to: 3}
            │       ^
        hint: write step: 0.1 for the distance, or count: 5 for the number of values

        """),
    BadSweep(
      "a range whose steps miss its end",
      sweep: """
        experiments:
          dropout: {from: 0.1, to: 0.5, step: 0.15}

        """,
      errors: """
        sweep.yaml:2:28: error: parameter 'dropout': steps of 0.15 from 0.1 do not hit 0.5 [EE125]
          2 │   dropout: {from: 0.1, to: 0.5, step: 0.15}
            │                            ^^^
        hint: end at 0.40 or at 0.55

        """),
    BadSweep(
      "a distribution whose ends are swapped",
      sweep: """
        experiments:
          dropout: {uniform: [0.5, 0.1]}

        """,
      errors: """
        sweep.yaml:2:22: error: parameter 'dropout': uniform from '0.5' to '0.1', expected the smaller first [EE126]
          2 │   dropout: {uniform: [0.5, 0.1]}
            │                      ^
        hint: did you mean [0.1, 0.5]?

        """),
  ]
}
