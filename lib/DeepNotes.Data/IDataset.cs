namespace DeepNotes.Data;

/// <summary>Numbered items.</summary>
/// <typeparam name="T">What one item is.</typeparam>
public interface IDataset<out T>
{
    /// <summary>The number of items.</summary>
    int Count { get; }

    /// <summary>One item.</summary>
    /// <param name="index">0 … <see cref="Count"/> − 1.</param>
    T this[int index] { get; }
}

/// <summary>One labelled example: a row of a larger tensor, not copied until a batch is made.</summary>
/// <param name="Rows">All examples, (N, …).</param>
/// <param name="Row">Which of them.</param>
/// <param name="Label">Its class.</param>
public readonly record struct Sample(Tensor Rows, int Row, int Label)
{
    /// <summary>The example's numbers.</summary>
    public ReadOnlySpan<float> X
    {
        get
        {
            int size = Rows.Length / Rows.Dim(0);
            return Rows.Data.Slice(Row * size, size);
        }
    }
}

/// <summary>Labelled examples held in one tensor.</summary>
public sealed class TensorDataset : IDataset<Sample>
{
    private readonly Tensor _x;
    private readonly int[] _labels;

    /// <summary>A dataset over existing arrays, which are not copied.</summary>
    /// <param name="x">Examples, (N, …).</param>
    /// <param name="labels">N labels.</param>
    /// <exception cref="ShapeException">There is not one label for every row.</exception>
    public TensorDataset(Tensor x, int[] labels)
    {
        if (x.Rank == 0 || x.Dim(0) != labels.Length)
            throw new ShapeException($"TensorDataset: x is {Shape.Text(x.Shape)} and there are {labels.Length} labels; the first axis must have one row per label.");
        (_x, _labels) = (x, labels);
    }

    /// <inheritdoc/>
    public int Count => _labels.Length;

    /// <inheritdoc/>
    public Sample this[int index] => new(_x, index, _labels[index]);
}
