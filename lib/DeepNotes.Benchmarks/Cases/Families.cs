namespace DeepNotes.Benchmarks;

/// <summary>Every family of cases: one file here, and, where the peer is PyTorch, one script in <c>Peers</c> with its half.</summary>
/// <remarks>
/// To add a family: write <c>Cases/XCases.cs</c> with <c>All(Peers)</c>, name it below, write <c>Peers/x.py</c> with a dictionary
/// <c>CASES</c>; <see cref="Trial.Torch"/> and <see cref="Trial.TorchSteps"/> connect the two.
/// </remarks>
internal static class Families
{
    public static IEnumerable<Case> All(Peers peers) =>
    [
        .. GemmCases.All(peers),
        .. ElementwiseCases.All(peers),
        .. OptimizerCases.All(peers),
        .. DenseCases.All(peers),
        .. RecurrentCases.All(peers),
        .. ImageCases.All(peers),
        .. DashboardCases.All(peers),
    ];
}
