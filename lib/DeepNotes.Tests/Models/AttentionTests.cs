using DeepNotes.Models;
using static DeepNotes.Tests.Support.TorchFixtures;

namespace DeepNotes.Tests.Models;

/// <summary>Attention and the encoder–decoder beside PyTorch's numbers, written by Fixtures/make_attention_fixtures.py.</summary>
public class AttentionTests
{
    internal sealed record Heads(int[] Lengths, Dictionary<string, Numbers> Weights, Numbers Queries, Numbers Keys, Numbers Value, Numbers Seed, Numbers Looks, Numbers DQueries, Numbers DKeys, Dictionary<string, Numbers> Gradients);

    internal sealed record Translation(string Name, bool Reverse, int[][] Sources, int[][] Targets, Dictionary<string, Numbers> Weights, double Loss, Dictionary<string, Numbers> Gradients);

    internal sealed record File(Heads Multihead, Translation[] Translations);

    private static readonly File All = Read<File>("attention.json");

    [Fact]
    public void Multihead_attention_with_padding_equals_PyTorch()
    {
        var expected = All.Multihead;
        var layer = new MultiheadAttention(6, 2, new Rng(1));
        Load(layer, expected.Weights);
        Tensor queries = expected.Queries.ToTensor(requiresGrad: true), keys = expected.Keys.ToTensor(requiresGrad: true);
        var (y, looks) = layer.Forward(queries, keys, Attention.PaddingMask(expected.Lengths, 5));
        Assert.InRange(Error(expected.Value, y.Data), 0, 1e-5);
        Assert.InRange(Error(expected.Looks, looks.Data), 0, 1e-5);
        y.Backward(expected.Seed.ToTensor().Data);
        Assert.InRange(Error(expected.DQueries, queries.Grad), 0, 1e-4);
        Assert.InRange(Error(expected.DKeys, keys.Grad), 0, 1e-4);
        Compare(layer, expected.Gradients);
    }

    [Theory, InlineData(LookBack.None), InlineData(LookBack.Dot), InlineData(LookBack.General), InlineData(LookBack.Additive)]
    public void Encoder_decoder_loss_and_gradients_equal_PyTorch(LookBack attention)
    {
        var expected = All.Translations.Single(t => t.Name == attention.ToString());
        var net = new EncoderDecoder(7, 6, new Rng(1), new EncoderDecoderOptions { Embedding = 5, Hidden = 8, Attention = attention, ReverseSource = expected.Reverse });
        Load(net, expected.Weights);
        var loss = net.Loss(expected.Sources, expected.Targets);
        Assert.InRange(Math.Abs(loss.Item() - expected.Loss) / expected.Loss, 0, 1e-5);
        loss.Backward();
        Compare(net, expected.Gradients);
    }

    [Theory, InlineData(LookBack.None), InlineData(LookBack.Additive)]
    public void Greedy_equals_a_beam_of_one_and_a_wider_beam_is_at_least_as_likely(LookBack attention)
    {
        int differ = 0;
        for (ulong seed = 0; seed < 8; seed++)
        {
            var net = new EncoderDecoder(7, 6, new Rng(seed), new EncoderDecoderOptions { Embedding = 5, Hidden = 8, Attention = attention });
            net.Parameters().ToList().ForEach(p => TensorPrimitives.Multiply(p.Data, 3, p.Data));   // far from uniform
            int[] source = [3, 4, 5, 6];
            var (one, five) = (net.Beam(source, 1, 6), net.Beam(source, 5, 6));
            Assert.Equal(net.Greedy([source, [3]], 6)[0], one.Tokens);
            if (one.Ended && one.Tokens.Length > 0)   // the mean of the loss counts the tokens and the end
                Assert.Equal(-(one.Tokens.Length + 1) * (double)net.Loss([source], [one.Tokens]).Item(), one.LogProbability, 1e-4);
            if (one.Ended && five.Ended)
                Assert.True(five.LogProbability >= one.LogProbability - 1e-6);
            differ += one.Tokens.SequenceEqual(five.Tokens) ? 0 : 1;
        }
        Assert.True(differ > 0, "no seed told the two apart");
    }

