namespace DeepNotes.Data;

/// <summary>Formulas of logic as trees: leaves 0 and 1, nodes and, or, xor, not.</summary>
/// <remarks>In the spirit of Bowman, Potts and Manning (2015), "Recursive neural networks can learn logical semantics".</remarks>
public static class LogicTrees
{
    /// <summary>Every label a tree can have.</summary>
    public static IReadOnlyList<string> Labels { get; } = ["0", "1", "and", "or", "xor", "not"];

    /// <summary>A random formula of a certain height; about half of all are true.</summary>
    /// <param name="rng">Randomness.</param>
    /// <param name="height">0 for a single leaf.</param>
    public static Tree Make(Rng rng, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(height);
        if (height == 0)
            return new Tree(Labels[rng.Next(2)]);
        string label = Labels[2 + rng.Next(4)];
        Tree high = Make(rng, height - 1);
        if (label == "not")
            return new Tree(label, high);
        Tree other = Make(rng, rng.Next(height));
        return rng.Next(2) == 0 ? new Tree(label, high, other) : new Tree(label, other, high);
    }

    /// <summary>Whether a formula is true.</summary>
    /// <param name="tree">With labels of <see cref="Labels"/>.</param>
    /// <exception cref="ArgumentException">A node has another label or the wrong number of branches.</exception>
    public static bool Holds(Tree tree) => (tree.Label, tree.Left, tree.Right) switch
    {
        ("0", null, null) => false,
        ("1", null, null) => true,
        ("not", { } a, null) => !Holds(a),
        ("and", { } a, { } b) => Holds(a) & Holds(b),
        ("or", { } a, { } b) => Holds(a) | Holds(b),
        ("xor", { } a, { } b) => Holds(a) ^ Holds(b),
        _ => throw new ArgumentException($"Holds: {tree}; a leaf is 0 or 1, not has one branch, and, or and xor have two.", nameof(tree)),
    };

    /// <summary>The formula as a flat sequence of words with brackets, for a net that reads from left to right.</summary>
    /// <param name="tree">Any tree.</param>
    public static string[] Words(Tree tree) => tree.ToString().Split(' ');
}
