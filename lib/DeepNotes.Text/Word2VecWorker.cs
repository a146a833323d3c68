using System.Runtime.CompilerServices;

namespace DeepNotes.Text;

/// <summary>One thread of a training: reads its part of the corpus and changes the shared vectors. Allocates nothing per word.</summary>
internal sealed unsafe class Word2VecWorker(Word2VecJob job, int part)
{
    private const int Report = 10_000;
    private readonly Word2VecOptions _o = job.Options;
    private readonly int[] _sentence = new int[WordCorpus.LongestSentence];
    private readonly int _stride = job.Inputs.Stride;
    private ulong _random = new Rng(job.Options.Seed).Split((ulong)part + 1).NextUInt32() | 1;
    private float _rate;
    private float** _rows;
    private float* _gains;

    /// <summary>Trains all epochs.</summary>
    public void Run()
    {
        int most = Math.Max(_o.Negative + 1, job.Tree?.Depth ?? 0);
        float** rows = stackalloc float*[most];
        float* gains = stackalloc float[most];
        var scratch = new AlignedRows(2, _o.Dimension);
        _rows = rows;
        _gains = gains;
        long since = 0;
        _rate = job.Done(0, part == 0);
        for (int epoch = 0; epoch < _o.Epochs && _rate > 0; epoch++)
        {
            using var reader = job.Corpus.Open(part, _o.Threads);
            while (_rate > 0 && reader.Read(_sentence) is >= 0 and int read)
            {
                int count = SubSample(read);
                for (int at = 0; at < count; at++)
                {
                    if (_o.Cbow)
                        Cbow(at, count, scratch);
                    else
                        SkipGram(at, count);
                }
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

    // The word predicts each neighbour. Its vector changes after every neighbour.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SkipGram(int at, int count)
    {
        float* v = job.Inputs.Row(_sentence[at]);
        var (from, to) = Window(at, count);
        for (int other = from; other <= to; other++)
        {
            if (other == at)
                continue;
            int targets = Targets(v, _sentence[other]);
            Word2VecKernels.Step(v, v, _rows, _gains, targets, _stride);
        }
    }

    // The neighbours' mean predicts the word; what the mean should have been goes to every neighbour.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Cbow(int at, int count, AlignedRows scratch)
    {
        var (from, to) = Window(at, count);
        int neighbours = to - from + (at >= from && at <= to ? 0 : 1);
        if (neighbours == 0)
            return;
        float* mean = scratch.Row(0), change = scratch.Row(1);
        new Span<float>(mean, _stride).Clear();
        new Span<float>(change, _stride).Clear();
        for (int other = from; other <= to; other++)
        {
            if (other != at)
                Word2VecKernels.Add(1f / neighbours, job.Inputs.Row(_sentence[other]), mean, _stride);
        }
        int targets = Targets(mean, _sentence[at]);
        Word2VecKernels.Step(mean, change, _rows, _gains, targets, _stride);
        for (int other = from; other <= to; other++)
        {
            if (other != at)
                Word2VecKernels.Add(1, change, job.Inputs.Row(_sentence[other]), _stride);
        }
    }

    private (int From, int To) Window(int at, int count)
    {
        int reach = _o.DynamicWindow ? 1 + (int)(((Next() >> 32) * (uint)_o.Window) >> 32) : _o.Window;
        return (Math.Max(0, at - reach), Math.Min(count - 1, at + reach));
    }

    // What v is compared with, and for each the learning rate times (wanted − given). All are read before one is changed.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Targets(float* v, int word)
    {
        if (job.Tree is { } tree)
        {
            var path = tree.Path(word);
            var code = tree.Code(word);
            for (int i = 0; i < path.Length; i++)
                Compare(i, v, path[i], 1 - code[i]);
            return path.Length;
        }
        int count = 1;
        _rows[0] = job.Outputs.Row(word);
        for (int i = 0; i < _o.Negative; i++)
        {
            int noise = job.Noise.Draw(Next());
            if (noise != word)
                _rows[count++] = job.Outputs.Row(noise);
        }
        for (int i = 0; i < count; i++)
            _gains[i] = _rate * ((i == 0 ? 1 : 0) - job.SigmoidOf(Word2VecKernels.Dot(v, _rows[i], _stride)));
        return count;
    }

    private void Compare(int i, float* v, int output, float wanted)
    {
        _rows[i] = job.Outputs.Row(output);
        _gains[i] = _rate * (wanted - job.SigmoidOf(Word2VecKernels.Dot(v, _rows[i], _stride)));
    }

    // PCG's multiplier over a linear congruence, with the high bits mixed into the low ones that the alias table uses.
    private ulong Next()
    {
        _random = _random * 6364136223846793005UL + 1442695040888963407UL;
        return _random ^ (_random >> 29);
    }
}
