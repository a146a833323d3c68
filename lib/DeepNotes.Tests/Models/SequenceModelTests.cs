using DeepNotes.Data;
using DeepNotes.Models;

namespace DeepNotes.Tests.Models;

/// <summary>Decoding, the sequence autoencoder, captions and trees beside the same thing done by hand.</summary>
public class SequenceModelTests
{
    private static EncoderDecoder Wild(ulong seed, bool reverse = false)
    {
        var net = new EncoderDecoder(7, 6, new Rng(seed), new EncoderDecoderOptions { Embedding = 5, Hidden = 8, Attention = LookBack.Dot, ReverseSource = reverse });
        net.Parameters().ToList().ForEach(p => TensorPrimitives.Multiply(p.Data, 3, p.Data));   // far from uniform
        return net;
    }

    private static int[] ByHand(EncoderDecoder net, int[] source, int maxSteps)
    {
        using var silent = Autograd.NoGrad();
        var read = net.Encode([source]);
        var written = new List<int>();
        RecurrentState? state = null;
        for (int last = 1; written.Count < maxSteps; written.Add(last))
        {
            (var logits, state, _) = net.Decode([last], 1, read, state);
            last = F.ArgMax(logits)[0];
            if (last == 2)
                break;
        }
        return [.. written];
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Greedy_writes_each_of_a_batch_as_if_it_were_alone(bool reverse)
    {
        int[][] sources = [[3, 4, 5, 6], [3], [6, 6, 3], [4, 0]];
        var lengths = new HashSet<int>();
        for (ulong seed = 0; seed < 12; seed++)
        {
            var net = Wild(seed, reverse);
            int[][] written = net.Greedy(sources, 5);
            for (int i = 0; i < sources.Length; i++)
            {
                Assert.Equal(ByHand(net, sources[i], 5), written[i]);
                lengths.Add(written[i].Length);
            }
            Assert.Equal(Wild(seed, !reverse).Greedy([.. sources.Select(s => s.Reverse().ToArray())], 5), written);
        }
        Assert.True(lengths.Contains(5) && lengths.Count > 2, "some must end early, some not at all");
    }

    [Fact]
    public void A_beam_that_never_meets_the_end_gives_the_likeliest_open_answer()
    {
        // Token 0 with 0.6 and token 1 with 0.4 at every step; the end, token 2, never.
        int asked = 0;
        var found = BeamSearch.Best(0, -1, 2, 3, 4, (step, _) =>
        {
            asked = Math.Max(asked, step + 1);
            return (new[] { MathF.Log(0.6f), MathF.Log(0.4f), float.NegativeInfinity }, step + 1);
        });
        Assert.Equal([0, 0, 0, 0], found.Tokens);
        Assert.Equal(4 * Math.Log(0.6), found.LogProbability, 1e-6);
        Assert.False(found.Ended);
        Assert.Equal(4, asked);
    }

    [Fact]
    public void A_beam_keeps_as_many_as_it_is_wide()
    {
        int most = 0, now = 0, at = 0;
        BeamSearch.Best(0, -1, 9, 3, 5, (step, _) =>
        {
            (at, now) = step == at ? (at, now + 1) : (step, 1);
            most = Math.Max(most, now);
            return (Enumerable.Range(0, 8).Select(v => -1f - v / 100f).ToArray(), step + 1);
        });
        Assert.Equal(3, most);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void The_sequence_autoencoder_is_an_encoder_decoder_that_wants_its_source(bool reverse)
    {
        int[][] sequences = [[3, 4, 5], [6, 3], [5, 5, 4, 6]];
        int[][] wanted = [.. sequences.Select(s => reverse ? s.Reverse().ToArray() : s)];
        var coder = new SequenceAutoencoder(7, 8, new Rng(2), reverse);
        coder.Parameters().ToList().ForEach(p => TensorPrimitives.Multiply(p.Data, 3, p.Data));
        var net = new EncoderDecoder(7, 7, new Rng(3), new EncoderDecoderOptions { Hidden = 8 });
        Assert.True(net.LoadStateDict(coder.StateDict().ToDictionary(p => p.Key["net.".Length..], p => p.Value)).IsComplete);
        Assert.Equal(net.Loss(sequences, wanted).Item(), coder.Loss(sequences).Item(), 1e-6);
        Assert.Equal(net.Greedy(sequences, 6).Select(w => reverse ? w.Reverse().ToArray() : w), coder.Reconstruct(sequences, 6));
        var state = net.Encode(sequences).State;
        var vectors = coder.Encode(sequences);
        for (int n = 0; n < 3; n++)
        {
            Assert.Equal(state.H.Data.Slice(n * 8, 8).ToArray(), vectors.Data.Slice(n * 16, 8).ToArray());
            Assert.Equal(state.C!.Data.Slice(n * 8, 8).ToArray(), vectors.Data.Slice(n * 16 + 8, 8).ToArray());
        }
    }

    [Fact]
    public void Captions_are_cut_where_they_are_told_and_depend_on_the_picture()
    {
        var images = CaptionedScenes.Make(new Rng(1), 6).Images;
        var net = new CaptionNet(13, new Rng(2), hidden: 12);
        net.Parameters().ToList().ForEach(p => TensorPrimitives.Multiply(p.Data, 2, p.Data));
        int[][] five = net.Describe(images, 5), three = net.Describe(images, 3);
        Assert.All(five, c => Assert.InRange(c.Length, 0, 5));
        Assert.Contains(five, c => c.Length == 5);
        for (int n = 0; n < 6; n++)
        {
            Assert.Equal(five[n].Take(3), three[n]);
            Assert.Equal(five[n], net.Describe(F.Slice(images, n, 1), 5)[0]);
        }
        int[][] words = [.. five.Where(c => c.Length > 0).Take(1)];
        float first = net.Loss(F.Slice(images, 0, 1), words).Item(), second = net.Loss(F.Slice(images, 1, 1), words).Item();
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Tree_nets_are_the_equations_of_the_papers_by_hand()
    {
        const int D = 3, H = 4;
        string[] labels = ["a", "b"];
        var tree = new Tree("a", new Tree("b", null, new Tree("a")), new Tree("b", new Tree("a"), new Tree("b")));
        var flat = new RecursiveNet(labels, D, H, new Rng(4));
        var gated = new TreeLSTM(labels, D, H, new Rng(5));
        double[] expected = Flat(tree, flat.StateDict()), withGates = Gated(tree, gated.StateDict()).H;
        for (int j = 0; j < H; j++)
        {
            Assert.Equal(expected[j], flat.Forward([new Tree("b"), tree])[1, j], 1e-6);
            Assert.Equal(withGates[j], gated.Forward([new Tree("b"), tree])[1, j], 1e-6);
        }

        double[] Sums(string layer, IReadOnlyDictionary<string, Tensor> p, string label, double[] left, double[] right)
        {
            double[] all = [.. Enumerable.Range(0, D).Select(k => (double)p["embedding.weight"][Array.IndexOf(labels, label), k]), .. left, .. right];
            return [.. Enumerable.Range(0, p[layer + ".bias"].Length).Select(i => p[layer + ".bias"].Data[i] + all.Select((v, k) => v * p[layer + ".weight"][i, k]).Sum())];
        }

        double[] Flat(Tree? node, IReadOnlyDictionary<string, Tensor> p) => node is null ? new double[H]
            : [.. Sums("combine", p, node.Label, Flat(node.Left, p), Flat(node.Right, p)).Select(Math.Tanh)];

        (double[] H, double[] C) Gated(Tree? node, IReadOnlyDictionary<string, Tensor> p)
        {
            if (node is null)
                return (new double[H], new double[H]);
            var (left, right) = (Gated(node.Left, p), Gated(node.Right, p));
            double[] s = Sums("gates", p, node.Label, left.H, right.H);
            double Gate(int block, int j) => 1 / (1 + Math.Exp(-s[block * H + j]));
            double[] c = [.. Enumerable.Range(0, H).Select(j => Gate(0, j) * Math.Tanh(s[4 * H + j]) + Gate(1, j) * left.C[j] + Gate(2, j) * right.C[j])];
            return ([.. c.Select((v, j) => Gate(3, j) * Math.Tanh(v))], c);
        }
    }
}
