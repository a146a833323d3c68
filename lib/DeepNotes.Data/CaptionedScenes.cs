namespace DeepNotes.Data;

/// <summary>Small pictures and the sentence that describes each.</summary>
/// <param name="Images">(N, 3, 16, 16), 0 … 1.</param>
/// <param name="Captions">Words of each.</param>
public sealed record CaptionedImages(Tensor Images, IReadOnlyList<string[]> Captions);

/// <summary>Scenes of two coloured shapes with a true caption: "a red square above a blue disc".</summary>
/// <remarks>A caption names two shapes, two colours and how they stand to each other: 2 · (9 · 8) = 144 captions, each of countless pictures.</remarks>
public static class CaptionedScenes
{
    private const int Size = 16;
    private static readonly (string Name, float R, float G, float B)[] Colours = [("red", 1, 0.15f, 0.1f), ("green", 0.1f, 0.8f, 0.2f), ("blue", 0.15f, 0.3f, 1)];
    private static readonly string[] Shapes = ["square", "disc", "cross"];

    /// <summary>Every word a caption can have.</summary>
    public static IReadOnlyList<string> Words { get; } = ["a", "red", "green", "blue", "square", "disc", "cross", "above", "left", "of"];

    /// <summary>Random scenes.</summary>
    /// <param name="rng">Randomness.</param>
    /// <param name="count">N.</param>
    /// <param name="allowed">Which captions may come up, to hold some out; null for all.</param>
    public static CaptionedImages Make(Rng rng, int count, Func<string, bool>? allowed = null)
    {
        var images = Tensor.Empty(count, 3, Size, Size);
        var captions = new List<string[]>(count);
        for (int n = 0; n < count;)
        {
            int first = rng.Next(9), second = (first + 1 + rng.Next(8)) % 9;
            bool above = rng.Next(2) == 0;
            string caption = $"a {Name(first)} {(above ? "above" : "left of")} a {Name(second)}";
            if (allowed?.Invoke(caption) == false)
                continue;
            var image = images.Data.Slice(n++ * 3 * Size * Size, 3 * Size * Size);
            rng.FillUniform(image, 0, 0.15f);
            int along = 3 + rng.Next(2), beyond = 11 + rng.Next(2), across = 4 + rng.Next(8), shift = across + rng.Next(3) - 1;
            Draw(image, first, above ? across : along, above ? along : across);
            Draw(image, second, above ? shift : beyond, above ? beyond : shift);
            captions.Add(caption.Split(' '));
        }
        return new CaptionedImages(images, captions);
    }

    private static string Name(int thing) => $"{Colours[thing % 3].Name} {Shapes[thing / 3]}";

    private static void Draw(Span<float> image, int thing, int cx, int cy)
    {
        var (_, r, g, b) = Colours[thing % 3];
        for (int y = Math.Max(0, cy - 3); y <= Math.Min(Size - 1, cy + 3); y++)
        {
            for (int x = Math.Max(0, cx - 3); x <= Math.Min(Size - 1, cx + 3); x++)
            {
                int dx = Math.Abs(x - cx), dy = Math.Abs(y - cy);
                bool inside = (thing / 3) switch { 0 => true, 1 => dx * dx + dy * dy <= 9, _ => Math.Min(dx, dy) == 0 };
                if (inside)
                    (image[y * Size + x], image[(Size + y) * Size + x], image[(2 * Size + y) * Size + x]) = (r, g, b);
            }
        }
    }
}
