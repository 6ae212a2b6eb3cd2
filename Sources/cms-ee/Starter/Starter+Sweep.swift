extension Starter {
  static let sweep = #"""
    # A sweep: every combination of the parameters under 'experiments' becomes one experiment, a
    # directory of its own with its script, its config.yaml and its copy of the code.
    #
    #   cms-ee plan sweep.yaml        shows what would be written, and writes nothing
    #   cms-ee generate sweep.yaml    writes it
    #   cms-ee list                   shows the experiments and how far they are
    name: study

    # Where experiments go, beside this file, and what each of them is called. Every parameter that
    # differs belongs in the name.
    dir: experiments
    identifier: "e{epochs}-lr{lr}-r{repeat}"

    # Constants. Frames such as {samples} stand for their values, here and in the template.
    attributes:
      samples: 400

    # Parameters. A list is taken as it stands; text such as "5,20" or "[1-3]" is expanded. This
    # makes 2 x 2 = 4 settings, each of them run twice: 8 experiments.
    experiments:
      epochs: "5,20"
      lr: [0.05, 0.5]
      repeat: {repeat: 2} # 1, 2: the seed. Mean and spread in the report are taken over it.

    # Written into each directory: scripts (the first is what runs) and code.
    templates: [job.in.sh]
    copy: [train.py]

    """#

  static let job = #"""
    #!/bin/sh
    # What one experiment runs. It becomes job.sh in the experiment's directory, with every name in
    # braces replaced by its value; a shell variable such as ${HOME} stays as it is.
    set -eu
    echo "experiment {identifier}"
    python3 train.py --epochs {epochs} --lr {lr} --seed {repeat} --samples {samples}

    """#

  static let workflow = #"""
    # A workflow: jobs, and what has to be finished before each of them starts.
    #
    #   cms-cc run workflow.yaml       runs it; what is done stays done
    #   cms-cc resume workflow.yaml    goes on after a crash
    #   cms-cc status workflow.yaml    shows how far it is
    #
    # It has the sweep's name and so its database, in which cms-ee list finds both. The sweep is run
    # by this, or alone by cms-ee submit, and not by both.
    name: study
    workflow:
      nodes:
        # A line for the shell. It runs in the directory of this file.
        check:
          exec: python3 --version

        # One node for the whole sweep: each experiment becomes a job, train/IDENTIFIER.
        train:
          experiments: sweep.yaml

        # A job finds in its environment CMS_DIRECTORY (where all that is written goes), CMS_DB (the
        # database) and CMS_CC (the program that runs it).
        compare:
          exec: '"$CMS_CC" report "$CMS_DB" --output "$CMS_DIRECTORY/report"'

      dependencies:
        - check, train, compare

    """#
}
