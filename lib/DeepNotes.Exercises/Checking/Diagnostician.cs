using System.Reflection;

namespace DeepNotes.Exercises;

/// <summary>Finds the likely cause: the known wrong answer that does the same as the learner's on the same cases.</summary>
internal static class Diagnostician
{
    /// <summary>A relative tolerance wide enough for another order of summation, narrow enough to tell mistakes apart.</summary>
    private const double Same = 1e-6;

    public static string? Find(Exercise exercise, IReadOnlyList<Case> cases, IReadOnlyList<Attempt> attempts, IReadOnlyList<int> failing, int smallest)
    {
        int[] all = [.. Enumerable.Range(0, attempts.Count)];
        var made = exercise.Mistakes.Select(m => (m.Diagnosis, Does: all.Select(i => Try(m.Answer, cases[i])).ToArray())).ToArray();
        // From certain to likely: the same answers everywhere, the same measure everywhere, the same wherever it fails, the same on the
        // case shown; then what can be read off the answer itself.
        return First((a, b, _) => Equal(a, b), all)
            ?? First((a, b, i) => EqualMeasure(a, b, exercise, cases[i]), all)
            ?? First((a, b, i) => EqualMeasure(a, b, exercise, cases[i]), failing, likely: true)
            ?? First((a, b, i) => EqualMeasure(a, b, exercise, cases[i]), [smallest], likely: true)
            ?? Explained(exercise, cases[smallest], attempts[smallest])
            ?? Pattern.Find(exercise, cases, attempts, failing, smallest);

        string? First(Func<Attempt, Attempt, int, bool> same, IReadOnlyList<int> where, bool likely = false)
        {
            foreach (var (diagnosis, does) in made)
            {
                if (where.All(i => same(does[i], attempts[i], i)) && (!likely || Likely(does, same)))
                    return diagnosis;
            }
            return null;
        }

        // On one small case many mistakes look alike. Whoever made this one would have made it on most of the cases that it spoils.
        bool Likely(Attempt[] does, Func<Attempt, Attempt, int, bool> same)
        {
            int[] spoiled = [.. all.Where(i => Judge.IsWrong(exercise, cases[i], does[i]))];
            return 2 * spoiled.Count(i => same(does[i], attempts[i], i)) >= spoiled.Length;
        }
    }

    private static string? Explained(Exercise exercise, Case item, Attempt attempt)
    {
        try
        {
            return attempt.Error is null && attempt.Value is not null && !attempt.TimedOut ? exercise.Explain?.Invoke(item, attempt.Value) : null;
        }
        catch (AnswerException)
        {
            return null;   // malformed: the reason says how
        }
    }

    private static Attempt Try(Delegate mistake, Case item)
    {
        try
        {
            return new Attempt(mistake.DynamicInvoke([.. item.Args.Select(Plain.Copy)]));
        }
        catch (TargetInvocationException error)
        {
            return new Attempt(null, error.InnerException);
        }
    }

    private static bool Equal(Attempt mistake, Attempt answer) => !answer.TimedOut
        && mistake.Error?.GetType() == answer.Error?.GetType()
        && (answer.Error is not null || Difference.Same(mistake.Value, answer.Value, Same));

    private static bool EqualMeasure(Attempt mistake, Attempt answer, Exercise exercise, Case item)
    {
        if (exercise.Measure is null || answer.Error is not null || mistake.Error is not null || answer.TimedOut)
            return Equal(mistake, answer);
        try
        {
            return Difference.Same(Judge.Measured(exercise, item, mistake.Value), Judge.Measured(exercise, item, answer.Value), Same);
        }
        catch (AnswerException)
        {
            return Equal(mistake, answer);
        }
    }
}
