namespace DeepNotes.Exercises;

/// <summary>One input of an exercise, and, where the right answer is not one value, what the answer's measure must be.</summary>
/// <param name="Args">The arguments, in the order of the signature: numbers, strings, arrays, tensors.</param>
/// <param name="Truth">The expected value; null to ask the reference answer.</param>
/// <param name="Hidden">What only the judge knows, such as the labels of test points.</param>
public sealed record Case(object?[] Args, object? Truth = null, object? Hidden = null);

/// <summary>A known wrong answer: what it does, and what is wrong with it.</summary>
/// <param name="Diagnosis">One sentence to the learner.</param>
/// <param name="Answer">The wrong answer itself.</param>
public sealed record Mistake(string Diagnosis, Delegate Answer);

/// <summary>An exercise as data: one definition for the notebook, the tests and a classroom.</summary>
/// <remarks>The code under test sees copies of the arguments and nothing else; expected values stay with the judge.</remarks>
public sealed class Exercise
{
    /// <summary>The seed of the cases that learners see.</summary>
    public const ulong PublicSeed = 2026;

    private Exercise() { }

    /// <summary>The identifier, such as <c>03-linear-backward</c>; the notebook's cell carries it as <c>grade_id</c>.</summary>
    public required string Id { get; init; }

    /// <summary>A title for the learner.</summary>
    public required string Title { get; init; }

    /// <summary>What it is worth.</summary>
    public required int Points { get; init; }

    /// <summary>The name of the method that the learner writes.</summary>
    public required string Method { get; init; }

    /// <summary>The answer cell before it is answered, word for word.</summary>
    public required string Stub { get; init; }

    /// <summary>The delegate type of an answer.</summary>
    public required Type Signature { get; init; }

    /// <summary>Three hints, each telling more than the one before.</summary>
    public required IReadOnlyList<string> Hints { get; init; }

    /// <summary>The known wrong answers.</summary>
    public IReadOnlyList<Mistake> Mistakes { get; init; } = [];

    /// <summary>A right answer; where a case holds its truth, one of many. Null where it takes training to have one.</summary>
    public Delegate? Reference { get; init; }

    /// <summary>Relative tolerance of numbers.</summary>
    public double Tolerance { get; init; } = 1e-7;

    /// <summary>Names of the parts of a tuple that the answer returns.</summary>
    public IReadOnlyList<string> Results { get; init; } = [];

    /// <summary>Turns an answer into what is compared, where many answers are right; throws <see cref="AnswerException"/> on a malformed one.</summary>
    public Func<Case, object?, object?>? Measure { get; init; }

    /// <summary>What the measure is, for the learner.</summary>
    public string MeasureName { get; init; } = "";

    /// <summary>Reads a diagnosis off a wrong value, or returns null; asked after the known wrong answers.</summary>
    public Func<Case, object?, string?>? Explain { get; init; }

    /// <summary>Whether the answer must give the same value for the same input.</summary>
    public bool Repeatable { get; init; } = true;

    /// <summary>The time an answer may take over all cases.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The notebook's number, such as <c>03</c>.</summary>
    public string Notebook => Id[..2];

    /// <summary>The check cell: <c>Course.Check("00-mean", Mean)</c>.</summary>
    public string CheckCell => $"Course.Check(\"{Id}\", {Method})";

    /// <summary>The signature as C#: <c>double Mean(double[] x)</c>.</summary>
    public string SignatureText => Signatures.Text(Method, Signature, ParameterNames, Results);

    /// <summary>Makes the cases from a generator, small ones among them.</summary>
    public required Func<Rng, IEnumerable<Case>> Generator { get; init; }

    /// <summary>The parameters' names.</summary>
    public required IReadOnlyList<string> ParameterNames { get; init; }

    /// <summary>The cases for a seed.</summary>
    /// <param name="seed">The public one in the course, another in a classroom.</param>
    public IReadOnlyList<Case> Cases(ulong seed = PublicSeed)
    {
        ulong stream = 14695981039346656037UL;   // FNV-1a of the identifier: exercises do not share their numbers
        foreach (char c in Id)
            stream = (stream ^ c) * 1099511628211UL;
        return [.. Generator(new Rng(seed).Split(stream))];
    }

    /// <summary>An exercise whose answer has the type <typeparamref name="T"/>.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="title">Title.</param>
    /// <param name="points">Worth.</param>
    /// <param name="method">The method's name.</param>
    /// <param name="parameters">The parameters' names, separated by blanks.</param>
    /// <param name="stub">The unanswered cell.</param>
    /// <param name="hints">Three hints.</param>
    /// <param name="cases">Makes the cases, small ones among them.</param>
    /// <param name="reference">A right answer, or null where each case holds its truth.</param>
    /// <param name="mistakes">Known wrong answers.</param>
    /// <param name="more">Changes to the defaults.</param>
    /// <typeparam name="T">The delegate type: plain types only.</typeparam>
    internal static Exercise For<T>(string id, string title, int points, string method, string parameters, string stub, string[] hints,
        Func<Rng, IEnumerable<Case>> cases, T? reference = null, (string Diagnosis, T Answer)[]? mistakes = null, Options? more = null)
        where T : Delegate => new()
        {
            Id = id,
            Title = title,
            Points = points,
            Method = method,
            ParameterNames = parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Stub = stub,
            Signature = typeof(T),
            Hints = hints,
            Generator = cases,
            Reference = reference,
            Mistakes = [.. (mistakes ?? []).Select(m => new Mistake(m.Diagnosis, m.Answer))],
            Tolerance = more?.Tolerance ?? 1e-7,
            Results = more?.Results ?? [],
            Measure = more?.Measure,
            MeasureName = more?.MeasureName ?? "",
            Explain = more?.Explain,
            Repeatable = more?.Repeatable ?? true,
            Limit = TimeSpan.FromSeconds(more?.Seconds ?? 10),
        };

    /// <summary>What an exercise changes of the defaults.</summary>
    internal sealed record Options
    {
        public double Tolerance { get; init; } = 1e-7;
        public string[] Results { get; init; } = [];
        public Func<Case, object?, object?>? Measure { get; init; }
        public string MeasureName { get; init; } = "";
        public Func<Case, object?, string?>? Explain { get; init; }
        public bool Repeatable { get; init; } = true;
        public double Seconds { get; init; } = 10;
    }
}

/// <summary>The answer has the right type, but not a form that can be judged: too few numbers, an index out of range.</summary>
public sealed class AnswerException : Exception
{
    /// <summary>With a message to the learner.</summary>
    /// <param name="message">What was found, the rule.</param>
    public AnswerException(string message) : base(message) { }

    /// <summary>Without a message.</summary>
    public AnswerException() { }

    /// <summary>With a cause.</summary>
    /// <param name="message">What was found, the rule.</param>
    /// <param name="inner">The cause.</param>
    public AnswerException(string message, Exception inner) : base(message, inner) { }
}
