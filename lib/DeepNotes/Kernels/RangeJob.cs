using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepNotes.Kernels;

/// <summary>A kernel that works on a range of independent items (images, planes, channels), in vectors of any width.</summary>
internal interface IRangeJob
{
    /// <summary>Does the items from … to − 1.</summary>
    void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct;
}

/// <summary>Runs a job with the widest vectors of this machine, its items shared among the threads; items never depend on who does them.</summary>
internal static unsafe class RangeJob
{
    // Below this many elementary steps handing over costs more than a second thread gains.
    private const double ParallelWork = 1 << 16;

    /// <param name="job">The kernel with its operands.</param>
    /// <param name="count">How many items.</param>
    /// <param name="work">Elementary steps in all.</param>
    public static void Run<J>(in J job, int count, double work) where J : struct, IRangeJob
    {
        int threads = work < ParallelWork ? 1 : Math.Min(Workers.Count, count);
        if (threads > 1)
            Share(job, count, threads);
        else if (count > 0)
            Serial(job, 0, count);
    }

    private static void Share<J>(J job, int count, int threads) where J : struct, IRangeJob =>
        Workers.Run(threads, part => Serial(job, (int)((long)count * part / threads), (int)((long)count * (part + 1) / threads)));

    private static void Serial<J>(in J job, int from, int to) where J : struct, IRangeJob
    {
        if (Avx512F.IsSupported)
            job.Run<Simd512, Vector512<float>>(from, to);
        else if (Vector256.IsHardwareAccelerated && Fma.IsSupported)
            job.Run<Simd256, Vector256<float>>(from, to);
        else
            job.Run<Simd128, Vector128<float>>(from, to);
    }

    /// <summary>The next cache line's start, so that no vector of a buffer straddles two lines; such a buffer needs 16 floats more.</summary>
    public static float* Align(float* p) => (float*)(((nint)p + 63) & ~63);

    /// <summary>The next vector of a row that has <paramref name="left"/> floats left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<S, V>(float* p, int left) where S : struct, ISimd<V> where V : struct => left >= S.Count ? S.Load(p) : S.Load(p, left);

    /// <summary>Writes a vector to a row that has <paramref name="left"/> floats left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<S, V>(float* p, V x, int left) where S : struct, ISimd<V> where V : struct
    {
        if (left >= S.Count)
            S.Store(p, x);
        else
            S.Store(p, x, left);
    }

    /// <summary>y = x, or y += x, over <paramref name="length"/> floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy<S, V>(float* x, float* y, int length, bool add = false) where S : struct, ISimd<V> where V : struct
    {
        int i = 0;
        for (; i <= length - S.Count; i += S.Count)
            S.Store(y + i, add ? S.Add(S.Load(y + i), S.Load(x + i)) : S.Load(x + i));
        if (i < length)
            S.Store(y + i, add ? S.Add(S.Load(y + i, length - i), S.Load(x + i, length - i)) : S.Load(x + i, length - i), length - i);
    }
}
