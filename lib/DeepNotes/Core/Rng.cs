using System.Runtime.CompilerServices;

namespace DeepNotes;

/// <summary>A counter-based random generator: the same numbers from the same seed on every platform and at any thread count.</summary>
/// <remarks>
/// Philox4x32-10 of Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3". Block i of a stream is a
/// pure function of (seed, stream, i), so any part of a stream can be made without the parts before it. Normal numbers come from
/// the inverse distribution function (Wichura 1988, AS 241) in plain IEEE arithmetic; no platform's mathematics library takes part.
/// </remarks>
public sealed class Rng
{
    private readonly uint _key0, _key1;
    private readonly ulong _stream;
    private ulong _block;
    private UInt128 _buffer;
    private int _left;

    /// <summary>A generator for a seed.</summary>
    /// <param name="seed">Any number; the same seed gives the same numbers.</param>
    public Rng(ulong seed) : this(seed, 0) { }

    private Rng(ulong seed, ulong stream) =>
        (Seed, _key0, _key1, _stream) = (seed, (uint)seed, (uint)(seed >> 32), stream);

    /// <summary>The seed.</summary>
    public ulong Seed { get; }

    /// <summary>An independent stream of the same seed: for a worker, an epoch, a layer.</summary>
    /// <param name="stream">Which stream.</param>
    public Rng Split(ulong stream) => new(Seed, Mix(_stream ^ Mix(stream + 0x9E3779B97F4A7C15UL)));

    /// <summary>32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_left == 0)
        {
            _buffer = Block(_block++);
            _left = 4;
        }
        uint bits = (uint)_buffer;
        _buffer >>= 32;
        _left--;
        return bits;
    }

    /// <summary>A number in [0, 1) with 24 random bits.</summary>
    public float NextSingle() => (NextUInt32() >> 8) * (1f / (1 << 24));

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => ((((ulong)NextUInt32() << 32) | NextUInt32()) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in [0, <paramref name="bound"/>), each equally likely.</summary>
    /// <param name="bound">Exclusive upper bound, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below 1.</exception>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        uint range = (uint)bound;
        while (true)   // Lemire (2019): multiply, reject the few that would be too frequent
        {
            ulong product = (ulong)NextUInt32() * range;
            if ((uint)product >= range || (uint)product >= (uint)(-bound) % range)
                return (int)(product >> 32);
        }
    }

    /// <summary>A standard normal number.</summary>
    public double NextNormal() => NormalQuantile.Of((NextUInt32() + 0.5) * (1.0 / (1UL << 32)));

    /// <summary>Fills a span uniformly.</summary>
    /// <param name="span">Where to write.</param>
    /// <param name="low">Inclusive lower bound.</param>
    /// <param name="high">Exclusive upper bound.</param>
    public void FillUniform(Span<float> span, float low = 0f, float high = 1f)
    {
        for (int i = 0; i < span.Length; i++)
            span[i] = low + (high - low) * NextSingle();
    }

    /// <summary>Fills a span with normal numbers.</summary>
    /// <param name="span">Where to write.</param>
    /// <param name="mean">Mean.</param>
    /// <param name="std">Standard deviation.</param>
    public void FillNormal(Span<float> span, float mean = 0f, float std = 1f)
    {
        for (int i = 0; i < span.Length; i++)
            span[i] = (float)(mean + std * NextNormal());
    }

    /// <summary>A tensor with elements uniform in [−bound, bound).</summary>
    /// <param name="bound">Half the width.</param>
    /// <param name="shape">Axis lengths.</param>
    public Tensor Uniform(float bound, params ReadOnlySpan<int> shape)
    {
        var t = Tensor.Empty(shape);
        FillUniform(t.Data, -bound, bound);
        return t;
    }

    /// <summary>A tensor with normal elements of mean 0.</summary>
    /// <param name="std">Standard deviation.</param>
    /// <param name="shape">Axis lengths.</param>
    public Tensor Normal(float std, params ReadOnlySpan<int> shape)
    {
        var t = Tensor.Empty(shape);
        FillNormal(t.Data, 0f, std);
        return t;
    }

    /// <summary>The numbers 0 … count−1 in random order.</summary>
    /// <param name="count">How many.</param>
    public int[] Permutation(int count)
    {
        var order = new int[count];
        for (int i = 0; i < count; i++)
            order[i] = i;
        Shuffle(order.AsSpan());
        return order;
    }

    /// <summary>Puts the items in random order (Fisher and Yates).</summary>
    /// <param name="items">The items.</param>
    /// <typeparam name="T">Any type.</typeparam>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>Ten Philox rounds over (block, stream): the whole generator.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal UInt128 Block(ulong block)
    {
        uint x0 = (uint)block, x1 = (uint)(block >> 32), x2 = (uint)_stream, x3 = (uint)(_stream >> 32);
        uint k0 = _key0, k1 = _key1;
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = 0xD2511F53UL * x0, p1 = 0xCD9E8D57UL * x2;
            (x0, x1, x2, x3) = ((uint)(p1 >> 32) ^ x1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ x3 ^ k1, (uint)p0);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }
        return new UInt128(((ulong)x3 << 32) | x2, ((ulong)x1 << 32) | x0);
    }

    // The finalizer of SplitMix64 (Steele, Lea, Flood 2014): spreads stream numbers over 64 bits.
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
