using System.Diagnostics;
using System.Numerics;

namespace DeepNotes.Kernels;

/// <summary>Rectifiers: y = x for x &gt; 0 and a x otherwise, with a = 0 (ReLU), constant (leaky ReLU) or learnt (PReLU).</summary>
/// <remarks>
/// Nair and Hinton (2010); Maas, Hannun and Ng (2013); He et al. (2015), "Delving deep into rectifiers", eq. 1. The derivative at
/// 0 is a. NaN passes through.
/// </remarks>
public static class RectifierKernels
{
    /// <summary>y = x where x &gt; 0, else a x.</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, float a)
    {
        if (a == 0)
            TensorPrimitives.Max(x, 0f, y);   // not a · x, which would turn −∞ into NaN
        else
            Pointwise.Forward(new Function(a), x, y);
    }

    /// <summary>dx = or += dy where x &gt; 0, else a dy; nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, float a, bool add = true) =>
        Pointwise.Backward(new Function(a), x, x, dy, dx, add);

    /// <summary>dx = or += dy where 0 &lt; x &lt; 6, the derivative of ReLU6; nothing when dx is empty.</summary>
    public static void BackwardSix(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, bool add = true) => Pointwise.Backward(default(Six), x, x, dy, dx, add);

    /// <summary>dy = 0 where y ≤ 0, in place: the way back through a ReLU that was fused into the operation before it.</summary>
    public static void Mask(ReadOnlySpan<float> y, Span<float> dy)
    {
        for (int i = 0; i < dy.Length; i++)
            dy[i] = y[i] > 0 ? dy[i] : 0;
    }

    /// <summary>PReLU: one a per channel, x is (outer, a.Length, inner).</summary>
    public static void ForwardPerChannel(ReadOnlySpan<float> x, ReadOnlySpan<float> a, Span<float> y, int inner)
    {
        Debug.Assert(x.Length == y.Length && x.Length % (a.Length * inner) == 0);
        for (int i = 0, c = 0; i < x.Length; i += inner, c = c + 1 == a.Length ? 0 : c + 1)
            Pointwise.Forward(new Function(a[c]), x.Slice(i, inner), y.Slice(i, inner));
    }

    /// <summary>dx as in <see cref="Backward"/>; da_c += Σ dy x over the places of channel c with x ≤ 0. Empty spans are left out.</summary>
    public static void BackwardPerChannel(ReadOnlySpan<float> x, ReadOnlySpan<float> a, ReadOnlySpan<float> dy, Span<float> dx, Span<float> da, int inner)
    {
        for (int i = 0, c = 0; i < x.Length; i += inner, c = c + 1 == a.Length ? 0 : c + 1)
        {
            if (!dx.IsEmpty)
                Backward(x.Slice(i, inner), dy.Slice(i, inner), dx.Slice(i, inner), a[c]);
            if (da.IsEmpty)
                continue;
            double sum = 0;
            for (int j = i; j < i + inner; j++)
                sum += x[j] > 0 ? 0 : (double)dy[j] * x[j];
            da[c] += (float)sum;
        }
    }

    private readonly struct Function(float a) : IMap, ISlope
    {
        private readonly Vector<float> _a = new(a);

        public Vector<float> Of(Vector<float> x) => Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), x, _a * x);

        public Vector<float> Of(Vector<float> x, Vector<float> y) =>
            Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), Vector<float>.One, _a);
    }

    private readonly struct Six : ISlope
    {
        public Vector<float> Of(Vector<float> x, Vector<float> y) => Vector.ConditionalSelect(
            Vector.GreaterThan(x, Vector<float>.Zero) & Vector.LessThan(x, new Vector<float>(6)), Vector<float>.One, Vector<float>.Zero);
    }
}
