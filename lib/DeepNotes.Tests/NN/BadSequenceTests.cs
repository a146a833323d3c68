using DeepNotes.Models;
using DeepNotes.Text;

namespace DeepNotes.Tests.NN;

/// <summary>Sequences that do not fit are refused, with what was found and the rule.</summary>
public class BadSequenceTests
{
    private static void Refused<T>(string words, Action act) where T : Exception =>
        Assert.Contains(words, Assert.Throws<T>(act).Message, StringComparison.Ordinal);

    public static TheoryData<string> Layers => ["RNN", "LSTM", "GRU"];

    private static Recurrent Layer(string name) => name switch
    {
        "RNN" => new RNN(2, 3, new Rng(1)),
        "LSTM" => new LSTM(2, 3, new Rng(1)),
        _ => new GRU(2, 3, new Rng(1)),
    };

    [Theory, MemberData(nameof(Layers))]
    public void Recurrent_layers_refuse_empty_sequences_and_lengths_that_disagree(string name)
    {
        var net = Layer(name);
        Refused<ShapeException>("x is (0, 4, 2); it must have at least one step", () => net.Forward(Tensor.Zeros(0, 4, 2)));
        Refused<ShapeException>("(5, 0, 2); it must have at least one step and one example", () => net.Forward(Tensor.Zeros(5, 0, 2)));
        Refused<ShapeException>("2 lengths for x (5, 4, 2); there must be one per example", () => net.Forward(Tensor.Zeros(5, 4, 2), lengths: [5, 5]));
        Refused<ShapeException>("length 2 is 6; it must lie in 1 … 5", () => net.Forward(Tensor.Zeros(5, 4, 2), lengths: [5, 1, 6, 5]));
        Refused<ShapeException>("length 1 is 0", () => net.Forward(Tensor.Zeros(5, 4, 2), lengths: [5, 0, 5, 5]));
        Refused<ShapeException>("(5, 4, 3)", () => net.Forward(Tensor.Zeros(5, 4, 3)));
        Refused<ShapeException>("(5, 2)", () => net.Forward(Tensor.Zeros(5, 2)));
    }

    [Theory, MemberData(nameof(Layers))]
    public void Recurrent_layers_refuse_a_state_of_the_wrong_shape(string name)
    {
        var net = Layer(name);
        var x = Tensor.Zeros(5, 4, 2);
        Refused<ShapeException>("initial h is (1, 3, 3), it must be (layers · directions, N, H) = (1, 4, 3)", () => net.Forward(x, new RecurrentState(Tensor.Zeros(1, 3, 3), null)));
        Refused<ShapeException>("initial h is (2, 4, 3)", () => net.Forward(x, new RecurrentState(Tensor.Zeros(2, 4, 3), null)));
        Refused<ShapeException>("initial c is (1, 4, 5)", () => net.Forward(x, new RecurrentState(Tensor.Zeros(1, 4, 3), Tensor.Zeros(1, 4, 5))));
    }

    [Theory, MemberData(nameof(Layers))]
    public void Half_a_state_is_refused_by_layers_and_cells(string name)
    {
        var net = Layer(name);
        StepCell cell = name switch { "RNN" => new RNNCell(2, 3, new Rng(1)), "LSTM" => new LSTMCell(2, 3, new Rng(1)), _ => new GRUCell(2, 3, new Rng(1)) };
        Tensor? c = name == "LSTM" ? null : Tensor.Zeros(1, 4, 3);
        string found = name == "LSTM" ? "an h and no c" : "an h and a c";
        Refused<ShapeException>(found, () => net.Forward(Tensor.Zeros(5, 4, 2), new RecurrentState(Tensor.Zeros(1, 4, 3), c)));
        Refused<ShapeException>("must have both or neither", () => cell.Forward(Tensor.Zeros(4, 2), new RecurrentState(Tensor.Zeros(4, 3), c is null ? null : Tensor.Zeros(4, 3))));
        Refused<ShapeException>("the initial h is (5, 3), it must be (4, 3)", () => cell.Forward(Tensor.Zeros(4, 2), new RecurrentState(Tensor.Zeros(5, 3), name == "LSTM" ? Tensor.Zeros(5, 3) : null)));
        Refused<ShapeException>("no h and a c", () => F.Recurrent(DeepNotes.Kernels.RecurrentCell.Lstm, Tensor.Zeros(5, 4, 2), Tensor.Zeros(12, 2), Tensor.Zeros(12, 3), c0: Tensor.Zeros(4, 3)));
    }

    [Fact]
    public void Token_ids_out_of_range_and_unknown_characters_are_named()
    {
        var model = new LanguageModel(5, new Rng(1), new LanguageModelOptions { Embedding = 2, Hidden = 3 });
        Refused<ShapeException>("it must lie in 0 … 4", () => model.Write([1, 5], 3, new Sampler(new Rng(1))));
        Refused<ShapeException>("it must lie in 0 … 4", () => model.Write([-1], 3, new Sampler(new Rng(1))));
        Refused<ShapeException>("no tokens to begin with", () => model.Write([], 3, new Sampler(new Rng(1))));
        Refused<KeyNotFoundException>("'z' is not among the 3 tokens", () => Vocabulary.OfCharacters("abc").Encode("az"));
        Refused<KeyNotFoundException>("'한' is not among", () => Vocabulary.OfCharacters("글").Encode("한글"));
        Refused<KeyNotFoundException>("'nand' is unknown", () => new RecursiveNet(["0", "and"], 2, 2, new Rng(1)).Forward([new Tree("nand", new Tree("0"), new Tree("0"))]));
    }

