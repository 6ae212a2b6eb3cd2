# The front door. `make help` says what there is.
.DEFAULT_GOAL := build
PREFIX ?= /usr/local

.PHONY: help build demo test nightly check format manual bench install hooks clean

help: ## print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## build cms-ee and cms-cc in release mode, into .build/release/
	@Scripts/build

demo: ## the whole way on real data: 24 trainings, a table and pictures, under demo/
	@Scripts/demo

test: ## install what the tests need, and run all of them
	@Scripts/test

nightly: ## the engine on 100,000 random runs with faults (CMS_SEEDS: as many), large graphs and logs
	@CMS_SEEDS=$${CMS_SEEDS:-100000} CMS_NIGHTLY=1 \
	  Scripts/test --filter 'EngineSimulationTests|GraphShapeTests|HardJobTests'

check: ## the gate before a commit: format, lint, shellcheck, build, tests
	@Scripts/check

format: ## format the Swift sources in place
	swift format --in-place --parallel -r Sources Tests Package.swift

manual: build ## write docs/manual/ from what the commands print
	@for name in cms-ee cms-cc; do .build/release/$$name manual > docs/manual/$$name.md; done

bench: ## measure, and print the figures as a table
	@Scripts/install-packages build bench
	@Benchmarks/run

install: ## install the commands, cms.py, cms.sh, templates and examples under PREFIX (/usr/local)
	@Scripts/install '$(PREFIX)'

hooks: ## refuse commits whose Swift sources are not formatted
	@Scripts/hooks

clean: ## remove what was built (demo/ stays)
	rm -rf .build
