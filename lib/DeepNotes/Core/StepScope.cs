namespace DeepNotes;

/// <summary>Recycles every tensor made between its creation and its disposal: one training step's intermediates.</summary>
/// <remarks>
/// Without a scope tensors are left to the garbage collector, which is always correct. Inside one, their buffers go back to
/// <see cref="BufferPool"/> at the end; a tensor used later than that throws instead of showing another step's numbers.
/// Scopes nest and belong to one thread.
/// </remarks>
public sealed class StepScope : IDisposable
{
    [ThreadStatic] private static StepScope? _current;
    private readonly StepScope? _outer = _current;
    private readonly List<Tensor> _tensors;
    [ThreadStatic] private static List<Tensor>? _spare;

    /// <summary>Opens a scope on this thread.</summary>
    public StepScope()
    {
        _tensors = _spare ?? new List<Tensor>(256);
        _spare = null;
        _current = this;
    }

    internal static StepScope? Current => _current;

    internal void Add(Tensor t) => _tensors.Add(t);

    internal void Remove(Tensor t)
    {
        int i = _tensors.LastIndexOf(t);
        if (i >= 0)
            _tensors.RemoveAt(i);
        else
            _outer?.Remove(t);
    }

    /// <summary>Ends the scope and recycles its tensors.</summary>
    public void Dispose()
    {
        if (_current != this)
            return;
        foreach (var t in _tensors)
            t.Recycle();
        _tensors.Clear();
        _spare = _tensors;
        _current = _outer;
    }
}
