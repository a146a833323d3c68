namespace DeepNotes;

/// <summary>A dense array of 32-bit floats: contiguous, row-major, with an optional gradient.</summary>
/// <remarks>
/// Reshapes and leading-axis slices share storage; every other operation makes a new tensor. Tensors are garbage collected; a
/// <see cref="StepScope"/> recycles the intermediates of a training step at once.
/// </remarks>
public sealed partial class Tensor
{
    private readonly int[] _shape;
    private readonly int _offset, _stored;   // 0 stored numbers when only the shape is known
    private readonly bool _pooled;
    private readonly Tensor? _storage;   // the tensor whose memory a view shows
    private float[]? _buffer;
    private float[]? _grad;
    private bool _stale;   // the gradient is zero and its memory does not say so yet
    private StepScope? _scope;
    private readonly int _slot;

    private Tensor(float[] buffer, int offset, int[] shape, int length, bool pooled, Tensor? storage = null)
    {
        (_buffer, _shape, Length, _pooled, _storage) = (buffer, shape, length, pooled, storage);
        (_offset, _stored) = buffer.Length == 0 ? (0, 0) : (offset, length);
        Interruption.Look?.Invoke();
        _scope = StepScope.Current;
        _slot = _scope?.Add(this) ?? 0;
    }

    /// <summary>The axis lengths, outermost first; empty for a scalar.</summary>
    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>The number of axes.</summary>
    public int Rank => _shape.Length;

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>The elements in row-major order.</summary>
    /// <exception cref="ObjectDisposedException">The tensor belonged to a <see cref="StepScope"/> that has ended.</exception>
    public Span<float> Data => Storage.AsSpan(_offset, _stored);

    /// <summary>Whether there are numbers behind the shape: false for what was made in a <see cref="ShapeScope"/>.</summary>
    public bool HasData => _stored == Length;

    /// <summary>Whether a gradient is wanted: true for parameters and for whatever is computed from them while recording.</summary>
    public bool RequiresGrad { get; set; }

    /// <summary>The gradient ∂loss/∂this, the shape of <see cref="Data"/>; zeros on first use.</summary>
    /// <exception cref="InvalidOperationException">This is an intermediate result whose gradient was given back after <see cref="Backward()"/>.</exception>
    public Span<float> Grad
    {
        get
        {
            var grad = (_grad ??= NewGrad()).AsSpan(0, Length);
            if (_stale)
                grad.Clear();
            _stale = false;
            return grad;
        }
    }

    /// <summary>Where a backward kernel adds: <see cref="Grad"/>, or an empty span when no gradient is wanted.</summary>
    public Span<float> GradSink => RequiresGrad ? Grad : default;

    /// <summary>Like <see cref="GradSink"/>, for a kernel that writes every element: a gradient's first part need not be added to zeros.</summary>
    /// <param name="add">Whether to add; else what is there is garbage.</param>
    internal Span<float> FirstSink(out bool add)
    {
        add = _grad is not null && !_stale;
        if (RequiresGrad)
            (_grad, _stale) = (_grad ?? NewGrad(zeroed: false), false);
        return GradSink;
    }

    /// <summary>Whether a gradient has been allocated.</summary>
    public bool HasGrad => _grad is not null;

    /// <summary>Whether <see cref="Backward()"/> keeps this intermediate's gradient; leaves always keep theirs.</summary>
    public bool RetainsGrad { get; private set; }

    /// <summary>The tape's record that produced this tensor, or null for a leaf.</summary>
    public Node? Node { get; internal set; }

    /// <summary>Who hears of backward walks from what is computed from this tensor; null for nobody.</summary>
    public ITapeWatcher? Watcher { get; set; }

    /// <summary>The length of one axis.</summary>
    /// <param name="axis">0 … rank−1, or −1 for the last, −2 for the one before.</param>
    /// <exception cref="ShapeException">No such axis.</exception>
    public int Dim(int axis)
    {
        int i = axis < 0 ? axis + Rank : axis;
        if ((uint)i >= (uint)Rank)
            throw new ShapeException($"Dim: axis {axis} of a tensor of shape {DeepNotes.Shape.Text(_shape)}; axes run from {-Rank} to {Rank - 1}.");
        return _shape[i];
    }

