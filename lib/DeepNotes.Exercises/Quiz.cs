using System.Text;

namespace DeepNotes.Exercises;

/// <summary>One multiple-choice question.</summary>
/// <param name="Text">The question.</param>
/// <param name="Answer">The letter of the right option.</param>
/// <param name="Options">Four options, each with what is to be said when it is chosen.</param>
public sealed record Question(string Text, char Answer, IReadOnlyList<(string Text, string Explanation)> Options);

/// <summary>A notebook's questions with the answers given.</summary>
public sealed class QuizResult : Card
{
    private readonly string _notebook;
    private readonly IReadOnlyList<Question> _questions;
    private readonly string _answers;

    internal QuizResult(string notebook, IReadOnlyList<Question> questions, string answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        answers = answers.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        if (answers.Length != questions.Count || answers.Any(c => !"ABCD?".Contains(c, StringComparison.Ordinal)))
            throw new ArgumentException($"Quiz: the answers are '{answers}'; write one letter A to D for each of the {questions.Count} questions, ? for those left open.", nameof(answers));
        (_notebook, _questions, _answers) = (notebook, questions, answers);
    }

    /// <summary>How many are right.</summary>
    public int Right => _questions.Where((q, i) => q.Answer == _answers[i]).Count();

    /// <summary>How many are open.</summary>
    public int Open => _answers.Count(c => c == '?');

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder(Headline);
        for (int i = 0; i < _questions.Count; i++)
        {
            text.Append($"\n{i + 1}. {_questions[i].Text}");
            for (int o = 0; o < 4; o++)
                text.Append($"\n   {(char)('A' + o)}  {_questions[i].Options[o].Text}");
            if (Remark(i) is { } remark)
                text.Append($"\n   {remark}");
        }
        return text.ToString();
    }

    /// <inheritdoc/>
    public override string ToHtml()
    {
        var cards = new StringBuilder($"<p style=\"font-weight:600;margin:.4em 0\">{Html.Text(Headline)}</p>");
        for (int i = 0; i < _questions.Count; i++)
        {
            char given = _answers[i];
            var tone = given == '?' ? Tone.Neutral : given == _questions[i].Answer ? Tone.Good : Tone.Bad;
            string mark = tone switch { Tone.Good => "✓", Tone.Bad => "✗", _ => "○" };
            string options = string.Concat(_questions[i].Options.Select((o, n) =>
                $"<li style=\"margin:.15em 0{(given == 'A' + n ? ";font-weight:600" : "")}\">{Html.Text(o.Text)}</li>"));
            string remark = Remark(i) is { } r ? $"<p style=\"margin:.4em 0 0\">{Html.Text(r)}</p>" : "";
            cards.Append(Html.Card(tone, mark, $"{i + 1}. {_questions[i].Text}",
                $"<ol type=\"A\" style=\"margin:.4em 0 0;padding-left:1.8em\">{options}</ol>{remark}", $"Question {i + 1}"));
        }
        return cards.ToString();
    }

    private string Headline => Open == _questions.Count
        ? $"Quiz {_notebook}: {_questions.Count} questions. Write your letters into the call and run the cell again."
        : $"Quiz {_notebook}: {Right} of {_questions.Count} right{(Open > 0 ? $", {Open} open" : "")}.";

    private string? Remark(int i)
    {
        char given = _answers[i];
        if (given == '?')
            return null;
        string why = _questions[i].Options[given - 'A'].Explanation;
        return given == _questions[i].Answer ? $"✓ {given} is right. {why}" : $"✗ Not {given}. {why}";
    }
}
