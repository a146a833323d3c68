namespace DeepNotes.Exercises;

/// <summary>A notebook's exercises and how they stand.</summary>
/// <param name="notebook">The notebook's number.</param>
/// <param name="items">Exercises and their latest verdicts.</param>
public sealed class ScoreCard(string notebook, IReadOnlyList<(Exercise Exercise, Verdict? Verdict)> items) : Card
{
    /// <summary>Points earned.</summary>
    public int Points => items.Sum(i => i.Verdict?.Points ?? 0);

    /// <summary>Points in all.</summary>
    public int Possible => items.Sum(i => i.Exercise.Points);

    /// <inheritdoc/>
    public override string ToString() => string.Join("\n", items.Select(i => $"{Word(i.Verdict)}  {i.Exercise.Id}  {i.Exercise.Title}").Prepend(Caption));

    /// <inheritdoc/>
    public override string ToHtml() => Html.Table(Caption, ["state", "exercise", "title", "points"],
        items.Select(i => (IReadOnlyList<string>)[Word(i.Verdict), Html.Text(i.Exercise.Id), Html.Text(i.Exercise.Title), $"{i.Verdict?.Points ?? 0} / {i.Exercise.Points}"]));

    private string Caption => $"Notebook {notebook}: {Points} of {Possible} points";

    private static string Word(Verdict? v) => v?.Status switch { Status.Pass => "✓ pass", Status.Fail => "✗ fail", _ => "○ todo" };
}
