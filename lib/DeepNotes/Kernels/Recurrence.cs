using System.Runtime.CompilerServices;

namespace DeepNotes.Kernels;

/// <summary>The operands of one walk over time.</summary>
internal unsafe struct RecurrentPass(RecurrentShape sizes)
{
    // Gradients of the biases are summed per group of examples, then over the groups, so that the bits do not depend on the threads.
    private const int GroupRows = 4;

    public RecurrentShape Sizes { get; } = sizes;
    public float* U { get; init; }
    public float* H0 { get; init; }
    public float* C0 { get; init; }
    public int* Lengths { get; init; }
    public float* Gates { get; init; }
    public float* C { get; init; }
    public float* Y { get; init; }

    /// <summary>The biases on the way there; their gradients, one row per group of examples, on the way back.</summary>
    public float* B { get; init; }
    public float* Dy { get; init; }
    public float* Dh { get; init; }
    public float* Dc { get; init; }
    public float* Panels { get; set; }

    public static int Groups(int n) => (n + GroupRows - 1) / GroupRows;
    public static int GroupOf(int n) => n / GroupRows;
    public static int FirstOf(int group) => group * GroupRows;

    public readonly bool IsPadding(int t, int n) => Lengths != null && t >= Lengths[n];

    /// <summary>Where (N, H) rows of a (T, N, H) tensor stand before the s-th step: at the first one, in the initial state.</summary>
    public readonly float* Before(float* all, float* first, int s, int n) =>
        s == 0 ? first + (nint)n * Sizes.H : all + ((nint)Sizes.At(s - 1) * Sizes.N + n) * Sizes.H;

    public readonly CellRow Row(int s, int n)
    {
        nint at = ((nint)Sizes.At(s) * Sizes.N + n) * Sizes.H;
        return new CellRow(Sizes.H, Before(Y, H0, s, n), Y + at, Before(C, C0, s, n), C + at, Dc + (nint)n * Sizes.H);
    }
}

/// <summary>The loop over time for one cell and one vector width; threads take different examples through all steps.</summary>
internal static unsafe class Recurrence<S, V, TCell> where S : struct, ISimd<V> where V : struct where TCell : struct, IRecurrentCell
{
    // Below this many multiply-adds handing over costs more than a second thread gains.
    private const double ParallelWork = 1 << 19;

    private static int Saved => TCell.Together + 2 * TCell.Apart;

    public static void Run(RecurrentPass pass, bool back)
    {
        var s = pass.Sizes;
        int h = s.H, together = TCell.Together * h, apart = TCell.Apart * h;
        int first = back ? PackedGemm<S, V>.Size(together, h) : PackedGemm<S, V>.Size(h, together);
        int second = back ? PackedGemm<S, V>.Size(apart, h) : PackedGemm<S, V>.Size(h, apart);
        float[] buffer = BufferPool.Rent(first + second + 16);
        fixed (float* start = buffer)
        {
            pass.Panels = (float*)(((nint)start + 63) & ~63);
            float* u2 = pass.U + (nint)together * h;
            PackedGemm<S, V>.Pack(!back, pass.U, h, back ? together : h, back ? h : together, pass.Panels);
            if (TCell.Apart > 0)
                PackedGemm<S, V>.Pack(!back, u2, h, back ? apart : h, back ? h : apart, pass.Panels + first);
            int groups = RecurrentPass.Groups(s.N), parts = (double)s.T * s.N * s.Blocks * h * h < ParallelWork ? 1 : Math.Min(Workers.Count, groups);
            var shared = pass;
            Workers.Run(parts, part => Examples(shared, back, first,
                RecurrentPass.FirstOf(groups * part / parts), Math.Min(s.N, RecurrentPass.FirstOf(groups * (part + 1) / parts))));
        }
        BufferPool.Return(buffer);
    }

    private static void Examples(in RecurrentPass pass, bool back, int second, int from, int to)
    {
        for (int s = 0; s < pass.Sizes.T; s++)
        {
            if (back)
                Back(pass, second, pass.Sizes.T - 1 - s, from, to);
            else
                There(pass, second, s, from, to);
        }
    }

    private static void There(in RecurrentPass pass, int second, int s, int from, int to)
    {
        int h = pass.Sizes.H, n = pass.Sizes.N, t = pass.Sizes.At(s), together = TCell.Together * h, width = Saved * h;
        float* gates = pass.Gates + (nint)t * n * width, before = pass.Before(pass.Y, pass.H0, s, from);
        PackedGemm<S, V>.Multiply(to - from, together, h, before, h, pass.Panels, gates + from * width, width, add: true);
        if (TCell.Apart > 0)
            PackedGemm<S, V>.Multiply(to - from, h, h, before, h, pass.Panels + second, gates + from * width + 3 * h, width, add: false);
        for (int i = from; i < to; i++)
        {
            var row = pass.Row(s, i);
            if (!pass.IsPadding(t, i))
                ThereRow(gates + i * width, pass.B, row);
            else
            {
                Copy(row.HPrev, row.Hidden, h);
                if (pass.Sizes.HasMemory)
                    Copy(row.CPrev, row.C, h);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ThereRow(float* gates, float* bias, in CellRow row)
    {
        for (int j = 0; j < row.H; j += S.Count)
            TCell.Forward<S, V>(gates + j, bias + j, row, j, row.H - j);
    }

    private static void Back(in RecurrentPass pass, int second, int s, int from, int to)
    {
        int h = pass.Sizes.H, n = pass.Sizes.N, t = pass.Sizes.At(s), together = TCell.Together * h, width = Saved * h;
        float* gates = pass.Gates + (nint)t * n * width;
        for (int i = from; i < to; i++)
        {
            if (pass.IsPadding(t, i))
                new Span<float>(gates + i * width, width).Clear();   // the state passed through unchanged, and so does its gradient
            else
                BackRow(gates + i * width, pass.B + RecurrentPass.GroupOf(i) * width, pass.Row(s, i), pass.Dh + i * h, pass.Dy == null ? null : pass.Dy + ((nint)t * n + i) * h);
        }
        PackedGemm<S, V>.Multiply(to - from, h, together, gates + from * width, width, pass.Panels, pass.Dh + from * h, h, add: true);
        if (TCell.Apart > 0)
            PackedGemm<S, V>.Multiply(to - from, h, h, gates + from * width + 3 * h, width, pass.Panels + second, pass.Dh + from * h, h, add: true);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackRow(float* gates, float* db, in CellRow row, float* dh, float* dy)
    {
        for (int j = 0; j < row.H; j += S.Count)
        {
            int left = row.H - j;
            V d = Cell<S, V>.Get(dh + j, left);
            if (dy != null)
                d = S.Add(d, Cell<S, V>.Get(dy + j, left));
            Cell<S, V>.Put(dh + j, TCell.Backward<S, V>(gates + j, db + j, row, j, left, d), left);
        }
    }

    private static void Copy(float* from, float* to, int length) => new ReadOnlySpan<float>(from, length).CopyTo(new Span<float>(to, length));
}
