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
      "exclude with a derived parameter in a map",
      sweep: """
        experiments: {epoch: "1,2", batch-size: [a, b]}
        derive: {c: "epoch * 2"}
        exclude: [{c: 4, batch-size: a}]

        """,
      errors: """
        sweep.yaml:3:12: error: 'exclude' names 'c' in a map, which is derived, expected a swept parameter [EE128]
          3 │ exclude: [{c: 4, batch-size: a}]
            │            ^
        hint: write it as an expression: c = 4 AND "batch-size" = 'a'

        """),
    BadSweep(
      "include with a derived parameter",
      sweep: """
        experiments: {epoch: "1,2"}
        derive: {c: "epoch * 2"}
        include: [{epoch: 3, c: 4}]

        """,
      errors: """
        sweep.yaml:3:22: error: 'include' names 'c', which is derived, expected a swept parameter [EE128]
          3 │ include: [{epoch: 3, c: 4}]
            │                      ^
        hint: leave it out, it follows from the others

        """),
    BadSweep(
      "an identifier with a word that names nothing",
      sweep: """
        identifier: "{lower}-{epoch}"
        experiments: {epoch: "1,2"}

        """,
      errors: """
        sweep.yaml:1:14: error: '{lower}' names nothing [EE202]
          1 │ identifier: "{lower}-{epoch}"
            │              ^^^^^^^
        hint: write \\{lower} where it is meant as text

        """),
    BadSweep(
      "a directory with a word that names nothing",
      sweep: """
        dir: "out/{lower}"
        experiments: {epoch: "1,2"}

        """,
      errors: """
        sweep.yaml:1:11: error: '{lower}' names nothing [EE202]
          1 │ dir: "out/{lower}"
            │           ^^^^^^^
        hint: write \\{lower} where it is meant as text

        """),
    BadSweep(
      "a name with a word that names nothing",
      sweep: """
        name: "a-{epohc}"
        experiments: {epoch: "1,2"}

        """,
      errors: """
        sweep.yaml:1:10: error: '{epohc}' names nothing [EE202]
          1 │ name: "a-{epohc}"
            │          ^^^^^^^
        hint: did you mean '{epoch}'?

        """),
    BadSweep(
      "an empty name",
      sweep: """
        name: ""
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:1:7: error: the campaign's name is empty, expected text [EE105]
          1 │ name: ""
            │       ^
        hint: the database is named after it: NAME.db

        """),
    BadSweep(
      "a name with a slash",
      sweep: """
        attributes: {who: a/b}
        name: "{who}"
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:2:7: error: the campaign's name 'a/b' has a '/', expected none [EE105]
          2 │ name: "{who}"
            │       ^
        hint: the database is named after it: NAME.db

        """),
    BadSweep(
      "a name with a line feed",
      sweep: """
        name: "a\\nb"
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:1:7: error: the campaign's name has a control character, expected none [EE105]
          1 │ name: "a\\nb"
            │       ^
        hint: the database is named after it: NAME.db

        """),
    BadSweep(
      "a long name of the command line",
      sweep: """
        experiments: {epoch: 1}

        """,
      arguments: ["--name", String(repeating: "é", count: 101)],
      errors: """
        --name:1:1: error: the campaign's name has 202 bytes, expected at most 200 [EE105]
          1 │ \(String(repeating: "é", count: 90))
            │ ^
        hint: the database is named after it: NAME.db

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
