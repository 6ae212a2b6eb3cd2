extension BadSweep {
  /// Rules that have no answer, or name what is not there.
  static let rules: [BadSweep] = [
    BadSweep(
      "a condition on an unknown parameter",
      sweep: """
        experiments: {epoch: "1,60", gpu: [a100, v100]}
        where: epohc < 60

        """,
      errors: """
        sweep.yaml:2:8: error: 'where' names 'epohc', which does not exist [EE132]
          2 │ where: epohc < 60
            │        ^^^^^
        hint: did you mean 'epoch'? a text goes in single quotes: 'epohc'

        """),
    BadSweep(
      "a condition that is a number",
      sweep: """
        experiments: {epoch: "1,60", gpu: [a100, v100]}
        where: epoch + 1

        """,
      errors: """
        sweep.yaml:2:8: error: 'where' is 2 for epoch=1, expected true or false [EE133]
          2 │ where: epoch + 1
            │        ^
        hint: compare it with something, such as: epoch < 60

        """),
    BadSweep(
      "a condition that is a text",
      sweep: """
        experiments: {epoch: "1,60", gpu: [a100, v100]}
        where: gpu

        """,
      errors: """
        sweep.yaml:2:8: error: 'where' is 'a100' for gpu=a100, expected true or false [EE133]
          2 │ where: gpu
            │        ^
        hint: compare it with something, such as: epoch < 60

        """),
    BadSweep(
      "a condition that is NULL",
      sweep: """
        experiments: {epoch: "1,60", gpu: [a100, v100]}
        where: nullif(epoch, 1) > 2

        """,
      errors: """
        sweep.yaml:2:8: error: 'where' is NULL for epoch=1, expected true or false [EE134]
          2 │ where: nullif(epoch, 1) > 2
            │        ^
        hint: a value that is not there makes NULL; test it with IS NULL or ifnull(…, …)

        """),
    BadSweep(
      "a condition on what only one map has",
      sweep: """
        experiments: [{a: 1, b: "1,2"}, {a: 2}]
        where: b > 1

        """,
      errors: """
        sweep.yaml:2:8: error: 'where' is NULL for b without a value, expected true or false [EE134]
          2 │ where: b > 1
            │        ^
        hint: a value that is not there makes NULL; test it with IS NULL or ifnull(…, …)

        """),
    BadSweep(
      "a condition with a quote that is not closed",
      sweep: """
        experiments: {epoch: "1,60", gpu: [a100, v100]}
        where: "gpu = 'a100"

        """,
      errors: """
        sweep.yaml:2:15: error: 'where' has a quote that is not closed, expected ' [EE131]
          2 │ where: "gpu = 'a100"
            │               ^^^^^

        """),
    BadSweep(
      "an empty condition",
      sweep: """
        experiments: {epoch: "1,60", gpu: [a100, v100]}
        where: ''

        """,
      errors: """
        sweep.yaml:2:9: error: 'where' is empty, expected an expression such as: epoch < 60 [EE131]
          2 │ where: ''
            │         ^

        """),
    BadSweep(
      "a subquery",
      sweep: """
        experiments: {epoch: "1,60", gpu: [a100, v100]}
        where: epoch IN (SELECT 1)

        """,
      errors: """
        sweep.yaml:2:8: error: 'where' has a subquery, which no expression may [EE131]
          2 │ where: epoch IN (SELECT 1)
            │        ^

        """),
    BadSweep(
      "a text in double quotes",
      sweep: """
        experiments: {epoch: "1,60", gpu: [a100, v100]}
        where: 'gpu = "a100"'

        """,
      errors: """
        sweep.yaml:2:15: error: 'where' names 'a100', which does not exist [EE132]
          2 │ where: 'gpu = "a100"'
            │               ^^^^^^
        hint: a text goes in single quotes: 'a100'

        """),
    BadSweep(
      "a condition that leaves nothing",
      sweep: """
        experiments: {epoch: "1,60", gpu: [a100, v100]}
        where: epoch > 60

        """,
      errors: """
        sweep.yaml:2:8: error: no combination is left of the sweep, expected at least one [EE309]
          2 │ where: epoch > 60
            │        ^
        hint: cms-ee explain shows what each rule takes away

        """),
    BadSweep(
      "a division in a condition whose remainder matters",
      sweep: """
        experiments: {epoch: "1,60", gpu: [a100, v100]}
        where: epoch / 8 > 7

        """,
      errors: """
        sweep.yaml:2:14: error: 'where' divides whole numbers and drops the remainder: it is false for epoch=60, and true with it [EE135]
          2 │ where: epoch / 8 > 7
            │              ^
        hint: write '* 1.0 /' for the exact value, or CAST(… AS INTEGER) for the whole part

        """),
    BadSweep(
      "a division that drops its remainder",
      sweep: """
        experiments: {epoch: "1,60", gpu: [a100, v100]}
        derive: {half: epoch / 7}

        """,
      errors: """
        sweep.yaml:2:22: error: derived parameter 'half' divides whole numbers and drops the remainder: it is 0 for epoch=1, and 0.142857142857143 with it [EE135]
          2 │ derive: {half: epoch / 7}
            │                      ^
        hint: write '* 1.0 /' for the exact value, or CAST(… AS INTEGER) for the whole part

        """),
    BadSweep(
      "a derived parameter without a value",
      sweep: """
        experiments: {epoch: "1,60", gpu: [a100, v100]}
        derive: {mem: "CASE gpu WHEN 'a100' THEN 1 END"}

        """,
      errors: """
        sweep.yaml:2:15: error: derived parameter 'mem' has no value (NULL) for epoch=1 gpu=v100 [EE134]
          2 │ derive: {mem: "CASE gpu WHEN 'a100' THEN 1 END"}
            │               ^
        hint: a CASE without ELSE, or arithmetic with NULL?

        """),
    BadSweep(
      "a derived parameter of an unknown one",
      sweep: """
        experiments: {epoch: "1,60", gpu: [a100, v100]}
        derive: {steps: epohc * 100}

        """,
      errors: """
        sweep.yaml:2:17: error: derived parameter 'steps' names 'epohc', which does not exist [EE132]
          2 │ derive: {steps: epohc * 100}
            │                 ^^^^^
        hint: did you mean 'epoch'? a text goes in single quotes: 'epohc'

        """),
    BadSweep(
      "an unknown parameter to exclude",
      sweep: """
        experiments: {epoch: "1,60", gpu: [a100, v100]}
        exclude: [{gpus: a100}]

        """,
      errors: """
        sweep.yaml:2:12: error: 'exclude' names 'gpus', which is no parameter [EE128]
          2 │ exclude: [{gpus: a100}]
            │            ^^^^
        hint: did you mean 'gpu'?

        """),
    BadSweep(
      "an unknown parameter in an expression to exclude",
      sweep: """
        experiments: {epoch: "1,60", gpu: [a100, v100]}
        exclude: ["gpus = 'a100'"]

        """,
      errors: """
        sweep.yaml:2:12: error: 'exclude' names 'gpus', which does not exist [EE132]
          2 │ exclude: ["gpus = 'a100'"]
            │            ^^^^
        hint: did you mean 'gpu'? a text goes in single quotes: 'gpus'

        """),
    BadSweep(
      "everything excluded",
      sweep: """
        experiments: {epoch: "1,60", gpu: [a100, v100]}
        exclude: ["epoch > 0"]

        """,
      errors: """
        sweep.yaml:2:11: error: no combination is left of the sweep, expected at least one [EE309]
          2 │ exclude: ["epoch > 0"]
            │           ^
        hint: cms-ee explain shows what each rule takes away

        """),
  ]
}