    [Fact]
    public void A_beam_as_wide_as_the_tree_finds_the_most_likely_sequence()
    {
        // From 'a' likely first, but its continuations are poor; 'b' is worth the wait.
        float[] Step(string state) => state switch
        {
            "" => [MathF.Log(0.6f), MathF.Log(0.4f), float.NegativeInfinity],
            "0" => [MathF.Log(0.3f), MathF.Log(0.3f), MathF.Log(0.4f)],
            "1" => [MathF.Log(0.05f), MathF.Log(0.05f), MathF.Log(0.9f)],
            _ => [float.NegativeInfinity, float.NegativeInfinity, 0],
        };
        Hypothesis Search(int width) => BeamSearch.Best(new List<int>(), -1, 2, width, 4, (s, token) =>
        {
            List<int> next = token < 0 ? [] : [.. s, token];
            return (Step(string.Concat(next)), next);
        });
        Assert.Equal([0], Search(1).Tokens);
        Assert.Equal([1], Search(2).Tokens);
        Assert.Equal(Math.Log(0.36), Search(2).LogProbability, 1e-6);
    }

    [Theory]
    [InlineData(0.55f, 0.45f, 0.5f, false)]   // ending at once has 0.45, going on 0.55 at first and 0.55 · 0.5 at its end: the later end is worse
    [InlineData(0.55f, 0.3f, 0.95f, true)]    // the end is found first at 0.3, and going on ends at 0.55 · 0.95
    public void A_beam_goes_on_while_longer_may_be_likelier_and_keeps_the_best_end(float on, float stop, float later, bool longer)
    {
        Hypothesis found = BeamSearch.Best(0, -1, 1, 2, 3, (step, _) => step == 0
            ? (new[] { MathF.Log(on), MathF.Log(stop) }, 1)
            : (new[] { MathF.Log(1 - later), MathF.Log(later) }, step + 1));
        Assert.Equal(longer ? [0] : [], found.Tokens);
        Assert.Equal(Math.Log(longer ? on * later : stop), found.LogProbability, 1e-6);
    }

    [Fact]
    public void Masks_hide_the_padding_and_the_future()
    {
        var x = new Rng(3).Uniform(1f, 2, 4, 3);
        var (_, padded) = Attention.ScaledDotProduct(x, x, x, Attention.PaddingMask([4, 2], 4));
        var (_, causal) = Attention.ScaledDotProduct(x, x, x, Attention.CausalMask(4));
        for (int n = 0; n < 2; n++)
        {
            for (int q = 0; q < 4; q++)
            {
                for (int s = 0; s < 4; s++)
                {
                    Assert.Equal(n == 0 || s < 2, padded[n, q, s] > 0);
                    Assert.Equal(s <= q, causal[n, q, s] > 0);
                }
            }
        }
    }

    [Fact]
    public void Bad_input_is_refused_with_the_numbers_that_do_not_fit()
    {
        var net = new EncoderDecoder(7, 6, new Rng(1));
        Assert.Contains("1 sources and 2 targets", Assert.Throws<ShapeException>(() => net.Loss([[3]], [[3], [4]])).Message, StringComparison.Ordinal);
        Assert.Contains("1 of them empty", Assert.Throws<ShapeException>(() => net.Encode([[3], []])).Message, StringComparison.Ordinal);
        Assert.Contains("it must lie in 0 … 6", Assert.Throws<ShapeException>(() => net.Encode([[7]])).Message, StringComparison.Ordinal);
        Assert.Contains("length 1 is 0", Assert.Throws<ShapeException>(() => Attention.PaddingMask([2, 0], 3)).Message, StringComparison.Ordinal);
        Assert.Contains("same N", Assert.Throws<ShapeException>(() => new AdditiveAttention(2, 2, 2, new Rng(1)).Forward(Tensor.Zeros(2, 1, 2), Tensor.Zeros(3, 1, 2))).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => new MultiheadAttention(6, 4, new Rng(1)));
    }

    private static void Load(Module module, Dictionary<string, Numbers> weights) =>
        Assert.True(module.LoadStateDict(weights.ToDictionary(p => p.Key, p => p.Value.ToTensor())).IsComplete);

    private static void Compare(Module module, Dictionary<string, Numbers> gradients)
    {
        foreach (var (key, parameter) in module.NamedParameters())
            Assert.InRange(Error(gradients[key], parameter.Grad), 0, 1e-4);
    }
}
