using System.Runtime.InteropServices;

namespace DeepNotes.Text;

/// <summary>How often each string of 1 … n tokens occurs, as a tree: a node is a string, its children are the strings one token longer.</summary>
/// <remarks>
/// Memory grows with the number of different strings, not with Vⁿ. A step of the text adds one node per length at most: the n
/// strings that end at a token extend the n that ended at the token before it.
/// </remarks>
public sealed class NGramCounts
{
    private readonly Dictionary<ulong, int> _children = [];
    private readonly List<Node> _nodes = [new(-1, -1, 0)];

    /// <summary>Empty counts.</summary>
    /// <param name="order">n, the longest string, 1 … 32.</param>
    /// <param name="tokens">V, the size of the vocabulary.</param>
    public NGramCounts(int order, int tokens)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, 32);
        ArgumentOutOfRangeException.ThrowIfLessThan(tokens, 1);
        (Order, Tokens) = (order, tokens);
    }

    /// <summary>n, the longest string that is counted.</summary>
    public int Order { get; }

    /// <summary>V, the size of the vocabulary.</summary>
    public int Tokens { get; }

    /// <summary>How many tokens were counted.</summary>
    public long Total => _nodes[0].Total;

    /// <summary>Counts a text; nothing is counted across its ends.</summary>
    /// <param name="text">Token ids.</param>
    /// <exception cref="ShapeException">An id is out of range.</exception>
    public void Add(ReadOnlySpan<int> text)
    {
        Span<int> ends = stackalloc int[Order + 1];   // ends[k] = the node of the last k tokens
        for (int t = 0; t < text.Length; t++)
        {
            int token = Checked(text[t]), longest = Math.Min(t + 1, Order);
            for (int k = longest; k >= 1; k--)
                ends[k] = Step(ends[k - 1], token);
            for (int k = 1; k <= longest; k++)
            {
                ref var node = ref At(ends[k]);
                if (node.Suffix < 0)
                    Link(ends[k], ends[k - 1]);
            }
        }
    }

    /// <summary>How often a string of at most n tokens occurs; all tokens for the empty one.</summary>
    /// <param name="text">Token ids.</param>
    public long Count(ReadOnlySpan<int> text)
    {
        if (text.Length > Order)
            throw new ShapeException($"NGramCounts: a string of {text.Length} tokens; strings up to {Order} are counted.");
        int node = Find(text);
        return node < 0 ? 0 : node == 0 ? Total : _nodes[node].Count;
    }

    /// <summary>How many different strings of a length occur.</summary>
    /// <param name="length">1 … n.</param>
    public int Distinct(int length)
    {
        int count = 0;
        foreach (ref readonly var node in CollectionsMarshal.AsSpan(_nodes))
            count += node.Length == length ? 1 : 0;
        return count;
    }

    /// <summary>The share of a text's strings of some length that were never counted.</summary>
    /// <param name="text">Token ids.</param>
    /// <param name="length">1 … n.</param>
    /// <exception cref="ShapeException">The text is shorter than one string.</exception>
    public double UnseenRate(ReadOnlySpan<int> text, int length)
    {
        if (text.Length < length)
            throw new ShapeException($"NGramCounts: a text of {text.Length} tokens has no string of {length}.");
        int unseen = 0, all = text.Length - length + 1;
        for (int t = 0; t < all; t++)
            unseen += Count(text.Slice(t, length)) == 0 ? 1 : 0;
        return (double)unseen / all;
    }

    /// <summary>What a context was followed by; null when it was never followed by anything.</summary>
    internal Node? Context(ReadOnlySpan<int> context) => Find(context) is >= 0 and int node && _nodes[node].Total > 0 ? _nodes[node] : null;

    /// <summary>The node of a string, or null.</summary>
    internal Node? String(ReadOnlySpan<int> text) => Find(text) is >= 0 and int node ? _nodes[node] : null;

    internal IReadOnlyList<Node> Nodes => _nodes;

    internal int Checked(int token) => (uint)token < (uint)Tokens ? token
        : throw new ShapeException($"NGramCounts: token {token}; ids lie in 0 … {Tokens - 1}.");

    private int Find(ReadOnlySpan<int> text)
    {
        int node = 0;
        foreach (int token in text)
        {
            if (!_children.TryGetValue(Key(node, token), out node))
                return -1;
        }
        return node;
    }

    private int Step(int parent, int token)
    {
        ref int child = ref CollectionsMarshal.GetValueRefOrAddDefault(_children, Key(parent, token), out bool known);
        if (!known)
        {
            child = _nodes.Count;
            _nodes.Add(new Node(parent, -1, _nodes[parent].Length + 1));
            At(parent).Types++;
        }
        At(child).Count++;
        At(parent).Total++;
        return child;
    }

    // A new string a·s tells its suffix s that one more token can stand before it: the counts of Kneser and Ney.
    private void Link(int node, int suffix)
    {
        At(node).Suffix = suffix;
        if (suffix == 0)
            return;
        ref var s = ref At(suffix);
        if (s.Lefts++ == 0)
            At(s.Parent).LeftTypes++;
        At(s.Parent).LeftTotal++;
    }

    private ref Node At(int node) => ref CollectionsMarshal.AsSpan(_nodes)[node];

    private static ulong Key(int parent, int token) => ((ulong)(uint)parent << 32) | (uint)token;

    /// <summary>A string: its count, and what its followers' counts sum to.</summary>
    internal struct Node(int parent, int suffix, int length)
    {
        public readonly int Parent = parent, Length = length;
        public int Suffix = suffix;

        /// <summary>Occurrences, and how many different tokens come before it.</summary>
        public int Count, Lefts;

        /// <summary>As a context: tokens that followed, and how many different ones.</summary>
        public int Total, Types;

        /// <summary>The same over strings counted by <see cref="Lefts"/>.</summary>
        public int LeftTotal, LeftTypes;
    }
}
