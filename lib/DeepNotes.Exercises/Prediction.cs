using System.Globalization;

namespace DeepNotes.Exercises;

/// <summary>A guess made before the experiment, and, once known, its outcome.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Question">What is guessed.</param>
/// <param name="Guess">The guess; null while undecided.</param>
/// <param name="Measured">The outcome; null before the experiment.</param>
[TypeFormatterSource(typeof(CardFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record Prediction(string Id, string Question, object? Guess, object? Measured) : IShown
{
    /// <inheritdoc/>
    public override string ToString() => $"? {Question}\n  your guess: {GuessText}{(Measured is null ? "" : $"\n  measured: {Show(Measured)}\n  {Assessment}")}";

    /// <inheritdoc/>
    public string ToHtml() => Html.Card(Tone.Neutral, "?", Question, Html.Rows(
        Html.Row("your guess", Html.Text(GuessText))
        + (Measured is null ? "" : Html.Row("measured", Html.Text(Show(Measured))) + Html.Row("", Html.Text(Assessment)))), "Prediction");

    /// <summary>How good the guess was, in words.</summary>
    public string Assessment => (Number(Guess), Number(Measured)) switch
    {
        _ when Measured is null => "",
        _ when Guess is null => "No guess was made. A guess before the run is what makes the result stick.",
        (null, null) => Equals(Show(Guess), Show(Measured)) ? "As you said." : "Not what you expected: say why before you read on.",
        ({ } g, { } m) => Compare(g, m),
        _ => "Guess and outcome are not of the same kind.",
    };

    private string GuessText => Guess is null ? "none yet — replace null by your guess and run the cell again" : Show(Guess);

    private static string Compare(double guess, double measured)
    {
        double error = Math.Abs(guess - measured);
        if (error <= 0.1 * Math.Abs(measured))
            return "Within 10 %: you have the right picture.";
        if (guess * measured <= 0)
            return "Of the wrong sign, or zero where it is not: say why before you read on.";
        double factor = Math.Max(guess / measured, measured / guess);
        return factor <= 2 ? "Within a factor of 2." : string.Create(CultureInfo.InvariantCulture, $"Off by a factor of {factor:G3}: say why before you read on.");
    }

    private static double? Number(object? value) =>
        value is double or float or int or long or decimal ? Convert.ToDouble(value, CultureInfo.InvariantCulture) : null;

    private static string Show(object? value) => value as string ?? Plain.Text(value);
}
