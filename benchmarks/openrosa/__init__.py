"""How fast records of devices are taken in, with everything done, beside a bare handler on the same database."""
