extension BadSweep {
  /// YAML that cannot be read.
  static let yaml: [BadSweep] = [
    BadSweep(
      "a tab as indentation",
      sweep: """
        experiments:
        \tepoch: 1

        """,
      errors: """
        sweep.yaml:2:1: error: malformed YAML: found a tab, expected blanks [EE102]
          2 │ \tepoch: 1
            │ ^
        hint: indent with blanks

        """),
    BadSweep(
      "a tab after blanks",
      sweep: """
        experiments:
          epoch: 1
         \tlr: 2

        """,
      errors: """
        sweep.yaml:3:2: error: malformed YAML: found a tab, expected blanks [EE102]
          3 │  \tlr: 2
            │  ^
        hint: indent with blanks

        """),
    BadSweep(
      "a double quote that is never closed",
      sweep: """
        name: "tiny
        experiments:
          epoch: 1

        """,
      errors: """
        sweep.yaml:1:7: error: malformed YAML: the quote opened here is never closed [EE102]
          1 │ name: "tiny
            │       ^

        """),
    BadSweep(
      "a single quote that is never closed",
      sweep: """
        name: 'tiny
        experiments:
          epoch: 1

        """,
      errors: """
        sweep.yaml:1:7: error: malformed YAML: the quote opened here is never closed [EE102]
          1 │ name: 'tiny
            │       ^

        """),
    BadSweep(
      "a quote that a later line closes",
      sweep: """
        name: "tiny
        experiments:
          epoch: "1,2"

        """,
      errors: """
        sweep.yaml:3:11: error: malformed YAML: while parsing a block mapping: did not find expected key [EE102]
          3 │   epoch: "1,2"
            │           ^
        hint: check the indentation of this line and the one above, and that quotes are closed

        """),
    BadSweep(
      "a line indented too far",
      sweep: """
        name: tiny
          experiments:
          epoch: 1

        """,
      errors: """
        sweep.yaml:2:14: error: malformed YAML: mapping values are not allowed in this context [EE102]
          2 │   experiments:
            │              ^
        hint: quote text that holds ': ', or check the indentation of this line

        """),
    BadSweep(
      "a line indented too little",
      sweep: """
        experiments:
            epoch: 1
          lr: 2

        """,
      errors: """
        sweep.yaml:3:3: error: malformed YAML: while parsing a block mapping: did not find expected key [EE102]
          3 │   lr: 2
            │   ^
        hint: check the indentation of this line and the one above, and that quotes are closed

        """),
    BadSweep(
      "a second document",
      sweep: """
        experiments: {epoch: 1}
        ---
        name: b

        """,
      errors: """
        sweep.yaml:2:1: error: a second document begins here, expected one document a file [EE102]
          2 │ ---
            │ ^^^
        hint: put it into a file of its own

        """),
    BadSweep(
      "a bracket closed by a brace",
      sweep: """
        experiments: {epoch: [1, 2}

        """,
      errors: """
        sweep.yaml:1:27: error: malformed YAML: while parsing a flow sequence: did not find expected ',' or ']' [EE102]
          1 │ experiments: {epoch: [1, 2}
            │                           ^
        hint: close what is opened in line 1, column 22

        """),
    BadSweep(
      "a brace that is never closed",
      sweep: """
        experiments: {epoch: 1
        name: b

        """,
      errors: """
        sweep.yaml:2:5: error: malformed YAML: while parsing a flow mapping: did not find expected ',' or '}' [EE102]
          2 │ name: b
            │     ^
        hint: close what is opened in line 1, column 14

        """),
    BadSweep(
      "a colon in plain text",
      sweep: """
        name: a: b
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:1:8: error: malformed YAML: mapping values are not allowed in this context [EE102]
          1 │ name: a: b
            │        ^
        hint: quote text that holds ': ', or check the indentation of this line

        """),
    BadSweep(
      "text that begins with an at sign",
      sweep: """
        name: @b
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:1:7: error: malformed YAML: text cannot begin with '@' [EE102]
          1 │ name: @b
            │       ^
        hint: quote it

        """),
    BadSweep(
      "text that begins with a star",
      sweep: """
        files: *.py
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:1:8: error: malformed YAML: text cannot begin with '*' [EE102]
          1 │ files: *.py
            │        ^
        hint: quote it

        """),
    BadSweep(
      "an unknown escape",
      sweep: """
        name: "ti\\qny"
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:1:10: error: malformed YAML: while parsing a quoted scalar: found unknown escape character [EE102]
          1 │ name: "ti\\qny"
            │          ^
        hint: use single quotes, or \\\\ for a backslash

        """),
    BadSweep(
      "a key without a colon",
      sweep: """
        experiments: {epoch: 1}
        name

        """,
      errors: """
        sweep.yaml:2:1: error: malformed YAML: a key without a value, expected ': ' after it [EE102]
          2 │ name
            │ ^

        """),
    BadSweep(
      "an alias without an anchor",
      sweep: """
        a: &foo 1
        b: *fo
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:2:4: error: alias '*fo' names no anchor above it [EE108]
          2 │ b: *fo
            │    ^^^
        hint: did you mean 'foo'?

        """),
    BadSweep(
      "a control character",
      sweep: """
        name: a\u{1}
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:1:8: error: malformed YAML: control characters are not allowed [EE102]
          1 │ name: a\u{1}
            │        ^
        hint: remove it, or write it as \\xHH in double quotes

        """),
    BadSweep(
      "a NUL in a value",
      sweep: "experiments: {a: 1}\nattributes:\n  x: \"a\\0b\"\n",
      errors: """
        sweep.yaml:3:6: error: a text holds a NUL, which neither a script nor a variable can hold [EE105]
          3 │   x: "a\\0b"
            │      ^
        hint: leave character 0 out of it

        """),
    BadSweep(
      "a NUL in a name",
      sweep: "experiments: {\"a\\x00\": 1}\n",
      errors: """
        sweep.yaml:1:15: error: a text holds a NUL, which neither a script nor a variable can hold [EE105]
          1 │ experiments: {"a\\x00": 1}
            │               ^
        hint: leave character 0 out of it

        """),
    BadSweep(
      "a NUL in JSON", sweep: "experiments: {a: 1}\n",
      files: ["more.json": "{\"x\": [1,\n  \"a\\u0000b\"]}"], arguments: ["--config", "more.json"],
      errors: """
        more.json:2:3: error: a text holds a NUL, which neither a script nor a variable can hold [EE105]
          2 │   "a\\u0000b"]}
            │   ^
        hint: leave character 0 out of it

        """),
    BadSweep(
      "a NUL that is derived", sweep: "experiments: {a: 1}\nderive: {d: \"char(65, 0)\"}\n",
      errors: """
        sweep.yaml:2:14: error: derived parameter 'd' makes a text with a NUL [EE131]
          2 │ derive: {d: "char(65, 0)"}
            │              ^

        """),
  ]
}
