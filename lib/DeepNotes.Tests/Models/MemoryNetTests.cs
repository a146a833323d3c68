using DeepNotes.Data;
using DeepNotes.Models;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Models;

/// <summary>Networks that PyTorch does not have: gradients against differences, and the cases in which they must equal something known.</summary>
public class MemoryNetTests
{
    private static double GradientError(Module net, Func<Tensor> forward, params Tensor[] more) =>
        GradCheck.MaxError(forward, [.. net.Parameters(), .. more]);

    [Fact]
    public void Tree_nets_pass_the_gradient_check()
    {
        Tree[] trees = [LogicTrees.Make(new Rng(1), 3), LogicTrees.Make(new Rng(2), 1), LogicTrees.Make(new Rng(3), 2)];
        foreach (TreeNet net in new TreeNet[] { new RecursiveNet(LogicTrees.Labels, 3, 4, new Rng(5)), new TreeLSTM(LogicTrees.Labels, 3, 4, new Rng(5)) })
            Assert.InRange(GradientError(net, () => net.Forward(trees)), 0, 1e-3);
    }

    [Fact]
    public void A_tree_without_right_branches_makes_the_Tree_LSTM_an_LSTM()
    {
        const int D = 3, H = 5;
        string[] labels = ["a", "b", "c"], sequence = ["b", "a", "c", "c", "b"];
        var net = new TreeLSTM(labels, D, H, new Rng(4));
        var lstm = new LSTMCell(D, H, new Rng(9));
        var state = net.StateDict();
        int[] blocks = [0, 1, 4, 3];   // PyTorch's order i, f, g, o among ours: i, f_left, f_right, o, u
        for (int block = 0; block < 4; block++)
        {
            for (int j = 0; j < H; j++)
            {
                int from = blocks[block] * H + j, to = block * H + j;
                var row = state["gates.weight"].Data.Slice(from * (D + 2 * H), D + 2 * H);
                row[..D].CopyTo(lstm.StateDict()["weight_ih"].Data[(to * D)..]);
                row.Slice(D, H).CopyTo(lstm.StateDict()["weight_hh"].Data[(to * H)..]);
                lstm.StateDict()["bias_ih"].Data[to] = state["gates.bias"].Data[from];
                lstm.StateDict()["bias_hh"].Data[to] = 0;
            }
        }
        Assert.All(state["gates.bias"].Data.Slice(H, 2 * H).ToArray(), bias => Assert.Equal(1, bias));   // both branches are kept at first
        Tree? chain = null;
        RecurrentState? expected = null;
        foreach (string label in sequence)
        {
            chain = new Tree(label, chain);
            expected = lstm.Forward(F.Embedding(state["embedding.weight"], [Array.IndexOf(labels, label)]), expected);
        }
        var got = net.Forward([chain!]);
        for (int j = 0; j < H; j++)
            Assert.Equal(expected!.H.Data[j], got.Data[j], 1e-6);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void MemN2N_passes_the_gradient_check(bool positions)
    {
        var net = new MemN2N(9, new Rng(3), new MemN2NOptions { Size = 4, Hops = 2, Memory = 5, PositionEncoding = positions, RandomNoise = 0 });
        foreach (var p in net.Parameters())
            new Rng(8).FillUniform(p.Data, -0.8f, 0.8f);
        var batch = new StoryBatch([[[1, 2, 3], [4, 5]], [[6], [7, 8, 1], [2, 2]]], [[3, 1], [5]]);
        Assert.InRange(GradientError(net, () => net.Forward(batch).Logits), 0, 1e-3);
        net.Linear = true;
        Assert.InRange(GradientError(net, () => net.Forward(batch).Logits), 0, 1e-3);
    }

    [Fact]
    public void MemN2N_reads_the_latest_sentences_whatever_else_is_in_the_batch()
    {
        var net = new MemN2N(9, new Rng(3), new MemN2NOptions { Size = 4, Memory = 3 });
        net.Eval();
        int[][] story = [[1, 2], [3], [4, 5, 6], [7]];
        var alone = net.Forward(new StoryBatch([story[1..]], [[8, 1]]));
        var together = net.Forward(new StoryBatch([[[5]], story], [[2], [8, 1]]));
        for (int v = 0; v < 9; v++)
            Assert.Equal(alone.Logits[0, v], together.Logits[1, v], 1e-5);
        Assert.Equal(1, together.Looks[0].ToArray()[..3].Sum(), 1e-5);
        Assert.Equal(1, together.Looks[0][0, 0], 1e-5);   // the story of one sentence: nowhere else to look
        net.Linear = true;   // without the softmax what is not there must not count either
        alone = net.Forward(new StoryBatch([[[5]]], [[2]]));
        together = net.Forward(new StoryBatch([[[5]], story], [[2], [8, 1]]));
        for (int v = 0; v < 9; v++)
            Assert.Equal(alone.Logits[0, v], together.Logits[0, v], 1e-5);
    }

    [Fact]
    public void MemN2N_is_the_equations_of_the_paper_by_hand()
    {
        const int D = 4;
        var net = new MemN2N(9, new Rng(3), new MemN2NOptions { Size = D, Hops = 2, Memory = 3 });
        var rng = new Rng(8);   // one generator: tables of equal shape must not be equal
        foreach (var q in net.Parameters())
            rng.FillUniform(q.Data, -0.8f, 0.8f);
        net.Eval();
        int[][] story = [[1, 2, 3], [4, 0], [6, 7]];
        int[] question = [3, 1];
        var p = net.StateDict();
        // Section 4.1: Σ_j l_j ⊙ (row of word j), l_kj = (1 − j/J) − (k/d)(1 − 2j/J); padding adds nothing.
        double[] Sum(string table, int[] words) => [.. Enumerable.Range(0, D).Select(k => words.Select((word, j) => word == 0 ? 0 :
            (1 - (j + 1.0) / words.Length - (k + 1.0) / D * (1 - 2 * (j + 1.0) / words.Length)) * p[table][word, k]).Sum())];
        double[] Memory(int table, int i) => [.. Sum($"words_{table}", story[i]).Select((v, k) => v + p[$"times_{table}"][2 - i, k])];
        double[] u = Sum("words_0", question);
        for (int hop = 0; hop < 2; hop++)
        {
            double[] look = Softmax([.. Enumerable.Range(0, 3).Select(i => u.Zip(Memory(hop, i), (a, b) => a * b).Sum())]);
            u = [.. u.Select((v, k) => v + look.Select((w, i) => w * Memory(hop + 1, i)[k]).Sum())];
        }
        var logits = net.Forward(new StoryBatch([story], [question])).Logits;
        for (int v = 0; v < 9; v++)
            Assert.Equal(u.Select((a, k) => a * p["words_2"][v, k]).Sum(), logits[0, v], 1e-5);
    }

    [Fact]
    public void Empty_memories_move_the_clock_while_training_only()
    {
        var net = new MemN2N(9, new Rng(3), new MemN2NOptions { Size = 4, Memory = 5, RandomNoise = 0.9f });
        var batch = new StoryBatch([[[1, 2], [3, 4]]], [[5]]);
        float[] Logits() => net.Forward(batch).Logits.ToArray();
        net.Eval();
        float[] asTold = Logits();
        Assert.Equal(asTold, Logits());
        net.Train();
        Assert.Contains(Enumerable.Range(0, 5), _ => !asTold.SequenceEqual(Logits()));
    }

    [Fact]
    public void The_time_delay_net_is_one_net_slid_along_time()
    {
        var net = new TimeDelayNet(4, 3, new Rng(2));
        var x = new Rng(3).Uniform(1f, 1, 4, 12);
        var expected = new float[3];
        for (int start = 0; start + 7 <= 12; start++)   // 7 frames give one output; the answer is their mean
        {
            var y = net.Forward(F.Slice(x, start, 7, axis: 2));
            for (int k = 0; k < 3; k++)
                expected[k] += y[0, k] / 6;
        }
        var whole = net.Forward(x);
        for (int k = 0; k < 3; k++)
            Assert.Equal(expected[k], whole[0, k], 1e-6);
    }

    [Fact]
    public void Captions_and_the_sequence_autoencoder_learn_a_handful_by_heart()
    {
        var scenes = CaptionedScenes.Make(new Rng(1), 8);
        int[][] captions = [.. scenes.Captions.Select(c => c.Select(w => 3 + CaptionedScenes.Words.ToList().IndexOf(w)).ToArray())];
        var net = new CaptionNet(13, new Rng(2), hidden: 32);
        Learn(net, () => net.Loss(scenes.Images, captions), 160, 0.004f);
        Assert.Equal(captions, net.Describe(scenes.Images));
        var coder = new SequenceAutoencoder(13, 48, new Rng(3));
        Learn(coder, () => coder.Loss(captions), 250, 0.01f);
        Assert.Equal(captions, coder.Reconstruct(captions, 12));
        Assert.Equal([8, 96], coder.Encode(captions).Shape.ToArray());
    }

    private static double[] Softmax(double[] x) => [.. x.Select(v => Math.Exp(v) / x.Sum(Math.Exp))];

    private static void Learn(Module net, Func<Tensor> loss, int steps, float rate)
    {
        var adam = new Adam(net.Parameters(), rate);
        for (int i = 0; i < steps; i++)
        {
            using var scope = new StepScope();
            adam.ZeroGrad();
            loss().Backward();
            Clip.GradNorm(net.Parameters(), 5);
            adam.Step();
        }
    }
}
