namespace DeepNotes.Tests.Ops;

/// <summary>Convolutions, poolings and normalizations by their fixture's name; the script that writes the fixtures has the same table.</summary>
internal static class ImageCases
{
    public static readonly Dictionary<string, Func<Tensor[], int[], Tensor>> All = new()
    {
        ["Conv2d plain"] = (t, _) => F.Conv2d(t[0], t[1], t[2]),
        ["Conv2d same"] = (t, _) => F.Conv2d(t[0], t[1], t[2], padding: 1),
        ["Conv2d stride"] = (t, _) => F.Conv2d(t[0], t[1], t[2], 2, 1),
        ["Conv2d stride 3 2"] = (t, _) => F.Conv2d(t[0], t[1], t[2], (3, 2), (2, 3)),
        ["Conv2d dilation"] = (t, _) => F.Conv2d(t[0], t[1], t[2], padding: 2, dilation: 2),
        ["Conv2d dilation stride"] = (t, _) => F.Conv2d(t[0], t[1], t[2], 2, (3, 1), (3, 2)),
        ["Conv2d groups"] = (t, _) => F.Conv2d(t[0], t[1], t[2], padding: 1, groups: 2),
        ["Conv2d depthwise"] = (t, _) => F.Conv2d(t[0], t[1], t[2], padding: 1, groups: 5),
        ["Conv2d depthwise stride"] = (t, _) => F.Conv2d(t[0], t[1], t[2], 2, 1, groups: 4),
        ["Conv2d pointwise"] = (t, _) => F.Conv2d(t[0], t[1], t[2]),
        ["Conv2d pointwise small"] = (t, _) => F.Conv2d(t[0], t[1], t[2]),
        ["Conv2d pointwise stride"] = (t, _) => F.Conv2d(t[0], t[1], t[2], 2),
        ["Conv2d wide padding"] = (t, _) => F.Conv2d(t[0], t[1], t[2], padding: 3),
        ["Conv2d large kernel"] = (t, _) => F.Conv2d(t[0], t[1], t[2], 2, 3),
        ["Conv2d many channels"] = (t, _) => F.Conv2d(t[0], t[1], t[2], padding: 1),
        ["Conv2d no bias"] = (t, _) => F.Conv2d(t[0], t[1], padding: 1),
        ["Conv2d relu"] = (t, _) => F.Conv2d(t[0], t[1], t[2], padding: 1, relu: true),
        ["Conv1d plain"] = (t, _) => F.Conv1d(t[0], t[1], t[2]),
        ["Conv1d all"] = (t, _) => F.Conv1d(t[0], t[1], t[2], 2, 4, 3, 2),
        ["ConvTranspose2d plain"] = (t, _) => F.ConvTranspose2d(t[0], t[1], t[2]),
        ["ConvTranspose2d double"] = (t, _) => F.ConvTranspose2d(t[0], t[1], t[2], 2),
        ["ConvTranspose2d all"] = (t, _) => F.ConvTranspose2d(t[0], t[1], t[2], (2, 3), 1, (1, 0), (1, 2), 2),
        ["ConvTranspose2d gaps"] = (t, _) => F.ConvTranspose2d(t[0], t[1], t[2], 3),
        ["ConvTranspose1d all"] = (t, _) => F.ConvTranspose1d(t[0], t[1], t[2], 3, 2, 1),
        ["MaxPool2d"] = (t, _) => F.MaxPool2d(t[0], 2),
        ["MaxPool2d overlapping"] = (t, _) => F.MaxPool2d(t[0], (3, 2), 2, 1),
        ["MaxPool2d ceil"] = (t, _) => F.MaxPool2d(t[0], 3, 2, ceil: true),
        ["AvgPool2d"] = (t, _) => F.AvgPool2d(t[0], 2),
        ["AvgPool2d overlapping"] = (t, _) => F.AvgPool2d(t[0], 3, (1, 2), 1),
        ["AvgPool2d without padding"] = (t, _) => F.AvgPool2d(t[0], 3, 2, 1, ceil: true, countPadding: false),
        ["MaxPool1d"] = (t, _) => F.MaxPool1d(t[0], 3, 2, 1),
        ["AvgPool1d"] = (t, _) => F.AvgPool1d(t[0], 4),
        ["AdaptiveAvgPool2d"] = (t, _) => F.AdaptiveAvgPool2d(t[0], (3, 4)),
        ["AdaptiveAvgPool2d global"] = (t, _) => F.AdaptiveAvgPool2d(t[0], 1),
        ["AdaptiveMaxPool2d"] = (t, _) => F.AdaptiveMaxPool2d(t[0], (3, 4)),
        ["AdaptiveAvgPool1d"] = (t, _) => F.AdaptiveAvgPool1d(t[0], 4),
        ["AdaptiveMaxPool1d"] = (t, _) => F.AdaptiveMaxPool1d(t[0], 4),
        ["UpsampleNearest"] = (t, _) => F.UpsampleNearest(t[0], (10, 23)),
        ["UpsampleBilinear"] = (t, _) => F.UpsampleBilinear(t[0], (10, 23)),
        ["UpsampleBilinear corners"] = (t, _) => F.UpsampleBilinear(t[0], (10, 23), alignCorners: true),
        ["LayerNorm"] = (t, _) => F.LayerNorm(t[0], [5, 7], t[1], t[2]),
        ["LayerNorm rows"] = (t, _) => F.LayerNorm(t[0], [37]),
        ["BatchNorm relu"] = (t, _) => F.BatchNorm(t[0], null, null, t[1], t[2], training: true, relu: true),
    };

