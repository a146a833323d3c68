namespace DeepNotes.Exercises;

/// <summary>Turns attempts into a verdict. It alone knows the expected values; the code under test has ended before it starts.</summary>
public static class Judge
{
    /// <summary>Runs an answer on the cases of a seed and judges it.</summary>
    /// <param name="exercise">The exercise.</param>
    /// <param name="answer">The learner's method.</param>
    /// <param name="seed">The seed of the cases.</param>
    /// <param name="earlierFailures">How often this learner failed before: each failure brings the next hint.</param>
    public static Verdict Check(Exercise exercise, Delegate answer, ulong seed = Exercise.PublicSeed, int earlierFailures = 0)
    {
        if (!Signatures.Match(answer, exercise.Signature))
        {
            return new Verdict(exercise, Status.Fail)
            {
                Reason = "The method has another signature than the one asked for.",
                Got = Signatures.Text(answer, exercise.Method),
                Expected = exercise.SignatureText,
            };
        }
        var cases = exercise.Cases(seed);
        return Check(exercise, cases, AnswerRunner.Run(answer, cases, exercise.Limit, exercise.Repeatable), earlierFailures);
    }

    /// <summary>Judges attempts made elsewhere.</summary>
    /// <param name="exercise">The exercise.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="attempts">What the answer did with them, in the same order; fewer after a time-out.</param>
    /// <param name="earlierFailures">How often this learner failed before.</param>
    public static Verdict Check(Exercise exercise, IReadOnlyList<Case> cases, IReadOnlyList<Attempt> attempts, int earlierFailures = 0)
    {
        if (attempts.Count > 0 && attempts.All(a => a.Error is NotImplementedException))
            return new Verdict(exercise, Status.Todo) { CaseCount = cases.Count };
        var faults = new List<Fault>();
        for (int i = 0; i < attempts.Count; i++)
        {
            if (Find(exercise, cases[i], attempts[i]) is { } fault)
                faults.Add(fault with { Index = i });
        }
        if (faults.Count == 0 && attempts.Count == cases.Count)
            return Passed(exercise, cases, attempts);
        // Malformed attempts come first: a loop or an exception hides whatever the values would say.
        var worst = faults.MinBy(f => (f.Stopped ? 0 : 1, cases[f.Index].Args.Sum(Plain.Size)))!;
        var item = cases[worst.Index];
        return new Verdict(exercise, Status.Fail)
        {
            CaseCount = cases.Count,
            Failed = faults.Count + cases.Count - attempts.Count,
            Reason = worst.Difference.Reason,
            Input = [.. item.Args.Select((a, i) => (exercise.ParameterNames[i], Plain.Text(a)))],
            Got = worst.Got,
            Expected = worst.Expected,
            FirstWrong = worst.Difference.Index,
            Diagnosis = Diagnostician.Find(exercise, cases, attempts, [.. faults.Select(f => f.Index)], worst.Index),
            Hint = HintFor(exercise, earlierFailures),
        };
    }

    /// <summary>The expected value of a case: its truth, or the reference answer's.</summary>
    internal static object? Expected(Exercise exercise, Case item) =>
        item.Truth ?? exercise.Reference!.DynamicInvoke([.. item.Args.Select(Plain.Copy)]);

    /// <summary>What is compared: the answer, or what is measured of it.</summary>
    internal static object? Measured(Exercise exercise, Case item, object? value) =>
        exercise.Measure is null || value is null ? value : exercise.Measure(item, value);

    private static Verdict Passed(Exercise exercise, IReadOnlyList<Case> cases, IReadOnlyList<Attempt> attempts)
    {
        if (attempts[0].Repeated == false)
        {
            return new Verdict(exercise, Status.Fail)
            {
                CaseCount = cases.Count,
                Failed = 1,
                Reason = "A second call with the same input gave another result.",
                Diagnosis = "The answer depends on something besides its arguments: a static variable that it changes, the clock, or unseeded randomness.",
                Input = [.. cases[0].Args.Select((a, i) => (exercise.ParameterNames[i], Plain.Text(a)))],
            };
        }
        bool changed = attempts.Any(a => a.ChangedInput);
        return new Verdict(exercise, Status.Pass)
        {
            CaseCount = cases.Count,
            Note = changed ? "the answer writes into its arguments. The check gave it copies; a caller would be surprised." : null,
        };
    }

    /// <summary>Whether an attempt is wrong on a case.</summary>
    internal static bool IsWrong(Exercise exercise, Case item, Attempt attempt) => Find(exercise, item, attempt) is not null;

    private static Fault? Find(Exercise exercise, Case item, Attempt attempt)
    {
        if (attempt.TimedOut)
            return new Fault(new Difference($"Not finished within {exercise.Limit.TotalSeconds:0.#} s: a loop that does not end?", ""), Stopped: true);
        if (attempt.Error is { } error)
        {
            string line = attempt.Line > 0 ? $" in line {attempt.Line} of the answer" : "";
            return new Fault(new Difference($"{error.GetType().Name}{line}: {error.Message}", ""), Stopped: true, Expected: ExpectedText(exercise, item));
        }
        try
        {
            object? measured = Measured(exercise, item, attempt.Value);
            var difference = Difference.Between(Expected(exercise, item), measured, exercise.Tolerance, exercise.Results);
            return difference is null ? null : new Fault(difference, Stopped: false, GotText(exercise, attempt.Value, measured), ExpectedText(exercise, item));
        }
        catch (AnswerException malformed)
        {
            return new Fault(new Difference(malformed.Message, ""), Stopped: true, Plain.Text(attempt.Value));
        }
    }

    private static string GotText(Exercise exercise, object? value, object? measured) => exercise.Measure is null || value is null
        ? Plain.Text(value, exercise.Results)
        : $"{Plain.Text(value)}\n{exercise.MeasureName}: {Plain.Text(measured)}";

    private static string ExpectedText(Exercise exercise, Case item) =>
        (exercise.Measure is null ? "" : exercise.MeasureName + ": ") + Plain.Text(Expected(exercise, item), exercise.Results);

    private static string HintFor(Exercise exercise, int earlierFailures)
    {
        int n = Math.Min(earlierFailures, exercise.Hints.Count - 1);
        return $"({n + 1} of {exercise.Hints.Count}) {exercise.Hints[n]}";
    }

    private sealed record Fault(Difference Difference, bool Stopped, string? Got = null, string? Expected = null, int Index = 0);
}