    /// <summary>The value of a one-element tensor.</summary>
    /// <exception cref="ShapeException">The tensor has more or fewer elements than one.</exception>
    public float Item() => Length == 1 ? Data[0]
        : throw new ShapeException($"Item: the tensor is {DeepNotes.Shape.Text(_shape)} with {Length} elements; only one element can be read as a number.");

    /// <summary>The same values, cut off from the graph; storage is shared.</summary>
    public Tensor Detach() => ViewOf(0, _shape, Length);

    /// <summary>A copy in storage of its own, cut off from the graph, that outlives any <see cref="StepScope"/>.</summary>
    public Tensor Clone()
    {
        var copy = Keep(Empty(_shape));
        Data.CopyTo(copy.Data);
        return copy;
    }

    /// <summary>Keeps the gradient of an intermediate result for inspection after <see cref="Backward()"/>.</summary>
    /// <returns>This tensor.</returns>
    public Tensor RetainGrad()
    {
        RetainsGrad = true;
        return this;
    }

    /// <summary>Sets the gradient to zero.</summary>
    public void ZeroGrad() => _stale = _grad is not null;

    /// <summary>Backpropagates from this scalar: ∂this/∂leaf is added to every leaf's <see cref="Grad"/>.</summary>
    /// <exception cref="ShapeException">The tensor is not a scalar.</exception>
    /// <exception cref="InvalidOperationException">Nothing was recorded, or the graph was already walked and freed.</exception>
    public void Backward()
    {
        if (Length != 1)
            throw new ShapeException($"Backward: the tensor is {DeepNotes.Shape.Text(_shape)}; reduce it to one number (Mean, Sum) or pass the gradient to start from.");
        Backward([1f]);
    }

    /// <summary>Backpropagates a given output gradient.</summary>
    /// <param name="seed">∂loss/∂this, one number per element.</param>
    /// <exception cref="ShapeException">The seed's length differs from the tensor's.</exception>
    public void Backward(ReadOnlySpan<float> seed)
    {
        if (seed.Length != Length)
            throw new ShapeException($"Backward: {seed.Length} seed values for a tensor of {Length} elements; there must be one each.");
        Autograd.Run(this, seed);
    }

    /// <summary>The same storage under another shape; not recorded (see <c>F.Reshape</c> for the recorded operation).</summary>
    internal Tensor ViewOf(int offset, int[] shape, int length) =>
        new(Storage, _offset + offset, shape, length, pooled: false, _storage ?? this);

    internal void LeaveScope()
    {
        _scope?.Remove(_slot);
        _scope = null;
        _storage?.LeaveScope();   // or the view would show another step's numbers
    }

    internal void ReleaseGrad()
    {
        if (_grad is null || RetainsGrad)
            return;
        BufferPool.Return(_grad);
        _grad = null;
    }

    internal void Recycle()
    {
        if (_grad is not null)
            BufferPool.Return(_grad);
        if (_pooled && _buffer is not null)
            BufferPool.Return(_buffer);
        (_buffer, _grad, Node, _scope) = (null, null, null, null);
    }

    // A view lives no longer than the memory it shows, even when it was made after the scope's own list was closed.
    private float[] Storage => _buffer is { } buffer && _storage is not { _buffer: null } ? buffer : throw Recycled();

    private float[] NewGrad(bool zeroed = true)
    {
        _ = Storage;
        if (Node is null)
            return new float[Length];
        return Node.Backward is not null || RetainsGrad ? zeroed ? BufferPool.RentZeroed(Length) : BufferPool.Rent(Length)
            : throw new InvalidOperationException($"Grad: the gradient of this result of {Node.Name} was given back after Backward(); call RetainGrad() on it before.");
    }

    private static ObjectDisposedException Recycled() => new(nameof(Tensor),
        "This tensor's memory was recycled when its StepScope ended. Read the value inside the scope, or keep it with Clone().");
}