    private static Tensor X(params int[] shape) => new Rng(1).Uniform(1f, shape);

    // Far apart from each other, so that no step changes which is the largest.
    private static Tensor Distinct(params int[] shape)
    {
        var x = Tensor.Zeros(shape);
        int[] order = new Rng(5).Permutation(x.Length);
        for (int i = 0; i < order.Length; i++)
            x.Data[i] = 0.1f * order[i];
        return x;
    }

    /// <summary>Small ones for the central differences.</summary>
    public static (string Name, Func<Tensor[], Tensor> Op, Tensor[] Inputs)[] Gradients() =>
    [
        ("Conv2d", t => F.Conv2d(t[0], t[1], t[2], 2, 1, groups: 2), [X(2, 4, 5, 4), X(4, 2, 3, 2), X(4)]),
        ("Conv2d two panels back", t => F.Conv2d(t[0], t[1], t[2], 2, 1), [X(1, 14, 5, 4), X(2, 14, 3, 3), X(2)]),
        ("Conv2d two panels in groups", t => F.Conv2d(t[0], t[1], t[2], 1, 0, groups: 2), [X(1, 4, 4, 4), X(28, 2, 3, 3), X(28)]),
        ("Conv2d dilation", t => F.Conv2d(t[0], t[1], padding: 1, dilation: 2), [X(1, 2, 5, 6), X(3, 2, 2, 3)]),
        ("Conv1d", t => F.Conv1d(t[0], t[1], t[2], padding: 1), [X(2, 3, 6), X(2, 3, 3), X(2)]),
        ("ConvTranspose2d", t => F.ConvTranspose2d(t[0], t[1], t[2], 2, 1, 1), [X(1, 3, 3, 4), X(3, 2, 3, 3), X(2)]),
        ("ConvTranspose1d", t => F.ConvTranspose1d(t[0], t[1], t[2], 2), [X(2, 3, 4), X(3, 2, 3), X(2)]),
        ("MaxPool2d", t => F.MaxPool2d(t[0], 3, 2, 1), [Distinct(1, 2, 5, 6)]), ("MaxPool1d", t => F.MaxPool1d(t[0], 2), [Distinct(1, 2, 7)]),
        ("AvgPool2d", t => F.AvgPool2d(t[0], 3, 2, 1), [X(1, 2, 5, 6)]), ("AvgPool1d", t => F.AvgPool1d(t[0], 3, 2), [X(1, 2, 7)]),
        ("AdaptiveAvgPool2d", t => F.AdaptiveAvgPool2d(t[0], (2, 3)), [X(1, 2, 5, 7)]), ("AdaptiveAvgPool1d", t => F.AdaptiveAvgPool1d(t[0], 3), [X(1, 2, 7)]),
        ("AdaptiveMaxPool2d", t => F.AdaptiveMaxPool2d(t[0], (2, 3)), [Distinct(1, 2, 5, 7)]), ("AdaptiveMaxPool1d", t => F.AdaptiveMaxPool1d(t[0], 3), [Distinct(1, 2, 7)]),
        ("UpsampleNearest", t => F.UpsampleNearest(t[0], (5, 6)), [X(1, 2, 3, 3)]), ("UpsampleBilinear", t => F.UpsampleBilinear(t[0], (5, 6)), [X(1, 2, 3, 3)]),
        ("BatchNorm", t => F.BatchNorm(t[0], null, null, t[1], t[2], training: true), [X(3, 2, 4), X(2), X(2)]),
        ("BatchNorm residual", t => F.BatchNorm(t[0] * 2, null, null, t[1], t[2], training: true, residual: t[3] * 3), [X(3, 2, 4), X(2), X(2), Distinct(3, 2, 4)]),
        ("BatchNorm around itself", t => { var h = t[0] * 2; return F.BatchNorm(h, null, null, t[1], t[2], training: true, residual: h); }, [X(3, 2, 4), X(2), X(2)]),
        ("Conv2d of a result", t => F.Conv2d(t[0] * 2, t[1], padding: 1), [X(1, 2, 5, 4), X(2, 2, 3, 3)]),
        ("BatchNorm eval", t => F.BatchNorm(t[0], Tensor.From([0.1f, -0.2f]), Tensor.From([0.5f, 2]), t[1], t[2]), [X(3, 2, 4), X(2), X(2)]),
        ("LayerNorm", t => F.LayerNorm(t[0], [7], t[1], t[2]), [X(3, 7), X(7), X(7)]),
        ("Dropout", t => F.Dropout(t[0], 0.4f, new Rng(3)), [X(5, 9)]), ("Dropout channels", t => F.Dropout(t[0], 0.4f, new Rng(3), perChannel: true), [X(3, 4, 5)]),
    ];

