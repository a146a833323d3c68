using System.Diagnostics;
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
    public static void Exp(ReadOnlySpan<float> x, Span<float> y) => Map<ExpFunction>(x, y);

    /// <summary>y = ln x: −∞ at 0, NaN below.</summary>
    /// <param name="x">Any values.</param>
    /// <param name="y">As long as <paramref name="x"/>.</param>
    public static void Log(ReadOnlySpan<float> x, Span<float> y) => Map<LogFunction>(x, y);

    /// <summary>y = tanh x.</summary>
    /// <param name="x">Any values.</param>
    /// <param name="y">As long as <paramref name="x"/>.</param>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> y) => Map<TanhFunction>(x, y);

    /// <summary>y = 1 / (1 + exp(−x)).</summary>
    /// <param name="x">Any values.</param>
    /// <param name="y">As long as <paramref name="x"/>.</param>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> y) => Map<SigmoidFunction>(x, y);

    /// <summary>y = f(x) with the widest vectors of this machine.</summary>
    internal static void Map<F>(ReadOnlySpan<float> x, Span<float> y) where F : struct, ISimdFunction
    {
        Debug.Assert(x.Length <= y.Length);
        fixed (float* px = x, py = y)
        {
            if (Avx512F.IsSupported)
                Map<F, Simd512, Vector512<float>>(px, py, x.Length);
            else if (Vector256.IsHardwareAccelerated && Fma.IsSupported)
                Map<F, Simd256, Vector256<float>>(px, py, x.Length);
            else
                Map<F, Simd128, Vector128<float>>(px, py, x.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Map<F, S, V>(float* x, float* y, int length) where F : struct, ISimdFunction where S : struct, ISimd<V> where V : struct
    {
        int i = 0;
        for (; i <= length - S.Count; i += S.Count)
            S.Store(y + i, F.Of<S, V>(S.Load(x + i)));
        if (i < length)
            S.Store(y + i, F.Of<S, V>(S.Load(x + i, length - i)), length - i);
    }

    /// <summary>dx = or += dy ⊙ f(x); nothing when dx is empty.</summary>
    internal static void MapBackward<F>(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, bool add) where F : struct, ISimdFunction
    {
        Debug.Assert(dx.IsEmpty || (x.Length == dx.Length && dy.Length == dx.Length));
        fixed (float* px = x, pdy = dy, pdx = dx)
        {
            if (Avx512F.IsSupported)
                MapBackward<F, Simd512, Vector512<float>>(px, pdy, pdx, dx.Length, add);
            else if (Vector256.IsHardwareAccelerated && Fma.IsSupported)
                MapBackward<F, Simd256, Vector256<float>>(px, pdy, pdx, dx.Length, add);
            else
                MapBackward<F, Simd128, Vector128<float>>(px, pdy, pdx, dx.Length, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MapBackward<F, S, V>(float* x, float* dy, float* dx, int length, bool add) where F : struct, ISimdFunction where S : struct, ISimd<V> where V : struct
    {
        int i = 0;
        for (; i <= length - S.Count; i += S.Count)
            S.Store(dx + i, S.Fma(S.Load(dy + i), F.Of<S, V>(S.Load(x + i)), add ? S.Load(dx + i) : S.Set(0)));
        if (i < length)
            S.Store(dx + i, S.Fma(S.Load(dy + i, length - i), F.Of<S, V>(S.Load(x + i, length - i)), add ? S.Load(dx + i, length - i) : S.Set(0)), length - i);
    }

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

    private readonly struct ExpFunction : ISimdFunction
    {
        public static V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => SimdMath.Exp<S, V>(x);
    }

    private readonly struct LogFunction : ISimdFunction
    {
        public static V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => SimdMath.Log<S, V>(x);
    }

    private readonly struct TanhFunction : ISimdFunction
    {
        public static V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => SimdMath.Tanh<S, V>(x);
    }

    private readonly struct SigmoidFunction : ISimdFunction
    {
        public static V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct => SimdMath.Sigmoid<S, V>(x);
    }
}

/// <summary>A function of one variable, for vectors of any width.</summary>
internal interface ISimdFunction
{
    static abstract V Of<S, V>(V x) where S : struct, ISimd<V> where V : struct;
}
