# Every target works on a fresh Debian 12 with the Swift toolchain, make and git.

SWIFTFLAGS ?=
# The product carries Swift's own libraries: it starts in less time, and where there is no toolchain.
STATIC = --static-swift-stdlib
TESTING = --scratch-path .build/testing
BINARY = .build/release/cantilever

PYTHON = deploy/devnet/python
PEERS = deploy/peers/python
LIVEPEERS = deploy/livepeers/python

.PHONY: run test bench bench-short bench-peers bench-live bench-sights trades targets soak release check-all lint \
	format fuzz sanitize coverage packages test-packages devnet devnet-test devnet-packages devnet-environment \
	peers-packages livepeers-packages clean

## run: build the product and show it at work
run: packages
	@swift build -c release --product cantilever $(STATIC) $(SWIFTFLAGS)
	@$(BINARY) paper --sim

## test: one build with testing enabled and bugs that can be planted, run once; ONLY=PATTERN runs some
test: test-packages devnet-environment
	@swift test -c release -Xswiftc -enable-testing -Xswiftc -DPLANTED_BUGS --disable-xctest \
		$(TESTING) $(if $(ONLY),--filter '$(ONLY)') $(SWIFTFLAGS)

## bench: figures beside the limit measured in the same run
bench: packages
	@swift build -c release --product cantilever $(STATIC) $(SWIFTFLAGS)
	@swift build -c release --product Bench $(SWIFTFLAGS)
	@.build/release/Bench

bench-short: packages
	@swift build -c release --product cantilever $(STATIC) $(SWIFTFLAGS)
	@swift build -c release --product Bench $(SWIFTFLAGS)
	@.build/release/Bench --short

## bench-peers: one feed through our backtest, nautilus_trader and hftbacktest; PROFILE=1 counts our venue maths,
## OPTIONS holds further ones, such as --json or --ticks 50000
bench-peers: packages peers-packages
	@swift build -c release --product cantilever $(STATIC) $(SWIFTFLAGS) >&2
	@$(PEERS) -m peers $(if $(PROFILE),--profile) $(OPTIONS)

## bench-live: one check beside bare libcurl and a web3.py script, requests a block, memory over many blocks;
## OPTIONS holds further ones, such as --blocks 10000
bench-live: packages livepeers-packages devnet-environment
	@swift build -c release --product cantilever $(STATIC) $(SWIFTFLAGS) >&2
	@$(LIVEPEERS) -m livepeers $(OPTIONS)

## trades: play 1,500 trades in five simulated markets and write docs/trades.md
trades: packages
	@swift build -c release --product cantilever $(STATIC) $(SWIFTFLAGS)
	@$(BINARY) simulate --trades 1500 --hours 12 --faults some --trouble \
		strategies/demo-parity.yaml strategies/demo-profit.yaml \
		strategies/demo-one-way.yaml strategies/fleet-25.yaml > .build/trades.md
	@mv .build/trades.md docs/trades.md

## targets: docs/targets.md anew, by simulation: 20 seeds of a day each in four markets
JOBS ?= $(shell nproc)
targets: packages
	@swift build -c release --product cantilever $(STATIC) $(SWIFTFLAGS)
	@$(BINARY) simulate --targets --jobs $(JOBS) > .build/targets.md
	@mv .build/targets.md docs/targets.md

## soak: for hours what the tests do for minutes, with seeds nobody has seen; SOAK_SEED runs one again
SOAK_SEED ?= $(shell date -u +%Y%m%d00000)
SOAK_SEED := $(SOAK_SEED)
SOAK_DAYS ?= 100
SOAK_LIVES ?= 1000
soak: test-packages devnet-environment
	@echo "soak: make soak SOAK_SEED=$(SOAK_SEED) runs this again"
	@swift build -c release --product cantilever $(STATIC) $(SWIFTFLAGS)
	@$(BINARY) simulate --targets --runs $(SOAK_DAYS) --jobs $(JOBS) > .build/targets-soak.md
	@$(BINARY) simulate --faults all --trouble --hours 2 --seed $(SOAK_SEED) \
		--runs $(SOAK_LIVES) --jobs $(JOBS)
	@$(BINARY) simulate --faults all --trouble --hours 2 --flow 5x --seed $(SOAK_SEED) \
		--runs $(SOAK_LIVES) --jobs $(JOBS)
	@CANTILEVER_SOAK=1 swift test -c release -Xswiftc -enable-testing --disable-xctest \
		$(TESTING) $(SWIFTFLAGS)

## release: the product, and everything beside it that is not a test
release: packages
	@swift build -c release $(STATIC) $(SWIFTFLAGS)

## lint: the formatter's opinion, as an error
lint:
	@swift format lint --strict --recursive --parallel Package.swift Sources Tests

## format: the formatter's opinion, applied
format:
	@swift format --in-place --recursive --parallel Package.swift Sources Tests

## check-all: everything that is too slow for every change
check-all: lint test sanitize coverage fuzz

## sanitize: the tests again under the thread and the address sanitizer
sanitize: test-packages devnet-environment
	@swift test --disable-xctest --scratch-path .build/thread --sanitize=thread
	@swift test --disable-xctest --scratch-path .build/address --sanitize=address \
		-Xswiftc -use-ld=lld

## coverage: which lines the tests reach
coverage: test-packages devnet-environment
	@swift test --disable-xctest --scratch-path .build/coverage --enable-code-coverage
	@llvm=$$(dirname "$$(readlink -f "$$(command -v swift)")"); \
	bundle=$$(find .build/coverage -name '*.xctest' -type f | head -n 1); \
	profile=$$(find .build/coverage -name default.profdata | head -n 1); \
	"$$llvm/llvm-cov" report "$$bundle" -instr-profile "$$profile" \
		-ignore-filename-regex '(Tests|\.build)/'

## fuzz: each fuzzer for FUZZ_SECONDS seconds
FUZZ_SECONDS ?= 60
fuzz: packages
	@Fuzz/run.sh $(FUZZ_SECONDS)

## devnet: two chains on loopback, with what deploy/devnet/README.md tells; DEVNET holds further options
DEVNET ?=
devnet: devnet-packages
	@exec $(PYTHON) -m devnet --first-port 13800 --strategy .build/devnet.yaml $(DEVNET)

## devnet-test: the devnet's own tests
devnet-test: devnet-packages
	@$(PYTHON) -m unittest discover -s deploy/devnet/tests -t deploy/devnet

## bench-sights: how soon blocks of a devnet are seen, for how many requests, and how long a dead node holds that up
bench-sights: packages devnet-environment
	@swift build -c release --product cantilever $(STATIC) $(SWIFTFLAGS)
	@$(PYTHON) deploy/devnet/sights.py $(OPTIONS)

packages:
	@deploy/install-packages.sh

devnet-packages:
	@deploy/install-packages.sh devnet/packages.txt

peers-packages:
	@deploy/install-packages.sh peers/packages.txt

livepeers-packages:
	@deploy/install-packages.sh livepeers/packages.txt

# Made before the tests, which start devnets and wait for them.
devnet-environment: devnet-packages
	@$(PYTHON) -c pass

test-packages:
	@deploy/install-packages.sh test-packages.txt

clean:
	@rm -rf .build
