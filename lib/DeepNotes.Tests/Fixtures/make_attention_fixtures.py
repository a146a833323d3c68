"""Writes attention.json: PyTorch's numbers for multi-head attention with padding, and for an encoder-decoder with and without attention.

Run: python3 make_attention_fixtures.py   (PyTorch 1.13 or newer, CPU). Inputs and weights are float32 numbers; PyTorch computes in float64.
"""
import json
import pathlib
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

torch.manual_seed(20240611)


def uniform(bound, *shape):
    return ((torch.rand(*shape) * 2 - 1) * bound).float()


def dump(t, digits=9):
    return {"shape": list(t.shape), "data": [float(f"{v:.{digits}g}") for v in t.detach().double().flatten().tolist()]}


def prepare(module):
    module = module.double()
    with torch.no_grad():
        for p in module.parameters():
            p.copy_(uniform(0.8, *p.shape))
    return module


def weights(module):
    return {k: dump(v) for k, v in module.state_dict().items()}


def gradients(module):
    return {k: dump(p.grad, 7) for k, p in module.named_parameters()}


def multihead():
    n, q, s, e, heads, lengths = 3, 4, 5, 6, 2, [5, 2, 3]
    module = prepare(nn.MultiheadAttention(e, heads, batch_first=True))
    queries, keys = uniform(1, n, q, e).double().requires_grad_(), uniform(1, n, s, e).double().requires_grad_()
    hidden = torch.arange(s)[None] >= torch.tensor(lengths)[:, None]
    y, w = module(queries, keys, keys, key_padding_mask=hidden, average_attn_weights=False)
    seed = uniform(1, *y.shape)
    y.backward(seed.double())
    return {"lengths": lengths, "weights": weights(module), "queries": dump(queries), "keys": dump(keys), "value": dump(y, 7), "seed": dump(seed),
            "looks": dump(w.reshape(n * heads, q, s), 7), "dQueries": dump(queries.grad, 7), "dKeys": dump(keys.grad, 7), "gradients": gradients(module)}


class Additive(nn.Module):
    def __init__(self, h):
        super().__init__()
        self.query, self.key, self.score = (nn.Linear(h, n, bias=False) for n in (h, h, 1))

    def forward(self, q, k):
        return self.score(torch.tanh(self.query(q)[:, :, None] + self.key(k)[:, None]))[..., 0]


class General(nn.Module):
    def __init__(self, h):
        super().__init__()
        self.weight = nn.Linear(h, h, bias=False)

    def forward(self, q, k):
        return q @ self.weight(k).transpose(1, 2)


class Dot(nn.Module):
    def forward(self, q, k):
        return q @ k.transpose(1, 2)


class EncoderDecoder(nn.Module):
    def __init__(self, source, target, d, h, attention):
        super().__init__()
        self.source, self.target = nn.Embedding(source, d), nn.Embedding(target, d)
        self.encoder, self.decoder = nn.LSTM(d, h), nn.LSTM(d, h)
        self.attention = attention
        if attention is not None:
            self.join = nn.Linear(2 * h, h)
        self.out = nn.Linear(h, target)

    def forward(self, sources, targets, start, end):
        lengths = torch.tensor([len(s) for s in sources])
        x = nn.utils.rnn.pad_sequence([torch.tensor(s) for s in sources])
        y, state = self.encoder(pack_padded_sequence(self.source(x), lengths, enforce_sorted=False))
        keys = pad_packed_sequence(y)[0].transpose(0, 1)
        read = nn.utils.rnn.pad_sequence([torch.tensor([start] + t) for t in targets], padding_value=end)
        wanted = nn.utils.rnn.pad_sequence([torch.tensor(t + [end]) for t in targets], padding_value=-1)
        h, _ = self.decoder(self.target(read), state)
        if self.attention is not None:
            scores = self.attention(h.transpose(0, 1), keys)
            hidden = torch.arange(keys.shape[1])[None, None] >= lengths[:, None, None]
            look = torch.softmax(scores.masked_fill(hidden, -1e9), -1)
            h = torch.tanh(self.join(torch.cat([(look @ keys).transpose(0, 1), h], -1)))
        return nn.functional.cross_entropy(self.out(h).flatten(0, 1), wanted.flatten(), ignore_index=-1)


def translate(name, attention, reverse=False):
    sources, targets = [[3, 4, 5, 6], [5, 3], [6, 6, 4]], [[4, 3], [3, 3, 5], [4]]
    module = prepare(EncoderDecoder(7, 6, 5, 8, attention))
    loss = module([s[::-1] for s in sources] if reverse else sources, targets, 1, 2)
    loss.backward()
    return {"name": name, "reverse": reverse, "sources": sources, "targets": targets, "weights": weights(module), "loss": float(f"{loss.item():.9g}"), "gradients": gradients(module)}


cases = [translate("None", None, reverse=True), translate("Dot", Dot()), translate("General", General(8)), translate("Additive", Additive(8))]
path = pathlib.Path(__file__).with_name("attention.json")
path.write_text(json.dumps({"torch": torch.__version__, "multihead": multihead(), "translations": cases}, separators=(",", ":")).replace('{"name"', '\n{"name"') + "\n")
print(f"{path.name}: {path.stat().st_size} bytes")
