# SPDX-License-Identifier: MIT
"""Running bad cases with `--diagnostics sarif`, and beside it with `json`, to compare the two."""
import json
import os
from concurrent.futures import ThreadPoolExecutor

import harness


def run(case, folder, word):
    """What a case prints as diagnostics of that form, as JSON."""
    args = case.args()
    if "--diagnostics" in args:
        return None
    _, out, err = harness.run([*args, "--diagnostics", word], cwd=folder)
    return json.loads(out if "--validate" in args else err)


def both(case):
    with harness.Folder() as temporary:
        folder = os.path.join(temporary, "case")
        case.prepare(folder)
        return case, run(case, folder, "sarif"), run(case, folder, "json")


def logs(chosen):
    """For each case: it, its SARIF log and its JSON diagnostics."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return [row for row in pool.map(both, chosen) if row[1] is not None]
