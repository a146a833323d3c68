using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace DeepNotes.Kernels;

/// <summary>One direction of a convolution, written as sums over shifted planes: what to copy, what to shift, where to write.</summary>
/// <remarks>
/// The source channels are copied into planes with their margin of zeros; all pixels of a plane lie on one axis then, and the product of
/// a weight with a shifted image is a product with the plane from another start. A stride in the source (forward) takes the plane apart
/// into one plane per parity, in which a step is 1 again; a stride in the target (backward) makes one phase per parity, each with its own
/// few taps, so that nothing is multiplied by the zeros between.
/// </remarks>
internal sealed class ConvPass
{
    private static readonly ConcurrentDictionary<(ConvShape Shape, bool Forward), ConvPass> Known = new();

    /// <summary>The outputs of one parity: which taps of the kernel reach them, from where, and where they lie.</summary>
    internal sealed record Phase(int[] Taps, int[] Shifts, int TapsBefore, int Rows, int Columns, int Start);

    public int Sources { get; private init; }
    public int SourceH { get; private init; }
    public int SourceW { get; private init; }
    public int StepY { get; private init; } = 1;
    public int StepX { get; private init; } = 1;
    public int PadY { get; private init; }
    public int PadX { get; private init; }
    public int PlaneH { get; private init; }
    public int PlaneW { get; private init; }
    public int Targets { get; private init; }
    public int TargetW { get; private init; }
    public int TargetH { get; private init; }
    public int OutStepY { get; private init; } = 1;
    public int OutStepX { get; private init; } = 1;
    public int KernelTaps { get; private init; }
    public int TargetStride { get; private init; }
    public int SourceStride { get; private init; }
    public (int Y, int X)[] Parities { get; private init; } = [(0, 0)];
    public Phase[] Phases { get; private init; } = [];

    /// <summary>The taps of all phases: R S, each of them in one phase.</summary>
    public int TapCount => Phases.Sum(p => p.Taps.Length);

    /// <summary>Floats of one source channel's planes.</summary>
    public int ChannelSize => Parities.Length * PlaneH * PlaneW;

    /// <summary>Whether a channel is its own plane: nothing around it, every pixel the next.</summary>
    public bool LiesFlat => PadY == 0 && PadX == 0 && StepY * StepX == 1 && PlaneH == SourceH && PlaneW == SourceW;

    public static ConvPass Of(in ConvShape s, bool forward)
    {
        if (Known.Count > 1000)
            Known.Clear();   // a program that goes through shapes without end
        return Known.GetOrAdd((s with { N = 1 }, forward), static key => key.Forward ? Forward(key.Shape) : Backward(key.Shape));
    }

    private static ConvPass Forward(in ConvShape s)
    {
        var taps = new List<(int Y, int X, int Parity)>();
        var parities = new List<(int, int)>();
        for (int r = 0; r < s.R; r++)
        {
            for (int t = 0; t < s.S; t++)
            {
                var parity = (r * s.DilationY % s.StrideY, t * s.DilationX % s.StrideX);
                if (!parities.Contains(parity))
                    parities.Add(parity);
                taps.Add((r * s.DilationY / s.StrideY, t * s.DilationX / s.StrideX, parities.IndexOf(parity)));
            }
        }
        int planeH = s.OutH + taps.Max(t => t.Y), planeW = PlaneWidth(s.OutW, taps.Max(t => t.X), s.StrideX, s.PadX, s.W);
        return new ConvPass
        {
            Sources = s.C / s.Groups, SourceH = s.H, SourceW = s.W, StepY = s.StrideY, StepX = s.StrideX, PadY = s.PadY, PadX = s.PadX,
            PlaneH = planeH, PlaneW = planeW, Parities = [.. parities], Targets = s.K / s.Groups, TargetH = s.OutH, TargetW = s.OutW,
            KernelTaps = s.R * s.S, TargetStride = s.C / s.Groups * s.R * s.S, SourceStride = s.R * s.S,
            Phases = [new([.. Enumerable.Range(0, taps.Count)], [.. taps.Select(t => (t.Parity * planeH + t.Y) * planeW + t.X)], 0, s.OutH, s.OutW, 0)],
        };
    }

