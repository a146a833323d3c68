namespace DeepNotes.Exercises;

/// <summary>A statement of the course with the number behind it.</summary>
/// <param name="Text">The statement.</param>
/// <param name="Holds">Whether it holds in this run.</param>
/// <param name="Measured">The number measured.</param>
/// <param name="Expected">The number expected.</param>
/// <param name="Tolerance">The greatest difference allowed.</param>
/// <param name="Words">What was measured, in words, where it is not one number.</param>
/// <param name="Source">Who says so.</param>
[TypeFormatterSource(typeof(CardFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record Claim(string Text, bool Holds, double? Measured, double? Expected, double? Tolerance, string Words, string Source) : IShown
{
    /// <inheritdoc/>
    public override string ToString() => $"{(Holds ? "✓ holds" : "✗ does not hold")}: {Text} — {Evidence}";

    /// <inheritdoc/>
    public string ToHtml() => Html.Card(Holds ? Tone.Good : Tone.Bad, Holds ? "✓" : "✗", Text,
        $"<p style=\"margin:.2em 0 0\">{Html.Text(Evidence)}</p>", Holds ? "Claim that holds" : "Claim that does not hold");

    internal string Evidence => (Measured is { } m
        ? $"measured {Number(m)}, expected {Number(Expected)}{(Tolerance == 0 ? " exactly" : $" ± {Plain.Text(Tolerance)}")}" : Words) + (Source.Length > 0 ? $" ({Source})" : "");

    // Counts are written out: 25,557,032 and not 2.5557E+07.
    private static string Number(double? of) => of is { } value && value == Math.Round(value) && Math.Abs(value) is >= 1e4 and < 1e15
        ? value.ToString("N0", System.Globalization.CultureInfo.InvariantCulture) : Plain.Text(of);

    internal static Claim Stated(Claim claim) => claim.Holds ? claim : throw new ClaimException($"Claim does not hold: {claim.Text} — {claim.Evidence}");
}

/// <summary>Claims under one another.</summary>
/// <param name="claims">The claims.</param>
public sealed class ClaimList(IReadOnlyList<Claim> claims) : Card
{
    /// <summary>The claims.</summary>
    public IReadOnlyList<Claim> Items { get; } = claims;

    /// <inheritdoc/>
    public override string ToString() => string.Join("\n", Items);

    /// <inheritdoc/>
    public override string ToHtml() => string.Concat(Items.Select(c => c.ToHtml()));
}

/// <summary>A claim of the course does not hold in this run.</summary>
public sealed class ClaimException : Exception
{
    /// <summary>With the claim and its evidence.</summary>
    /// <param name="message">The claim, what was measured, what was expected.</param>
    public ClaimException(string message) : base(message) { }

    /// <summary>Without a message.</summary>
    public ClaimException() { }

    /// <summary>With a cause.</summary>
    /// <param name="message">The claim.</param>
    /// <param name="inner">The cause.</param>
    public ClaimException(string message, Exception inner) : base(message, inner) { }
}
