namespace DeepNotes.Models;

/// <summary>Image captioning: a convolutional encoder makes one vector of the picture, an LSTM reads it first and then writes words.</summary>
/// <remarks>Vinyals, Toshev, Bengio and Erhan (2015), "Show and tell: a neural image caption generator", at the size of 16×16 pictures.</remarks>
public sealed class CaptionNet : Module
{
    private const int NoTarget = -1;
    private readonly Conv2d _conv1, _conv2;
    private readonly Linear _image, _out;
    private readonly Embedding _words;
    private readonly LSTM _decoder;
    private readonly int _start, _end;

    /// <summary>A net with random weights.</summary>
    /// <param name="words">V, with start and end.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="hidden">H, also the length of a word's and of the picture's vector.</param>
    /// <param name="start">The id that opens a caption.</param>
    /// <param name="end">The id that closes it.</param>
    public CaptionNet(int words, Rng rng, int hidden = 64, int start = 1, int end = 2)
    {
        (_start, _end) = (start, end);
        _conv1 = Child("conv1", new Conv2d(3, 16, 3, rng, padding: 1));
        _conv2 = Child("conv2", new Conv2d(16, 32, 3, rng, padding: 1));
        _image = Child("image", new Linear(32 * 4 * 4, hidden, rng));
        foreach (var w in (Tensor[])[_conv1.Weight, _conv2.Weight, _image.Weight])
            Init.He(w, rng);   // or the picture would be a whisper beside the words' vectors, which have length √H
        _words = Child("words", new Embedding(words, hidden, rng));
        _decoder = Child("decoder", new LSTM(hidden, hidden, rng));
        _out = Child("out", new Linear(hidden, words, rng));
    }

    /// <summary>Each picture as one vector.</summary>
    /// <param name="images">(N, 3, 16, 16).</param>
    /// <returns>(N, H).</returns>
    public Tensor Encode(Tensor images)
    {
        if (images.Rank != 4 || images.Dim(0) == 0 || !images.Shape[1..].SequenceEqual([3, 16, 16]))
            throw new ShapeException($"CaptionNet: the images are {Shape.Text(images.Shape)}; they must be (N, 3, 16, 16) with N at least 1.");
        var h = F.MaxPool2d(F.Relu(_conv1.Forward(images)), 2);
        h = F.MaxPool2d(F.Relu(_conv2.Forward(h)), 2);
        return _image.Forward(F.Flatten(h));
    }

    /// <summary>Mean cross-entropy of the captions, teacher-forced.</summary>
    /// <param name="images">(N, 3, 16, 16).</param>
    /// <param name="captions">Word ids of each, without start and end.</param>
    /// <exception cref="ShapeException">The counts differ, a caption is empty, or an id is out of range.</exception>
    public Tensor Loss(Tensor images, IReadOnlyList<int[]> captions)
    {
        if (images.Dim(0) != captions.Count)
            throw new ShapeException($"CaptionNet: {images.Dim(0)} images and {captions.Count} captions; there must be one each.");
        var (read, wanted) = PaddedIds.ForTeacher(nameof(CaptionNet), captions, _start, _end, NoTarget);
        var (_, state) = _decoder.Forward(F.Reshape(Encode(images), 1, captions.Count, -1));
        var (h, _) = _decoder.Forward(_words.Forward(read.Ids, read.Steps, read.Count), state);
        return F.CrossEntropy(_out.Forward(h), wanted.Ids, NoTarget);
    }

    /// <summary>Writes the best word at every step until the end.</summary>
    /// <param name="images">(N, 3, 16, 16).</param>
    /// <param name="maxWords">When to stop at the latest, at least 1.</param>
    /// <returns>Word ids of each.</returns>
    public int[][] Describe(Tensor images, int maxWords = 12)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWords, 1);
        using var silent = Autograd.NoGrad();
        int n = images.Dim(0);
        var (_, state) = _decoder.Forward(F.Reshape(Encode(images), 1, n, -1));
        var written = Enumerable.Range(0, n).Select(_ => new List<int>()).ToArray();
        var done = new bool[n];
        int[] last = [.. Enumerable.Repeat(_start, n)];
        for (int t = 0; t < maxWords && !done.All(d => d); t++)
        {
            (var h, state) = _decoder.Forward(_words.Forward(last, 1, n), state);
            last = F.ArgMax(_out.Forward(h));
            for (int i = 0; i < n; i++)
            {
                done[i] |= last[i] == _end;
                if (!done[i])
                    written[i].Add(last[i]);
            }
        }
        return [.. written.Select(w => w.ToArray())];
    }
}
