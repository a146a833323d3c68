using System.Collections;

namespace DeepNotes.Data;

/// <summary>Cuts a dataset into mini-batches; with an <see cref="Rng"/> every pass is in a new random order.</summary>
/// <typeparam name="TItem">What one item of the dataset is.</typeparam>
/// <typeparam name="TBatch">What a batch is.</typeparam>
/// <remarks>The order of pass e depends on the seed and on e alone, so a run can be repeated.</remarks>
public sealed class DataLoader<TItem, TBatch> : IEnumerable<TBatch>
{
    private readonly IDataset<TItem> _dataset;
    private readonly int _batchSize;
    private readonly Rng? _rng;
    private readonly Func<IReadOnlyList<TItem>, TBatch> _collate;
    private readonly bool _dropLast;
    private ulong _pass;

    /// <summary>A loader over a dataset.</summary>
    /// <param name="dataset">The items.</param>
    /// <param name="batchSize">Items per batch, at least 1; the last batch may be smaller.</param>
    /// <param name="rng">Shuffles; null keeps the dataset's order.</param>
    /// <param name="collate">Makes a batch of items; it must not keep the list.</param>
    /// <param name="dropLast">Whether to leave out a last batch that is not full.</param>
    public DataLoader(IDataset<TItem> dataset, int batchSize, Rng? rng, Func<IReadOnlyList<TItem>, TBatch> collate, bool dropLast = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        (_dataset, _batchSize, _rng, _collate, _dropLast) = (dataset, batchSize, rng, collate, dropLast);
    }

    /// <summary>The number of items in the dataset.</summary>
    public int ItemCount => _dataset.Count;

    /// <summary>The number of batches in one pass.</summary>
    public int Count => (_dataset.Count + (_dropLast ? 0 : _batchSize - 1)) / _batchSize;

    /// <summary>Starts a pass.</summary>
    public IEnumerator<TBatch> GetEnumerator()
    {
        int[]? order = _rng?.Split(_pass++).Permutation(_dataset.Count);
        var items = new List<TItem>(Math.Min(_batchSize, _dataset.Count));
        for (int batch = 0; batch < Count; batch++)
        {
            items.Clear();
            int end = Math.Min((batch + 1) * _batchSize, _dataset.Count);
            for (int i = batch * _batchSize; i < end; i++)
                items.Add(_dataset[order?[i] ?? i]);
            yield return _collate(items);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Loaders for labelled tensors.</summary>
public static class DataLoader
{
    /// <summary>Batches of a labelled dataset: <c>DataLoader.Of(new TensorDataset(x, y), 64, rng)</c>.</summary>
    /// <param name="dataset">The examples.</param>
    /// <param name="batchSize">Examples per batch.</param>
    /// <param name="rng">Shuffles; null keeps the order.</param>
    /// <param name="dropLast">Whether to leave out a last batch that is not full.</param>
    public static DataLoader<Sample, Batch> Of(IDataset<Sample> dataset, int batchSize, Rng? rng = null, bool dropLast = false) =>
        new(dataset, batchSize, rng, Stack, dropLast);

    /// <summary>Batches of a labelled tensor.</summary>
    /// <param name="x">Examples, (N, …).</param>
    /// <param name="labels">N labels.</param>
    /// <param name="batchSize">Examples per batch.</param>
    /// <param name="rng">Shuffles; null keeps the order.</param>
    public static DataLoader<Sample, Batch> Of(Tensor x, int[] labels, int batchSize, Rng? rng = null) =>
        Of(new TensorDataset(x, labels), batchSize, rng);

    /// <summary>Puts examples into one tensor, (N, …), with their labels.</summary>
    /// <param name="samples">At least one example; all of one shape.</param>
    /// <exception cref="ShapeException">There are none, or the shapes differ.</exception>
    public static Batch Stack(IReadOnlyList<Sample> samples)
    {
        if (samples.Count == 0)
            throw new ShapeException("Stack: there are no samples; a batch holds at least one.");
        int[] shape = samples[0].Rows.Shape.ToArray();
        shape[0] = samples.Count;
        var x = Tensor.Empty(shape);
        var labels = new int[samples.Count];
        int size = x.Length / samples.Count;
        for (int i = 0; i < labels.Length; i++)
        {
            var row = samples[i].X;
            if (row.Length != size)
                throw new ShapeException($"Stack: sample {i} has {row.Length} numbers and sample 0 has {size}; all must be of one shape.");
            row.CopyTo(x.Data.Slice(i * size, size));
            labels[i] = samples[i].Label;
        }
        return new Batch(x, labels);
    }
}
