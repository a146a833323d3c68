"""Functions of one number, softmax and reductions."""
import torch
import torch.nn.functional as functional

WITH_OUT = {"exp": torch.exp, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "gelu": torch._C._nn.gelu,
            "silu": torch._C._nn.silu, "softplus": torch._C._nn.softplus}


def into(op):
    def prepare(_, x):
        y = torch.empty_like(x)
        return lambda: op(x, out=y)
    return prepare


def cross_entropy(_, x, targets):
    targets = targets.long()
    x.requires_grad_()

    def run():
        x.grad = None
        functional.cross_entropy(x, targets).backward()
        return x.grad
    return run


CASES = {**{name: into(op) for name, op in WITH_OUT.items()},
         "softmax": lambda _, x: lambda: torch.softmax(x, 1),
         "cross_entropy": cross_entropy,
         "sum": lambda _, x: lambda: torch.sum(x)}
