using System.Runtime.CompilerServices;

namespace DeepNotes.Kernels;

/// <summary>Pooling: the largest or the mean number of each window of each plane.</summary>
/// <remarks>
/// Windows are products of rows and columns, so the rows of a window are joined first, all columns at once, and then the columns.
/// The gradient of a largest number goes to the first place that holds it (Boureau, Ponce and LeCun 2010 compare both poolings).
/// </remarks>
public static unsafe class PoolKernels
{
    /// <summary>y = the largest (or mean) number of each window.</summary>
    /// <param name="x">(planes, H, W).</param>
    /// <param name="y">(planes, rows.Start.Length, columns.Start.Length).</param>
    /// <param name="h">H.</param>
    /// <param name="w">W.</param>
    /// <param name="rows">Windows along H.</param>
    /// <param name="columns">Windows along W.</param>
    /// <param name="max">The largest number rather than the mean.</param>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y, int h, int w, PoolAxis rows, PoolAxis columns, bool max)
    {
        fixed (float* px = x, py = y)
            RangeJob.Run(new ForwardJob(px, py, h, w, rows, columns, max), y.Length / Math.Max(1, rows.Start.Length * columns.Start.Length), x.Length);
    }

    /// <summary>dx = or += dy at the first largest number of each window, NaN counting for none; nothing when dx is empty.</summary>
    /// <param name="x">(planes, H, W).</param>
    /// <param name="y">What <see cref="Forward"/> made of it.</param>
    /// <param name="dy">As y.</param>
    /// <param name="dx">As x.</param>
    /// <param name="h">H.</param>
    /// <param name="w">W.</param>
    /// <param name="rows">Windows along H.</param>
    /// <param name="columns">Windows along W.</param>
    /// <param name="add">Whether to add to dx or to overwrite it.</param>
    public static void MaxBackward(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int h, int w, PoolAxis rows, PoolAxis columns, bool add = true)
    {
        fixed (float* px = x, py = y, pdy = dy, pdx = dx)
            RangeJob.Run(new MaxBackwardJob(px, py, pdy, pdx, h, w, rows, columns, add), dx.Length / Math.Max(1, h * w), x.Length);
    }

    /// <summary>dx = or += dy / size over each window; nothing when dx is empty.</summary>
    /// <param name="dy">(planes, rows.Start.Length, columns.Start.Length).</param>
    /// <param name="dx">(planes, H, W).</param>
    /// <param name="h">H.</param>
    /// <param name="w">W.</param>
    /// <param name="rows">Windows along H.</param>
    /// <param name="columns">Windows along W.</param>
    /// <param name="add">Whether to add to dx or to overwrite it.</param>
    public static void AverageBackward(ReadOnlySpan<float> dy, Span<float> dx, int h, int w, PoolAxis rows, PoolAxis columns, bool add = true)
    {
        fixed (float* pdy = dy, pdx = dx)
            RangeJob.Run(new AverageBackwardJob(pdy, pdx, h, w, rows, columns, add), dx.Length / Math.Max(1, h * w), dx.Length);
    }

    private readonly struct ForwardJob(float* x, float* y, int h, int w, PoolAxis rows, PoolAxis columns, bool max) : IRangeJob
    {
        public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
        {
            int length = columns.Start.Length, count = rows.Start.Length, widest = 1, pairs = PoolPlaces.Pairs(columns);
            for (int j = 0; j < length; j++)
                widest = Math.Max(widest, columns.End[j] - columns.Start[j]);
            widest = widest > 8 ? 0 : widest;   // windows share little then: each for itself
            // As many joined rows as the first-level cache keeps at a time. Rows of pairs need no margin: they are halved as one long row.
            bool whole = widest == 2 && 2 * pairs == w && pairs == length && PoolPlaces.Pairs(rows) == count;
            int pitch = whole ? w : w + widest, group = Math.Clamp(4096 / pitch, 1, Math.Max(1, count)), room = group * pitch + widest + S.Count;
            float[] buffer = BufferPool.Rent(2 * room);
            buffer.AsSpan(0, room).Fill(max ? float.NegativeInfinity : 0);   // what lies beyond the last column changes no result
            fixed (float* joined = buffer)
            {
                float* target = y + (nint)from * count * length, windows = joined + room;
                for (int row = from * count, some; row < to * count; row += some, target += some * length)
                {
                    int plane = row / count, first = row - plane * count;
                    some = Math.Min(group, count - first);
                    for (int i = 0; i < some; i++)
                        Join<S, V>(x + ((nint)plane * h + rows.Start[first + i]) * w, rows.End[first + i] - rows.Start[first + i], joined + i * pitch);
                    Widen<S, V>(joined, some * pitch, widest, windows);
                    int halved = whole ? PoolPlaces.Halve(windows, target, some * pairs, max ? 1 : 4) : 0;
                    for (int i = 0; i < some && halved == 0; i++)
                        Pick(joined + i * pitch, windows + i * pitch, widest, target + i * length, rows.Size[first + i], pairs);
                }
            }
            BufferPool.Return(buffer);
        }

        // The rows of a window, column by column.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Join<S, V>(float* source, int count, float* joined) where S : struct, ISimd<V> where V : struct
        {
            for (int j = 0; j < w; j += S.Count)
            {
                float* at = source + j;
                V sum = RangeJob.Load<S, V>(at, w - j);
                for (int i = 1; i < count; i++)
                {
                    at += w;
                    sum = Join<S, V>(sum, RangeJob.Load<S, V>(at, w - j));
                }
                RangeJob.Store<S, V>(joined + j, sum, w - j);
            }
        }

        // From every column on, the windows of the widest kind.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Widen<S, V>(float* joined, int length, int widest, float* windows) where S : struct, ISimd<V> where V : struct
        {
            for (int j = 0; j < length && widest > 0; j += S.Count)
            {
                V sum = S.Load(joined + j);
                for (int i = 1; i < widest; i++)
                    sum = Join<S, V>(sum, S.Load(joined + j + i));
                S.Store(windows + j, sum);
            }
        }

        // The instruction gives its second operand when either is NaN; the bits of both orders together keep it.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private V Join<S, V>(V a, V b) where S : struct, ISimd<V> where V : struct => max ? S.Or(S.Max(a, b), S.Max(b, a)) : S.Add(a, b);

        // A window that is shorter without touching the right edge is not among those.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Pick(float* joined, float* windows, int widest, float* target, int size, int pairs)
        {
            int done = widest == 2 ? PoolPlaces.Halve(windows, target, pairs, max ? 1 : 2 * size) : 0;
            fixed (int* start = columns.Start, end = columns.End, sizes = columns.Size)
            {
                for (int j = done; j < columns.Start.Length; j++)
                {
                    float value = windows[start[j]];
                    if (widest == 0 || (end[j] - start[j] < widest && end[j] < w))
                    {
                        value = joined[start[j]];
                        for (int i = start[j] + 1; i < end[j]; i++)
                            value = max ? MathF.Max(value, joined[i]) : value + joined[i];
                    }
                    target[j] = max ? value : value / (size * sizes[j]);
                }
            }
        }
    }

