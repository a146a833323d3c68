namespace DeepNotes.Data;

/// <summary>Utterances as a recognizer sees them: frames of energies and the sound at each frame.</summary>
/// <param name="X">(T, N, bands).</param>
/// <param name="Labels">Which sound, time first (T · N); −1 past an utterance's end.</param>
/// <param name="Lengths">Frames of each utterance.</param>
public sealed record Utterances(Tensor X, int[] Labels, int[] Lengths);

/// <summary>A stand-in for speech: each sound has two resonances that glide from their neighbour's, under noise; frames are energies in bands.</summary>
/// <remarks>
/// Vowels differ by two formants (Peterson and Barney 1952, in kHz), so a frame alone leaves doubt where sounds pass into each other;
/// the frames around it, before and after, settle it. That is what a recognizer must learn from real speech too.
/// </remarks>
public static class AcousticFrames
{
    private static readonly (string Name, double F1, double F2)[] Sounds =
        [("i", 0.27, 2.29), ("e", 0.53, 1.84), ("a", 0.73, 1.09), ("o", 0.57, 0.84), ("u", 0.30, 0.87), ("m", 0.25, 1.25)];

    /// <summary>The names of the sounds, by label.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Sounds.Select(s => s.Name)];

    /// <summary>Random utterances.</summary>
    /// <param name="rng">Randomness.</param>
    /// <param name="count">N.</param>
    /// <param name="sounds">Sounds in each; a sound never follows itself and lasts 4 to 9 frames.</param>
    /// <param name="bands">Frequency bands between 0.1 and 2.6 kHz.</param>
    /// <param name="noise">Standard deviation added to every energy; the peaks have height 1.</param>
    public static Utterances Make(Rng rng, int count, int sounds = 5, int bands = 16, double noise = 0.6)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sounds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(bands, 1);
        var spoken = new List<(int Sound, int Frames)>[count];
        for (int n = 0; n < count; n++)
        {
            spoken[n] = [];
            for (int i = 0, last = -1; i < sounds; i++)
            {
                int next = last < 0 ? rng.Next(Sounds.Length) : (last + 1 + rng.Next(Sounds.Length - 1)) % Sounds.Length;
                spoken[n].Add((last = next, 4 + rng.Next(6)));
            }
        }
        int[] lengths = [.. spoken.Select(u => u.Sum(s => s.Frames))];
        int steps = lengths.Max();
        var x = Tensor.Zeros(steps, count, bands);
        int[] labels = new int[steps * count];
        Array.Fill(labels, -1);
        for (int n = 0; n < count; n++)
            Speak(rng, spoken[n], x, labels, n, noise);
        return new Utterances(x, labels, lengths);
    }

    private static void Speak(Rng rng, List<(int Sound, int Frames)> utterance, Tensor x, int[] labels, int n, double noise)
    {
        int t = 0, bands = x.Dim(2);
        double f1 = Sounds[utterance[0].Sound].F1, f2 = Sounds[utterance[0].Sound].F2;
        double throat = 1 + 0.08 * rng.NextNormal();   // a longer or shorter speaker
        foreach (var (sound, frames) in utterance)
        {
            for (int i = 0; i < frames; i++, t++)
            {
                f1 += 0.45 * (Sounds[sound].F1 - f1);   // the tongue takes a few frames to get there
                f2 += 0.45 * (Sounds[sound].F2 - f2);
                labels[t * x.Dim(1) + n] = sound;
                for (int b = 0; b < bands; b++)
                {
                    double f = 0.1 + 2.5 * b / Math.Max(1, bands - 1);
                    x[t, n, b] = (float)(Peak(f, f1 * throat) + Peak(f, f2 * throat) + noise * rng.NextNormal());
                }
            }
        }
    }

    private static double Peak(double f, double centre) => 1 / (1 + (f - centre) * (f - centre) / 0.03);
}
