using System.Globalization;

namespace DeepNotes.Insight;

/// <summary>The vital signs as lines of text, each with what is usual: for the figure, the table and the terminal.</summary>
internal static class Readings
{
    public static IEnumerable<(string Name, string Text, string Usual)> Of(Vitals v)
    {
        yield return ("loss, first → last", $"{Number(v.FirstLoss)} → {Number(v.LastLoss)}", double.IsNaN(v.Guess) ? "falls" : $"starts near {Number(v.Guess)}, falls");
        if (!double.IsNaN(v.Accuracy))
            yield return ("training accuracy", Share(v.Accuracy), "rises");
        if (!double.IsNaN(v.InputMean))
            yield return ("input, mean ± std", $"{Number(v.InputMean)} ± {Number(v.InputStd)}", "about 0 ± 1");
        if (!double.IsNaN(v.ClassesPerBatch))
            yield return ("classes per batch", $"{Number(v.ClassesPerBatch)} ({Number(v.ExpectedClasses)} expected)", "as expected");
        if (!double.IsNaN(v.RowSum))
            yield return ("loss input, row sum", Number(v.RowSum), "1 for log-probabilities only");
        yield return ("old gradient left", Share(v.LeftOver), "0 %");
        yield return ("two batches agree", Number(v.Agreement), "above 0.1 at first");
        yield return ("update / weight", $"{Number(v.UpdateRatio)}, at most {Number(v.LargestUpdate)}", "about 0.001");
        yield return ("dead units, worst layer", Share(v.Dead), "below 50 %");
        yield return ("saturated, worst layer", Share(v.Saturated), "below 50 %");
        if (!double.IsNaN(v.UnitSpread))
            yield return ("spread of units, least", Number(v.UnitSpread), "about 1");
        yield return ("gradient first / last layer", Number(v.FirstOverLast), "0.01 … 100");
        if (!double.IsNaN(v.EarlyOverLate))
            yield return ("gradient early / late step", Number(v.EarlyOverLate), "0.001 … 100");
        if (!double.IsNaN(v.Drift))
            yield return ("batch-norm drift", Number(v.Drift), "below 0.5 after 50 steps");
    }

    public static string Number(double v) => double.IsNaN(v) ? "–" : double.IsInfinity(v) ? "∞"
        : v == 0 ? "0"
        : Math.Abs(v) is >= 100 and < 100_000 ? v.ToString("0", CultureInfo.InvariantCulture)
        : Math.Abs(v) is >= 0.01 and < 100 ? v.ToString(Math.Abs(v) < 1 ? "0.###" : "0.##", CultureInfo.InvariantCulture)
        : v.ToString("0.0e+0", CultureInfo.InvariantCulture);

    public static string Share(double v) => double.IsNaN(v) ? "–" : (100 * v).ToString(v is > 0 and < 0.001 ? "0.000" : "0", CultureInfo.InvariantCulture) + " %";
}
