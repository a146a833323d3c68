namespace DeepNotes.Kernels;

/// <summary>The four arithmetic operations on two tensors.</summary>
public enum Arithmetic
{
    /// <summary>a + b.</summary>
    Add,

    /// <summary>a − b.</summary>
    Subtract,

    /// <summary>a ⊙ b.</summary>
    Multiply,

    /// <summary>a ⊘ b.</summary>
    Divide,
}

/// <summary>How two tensors of different shape meet: axes of length 1 are repeated, shapes are aligned at the right.</summary>
/// <remarks>
/// Neighbouring axes that behave alike are merged, so that (N, D) with (D) becomes N runs of D and equal shapes become one run.
/// Within a run each operand either advances by one or stays.
/// </remarks>
public sealed class Broadcast
{
    private readonly List<(int Length, int StepA, int StepB)> _axes = [];   // innermost first

    private Broadcast(int[] shape) => Shape = shape;

    /// <summary>The result's axes.</summary>
    public int[] Shape { get; }

    /// <summary>Plans two shapes, or returns null when an axis differs and neither is 1.</summary>
    /// <param name="a">Axes of the first operand.</param>
    /// <param name="b">Axes of the second operand.</param>
    public static Broadcast? Plan(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        var plan = new Broadcast(new int[Math.Max(a.Length, b.Length)]);
        int strideA = 1, strideB = 1;
        for (int i = 1; i <= plan.Shape.Length; i++)
        {
            int lengthA = i <= a.Length ? a[^i] : 1, lengthB = i <= b.Length ? b[^i] : 1;
            if (lengthA != lengthB && lengthA != 1 && lengthB != 1)
                return null;
            int length = plan.Shape[^i] = lengthA == 1 ? lengthB : lengthA;
            plan.Push(length, lengthA == 1 ? 0 : strideA, lengthB == 1 ? 0 : strideB);
            strideA *= lengthA;
            strideB *= lengthB;
        }
        if (plan._axes.Count == 0)
            plan._axes.Add((1, 0, 0));
        return plan;
    }

    /// <summary>The length of the innermost run and by how much (0 or 1) each operand advances in it.</summary>
    internal (int Length, int StepA, int StepB) Run => _axes[0];

    /// <summary>The offsets of the next run; start with all zeros and stop at false.</summary>
    internal bool Next(Span<int> counter, ref int offsetA, ref int offsetB)
    {
        for (int i = 1; i < _axes.Count; i++)
        {
            var (length, stepA, stepB) = _axes[i];
            offsetA += stepA;
            offsetB += stepB;
            if (++counter[i] < length)
                return true;
            counter[i] = 0;
            offsetA -= stepA * length;
            offsetB -= stepB * length;
        }
        return false;
    }

    /// <summary>How many counters <see cref="Next"/> needs.</summary>
    internal int Depth => _axes.Count;

    private void Push(int length, int stepA, int stepB)
    {
        if (length == 1)
            return;
        if (_axes.Count > 0)
        {
            var inner = _axes[^1];
            if (stepA == inner.StepA * inner.Length && stepB == inner.StepB * inner.Length)
            {
                _axes[^1] = (inner.Length * length, inner.StepA, inner.StepB);
                return;
            }
        }
        _axes.Add((length, stepA, stepB));
    }
}

