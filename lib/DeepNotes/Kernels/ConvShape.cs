namespace DeepNotes.Kernels;

/// <summary>The geometry of a convolution: x (N, C, H, W), w (K, C / groups, R, S), y (N, K, OutH, OutW); one dimension has H = R = 1.</summary>
/// <param name="N">Images.</param>
/// <param name="C">Input channels.</param>
/// <param name="H">Input rows.</param>
/// <param name="W">Input columns.</param>
/// <param name="K">Output channels.</param>
/// <param name="R">Kernel rows.</param>
/// <param name="S">Kernel columns.</param>
public readonly record struct ConvShape(int N, int C, int H, int W, int K, int R, int S)
{
    /// <summary>Input rows from one output row to the next.</summary>
    public int StrideY { get; init; } = 1;

    /// <summary>Input columns from one output column to the next.</summary>
    public int StrideX { get; init; } = 1;

    /// <summary>Rows of zeros above, and below.</summary>
    public int PadY { get; init; }

    /// <summary>Columns of zeros to the left, and to the right.</summary>
    public int PadX { get; init; }

    /// <summary>Input rows from one row of the kernel to the next.</summary>
    public int DilationY { get; init; } = 1;

    /// <summary>Input columns from one column of the kernel to the next.</summary>
    public int DilationX { get; init; } = 1;

    /// <summary>Group g of the output channels sees group g of the input channels alone.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Output rows: ⌊(H + 2 pad − dilation (R − 1) − 1) / stride⌋ + 1.</summary>
    public int OutH => Extent(H, R, StrideY, PadY, DilationY);

    /// <summary>Output columns.</summary>
    public int OutW => Extent(W, S, StrideX, PadX, DilationX);

    /// <summary>Multiply-adds of one pass.</summary>
    public double Work => (double)N * K * OutH * OutW * (C / Groups) * R * S;

    /// <summary>Whether every output channel sees one input channel.</summary>
    internal bool Depthwise => Groups == C && C > 1;

    /// <summary>Whether every pixel is on its own: a product of matrices.</summary>
    internal bool Pointwise => R == 1 && S == 1 && StrideY == 1 && StrideX == 1 && PadY == 0 && PadX == 0;

    private static int Extent(int size, int kernel, int stride, int pad, int dilation)
    {
        int room = size + 2 * pad - dilation * (kernel - 1) - 1;
        return room < 0 ? 0 : room / stride + 1;
    }
}
