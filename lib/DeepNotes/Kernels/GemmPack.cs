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
    /// <remarks>
    /// A panel has <paramref name="used"/> columns in <paramref name="width"/> floats. Four rows of all panels at a time: the source is
    /// read forward in few streams, and whole cache lines are written.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Along<S, V>(float* source, nint ld, int k, int extent, int width, int used, float* panels) where S : struct, ISimd<V> where V : struct
    {
        nint panel = (nint)width * k, ahead = 8 * ld;
        for (int p = 0; p < k; p += 4, source += 4 * ld, panels += 4 * width)
        {
            int rows = Math.Min(4, k - p), j = 0;
            bool ask = p + 8 < k && k * ld > 1 << 14 && Sse.IsSupported;   // rows that lie far apart are not foreseen by the processor
            float* first = panels;
            for (; j <= extent - used; j += used, first += panel)
            {
                float* from = source + j, to = first;
                for (int q = rows; q != 0; q--, from += ld, to += width)
                {
                    if (ask)
                    {
                        Sse.Prefetch0(from + ahead);
                        Sse.Prefetch0(from + ahead + 16);
                    }
                    Copy<S, V>(from, to, used, extent - j);
                }
            }
            for (int q = 0; q < rows && j < extent; q++)
            {
                for (int i = 0; i < width; i += S.Count)
                    RangeJob.Store<S, V>(first + q * width + i, RangeJob.Load<S, V>(source + q * ld + j + i, Math.Max(0, extent - j - i)), width - i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<S, V>(float* from, float* to, int used, int left) where S : struct, ISimd<V> where V : struct
    {
        if (used == 2 * S.Count)
        {
            S.Store(to, S.Load(from));
            S.Store(to + S.Count, S.Load(from + S.Count));
        }
        else if (used == 12)   // a tile's rows, in two steps
        {
            Vector256.Store(Vector256.Load(from), to);
            Vector128.Store(Vector128.Load(from + 8), to + 8);
        }
        else if (S.Count == 8 && left >= 8)   // the floats between a tile's steps reach no result
        {
            S.Store(to, S.Load(from));
        }
        else   // six of a shorter vector's eight
        {
            Vector128.Store(Vector128.Load(from), to);
            Vector128.Store(Vector128.Load(from + 2), to + 2);
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
                int depth = Math.Min(16, k - p), i = 0;
                if (Avx512F.IsSupported && depth % 4 == 0)
                {
                    for (int rows; (rows = Math.Min(width, extent - j) - i) >= 12; i += rows >= 16 ? 16 : 12)
                        Transpose16(source + (j + i) * ld + p, ld, depth, width, rows >= 16, false, panels + p * width + i);
                }
                for (; i < width; i += 4)
                {
                    float* from = source + (j + i) * ld + p, to = panels + p * width + i;
                    if (j + i + 4 <= extent)
                        Transpose(from, ld, depth, width, false, to);
                    else
                        Edge(from, ld, depth, width, Math.Max(0, extent - j - i), to);
                }
            }
        }
    }

    /// <summary>to = or += the transpose of (rows, columns), nothing beside it touched.</summary>
    public static void Turn(float* source, nint ld, int rows, int columns, float* to, nint ldTo, bool add)
    {
        int j = 0;
        for (int left; Avx512F.IsSupported && columns % 4 == 0 && (left = rows - j) >= 12; j += left >= 16 ? 16 : 12)
            Transpose16(source + j * ld, ld, columns, ldTo, left >= 16, add, to + j);
        for (; j + 4 <= rows; j += 4)
            Transpose(source + j * ld, ld, columns, ldTo, add, to + j);
        for (; j < rows; j++)
        {
            for (int i = 0; i < columns; i++)
                to[i * ldTo + j] = source[j * ld + i] + (add ? to[i * ldTo + j] : 0);
        }
    }

    // Sixteen rows, or twelve, become columns: lane l of vector i holds four floats of row 4 l + i, so that the four lanes are turned
    // in the eight shuffles that four rows of four would take.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose16(float* source, nint ld, int k, nint width, bool all, bool add, float* to)
    {
        float* s0 = source, s4 = s0 + 4 * ld, s8 = s4 + 4 * ld, s12 = all ? s8 + 4 * ld : s8;
        for (int p = 0; p < k; p += 4, s0 += 4, s4 += 4, s8 += 4, s12 += 4, to += 4 * width)
        {
            Vector512<float> r0 = Lanes(s0, s4, s8, s12), r1 = Lanes(s0 + ld, s4 + ld, s8 + ld, s12 + ld);
            Vector512<float> r2 = Lanes(s0 + 2 * ld, s4 + 2 * ld, s8 + 2 * ld, s12 + 2 * ld), r3 = Lanes(s0 + 3 * ld, s4 + 3 * ld, s8 + 3 * ld, s12 + 3 * ld);
            Vector512<double> t0 = Avx512F.UnpackLow(r0, r1).AsDouble(), t1 = Avx512F.UnpackHigh(r0, r1).AsDouble();
            Vector512<double> t2 = Avx512F.UnpackLow(r2, r3).AsDouble(), t3 = Avx512F.UnpackHigh(r2, r3).AsDouble();
            Store(Avx512F.UnpackLow(t0, t2).AsSingle(), all, add, to);
            Store(Avx512F.UnpackHigh(t0, t2).AsSingle(), all, add, to + width);
            Store(Avx512F.UnpackLow(t1, t3).AsSingle(), all, add, to + 2 * width);
            Store(Avx512F.UnpackHigh(t1, t3).AsSingle(), all, add, to + 3 * width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Lanes(float* s0, float* s4, float* s8, float* s12) => Avx512F.InsertVector128(Avx512F.InsertVector128(
        Avx512F.InsertVector128(Vector128.Load(s0).ToVector256Unsafe().ToVector512Unsafe(), Vector128.Load(s4), 1), Vector128.Load(s8), 2), Vector128.Load(s12), 3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> x, bool all, bool add, float* to)
    {
        if (all)
        {
            (add ? x + Vector512.Load(to) : x).Store(to);
            return;
        }
        (add ? x.GetLower() + Vector256.Load(to) : x.GetLower()).Store(to);
        Store(x.GetUpper().GetLower(), add, to + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<float> x, bool add, float* to) => (add ? x + Vector128.Load(to) : x).Store(to);

    // Four rows become four columns, in squares of 4 × 4.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose(float* source, nint ld, int k, nint width, bool add, float* to)
    {
        float* s0 = source, s1 = s0 + ld, s2 = s1 + ld, s3 = s2 + ld;
        int p = 0;
        for (; p <= k - 4; p += 4, to += 4 * width)
        {
            Vector128<float> r0 = Vector128.Load(s0 + p), r1 = Vector128.Load(s1 + p), r2 = Vector128.Load(s2 + p), r3 = Vector128.Load(s3 + p);
            Vector128<float> t0 = Low(r0, r1), t1 = High(r0, r1), t2 = Low(r2, r3), t3 = High(r2, r3);
            Store(LowHalves(t0, t2), add, to);
            Store(HighHalves(t0, t2), add, to + width);
            Store(LowHalves(t1, t3), add, to + 2 * width);
            Store(HighHalves(t1, t3), add, to + 3 * width);
        }
        for (; p < k; p++, to += width)
            Store(Vector128.Create(s0[p], s1[p], s2[p], s3[p]), add, to);
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
            Vector128.Store(rows == 0 ? default : Vector128.Create(source[p], rows > 1 ? source[ld + p] : 0, rows > 2 ? source[2 * ld + p] : 0, 0), to);
    }
}
