"""Writes torch.json: values and gradients of PyTorch for every operation, loss, layer and optimizer of DeepNotes.

Run: python3 make_fixtures.py   (PyTorch 1.13 or newer, CPU). Inputs are float32 numbers; PyTorch computes in float64, so that its own
rounding does not count against anybody.
"""
import json
import pathlib
import torch
from torch import nn
from torch.nn import functional as tf

torch.manual_seed(20240501)


def uniform(bound, *shape):
    return ((torch.rand(*shape) * 2 - 1) * bound).float()


def positive(*shape):
    return (torch.rand(*shape) + 0.5).float()


def dump(t):
    return {"shape": list(t.shape), "data": [float(f"{v:.9g}") for v in t.detach().double().flatten().tolist()]}


def differentiate(y, inputs, seed):
    y.backward(seed.double())
    return [dump(x.grad) for x in inputs]


operations = []


def op(name, function, *inputs, ints=None):
    leaves = [x.double().requires_grad_() for x in inputs]
    y = function(*leaves)
    seed = uniform(1, *y.shape) if y.dim() else torch.ones(())
    operations.append({"name": name, "inputs": [dump(x) for x in inputs], "ints": ints or [], "value": dump(y), "seed": dump(seed),
                       "gradients": differentiate(y, leaves, seed)})


def make_operations():
    wide = torch.cat([torch.linspace(-20, 20, 41), torch.tensor([-90.0, -1e-3, -1e-6, 1e-6, 1e-3, 90.0]), uniform(4, 30)]).float()
    op("Sigmoid", torch.sigmoid, wide)
    op("Tanh", torch.tanh, wide)
    op("Relu", torch.relu, wide)
    op("LeakyRelu", lambda x: tf.leaky_relu(x, 0.2), wide)
    op("PRelu", tf.prelu, uniform(2, 4, 3, 5), uniform(0.5, 3))
    op("Elu", lambda x: tf.elu(x, 1.3), wide)
    op("Softplus", tf.softplus, wide)
    op("Gelu", tf.gelu, wide)
    op("Silu", tf.silu, wide)
    op("Softmax", lambda x: torch.softmax(x, -1), uniform(4, 3, 33))
    op("LogSoftmax", lambda x: torch.log_softmax(x, -1), uniform(4, 3, 33))
    large = torch.tensor([[1e4, 1e4 - 1, 0.0, -1e4], [-1e4, -1e4, -1e4, -1e4 - 2]])
    op("Softmax large", lambda x: torch.softmax(x, -1), large)
    op("LogSoftmax large", lambda x: torch.log_softmax(x, -1), large)
    op("CrossEntropy large", lambda x: tf.cross_entropy(x, torch.tensor([1, 3])), large, ints=[1, 3])
    op("Add", torch.add, uniform(2, 2, 3, 4), uniform(2, 3, 1))
    op("Sub", torch.sub, uniform(2, 3, 4), uniform(2, 4))
    op("Mul", torch.mul, uniform(2, 3, 1), uniform(2, 1, 5))
    op("Div", torch.div, uniform(2, 2, 3, 4), positive(3, 4))
    op("Affine", lambda x: 2.5 * x - 0.75, uniform(2, 9))
    op("Exp", torch.exp, uniform(10, 40))
    op("Log", torch.log, positive(40) * 5)
    op("Sqrt", torch.sqrt, positive(40) * 5)
    op("Abs", torch.abs, uniform(2, 40))
    op("Pow", lambda x: x.pow(2.5), positive(40) * 3)
    op("Sum", torch.sum, uniform(2, 3, 5))
    op("Sum axis", lambda x: x.sum(1), uniform(2, 2, 3, 4))
    op("Mean", torch.mean, uniform(2, 3, 5))
    op("Mean axis", lambda x: x.mean(0, keepdim=True), uniform(2, 3, 5))
    op("Max axis", lambda x: x.max(1).values, uniform(2, 2, 5, 4))
    op("Reshape", lambda x: x.reshape(5, 3), uniform(2, 3, 5))
    op("Permute", lambda x: x.permute(2, 0, 1), uniform(2, 2, 3, 4))
    op("Slice", lambda x: x[:, 1:3], uniform(2, 2, 4, 3))
    op("Concat", lambda a, b: torch.cat([a, b], -1), uniform(2, 2, 3), uniform(2, 2, 2))
    op("Embedding", lambda w: tf.embedding(torch.tensor([2, 0, 2, 4]), w), uniform(2, 5, 3), ints=[2, 0, 2, 4])
    op("Gather", lambda x: x.gather(1, torch.tensor([[1], [0], [3]]))[:, 0], uniform(2, 3, 4), ints=[1, 0, 3])
    op("MatMul", torch.matmul, uniform(1, 13, 37), uniform(1, 37, 21))
    op("MatMul batch", lambda a, b: a @ b.transpose(-1, -2), uniform(1, 2, 5, 7), uniform(1, 2, 6, 7))
    op("Linear", tf.linear, uniform(1, 4, 3, 33), uniform(1, 17, 33), uniform(1, 17))
    op("MseLoss", tf.mse_loss, uniform(2, 3, 5), uniform(2, 3, 5))
    op("CrossEntropy", lambda x: tf.cross_entropy(x, torch.tensor([1, 0, 4])), uniform(3, 3, 5), ints=[1, 0, 4])
    op("CrossEntropy ignoring", lambda x: tf.cross_entropy(x, torch.tensor([1, -100, 4]), ignore_index=-100), uniform(3, 3, 5), ints=[1, -100, 4])
    op("NllLoss", lambda x: tf.nll_loss(x, torch.tensor([1, 0, 4])), uniform(3, 3, 5), ints=[1, 0, 4])
    targets = torch.tensor([0.0, 1.0, 0.3, 1.0, 0.0, 1.0])
    op("BinaryCrossEntropyWithLogits", lambda x: tf.binary_cross_entropy_with_logits(x, targets.double()), torch.tensor([0.5, -2.0, 1.0, 30.0, 30.0, -90.0]))


