using System.Globalization;
using System.Runtime.CompilerServices;

namespace DeepNotes.Exercises;

/// <summary>What a wrong answer has in common with the right one, where no known wrong answer fits: a factor, an offset, another order.</summary>
internal static class Pattern
{
    private const double Close = 1e-6;

    public static string? Find(Exercise exercise, IReadOnlyList<Case> cases, IReadOnlyList<Attempt> attempts, IReadOnlyList<int> failing, int smallest)
    {
        if (attempts[smallest].Error is { } error)
            return Cause(error);
        if (exercise.Measure is not null || attempts[smallest].TimedOut)
            return null;
        var pairs = failing.Where(i => attempts[i].Value is not null)
            .Select(i => (Expected: Judge.Expected(exercise, cases[i])!, Got: attempts[i].Value!)).ToArray();
        return NotANumber(attempts[smallest].Value) ?? Swapped(pairs, exercise.Results)
            ?? Numeric([.. pairs.Select(p => (Numbers(p.Expected), Numbers(p.Got)))]);
    }

    private static string? Cause(Exception error) => error switch
    {
        IndexOutOfRangeException => "An index runs past an end: the last index is the length − 1, so a loop goes on while i < Length. "
            + "Of a matrix, GetLength(0) counts the rows and GetLength(1) the columns.",
        NullReferenceException => "Something is used before it was made: a new array of arrays holds null in every place.",
        NotImplementedException => "One branch is still unwritten: it throws NotImplementedException.",
        DivideByZeroException => "A whole number is divided by the whole number 0; with double on one side the division would be one of real numbers.",
        _ => null,
    };

    private static string? NotANumber(object? value) => Numbers(value).Any(double.IsNaN)
        ? "NaN comes from ∞/∞, ∞ − ∞, 0/0 or the logarithm of a negative number: write out the values just before it." : null;

    private static string? Swapped((object Expected, object Got)[] pairs, IReadOnlyList<string> names)
    {
        for (int i = 0; i < names.Count; i++)
        {
            for (int j = i + 1; j < names.Count; j++)
            {
                if (pairs.All(p => p is { Expected: ITuple e, Got: ITuple g } && Difference.Same(e[i], g[j], Close) && Difference.Same(e[j], g[i], Close)))
                    return $"{names[i]} and {names[j]} have changed places.";
            }
        }
        return null;
    }

    private static string? Numeric((double[] Expected, double[] Got)[] pairs)
    {
        if (pairs.Length == 0 || pairs.Any(p => p.Expected.Length != p.Got.Length))
            return null;
        var numbers = pairs.SelectMany(p => p.Expected.Zip(p.Got)).Where(n => double.IsFinite(n.First) && double.IsFinite(n.Second)).ToArray();
        if (numbers.Length < 2)
            return null;   // a single number fits any pattern
        var scaled = numbers.Where(n => n.First != 0).ToArray();
        if (numbers.All(n => n.First != 0 || n.Second == 0) && Constant(scaled.Select(n => n.Second / n.First)) is { } factor)
            return factor == 0 ? "Every number is 0." : Math.Abs(factor + 1) < Close ? "Every number has the wrong sign."
                : $"Every number is {Text(factor)} times what is expected: a factor is missing, or there is one too many.";
        if (Constant(numbers.Select(n => n.Second - n.First)) is { } offset)
            return $"Every number is too {(offset > 0 ? "large" : "small")} by {Text(Math.Abs(offset))}.";
        return pairs.All(p => p.Expected.Order().Zip(p.Got.Order()).All(n => Math.Abs(n.First - n.Second) <= Close * Math.Abs(n.First)))
            ? "These are the right numbers in another order." : null;
    }

    private static double? Constant(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return all.Length >= 2 && all.Max() - all.Min() <= Close * Math.Max(1, Math.Abs(all[0])) ? all[0] : null;
    }

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static double[] Numbers(object? value) => value switch
    {
        double d => [d],
        int i => [i],
        Array a => [.. a.Cast<object?>().SelectMany(Numbers)],
        ITuple t => [.. Enumerable.Range(0, t.Length).SelectMany(i => Numbers(t[i]))],
        _ => [],
    };
}
