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
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly List<Tensor?> _tensors;
    [ThreadStatic] private static List<Tensor?>? _spare;
    private bool _ended;

    /// <summary>Opens a scope on this thread.</summary>
    public StepScope()
    {
        _tensors = _spare ?? new List<Tensor?>(256);
        _spare = null;
        _current = this;
    }

    internal static StepScope? Current => _current;

    internal int Add(Tensor t)
    {
        _tensors.Add(t);
        return _tensors.Count - 1;
    }

    // A hole rather than a shorter list: the other tensors keep their slots, so keeping one of many costs no search.
    internal void Remove(int slot) => _tensors[slot] = null;

    /// <summary>Ends the scope, and any that was opened inside it and not ended, and recycles their tensors.</summary>
    /// <exception cref="InvalidOperationException">The scope was opened on another thread.</exception>
    public void Dispose()
    {
        if (_ended)
            return;
        if (Environment.CurrentManagedThreadId != _thread)
            throw new InvalidOperationException("StepScope: opened on another thread; a scope ends on the thread that opened it, without await in between.");
        while (_current != this)
            _current!.End();
        End();
    }

    private void End()
    {
        _ended = true;
        foreach (var t in _tensors)
            t?.Recycle();
        _tensors.Clear();
        _spare = _tensors;
        _current = _outer;
    }
}
