namespace DeepNotes.Cli.Doctor;

/// <summary>How good a finding is.</summary>
internal enum Health
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>The course runs, something else will not.</summary>
    Warn,

    /// <summary>The course does not run.</summary>
    Fail,
}

/// <summary>One thing looked at: what was found and, when it is not as it should be, what to do about it.</summary>
/// <param name="Health">How good it is.</param>
/// <param name="Subject">What was looked at.</param>
/// <param name="Found">What was found.</param>
/// <param name="Mend">What to do; null when there is nothing to do.</param>
internal sealed record Finding(Health Health, string Subject, string Found, string? Mend = null)
{
    /// <summary>A good finding, or a bad one with its mend.</summary>
    public static Finding When(bool good, Health otherwise, string subject, string found, string mend) =>
        good ? new Finding(Health.Ok, subject, found) : new Finding(otherwise, subject, found, mend);
}