/// <summary>Arithmetic on two tensors with broadcasting; the gradient of a repeated operand is the sum over its repetitions.</summary>
public static class BroadcastKernels
{
    /// <summary>y = a ∘ b.</summary>
    public static void Forward(Arithmetic op, Broadcast plan, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
    {
        if (y.IsEmpty)
            return;
        var (n, stepA, stepB) = plan.Run;
        Span<int> counter = stackalloc int[plan.Depth];
        counter.Clear();
        int i = 0, j = 0, at = 0;
        do
        {
            Apply(op, a.Slice(i, stepA == 0 ? 1 : n), b.Slice(j, stepB == 0 ? 1 : n), y.Slice(at, n));
            at += n;
        }
        while (plan.Next(counter, ref i, ref j));
    }

    /// <summary>da += dy ⊙ ∂y/∂a and db += dy ⊙ ∂y/∂b, summed over repetitions; an empty span is left out.</summary>
    public static void Backward(Arithmetic op, Broadcast plan, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> dy, Span<float> da, Span<float> db)
    {
        if (dy.IsEmpty)
            return;
        var (length, stepA, stepB) = plan.Run;
        Span<int> counter = stackalloc int[plan.Depth];
        counter.Clear();
        Span<float> scratch = stackalloc float[Pointwise.Chunk];
        int i = 0, j = 0, at = 0;
        do
        {
            for (int start = 0; start < length; start += Pointwise.Chunk)
            {
                int n = Math.Min(Pointwise.Chunk, length - start);
                int ia = i + start * stepA, ib = j + start * stepB, na = stepA == 0 ? 1 : n, nb = stepB == 0 ? 1 : n;
                ReadOnlySpan<float> runA = a.Slice(ia, na), runB = b.Slice(ib, nb), d = dy.Slice(at + start, n);
                if (!da.IsEmpty)
                    AddOrSum(SlopeA(op, runB, d, scratch[..n]), da.Slice(ia, na));
                if (!db.IsEmpty)
                    AddOrSum(SlopeB(op, runA, runB, d, scratch[..n]), db.Slice(ib, nb));
            }
            at += length;
        }
        while (plan.Next(counter, ref i, ref j));
    }

    private static void Apply(Arithmetic op, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
    {
        if (a.Length == b.Length)
        {
            switch (op)
            {
                case Arithmetic.Add: TensorPrimitives.Add(a, b, y); break;
                case Arithmetic.Subtract: TensorPrimitives.Subtract(a, b, y); break;
                case Arithmetic.Multiply: TensorPrimitives.Multiply(a, b, y); break;
                default: TensorPrimitives.Divide(a, b, y); break;
            }
            return;
        }
        bool scalarA = a.Length == 1;
        switch (op)
        {
            case Arithmetic.Add: TensorPrimitives.Add(scalarA ? b : a, scalarA ? a[0] : b[0], y); break;
            case Arithmetic.Multiply: TensorPrimitives.Multiply(scalarA ? b : a, scalarA ? a[0] : b[0], y); break;
            case Arithmetic.Subtract when scalarA: TensorPrimitives.Subtract(a[0], b, y); break;
            case Arithmetic.Subtract: TensorPrimitives.Subtract(a, b[0], y); break;
            case Arithmetic.Divide when scalarA: TensorPrimitives.Divide(a[0], b, y); break;
            default: TensorPrimitives.Divide(a, b[0], y); break;
        }
    }

    // dy, dy, dy b, dy / b
    private static ReadOnlySpan<float> SlopeA(Arithmetic op, ReadOnlySpan<float> b, ReadOnlySpan<float> dy, Span<float> t)
    {
        if (op is Arithmetic.Add or Arithmetic.Subtract)
            return dy;
        Apply(op, dy, b, t);
        return t;
    }

    // dy, −dy, dy a, −dy a / b²
    private static ReadOnlySpan<float> SlopeB(Arithmetic op, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> dy, Span<float> t)
    {
        if (op == Arithmetic.Add)
            return dy;
        if (op == Arithmetic.Subtract)
        {
            TensorPrimitives.Negate(dy, t);
            return t;
        }
        Apply(Arithmetic.Multiply, dy, a, t);
        if (op == Arithmetic.Multiply)
            return t;
        Apply(Arithmetic.Divide, t, b, t);
        Apply(Arithmetic.Divide, t, b, t);
        TensorPrimitives.Negate(t, t);
        return t;
    }

    private static void AddOrSum(ReadOnlySpan<float> t, Span<float> d)
    {
        if (d.Length == t.Length)
            TensorPrimitives.Add(d, t, d);
        else
            d[0] += TensorPrimitives.Sum(t);
    }
}
