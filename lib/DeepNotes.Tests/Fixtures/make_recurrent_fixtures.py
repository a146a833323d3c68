"""Writes recurrent.json: PyTorch's outputs, final states and gradients for recurrent layers and cells.

Run: python3 make_recurrent_fixtures.py   (PyTorch 1.13 or newer, CPU). Inputs and weights are float32 numbers; PyTorch computes in float64.
"""
import json
import pathlib
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

torch.manual_seed(20240502)
T, N, I = 5, 4, 3
LENGTHS = [2, 5, 1, 4]


def uniform(bound, *shape):
    return ((torch.rand(*shape) * 2 - 1) * bound).float()


def dump(t, digits=9):
    """Nine digits name a float32 exactly; seven are enough to compare with."""
    return {"shape": list(t.shape), "data": [float(f"{v:.{digits}g}") for v in t.detach().double().flatten().tolist()]}


def prepare(module):
    module = module.double()
    with torch.no_grad():
        for p in module.parameters():
            p.copy_(uniform(0.3, *p.shape))
    return module


def entry(name, module, x, states, outputs, lengths=None):
    """Backpropagates a random direction through the output and every final state."""
    seeds = [uniform(1, *y.shape) for y in outputs]
    torch.autograd.backward(outputs, [s.double() for s in seeds])
    return {"name": name, "lengths": lengths, "weights": {k: dump(v) for k, v in module.state_dict().items()}, "x": dump(x),
            "states": [dump(s) for s in states], "outputs": [dump(y, 7) for y in outputs], "seeds": [dump(s) for s in seeds], "dx": dump(x.grad, 7),
            "dStates": [dump(s.grad, 7) for s in states], "gradients": {k: dump(p.grad, 7) for k, p in module.named_parameters()}}


def layer(name, kind, h, with_state, lengths=None, **options):
    module = prepare(kind(I, h, **options))
    x = uniform(2, *((N, T, I) if options.get("batch_first") else (T, N, I))).double().requires_grad_()
    rows = options.get("num_layers", 1) * (2 if options.get("bidirectional") else 1)
    states = [uniform(1, rows, N, h).double().requires_grad_() for _ in range((2 if kind is nn.LSTM else 1) if with_state else 0)]
    state = None if not states else tuple(states) if kind is nn.LSTM else states[0]
    if lengths:
        y, final = module(pack_padded_sequence(x, torch.tensor(lengths), enforce_sorted=False), state)
        y, _ = pad_packed_sequence(y, total_length=T)
    else:
        y, final = module(x, state)
    return entry(name, module, x, states, [y, *(final if kind is nn.LSTM else [final])], lengths)


def cell(name, kind, h, **options):
    module = prepare(kind(I, h, **options))
    x = uniform(2, N, I).double().requires_grad_()
    states = [uniform(1, N, h).double().requires_grad_() for _ in range(2 if kind is nn.LSTMCell else 1)]
    y = module(x, tuple(states) if kind is nn.LSTMCell else states[0])
    return entry(name, module, x, states, list(y) if kind is nn.LSTMCell else [y])


layers, cells = [], []   # 17 units: one whole vector of 16 and a rest
for name, kind, options in [("RNN", nn.RNN, {}), ("RNN relu", nn.RNN, {"nonlinearity": "relu"}), ("LSTM", nn.LSTM, {}), ("GRU", nn.GRU, {})]:
    layers.append(layer(name, kind, 17, False, **options))
    layers.append(layer(f"{name} nobias batchfirst both", kind, 5, True, bias=False, batch_first=True, bidirectional=True, **options))
    layers.append(layer(f"{name} lengths", kind, 8, True, LENGTHS, **options))
    cells.append(cell(f"{name} cell", {"RNN": nn.RNNCell, "LSTM": nn.LSTMCell, "GRU": nn.GRUCell}[name.split()[0]], 17, **options))
    if not options:
        layers.append(layer(f"{name} two both lengths", kind, 5, True, LENGTHS, num_layers=2, bidirectional=True, **options))
path = pathlib.Path(__file__).with_name("recurrent.json")
path.write_text(json.dumps({"torch": torch.__version__, "layers": layers, "cells": cells}, separators=(",", ":")).replace('{"name"', '\n{"name"') + "\n")
print(f"{path.name}: {path.stat().st_size} bytes, {len(layers)} layers, {len(cells)} cells")
