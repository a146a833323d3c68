using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepNotes.Kernels;

/// <summary>Where the windows of a pooling hold their largest number; and the loops for windows of two, side by side.</summary>
internal static unsafe class PoolPlaces
{
    /// <summary>How many of the first windows are the inputs 2 i and 2 i + 1.</summary>
    public static int Pairs(PoolAxis axis)
    {
        int i = 0;
        while (i < axis.Start.Length && axis.Start[i] == 2 * i && axis.End[i] == 2 * i + 2 && axis.Size[i] == 2)
            i++;
        return i;
    }

    /// <summary>Where in the plane a window first holds this number, or -1: NaN is nowhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint First(float* image, int w, float best, int top, int bottom, int start, int end)
    {
        if (end - start > 4 || start + 4 > w || bottom - top > 8)
        {
            for (int r = top; r < bottom; r++)
            {
                for (int c = start; c < end; c++)
                {
                    if (image[(nint)r * w + c] == best)
                        return (nint)r * w + c;
                }
            }
            return -1;
        }
        uint found = 0, wanted = (1u << (end - start)) - 1;   // four bits to a row: no branch to guess
        for (int r = top; r < bottom; r++)
            found |= (Vector128.Equals(Vector128.Load(image + (nint)r * w + start), Vector128.Create(best)).ExtractMostSignificantBits() & wanted) << (4 * (r - top));
        int first = BitOperations.TrailingZeroCount(found);
        return found == 0 ? -1 : (nint)(top + (first >> 2)) * w + start + (first & 3);
    }

    /// <summary>The same for windows of two by two, four at a time: a place takes the gradient if it holds the largest number and none before it does.</summary>
    /// <returns>How many windows are done.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Send(float* top, int w, float* largest, float* gradient, float* target, int count)
    {
        var odd = Vector256.Create(0, -1, 0, -1, 0, -1, 0, -1).AsSingle();
        int j = 0;
        for (; j <= count - 4; j += 4)
        {
            Vector256<float> best = Twice(largest + j), g = Twice(gradient + j);
            var upper = Vector256.Equals(Vector256.Load(top + 2 * j), best);
            upper &= ~(Neighbour(upper) & odd);
            var lower = Vector256.Equals(Vector256.Load(top + w + 2 * j), best) & ~(upper | Neighbour(upper));
            lower &= ~(Neighbour(lower) & odd);
            (Vector256.Load(target + 2 * j) + (g & upper)).Store(target + 2 * j);
            (Vector256.Load(target + w + 2 * j) + (g & lower)).Store(target + w + 2 * j);
        }
        return j;
    }

    /// <summary>y_j = x_2j / divisor.</summary>
    /// <returns>How many are done: all.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Halve(float* x, float* y, int count, float divisor)
    {
        int j = 0;
        for (; j <= count - 4; j += 4)
            (Vector256.Shuffle(Vector256.Load(x + 2 * j), Vector256.Create(0, 2, 4, 6, 0, 2, 4, 6)).GetLower() / Vector128.Create(divisor)).Store(y + j);
        for (; j < count; j++)
            y[j] = x[2 * j] / divisor;
        return j;
    }

    /// <summary>y_2j = y_2j+1 = x_j / divisor.</summary>
    /// <returns>How many are done: all.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Double(float* x, float* y, int count, float divisor)
    {
        int j = 0;
        for (; j <= count - 4; j += 4)
            (Twice(x + j) / Vector256.Create(divisor)).Store(y + 2 * j);
        for (; j < count; j++)
            y[2 * j] = y[2 * j + 1] = x[j] / divisor;
        return j;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Twice(float* four) => Vector256.Shuffle(Vector128.Load(four).ToVector256Unsafe(), Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Neighbour(Vector256<float> x) => Vector256.Shuffle(x, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6));
}
