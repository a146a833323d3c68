using DeepNotes.Exercises;

namespace DeepNotes.Tests.Exercises;

/// <summary>The course as a learner goes through it: nothing written, the right answer, every known wrong answer.</summary>
public class LearnerReplayTests
{
    public static TheoryData<string> Ids => [.. Catalog.All.Select(e => e.Id)];

    [Theory, MemberData(nameof(Ids))]
    public async Task The_stub_is_todo_and_the_answer_passes(string id)
    {
        var exercise = Catalog.Find(id);
        var todo = await Learner.CheckAsync(exercise, exercise.Stub);
        Assert.Equal(Status.Todo, todo.Status);
        var answer = Assert.Single(Learner.Solutions, s => s.Id == id && s.Wrong is null);
        var pass = await Learner.CheckAsync(exercise, answer.Code);
        Assert.True(pass.Status == Status.Pass, pass.ToString());
    }

    [Theory, MemberData(nameof(Ids))]
    public async Task Each_wrong_answer_fails_with_its_own_diagnosis(string id)
    {
        var exercise = Catalog.Find(id);
        var wrong = Learner.Solutions.Where(s => s.Id == id && s.Wrong is not null).ToList();
        Assert.True(wrong.Count >= 3, "at least three wrong answers");
        var diagnoses = new HashSet<string>();
        foreach (var part in wrong)
        {
            var verdict = await Learner.CheckAsync(exercise, part.Code);
            Assert.Equal(Status.Fail, verdict.Status);
            Assert.True(verdict.Diagnosis?.Contains(part.Wrong!, StringComparison.Ordinal) == true, $"expected '{part.Wrong}' in\n{verdict}");
            Assert.True(diagnoses.Add(verdict.Diagnosis!), $"'{verdict.Diagnosis}' is given twice");
        }
    }

    [Fact]
    public void Solutions_are_for_exercises_that_exist() =>
        Assert.All(Learner.Solutions, s => Assert.Contains(Catalog.All, e => e.Id == s.Id));

    [Fact]
    public async Task A_learner_may_rewrite_the_cell_in_the_same_session()
    {
        var exercise = Catalog.Find("00-mean");
        string answer = Learner.Solutions.First(s => s.Id == "00-mean" && s.Wrong is null).Code;
        var learner = new Learner();
        await learner.RunAsync(exercise.Stub);
        Assert.Equal(Status.Todo, ((Verdict)(await learner.RunAsync(exercise.CheckCell))!).Status);
        await learner.RunAsync(answer);
        Assert.Equal(Status.Pass, ((Verdict)(await learner.RunAsync(exercise.CheckCell))!).Status);
    }
}
