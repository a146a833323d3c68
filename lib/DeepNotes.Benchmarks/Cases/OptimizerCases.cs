namespace DeepNotes.Benchmarks;

/// <summary>One step of an optimizer on ten million parameters.</summary>
internal static class OptimizerCases
{
    private const int Length = 10_000_000;

    public static IEnumerable<Case> All(Peers peers)
    {
        yield return new Case("adam 10M", new Group("optimizers"), peers.Torch, 1.2, 28.0 * Length, "B", () => Trial.TorchSteps(peers.Torch, "adam", [], () =>
        {
            var w = new Rng(1).Uniform(1f, Length);
            var g = new Rng(2).Uniform(1f, Length);
            w.RequiresGrad = true;
            g.Data.CopyTo(w.Grad);
            var optimizer = new Adam([w], 1e-3f);
            return ([w, g], optimizer.Step, () => w.Data.ToArray());
        }, tolerance: 1e-5));
    }
}
