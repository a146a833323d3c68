using System.Globalization;

namespace DeepNotes.Data;

/// <summary>What a translator reads and what it should write.</summary>
/// <param name="Source">Input, such as <c>57+5</c>.</param>
/// <param name="Target">Output, such as <c>62</c>.</param>
public sealed record PhrasePair(string Source, string Target);

/// <summary>Small translation tasks with an exact answer, from a rule: no parallel corpus is needed.</summary>
public static class PhrasePairs
{
    private static readonly string[] Months =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    private static readonly string[] Days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    /// <summary>Sums: <c>57+5</c> → <c>62</c>, no pair twice.</summary>
    /// <remarks>Zaremba and Sutskever (2014), "Learning to execute".</remarks>
    /// <param name="rng">Randomness.</param>
    /// <param name="count">How many.</param>
    /// <param name="digits">The most digits of a summand, 1 … 8.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many pairs.</exception>
    public static IReadOnlyList<PhrasePair> Additions(Rng rng, int count, int digits = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, 8);
        return Distinct(count, Math.Pow(10, 2 * digits) / 2, () =>
        {
            int a = rng.Next(Power(1 + rng.Next(digits))), b = rng.Next(Power(1 + rng.Next(digits)));
            return new PhrasePair(string.Create(CultureInfo.InvariantCulture, $"{a}+{b}"), string.Create(CultureInfo.InvariantCulture, $"{a + b}"));
        });
    }

    /// <summary>Dates as people write them, in English and Korean, and as ISO 8601: <c>september 7, 1994</c> and <c>1994년 9월 7일</c> → <c>1994-09-07</c>.</summary>
    /// <param name="rng">Randomness.</param>
    /// <param name="count">How many, all different.</param>
    public static IReadOnlyList<PhrasePair> Dates(Rng rng, int count) => Distinct(count, 100_000, () =>
    {
        var day = new DateOnly(1950, 1, 1).AddDays(rng.Next(36_500));
        string month = Months[day.Month - 1], weekday = Days[((int)day.DayOfWeek + 6) % 7];
        FormattableString source = rng.Next(6) switch
        {
            0 => $"{month} {day.Day}, {day.Year}",
            1 => $"{day.Day} {month} {day.Year}",
            2 => $"{weekday}, {month} {day.Day}, {day.Year}",
            3 => $"{day.Month}/{day.Day}/{day.Year % 100:00}",
            4 => $"{month[..3]} {day.Day}, {day.Year}",
            _ => $"{day.Year}년 {day.Month}월 {day.Day}일",
        };
        // Two digits of a year leave the century open: 50 … 99 means the 20th, as on old forms.
        return new PhrasePair(FormattableString.Invariant(source), day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    });

    private static int Power(int digits) => (int)Math.Pow(10, digits);

    private static List<PhrasePair> Distinct(int count, double limit, Func<PhrasePair> make)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, limit / 2);
        var seen = new HashSet<string>();
        var pairs = new List<PhrasePair>(count);
        while (pairs.Count < count)
        {
            var pair = make();
            if (seen.Add(pair.Source))
                pairs.Add(pair);
        }
        return pairs;
    }
}
