using System.Collections;

namespace DeepNotes.Text;

/// <summary>A window of several streams: what is read and what comes next.</summary>
/// <param name="Inputs">Token ids, time first (T · N).</param>
/// <param name="Targets">The token after each, in the same places.</param>
/// <param name="Steps">T.</param>
/// <param name="Streams">N.</param>
public sealed record TextWindow(int[] Inputs, int[] Targets, int Steps, int Streams);

/// <summary>A long text cut into N streams that are read side by side, K tokens at a time and in order, so that a state can be carried on.</summary>
/// <remarks>Stream n is the n-th part of the text; window w of every stream follows window w − 1. Tokens that fill no stream are left out.</remarks>
public sealed class TextStreams : IEnumerable<TextWindow>
{
    private readonly int[] _ids;
    private readonly int _streams, _steps, _length;

    /// <summary>Streams over a text.</summary>
    /// <param name="ids">The text.</param>
    /// <param name="streams">N ≥ 1.</param>
    /// <param name="steps">K ≥ 1: the steps of a window; the last one may be shorter.</param>
    /// <exception cref="ShapeException">The text is too short for a token and its successor in every stream.</exception>
    public TextStreams(int[] ids, int streams, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(streams, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        if (ids.Length - 1 < streams)
            throw new ShapeException($"TextStreams: {ids.Length} tokens for {streams} streams; there must be more tokens than streams.");
        (_ids, _streams, _steps, _length) = (ids, streams, steps, (ids.Length - 1) / streams);
    }

    /// <summary>The number of windows.</summary>
    public int Count => (_length + _steps - 1) / _steps;

    /// <summary>The tokens that are predicted in one pass.</summary>
    public int Predictions => _length * _streams;

    /// <summary>The windows in order.</summary>
    public IEnumerator<TextWindow> GetEnumerator()
    {
        for (int start = 0; start < _length; start += _steps)
        {
            int steps = Math.Min(_steps, _length - start);
            int[] inputs = new int[steps * _streams], targets = new int[steps * _streams];
            for (int n = 0; n < _streams; n++)
            {
                for (int t = 0; t < steps; t++)
                {
                    int at = n * _length + start + t;
                    (inputs[t * _streams + n], targets[t * _streams + n]) = (_ids[at], _ids[at + 1]);
                }
            }
            yield return new TextWindow(inputs, targets, steps, _streams);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
