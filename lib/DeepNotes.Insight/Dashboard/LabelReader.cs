namespace DeepNotes.Insight;

/// <summary>
/// Reads labels and accuracy off the gradient: in (p − t) / N, and in −t / N after a logarithm of the softmax, only the entry of
/// the label is negative. So the dashboard knows which classes a batch holds without seeing the data.
/// </summary>
internal sealed class LabelReader
{
    private Tensor? _logits;
    private long[] _counts = [];

    /// <summary>How many classes each step's batch held.</summary>
    public List<int> Present { get; } = [];

    /// <summary>The share of each step's rows whose largest logit is at the label.</summary>
    public List<double> Accuracy { get; } = [];

    /// <summary>Rows of the last batch.</summary>
    public int Rows { get; private set; }

    /// <summary>How often each class was met.</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>How many classes a batch of that size would hold if its rows were drawn at random from all that were met.</summary>
    public double Expected => _counts.Sum() is var all and > 0 ? _counts.Sum(c => 1 - Math.Pow(1 - (double)c / all, Rows)) : double.NaN;

    public void Visiting(Node node)
    {
        if (node.Name is "CrossEntropy" or "NllLoss")
            _logits = node.Inputs[0];
        else if (_logits is not null && ReferenceEquals(_logits.Node, node))
        {
            Read(_logits);
            _logits = null;
        }
    }

    private void Read(Tensor logits)
    {
        int k = logits.Dim(-1);
        if (_counts.Length != k)
            _counts = new long[k];
        var (seen, right, rows) = (new bool[k], 0, 0);
        for (int start = 0; start < logits.Length; start += k)
        {
            int label = TensorPrimitives.IndexOfMin<float>(logits.Grad.Slice(start, k));
            if (label < 0 || !(logits.Grad[start + label] < 0))
                continue;   // a row that does not count, or one that is certain already
            _counts[label]++;
            rows++;
            seen[label] = true;
            right += TensorPrimitives.IndexOfMax<float>(logits.Data.Slice(start, k)) == label ? 1 : 0;
        }
        if (rows == 0)
            return;
        Rows = rows;
        Present.Add(seen.Count(s => s));
        Accuracy.Add((double)right / rows);
    }
}
