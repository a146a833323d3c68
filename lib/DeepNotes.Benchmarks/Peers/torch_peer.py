"""Runs the comparison's cases in PyTorch: one request per line on stdin, one answer per line on stdout.

Each script beside this one has a dictionary CASES: name -> function(numbers, *operands), which returns a function of no arguments
that does the work once and returns the result as a tensor.
"""
import ctypes
import glob
import importlib
import json
import os
import resource
import sys
import time

try:
    import torch
except ImportError:
    sys.exit(1)

CORES = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
CASES = {}
for script in sorted(glob.glob(os.path.join(os.path.dirname(os.path.abspath(__file__)), "*.py"))):
    module = os.path.basename(script)[:-3]
    if module != "torch_peer":
        CASES.update(importlib.import_module(module).CASES)


def load(file, shape):
    with open(file, "rb") as stream:
        return torch.frombuffer(bytearray(stream.read()), dtype=torch.float32).view(json.loads(shape))


def use_threads(count):
    """PyTorch's own threads, and those of an OpenBLAS below it: torch.set_num_threads does not reach them. One thread stays on the first core."""
    if CORES:
        os.sched_setaffinity(0, {min(CORES)} if count == 1 else CORES)
    torch.set_num_threads(count)
    if os.path.exists("/proc/self/maps"):
        with open("/proc/self/maps") as maps:
            libraries = {line.split()[-1] for line in maps if "libopenblas" in line}
        for library in libraries:
            ctypes.CDLL(library).openblas_set_num_threads(count)


def main():
    use_threads(1)
    print(torch.__version__, flush=True)
    run, result = None, None
    for line in sys.stdin:
        verb, *rest = line.split()
        answer = ""
        try:
            if verb == "threads":
                use_threads(int(rest[0]))
            elif verb == "prepare":
                run, result = None, None
                run = CASES[rest[0]](json.loads(rest[1]), *map(load, rest[2::2], rest[3::2]))
            elif verb == "time":
                start = time.perf_counter()
                for _ in range(int(rest[0])):
                    result = run()
                answer = repr(time.perf_counter() - start)
            elif verb == "memory":
                answer = str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
            elif verb == "result":
                result.detach().contiguous().numpy().tofile(rest[0])
        except Exception as error:
            print("error", repr(error).replace("\n", " "), flush=True)
            continue
        print("ok", answer, flush=True)


main()
