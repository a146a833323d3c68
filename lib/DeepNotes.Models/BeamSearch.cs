namespace DeepNotes.Models;

/// <summary>A sequence that a search found.</summary>
/// <param name="Tokens">Without start and end.</param>
/// <param name="LogProbability">Of the tokens, and of the end if it was reached.</param>
/// <param name="Ended">Whether the end was reached.</param>
public sealed record Hypothesis(int[] Tokens, double LogProbability, bool Ended);

/// <summary>Looks for the most likely sequence with a few candidates at a time. Width 1 is greedy; the width of the vocabulary to the power of the length is exact.</summary>
/// <remarks>Graves (2012), "Sequence transduction with recurrent neural networks"; Sutskever et al. (2014), section 3.2.</remarks>
public static class BeamSearch
{
    /// <summary>The most likely sequence that was found.</summary>
    /// <param name="start">The state before the first token.</param>
    /// <param name="startToken">The first token to read.</param>
    /// <param name="endToken">The token that ends a sequence.</param>
    /// <param name="width">Candidates that are kept, at least 1.</param>
    /// <param name="maxSteps">Steps at the most.</param>
    /// <param name="step">From a state and the token read: log-probabilities of the next token, and the state after.</param>
    /// <exception cref="ArithmeticException">There are no log-probabilities, one is NaN, or no token is possible.</exception>
    /// <typeparam name="TState">What the model remembers.</typeparam>
    public static Hypothesis Best<TState>(TState start, int startToken, int endToken, int width, int maxSteps, Func<TState, int, (float[] LogProbabilities, TState Next)> step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSteps, 1);
        var open = new List<(int[] Tokens, double Score, TState State)> { ([], 0, start) };
        Hypothesis? best = null;
        for (int t = 0; t < maxSteps && open.Count > 0; t++)
        {
            var grown = new List<(int[] Tokens, int Next, double Score, TState State)>();
            foreach (var (tokens, score, state) in open)
            {
                var (p, next) = step(state, tokens.Length == 0 ? startToken : tokens[^1]);
                if (p.Length == 0 || Array.Exists(p, float.IsNaN))
                    throw new ArithmeticException($"BeamSearch: after {tokens.Length} tokens the log-probabilities are {(p.Length == 0 ? "empty" : "not all numbers")}; every token needs one. Look for the operation that made the NaN.");
                for (int v = 0; v < p.Length; v++)
                {
                    if (!float.IsNegativeInfinity(p[v]))   // what cannot come does not take a place
                        grown.Add((tokens, v, score + p[v], next));
                }
            }
            if (grown.Count == 0 && best is null)
                throw new ArithmeticException($"BeamSearch: after {t} tokens no token has a probability above 0; at least one must. Look at the mask or the scores.");
            var kept = grown.OrderByDescending(g => g.Score).Take(width).ToList();
            foreach (var g in kept.Where(g => g.Next == endToken && (best is null || g.Score > best.LogProbability)))
                best = new Hypothesis(g.Tokens, g.Score, true);
            open = [.. kept.Where(g => g.Next != endToken).Select(g => ((int[])[.. g.Tokens, g.Next], g.Score, g.State))];
            if (best is not null && open.TrueForAll(o => o.Score <= best.LogProbability))
                break;   // longer can only be less likely
        }
        return best ?? new Hypothesis(open[0].Tokens, open[0].Score, false);
    }
}
