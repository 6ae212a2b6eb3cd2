extension BadSweep {
  /// Frames that lead nowhere or in circles.
  static let references: [BadSweep] = [
    BadSweep(
      "an undefined parameter in a template",
      sweep: """
        experiments: {epoch: 1}
        templates: [job.in.sh]

        """,
      files: ["job.in.sh": "#!/bin/sh\necho {epoch} {experiment.epohc}\n"],
      errors: """
        job.in.sh:2:14: error: '{experiment.epohc}' is not defined, expected a parameter 'epohc' in 'experiments' [EE201]
          2 │ echo {epoch} {experiment.epohc}
            │              ^^^^^^^^^^^^^^^^^^
        hint: did you mean '{experiment.epoch}'? write \\{experiment.epohc} where it is meant as text; --lenient leaves such frames

        """),
    BadSweep(
      "a section that is not there, in a template",
      sweep: """
        experiments: {epoch: 1}
        templates: [job.in.sh]

        """,
      files: ["job.in.sh": "é <os.HOEM> {qqqqqqqqq.zzzzzzzzz}\n"],
      errors: """
        job.in.sh:1:3: error: '{os.HOEM}' is not defined, expected an environment variable 'HOEM' [EE201]
          1 │ é <os.HOEM> {qqqqqqqqq.zzzzzzzzz}
            │   ^^^^^^^^^
        hint: did you mean '{os.HOME}'? write \\{os.HOEM} where it is meant as text; --lenient leaves such frames
        job.in.sh:1:13: error: '{qqqqqqqqq.zzzzzzzzz}' is not defined, expected a key 'zzzzzzzzz' in section 'qqqqqqqqq' [EE201]
          1 │ é <os.HOEM> {qqqqqqqqq.zzzzzzzzz}
            │             ^^^^^^^^^^^^^^^^^^^^^
        hint: write \\{qqqqqqqqq.zzzzzzzzz} where it is meant as text; --lenient leaves such frames

        """),
    BadSweep(
      "a shell word of nothing",
      sweep: """
        experiments: {epoch: 1}
        templates: [job.in.sh]

        """,
      files: ["job.in.sh": "{sh.epch} {sh.epoch}\n"],
      errors: """
        job.in.sh:1:1: error: '{sh.epch}' is not defined, expected a parameter, an attribute or a top-level key [EE201]
          1 │ {sh.epch} {sh.epoch}
            │ ^^^^^^^^^
        hint: did you mean '{sh.epoch}'? write \\{sh.epch} where it is meant as text; --lenient leaves such frames

        """),
    BadSweep(
      "two undefined references in a value",
      sweep: """
        attributes:
          data: "/scratch/{os.USR}/x{system.hots}"
        system: {host: a}
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:2:19: error: '{os.USR}' is not defined, expected an environment variable 'USR' [EE201]
          2 │   data: "/scratch/{os.USR}/x{system.hots}"
            │                   ^^^^^^^^
        hint: did you mean '{os.USER}'? write \\{os.USR} where it is meant as text; --lenient leaves such frames
        sweep.yaml:2:29: error: '{system.hots}' is not defined, expected a key 'hots' in section 'system' [EE201]
          2 │   data: "/scratch/{os.USR}/x{system.hots}"
            │                             ^^^^^^^^^^^^^
        hint: did you mean '{system.host}'? write \\{system.hots} where it is meant as text; --lenient leaves such frames

        """),
    BadSweep(
      "one undefined reference that is used three times",
      sweep: """
        attributes:
          data: "{system.hots}"
          out: "{data}/x"
        system: {host: a}
        experiments: {epoch: 1}
        identifier: "{data}-{epoch}"

        """,
      errors: """
        sweep.yaml:2:10: error: '{system.hots}' is not defined, expected a key 'hots' in section 'system' [EE201]
          2 │   data: "{system.hots}"
            │          ^^^^^^^^^^^^^
        hint: did you mean '{system.host}'? write \\{system.hots} where it is meant as text; --lenient leaves such frames

        """),
    BadSweep(
      "an undefined reference in a value with a doubled quote",
      sweep: """
        a: 'it''s {os.USR}'
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:1:4: error: '{os.USR}' is not defined, expected an environment variable 'USR' [EE201]
          1 │ a: 'it''s {os.USR}'
            │    ^^^^^^^^
        hint: did you mean '{os.USER}'? write \\{os.USR} where it is meant as text; --lenient leaves such frames

        """),
    BadSweep(
      "an undefined reference in folded text",
      sweep: """
        a: >-
          as {os.USR}
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:1:4: error: '{os.USR}' is not defined, expected an environment variable 'USR' [EE201]
          1 │ a: >-
            │    ^^
        hint: did you mean '{os.USER}'? write \\{os.USR} where it is meant as text; --lenient leaves such frames

        """),
    BadSweep(
      "an undefined variable of cms set",
      sweep: """
        a: "{cm.user}"
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:1:5: error: '{cm.user}' is not defined, expected a variable 'user' set by 'cms set' [EE201]
          1 │ a: "{cm.user}"
            │     ^^^^^^^^^
        hint: write \\{cm.user} where it is meant as text; --lenient leaves such frames

        """),
    BadSweep(
      "an undefined property of an experiment",
      sweep: """
        a: "{ee.identifer}"
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:1:5: error: '{ee.identifer}' is not defined, expected one of: ee.count, ee.directory, ee.identifier, ee.index, ee.name, ee.uuid [EE201]
          1 │ a: "{ee.identifer}"
            │     ^^^^^^^^^^^^^^
        hint: did you mean '{ee.identifier}'? write \\{ee.identifer} where it is meant as text; --lenient leaves such frames

        """),
    BadSweep(
      "a value that names itself",
      sweep: """
        attributes:
          a: "{a}"
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:2:7: error: cycle of references: attributes.a → attributes.a [EE203]
          2 │   a: "{a}"
            │       ^^^
        hint: write one of these values without the others

        """),
    BadSweep(
      "a cycle of two",
      sweep: """
        attributes:
          a: "x{b}"
          b: "y{a}"
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:3:8: error: cycle of references: attributes.a → attributes.b → attributes.a [EE203]
          3 │   b: "y{a}"
            │        ^^^
        hint: write one of these values without the others

        """),
    BadSweep(
      "a cycle of three",
      sweep: """
        attributes:
          a: "{b}"
          b: "{c}"
          c: "{a}"
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:4:7: error: cycle of references: attributes.a → attributes.b → attributes.c → attributes.a [EE203]
          4 │   c: "{a}"
            │       ^^^
        hint: write one of these values without the others

        """),
    BadSweep(
      "an identifier that names itself",
      sweep: """
        identifier: "{epoch}-{identifier}"
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:1:22: error: cycle of references: identifier → identifier [EE203]
          1 │ identifier: "{epoch}-{identifier}"
            │                      ^^^^^^^^^^^^
        hint: write one of these values without the others

        """),
    BadSweep(
      "an identifier that leads back to itself",
      sweep: """
        identifier: "{epoch}-{out}"
        out: "/x/{ee.identifier}"
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:2:10: error: cycle of references: identifier → out → identifier [EE203]
          2 │ out: "/x/{ee.identifier}"
            │          ^^^^^^^^^^^^^^^
        hint: write one of these values without the others

        """),
    BadSweep(
      "a section where text is meant",
      sweep: """
        system: {host: {name: a}}
        x: "{system.host}/y"
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:2:5: error: '{system.host}' is a map, expected a single value [EE204]
          2 │ x: "{system.host}/y"
            │     ^^^^^^^^^^^^^
        hint: name one entry: {system.host.name}

        """),
    BadSweep(
      "a directory that differs between experiments",
      sweep: """
        dir: "out/{epoch}"
        experiments: {epoch: "1,2"}

        """,
      errors: """
        sweep.yaml:1:6: error: 'dir' differs between experiments, expected one for all of them [EE204]
          1 │ dir: "out/{epoch}"
            │      ^
        hint: name only attributes and other constants in it

        """),
  ]
}
