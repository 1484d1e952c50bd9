"""One feed of two venues through our backtest and the ones a user would otherwise take."""
