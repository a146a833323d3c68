"""Executes notebooks through the kernel with nbclient, the client behind nbconvert: nbclient_peer.py KERNEL_NAME NOTEBOOK..."""
import os
import sys

import nbformat
from nbclient import NotebookClient

for path in sys.argv[2:]:
    notebook = nbformat.read(path, as_version=4)
    committed = [[o.get("output_type") for o in c.get("outputs", [])] for c in notebook.cells]
    for cell in notebook.cells:
        cell.pop("outputs", None) if cell.cell_type != "code" else cell.update(outputs=[])
    NotebookClient(notebook, timeout=300, kernel_name=sys.argv[1], resources={"metadata": {"path": os.path.dirname(path)}}).execute()
    for index, (cell, before) in enumerate(zip(notebook.cells, committed)):
        # A text that is written in two goes may come in two messages.
        now = []
        for output in cell.get("outputs", []):
            kind = (output["output_type"], output.get("name"))
            if kind[0] != "stream" or not now or now[-1] != kind:
                now.append(kind)
        now = [kind for kind, _ in now]
        assert now == before, f"{path}, cell {index + 1}: {now} instead of {before}"
    print("executed", os.path.basename(path), sum(len(c) for c in committed), "outputs")
