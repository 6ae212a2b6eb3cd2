extension BadSweep {
  /// Keys that are missing, doubled, unknown or of the wrong kind.
  static let keys: [BadSweep] = [
    BadSweep(
      "a duplicate parameter",
      sweep: """
        experiments:
          epoch: 1
          lr: 2
          epoch: 3

        """,
      errors: """
        sweep.yaml:4:3: error: duplicate key 'epoch', first given in line 2 [EE103]
          4 │   epoch: 3
            │   ^^^^^
        hint: keep one of the two

        """),
    BadSweep(
      "a duplicate key on one line",
      sweep: """
        a: {b: 1, b: 2}
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:1:11: error: duplicate key 'b', first given in line 1 [EE103]
          1 │ a: {b: 1, b: 2}
            │           ^
        hint: keep one of the two

        """),
    BadSweep(
      "both spellings of one section",
      sweep: """
        experiments: {epoch: 1}
        experiment: {lr: 1}

        """,
      errors: """
        sweep.yaml:2:1: error: duplicate key 'experiment': it is the same as 'experiments' in line 1 [EE103]
          2 │ experiment: {lr: 1}
            │ ^^^^^^^^^^
        hint: keep one of the two

        """),
    BadSweep(
      "an unknown key beside repeat",
      sweep: """
        experiments:
          run: {repeat: 2, stepp: 3}

        """,
      errors: """
        sweep.yaml:2:20: error: unknown key 'stepp' in parameter 'run' [EE104]
          2 │   run: {repeat: 2, stepp: 3}
            │                    ^^^^^
        hint: expected 'repeat'

        """),
    BadSweep(
      "a misspelt key of a parameter",
      sweep: """
        experiments:
          run: {repaet: 2}

        """,
      errors: """
        sweep.yaml:2:9: error: unknown key 'repaet' in parameter 'run' [EE104]
          2 │   run: {repaet: 2}
            │         ^^^^^^
        hint: did you mean 'repeat'?

        """),
    BadSweep(
      "a result that nothing finds",
      sweep: """
        experiments: {epoch: 1}
        results: {accuracy: {regex: "acc=([0-9.]+"}}

        """,
      errors: """
        sweep.yaml:2:42: error: regex of result 'accuracy': missing closing parenthesis [EE139]
          2 │ results: {accuracy: {regex: "acc=([0-9.]+"}}
            │                                          ^
        hint: regular expressions are those of Perl; quote them with '…' in YAML

        """),
    BadSweep(
      "no section of parameters",
      sweep: """
        name: tiny

        """,
      errors: """
        sweep.yaml:1:1: error: no section 'experiments', expected one with the swept parameters [EE107]
          1 │ name: tiny
            │ ^
        hint: write experiments: {epoch: "1,30,60"}

        """),
    BadSweep(
      "a misspelt section of parameters",
      sweep: """
        experimnts: {epoch: 1}

        """,
      errors: """
        sweep.yaml:1:1: error: no section 'experiments', expected one with the swept parameters [EE107]
          1 │ experimnts: {epoch: 1}
            │ ^^^^^^^^^^
        hint: did you mean 'experiments' instead of 'experimnts'?

        """),
    BadSweep(
      "parameters as a list of names",
      sweep: """
        experiments: [epoch]

        """,
      errors: """
        sweep.yaml:1:15: error: 'experiments' is 'epoch', expected a map [EE105]
          1 │ experiments: [epoch]
            │               ^

        """),
    BadSweep(
      "attributes that are no map",
      sweep: """
        attributes: 1
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:1:13: error: 'attributes' is '1', expected a map [EE105]
          1 │ attributes: 1
            │             ^

        """),
    BadSweep(
      "a name without a value",
      sweep: """
        name:
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:1:6: error: 'name' is nothing, expected text [EE105]
          1 │ name:
            │      ^

        """),
    BadSweep(
      "an unquoted frame",
      sweep: """
        system: {host: a}
        experiments: {a: 1}
        b: {system.host}

        """,
      errors: """
        sweep.yaml:3:4: error: {system.host} is a map of one key without a value, expected text [EE105]
          3 │ b: {system.host}
            │    ^^^^^^^^^^^^^
        hint: put the whole text in quotes: "{system.host}"

        """),
    BadSweep(
      "an unquoted frame before other text",
      sweep: """
        system: {host: a}
        experiments: {a: 1}
        b: {system.host}/x

        """,
      errors: """
        sweep.yaml:3:4: error: {system.host} is a map of one key without a value, expected text [EE105]
          3 │ b: {system.host}/x
            │    ^^^^^^^^^^^^^
        hint: put the whole text in quotes: "{system.host}"

        """),
    BadSweep(
      "an unquoted frame in a list",
      sweep: """
        experiments: {a: 1}
        b: [{a}]

        """,
      errors: """
        sweep.yaml:2:5: error: {a} is a map of one key without a value, expected text [EE105]
          2 │ b: [{a}]
            │     ^^^
        hint: put the whole text in quotes: "{a}"

        """),
  ]
}
