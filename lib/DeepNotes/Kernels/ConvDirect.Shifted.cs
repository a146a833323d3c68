using System.Runtime.CompilerServices;

namespace DeepNotes.Kernels;

internal unsafe partial struct ConvDirect
{
    // One tile or two hold all targets: gathering would cost as much as multiplying, so the tiles read the planes where they are. They make the pixels
    // between the rows too, which are left out when the rows are written.
    private readonly void Shifted<S, V>(ConvPass.Phase phase, int group, float* plane, float* sums, int* offsets, float* y) where S : struct, ISimd<V> where V : struct
    {
        int flat = (phase.Rows - 1) * Pass.PlaneW + phase.Columns, width = 2 * S.Count, stride = (flat + width - 1) / width * width, depth = Pass.Sources * phase.Taps.Length;
        var blocks = BlocksOf<S, V>(Pass, phase.Taps.Length);
        float* packed = Packed + Place<S, V>(Pass, phase, blocks, group);
        for (int p = 0; p < flat; p += width)
        {
            for (int row = 0; row < Pass.Targets; row += blocks.Rows)
                TileGrid<S, V, InPanel, InShifts>.Tile(Math.Min(blocks.Rows, Pass.Targets - row), width, depth, packed + (nint)row / blocks.Rows * TileGrid<S, V>.Panel * depth, 0, plane + p, (nint)offsets,
                    sums + (nint)row * stride + p, stride, false);
        }
        for (int k = 0; k < Pass.Targets; k++)
        {
            for (int i = 0; i < phase.Rows; i++)
                WriteRow<S, V>(sums + (nint)k * stride + (nint)i * Pass.PlaneW, phase.Columns, Bias == null ? 0 : Bias[group * Pass.Targets + k],
                    y + (nint)k * Pass.TargetH * Pass.TargetW + phase.Start + (nint)i * Pass.OutStepY * Pass.TargetW);
        }
    }

    // A tile's rows are pixels: whole vectors of targets, no pixels between the rows, and the result turned in the end.
    private readonly void Pixels<S, V>(ConvPass.Phase phase, int group, float* plane, float* sums, int* offsets, float* y) where S : struct, ISimd<V> where V : struct
    {
        int depth = Pass.Sources * phase.Taps.Length, pixels = phase.Rows * phase.Columns;
        float* packed = Packed + Place<S, V>(Pass, phase, BlocksOf<S, V>(Pass, phase.Taps.Length), group);
        for (int i = 0; i < phase.Rows; i++)
            TileGrid<S, V, InShifts, InRows>.Multiply(phase.Columns, Pass.Targets, depth, plane + (nint)i * Pass.PlaneW, (nint)offsets, packed, Pass.Targets, sums + (nint)i * phase.Columns * Pass.Targets, Pass.Targets, false);
        GemmPack.Turn(sums, Pass.Targets, pixels, Pass.Targets, y, pixels, Add);
        Finish<S, V>(group, y, pixels, pixels);
    }

    // With bias, ReLU or addition; y may be the sums themselves.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void WriteRow<S, V>(float* sum, int count, float bias, float* y) where S : struct, ISimd<V> where V : struct
    {
        V b = S.Set(bias), least = S.Set(Relu ? 0 : float.NegativeInfinity);
        for (int j = 0; j < count && Pass.OutStepX == 1; j += S.Count)
            RangeJob.Store<S, V>(y + j, S.Max(least, S.Add(RangeJob.Load<S, V>(sum + j, count - j), Add ? RangeJob.Load<S, V>(y + j, count - j) : b)), count - j);
        for (int j = 0; j < count && Pass.OutStepX > 1; j++)
            y[j * Pass.OutStepX] = sum[j] + (Add ? y[j * Pass.OutStepX] : bias);
    }
}
