"""Lists and boards under a steady load: how long whoever opens them waits."""
