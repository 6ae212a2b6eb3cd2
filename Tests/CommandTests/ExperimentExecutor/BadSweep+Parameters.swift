extension BadSweep {
  /// Parameters without values, with too many, or that make no experiments.
  static let parameters: [BadSweep] = [
    BadSweep(
      "empty text",
      sweep: """
        experiments: {epoch: ""}

        """,
      errors: """
        sweep.yaml:1:22: error: parameter 'epoch' has no values, expected at least one [EE123]
          1 │ experiments: {epoch: ""}
            │                      ^
        hint: write epoch: "1,2" or epoch: [1, 2]

        """),
    BadSweep(
      "an empty list",
      sweep: """
        experiments: {epoch: []}

        """,
      errors: """
        sweep.yaml:1:22: error: parameter 'epoch' has no values, expected at least one [EE123]
          1 │ experiments: {epoch: []}
            │                      ^
        hint: write epoch: "1,2" or epoch: [1, 2]

        """),
    BadSweep(
      "no value at all",
      sweep: """
        experiments:
          epoch:

        """,
      errors: """
        sweep.yaml:2:9: error: parameter 'epoch' has no values, expected at least one [EE123]
          2 │   epoch:
            │         ^
        hint: write epoch: "1,2" or epoch: [1, 2]

        """),
    BadSweep(
      "an empty map",
      sweep: """
        experiments:
          epoch: {}

        """,
      errors: """
        sweep.yaml:2:10: error: parameter 'epoch' has no values, expected at least one [EE123]
          2 │   epoch: {}
            │          ^
        hint: write epoch: "1,2" or epoch: [1, 2]

        """),
    BadSweep(
      "commas and nothing else",
      sweep: """
        experiments:
          epoch: ",,"

        """,
      errors: """
        sweep.yaml:2:10: error: parameter 'epoch' has no values, expected at least one [EE123]
          2 │   epoch: ",,"
            │          ^
        hint: write epoch: "1,2" or epoch: [1, 2]

        """),
    BadSweep(
      "a section without parameters",
      sweep: """
        experiments:

        """,
      errors: """
        sweep.yaml:1:1: error: section 'experiments' has no parameters, expected at least one [EE123]
          1 │ experiments:
            │ ^^^^^^^^^^^
        hint: write experiments: {epoch: "1,30,60"}

        """),
    BadSweep(
      "a backwards range",
      sweep: """
        experiments:
          epoch: "1,[3-1]"

        """,
      errors: """
        sweep.yaml:2:14: error: parameter 'epoch': range '3-1' runs backwards, expected the smaller first [EE122]
          2 │   epoch: "1,[3-1]"
            │              ^^^
        hint: did you mean [1-3]?

        """),
    BadSweep(
      "a backwards range in plain text",
      sweep: """
        experiments:
          epoch: a[1,9-5]b

        """,
      errors: """
        sweep.yaml:2:14: error: parameter 'epoch': range '9-5' runs backwards, expected the smaller first [EE122]
          2 │   epoch: a[1,9-5]b
            │              ^^^
        hint: did you mean [5-9]?

        """),
    BadSweep(
      "five malformed hostlists",
      sweep: """
        experiments:
          a: "x[1-3"
          b: "x1-3]"
          c: "x[1[2]]"
          d: "x[a-c]"
          e: "é[]"

        """,
      errors: """
        sweep.yaml:2:8: error: parameter 'a': '[' is not closed, expected ']' [EE121]
          2 │   a: "x[1-3"
            │        ^^^^
        sweep.yaml:3:11: error: parameter 'b': ']' without a '[' before it [EE121]
          3 │   b: "x1-3]"
            │           ^
        sweep.yaml:4:10: error: parameter 'c': '[' inside brackets, expected numbers [EE121]
          4 │   c: "x[1[2]]"
            │          ^
        sweep.yaml:5:9: error: parameter 'd': '[a-c]' is no range of numbers, expected such as [1-3,7] [EE121]
          5 │   d: "x[a-c]"
            │         ^^^
        hint: write other values with commas and without brackets: a,b,c
        sweep.yaml:6:9: error: parameter 'e': '[]' is no range of numbers, expected such as [1-3,7] [EE121]
          6 │   e: "é[]"
            │         ^
        hint: write other values with commas and without brackets: a,b,c

        """),
    BadSweep(
      "more values than anybody means",
      sweep: """
        experiments:
          e: "[1-200000]"

        """,
      errors: """
        sweep.yaml:2:8: error: parameter 'e': more than 100000 values [EE124]
          2 │   e: "[1-200000]"
            │        ^^^^^^^^

        """),
    BadSweep(
      "more repetitions than anybody means",
      sweep: """
        experiments:
          e: {repeat: 200000}

        """,
      errors: """
        sweep.yaml:2:15: error: 200000 repetitions, expected at most 100000 [EE124]
          2 │   e: {repeat: 200000}
            │               ^

        """),
    BadSweep(
      "no repetitions",
      sweep: """
        experiments:
          e: {repeat: 0}
          f: {repeat: x}

        """,
      errors: """
        sweep.yaml:2:15: error: 'repeat' of parameter 'e' is '0', expected a whole number of at least 1 [EE105]
          2 │   e: {repeat: 0}
            │               ^
        sweep.yaml:3:15: error: 'repeat' of parameter 'f' is 'x', expected a whole number of at least 1 [EE105]
          3 │   f: {repeat: x}
            │               ^

        """),
    BadSweep(
      "more points than can be counted",
      sweep: """
        experiments: {a: "[1-100000]", b: "[1-100000]"}

        """,
      errors: """
        sweep.yaml:1:15: error: the sweep has more than 100000000 points [EE305]
          1 │ experiments: {a: "[1-100000]", b: "[1-100000]"}
            │               ^
        hint: shorten a parameter's list of values, or take a sample

        """),
    BadSweep(
      "a list in a list",
      sweep: """
        experiments: {epoch: [[1, 2]]}

        """,
      errors: """
        sweep.yaml:1:23: error: a value of parameter 'epoch' is a list, expected text or a number [EE105]
          1 │ experiments: {epoch: [[1, 2]]}
            │                       ^

        """),
    BadSweep(
      "a parameter name with a blank",
      sweep: """
        experiments: {"a b": 1}

        """,
      errors: """
        sweep.yaml:1:15: error: parameter name 'a b' is not a word, expected letters, digits, '_' and '-' [EE105]
          1 │ experiments: {"a b": 1}
            │               ^^^

        """),
    BadSweep(
      "an identifier that lacks a parameter",
      sweep: """
        identifier: "{epoch}"
        experiments: {epoch: "1,2", lr: [1, 2]}

        """,
      errors: """
        sweep.yaml:1:13: error: two experiments would share the directory '1': 'epoch=1 lr=1' and 'epoch=1 lr=2' [EE301]
          1 │ identifier: "{epoch}"
            │             ^
        hint: add {lr} to 'identifier'

        """),
    BadSweep(
      "one value twice",
      sweep: """
        experiments: {epoch: [1, 1]}

        """,
      errors: """
        sweep.yaml:1:15: error: two experiments would share the directory 'epoch_1': 'epoch=1' and 'epoch=1' [EE301]
          1 │ experiments: {epoch: [1, 1]}
            │               ^
        hint: remove one of the two values

        """),
    BadSweep(
      "values that the default identifier joins to one name",
      sweep: """
        experiments: {a: [1, 1_b_2], b: [2, 2_b_2]}

        """,
      errors: """
        sweep.yaml:1:15: error: two experiments would share the directory 'a_1_b_2_b_2': 'a=1 b=2_b_2' and 'a=1_b_2 b=2' [EE301]
          1 │ experiments: {a: [1, 1_b_2], b: [2, 2_b_2]}
            │               ^
        hint: keep them apart, such as by identifier: "{a}+{b}"

        """),
  ]
}
