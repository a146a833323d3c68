using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepNotes.Text;

/// <summary>The arithmetic of word vectors. Lengths are multiples of 16; the vectors beyond a row's size are zeros.</summary>
/// <remarks>Compiled in full at once: unoptimized, a load is a call, and threads that fill the machine let the compiler wait long.</remarks>
internal static unsafe class Word2VecKernels
{
    /// <summary>Σ a b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(float* a, float* b, int length)
    {
        var x = Vector256.Load(a) * Vector256.Load(b);
        var y = Vector256.Load(a + 8) * Vector256.Load(b + 8);
        for (int i = 16; i < length; i += 16)
        {
            x = Vector256.MultiplyAddEstimate(Vector256.Load(a + i), Vector256.Load(b + i), x);
            y = Vector256.MultiplyAddEstimate(Vector256.Load(a + i + 8), Vector256.Load(b + i + 8), y);
        }
        return Vector256.Sum(x + y);
    }

    /// <summary>y += a x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float a, float* x, float* y, int length)
    {
        for (int i = 0; i < length; i += 8)
            Vector256.MultiplyAddEstimate(Vector256.Create(a), Vector256.Load(x + i), Vector256.Load(y + i)).Store(y + i);
    }

    /// <summary>change += Σ gₖ uₖ and uₖ += gₖ v, with v and uₖ as they were before.</summary>
    /// <remarks>
    /// Thirty-two places of v and of the change stay in registers while the rows pass, so that each row is read and written once;
    /// when a row occurs twice, both times count.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Step(float* v, float* change, float** rows, float* gains, int count, int length)
    {
        int i = 0;
        for (; i <= length - 32; i += 32)
            Block(v + i, change + i, rows, gains, count, i);
        if (i < length)
            HalfBlock(v + i, change + i, rows, gains, count, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block(float* v, float* change, float** rows, float* gains, int count, int at)
    {
        Vector256<float> v0 = Vector256.Load(v), v1 = Vector256.Load(v + 8), v2 = Vector256.Load(v + 16), v3 = Vector256.Load(v + 24);
        Vector256<float> c0 = Vector256.Load(change), c1 = Vector256.Load(change + 8), c2 = Vector256.Load(change + 16), c3 = Vector256.Load(change + 24);
        for (int k = 0; k < count; k++)
        {
            float* row = rows[k] + at;
            var g = Vector256.Create(gains[k]);
            Vector256<float> u0 = Vector256.Load(row), u1 = Vector256.Load(row + 8), u2 = Vector256.Load(row + 16), u3 = Vector256.Load(row + 24);
            c0 = Vector256.MultiplyAddEstimate(g, u0, c0);
            c1 = Vector256.MultiplyAddEstimate(g, u1, c1);
            c2 = Vector256.MultiplyAddEstimate(g, u2, c2);
            c3 = Vector256.MultiplyAddEstimate(g, u3, c3);
            Vector256.MultiplyAddEstimate(g, v0, u0).Store(row);
            Vector256.MultiplyAddEstimate(g, v1, u1).Store(row + 8);
            Vector256.MultiplyAddEstimate(g, v2, u2).Store(row + 16);
            Vector256.MultiplyAddEstimate(g, v3, u3).Store(row + 24);
        }
        c0.Store(change);
        c1.Store(change + 8);
        c2.Store(change + 16);
        c3.Store(change + 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void HalfBlock(float* v, float* change, float** rows, float* gains, int count, int at)
    {
        Vector256<float> v0 = Vector256.Load(v), v1 = Vector256.Load(v + 8), c0 = Vector256.Load(change), c1 = Vector256.Load(change + 8);
        for (int k = 0; k < count; k++)
        {
            float* row = rows[k] + at;
            var g = Vector256.Create(gains[k]);
            Vector256<float> u0 = Vector256.Load(row), u1 = Vector256.Load(row + 8);
            c0 = Vector256.MultiplyAddEstimate(g, u0, c0);
            c1 = Vector256.MultiplyAddEstimate(g, u1, c1);
            Vector256.MultiplyAddEstimate(g, v0, u0).Store(row);
            Vector256.MultiplyAddEstimate(g, v1, u1).Store(row + 8);
        }
        c0.Store(change);
        c1.Store(change + 8);
    }
}
