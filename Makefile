# Every command a person needs; `make` lists them.
SHELL := /bin/bash
export PATH := $(PATH):/opt/swift/usr/bin
.DEFAULT_GOAL := help
.PHONY: help setup build run stop test check acceptance bench fresh clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: ## Install the Debian packages that are missing (says which; uses sudo where needed)
	@scripts/setup run

build: setup ## Build everything in release mode, phrases included
	@scripts/build

run: build ## Run the whole house here; prints where to look and how to sign in
	@exec scripts/run

stop: ## Stop what `make run` has started
	@scripts/stop

test: ## Check, build and run all tests: everything that CI runs
	@scripts/setup test
	@scripts/test

check: ## Check the rules that need no running system: format, imports, unsafe code, settings, scripts
	@scripts/setup test
	@scripts/check

acceptance: ## Play cases through the doors and compare what comes out; CASES=folder (docs/acceptance.md)
	@scripts/setup run
	@swift build
	@scripts/acceptance "$(CASES)"

bench: ## Measure against the anchors of docs/performance.md; ROWS=intake,relay for some rows
	@scripts/setup bench
	@scripts/bench "$(ROWS)"

fresh: ## Prove `make run` and `make test` on a plain Debian 12, made for it (long; writes docs/fresh-machine.md)
	@scripts/setup fresh
	@scripts/fresh

clean: ## Delete what was built and the data under .amparo/, after asking (SURE=yes: without)
	@scripts/clean "$(SURE)"
