using System.Globalization;
using System.Text;

namespace DeepNotes.Exercises;

/// <summary>The three outcomes of a check.</summary>
public enum Status
{
    /// <summary>Not answered yet.</summary>
    Todo,

    /// <summary>Right on every case.</summary>
    Pass,

    /// <summary>Wrong on at least one case.</summary>
    Fail,
}

/// <summary>What a check says: outcome, the smallest failing case, the likely cause, the next hint.</summary>
public sealed class Verdict : Card
{
    internal Verdict(Exercise exercise, Status status) => (Exercise, Status) = (exercise, status);

    /// <summary>The exercise.</summary>
    public Exercise Exercise { get; }

    /// <summary>The outcome.</summary>
    public Status Status { get; }

    /// <summary>How many cases there were.</summary>
    public int CaseCount { get; init; }

    /// <summary>How many cases were wrong.</summary>
    public int Failed { get; init; }

    /// <summary>What is wrong, in a sentence.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The arguments of the smallest failing case: name and value.</summary>
    public IReadOnlyList<(string Name, string Value)> Input { get; init; } = [];

    /// <summary>What the answer gave there.</summary>
    public string? Got { get; init; }

    /// <summary>What was expected there.</summary>
    public string? Expected { get; init; }

    /// <summary>Where the two differ first, such as <c>[1, 2]</c>.</summary>
    public string? FirstWrong { get; init; }

    /// <summary>The likely cause.</summary>
    public string? Diagnosis { get; init; }

    /// <summary>The hint that is due.</summary>
    public string? Hint { get; init; }

    /// <summary>A remark that does not change the outcome.</summary>
    public string? Note { get; init; }

    /// <summary>The points earned.</summary>
    public int Points => Status == Status.Pass ? Exercise.Points : 0;

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder(Headline);
        foreach (var (label, value, block) in Lines())
        {
            text.Append('\n').Append("  ").Append(label).Append(": ");
            text.Append(block && value.Contains('\n', StringComparison.Ordinal)
                ? "\n      " + value.Replace("\n", "\n      ", StringComparison.Ordinal) : value);
        }
        return text.ToString();
    }

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var (tone, mark) = Status switch
        {
            Status.Pass => (Tone.Good, "✓"),
            Status.Fail => (Tone.Bad, "✗"),
            _ => (Tone.Neutral, "○"),
        };
        var body = new StringBuilder();
        foreach (var (label, value, block) in Lines())
            body.Append(block ? Html.Row(label, Html.Code(value)) : Html.Row(label, Html.Text(value)));
        return Html.Card(tone, mark, Headline[2..], body.Length == 0 ? "" : Html.Rows(body.ToString()), $"Check of exercise {Exercise.Id}");
    }

    private string Headline => Status switch
    {
        Status.Pass => $"✓ pass · {Exercise.Id} · {Exercise.Title} · {Count(Exercise.Points, "point")} · {(CaseCount == 1 ? "right" : $"right on all {CaseCount} cases")}",
        Status.Fail when CaseCount > 1 => $"✗ fail · {Exercise.Id} · {Exercise.Title} · wrong on {Failed} of {CaseCount} cases",
        Status.Fail => $"✗ fail · {Exercise.Id} · {Exercise.Title}",
        _ => $"○ todo · {Exercise.Id} · {Exercise.Title} · {Count(Exercise.Points, "point")}",
    };

    private IEnumerable<(string Label, string Value, bool Block)> Lines()
    {
        if (Status == Status.Todo)
            yield return ("to do", $"replace the NotImplementedException in {Exercise.SignatureText}, run the cell, then run this check again.", false);
        if (Diagnosis is not null)
            yield return ("likely cause", Diagnosis, false);
        if (Reason.Length > 0)
            yield return ("what happened", Reason, false);
        foreach (var (name, value) in Input)
            yield return ($"input {name}", value, true);
        if (Got is not null)
            yield return ("got", Got, true);
        if (Expected is not null)
            yield return ("expected", Expected, true);
        if (FirstWrong is { Length: > 0 })
            yield return ("first wrong", FirstWrong, true);
        if (Hint is not null)
            yield return ("hint", Hint, false);
        if (Note is not null)
            yield return ("note", Note, false);
    }

    private static string Count(int n, string what) => string.Create(CultureInfo.InvariantCulture, $"{n} {what}{(n == 1 ? "" : "s")}");
}
