using System.Runtime.CompilerServices;

namespace DeepNotes.Kernels;

/// <summary>The transforms around <see cref="ConvWinograd"/>, each made of one in one dimension: over the rows first, over the columns then.</summary>
/// <remarks>
/// F(4, 3) with the points 0, ±1, ±2, ∞ (Lavin and Gray 2016, section 4.3). An image is copied row by row into lines in which the channels of a
/// pixel are neighbours: what stands here for a number is a vector of channels.
/// </remarks>
internal static unsafe class WinogradTransform
{
    /// <summary>Numbers of a transformed tile, 6×6.</summary>
    public const int Elements = 36;

    /// <summary>An image whose tiles are transformed: 6×6 pixels of a source with its margin, or 4×4 of a result.</summary>
    /// <param name="X">(N, channels, H, W).</param>
    /// <param name="Channels">C or K.</param>
    /// <param name="H">Rows.</param>
    /// <param name="W">Columns.</param>
    /// <param name="PadY">Rows of zeros above.</param>
    /// <param name="PadX">Columns of zeros to the left.</param>
    /// <param name="Size">6 or 4.</param>
    internal readonly record struct Side(nint X, int Channels, int H, int W, int PadY, int PadX, int Size);

    /// <summary>Floats that the lines and what is between two transforms take.</summary>
    public static int Scratch(int tilesX, int lanes) => (12 * (4 * tilesX + 2) + 32) * lanes + 16;

    /// <summary>Transforms rows of tiles, all channels: number e of tile t and channel c at e · step + t · channels + c.</summary>
    public static void Rows<S, V>(in Side side, int row, int count, int tilesX, int tilesY, float* lines, float* to, nint step, int channels) where S : struct, ISimd<V> where V : struct
    {
        int columns = 4 * tilesX + side.Size - 4;
        for (int c = 0; c < side.Channels; c += S.Count)
        {
            for (int r = 0; r < count; r++)
            {
                Fill(side, (row + r) / tilesY, (row + r) % tilesY * 4 - side.PadY, c, S.Count, columns, r > 0 && (row + r) % tilesY > 0, lines);
                float* half = lines + 6 * columns * S.Count, tiles = to + (nint)r * tilesX * channels + c;
                if (side.Size == 6)
                    Transform<S, V, SixToSix>(lines, half, columns, tilesX, tiles, step, channels);
                else
                    Transform<S, V, FourToSix>(lines, half, columns, tilesX, tiles, step, channels);
            }
        }
    }

