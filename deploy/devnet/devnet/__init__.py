"""Two EVM chains on loopback, with a bridge between them, for tests of a cross-chain bot."""
