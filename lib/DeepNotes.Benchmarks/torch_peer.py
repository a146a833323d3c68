"""Runs the comparison's cases in PyTorch: one request per line on stdin, one answer per line on stdout."""
import sys
import time

try:
    import torch
except ImportError:
    sys.exit(1)

import torch.nn.functional as functional

EXP = {"exp": torch.exp, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "gelu": torch._C._nn.gelu}


def elementwise(name, x):
    y = torch.empty_like(x)
    op = EXP[name]
    return lambda: op(x, out=y)


def softmax(name, x):
    x = x.view(256, 4096)
    return lambda: torch.softmax(x, 1)


def adam(name, w, g):
    w.requires_grad_()
    w.grad = g
    optimizer = torch.optim.Adam([w], lr=1e-3)

    def run():
        optimizer.step()
        return w
    return run


def mlp(name, x, y, *weights):
    sizes = [784, 256, 128, 10]
    x, y = x.view(128, 784), y.long()
    layers = []
    for i in range(3):
        layer = torch.nn.Linear(sizes[i], sizes[i + 1])
        with torch.no_grad():
            layer.weight.copy_(weights[2 * i].view(sizes[i + 1], sizes[i]))
            layer.bias.copy_(weights[2 * i + 1])
        layers += [layer, torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)

    def run():
        optimizer.zero_grad()
        loss = functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        return loss
    return run


CASES = {**{name: elementwise for name in EXP}, "softmax": softmax, "adam": adam, "mlp": mlp}


def main():
    torch.set_num_threads(1)
    print(torch.__version__, flush=True)
    run, result = None, None
    for line in sys.stdin:
        verb, *rest = line.split()
        answer = ""
        try:
            if verb == "threads":
                torch.set_num_threads(int(rest[0]))
            elif verb == "prepare":
                tensors = [torch.frombuffer(bytearray(open(f, "rb").read()), dtype=torch.float32) for f in rest[1:]]
                run = CASES[rest[0]](rest[0], *tensors)
            elif verb == "time":
                start = time.perf_counter()
                for _ in range(int(rest[0])):
                    result = run()
                answer = repr(time.perf_counter() - start)
            elif verb == "result":
                result.detach().contiguous().numpy().tofile(rest[0])
        except Exception as error:
            print("error", repr(error).replace("\n", " "), flush=True)
            continue
        print("ok", answer, flush=True)


main()