    private static Tensor T(params int[] shape) => Tensor.Zeros(shape);

    /// <summary>Refused shapes.</summary>
    public static (string Starts, string Names, Action Act)[] Errors() =>
    [
        ("Conv2d:", "(3, 4, 5)", () => F.Conv2d(T(3, 4, 5), T(2, 4, 3, 3))), ("Conv2d:", "x must have 4 channels", () => F.Conv2d(T(1, 3, 8, 8), T(2, 4, 3, 3))),
        ("Conv2d:", "5×5 with dilation 2×2", () => F.Conv2d(T(1, 3, 8, 8), T(2, 3, 5, 5), dilation: 2)), ("Conv2d:", "3 groups", () => F.Conv2d(T(1, 4, 8, 8), T(3, 1, 3, 3), groups: 3)),
        ("Conv2d:", "stride 0×1", () => F.Conv2d(T(1, 3, 8, 8), T(2, 3, 3, 3), stride: (0, 1))), ("Conv2d:", "bias is (3,), it must be (2,)", () => F.Conv2d(T(1, 3, 8, 8), T(2, 3, 3, 3), T(3))),
        ("Conv1d:", "padding 0×-1", () => F.Conv1d(T(1, 3, 8), T(2, 3, 3), padding: -1)), ("ConvTranspose2d:", "output padding 2×2", () => F.ConvTranspose2d(T(1, 3, 4, 4), T(3, 2, 2, 2), stride: 2, outputPadding: 2)),
        ("ConvTranspose1d:", "x must have 4 channels", () => F.ConvTranspose1d(T(1, 3, 4), T(4, 2, 2))), ("MaxPool2d:", "4×4", () => F.MaxPool2d(T(1, 2, 3, 3), 4)),
        ("AvgPool2d:", "padding 2×2", () => F.AvgPool2d(T(1, 2, 9, 9), 3, 1, 2)), ("AdaptiveAvgPool2d:", "size 0×1", () => F.AdaptiveAvgPool2d(T(1, 2, 3, 3), (0, 1))),
        ("BatchNorm:", "the residual is (2, 4, 4)", () => F.BatchNorm(T(2, 4, 5), null, null, training: true, residual: T(2, 4, 4))), ("BatchNorm:", "(3,)", () => F.BatchNorm(T(2, 4, 5), null, null, T(3), training: true)), ("BatchNorm:", "1 value(s)", () => F.BatchNorm(T(1, 4), null, null, training: true)),
        ("LayerNorm:", "(2, 4)", () => F.LayerNorm(T(2, 4), [5])), ("BatchNorm2d:", "(2, 3)", () => new BatchNorm2d(3).Forward(T(2, 3))),
        ("Convolution:", "5 channels in 2 groups", () => _ = new ConvTranspose2d(4, 5, 3, new Rng(1), groups: 2)), ("CifarResNet:", "21 layers", () => _ = new DeepNotes.Models.CifarResNet(21, new Rng(1))),
    ];
}
