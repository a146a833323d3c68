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
        // From certain to likely: the same answers everywhere, the same measure everywhere, the same wherever it fails, the same on the case shown.
        return First((a, b, _) => Equal(a, b), all)
            ?? First((a, b, i) => EqualMeasure(a, b, exercise, cases[i]), all)
            ?? First((a, b, i) => EqualMeasure(a, b, exercise, cases[i]), failing)
            ?? First((a, b, i) => EqualMeasure(a, b, exercise, cases[i]), [smallest])
            ?? Explained(exercise, cases[smallest], attempts[smallest]);

        string? First(Func<Attempt, Attempt, int, bool> same, IReadOnlyList<int> where)
        {
            foreach (var (diagnosis, does) in made)
            {
                if (where.All(i => same(does[i], attempts[i], i)))
                    return diagnosis;
            }
            return null;
        }
    }

    private static string? Explained(Exercise exercise, Case item, Attempt attempt) =>
        attempt.Error is null && attempt.Value is not null && !attempt.TimedOut ? exercise.Explain?.Invoke(item, attempt.Value) : null;

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
