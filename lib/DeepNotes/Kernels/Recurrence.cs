using System.Runtime.CompilerServices;

namespace DeepNotes.Kernels;

/// <summary>The operands of one walk over time.</summary>
internal unsafe struct RecurrentPass(RecurrentShape sizes)
{
    // Gradients of the biases are summed per group of examples, then over the groups, so that the bits do not depend on the threads.
    private const int GroupRows = 4;

    public RecurrentShape Sizes { get; } = sizes;
    public float* X { get; init; }
    public float* W { get; init; }
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

    /// <summary>What is added to on the way back; null where no gradient is wanted.</summary>
    public float* Dx { get; init; }
    public float* Dw { get; init; }
    public float* Du { get; init; }

    /// <summary>Packed weights: U's added blocks, U's blocks kept apart, W.</summary>
    public float* Panels { get; set; }
    public float* ApartPanels { get; set; }
    public float* InputPanels { get; set; }

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

    /// <summary>dW += (gradients of the sums)ᵀ x and dU += (the same)ᵀ (states one step before), for steps first … end − 1.</summary>
    public readonly void AddWeightGradients(int first, int end)
    {
        var s = Sizes;
        int width = s.Saved * s.H, together = s.Together * s.H, blocks = s.Blocks * s.H, steps = end - first, t = s.Reverse ? s.T - end : first;
        if (Dw != null)
            Product(blocks, s.I, steps, t, 0, X + (nint)t * s.N * s.I, Dw);
        if (Du == null)
            return;
        StateProducts(first, end, 0, together, Du);
        if (together < blocks)
            StateProducts(first, end, width - (blocks - together), blocks - together, Du + (nint)together * s.H);
    }

    private readonly void StateProducts(int first, int end, int column, int count, float* du)
    {
        var s = Sizes;
        if (first == 0)
            Product(count, s.H, 1, s.At(0), column, H0, du);
        int from = Math.Max(1, first), t = s.Reverse ? s.T - end : from, before = s.Reverse ? t + 1 : t - 1;
        if (end > from)
            Product(count, s.H, end - from, t, column, Y + (nint)before * s.N * s.H, du);
    }

    // to (rows, columns) += (gates of some steps, from one column on)ᵀ · (as many rows of b).
    private readonly void Product(int rows, int columns, int steps, int t, int column, float* b, float* to)
    {
        int width = Sizes.Saved * Sizes.H, k = steps * Sizes.N;
        Gemm.Multiply(true, false, rows, columns, k, new ReadOnlySpan<float>(Gates + (nint)t * Sizes.N * width + column, k * width - column), width,
            new ReadOnlySpan<float>(b, k * columns), columns, new Span<float>(to, rows * columns), columns, accumulate: true);
    }
}

/// <summary>The loop over time for one cell and one vector width; threads take different examples through all steps.</summary>
internal static unsafe class Recurrence<S, V, TCell> where S : struct, ISimd<V> where V : struct where TCell : struct, IRecurrentCell
{
    // Below this many multiply-adds handing over costs more than a second thread gains.
    private const double ParallelWork = 1 << 19;
    private const int ChunkFloats = 1 << 17;

    private static int Saved => TCell.Together + 2 * TCell.Apart;

    public static void Run(RecurrentPass pass, bool back)
    {
        var s = pass.Sizes;
        int h = s.H, together = TCell.Together * h, apart = TCell.Apart * h, blocks = together + apart;
        int size1 = Size(back, h, together), size2 = Size(back, h, apart), size3 = Size(back, s.I, blocks);
        float[] buffer = BufferPool.Rent(size1 + size2 + size3 + 16);
        fixed (float* start = buffer)
        {
            pass.Panels = (float*)(((nint)start + 63) & ~63);
            pass.ApartPanels = pass.Panels + size1;
            pass.InputPanels = pass.ApartPanels + size2;
            Pack(back, pass.U, h, together, pass.Panels);
            Pack(back, pass.U + (nint)together * h, h, apart, pass.ApartPanels);
            Pack(back, pass.W, s.I, blocks, pass.InputPanels);
            // The gates of a chunk stay in the second-level cache until the products for the weights' gradients have read them.
            int chunk = back ? Math.Max(1, ChunkFloats / (s.N * Saved * h)) : s.T;
            for (int end = s.T; end > 0; end -= chunk)
            {
                int first = Math.Max(0, end - chunk);
                Share(pass, back, first, end);
                if (back)
                    pass.AddWeightGradients(first, end);
            }
        }
        BufferPool.Return(buffer);
    }

    private static int Size(bool back, int inputs, int rows) => back ? PackedGemm<S, V>.Size(rows, inputs) : PackedGemm<S, V>.Size(inputs, rows);

    // Rows of a weight (rows, inputs): transposed on the way there, as they are on the way back.
    private static void Pack(bool back, float* w, int inputs, int rows, float* panels) =>
        PackedGemm<S, V>.Pack(!back, w, inputs, back ? rows : inputs, back ? inputs : rows, panels);

    private static void Share(RecurrentPass pass, bool back, int first, int end)
    {
        var s = pass.Sizes;
        int groups = RecurrentPass.Groups(s.N);
        int parts = (double)(end - first) * s.N * s.Blocks * s.H * (s.H + s.I) < ParallelWork ? 1 : Math.Min(Workers.Count, groups);
        if (parts == 1)
            Examples(pass, back, first, end, 0, s.N);
        else
            Workers.Run(parts, part => Examples(pass, back, first, end,
                RecurrentPass.FirstOf(groups * part / parts), Math.Min(s.N, RecurrentPass.FirstOf(groups * (part + 1) / parts))));
    }

    private static void Examples(in RecurrentPass pass, bool back, int first, int end, int from, int to)
    {
        for (int i = first; i < end; i++)
        {
            if (back)
                Back(pass, end - 1 - (i - first), from, to);
            else
                There(pass, i, from, to);
        }
    }

    private static void There(in RecurrentPass pass, int s, int from, int to)
    {
        int h = pass.Sizes.H, n = pass.Sizes.N, t = pass.Sizes.At(s), together = TCell.Together * h, width = Saved * h;
        float* gates = pass.Gates + (nint)t * n * width, before = pass.Before(pass.Y, pass.H0, s, from);
        float* x = pass.X + ((nint)t * n + from) * pass.Sizes.I;
        PackedGemm<S, V>.Multiply(to - from, pass.Sizes.Blocks * h, pass.Sizes.I, x, pass.Sizes.I, pass.InputPanels, gates + from * width, width, add: false);
        PackedGemm<S, V>.Multiply(to - from, together, h, before, h, pass.Panels, gates + from * width, width, add: true);
        if (TCell.Apart > 0)
            PackedGemm<S, V>.Multiply(to - from, h, h, before, h, pass.ApartPanels, gates + from * width + 3 * h, width, add: false);
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

    private static void Back(in RecurrentPass pass, int s, int from, int to)
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
        if (pass.Dx != null)
        {
            int inputs = pass.Sizes.I;
            PackedGemm<S, V>.Multiply(to - from, inputs, pass.Sizes.Blocks * h, gates + from * width, width, pass.InputPanels, pass.Dx + ((nint)t * n + from) * inputs, inputs, add: true);
        }
        PackedGemm<S, V>.Multiply(to - from, h, together, gates + from * width, width, pass.Panels, pass.Dh + from * h, h, add: true);
        if (TCell.Apart > 0)
            PackedGemm<S, V>.Multiply(to - from, h, h, gates + from * width + 3 * h, width, pass.ApartPanels, pass.Dh + from * h, h, add: true);
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
