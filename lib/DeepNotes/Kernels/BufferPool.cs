using System.Numerics;

namespace DeepNotes;

/// <summary>Recycles float arrays, so that a training step after warm-up allocates next to nothing.</summary>
/// <remarks>
/// A fresh large array costs page faults and zeroing (4 MiB: 0.6–0.7 ms); a recycled one costs nothing. Buffers come back dirty:
/// whoever rents one writes it in full or clears it. Sizes are rounded up to eight classes per octave, so at most an eighth is wasted.
/// </remarks>
public static class BufferPool
{
    private const int MinimumLength = 256;
    private const long RetainedLimit = 1L << 30;   // floats kept in all: 4 GiB
    private static readonly Stack<float[]>?[] Classes = new Stack<float[]>?[8 * 32];
    private static readonly Lock Gate = new();
    private static long _retained;

    /// <summary>Floats now waiting in the pool.</summary>
    public static long Retained => Volatile.Read(ref _retained);

    /// <summary>A buffer of at least <paramref name="length"/> floats with unspecified contents.</summary>
    /// <param name="length">Floats needed, 0 or more.</param>
    public static float[] Rent(int length)
    {
        if (length < MinimumLength)
            return GC.AllocateUninitializedArray<float>(length);
        int index = ClassOf(length, out int size);
        lock (Gate)
        {
            if (Classes[index] is { Count: > 0 } stack)
            {
                _retained -= size;
                return stack.Pop();
            }
        }
        return GC.AllocateUninitializedArray<float>(size);
    }

    /// <summary>Like <see cref="Rent"/>, with the first <paramref name="length"/> floats zero.</summary>
    /// <param name="length">Floats needed, 0 or more.</param>
    public static float[] RentZeroed(int length)
    {
        float[] buffer = Rent(length);
        buffer.AsSpan(0, length).Clear();
        return buffer;
    }

    /// <summary>Gives a rented buffer back. The caller must not touch it again.</summary>
    /// <param name="buffer">A buffer from <see cref="Rent"/>; arrays of other sizes are left to the garbage collector.</param>
    public static void Return(float[] buffer)
    {
        if (buffer.Length < MinimumLength)
            return;
        int index = ClassOf(buffer.Length, out int size);
        if (size != buffer.Length)
            return;
        lock (Gate)
        {
            if (_retained + size > RetainedLimit)
                return;
            (Classes[index] ??= new Stack<float[]>()).Push(buffer);
            _retained += size;
        }
    }

    /// <summary>Drops every waiting buffer.</summary>
    public static void Clear()
    {
        lock (Gate)
        {
            Array.Clear(Classes);
            _retained = 0;
        }
    }

    // Eight sizes per octave: 2^k · (8 + j) / 8, j = 0…7.
    private static int ClassOf(int length, out int size)
    {
        int octave = BitOperations.Log2((uint)length);
        int step = 1 << (octave - 3);
        int j = (int)(((long)length - (1L << octave) + step - 1) / step);
        if (j == 8)
        {
            octave++;
            j = 0;
            step <<= 1;
        }
        long rounded = (1L << octave) + (long)j * step;
        size = (int)Math.Min(rounded, Array.MaxLength);
        return octave * 8 + j;
    }
}
