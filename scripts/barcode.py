"""Fetch the reader of QR codes for browsers that have none, check it, and put it where it is served from (needs npm)."""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

TO = Path(__file__).resolve().parent.parent / "ikrar/core/static/ikrar/barcode"
#: The second must be the version that the first was built with: it stands in its package.json.
PACKAGES = {
    "barcode-detector@3.2.2": ("package/dist/iife/ponyfill.js", "barcode-detector.js"),
    "zxing-wasm@3.1.3": ("package/dist/reader/zxing_reader.wasm", "zxing_reader.wasm"),
}
SHA256 = {
    "barcode-detector.js": "e3aa2057178b8ea71dd97003270331bbcb46499197b68bc0c7dd18e40c0863ea",
    "zxing_reader.wasm": "2ebda08a93eea3efcd8399cda6b276e6a0b1de4fec60b4d8988a047de4c6d1ba",
}


def fetched(package: str, member: str, folder: str) -> bytes:
    """One file of a package."""
    said = subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True)
    with tarfile.open(Path(folder, said.stdout.split()[-1])) as archive:
        found = archive.extractfile(member)
        assert found is not None, member
        return found.read()


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        for package, (member, name) in PACKAGES.items():
            data = fetched(package, member, folder)
            if hashlib.sha256(data).hexdigest() != SHA256[name]:
                print(f"{name} of {package} is not the file that was looked at. Nothing is replaced.", file=sys.stderr)
                return 1
            (TO / name).write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
