using System.Text.Json;
using DeepNotes.Tests.Architecture;

namespace DeepNotes.Tests.Support;

/// <summary>PyTorch's numbers, written by Fixtures/make_fixtures.py.</summary>
internal static class TorchFixtures
{
    public sealed record Numbers(int[] Shape, double[] Data)
    {
        public Tensor ToTensor(bool requiresGrad = false)
        {
            var t = Tensor.Empty(Shape);
            for (int i = 0; i < t.Length; i++)
                t.Data[i] = (float)Data[i];
            t.RequiresGrad = requiresGrad;
            return t;
        }
    }

    public sealed record Operation(string Name, Numbers[] Inputs, int[] Ints, Numbers Value, Numbers Seed, Numbers[] Gradients);

    public sealed record LayerCase(string Name, Dictionary<string, Numbers> State, Dictionary<string, Numbers> After, Numbers Input, Numbers Value, Numbers Seed, Numbers InputGradient, Dictionary<string, Numbers> Gradients);

    public sealed record Run(string Name, Numbers[] After1, Numbers[] After20);

    public sealed record Optimizers(Numbers[] Start, Numbers[][] Gradients, Run[] Runs);

    public sealed record Everything(string Torch, Operation[] Operations, LayerCase[] Layers, Optimizers Optimizers);

    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    public static Everything All { get; } = Read<Everything>("torch.json");

    /// <summary>The contents of one file of Fixtures.</summary>
    public static T Read<T>(string file) =>
        JsonSerializer.Deserialize<T>(File.ReadAllText(Path.Combine(SourceTree.Root, "lib/DeepNotes.Tests/Fixtures", file)), CamelCase)!;

    /// <summary>The largest error, relative to the element or, for elements that cancelled, to a hundredth of the largest one.</summary>
    public static double Error(Numbers expected, ReadOnlySpan<float> got)
    {
        Assert.Equal(expected.Data.Length, got.Length);
        double largest = expected.Data.Max(Math.Abs), worst = 0;
        for (int i = 0; i < got.Length; i++)
        {
            double error = Math.Abs(got[i] - expected.Data[i]) / Math.Max(Math.Max(Math.Abs(expected.Data[i]), largest / 100), 1e-30);
            if (!(error <= worst))
                worst = error;   // NaN too
        }
        return worst;
    }
}
