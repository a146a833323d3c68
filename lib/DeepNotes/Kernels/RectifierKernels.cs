using System.Diagnostics;
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
            Pointwise.Forward(default(Positive), x, y);
        else
            Pointwise.Forward(new Function(a), x, y);
    }

    /// <summary>dx = or += dy where x &gt; 0, else a dy; nothing when dx is empty.</summary>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, float a, bool add = true) =>
        Pointwise.Backward(new Slope(a), x, dy, dx, add);

    /// <summary>dx = or += dy where 0 &lt; x &lt; 6, the derivative of ReLU6; nothing when dx is empty.</summary>
    public static void BackwardSix(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, bool add = true) => Pointwise.Backward(default(Six), x, dy, dx, add);

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

    private readonly struct Function(float a) : IFunction
    {
        public V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => S.Select(S.Less(S.Set(0f), x), x, S.Mul(S.Set(a), x));
    }

    private readonly struct Positive : IFunction   // not 0 · x, which would turn −∞ into NaN
    {
        public V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => S.Max(S.Set(0f), x);
    }

    private readonly struct Slope(float a) : IFunction
    {
        public V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => S.Select(S.Less(S.Set(0f), x), S.Set(1f), S.Set(a));
    }

    private readonly struct Six : IFunction
    {
        public V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => S.And(S.And(S.Less(S.Set(0f), x), S.Less(x, S.Set(6f))), S.Set(1f));
    }
}
