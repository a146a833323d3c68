using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepNotes.Kernels;

/// <summary>Operations on a vector of floats of some width: what a kernel is written in, so that one text serves every machine.</summary>
/// <remarks>
/// The JIT compiles a kernel once per implementing struct, and each member to one or a few instructions. The vectors themselves are
/// the platform's types: wrapped in a struct of our own, the accumulators of a large tile were kept in memory, at a third of the speed.
/// </remarks>
internal unsafe interface ISimd<V> where V : struct
{
    static abstract int Count { get; }
    static abstract V Add(V a, V b);
    static abstract V Sub(V a, V b);
    static abstract V Mul(V a, V b);
    static abstract V Div(V a, V b);
    static abstract V And(V a, V b);
    static abstract V Or(V a, V b);
    static abstract V Set(float x);
    static abstract V Load(float* p);
    static abstract void Store(float* p, V x);

    /// <summary>The first <paramref name="count"/> floats, the other lanes 0; touches no memory beyond them.</summary>
    static abstract V Load(float* p, int count);
    static abstract void Store(float* p, V x, int count);

    /// <summary>a · b + c, rounded once where the machine can.</summary>
    static abstract V Fma(V a, V b, V c);

    /// <summary>The larger; b when either is NaN. So <c>Max(constant, x)</c> keeps a NaN and the other order loses it.</summary>
    static abstract V Max(V a, V b);
    static abstract V Min(V a, V b);
    static abstract V Sqrt(V x);
    static abstract V Round(V x);

    /// <summary>All bits of a lane where a &lt; b, none elsewhere.</summary>
    static abstract V Less(V a, V b);
    static abstract V Select(V mask, V yes, V no);

    /// <summary>x · 2ⁿ for whole n, right also where the result is denormal or infinite.</summary>
    static abstract V Scale(V x, V n);

    /// <summary>The exponent e and m in [1, 2) with x = m · 2ᵉ, for positive normal x.</summary>
    static abstract V Exponent(V x, out V mantissa);
    static abstract float Sum(V x);
    static abstract float Largest(V x);
}

