namespace DeepNotes.Exercises;

public static partial class Glossary
{
    // Rows 11 and 16 to 21: optimizers, regularisation, normalisation.
    private static Term[] Training =>
    [
    ];
}
