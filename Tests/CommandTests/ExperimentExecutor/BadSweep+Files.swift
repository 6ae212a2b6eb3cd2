extension BadSweep {
  /// Files and places that are missing, taken or of the wrong kind.
  static let files: [BadSweep] = [
    BadSweep(
      "a missing template",
      sweep: """
        experiments: {a: 1}
        templates: [job.sh]

        """,
      files: ["job.in.sh": "x"],
      errors: """
        sweep.yaml:2:13: error: template 'job.sh' cannot be read: No such file or directory [EE302]
          2 │ templates: [job.sh]
            │             ^^^^^^
        hint: did you mean 'job.in.sh'?

        """),
    BadSweep(
      "a template in a missing directory",
      sweep: """
        experiments: {a: 1}
        templates: [no/job.in.sh]

        """,
      errors: """
        sweep.yaml:2:13: error: template 'no/job.in.sh' cannot be read: No such file or directory [EE302]
          2 │ templates: [no/job.in.sh]
            │             ^^^^^^^^^^^^
        hint: there is no directory 'no'

        """),
    BadSweep(
      "a directory as template",
      sweep: """
        experiments: {a: 1}
        templates: [d]

        """,
      files: ["d/x": "x"],
      errors: """
        sweep.yaml:2:13: error: template 'd' cannot be read: Is a directory [EE101]
          2 │ templates: [d]
            │             ^

        """),
    BadSweep(
      "missing code",
      sweep: """
        experiments: {a: 1}
        copy: [train.py]

        """,
      errors: """
        sweep.yaml:2:8: error: code 'train.py' cannot be read: No such file or directory [EE302]
          2 │ copy: [train.py]
            │        ^^^^^^^^
        hint: paths are relative to the file that names them

        """),
    BadSweep(
      "code without a name of its own",
      sweep: """
        experiments: {a: 1}
        copy: [..]

        """,
      errors: """
        sweep.yaml:2:8: error: code '..' has no name of its own, expected a file or a directory [EE105]
          2 │ copy: [..]
            │        ^^
        hint: name what is in it: copy: [train.py, src/]

        """),
    BadSweep(
      "two templates for one script",
      sweep: """
        experiments: {a: 1}
        templates: [job.in.sh, d/job.in.sh]

        """,
      files: ["job.in.sh": "x", "d/job.in.sh": "x"],
      errors: """
        sweep.yaml:2:24: error: two files of an experiment would be named 'job.sh' [EE306]
          2 │ templates: [job.in.sh, d/job.in.sh]
            │                        ^^^^^^^^^^^
        hint: rename this template

        """),
    BadSweep(
      "a template that would become nothing",
      sweep: "experiments: {a: 1}\ntemplates: [d/.in.sh]\n", files: ["d/.in.sh": "x"],
      errors: """
        sweep.yaml:2:13: error: template '.in.sh' has no name before '.in' [EE105]
          2 │ templates: [d/.in.sh]
            │             ^^^^^^^^
        hint: name it after what it becomes: job.in.sh

        """),
    BadSweep(
      "a template that would become the directory above",
      sweep: "experiments: {a: 1}\ntemplates: [...in]\n", files: ["...in": "x"],
      errors: """
        sweep.yaml:2:13: error: template '...in' has no name before '.in' [EE105]
          2 │ templates: [...in]
            │             ^^^^^
        hint: name it after what it becomes: job.in.sh

        """),
    BadSweep(
      "a template with the name of the configuration",
      sweep: "experiments: {a: 1}\ntemplates: [config.in.yaml]\n", files: ["config.in.yaml": "x"],
      errors: """
        sweep.yaml:2:13: error: two files of an experiment would be named 'config.yaml' [EE306]
          2 │ templates: [config.in.yaml]
            │             ^^^^^^^^^^^^^^
        hint: rename this template

        """),
    BadSweep(
      "a template with the name that another has once it has its host",
      sweep: "experiments: {a: 1}\ntemplates: [job.in.sh, d/job.sh]\n",
      files: [
        "job.in.sh": "{host.name}", "d/job.sh": "x",
        "hosts.yaml": "hosts: {a: {kind: slurm}, b: {kind: slurm}}",
      ],
      errors: """
        sweep.yaml:2:24: error: two files of an experiment would be named 'job.sh' [EE306]
          2 │ templates: [job.in.sh, d/job.sh]
            │                        ^^^^^^^^
        hint: rename this template

        """),
    BadSweep(
      "a template with the name of a directory of code",
      sweep: "experiments: {a: 1}\ntemplates: [src]\ncopy: [d/src]\n",
      files: ["src": "x", "d/src/a.py": "x"],
      errors: """
        sweep.yaml:3:8: error: two files of an experiment would be named 'src' [EE306]
          3 │ copy: [d/src]
            │        ^^^^^
        hint: rename one of them

        """),
    BadSweep(
      "code with the name of the script",
      sweep: """
        experiments: {a: 1}
        templates: [job.in.sh]
        copy: [job.sh]

        """,
      files: ["job.in.sh": "x", "job.sh": "x"],
      errors: """
        sweep.yaml:3:8: error: two files of an experiment would be named 'job.sh' [EE306]
          3 │ copy: [job.sh]
            │        ^^^^^^
        hint: rename one of them

        """),
    BadSweep(
      "a file where the experiments should go",
      sweep: """
        dir: taken/x
        experiments: {a: 1}

        """,
      files: ["taken": "x"],
      errors: """
        sweep.yaml:1:6: error: cannot write in 'PLACE/taken/x': 'PLACE/taken' is a file, expected a directory [EE303]
          1 │ dir: taken/x
            │      ^
        hint: choose another place with --directory

        """),
    BadSweep(
      "a file for --directory",
      sweep: """
        experiments: {a: 1}

        """,
      files: ["taken": "x"],
      arguments: ["--directory", "taken"],
      errors: """
        error: cannot write in 'PLACE/taken/experiments': 'PLACE/taken' is a file, expected a directory [EE303]
        hint: choose another place with --directory

        """),
    BadSweep(
      "a file above the database",
      sweep: """
        experiments: {a: 1}

        """,
      files: ["taken": "x"],
      arguments: ["--db", "taken/x.db"],
      errors: """
        error: cannot write in 'PLACE/taken': 'PLACE/taken' is a file, expected a directory [EE303]
        hint: choose another place with --db

        """),
    BadSweep(
      "a directory as database",
      sweep: """
        experiments: {a: 1}

        """,
      files: ["d/x": "x"],
      arguments: ["--db", "d"],
      errors: """
        error: database 'PLACE/d' is a directory, expected a file [EE303]
        hint: choose another file with --db

        """),
    BadSweep(
      "a text as database",
      sweep: """
        experiments: {a: 1}

        """,
      files: ["notes": "x"],
      arguments: ["--db", "notes"],
      errors: """
        error: database 'PLACE/notes': not a database
        hint: name a database of cms with --db

        """),
  ]
}