    [Fact]
    public void Memories_pictures_and_machines_refuse_what_does_not_fit()
    {
        var memory = new MemN2N(6, new Rng(1));
        Refused<ShapeException>("1 stories and 2 questions", () => memory.Forward(new StoryBatch([[[1]]], [[1], [2]])));
        Refused<ShapeException>("a sentence is empty", () => memory.Forward(new StoryBatch([[[1], []]], [[1]])));
        Refused<ShapeException>("it must lie in 0 … 5", () => memory.Forward(new StoryBatch([[[6]]], [[1]])));
        Refused<ShapeException>("2 images and 1 captions", () => new CaptionNet(5, new Rng(1), 4).Loss(Tensor.Zeros(2, 3, 16, 16), [[3]]));
        Refused<ShapeException>("the images are (0, 3, 16, 16)", () => new CaptionNet(5, new Rng(1), 4).Describe(Tensor.Zeros(0, 3, 16, 16)));
        Refused<ShapeException>("the images are (2, 3, 8, 8); they must be (N, 3, 16, 16)", () => new CaptionNet(5, new Rng(1), 4).Encode(Tensor.Zeros(2, 3, 8, 8)));
        Refused<ShapeException>("story 1 has no sentences", () => memory.Forward(new StoryBatch([[[1]], []], [[1], [2]])));
        Refused<ShapeException>("there are no trees", () => new TreeLSTM(["0"], 2, 2, new Rng(1)).Forward([]));
        Refused<ShapeException>("x is (0, 4, 2); it must have at least one step", () => new TruncatedBptt(Layer("LSTM"), 2, 2).Run(Tensor.Zeros(0, 4, 2), (y, _) => F.Sum(y)));
        Refused<ShapeException>("x is (0, 2, 3); it must have at least one step", () => new NeuralTuringMachine(3, 2, new Rng(1), new TuringOptions { Rows = 4, Width = 2, Hidden = 3 }).Forward(Tensor.Zeros(0, 2, 3)));
        Refused<ShapeException>("x is (1, 2, 4); it must have at least one step and one example, and 3 inputs", () => new NeuralTuringMachine(3, 2, new Rng(1), new TuringOptions { Rows = 4, Width = 2, Hidden = 3 }).Forward(Tensor.Zeros(1, 2, 4)));
        Refused<ShapeException>("(T, N, I)", () => new NeuralTuringMachine(3, 2, new Rng(1), new TuringOptions { Rows = 4, Width = 2, Hidden = 3 }).Forward(Tensor.Zeros(2, 3)));
    }

    [Fact]
    public void Empty_targets_and_captions_are_refused_and_so_is_writing_nothing()
    {
        var net = new EncoderDecoder(7, 6, new Rng(1), new EncoderDecoderOptions { Embedding = 2, Hidden = 3 });
        var teller = new CaptionNet(5, new Rng(1), 4);
        var coder = new SequenceAutoencoder(7, 3, new Rng(1));
        Refused<ShapeException>("EncoderDecoder: target 1 is empty; it must have at least one token", () => net.Loss([[3], [4]], [[3], []]));
        Refused<ShapeException>("CaptionNet: target 0 is empty", () => teller.Loss(Tensor.Zeros(2, 3, 16, 16), [[], [3]]));
        Refused<ShapeException>("it must lie in 0 … 5", () => net.Loss([[3]], [[6]]));
        Refused<ShapeException>("it must lie in 0 … 4", () => teller.Loss(Tensor.Zeros(1, 3, 16, 16), [[5]]));
        Refused<ShapeException>("target 1 is empty", () => coder.Loss([[3], []]));
        Refused<ShapeException>("2 sentences, 1 of them empty", () => coder.Encode([[3], []]));
        Refused<ShapeException>("0 sentences", () => net.Loss([], []));
        Refused<ArgumentOutOfRangeException>("count", () => new LanguageModel(5, new Rng(1)).Write([1], -1, new Sampler(new Rng(1))));
        Refused<ArgumentOutOfRangeException>("count", () => DeepNotes.Data.AcousticFrames.Make(new Rng(1), 0));
        Refused<ArgumentOutOfRangeException>("bands", () => DeepNotes.Data.AcousticFrames.Make(new Rng(1), 2, bands: 0));
        Refused<ArgumentOutOfRangeException>("maxSteps", () => net.Greedy([[3]], 0));
        Refused<ArgumentOutOfRangeException>("maxWords", () => teller.Describe(Tensor.Zeros(1, 3, 16, 16), 0));
    }

    [Fact]
    public void Scores_from_which_nothing_follows_are_refused()
    {
        var sampler = new Sampler(new Rng(1));
        Refused<ArithmeticException>("that of token 1, is", () => sampler.Pick([0, float.PositiveInfinity, 1]));
        Refused<ArithmeticException>("it must be finite", () => sampler.Pick([float.NegativeInfinity, float.NegativeInfinity]));
        Assert.Equal(1, sampler.Pick([float.NegativeInfinity, 3]));   // one way is left
        Refused<ArithmeticException>("after 1 tokens the log-probabilities are not all numbers", () =>
            BeamSearch.Best(0, -1, 0, 2, 3, (step, _) => (step == 0 ? [-2f, -1f] : [float.NaN, 0], step + 1)));
        Refused<ArithmeticException>("after 1 tokens no token has a probability above 0", () =>
            BeamSearch.Best(0, -1, 0, 2, 3, (step, _) => (step == 0 ? [float.NegativeInfinity, -1f] : [float.NegativeInfinity, float.NegativeInfinity], step + 1)));
        Refused<ArithmeticException>("after 0 tokens the log-probabilities are empty", () => BeamSearch.Best(0, -1, 0, 2, 3, (step, _) => (Array.Empty<float>(), step)));
    }
}
