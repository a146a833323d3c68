using DeepNotes.Exercises;

namespace DeepNotes.Tests.Insight;

public class ClinicTests
{
    public static TheoryData<string> Faults => [.. Fault.All.Select(f => f.Id)];

    [Theory, MemberData(nameof(Faults))]
    public void Every_fault_is_the_first_thing_that_the_dashboard_finds(string id)
    {
        var fault = Fault.Find(id);
        for (ulong seed = 1; seed <= 3; seed++)
        {
            var health = Clinic.Examine(fault.Recipe, seed);
            Assert.True(health.Findings() is [var first, ..] && first.Symptom == fault.Symptom, $"seed {seed}: {health}");
        }
    }

    [Theory, InlineData(Body.Relu), InlineData(Body.Sigmoid), InlineData(Body.BatchNorm), InlineData(Body.Recurrent)]
    public void A_healthy_twin_shows_none(Body body)
    {
        for (ulong seed = 1; seed <= 3; seed++)
        {
            var health = Clinic.Examine(new Recipe { Body = body }, seed);
            Assert.True(health.Findings().Count == 0, $"seed {seed}: {health}");
            Assert.True(health.Vitals.LastLoss < 0.5 * health.Vitals.Guess, $"seed {seed}: loss {health.Vitals.LastLoss}");
        }
    }

    [Fact]
    public void Each_patient_has_another_fault()
    {
        string[] ids = [.. Enumerable.Range(0, 13).Select(i => Fault.OfPatient(i).Id)];
        Assert.Equal(Fault.All.Select(f => f.Id), ids.Order(StringComparer.Ordinal));
        Assert.Equal(13, Fault.All.Select(f => f.Symptom).Distinct().Count());
        Assert.All(Fault.All, f => Assert.NotEqual(f.Healthy, f.Recipe));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fault.OfPatient(13));
    }
}