    // dx at row stride · i + a gets dy at row i + (a + pad - dilation · r) / stride, for every kernel row r for which that is whole.
    private static ConvPass Backward(ConvShape s)
    {
        var rows = Axis(s.H, s.StrideY, s.PadY, s.DilationY, s.R);
        var columns = Axis(s.W, s.StrideX, s.PadX, s.DilationX, s.S);
        int padY = rows.Pad, padX = columns.Pad, planeH = rows.Count + rows.Reach, planeW = PlaneWidth(columns.Count, columns.Reach, 1, padX, s.OutW);
        var phases = new List<Phase>();
        int before = 0;
        foreach (var (a, tapsY) in rows.Phases)
        {
            foreach (var (b, tapsX) in columns.Phases)
            {
                var taps = (from y in tapsY from x in tapsX select (Tap: y.Tap * s.S + x.Tap, Shift: (y.Shift + padY) * planeW + x.Shift + padX)).ToArray();
                phases.Add(new([.. taps.Select(t => t.Tap)], [.. taps.Select(t => t.Shift)], before,
                    (s.H - a + s.StrideY - 1) / s.StrideY, (s.W - b + s.StrideX - 1) / s.StrideX, a * s.W + b));
                before += taps.Length;
            }
        }
        return new ConvPass
        {
            Sources = s.K / s.Groups, SourceH = s.OutH, SourceW = s.OutW, PadY = padY, PadX = padX, PlaneH = planeH, PlaneW = planeW,
            Targets = s.C / s.Groups, TargetH = s.H, TargetW = s.W, OutStepY = s.StrideY, OutStepX = s.StrideX,
            KernelTaps = s.R * s.S, TargetStride = s.R * s.S, SourceStride = s.C / s.Groups * s.R * s.S, Phases = [.. phases],
        };
    }

    private static (List<(int Start, (int Tap, int Shift)[] Taps)> Phases, int Pad, int Count, int Reach) Axis(int size, int stride, int pad, int dilation, int kernel)
    {
        var phases = new List<(int, (int Tap, int Shift)[])>();
        for (int a = 0; a < Math.Min(stride, size); a++)
            phases.Add((a, [.. Enumerable.Range(0, kernel).Where(r => (a + pad - r * dilation) % stride == 0).Select(r => (r, (a + pad - r * dilation) / stride))]));
        var shifts = phases.SelectMany(p => p.Item2.Select(t => t.Shift)).DefaultIfEmpty(0);
        return (phases, -shifts.Min(), (size + stride - 1) / stride, shifts.Max() - shifts.Min());
    }

    // A row needs no margin of its own to the right where the next row's left margin can stand in for it.
    private static int PlaneWidth(int columns, int reach, int step, int pad, int width) => step > 1 ? columns + reach
        : Math.Min(columns + reach, Math.Max(columns, Math.Max(pad + width, columns + reach - Math.Max(pad, 0))));
}

/// <summary>Copies the channels of an image into planes with their margins.</summary>
internal static unsafe class ConvPlanes
{
    /// <summary>Fills the interior; the margins were zeroed once and stay so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill<S, V>(ConvPass p, float* x, float* plane) where S : struct, ISimd<V> where V : struct
    {
        for (int c = 0; c < p.Sources; c++, x += (nint)p.SourceH * p.SourceW)
        {
            foreach (var (y0, x0) in p.Parities)
            {
                int first = First(p.PadX - x0, p.StepX), last = Math.Min(p.PlaneW, First(p.SourceW + p.PadX - x0, p.StepX));
                for (int i = 0; i < p.PlaneH; i++, plane += p.PlaneW)
                {
                    int row = i * p.StepY + y0 - p.PadY;
                    if ((uint)row >= (uint)p.SourceH)
                        continue;
                    float* from = x + (nint)row * p.SourceW + first * p.StepX + x0 - p.PadX;
                    if (p.StepX == 1)
                        RangeJob.Copy<S, V>(from, plane + first, last - first);
                    else
                    {
                        for (int j = first; j < last; j++, from += p.StepX)
                            plane[j] = *from;
                    }
                }
            }
        }
    }

    // The first j ≥ 0 with j · step ≥ edge.
    private static int First(int edge, int step) => edge <= 0 ? 0 : (edge + step - 1) / step;
}
