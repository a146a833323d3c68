namespace DeepNotes;

/// <summary>A labelled tree with at most two branches: a formula, a parsed sentence.</summary>
/// <param name="Label">The token at this node.</param>
/// <param name="Left">The first branch, or null.</param>
/// <param name="Right">The second branch, or null.</param>
public sealed record Tree(string Label, Tree? Left = null, Tree? Right = null)
{
    /// <summary>0 for a leaf, else one more than the higher branch.</summary>
    public int Height { get; } = 1 + Math.Max(Left?.Height ?? -1, Right?.Height ?? -1);

    /// <summary>The number of nodes.</summary>
    public int Size { get; } = 1 + (Left?.Size ?? 0) + (Right?.Size ?? 0);

    /// <summary>As a text: label and branches in brackets, <c>( and 1 ( not 0 ) )</c>.</summary>
    public override string ToString() => Left is null && Right is null ? Label : $"( {string.Join(' ', new[] { Label, Left?.ToString(), Right?.ToString() }.Where(s => s is not null))} )";
}
