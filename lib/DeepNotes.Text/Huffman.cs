namespace DeepNotes.Text;

/// <summary>A binary tree with a word at each leaf, frequent words near the root: a word's probability is a product of yes-or-no decisions along its path.</summary>
/// <remarks>Huffman (1952); as the output of a language model Morin and Bengio (2005), in word vectors Mikolov et al. (2013).</remarks>
public sealed class Huffman
{
    private readonly int[][] _nodes;
    private readonly byte[][] _codes;

    /// <summary>The tree of given counts.</summary>
    /// <param name="counts">How often each word occurs, at least two words.</param>
    /// <exception cref="ArgumentException">There are fewer than two words.</exception>
    public Huffman(IReadOnlyList<long> counts)
    {
        int words = counts.Count;
        if (words < 2)
            throw new ArgumentException($"Huffman: {words} word; a tree has at least two leaves.", nameof(counts));
        var parents = new int[2 * words - 1];
        var bits = new byte[2 * words - 1];
        var queue = new PriorityQueue<int, (long, int)>();   // equals in the order of their numbers, so that the tree is always the same
        for (int w = 0; w < words; w++)
            queue.Enqueue(w, (counts[w], w));
        for (int node = words; node < 2 * words - 1; node++)
        {
            queue.TryDequeue(out int a, out var countA);
            queue.TryDequeue(out int b, out var countB);
            (parents[a], parents[b], bits[b]) = (node, node, 1);
            queue.Enqueue(node, (countA.Item1 + countB.Item1, node));
        }
        (_nodes, _codes) = (new int[words][], new byte[words][]);
        for (int w = 0; w < words; w++)
            (_nodes[w], _codes[w]) = PathOf(w, words, parents, bits);
    }

    /// <summary>The inner nodes from the root to a word, 0 … V − 2.</summary>
    /// <param name="word">Id.</param>
    public ReadOnlySpan<int> Path(int word) => _nodes[word];

    /// <summary>At each node of the path: 0 for the branch of the rarer, 1 for that of the more frequent words.</summary>
    /// <param name="word">Id.</param>
    public ReadOnlySpan<byte> Code(int word) => _codes[word];

    /// <summary>The longest code.</summary>
    public int Depth => _codes.Max(c => c.Length);

    private static (int[] Nodes, byte[] Code) PathOf(int word, int words, int[] parents, byte[] bits)
    {
        var (nodes, code) = (new List<int>(), new List<byte>());
        for (int at = word; at != 2 * words - 2; at = parents[at])
        {
            nodes.Add(parents[at] - words);
            code.Add(bits[at]);
        }
        nodes.Reverse();
        code.Reverse();
        return ([.. nodes], [.. code]);
    }
}
