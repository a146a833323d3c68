namespace DeepNotes.Exercises;

public static partial class Glossary
{
    // Rows 45 to 60: recurrent networks, attention, memory.
    private static Term[] Sequences =>
    [
    ];
}
