using System.Numerics;

namespace DeepNotes.Kernels;

/// <summary>Elementary functions of one tensor, with their derivatives.</summary>
public static class MathKernels
{
    /// <summary>dx += dy ⊙ y, the derivative of y = exp x.</summary>
    public static void ExpBackward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) => Pointwise.Backward(default(Identity), y, y, dy, dx, add: true);

    /// <summary>dx += dy / x, the derivative of y = ln x.</summary>
    public static void LogBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) => Pointwise.Backward(default(Reciprocal), x, x, dy, dx, add: true);

    /// <summary>dx += dy / (2 y), the derivative of y = √x.</summary>
    public static void SqrtBackward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx) => Pointwise.Backward(default(HalfReciprocal), y, y, dy, dx, add: true);

    /// <summary>dx += dy sign x, the derivative of y = |x| (0 at 0).</summary>
    public static void AbsBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx) => Pointwise.Backward(default(Sign), x, x, dy, dx, add: true);

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

    private readonly struct Identity : ISlope
    {
        public Vector<float> Of(Vector<float> x, Vector<float> y) => y;
    }

    private readonly struct Reciprocal : ISlope
    {
        public Vector<float> Of(Vector<float> x, Vector<float> y) => Vector<float>.One / x;
    }

    private readonly struct HalfReciprocal : ISlope
    {
        public Vector<float> Of(Vector<float> x, Vector<float> y) => new Vector<float>(0.5f) / y;
    }

    private readonly struct Sign : ISlope
    {
        public Vector<float> Of(Vector<float> x, Vector<float> y) => Vector.ConditionalSelect(Vector.Equals(x, Vector<float>.Zero),
            Vector<float>.Zero, Vector.CopySign(Vector<float>.One, x));
    }

    private readonly struct Affine(float scale, float shift) : IMap
    {
        private readonly Vector<float> _scale = new(scale), _shift = new(shift);

        public Vector<float> Of(Vector<float> x) => x * _scale + _shift;
    }
}
