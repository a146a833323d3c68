namespace DeepNotes.Kernels;

/// <summary>The windows of a pooling along one axis: outputs i sees inputs Start[i] … End[i] − 1 and divides by Size[i].</summary>
/// <param name="Start">First input of each window, inside the image.</param>
/// <param name="End">One beyond its last input, inside the image.</param>
/// <param name="Size">What an average divides by.</param>
public sealed record PoolAxis(int[] Start, int[] End, int[] Size)
{
    /// <summary>Windows of one size at equal distances.</summary>
    /// <param name="size">Inputs along the axis.</param>
    /// <param name="kernel">Inputs of a window.</param>
    /// <param name="stride">Distance of windows.</param>
    /// <param name="pad">Inputs of margin at either end, at most half a window.</param>
    /// <param name="ceil">Whether a window that runs over the end counts.</param>
    /// <param name="countPad">Whether an average divides by the margin's inputs too.</param>
    public static PoolAxis Sliding(int size, int kernel, int stride, int pad, bool ceil, bool countPad)
    {
        int room = size + 2 * pad - kernel, count = room < 0 ? 0 : (room + (ceil ? stride - 1 : 0)) / stride + 1;
        if (ceil && (count - 1) * stride >= size + pad)
            count--;   // a window must begin inside the image or its left margin
        var axis = new PoolAxis(new int[count], new int[count], new int[count]);
        for (int i = 0; i < count; i++)
        {
            int start = i * stride - pad, end = Math.Min(start + kernel, size + pad);
            (axis.Start[i], axis.End[i]) = (Math.Max(start, 0), Math.Min(end, size));
            axis.Size[i] = countPad ? end - start : axis.End[i] - axis.Start[i];
        }
        return axis;
    }

    /// <summary>As many windows as asked for, as even as possible, without gaps.</summary>
    /// <param name="size">Inputs along the axis.</param>
    /// <param name="count">Windows.</param>
    public static PoolAxis Adaptive(int size, int count)
    {
        var axis = new PoolAxis(new int[count], new int[count], new int[count]);
        for (int i = 0; i < count; i++)
        {
            (axis.Start[i], axis.End[i]) = ((int)((long)i * size / count), (int)(((long)(i + 1) * size + count - 1) / count));
            axis.Size[i] = axis.End[i] - axis.Start[i];
        }
        return axis;
    }
}
