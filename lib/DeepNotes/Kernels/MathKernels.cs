namespace DeepNotes.Kernels;

/// <summary>Elementary functions of one tensor, with their derivatives.</summary>
public static class MathKernels
{
    /// <summary>dx += dy ⊙ y, the derivative of y = exp x.</summary>
    public static void ExpBackward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) => Pointwise.Backward(default(Identity), y, dy, dx);

    /// <summary>dx += dy / x, the derivative of y = ln x.</summary>
    public static void LogBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) => Pointwise.Backward(new Over(1), x, dy, dx);

    /// <summary>dx += dy / (2 y), the derivative of y = √x.</summary>
    public static void SqrtBackward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) => Pointwise.Backward(new Over(0.5f), y, dy, dx);

    /// <summary>dx += dy sign x, the derivative of y = |x| (0 at 0).</summary>
    public static void AbsBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) => Pointwise.Backward(default(Sign), x, dy, dx);

    /// <summary>y = x^p.</summary>
    public static void PowForward(ReadOnlySpan<float> x, Span<float> y, float p)
    {
        if (p == 2)
            TensorPrimitives.Multiply(x, x, y);
        else
            TensorPrimitives.Pow(x, p, y);
    }

    /// <summary>dx += dy p x^(p−1), the derivative of y = x^p.</summary>
    public static void PowBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, float p)
    {
        if (p == 0)
            return;   // a constant, also at 0 where x^−1 is infinite
        Span<float> s = stackalloc float[Pointwise.Chunk];
        for (int i = 0; i < dx.Length; i += Pointwise.Chunk)
        {
            int n = Math.Min(Pointwise.Chunk, dx.Length - i);
            TensorPrimitives.Pow(x.Slice(i, n), p - 1, s);
            TensorPrimitives.Multiply(s[..n], p, s);
            TensorPrimitives.MultiplyAdd(dy.Slice(i, n), s[..n], dx.Slice(i, n), dx.Slice(i, n));
        }
    }

    /// <summary>y = scale · x + shift.</summary>
    public static void AffineForward(ReadOnlySpan<float> x, Span<float> y, float scale, float shift) =>
        Pointwise.Forward(new Affine(scale, shift), x, y);

    /// <summary>dx += scale · dy.</summary>
    public static void AffineBackward(ReadOnlySpan<float> dy, Span<float> dx, float scale)
    {
        if (!dx.IsEmpty)
            TensorPrimitives.MultiplyAdd(dy, scale, dx, dx);
    }

    /// <summary>dx += dy; nothing when dx is empty.</summary>
    public static void AddTo(ReadOnlySpan<float> dy, Span<float> dx)
    {
        if (!dx.IsEmpty)
            TensorPrimitives.Add(dx, dy, dx);
    }

    private readonly struct Identity : IFunction
    {
        public V Of<S, V>(V y) where S : struct, ISimd<V> where V : struct => y;
    }

    private readonly struct Over(float a) : IFunction
    {
        public V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => S.Div(S.Set(a), x);
    }

    private readonly struct Sign : IFunction
    {
        public V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => S.Select(S.Less(S.Set(0f), x), S.Set(1f), S.Select(S.Less(x, S.Set(0f)), S.Set(-1f), x));
    }

    private readonly struct Affine(float scale, float shift) : IFunction
    {
        public V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => S.Add(S.Mul(x, S.Set(scale)), S.Set(shift));
    }
}
