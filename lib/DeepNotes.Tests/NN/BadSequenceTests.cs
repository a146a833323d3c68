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
        Refused<ShapeException>("initial c", () => net.Forward(x, new RecurrentState(Tensor.Zeros(1, 4, 3), name == "LSTM" ? Tensor.Zeros(1, 4, 5) : Tensor.Zeros(1, 4, 3))));
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
        Refused<ShapeException>("there are no trees", () => new TreeLSTM(["0"], 2, 2, new Rng(1)).Forward([]));
        Refused<ShapeException>("x is (0, 4, 2); it must have at least one step", () => new TruncatedBptt(Layer("LSTM"), 2, 2).Run(Tensor.Zeros(0, 4, 2), (y, _) => F.Sum(y)));
        Refused<ShapeException>("x is (0, 2, 3); it must have at least one step", () => new NeuralTuringMachine(3, 2, new Rng(1), new TuringOptions { Rows = 4, Width = 2, Hidden = 3 }).Forward(Tensor.Zeros(0, 2, 3)));
        Refused<ShapeException>("(T, N, I)", () => new NeuralTuringMachine(3, 2, new Rng(1), new TuringOptions { Rows = 4, Width = 2, Hidden = 3 }).Forward(Tensor.Zeros(2, 3)));
    }
}
