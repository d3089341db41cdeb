"""What the tests need from the system beside Python's packages: installed by root, named to anybody else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

# Debian's package → any of these programs will do.
NEEDS = {"chromium": ("chromium", "chromium-browser", "google-chrome")}


def main() -> None:
    missing = [package for package, programs in NEEDS.items() if not any(map(shutil.which, programs))]
    if not missing:
        return
    if os.geteuid() != 0:
        sys.exit(f"The tests need more of this machine: sudo apt-get install --yes {' '.join(missing)}")
    print(f"Installing {', '.join(missing)} for the tests …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-qq", "--yes", "--no-install-recommends", *missing]):
        subprocess.run(["apt-get", *command], check=True, env=environment, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(
            f"`{' '.join(error.cmd)}` ended with code {error.returncode}; install the packages by hand and try again."
        )
