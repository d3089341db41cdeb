"""Commands of Django that `khetane run` starts."""
