using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace DeepNotes.Text;

/// <summary>One thread of a training: reads its part of the corpus and changes the shared vectors. Allocates nothing per word.</summary>
internal sealed unsafe class Word2VecWorker(Word2VecJob job, int part)
{
    private const int Report = 10_000;
    private readonly Word2VecOptions _o = job.Options;
    private readonly int[] _sentence = new int[WordCorpus.LongestSentence];
    private readonly int _stride = job.Inputs.Stride;
    private ulong _random = new Rng(job.Options.Seed).Split((ulong)part + 1).NextUInt32() | 1;
    private readonly AlignedRows _scratch = new(2, job.Options.Dimension);
    private float _rate;
    private float* _gains;

    /// <summary>Trains all epochs.</summary>
    public void Run()
    {
        int most = Math.Max(_o.Negative + 1, job.Tree?.Depth ?? 0);
        float** rows = stackalloc float*[2 * most];
        float* numbers = stackalloc float[3 * most];
        Pair now = new() { Rows = rows, Wanted = numbers }, next = new() { Rows = rows + most, Wanted = numbers + most };
        _gains = numbers + 2 * most;
        long since = 0;
        _rate = job.Done(0, part == 0);
        for (int epoch = 0; epoch < _o.Epochs && _rate > 0; epoch++)
        {
            using var reader = job.Corpus.Open(part, _o.Threads);
            while (_rate > 0 && reader.Read(_sentence) is >= 0 and int read)
            {
                int count = SubSample(read);
                if (_o.Cbow)
                    Cbow(count, ref now);
                else
                    SkipGram(count, ref now, ref next);
                if ((since += read) < Report)
                    continue;
                _rate = job.Done(since, part == 0);
                since = 0;
            }
        }
        job.Done(since, part == 0);
    }

    private int SubSample(int count)
    {
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            int word = _sentence[i];
            if (job.Kept[word] == uint.MaxValue || (uint)(Next() >> 32) < job.Kept[word])
                _sentence[kept++] = word;
        }
        return kept;
    }

    // Each word predicts each neighbour, and changes after every one. While one pair is learned, the rows of the next come from memory.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SkipGram(int count, ref Pair now, ref Pair next)
    {
        now.Count = 0;
        for (int at = 0; at < count; at++)
        {
            next.From = job.Inputs.Row(_sentence[at]);
            Fetch(next.From);
            var (from, to) = Window(at, count);
            for (int other = from; other <= to; other++)
            {
                if (other == at)
                    continue;
                Choose(_sentence[other], ref next);
                Learn(now, now.From);
                (now, next) = (next, now);
                next.From = now.From;
            }
        }
        Learn(now, now.From);
    }

    // The neighbours' mean predicts each word; what the mean should have been goes to every neighbour.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Cbow(int count, ref Pair now)
    {
        float* change = _scratch.Row(1);
        now.From = _scratch.Row(0);
        for (int at = 0; at < count; at++)
        {
            var (from, to) = Window(at, count);
            int neighbours = to - from;
            if (neighbours == 0)
                continue;
            Choose(_sentence[at], ref now);
            new Span<float>(now.From, _stride).Clear();
            new Span<float>(change, _stride).Clear();
            for (int other = from; other <= to; other++)
            {
                if (other != at)
                    Word2VecKernels.Add(1f / neighbours, job.Inputs.Row(_sentence[other]), now.From, _stride);
            }
            Learn(now, change);
            for (int other = from; other <= to; other++)
            {
                if (other != at)
                    Word2VecKernels.Add(1, change, job.Inputs.Row(_sentence[other]), _stride);
            }
        }
    }

    internal (int From, int To) Window(int at, int count)
    {
        int reach = _o.DynamicWindow ? 1 + (int)(((Next() >> 32) * (uint)_o.Window) >> 32) : _o.Window;
        return (Math.Max(0, at - reach), Math.Min(count - 1, at + reach));
    }

    // What a vector is to be compared with: decisions along a path, or the word and noise words. Their rows are sent for.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Choose(int word, ref Pair pair)
    {
        pair.Count = 0;
        if (job.Tree is { } tree)
        {
            var path = tree.Path(word);
            var code = tree.Code(word);
            for (int i = 0; i < path.Length; i++)
                Add(ref pair, path[i], 1 - code[i]);
            return;
        }
        Add(ref pair, word, 1);
        for (int i = 0; i < _o.Negative; i++)
        {
            int noise = job.Noise.Draw(Next());
            if (noise != word)
                Add(ref pair, noise, 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(ref Pair pair, int output, float wanted)
    {
        float* row = job.Outputs.Row(output);
        Fetch(row);
        pair.Rows[pair.Count] = row;
        pair.Wanted[pair.Count++] = wanted;
    }

    // The gain of a row is the learning rate times (wanted − given). All are found before one row is changed.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Learn(in Pair pair, float* change)
    {
        if (pair.Count == 0)
            return;
        for (int i = 0; i < pair.Count; i++)
            _gains[i] = _rate * (pair.Wanted[i] - job.SigmoidOf(Word2VecKernels.Dot(pair.From, pair.Rows[i], _stride)));
        Word2VecKernels.Step(pair.From, change, pair.Rows, _gains, pair.Count, _stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Fetch(float* row)
    {
        for (int i = 0; Sse.IsSupported && i < _stride; i += 16)   // a cache line has sixteen
            Sse.Prefetch0(row + i);
    }

    // PCG's multiplier over a linear congruence, with the high bits mixed into the low ones that the alias table uses.
    private ulong Next()
    {
        _random = _random * 6364136223846793005UL + 1442695040888963407UL;
        return _random ^ (_random >> 29);
    }

    /// <summary>A vector, the rows that it is compared with, and what each comparison should give.</summary>
    private struct Pair
    {
        public float* From;
        public float** Rows;
        public float* Wanted;
        public int Count;
    }
}
