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
