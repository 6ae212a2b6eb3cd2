extension BadSweep {
  /// Options and other files that say what cannot be.
  static let options: [BadSweep] = [
    BadSweep(
      "a profile where no file has any",
      sweep: """
        attributes: {data: /d}
        experiments: {epoch: 1}

        """,
      arguments: ["--profile", "quick"],
      errors: """
        error: profile 'quick' is not defined [EE113]
        hint: no file has a section 'profiles'

        """),
    BadSweep(
      "an override without a value",
      sweep: """
        attributes: {data: /d}
        experiments: {epoch: 1}

        """,
      arguments: ["-o", "epoch"],
      errors: """
        -o:1:1: error: 'epoch' has no '=', expected NAME=VALUE [EE114]
          1 │ epoch
            │ ^^^^^

        """),
    BadSweep(
      "an override without a name",
      sweep: """
        attributes: {data: /d}
        experiments: {epoch: 1}

        """,
      arguments: ["-o", "=1"],
      errors: """
        -o:1:1: error: '' is no name, expected words of letters, digits, '_' and '-' with dots between [EE114]
          1 │ =1
            │ ^

        """),
    BadSweep(
      "an override whose name is no path",
      sweep: """
        attributes: {data: /d}
        experiments: {epoch: 1}

        """,
      arguments: ["-o", "a.b..c=1"],
      errors: """
        -o:1:1: error: 'a.b..c' is no name, expected words of letters, digits, '_' and '-' with dots between [EE114]
          1 │ a.b..c=1
            │ ^^^^^^

        """),
    BadSweep(
      "an override whose name has a blank",
      sweep: """
        attributes: {data: /d}
        experiments: {epoch: 1}

        """,
      arguments: ["-o", "a b=1"],
      errors: """
        -o:1:1: error: 'a b' is no name, expected words of letters, digits, '_' and '-' with dots between [EE114]
          1 │ a b=1
            │ ^^^

        """),
    BadSweep(
      "an override of a section by a number",
      sweep: """
        attributes: {data: /d}
        experiments: {epoch: 1}

        """,
      arguments: ["-o", "experiments=1"],
      errors: """
        -o:1:13: error: 'experiments' is '1', expected a map [EE105]
          1 │ experiments=1
            │             ^

        """),
    BadSweep(
      "an override by nothing",
      sweep: """
        attributes: {data: /d}
        experiments: {epoch: 1}

        """,
      arguments: ["-o", "epoch="],
      errors: """
        -o:1:7: error: parameter 'epoch' has no values, expected at least one [EE123]
          1 │ epoch=
            │       ^
        hint: write epoch: "1,2" or epoch: [1, 2]

        """),
    BadSweep(
      "an override by half a hostlist",
      sweep: """
        attributes: {data: /d}
        experiments: {epoch: 1}

        """,
      arguments: ["-o", "epoch=[1-3"],
      errors: """
        -o:1:7: error: parameter 'epoch': '[' is not closed, expected ']' [EE121]
          1 │ epoch=[1-3
            │       ^^^^

        """),
    BadSweep(
      "parameters without values",
      sweep: """
        attributes: {data: /d}
        experiments: {epoch: 1}

        """,
      arguments: ["--experiment", "epoch"],
      errors: """
        --experiment:1:1: error: 'epoch' has no '=', expected NAME=VALUE [EE114]
          1 │ epoch
            │ ^^^^^

        """),
    BadSweep(
      "one parameter twice",
      sweep: """
        attributes: {data: /d}
        experiments: {epoch: 1}

        """,
      arguments: ["--experiment", "epoch=1 epoch=2"],
      errors: """
        --experiment:1:9: error: duplicate key 'epoch', first given in line 1 [EE103]
          1 │ epoch=1 epoch=2
            │         ^^^^^
        hint: keep one of the two

        """),
    BadSweep(
      "no parameters",
      sweep: """
        attributes: {data: /d}
        experiments: {epoch: 1}

        """,
      arguments: ["--experiment", ""],
      errors: """
        --experiment:1:1: error: '' has no '=', expected NAME=VALUE [EE114]
          1 │ 
            │ ^

        """),
    BadSweep(
      "an unknown host",
      sweep: """
        attributes: {data: /d}
        experiments: {epoch: 1}

        """,
      files: ["hosts.yaml": "hosts: {rivanna: {kind: slurm}, greene: {kind: slurm}}\n"],
      arguments: ["--host", "rivana"],
      errors: """
        error: host 'rivana' is not in 'hosts.yaml' [EE115]
        hint: did you mean 'rivanna'?

        """),
    BadSweep(
      "a directory as configuration",
      sweep: """
        attributes: {data: /d}
        experiments: {epoch: 1}

        """,
      files: ["d/x": "x"],
      arguments: ["--config", "d"],
      errors: """
        error: sweep file 'd' cannot be read: Is a directory [EE101]

        """),
    BadSweep(
      "duplicate keys in JSON",
      sweep: """
        attributes: {data: /d}
        experiments: {epoch: 1}

        """,
      files: ["more.json": "{\"a\": 1, \"a\": 2}\n"],
      arguments: ["--config", "more.json"],
      errors: """
        more.json:1:10: error: duplicate key 'a', first given in line 1 [EE103]
          1 │ {"a": 1, "a": 2}
            │          ^
        hint: keep one of the two

        """),
    BadSweep(
      "no directives for a value",
      sweep: """
        experiments: {gpu: [a100, v100]}
        templates: [job.in.sh]
        directives:
          a100: {gres: "gpu:a100:1"}

        """,
      files: ["job.in.sh": "#!/bin/sh\n{slurm.sbatch}\n"],
      errors: """
        sweep.yaml:1:15: error: there are no directives for 'v100', expected 'a100' [EE207]
          1 │ experiments: {gpu: [a100, v100]}
            │               ^
        hint: did you mean 'a100'?

        """),
    BadSweep(
      "no directives at all",
      sweep: """
        experiments: {gpu: [a100, v100]}
        templates: [job.in.sh]

        """,
      files: ["job.in.sh": "#!/bin/sh\n{slurm.sbatch}\n"],
      errors: """
        job.in.sh:2:1: error: '{slurm.sbatch}' is not defined, expected a section 'directives' [EE201]
          2 │ {slurm.sbatch}
            │ ^^^^^^^^^^^^^^
        hint: write directives: {a100: {gres: "gpu:a100:1"}}, or name a hosts file: --hosts

        """),
    BadSweep(
      "anchors that multiply",
      sweep: """
        a: &a [x, x, x, x, x, x, x, x, x, x]
        b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
        c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
        d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
        e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
        f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]
        g: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f, *f]
        h: &h [*g, *g, *g, *g, *g, *g, *g, *g, *g, *g]
        i: &i [*h, *h, *h, *h, *h, *h, *h, *h, *h, *h]
        experiments: {epoch: 1}

        """,
      errors: """
        sweep.yaml:7:16: error: the document stands for more than 5000000 values [EE109]
          7 │ g: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f, *f]
            │                ^
        hint: aliases that name each other multiply

        """),
  ]
}
