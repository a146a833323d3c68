namespace DeepNotes.Models;

/// <summary>Sequence autoencoder: an encoder–decoder without attention that must write what it has read, so that one vector holds it all.</summary>
/// <remarks>Dai and Le (2015), "Semi-supervised sequence learning"; Srivastava, Mansimov and Salakhutdinov (2015), who write it in reverse.</remarks>
public sealed class SequenceAutoencoder : Module
{
    private readonly EncoderDecoder _net;
    private readonly bool _reverse;

    /// <summary>An autoencoder with random weights.</summary>
    /// <param name="tokens">V, with the start (1) and the end (2).</param>
    /// <param name="hidden">H: the vector has 2 H numbers, h and c.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="reverse">Whether the copy is written from its end: what was read last is fresh.</param>
    public SequenceAutoencoder(int tokens, int hidden, Rng rng, bool reverse = true)
    {
        _reverse = reverse;
        _net = Child("net", new EncoderDecoder(tokens, tokens, rng, new EncoderDecoderOptions { Hidden = hidden }));
    }

    /// <summary>The thought vectors.</summary>
    /// <param name="sequences">Token ids of each, none empty.</param>
    /// <returns>(N, 2 H).</returns>
    public Tensor Encode(IReadOnlyList<int[]> sequences)
    {
        var state = _net.Encode(sequences).State;
        return F.Concat(1, F.Reshape(state.H, sequences.Count, -1), F.Reshape(state.C!, sequences.Count, -1));
    }

    /// <summary>Mean cross-entropy of the copy, teacher-forced.</summary>
    /// <param name="sequences">Token ids of each.</param>
    public Tensor Loss(IReadOnlyList<int[]> sequences) => _net.Loss(sequences, [.. sequences.Select(Turn)]);

    /// <summary>Writes what each vector holds.</summary>
    /// <param name="sequences">Token ids of each.</param>
    /// <param name="maxSteps">When to stop at the latest.</param>
    public int[][] Reconstruct(IReadOnlyList<int[]> sequences, int maxSteps) => [.. _net.Greedy(sequences, maxSteps).Select(Turn)];

    private int[] Turn(int[] tokens) => _reverse ? [.. tokens.Reverse()] : tokens;
}
