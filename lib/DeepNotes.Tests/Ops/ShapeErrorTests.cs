namespace DeepNotes.Tests.Ops;

/// <summary>Refused shapes: the message says the operation, what was found, and the rule.</summary>
public class ShapeErrorTests
{
    private static Tensor T(params int[] shape) => Tensor.Zeros(shape);

    private static readonly (string Starts, string Names, Action Act)[] Cases =
    [
        ("Add:", "(2, 3) and (2, 4)", () => F.Add(T(2, 3), T(2, 4))), ("Div:", "(3,) and (2,)", () => F.Div(T(3), T(2))),
        ("MatMul:", "(2, 3) times b (4, 5)", () => F.MatMul(T(2, 3), T(4, 5))), ("MatMul:", "(3,)", () => F.MatMul(T(3), T(3, 2))),
        ("MatMul:", "(2, 3, 4)ᵀ times b (3, 4)", () => F.MatMul(T(2, 3, 4), T(3, 4), transposeA: true)),
        ("Linear:", "(8, 30), its last axis must be in_features = 32", () => F.Linear(T(8, 30), T(4, 32))),
        ("Linear:", "bias is (5,), it must be (4,)", () => F.Linear(T(8, 32), T(4, 32), T(5))), ("Linear weight:", "(4,)", () => F.Linear(T(4), T(4))),
        ("PRelu:", "(2, 3)", () => F.PRelu(T(2, 3), T(4))), ("Softmax:", "()", () => F.Softmax(T())), ("LogSoftmax:", "(3, 0)", () => F.LogSoftmax(T(3, 0))),
        ("Mean:", "(0, 3)", () => F.Mean(T(0, 3))), ("Mean:", "(0, 3)", () => F.Mean(T(0, 3), 0)), ("Max:", "(0,)", () => F.Max(T(0))),
        ("Sum:", "axis 2 of x (2, 3)", () => F.Sum(T(2, 3), 2)), ("Reshape:", "(2, 3)", () => F.Reshape(T(2, 3), 4, -1)),
        ("Reshape:", "(5,)", () => F.Reshape(T(2, 3), 5)), ("Flatten:", "()", () => F.Flatten(T())), ("Permute:", "(0, 0)", () => F.Permute(T(2, 3), 0, 0)),
        ("Slice:", "entries 2 … 4", () => F.Slice(T(4, 2), 2, 3)), ("Slice:", "2147483647", () => F.Slice(T(4, 2), 1, int.MaxValue)),
        ("Concat:", "(2, 3) and (3, 2)", () => F.Concat(0, T(2, 3), T(3, 2))), ("Concat:", "no tensors", () => F.Concat(0)),
        ("Embedding:", "id 1 is 5", () => F.Embedding(T(5, 2), [0, 5])), ("Embedding:", "3 ids", () => F.Embedding(T(5, 2), [0, 1, 2], 2, 2)),
        ("Gather:", "index 0 is -1", () => F.Gather(T(1, 2), [-1])), ("Gather:", "2 indices", () => F.Gather(T(1, 2), [0, 0])),
        ("MseLoss:", "(2,) and (2, 1)", () => F.MseLoss(T(2), T(2, 1))), ("CrossEntropy:", "target 1 is 3", () => F.CrossEntropy(T(2, 3), [0, 3])),
        ("CrossEntropy:", "1 targets", () => F.CrossEntropy(T(2, 3), [0])), ("CrossEntropy:", "target 0 is -5", () => F.CrossEntropy(T(1, 3), [-5], -100)),
        ("NllLoss:", "(0, 3)", () => F.NllLoss(T(0, 3), [])), ("BinaryCrossEntropyWithLogits:", "(2,) and (3,)", () => F.BinaryCrossEntropyWithLogits(T(2), T(3))),
        ("Accuracy:", "1 labels", () => Metrics.Accuracy(T(2, 3), [0])), ("TensorDataset:", "(2, 3)", () => _ = new DeepNotes.Data.TensorDataset(T(2, 3), [0])),
        ("LSTM:", "(5, 2)", () => new LSTM(2, 3, new Rng(1)).Forward(T(5, 2))), ("LSTM:", "(2, 5, 3)", () => new LSTM(2, 3, new Rng(1)).Forward(T(4, 5, 2), new(T(2, 5, 3)))),
        ("Lstm:", "(4, 5, 7)", () => new LSTM(2, 3, new Rng(1)).Forward(T(4, 5, 7))), ("Gru:", "(0, 5, 2)", () => new GRU(2, 3, new Rng(1)).Forward(T(0, 5, 2))),
        ("Gru:", "length 1 is 5", () => new GRU(2, 3, new Rng(1)).Forward(T(4, 2, 2), null, [4, 5])), ("Tanh:", "1 lengths", () => new RNN(2, 3, new Rng(1)).Forward(T(4, 2, 2), null, [4])),
        ("Gru:", "an h and a c", () => new GRUCell(2, 3, new Rng(1)).Forward(T(5, 2), new(T(5, 3), T(5, 3)))), ("RNNCell:", "(5,)", () => new RNNCell(2, 3, new Rng(1)).Forward(T(5))),
        ("Init:", "(3,)", () => Init.He(T(3), new Rng(1))),
        .. ImageCases.Errors(),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Cases.Length)];

    [Theory, MemberData(nameof(Numbers))]
    public void The_message_names_operation_shapes_and_rule(int number)
    {
        var (starts, names, act) = Cases[number];
        string message = Assert.Throws<ShapeException>(act).Message;
        Assert.StartsWith(starts, message, StringComparison.Ordinal);
        Assert.Contains(names, message, StringComparison.Ordinal);
        Assert.Contains("must", message, StringComparison.Ordinal);
    }
}
