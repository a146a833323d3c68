using DeepNotes.Exercises;

namespace DeepNotes.Tests.Exercises;

public sealed class CheckOverloadTests
{
    [Fact]
    public void Every_signature_of_an_exercise_has_its_own_overload_of_Check()
    {
        Type[] taken = [.. typeof(Course).GetMethods().Where(m => m.Name == nameof(Course.Check)).Select(m => m.GetParameters()[1].ParameterType)];
        Assert.Empty(Catalog.All.Where(e => !taken.Contains(e.Signature)).Select(e => e.Id));
    }
}
