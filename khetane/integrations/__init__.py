"""One small slice per outside standard."""
