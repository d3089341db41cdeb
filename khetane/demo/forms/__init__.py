"""Our standard forms as a unit fills them in: answers, calculated ones included, as a client sends them."""
