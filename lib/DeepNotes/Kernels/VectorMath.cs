using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepNotes.Kernels;

/// <summary>Elementary functions over spans, at most 2 units in the last place from the true value; NaN stays NaN.</summary>
/// <remarks>Input and output may be the same span, but may not overlap otherwise. <see cref="SimdMath"/> has the formulas.</remarks>
public static unsafe class VectorMath
{
    /// <summary>y = exp x.</summary>
    /// <param name="x">Any values.</param>
    /// <param name="y">As long as <paramref name="x"/>.</param>
    public static void Exp(ReadOnlySpan<float> x, Span<float> y) => Pointwise.Forward(default(ExpFunction), x, y);

    /// <summary>y = ln x: −∞ at 0, NaN below.</summary>
    /// <param name="x">Any values.</param>
    /// <param name="y">As long as <paramref name="x"/>.</param>
    public static void Log(ReadOnlySpan<float> x, Span<float> y) => Pointwise.Forward(default(LogFunction), x, y);

    /// <summary>y = tanh x.</summary>
    /// <param name="x">Any values.</param>
    /// <param name="y">As long as <paramref name="x"/>.</param>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> y) => Pointwise.Forward(default(TanhFunction), x, y);

    /// <summary>y = 1 / (1 + exp(−x)).</summary>
    /// <param name="x">Any values.</param>
    /// <param name="y">As long as <paramref name="x"/>.</param>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> y) => Pointwise.Forward(default(SigmoidFunction), x, y);

    /// <summary>y = exp(x − shift) and Σ y, in one pass; an empty y is not written. y may be x.</summary>
    internal static float ExpSum(ReadOnlySpan<float> x, float shift, Span<float> y)
    {
        fixed (float* px = x, py = y)
        {
            return Avx512F.IsSupported ? ExpSum<Simd512, Vector512<float>>(px, shift, py, x.Length)
                : Vector256.IsHardwareAccelerated && Fma.IsSupported ? ExpSum<Simd256, Vector256<float>>(px, shift, py, x.Length)
                : ExpSum<Simd128, Vector128<float>>(px, shift, py, x.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float ExpSum<S, V>(float* x, float shift, float* y, int length) where S : struct, ISimd<V> where V : struct
    {
        V sum = S.Set(0f), s = S.Set(shift);
        int i = 0;
        for (; i <= length - S.Count; i += S.Count)
        {
            var e = SimdMath.Exp<S, V>(S.Sub(S.Load(x + i), s));
            sum = S.Add(sum, e);
            if (y != null)
                S.Store(y + i, e);
        }
        if (i < length)
        {
            float* tail = stackalloc float[16];   // the lanes beyond the end must not count
            S.Store(tail, SimdMath.Exp<S, V>(S.Sub(S.Load(x + i, length - i), s)));
            sum = S.Add(sum, S.Load(tail, length - i));
            if (y != null)
                S.Store(y + i, S.Load(tail), length - i);
        }
        return S.Sum(sum);
    }

    private readonly struct ExpFunction : IFunction
    {
        public V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => SimdMath.Exp<S, V>(x);
    }

    private readonly struct LogFunction : IFunction
    {
        public V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => SimdMath.Log<S, V>(x);
    }

    private readonly struct TanhFunction : IFunction
    {
        public V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => SimdMath.Tanh<S, V>(x);
    }

    private readonly struct SigmoidFunction : IFunction
    {
        public V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => SimdMath.Sigmoid<S, V>(x);
    }
}
