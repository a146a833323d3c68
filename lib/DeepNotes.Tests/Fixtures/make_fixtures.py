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
    state = {key: dump(value) for key, value in module.state_dict().items() if "num_batches" not in key}
    leaf = x.double().requires_grad_()
    y = module(leaf)
    after = {key: dump(value) for key, value in module.named_buffers() if "num_batches" not in key}
    seed = uniform(1, *y.shape)
    y.backward(seed.double())
    layers.append({"name": name, "state": state, "after": after, "input": dump(x), "value": dump(y), "seed": dump(seed), "inputGradient": dump(leaf.grad),
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


# name: (function, input shapes); the C# side has the same table.
def convolutions():
    c1, c2, t1, t2 = tf.conv1d, tf.conv2d, tf.conv_transpose1d, tf.conv_transpose2d
    return {
        "Conv2d plain": (c2, (2, 3, 7, 9), (5, 3, 3, 3), (5,)),
        "Conv2d same": (lambda *t: c2(*t, padding=1), (2, 4, 6, 5), (14, 4, 3, 3), (14,)),
        "Conv2d stride": (lambda *t: c2(*t, stride=2, padding=1), (2, 3, 9, 8), (4, 3, 3, 3), (4,)),
        "Conv2d stride 3 2": (lambda *t: c2(*t, stride=(3, 2), padding=(2, 3)), (1, 2, 11, 12), (3, 2, 5, 4), (3,)),
        "Conv2d dilation": (lambda *t: c2(*t, padding=2, dilation=2), (2, 3, 8, 7), (4, 3, 3, 3), (4,)),
        "Conv2d dilation stride": (lambda *t: c2(*t, stride=2, padding=(3, 1), dilation=(3, 2)), (1, 3, 11, 10), (4, 3, 3, 2), (4,)),
        "Conv2d groups": (lambda *t: c2(*t, padding=1, groups=2), (2, 6, 5, 5), (8, 3, 3, 3), (8,)),
        "Conv2d depthwise": (lambda *t: c2(*t, padding=1, groups=5), (2, 5, 6, 7), (5, 1, 3, 3), (5,)),
        "Conv2d depthwise stride": (lambda *t: c2(*t, stride=2, padding=1, groups=4), (2, 4, 7, 7), (8, 1, 3, 3), (8,)),
        "Conv2d pointwise": (c2, (2, 18, 6, 7), (7, 18, 1, 1), (7,)),
        "Conv2d pointwise small": (c2, (3, 4, 2, 3), (3, 4, 1, 1), (3,)),
        "Conv2d pointwise stride": (lambda *t: c2(*t, stride=2), (2, 5, 7, 6), (6, 5, 1, 1), (6,)),
        "Conv2d wide padding": (lambda *t: c2(*t, padding=3), (1, 2, 4, 5), (3, 2, 2, 3), (3,)),
        "Conv2d large kernel": (lambda *t: c2(*t, stride=2, padding=3), (1, 3, 13, 12), (4, 3, 7, 7), (4,)),
        "Conv2d many channels": (lambda *t: c2(*t, padding=1), (1, 37, 5, 6), (26, 37, 3, 3), (26,)),
        "Conv2d no bias": (lambda *t: c2(*t, padding=1), (1, 2, 4, 4), (3, 2, 3, 3)),
        "Conv2d relu": (lambda *t: tf.relu(c2(*t, padding=1)), (2, 3, 5, 6), (4, 3, 3, 3), (4,)),
        "Conv1d plain": (c1, (2, 3, 17), (5, 3, 4), (5,)),
        "Conv1d all": (lambda *t: c1(*t, stride=2, padding=4, dilation=3, groups=2), (2, 4, 20), (6, 2, 3), (6,)),
        "ConvTranspose2d plain": (t2, (2, 3, 4, 5), (3, 5, 3, 3), (5,)),
        "ConvTranspose2d double": (lambda *t: t2(*t, stride=2), (2, 6, 4, 3), (6, 4, 2, 2), (4,)),
        "ConvTranspose2d all": (lambda *t: t2(*t, stride=(2, 3), padding=1, output_padding=(1, 0), dilation=(1, 2), groups=2), (1, 4, 5, 4), (4, 3, 3, 3), (6,)),
        "ConvTranspose2d gaps": (lambda *t: t2(*t, stride=3), (1, 2, 3, 3), (2, 3, 2, 2), (3,)),
        "ConvTranspose1d all": (lambda *t: t1(*t, stride=3, padding=2, output_padding=1), (2, 3, 6), (3, 4, 5), (4,)),
    }


def make_images():
    for name, (function, *shapes) in convolutions().items():
        op(name, function, uniform(1, *shapes[0]), *[uniform(0.5, *shape) for shape in shapes[1:]])
    x = (2, 3, 7, 9)
    op("MaxPool2d", lambda t: tf.max_pool2d(t, 2), uniform(2, *x))
    op("MaxPool2d overlapping", lambda t: tf.max_pool2d(t, (3, 2), 2, 1), uniform(2, *x))
    op("MaxPool2d ceil", lambda t: tf.max_pool2d(t, 3, 2, ceil_mode=True), uniform(2, 1, 2, 8, 8))
    op("AvgPool2d", lambda t: tf.avg_pool2d(t, 2), uniform(2, *x))
    op("AvgPool2d overlapping", lambda t: tf.avg_pool2d(t, 3, (1, 2), 1), uniform(2, *x))
    op("AvgPool2d without padding", lambda t: tf.avg_pool2d(t, 3, 2, 1, ceil_mode=True, count_include_pad=False), uniform(2, *x))
    op("MaxPool1d", lambda t: tf.max_pool1d(t, 3, 2, 1), uniform(2, 2, 3, 11))
    op("AvgPool1d", lambda t: tf.avg_pool1d(t, 4), uniform(2, 2, 3, 11))
    op("AdaptiveAvgPool2d", lambda t: tf.adaptive_avg_pool2d(t, (3, 4)), uniform(2, *x))
    op("AdaptiveAvgPool2d global", lambda t: tf.adaptive_avg_pool2d(t, 1), uniform(2, *x))
    op("AdaptiveMaxPool2d", lambda t: tf.adaptive_max_pool2d(t, (3, 4)), uniform(2, *x))
    op("AdaptiveAvgPool1d", lambda t: tf.adaptive_avg_pool1d(t, 4), uniform(2, 2, 3, 11))
    op("AdaptiveMaxPool1d", lambda t: tf.adaptive_max_pool1d(t, 4), uniform(2, 2, 3, 11))
    op("UpsampleNearest", lambda t: tf.interpolate(t, (10, 23)), uniform(2, 1, 2, 5, 7))
    op("UpsampleBilinear", lambda t: tf.interpolate(t, (10, 23), mode="bilinear", align_corners=False), uniform(2, 1, 2, 5, 7))
    op("UpsampleBilinear corners", lambda t: tf.interpolate(t, (10, 23), mode="bilinear", align_corners=True), uniform(2, 1, 2, 5, 7))
    op("LayerNorm", lambda t, w, b: tf.layer_norm(t, (5, 7), w, b), uniform(2, 3, 5, 7), uniform(1, 5, 7), uniform(1, 5, 7))
    op("LayerNorm rows", lambda t: tf.layer_norm(t, (37,)), uniform(2, 9, 37) + 1)
    op("BatchNorm relu", lambda t, w, b: tf.relu(tf.batch_norm(t, None, None, w, b, training=True)), uniform(2, 3, 4, 5, 3), uniform(1, 4), uniform(1, 4))


def trained(module, x):
    """With running statistics other than 0 and 1."""
    for _ in range(3):
        module(x + uniform(1, *x.shape))
    return module.eval()


def make_image_layers():
    x = uniform(2, 4, 3, 5, 6)
    layer("Conv2d", nn.Conv2d(3, 5, 3, padding=1), x)
    layer("Conv2d groups", nn.Conv2d(6, 4, (3, 2), stride=2, groups=2, bias=False), uniform(2, 2, 6, 7, 5))
    layer("Conv1d", nn.Conv1d(3, 5, 4, stride=2, padding=1), uniform(2, 2, 3, 9))
    layer("ConvTranspose2d", nn.ConvTranspose2d(3, 4, 2, stride=2), x)
    layer("ConvTranspose1d", nn.ConvTranspose1d(3, 4, 3, stride=2, padding=1, output_padding=1), uniform(2, 2, 3, 5))
    layer("MaxPool2d", nn.MaxPool2d(2), x)
    layer("AvgPool2d", nn.AvgPool2d(3, 2, 1), x)
    layer("Upsample", nn.Upsample(scale_factor=2, mode="bilinear"), x)
    layer("BatchNorm2d", nn.BatchNorm2d(3), x)
    layer("BatchNorm2d eval", trained(nn.BatchNorm2d(3), x), x)
    layer("BatchNorm1d", nn.BatchNorm1d(6), uniform(2, 5, 6))
    layer("BatchNorm1d sequence", nn.BatchNorm1d(3, affine=False), uniform(2, 4, 3, 7))
    layer("LayerNorm", nn.LayerNorm(6), x)


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
optimizers = make_optimizers()
make_images()
make_image_layers()
everything = {"torch": torch.__version__, "operations": operations, "layers": layers, "optimizers": optimizers}
path = pathlib.Path(__file__).with_name("torch.json")
path.write_text(json.dumps(everything, separators=(",", ":")).replace('{"name"', '\n{"name"') + "\n")
print(f"{path.name}: {path.stat().st_size} bytes, {len(operations)} operations, {len(layers)} layers")
