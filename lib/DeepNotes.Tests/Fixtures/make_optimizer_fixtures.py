"""Writes optimizers.json: 20 steps of PyTorch's optimizers, and the rates of its schedulers.

Run: python3 make_optimizer_fixtures.py   (PyTorch 1.13 or newer, CPU). Starts and gradients are float32 numbers; PyTorch computes in float64.
"""
import json
import pathlib
import torch
from torch import optim

torch.manual_seed(20240503)
SHAPES = [(3, 11), (5,)]   # 33: vectors of every width and a rest


def uniform(*shape):
    return (torch.rand(*shape) * 2 - 1).float()


def dump(t):
    return {"shape": list(t.shape), "data": [float(f"{v:.9g}") for v in t.detach().double().flatten().tolist()]}


SETTINGS = {
    "Adam amsgrad": (optim.Adam, dict(lr=0.01, betas=(0.9, 0.5), amsgrad=True)),
    "AdamW": (optim.AdamW, dict(lr=0.01)),
    "AdamW options": (optim.AdamW, dict(lr=0.02, betas=(0.8, 0.99), eps=1e-3, weight_decay=0.3, amsgrad=True)),
    "AdamW groups": (optim.AdamW, dict(lr=0.01)),
    "RMSProp": (optim.RMSprop, dict(lr=0.01)),
    "RMSProp centred": (optim.RMSprop, dict(lr=0.01, centered=True)),
    "RMSProp momentum": (optim.RMSprop, dict(lr=0.01, alpha=0.9, eps=1e-3, momentum=0.8, weight_decay=0.1)),
    "RMSProp options": (optim.RMSprop, dict(lr=0.01, alpha=0.8, eps=1e-3, momentum=0.5, centered=True, weight_decay=0.1)),
    "RMSProp groups": (optim.RMSprop, dict(lr=0.01)),
    "Adagrad": (optim.Adagrad, dict(lr=0.05)),
    "Adagrad options": (optim.Adagrad, dict(lr=0.05, lr_decay=0.1, weight_decay=0.1, initial_accumulator_value=0.3, eps=1e-3)),
    "Adadelta": (optim.Adadelta, dict()),
    "Adadelta options": (optim.Adadelta, dict(lr=0.5, rho=0.8, eps=1e-4, weight_decay=0.1)),
    "Sgd dampening": (optim.SGD, dict(lr=0.1, momentum=0.9, dampening=0.4)),
    "Sgd maximize": (optim.SGD, dict(lr=0.1, momentum=0.8, dampening=0.3, weight_decay=0.2, maximize=True)),
    "Adam options": (optim.Adam, dict(lr=0.02, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.1, amsgrad=True, maximize=True)),
    "Adam groups": (optim.Adam, dict(lr=0.01)),
    "AdamW maximize": (optim.AdamW, dict(lr=0.02, weight_decay=0.3, maximize=True)),
    "RMSProp maximize": (optim.RMSprop, dict(lr=0.01, momentum=0.5, centered=True, weight_decay=0.1, maximize=True)),
    "Adagrad maximize": (optim.Adagrad, dict(lr=0.05, weight_decay=0.1, maximize=True)),
    "Adagrad groups": (optim.Adagrad, dict(lr=0.05)),
    "Adadelta maximize": (optim.Adadelta, dict(weight_decay=0.1, maximize=True)),
    "Adadelta groups": (optim.Adadelta, dict(lr=0.5)),
}


def run(name, start, gradients):
    kind, options = SETTINGS[name]
    parameters = [p.double().clone().requires_grad_() for p in start]
    groups = [dict(params=[parameters[0]]), dict(params=[parameters[1]], lr=0.02, weight_decay=0.3)] if name.endswith("groups") else parameters
    optimizer = kind(groups, **options)
    after = []
    for step in gradients:
        for p, g in zip(parameters, step):
            p.grad = g.double()
        optimizer.step()
        after.append([dump(p) for p in parameters])
    return {"name": name, "after1": after[0], "after20": after[-1]}


def rates(make, steps, losses=None):
    optimizer = optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.5)
    scheduler = make(optimizer)
    out = []
    for i in range(steps):
        out.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step(*([losses[i]] if losses else []))
    return out


start = [uniform(*s) for s in SHAPES]
gradients = [[uniform(*s) for s in SHAPES] for _ in range(20)]
losses = [5, 4, 4, 4, 4, 3, 3.1, 3.2, 3.3, 3.4, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]
schedules = {
    "Step": rates(lambda o: optim.lr_scheduler.StepLR(o, 3, 0.5), 10),
    "Cosine": rates(lambda o: optim.lr_scheduler.CosineAnnealingLR(o, 9, 0.1), 10),
    "WarmUp": rates(lambda o: optim.lr_scheduler.LinearLR(o, 0.2, total_iters=4), 10),
    "OneCycle options": rates(lambda o: optim.lr_scheduler.OneCycleLR(o, 0.5, total_steps=15, pct_start=0.4, div_factor=10, final_div_factor=100, cycle_momentum=False), 15),
    "OneCycle": rates(lambda o: optim.lr_scheduler.OneCycleLR(o, 0.5, total_steps=20, cycle_momentum=False), 20),
    "Plateau": rates(lambda o: optim.lr_scheduler.ReduceLROnPlateau(o, factor=0.5, patience=2, min_lr=0.1), 20, losses),
}
path = pathlib.Path(__file__).with_name("optimizers.json")
path.write_text(json.dumps({"start": [dump(p) for p in start], "gradients": [[dump(g) for g in step] for step in gradients],
                            "runs": [run(name, start, gradients) for name in SETTINGS], "schedules": schedules, "losses": losses},
                           separators=(",", ":")).replace('{"name"', '\n{"name"') + "\n")
print(f"{path.name}: {path.stat().st_size} bytes, {len(SETTINGS)} runs, {len(schedules)} schedules")
