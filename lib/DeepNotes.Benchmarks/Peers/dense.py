"""Optimizers and training steps of dense networks."""
import torch
import torch.nn.functional as functional


def adam(_, w, g):
    w.requires_grad_()
    w.grad = g
    optimizer = torch.optim.Adam([w], lr=1e-3)

    def run():
        optimizer.step()
        return w
    return run


def mlp(make_optimizer):
    def prepare(_, x, y, *weights):
        y = y.long()
        weights = [w.requires_grad_() for w in weights]
        optimizer = make_optimizer(weights)

        def run():
            optimizer.zero_grad()
            h = functional.relu(functional.linear(x, weights[0], weights[1]))
            h = functional.relu(functional.linear(h, weights[2], weights[3]))
            loss = functional.cross_entropy(functional.linear(h, weights[4], weights[5]), y)
            loss.backward()
            optimizer.step()
            return loss
        return run
    return prepare


CASES = {"adam": adam,
         "mlp_adam": mlp(lambda w: torch.optim.Adam(w, lr=1e-6)),
         "mlp_sgd": mlp(lambda w: torch.optim.SGD(w, lr=1e-5))}
