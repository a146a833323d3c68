using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace DeepNotes.Kernels;

/// <summary>A function of one number, on a vector of them.</summary>
internal interface IMap
{
    /// <summary>y = f(x).</summary>
    Vector<float> Of(Vector<float> x);
}

/// <summary>The derivative of a function of one number, from its input, its output or another saved value.</summary>
internal interface ISlope
{
    /// <summary>dy/dx.</summary>
    Vector<float> Of(Vector<float> x, Vector<float> y);
}

/// <summary>The loops that all elementwise kernels share; the struct arguments let the JIT make one loop per function.</summary>
internal static class Pointwise
{
    /// <summary>Numbers handled at a time where a pass needs scratch space: small enough for the first-level cache.</summary>
    public const int Chunk = 1024;

    /// <summary>y = f(x).</summary>
    public static void Forward<T>(T f, ReadOnlySpan<float> x, Span<float> y) where T : struct, IMap
    {
        Debug.Assert(x.Length == y.Length);
        int width = Vector<float>.Count, i = 0;
        ref float from = ref MemoryMarshal.GetReference(x), to = ref MemoryMarshal.GetReference(y);
        for (; i <= x.Length - width; i += width)
            f.Of(Vector.LoadUnsafe(ref from, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        if (i == x.Length)
            return;
        Span<float> tail = stackalloc float[width];   // what does not fill a vector takes the same path, padded with zeros
        f.Of(Load(x, i, tail)).CopyTo(tail);
        tail[..(x.Length - i)].CopyTo(y[i..]);
    }

    /// <summary>dx = or += dy ⊙ f′(x, y); nothing when dx is empty.</summary>
    public static void Backward<T>(T slope, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, bool add)
        where T : struct, ISlope
    {
        if (dx.IsEmpty)
            return;
        Debug.Assert(x.Length == dx.Length && y.Length == dx.Length && dy.Length == dx.Length);
        int width = Vector<float>.Count, i = 0;
        ref float px = ref MemoryMarshal.GetReference(x), py = ref MemoryMarshal.GetReference(y);
        ref float pdy = ref MemoryMarshal.GetReference(dy), pdx = ref MemoryMarshal.GetReference(dx);
        for (; i <= dx.Length - width; i += width)
        {
            var d = Vector.LoadUnsafe(ref pdy, (nuint)i) * slope.Of(Vector.LoadUnsafe(ref px, (nuint)i), Vector.LoadUnsafe(ref py, (nuint)i));
            (add ? Vector.LoadUnsafe(ref pdx, (nuint)i) + d : d).StoreUnsafe(ref pdx, (nuint)i);
        }
        if (i == dx.Length)
            return;
        Span<float> tail = stackalloc float[width];
        var rest = Load(dy, i, tail) * slope.Of(Load(x, i, tail), Load(y, i, tail));
        (add ? Load(dx, i, tail) + rest : rest).CopyTo(tail);
        tail[..(dx.Length - i)].CopyTo(dx[i..]);
    }

    private static Vector<float> Load(ReadOnlySpan<float> source, int start, Span<float> scratch)
    {
        scratch.Clear();
        source[start..].CopyTo(scratch);
        return new Vector<float>(scratch);
    }
}
