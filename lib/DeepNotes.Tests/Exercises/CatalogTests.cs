using DeepNotes.Exercises;

namespace DeepNotes.Tests.Exercises;

public class CatalogTests
{
    public static TheoryData<string> Ids => [.. Catalog.All.Select(e => e.Id)];

    [Theory, MemberData(nameof(Ids))]
    public void Every_exercise_is_complete(string id)
    {
        var e = Catalog.Find(id);
        Assert.Contains(e.SignatureText, e.Stub.Replace("(\n    ", "(", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("throw new NotImplementedException();", e.Stub, StringComparison.Ordinal);
        Assert.Equal(3, e.Hints.Count);
        Assert.True(e.Mistakes.Count >= 3 || e.Explain is not null, "at least three known wrong answers");
        Assert.Equal(e.Mistakes.Count, e.Mistakes.Select(m => m.Diagnosis).Distinct().Count());
        Assert.All(e.Cases(), c => Assert.Equal(e.ParameterNames.Count, c.Args.Length));
        Assert.Single(Catalog.All, other => other.Id == id);
    }

    [Theory, MemberData(nameof(Ids))]
    public void The_reference_passes_on_public_and_other_seeds(string id)
    {
        var e = Catalog.Find(id);
        foreach (ulong seed in new[] { Exercise.PublicSeed, 1UL, 99UL })
            Assert.Equal("", Judge.Check(e, e.Reference!, seed).Reason);
    }

    [Theory, MemberData(nameof(Ids))]
    public void Each_known_wrong_answer_fails_with_its_own_diagnosis(string id)
    {
        var e = Catalog.Find(id);
        foreach (ulong seed in new[] { Exercise.PublicSeed, 1UL, 99UL })
        {
            foreach (var mistake in e.Mistakes)
            {
                var verdict = Judge.Check(e, mistake.Answer, seed);
                Assert.Equal(Status.Fail, verdict.Status);
                Assert.Equal(mistake.Diagnosis, verdict.Diagnosis);
            }
        }
    }
}
