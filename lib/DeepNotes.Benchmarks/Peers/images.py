"""Convolutions, poolings, normalizations, and the training steps of the nets made of them."""
import torch
from torch import nn
from torch.nn import functional as tf


def conv(numbers, x, w, b):
    stride, padding, groups = numbers

    def run():
        with torch.no_grad():
            return tf.conv2d(x, w, b, stride, padding, 1, groups)
    return run


def both(op):
    def prepare(numbers, seed, *leaves):
        for leaf in leaves:
            leaf.requires_grad_()

        def run():
            for leaf in leaves:
                leaf.grad = None
            op(numbers, *leaves).backward(seed)
            return Gradients(leaves)
        return run
    return prepare


class Gradients:
    """Joined only when asked for, outside of what is timed."""
    def __init__(self, leaves):
        self.leaves = leaves

    def detach(self):
        return torch.cat([leaf.grad.flatten() for leaf in self.leaves])


class LeNet5(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2),
                                 nn.Flatten(), nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10))

    def forward(self, x):
        return self.net(x)


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.more = (outputs - inputs) // 2

    def forward(self, x):
        h = self.bn2(self.conv2(tf.relu(self.bn1(self.conv1(x)))))
        around = tf.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.more, self.more)) if self.more else x
        return tf.relu(h + around)


class ResNet20(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(16)
        sizes = [(16, 16, 1)] * 3 + [(16, 32, 2)] + [(32, 32, 1)] * 2 + [(32, 64, 2)] + [(64, 64, 1)] * 2
        self.blocks = nn.Sequential(*[Block(*size) for size in sizes])
        self.linear = nn.Linear(64, 10)

    def forward(self, x):
        h = self.blocks(tf.relu(self.bn1(self.conv1(x))))
        return self.linear(h.mean((2, 3)))


def step(kind):
    def prepare(numbers, x, y, *weights):
        net = kind()
        with torch.no_grad():
            for p, w in zip(net.parameters(), weights):
                p.copy_(w)
        optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
        y = y.long()

        def run():
            optimizer.zero_grad()
            loss = tf.cross_entropy(net(x), y)
            loss.backward()
            optimizer.step()
            return loss
        return run
    return prepare


CASES = {
    "conv": conv,
    "conv_both": both(lambda n, x, w, b: tf.conv2d(x, w, b, n[0], n[1], 1, n[2])),
    "batchnorm": both(lambda n, x, w, b: tf.batch_norm(x, None, None, w, b, training=True)),
    "layernorm": both(lambda n, x, w, b: tf.layer_norm(x, (512,), w, b)),
    "maxpool2": both(lambda n, x: tf.max_pool2d(x, 2)),
    "maxpool3": both(lambda n, x: tf.max_pool2d(x, 3, 2, 1)),
    "avgpool2": both(lambda n, x: tf.avg_pool2d(x, 2)),
    "lenet5": step(LeNet5),
    "resnet20": step(ResNet20),
}
