using System.Collections;

namespace DeepNotes;

/// <summary>Layers one after another; the keys are "0.…", "1.…" as in PyTorch.</summary>
public sealed class Sequential : Layer, IReadOnlyList<Layer>
{
    private readonly Layer[] _layers;

    /// <summary>A chain of layers.</summary>
    /// <param name="layers">In the order in which they run; none makes the identity.</param>
    public Sequential(params Layer[] layers)
    {
        _layers = [.. layers];
        for (int i = 0; i < _layers.Length; i++)
            Child(i.ToString(System.Globalization.CultureInfo.InvariantCulture), _layers[i]);
    }

    /// <inheritdoc/>
    public int Count => _layers.Length;

    /// <inheritdoc/>
    public Layer this[int index] => _layers[index];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        foreach (var layer in _layers)
        {
            try
            {
                x = layer.Forward(x);
            }
            catch (ShapeException error)
            {
                throw layer.At(error);
            }
        }
        return x;
    }

    /// <summary>The input and every layer's output: what a probe of the activations wants to see.</summary>
    /// <param name="x">The input.</param>
    /// <returns><see cref="Count"/> + 1 tensors.</returns>
    public IReadOnlyList<Tensor> Trace(Tensor x)
    {
        var all = new List<Tensor>(_layers.Length + 1) { x };
        foreach (var layer in _layers)
            all.Add(layer.Forward(all[^1]));
        return all;
    }

    /// <inheritdoc/>
    public IEnumerator<Layer> GetEnumerator() => _layers.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
