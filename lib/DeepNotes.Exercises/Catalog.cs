namespace DeepNotes.Exercises;

/// <summary>Every exercise of the course.</summary>
public static class Catalog
{
    /// <summary>All exercises, by notebook.</summary>
    public static IReadOnlyList<Exercise> All { get; } =
    [
        .. N00.All,
        .. N01.All,
        .. N02.All,
        .. N03.All,
        .. N04.All,
        .. N05.All,
        .. N06.All,
        .. N07.All,
        .. N08.All,
        .. N09.All,
        .. N10.All,
        .. N11.All,
        .. N12.All,
        .. N13.All,
        .. N14.All,
        .. N15.All,
        .. N16.All,
        .. N17.All,
        .. N18.All,
        .. N19.All,
        .. N20.All,
        .. N21.All,
        .. N22.All,
        .. N23.All,
        .. N24.All,
    ];

    /// <summary>One exercise.</summary>
    /// <param name="id">Its identifier.</param>
    /// <exception cref="ArgumentException">There is no such exercise.</exception>
    public static Exercise Find(string id) => All.FirstOrDefault(e => e.Id == id)
        ?? throw new ArgumentException($"Check: there is no exercise '{id}'; those of this course are {string.Join(", ", All.Select(e => e.Id))}.", nameof(id));

    /// <summary>The exercises of a notebook.</summary>
    /// <param name="notebook">Its number.</param>
    public static IReadOnlyList<Exercise> Of(string notebook) => [.. All.Where(e => e.Notebook == notebook)];
}
