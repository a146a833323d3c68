using System.Globalization;

namespace DeepNotes.Data;

/// <summary>A classification data set: training and test examples with their labels, and where they came from.</summary>
/// <param name="Name">Its name in <see cref="DataHub"/>, such as <c>mnist</c>.</param>
/// <param name="TrainX">Training examples, (N, features) or (N, C, H, W); pixels are in [0, 1].</param>
/// <param name="TrainY">Training labels, N numbers in 0 … classes − 1.</param>
/// <param name="TestX">Test examples, laid out like <paramref name="TrainX"/>.</param>
/// <param name="TestY">Test labels.</param>
/// <param name="Classes">The classes' names, by label.</param>
/// <param name="Source">Which data this is and where it was found; a notebook shows it beside its results.</param>
public sealed record LabelledData(
    string Name, Tensor TrainX, int[] TrainY, Tensor TestX, int[] TestY, IReadOnlyList<string> Classes, string Source)
{
    /// <summary>Numbers per example.</summary>
    public int Features => DeepNotes.Shape.Count(TrainX.Shape[1..]);

    /// <summary>The same data with one row per example, (N, features), sharing storage: what a multilayer perceptron takes.</summary>
    public LabelledData Flat() => this with { TrainX = Rows(TrainX), TestX = Rows(TestX) };

    /// <summary>The first examples of each part, sharing storage, for a quick experiment.</summary>
    /// <param name="train">Training examples to keep, at most all.</param>
    /// <param name="test">Test examples to keep, at most all.</param>
    public LabelledData Take(int train, int test) => this with
    {
        TrainX = First(TrainX, train), TrainY = TrainY[..Math.Min(train, TrainY.Length)],
        TestX = First(TestX, test), TestY = TestY[..Math.Min(test, TestY.Length)],
    };

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Name}: {TrainY.Length:N0} + {TestY.Length:N0} examples of shape {DeepNotes.Shape.Text(TrainX.Shape[1..])}, {Classes.Count} classes; {Source}");

    private static Tensor Rows(Tensor x) => x.ViewOf(0, [x.Dim(0), x.Dim(0) == 0 ? 0 : x.Length / x.Dim(0)], x.Length);

    private static Tensor First(Tensor x, int count)
    {
        int[] shape = x.Shape.ToArray();
        shape[0] = Math.Clamp(count, 0, shape[0]);
        return x.ViewOf(0, shape, DeepNotes.Shape.Count(shape));
    }
}

/// <summary>Points with labels: what the toy generators make.</summary>
/// <param name="X">The points, (N, 2).</param>
/// <param name="Y">Their labels, N.</param>
public sealed record LabelledPoints(Tensor X, int[] Y);
