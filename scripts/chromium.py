"""Print the path of Chromium for the browser tests, after installing it where it is missing; IKRAR_CHROMIUM names another."""

import os

import packages

if __name__ == "__main__":
    print(os.environ.get("IKRAR_CHROMIUM") or packages.need(packages.CHROMIUM)[0])
