namespace DeepNotes.Exercises;

public static partial class Glossary
{
    // Rows 23 to 44: convolution, architectures, looking inside.
    private static Term[] Vision =>
    [
    ];
}
