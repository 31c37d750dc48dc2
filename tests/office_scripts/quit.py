"""End LibreOffice."""

import json
import sys

from tests.office_scripts.desk import connect

if __name__ == "__main__":
    print(json.dumps({"ended": connect(sys.argv[1]).terminate()}))  # noqa: T201 - the answer
