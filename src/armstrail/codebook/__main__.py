"""`python -m armstrail.codebook`: check the YAML tables and compile them; `--check`: only say if they are fresh."""

from __future__ import annotations

import sys

from armstrail.codebook.compilation import compiled_bytes, compiled_path
from armstrail.errors import CodebookError


def main() -> int:
    """Compile or check; 0 where all is well."""
    try:
        fresh = compiled_bytes()
    except CodebookError as error:
        print(error, file=sys.stderr)
        return 1
    path = compiled_path()
    if "--check" in sys.argv[1:]:
        if not path.is_file() or path.read_bytes() != fresh:
            print("the compiled tables are stale: run `make codebook`", file=sys.stderr)
            return 1
        return 0
    path.write_bytes(fresh)
    print(f"{path.name}: {len(fresh):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