    // The last two of the six rows of the tiles above are the first two here.
    private static void Fill(in Side side, int image, int top, int c, int lanes, int columns, bool below, float* lines)
    {
        int width = columns * lanes, inside = Math.Min(side.W, columns - side.PadX), kept = below ? side.Size - 4 : 0;
        new Span<float>(lines + 4 * width, kept * width).CopyTo(new Span<float>(lines, kept * width));
        for (int i = kept; i < side.Size; i++)
        {
            var line = new Span<float>(lines + i * width, width);
            if ((uint)(top + i) >= (uint)side.H)
            {
                line.Clear();
                continue;
            }
            line[..(side.PadX * lanes)].Clear();
            line[((side.PadX + inside) * lanes)..].Clear();
            float* from = (float*)side.X + (((nint)image * side.Channels + c) * side.H + top + i) * side.W;
            GemmPack.Across(from, (nint)side.H * side.W, inside, Math.Min(lanes, side.Channels - c), lanes, lines + i * width + side.PadX * lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transform<S, V, T>(float* lines, float* half, int columns, int tilesX, float* to, nint step, int channels)
        where S : struct, ISimd<V> where V : struct where T : struct, IToSix
    {
        nint width = columns * S.Count;
        for (nint x = 0; x < width; x += S.Count)
            T.Run<S, V>(lines + x, width, half + x, width);
        for (int t = 0; t < tilesX; t++, half += 4 * S.Count, to += channels)
        {
            for (int i = 0; i < 6; i++)
                T.Run<S, V>(half + i * width, S.Count, to + 6 * i * step, step);
        }
    }

    private interface IToSix
    {
        static abstract void Run<S, V>(float* d, nint step, float* to, nint toStep) where S : struct, ISimd<V> where V : struct;
    }

    // Bᵀ d
    private readonly struct SixToSix : IToSix
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<S, V>(float* d, nint step, float* to, nint toStep) where S : struct, ISimd<V> where V : struct
        {
            V d0 = S.Load(d), d1 = S.Load(d + step), d2 = S.Load(d + 2 * step), d3 = S.Load(d + 3 * step), d4 = S.Load(d + 4 * step), d5 = S.Load(d + 5 * step);
            V four = S.Set(4), minus5 = S.Set(-5), minus4 = S.Set(-4);
            V a = S.Fma(minus4, d2, d4), b = S.Fma(minus4, d1, d3), c = S.Sub(d4, d2), e = S.Sub(d3, d1);
            e = S.Add(e, e);
            S.Store(to, S.Fma(four, d0, S.Fma(minus5, d2, d4)));
            S.Store(to + toStep, S.Add(a, b));
            S.Store(to + 2 * toStep, S.Sub(a, b));
            S.Store(to + 3 * toStep, S.Add(c, e));
            S.Store(to + 4 * toStep, S.Sub(c, e));
            S.Store(to + 5 * toStep, S.Fma(four, d1, S.Fma(minus5, d3, d5)));
        }
    }

    // A d
    private readonly struct FourToSix : IToSix
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<S, V>(float* d, nint step, float* to, nint toStep) where S : struct, ISimd<V> where V : struct
        {
            V d0 = S.Load(d), d1 = S.Load(d + step), d2 = S.Load(d + 2 * step), d3 = S.Load(d + 3 * step);
            V even = S.Add(d0, d2), odd = S.Add(d1, d3), far = S.Fma(S.Set(4), d2, d0), side = S.Fma(S.Set(8), d3, S.Add(d1, d1));
            S.Store(to, d0);
            S.Store(to + toStep, S.Add(even, odd));
            S.Store(to + 2 * toStep, S.Sub(even, odd));
            S.Store(to + 3 * toStep, S.Add(far, side));
            S.Store(to + 4 * toStep, S.Sub(far, side));
            S.Store(to + 5 * toStep, d3);
        }
    }

    /// <summary>Aᵀ m A of a row of tiles, for one vector of channels: four lines of pixels, behind 24 vectors of scratch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Back<S, V>(float* m, nint step, int channels, int tilesX, float* bias, int lanes, bool relu, float* half) where S : struct, ISimd<V> where V : struct
    {
        V b = bias == null ? S.Set(0) : S.Load(bias, lanes), least = S.Set(relu ? 0 : float.NegativeInfinity), none = S.Set(float.NegativeInfinity);
        float* to = half + 24 * S.Count;
        for (int t = 0; t < tilesX; t++, m += channels, to += 4 * S.Count)
        {
            for (int j = 0; j < 6; j++)
                SixToFour<S, V>(m + j * step, 6 * step, S.Set(0), none, half + j * S.Count, 6 * S.Count);
            for (int i = 0; i < 4; i++)
                SixToFour<S, V>(half + 6 * i * S.Count, S.Count, b, least, to + (nint)i * 4 * tilesX * S.Count, S.Count);
        }
    }

    // Aᵀ m
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SixToFour<S, V>(float* m, nint step, V bias, V least, float* to, nint toStep) where S : struct, ISimd<V> where V : struct
    {
        V m1 = S.Load(m + step), m2 = S.Load(m + 2 * step), m3 = S.Load(m + 3 * step), m4 = S.Load(m + 4 * step);
        V p = S.Add(S.Add(m1, m2), bias), q = S.Add(S.Sub(m1, m2), bias), r = S.Add(m3, m4), s = S.Sub(m3, m4);
        S.Store(to, S.Max(least, S.Add(S.Add(S.Load(m), p), r)));
        S.Store(to + toStep, S.Max(least, S.Fma(S.Set(2), s, q)));
        S.Store(to + 2 * toStep, S.Max(least, S.Fma(S.Set(4), r, p)));
        S.Store(to + 3 * toStep, S.Max(least, S.Add(S.Fma(S.Set(8), s, q), S.Load(m + 5 * step))));
    }

    /// <summary>G w Gᵀ of a vector of targets and all sources: 9 taps, then 18 vectors of scratch behind the last; the way back turns them round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Weights<S, V>(float* taps, int sources, bool turned, float* to, nint step) where S : struct, ISimd<V> where V : struct
    {
        float* half = taps + 9 * sources * S.Count;
        nint next = turned ? -S.Count : S.Count, first = turned ? 8 * S.Count : 0;
        for (int c = 0; c < sources; c++, taps += 9 * S.Count, to += 2 * S.Count)
        {
            for (int j = 0; j < 3; j++)
                ThreeToSix<S, V>(taps + first + j * next, 3 * next, half + j * S.Count, 3 * S.Count);
            for (int i = 0; i < 6; i++)
                ThreeToSix<S, V>(half + 3 * i * S.Count, S.Count, to + 6 * i * step, step);
        }
    }

    // G w
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ThreeToSix<S, V>(float* w, nint step, float* to, nint toStep) where S : struct, ISimd<V> where V : struct
    {
        V w0 = S.Load(w), w1 = S.Load(w + step), w2 = S.Load(w + 2 * step), sixth = S.Set(-1 / 6f);
        V even = S.Mul(sixth, S.Add(w0, w2)), odd = S.Mul(sixth, w1), far = S.Fma(S.Set(1 / 24f), w0, S.Mul(S.Set(1 / 6f), w2)), side = S.Mul(S.Set(1 / 12f), w1);
        S.Store(to, S.Mul(S.Set(0.25f), w0));
        S.Store(to + toStep, S.Add(even, odd));
        S.Store(to + 2 * toStep, S.Sub(even, odd));
        S.Store(to + 3 * toStep, S.Add(far, side));
        S.Store(to + 4 * toStep, S.Sub(far, side));
        S.Store(to + 5 * toStep, w2);
    }

    /// <summary>Gᵀ u G of a vector of channels, u being the sum of the chunks: 9 taps, then 54 vectors of scratch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Taps<S, V>(float* u, nint step, int chunks, nint chunk, int lanes, float* taps) where S : struct, ISimd<V> where V : struct
    {
        float* sum = taps + 9 * S.Count, half = sum + Elements * S.Count;
        for (int e = 0; e < Elements; e++)
        {
            V total = S.Load(u + e * step, lanes);
            for (int i = 1; i < chunks; i++)
                total = S.Add(total, S.Load(u + e * step + i * chunk, lanes));
            S.Store(sum + e * S.Count, total);
        }
        for (int j = 0; j < 6; j++)
            SixToThree<S, V>(sum + j * S.Count, 6 * S.Count, half + j * S.Count, 6 * S.Count);
        for (int i = 0; i < 3; i++)
            SixToThree<S, V>(half + 6 * i * S.Count, S.Count, taps + 3 * i * S.Count, S.Count);
    }

    // Gᵀ u
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SixToThree<S, V>(float* u, nint step, float* to, nint toStep) where S : struct, ISimd<V> where V : struct
    {
        V u1 = S.Load(u + step), u2 = S.Load(u + 2 * step), u3 = S.Load(u + 3 * step), u4 = S.Load(u + 4 * step);
        V near = S.Mul(S.Set(-1 / 6f), S.Add(u1, u2)), far = S.Add(u3, u4);
        S.Store(to, S.Fma(S.Set(0.25f), S.Load(u), S.Fma(S.Set(1 / 24f), far, near)));
        S.Store(to + toStep, S.Fma(S.Set(1 / 6f), S.Sub(u2, u1), S.Mul(S.Set(1 / 12f), S.Sub(u3, u4))));
        S.Store(to + 2 * toStep, S.Add(S.Load(u + 5 * step), S.Fma(S.Set(1 / 6f), far, near)));
    }
}
