using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepNotes.Kernels;

/// <summary>Copies a block of a matrix into panels, the order in which a tile reads it.</summary>
/// <remarks>
/// Panel q holds the columns q·width … of op(B), or the rows of op(A): element (p, j) at q·width·k + p·width + j, missing columns 0.
/// A tile then walks memory forward, whatever the stride of the matrix was; large powers of two would fall on a few cache sets.
/// </remarks>
internal static unsafe class GemmPack
{
    /// <summary>The panel axis is contiguous in memory: row p of the source holds <paramref name="extent"/> neighbours.</summary>
    /// <remarks>A panel has <paramref name="used"/> columns in <paramref name="width"/> floats. All panels are filled row by row: the source is read once, forward.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Along<S, V>(float* source, nint ld, int k, int extent, int width, int used, float* panels) where S : struct, ISimd<V> where V : struct
    {
        for (int p = 0; p < k; p++, source += ld)
        {
            float* to = panels + p * width;
            for (int j = 0; j < extent; j += used, to += (nint)width * k)
            {
                int count = Math.Min(used, extent - j), i = 0;
                for (; i <= count - S.Count; i += S.Count)
                    S.Store(to + i, S.Load(source + j + i));
                for (; i <= count - 4; i += 4)
                    Vector128.Store(Vector128.Load(source + j + i), to + i);
                for (; i < width; i++)
                    to[i] = i < count ? source[j + i] : 0f;
            }
        }
    }

    /// <summary>The axis k is contiguous in memory: row j of the source holds k neighbours.</summary>
    public static void Across(float* source, nint ld, int k, int extent, int width, float* panels)
    {
        for (int j = 0; j < extent; j += width, panels += (nint)width * k)
        {
            // A cache line of each row at a time: a whole row would sweep the panel out of the first-level cache for every four rows.
            for (int p = 0; p < k; p += 16)
            {
                for (int i = 0; i < width; i += 4)
                {
                    float* from = source + (j + i) * ld + p, to = panels + p * width + i;
                    if (j + i + 4 <= extent)
                        Transpose(from, ld, Math.Min(16, k - p), width, to);
                    else
                        Edge(from, ld, Math.Min(16, k - p), width, Math.Max(0, extent - j - i), to);
                }
            }
        }
    }

    // Four rows become four columns, in squares of 4 × 4.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(float* source, nint ld, int k, int width, float* to)
    {
        float* s0 = source, s1 = s0 + ld, s2 = s1 + ld, s3 = s2 + ld;
        int p = 0;
        for (; p <= k - 4; p += 4, to += 4 * width)
        {
            Vector128<float> r0 = Vector128.Load(s0 + p), r1 = Vector128.Load(s1 + p), r2 = Vector128.Load(s2 + p), r3 = Vector128.Load(s3 + p);
            Vector128<float> t0 = Low(r0, r1), t1 = High(r0, r1), t2 = Low(r2, r3), t3 = High(r2, r3);
            LowHalves(t0, t2).Store(to);
            HighHalves(t0, t2).Store(to + width);
            LowHalves(t1, t3).Store(to + 2 * width);
            HighHalves(t1, t3).Store(to + 3 * width);
        }
        for (; p < k; p++, to += width)
            Vector128.Create(s0[p], s1[p], s2[p], s3[p]).Store(to);
    }

    private static Vector128<float> Low(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) : Vector128.Create(a[0], b[0], a[1], b[1]);

    private static Vector128<float> High(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) : Vector128.Create(a[2], b[2], a[3], b[3]);

    private static Vector128<float> LowHalves(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.MoveLowToHigh(a, b) : Vector128.Create(a.GetLower(), b.GetLower());

    private static Vector128<float> HighHalves(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.MoveHighToLow(b, a) : Vector128.Create(a.GetUpper(), b.GetUpper());

    private static void Edge(float* source, nint ld, int k, int width, int rows, float* to)
    {
        for (int p = 0; p < k; p++, to += width)
        {
            for (int i = 0; i < 4; i++)
                to[i] = i < rows ? source[i * ld + p] : 0f;
        }
    }
}
