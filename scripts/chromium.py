"""Print the path of Chromium, installed where it is missing; IKRAR_CHROMIUM names another. `--windowless`: the one without
a window where the system has it, a third lighter for both processors; it has no camera."""

import os
import sys

import packages

if __name__ == "__main__":
    light = "--windowless" in sys.argv and packages.find(packages.WINDOWLESS)
    print(os.environ.get("IKRAR_CHROMIUM") or light or packages.need(packages.CHROMIUM)[0])