layers = []


def layer(name, module, x):
    module = module.double()
    with torch.no_grad():
        for p in module.parameters():
            p.copy_(p.float())          # exactly representable on our side
    state = {key: dump(value) for key, value in module.state_dict().items()}
    leaf = x.double().requires_grad_()
    y = module(leaf)
    seed = uniform(1, *y.shape)
    y.backward(seed.double())
    layers.append({"name": name, "state": state, "input": dump(x), "value": dump(y), "seed": dump(seed), "inputGradient": dump(leaf.grad),
                   "gradients": {key: dump(p.grad) for key, p in module.named_parameters()}})


def make_layers():
    x = uniform(3, 4, 6)
    layer("Linear", nn.Linear(6, 5), x)
    layer("Linear without bias", nn.Linear(6, 5, bias=False), x)
    for name in ["Sigmoid", "Tanh", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softplus", "GELU", "SiLU"]:
        layer(name, getattr(nn, name)(), x)
    layer("PReLU per channel", nn.PReLU(3), uniform(3, 2, 3, 4))
    layer("Softmax", nn.Softmax(-1), x)
    layer("Flatten", nn.Flatten(), uniform(1, 2, 3, 2))
    layer("Sequential", nn.Sequential(nn.Flatten(), nn.Linear(12, 9), nn.Tanh(), nn.Sequential(nn.Linear(9, 8), nn.PReLU(8)), nn.Linear(8, 3)), uniform(1, 5, 3, 4))


def make_optimizers():
    start = [uniform(1, 3, 4), uniform(1, 5)]
    gradients = [[uniform(1, 3, 4), uniform(1, 5)] for _ in range(20)]
    runs = []
    settings = {
        "Sgd": (torch.optim.SGD, dict(lr=0.1)),
        "Sgd decay": (torch.optim.SGD, dict(lr=0.1, weight_decay=0.05)),
        "Sgd momentum": (torch.optim.SGD, dict(lr=0.1, momentum=0.9)),
        "Sgd nesterov": (torch.optim.SGD, dict(lr=0.1, momentum=0.9, nesterov=True)),
        "Sgd nesterov decay": (torch.optim.SGD, dict(lr=0.1, momentum=0.8, nesterov=True, weight_decay=0.05)),
        "Sgd groups": (torch.optim.SGD, dict(lr=0.1, momentum=0.9)),
        "Adam": (torch.optim.Adam, dict(lr=0.01)),
        "Adam betas": (torch.optim.Adam, dict(lr=0.01, betas=(0.8, 0.99), eps=1e-3)),
        "Adam decay": (torch.optim.Adam, dict(lr=0.01, weight_decay=0.1)),
    }
    for name, (kind, options) in settings.items():
        parameters = [p.double().clone().requires_grad_() for p in start]
        groups = [dict(params=[parameters[0]]), dict(params=[parameters[1]], lr=0.02, weight_decay=0.3)] if name == "Sgd groups" else parameters
        optimizer = kind(groups, **options)
        after = []
        for step in gradients:
            for p, g in zip(parameters, step):
                p.grad = g.double()
            optimizer.step()
            after.append([dump(p) for p in parameters])
        runs.append({"name": name, "after1": after[0], "after20": after[-1]})
    return {"start": [dump(p) for p in start], "gradients": [[dump(g) for g in step] for step in gradients], "runs": runs}


make_operations()
make_layers()
everything = {"torch": torch.__version__, "operations": operations, "layers": layers, "optimizers": make_optimizers()}
path = pathlib.Path(__file__).with_name("torch.json")
path.write_text(json.dumps(everything, separators=(",", ":")).replace('{"name"', '\n{"name"') + "\n")
print(f"{path.name}: {path.stat().st_size} bytes, {len(operations)} operations, {len(layers)} layers")
