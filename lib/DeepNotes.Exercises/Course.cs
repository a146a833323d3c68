using System.Collections.Concurrent;

namespace DeepNotes.Exercises;

/// <summary>What a notebook calls: checks, quizzes, predictions, claims, the glossary. Each result shows itself.</summary>
public static partial class Course
{
    private static readonly ConcurrentDictionary<string, int> Failures = new();
    private static readonly ConcurrentDictionary<string, Verdict> Latest = new();
    private static readonly ConcurrentDictionary<string, Prediction> Predictions = new();

    /// <summary>Checks an answer: <c>Course.Check("00-mean", Mean)</c>. Each failure brings the next hint.</summary>
    /// <param name="id">The exercise.</param>
    /// <param name="answer">The method written for it.</param>
    public static Verdict Check(string id, Delegate answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var exercise = Catalog.Find(id);
        int earlier = Failures.GetValueOrDefault(id);
        var verdict = Judge.Check(exercise, answer, earlierFailures: earlier);
        if (verdict.Status == Status.Fail)
            Failures[id] = earlier + 1;
        return Latest[id] = verdict;
    }

    /// <summary>The state of a notebook's exercises in this session.</summary>
    /// <param name="notebook">The notebook's number: <c>03</c>.</param>
    public static ScoreCard Score(string notebook) => new(notebook, [.. Catalog.Of(notebook).Select(e => (e, Latest.GetValueOrDefault(e.Id)))]);

    /// <summary>Shows a notebook's five questions and judges the answers given.</summary>
    /// <param name="notebook">The notebook's number.</param>
    /// <param name="answers">A letter A–D per question, <c>?</c> for not answered.</param>
    public static QuizResult Quiz(string notebook, string answers = "?????") => new(notebook, Quizzes.Of(notebook), answers);

    /// <summary>Commits a guess before the experiment runs.</summary>
    /// <param name="id">The prediction's name, used again by <see cref="Outcome"/>.</param>
    /// <param name="question">What is to be guessed.</param>
    /// <param name="guess">A number or a word; null while undecided.</param>
    public static Prediction Predict(string id, string question, object? guess = null) =>
        Predictions[id] = new Prediction(id, question, guess, null);

    /// <summary>Sets the guess beside what was measured.</summary>
    /// <param name="id">The prediction's name.</param>
    /// <param name="measured">A number or a word.</param>
    public static Prediction Outcome(string id, object measured)
    {
        ArgumentNullException.ThrowIfNull(measured);
        if (!Predictions.TryGetValue(id, out var prediction))
            throw new ArgumentException($"Outcome: there is no prediction '{id}' in this session; run the cell with Course.Predict(\"{id}\", …) first.", nameof(id));
        return Predictions[id] = prediction with { Measured = measured };
    }

    /// <summary>States that a measured number is the expected one; a claim that does not hold stops the notebook.</summary>
    /// <param name="text">The claim.</param>
    /// <param name="measured">What this run gave.</param>
    /// <param name="expected">What it should be.</param>
    /// <param name="tolerance">The greatest difference allowed, in the same unit.</param>
    /// <param name="source">Who says so: paper, theorem, arithmetic.</param>
    /// <exception cref="ClaimException">The claim does not hold.</exception>
    public static Claim Claim(string text, double measured, double expected, double tolerance, string source = "") =>
        Exercises.Claim.Stated(new Claim(text, Math.Abs(measured - expected) <= tolerance, measured, expected, tolerance, "", source));

    /// <summary>States that something holds; a claim that does not hold stops the notebook.</summary>
    /// <param name="text">The claim.</param>
    /// <param name="holds">Whether it does.</param>
    /// <param name="measured">What was measured, in words and numbers.</param>
    /// <param name="source">Who says so.</param>
    /// <exception cref="ClaimException">The claim does not hold.</exception>
    public static Claim Claim(string text, bool holds, string measured, string source = "") =>
        Exercises.Claim.Stated(new Claim(text, holds, null, null, null, measured, source));

    /// <summary>Several claims under one another.</summary>
    /// <param name="claims">The claims.</param>
    public static ClaimList Claims(params Claim[] claims) => new(claims);

    /// <summary>The terms of a notebook, or of the whole course: English, Korean, meaning, API.</summary>
    /// <param name="notebook">The notebook's number; empty for all.</param>
    public static GlossaryTable Glossary(string notebook = "") => new(notebook, Exercises.Glossary.Of(notebook));
}