    private readonly struct MaxBackwardJob(float* x, float* y, float* dy, float* dx, int h, int w, PoolAxis rows, PoolAxis columns, bool add) : IRangeJob
    {
        public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
        {
            fixed (int* start = columns.Start, end = columns.End)
            {
                int count = columns.Start.Length, pairs = PoolPlaces.Pairs(columns);
                nint at = (nint)from * rows.Start.Length * count;
                for (int plane = from; plane < to; plane++)
                {
                    nint image = (nint)plane * h * w;
                    if (!add)
                        new Span<float>(dx + image, h * w).Clear();
                    for (int i = 0; i < rows.Start.Length; i++, at += count)
                        Row(x + image, y + at, dy + at, dx + image, rows.Start[i], rows.End[i], start, end, count, pairs);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Row(float* image, float* largest, float* gradient, float* target, int top, int bottom, int* start, int* end, int count, int pairs)
        {
            int j = bottom - top == 2 ? PoolPlaces.Send(image + (nint)top * w, w, largest, gradient, target + (nint)top * w, pairs) : 0;
            for (; j < count; j++)
            {
                nint place = PoolPlaces.First(image, w, largest[j], top, bottom, start[j], end[j]);
                if (place >= 0)
                    target[place] += gradient[j];
            }
        }
    }

    private readonly struct AverageBackwardJob(float* dy, float* dx, int h, int w, PoolAxis rows, PoolAxis columns, bool add) : IRangeJob
    {
        public void Run<S, V>(int from, int to) where S : struct, ISimd<V> where V : struct
        {
            int pairs = PoolPlaces.Pairs(columns), count = rows.Start.Length, length = columns.Start.Length;
            bool whole = 2 * pairs == w && pairs == length && PoolPlaces.Pairs(rows) == count, tiled = whole && 2 * count == h;   // every input in one window
            float[] buffer = BufferPool.Rent(whole ? count * w : w);
            fixed (float* spread = buffer)
            {
                float* source = dy + (nint)from * count * length;
                for (int plane = from; plane < to; plane++, source += count * length)
                {
                    if (!add && !tiled)
                        new Span<float>(dx + (nint)plane * h * w, h * w).Clear();
                    if (whole)
                        PoolPlaces.Double(source, spread, count * pairs, 4);
                    for (int i = 0; i < count; i++)
                    {
                        if (!whole)
                            Spread(source + i * length, spread, rows.Size[i], pairs);
                        for (int r = rows.Start[i]; r < rows.End[i]; r++)
                            RangeJob.Copy<S, V>(whole ? spread + i * w : spread, dx + ((nint)plane * h + r) * w, w, add || !tiled);
                    }
                }
            }
            BufferPool.Return(buffer);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Spread(float* source, float* spread, int size, int pairs)
        {
            int done = PoolPlaces.Double(source, spread, pairs, 2 * size);
            new Span<float>(spread + 2 * done, w - 2 * done).Clear();
            fixed (int* start = columns.Start, end = columns.End, sizes = columns.Size)
            {
                for (int j = done; j < columns.Start.Length; j++)
                {
                    float part = source[j] / (size * sizes[j]);
                    for (int c = start[j]; c < end[j]; c++)
                        spread[c] += part;
                }
            }
        }
    }
}