/// <summary>16 floats: AVX-512.</summary>
internal readonly unsafe struct Simd512 : ISimd<Vector512<float>>
{
    public static int Count => 16;
    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;
    public static Vector512<float> Sub(Vector512<float> a, Vector512<float> b) => a - b;
    public static Vector512<float> Mul(Vector512<float> a, Vector512<float> b) => a * b;
    public static Vector512<float> Div(Vector512<float> a, Vector512<float> b) => a / b;
    public static Vector512<float> And(Vector512<float> a, Vector512<float> b) => a & b;
    public static Vector512<float> Or(Vector512<float> a, Vector512<float> b) => a | b;
    public static Vector512<float> Set(float x) => Vector512.Create(x);
    public static Vector512<float> Load(float* p) => Vector512.Load(p);
    public static void Store(float* p, Vector512<float> x) => x.Store(p);
    public static Vector512<float> Load(float* p, int count) => Avx512F.MaskLoad(p, First(count), Vector512<float>.Zero);
    public static void Store(float* p, Vector512<float> x, int count) => Avx512F.MaskStore(p, First(count), x);
    public static Vector512<float> Fma(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Vector512.FusedMultiplyAdd(a, b, c);
    public static Vector512<float> Max(Vector512<float> a, Vector512<float> b) => Vector512.MaxNative(a, b);
    public static Vector512<float> Min(Vector512<float> a, Vector512<float> b) => Vector512.MinNative(a, b);
    public static Vector512<float> Sqrt(Vector512<float> x) => Vector512.Sqrt(x);
    public static Vector512<float> Round(Vector512<float> x) => Avx512F.RoundScale(x, 0);
    public static Vector512<float> Less(Vector512<float> a, Vector512<float> b) => Vector512.LessThan(a, b);
    public static Vector512<float> Select(Vector512<float> mask, Vector512<float> yes, Vector512<float> no) => Vector512.ConditionalSelect(mask, yes, no);
    public static float Sum(Vector512<float> x) => Simd256.Sum(x.GetLower() + x.GetUpper());
    public static float Largest(Vector512<float> x) => Simd256.Largest(Vector256.Max(x.GetLower(), x.GetUpper()));
    public static Vector512<float> Scale(Vector512<float> x, Vector512<float> n) => Avx512F.Scale(x, n);

    public static Vector512<float> Exponent(Vector512<float> x, out Vector512<float> mantissa)
    {
        mantissa = Avx512F.GetMantissa(x, 0);
        return Avx512F.GetExponent(x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> First(int count) => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();
}

/// <summary>8 floats: AVX2 with FMA.</summary>
internal readonly unsafe struct Simd256 : ISimd<Vector256<float>>
{
    public static int Count => 8;
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;
    public static Vector256<float> Sub(Vector256<float> a, Vector256<float> b) => a - b;
    public static Vector256<float> Mul(Vector256<float> a, Vector256<float> b) => a * b;
    public static Vector256<float> Div(Vector256<float> a, Vector256<float> b) => a / b;
    public static Vector256<float> And(Vector256<float> a, Vector256<float> b) => a & b;
    public static Vector256<float> Or(Vector256<float> a, Vector256<float> b) => a | b;
    public static Vector256<float> Set(float x) => Vector256.Create(x);
    public static Vector256<float> Load(float* p) => Vector256.Load(p);
    public static void Store(float* p, Vector256<float> x) => x.Store(p);
    public static Vector256<float> Load(float* p, int count) => Avx.MaskLoad(p, First(count));
    public static void Store(float* p, Vector256<float> x, int count) => Avx.MaskStore(p, First(count), x);
    public static Vector256<float> Fma(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.FusedMultiplyAdd(a, b, c);
    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) => Vector256.MaxNative(a, b);
    public static Vector256<float> Min(Vector256<float> a, Vector256<float> b) => Vector256.MinNative(a, b);
    public static Vector256<float> Sqrt(Vector256<float> x) => Vector256.Sqrt(x);
    public static Vector256<float> Round(Vector256<float> x) => Vector256.Round(x);
    public static Vector256<float> Less(Vector256<float> a, Vector256<float> b) => Vector256.LessThan(a, b);
    public static Vector256<float> Select(Vector256<float> mask, Vector256<float> yes, Vector256<float> no) => Vector256.ConditionalSelect(mask, yes, no);
    public static float Sum(Vector256<float> x) => Simd128.Sum(x.GetLower() + x.GetUpper());
    public static float Largest(Vector256<float> x) => Simd128.Largest(Vector128.Max(x.GetLower(), x.GetUpper()));

    // 2ⁿ may be outside the normal range, its two halves never are.
    public static Vector256<float> Scale(Vector256<float> x, Vector256<float> n)
    {
        var whole = Vector256.ConvertToInt32Native(n);
        var half = whole >> 1;
        var bias = Vector256.Create(127);
        return x * ((half + bias) << 23).AsSingle() * ((whole - half + bias) << 23).AsSingle();
    }

    public static Vector256<float> Exponent(Vector256<float> x, out Vector256<float> mantissa)
    {
        var bits = x.AsInt32();
        mantissa = ((bits & Vector256.Create(0x007FFFFF)) | Vector256.Create(0x3F800000)).AsSingle();
        return Vector256.ConvertToSingle((bits >> 23) - Vector256.Create(127));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> First(int count) => Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();
}

/// <summary>4 floats: any machine; without vector hardware the JIT turns it into scalar code.</summary>
internal readonly unsafe struct Simd128 : ISimd<Vector128<float>>
{
    public static int Count => 4;
    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;
    public static Vector128<float> Sub(Vector128<float> a, Vector128<float> b) => a - b;
    public static Vector128<float> Mul(Vector128<float> a, Vector128<float> b) => a * b;
    public static Vector128<float> Div(Vector128<float> a, Vector128<float> b) => a / b;
    public static Vector128<float> And(Vector128<float> a, Vector128<float> b) => a & b;
    public static Vector128<float> Or(Vector128<float> a, Vector128<float> b) => a | b;
    public static Vector128<float> Set(float x) => Vector128.Create(x);
    public static Vector128<float> Load(float* p) => Vector128.Load(p);
    public static void Store(float* p, Vector128<float> x) => x.Store(p);

    public static Vector128<float> Load(float* p, int count)
    {
        var x = Vector128<float>.Zero;
        Unsafe.CopyBlockUnaligned(&x, p, 4 * (uint)Math.Min(count, 4));
        return x;
    }

    public static void Store(float* p, Vector128<float> x, int count) => Unsafe.CopyBlockUnaligned(p, &x, 4 * (uint)Math.Min(count, 4));

    // Emulating a fused operation costs a call per lane; where there is none the product is rounded too.
    public static Vector128<float> Fma(Vector128<float> a, Vector128<float> b, Vector128<float> c) => Vector128.MultiplyAddEstimate(a, b, c);
    public static Vector128<float> Max(Vector128<float> a, Vector128<float> b) => Vector128.MaxNative(a, b);
    public static Vector128<float> Min(Vector128<float> a, Vector128<float> b) => Vector128.MinNative(a, b);
    public static Vector128<float> Sqrt(Vector128<float> x) => Vector128.Sqrt(x);
    public static Vector128<float> Round(Vector128<float> x) => Vector128.Round(x);
    public static Vector128<float> Less(Vector128<float> a, Vector128<float> b) => Vector128.LessThan(a, b);
    public static Vector128<float> Select(Vector128<float> mask, Vector128<float> yes, Vector128<float> no) => Vector128.ConditionalSelect(mask, yes, no);
    public static float Sum(Vector128<float> x) => Vector128.Sum(x);
    public static float Largest(Vector128<float> x) => Math.Max(Math.Max(x[0], x[1]), Math.Max(x[2], x[3]));

    // 2ⁿ may be outside the normal range, its two halves never are.
    public static Vector128<float> Scale(Vector128<float> x, Vector128<float> n)
    {
        var whole = Vector128.ConvertToInt32Native(n);
        var half = whole >> 1;
        var bias = Vector128.Create(127);
        return x * ((half + bias) << 23).AsSingle() * ((whole - half + bias) << 23).AsSingle();
    }

    public static Vector128<float> Exponent(Vector128<float> x, out Vector128<float> mantissa)
    {
        var bits = x.AsInt32();
        mantissa = ((bits & Vector128.Create(0x007FFFFF)) | Vector128.Create(0x3F800000)).AsSingle();
        return Vector128.ConvertToSingle((bits >> 23) - Vector128.Create(127));
    }
}
