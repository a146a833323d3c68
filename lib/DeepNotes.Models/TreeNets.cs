namespace DeepNotes.Models;

/// <summary>A net that works its way up a tree: the state of a node comes from its label and the states of its branches.</summary>
/// <remarks>Nodes of equal height, of all trees of a batch, are computed together: the tape grows with the height, not with the nodes.</remarks>
public abstract class TreeNet : Module
{
    private readonly Dictionary<string, int> _labels = [];
    private readonly Embedding _embedding;
    private readonly int _state;

    private protected TreeNet(IReadOnlyList<string> labels, int embedding, int state, Rng rng)
    {
        foreach (string label in labels)
            _labels.Add(label, _labels.Count);
        _embedding = Child("embedding", new Embedding(labels.Count, embedding, rng));
        _state = state;
    }

    /// <summary>The state of every tree's root.</summary>
    /// <param name="trees">At least one.</param>
    /// <returns>(N, H).</returns>
    /// <exception cref="ShapeException">There are no trees.</exception>
    /// <exception cref="KeyNotFoundException">A label is unknown.</exception>
    public Tensor Forward(IReadOnlyList<Tree> trees)
    {
        if (trees.Count == 0)
            throw new ShapeException($"{GetType().Name}: there are no trees; at least one must be given.");
        var levels = new SortedDictionary<int, List<Tree>>();
        foreach (var tree in trees)
            Sort(tree, levels);
        var row = new Dictionary<Tree, int>(ReferenceEqualityComparer.Instance);
        var states = Tensor.Zeros(1, _state);   // row 0: the branch that is not there
        foreach (var level in levels.Values)
        {
            var x = _embedding.Forward([.. level.Select(t => IdOf(t.Label))]);
            var left = F.IndexSelect(states, [.. level.Select(t => t.Left is null ? 0 : row[t.Left])]);
            var right = F.IndexSelect(states, [.. level.Select(t => t.Right is null ? 0 : row[t.Right])]);
            for (int i = 0; i < level.Count; i++)
                row[level[i]] = states.Dim(0) + i;
            states = F.Concat(0, states, Combine(x, left, right));
        }
        return Output(F.IndexSelect(states, [.. trees.Select(t => row[t])]));
    }

    private protected abstract Tensor Combine(Tensor x, Tensor left, Tensor right);

    private protected virtual Tensor Output(Tensor roots) => roots;

    private int IdOf(string label) => _labels.TryGetValue(label, out int id) ? id
        : throw new KeyNotFoundException($"{GetType().Name}: the label '{label}' is unknown; known are {string.Join(", ", _labels.Keys)}.");

    private static void Sort(Tree tree, SortedDictionary<int, List<Tree>> levels)
    {
        var open = new Stack<Tree>([tree]);
        while (open.TryPop(out var node))
        {
            if (!levels.TryGetValue(node.Height, out var level))
                levels[node.Height] = level = [];
            level.Add(node);
            foreach (var branch in new[] { node.Left, node.Right })
            {
                if (branch is not null)
                    open.Push(branch);
            }
        }
    }
}

/// <summary>Recursive neural network: h = tanh(W [x; h_left; h_right] + b).</summary>
/// <remarks>Goller and Küchler (1996); Socher et al. (2011), "Parsing natural scenes and natural language with recursive neural networks", with the label x of a node as in Socher et al. (2013).</remarks>
public sealed class RecursiveNet : TreeNet
{
    private readonly Linear _combine;

    /// <summary>A net with random weights.</summary>
    /// <param name="labels">Every label a node can have.</param>
    /// <param name="embedding">Length of a label's vector.</param>
    /// <param name="hidden">H.</param>
    /// <param name="rng">Where the weights come from.</param>
    public RecursiveNet(IReadOnlyList<string> labels, int embedding, int hidden, Rng rng) : base(labels, embedding, hidden, rng) =>
        _combine = Child("combine", new Linear(embedding + 2 * hidden, hidden, rng));

    private protected override Tensor Combine(Tensor x, Tensor left, Tensor right) => F.Tanh(_combine.Forward(F.Concat(1, x, left, right)));
}

/// <summary>Tree-LSTM: i, f_left, f_right, o = σ(…), u = tanh(…) of x and both h; c = i ⊙ u + f_left ⊙ c_left + f_right ⊙ c_right; h = o ⊙ tanh c.</summary>
/// <remarks>Tai, Socher and Manning (2015), "Improved semantic representations from tree-structured long short-term memory networks", eq. 9–14 for N = 2; each branch's gate has a bias of its own, which starts at 1.</remarks>
public sealed class TreeLSTM : TreeNet
{
    private readonly Linear _gates;
    private readonly int _hidden;

    /// <summary>A net with random weights.</summary>
    /// <param name="labels">Every label a node can have.</param>
    /// <param name="embedding">Length of a label's vector.</param>
    /// <param name="hidden">H.</param>
    /// <param name="rng">Where the weights come from.</param>
    public TreeLSTM(IReadOnlyList<string> labels, int embedding, int hidden, Rng rng) : base(labels, embedding, 2 * hidden, rng)
    {
        _hidden = hidden;
        _gates = Child("gates", new Linear(embedding + 2 * hidden, 5 * hidden, rng));   // rows: i, f_left, f_right, o, u
        _gates.Bias!.Data.Slice(hidden, 2 * hidden).Fill(1);
    }

    private protected override Tensor Combine(Tensor x, Tensor left, Tensor right)
    {
        var gates = _gates.Forward(F.Concat(1, x, Part(left, 0), Part(right, 0)));
        var open = F.Sigmoid(F.Slice(gates, 0, 4 * _hidden, axis: 1));
        var c = Part(open, 0) * F.Tanh(Part(gates, 4)) + Part(open, 1) * Part(left, 1) + Part(open, 2) * Part(right, 1);
        return F.Concat(1, Part(open, 3) * F.Tanh(c), c);
    }

    private protected override Tensor Output(Tensor roots) => Part(roots, 0);

    private Tensor Part(Tensor x, int i) => F.Slice(x, i * _hidden, _hidden, axis: 1);
}
