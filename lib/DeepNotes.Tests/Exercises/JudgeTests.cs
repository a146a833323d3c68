using DeepNotes.Exercises;

namespace DeepNotes.Tests.Exercises;

public class JudgeTests
{
    private static readonly Exercise Mean = Catalog.Find("00-mean");
    private static readonly Exercise Softmax = Catalog.Find("02-softmax");

    [Fact]
    public void A_wrong_signature_is_answered_with_the_right_one()
    {
        var verdict = Judge.Check(Mean, (float[] values) => values[0]);
        Assert.Equal(Status.Fail, verdict.Status);
        Assert.Equal("float Mean(float[] values)", verdict.Got);
        Assert.Equal("double Mean(double[] x)", verdict.Expected);
    }

    [Fact]
    public void The_smallest_failing_case_is_shown_with_got_expected_and_first_wrong_index()
    {
        var verdict = Judge.Check(Softmax, (double[] x) => x.Length < 3 ? Right(x) : [.. Right(x)[..^1], 0.5]);
        Assert.Equal(Status.Fail, verdict.Status);
        Assert.Equal("x", verdict.Input[0].Name);
        Assert.Equal(3, verdict.Input[0].Value.Split(',').Length);
        Assert.Equal("[2]", verdict.FirstWrong);
        Assert.NotNull(verdict.Got);
        Assert.NotNull(verdict.Expected);
    }

    [Fact]
    public void An_exception_is_reported_with_the_case_and_the_line()
    {
        var verdict = Judge.Check(Mean, (double[] x) => x[x.Length]);
        Assert.Contains("IndexOutOfRangeException", verdict.Reason, StringComparison.Ordinal);
        Assert.Contains("in line", verdict.Reason, StringComparison.Ordinal);
        Assert.Single(verdict.Input);
        Assert.Equal(6, verdict.Failed);
    }

    [Fact]
    public void Half_an_answer_is_not_todo()
    {
        var verdict = Judge.Check(Mean, (double[] x) => x.Length == 1 ? x[0] : throw new NotImplementedException());
        Assert.Equal(Status.Fail, verdict.Status);
    }

    [Fact]
    public void NaN_never_passes()
    {
        Assert.Contains("NaN", Judge.Check(Mean, (double[] x) => double.NaN).Reason, StringComparison.Ordinal);
        Assert.Contains("[0] is NaN", Judge.Check(Softmax, (double[] x) => x.Select(_ => double.NaN).ToArray()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_and_a_wrong_length_fail_with_a_sentence()
    {
        Assert.Contains("null", Judge.Check(Softmax, (double[] x) => (double[])null!).Reason, StringComparison.Ordinal);
        Assert.Contains("2 elements, expected 1", Judge.Check(Softmax, (double[] x) => new double[x.Length + 1]).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_are_copies_and_writing_into_them_is_noted()
    {
        var verdict = Judge.Check(Mean, (double[] x) =>
        {
            for (int i = 1; i < x.Length; i++)
                x[0] += x[i];
            return x[0] / x.Length;
        });
        Assert.Equal(Status.Pass, verdict.Status);
        Assert.Contains("writes into its arguments", verdict.Note, StringComparison.Ordinal);
        Assert.Null(Judge.Check(Mean, (double[] x) => x.Average()).Note);
    }

    [Fact]
    public void An_endless_loop_is_stopped_and_named()
    {
        bool spin = true;
        var cases = Mean.Cases();
        var attempts = AnswerRunner.Run((double[] x) =>
        {
            while (x.Length == 2 && Volatile.Read(ref spin))
            {
            }
            return x.Average();
        }, cases, TimeSpan.FromSeconds(3));
        var verdict = Judge.Check(Mean, cases, attempts);
        Assert.Equal(Status.Fail, verdict.Status);
        Assert.Contains("a loop that does not end", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal(2, attempts.Count);
        Assert.Equal(cases.Count - 1, verdict.Failed);
    }

    [Fact]
    public void A_static_variable_that_changes_the_answer_is_found()
    {
        double sum = 0;
        var verdict = Judge.Check(Catalog.Find("04-bound"), (int layers, double w) => Math.Pow(0.25 * w, layers) * (++sum > 6 ? 2 : 1));
        Assert.Equal(Status.Fail, verdict.Status);
        Assert.Contains("second call", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_malformed_answer_of_a_measured_exercise_gets_a_sentence()
    {
        Assert.Contains("nine", Judge.Check(Catalog.Find("01-xor-net"), () => new double[3]).Reason, StringComparison.Ordinal);
        Assert.Contains("exactly once", Judge.Check(Catalog.Find("03-topological-order"), (int n, int[,] edges) => new int[n]).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_right_answer_passes_where_many_are_right()
    {
        Assert.Equal(Status.Pass, Judge.Check(Catalog.Find("01-xor-proof"), () => new double[] { 3, 3, 3, 3 }).Status);
        Assert.Equal(Status.Fail, Judge.Check(Catalog.Find("01-xor-proof"), () => new double[] { 3, 3, 3, 4 }).Status);
    }

    [Fact]
    public void Hints_escalate_with_failures_and_stop_at_the_third()
    {
        string?[] hints = [.. Enumerable.Range(0, 5).Select(n => Judge.Check(Mean, (double[] x) => 0.0, earlierFailures: n).Hint)];
        Assert.StartsWith("(1 of 3)", hints[0], StringComparison.Ordinal);
        Assert.StartsWith("(2 of 3)", hints[1], StringComparison.Ordinal);
        Assert.Equal(hints[2], hints[4]);
    }

    [Fact]
    public void Other_seeds_give_other_cases_and_the_same_seed_the_same()
    {
        Assert.Equal((double[])Mean.Cases(5)[3].Args[0]!, (double[])Mean.Cases(5)[3].Args[0]!);
        Assert.NotEqual((double[])Mean.Cases(5)[3].Args[0]!, (double[])Mean.Cases(6)[3].Args[0]!);
    }

    [Fact]
    public void An_answer_that_knows_the_public_cases_fails_on_another_seed()
    {
        var known = Mean.Cases().ToDictionary(c => string.Join(",", (double[])c.Args[0]!), c => ((double[])c.Args[0]!).Average());
        double Memorised(double[] x) => known.GetValueOrDefault(string.Join(",", x));
        Assert.Equal(Status.Pass, Judge.Check(Mean, Memorised).Status);
        Assert.Equal(Status.Fail, Judge.Check(Mean, Memorised, seed: 7).Status);
    }

    private static double[] Right(double[] x) => [.. x.Select(v => Math.Exp(v - x.Max()) / x.Sum(u => Math.Exp(u - x.Max())))];
}
