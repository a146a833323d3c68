using System.Text.Json;
using DeepNotes.Exercises;
using DeepNotes.Tests.Architecture;

namespace DeepNotes.Tests.Exercises;

/// <summary>The notebooks hold the exercises as they are defined here: the stub word for word, then its check.</summary>
public class NotebookCellTests
{
    public static TheoryData<string> Notebooks => [.. Directory
        .EnumerateFiles(Path.Combine(SourceTree.Root, "notebooks"), "*.ipynb").Select(p => Path.GetFileName(p)!).Order(StringComparer.Ordinal)
        .Where(name => Catalog.Of(name[..2]).Count > 0)];

    [Fact]
    public void Every_notebook_with_exercises_is_there() =>
        Assert.Empty(Catalog.All.Select(e => e.Notebook).Distinct().Except(Notebooks.Select(row => row.Data[..2])));

    [Theory, MemberData(nameof(Notebooks))]
    public void Every_exercise_stands_in_its_notebook_word_for_word(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(SourceTree.Root, "notebooks", name)));
        var cells = document.RootElement.GetProperty("cells").EnumerateArray()
            .Where(c => c.GetProperty("cell_type").GetString() == "code").Select(c => (Id: GradeId(c), Points: Points(c), Source: Source(c))).ToList();
        foreach (var exercise in Catalog.Of(name[..2]))
        {
            int at = cells.FindIndex(c => c.Id == exercise.Id);
            Assert.True(at >= 0, $"{name}: no cell has the grade_id {exercise.Id}");
            Assert.Equal(exercise.Stub, cells[at].Source);
            Assert.Equal(exercise.CheckCell, cells[at + 1].Source);
            Assert.Equal(exercise.Points, cells[at + 1].Points);
        }
        Assert.All(cells.Where(c => c.Id is not null && !c.Id.EndsWith("-check", StringComparison.Ordinal)), c => Assert.Contains(Catalog.All, e => e.Id == c.Id));
    }

    public static TheoryData<string> AllNotebooks => [.. Directory
        .EnumerateFiles(Path.Combine(SourceTree.Root, "notebooks"), "*.ipynb").Select(p => Path.GetFileName(p)!).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(AllNotebooks))]
    public void No_line_of_code_is_wider_than_a_page(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(SourceTree.Root, "notebooks", name)));
        var wide = document.RootElement.GetProperty("cells").EnumerateArray().Where(c => c.GetProperty("cell_type").GetString() == "code")
            .SelectMany(c => Source(c).Split('\n').Where(line => line.Length > 100).Select(line => $"{c.GetProperty("id")}: {line}"));
        Assert.Empty(wide);
    }

    private static string? GradeId(JsonElement cell) =>
        cell.GetProperty("metadata").TryGetProperty("nbgrader", out var nbgrader) ? nbgrader.GetProperty("grade_id").GetString() : null;

    private static int? Points(JsonElement cell) =>
        cell.GetProperty("metadata").TryGetProperty("nbgrader", out var nbgrader) && nbgrader.TryGetProperty("points", out var points) ? points.GetInt32() : null;

    private static string Source(JsonElement cell)
    {
        var source = cell.GetProperty("source");
        return source.ValueKind == JsonValueKind.String ? source.GetString()! : string.Concat(source.EnumerateArray().Select(l => l.GetString()));
    }
}
