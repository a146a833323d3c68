using System.Text;
using System.Text.Json.Nodes;
using DeepNotes.Notebooks.Documents;
using DeepNotes.Tests.Architecture;
using FsCheck;
using FsCheck.Fluent;

namespace DeepNotes.Tests.Notebooks;

/// <summary>Notebook files: what Jupyter writes comes back byte for byte, what is no notebook is refused with a reason.</summary>
public class DocumentTests
{
    // Written by Jupyter's own nbformat, with every kind of cell and output, line end and number that it treats in its own way.
    private static string Fixture { get; } = Path.Combine(SourceTree.Root, "lib/DeepNotes.Tests/Notebooks/jupyter.ipynb");

    [Fact]
    public void A_file_of_Jupyter_comes_back_byte_for_byte() =>
        Assert.Equal(File.ReadAllText(Fixture), Notebook.Load(Fixture).ToJson());

    [Fact]
    public void The_model_holds_what_the_file_says()
    {
        var notebook = Notebook.Load(Fixture);
        Assert.Equal(("c#", "Title", 5), (notebook.Language, notebook.Title, notebook.Cells.Count));
        var cell = notebook.Cells[1];
        Assert.Equal("var x = 1;\r\nx", cell.Source);
        Assert.True(cell.HasTag("b"));
        Assert.Equal([OutputKind.Stream, OutputKind.DisplayData, OutputKind.ExecuteResult, OutputKind.Error], cell.Outputs.Select(o => o.Kind));
        Assert.Equal("<b>1</b>\n<i>2</i>", cell.Outputs[1].Mime("text/html"));
        Assert.Equal("l2\nl3", cell.Outputs[3].Traceback[1]);
    }

    [Fact]
    public void Older_files_get_ids_that_stay_the_same_and_keep_what_is_unknown()
    {
        string old = """{"cells":[{"cell_type":"code","source":["a\n","b"],"metadata":{"x":1},"extra":[2]},{"cell_type":"markdown","source":"a"}],"metadata":{},"nbformat":4,"nbformat_minor":2,"vendor":{"k":"v"}}""";
        var notebook = Notebook.Parse(old);
        Assert.Equal("a\nb", notebook.Cells[0].Source);
        Assert.All(notebook.Cells, c => Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", c.Id));
        Assert.NotEqual(notebook.Cells[0].Id, notebook.Cells[1].Id);
        string saved = notebook.ToJson();
        Assert.Equal(saved, Notebook.Parse(old).ToJson());
        Assert.Equal(saved, Notebook.Parse(saved).ToJson());
        var json = JsonNode.Parse(saved)!;
        Assert.Equal(("v", 2, 5), ((string?)json["vendor"]!["k"], (int)json["cells"]![0]!["extra"]![0]!, (int)json["nbformat_minor"]!));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("   \n", "is empty")]
    [InlineData("{\"cells\": [], \"metadata\": {}, \"nbform", "truncated")]
    [InlineData("{\"cells\": [], \"metadata\": {}, \"nbformat\": 4", "truncated")]
    [InlineData("{\"cells\": [], \"metadata\": {},, \"nbformat\": 4}", "not valid JSON at line 1")]
    [InlineData("{\"nbformat\": 4, \"nbformat\": 4, \"cells\": []}", "nbformat")]
    [InlineData("[1, 2]", "not an object")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": \"\\ud800\"}]}", "surrogate")]
    [InlineData("{\"a\": 1}", "no number \"nbformat\"")]
    [InlineData("{\"nbformat\": 3, \"worksheets\": []}", "nbformat is 3")]
    [InlineData("{\"nbformat\": 5, \"cells\": []}", "nbformat is 5")]
    [InlineData("{\"nbformat\": 4}", "no list \"cells\"")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\"}]}", "cell 1 has no \"source\"")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"cod\", \"source\": \"\"}]}", "cell 1 has cell_type cod")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": \"\", \"outputs\": [{\"output_type\": \"x\"}]}]}", "output of type x")]
    public void What_is_no_notebook_is_refused_with_a_reason(string text, string reason)
    {
        var error = Assert.Throws<NotebookFormatException>(() => Notebook.Parse(text, "some.ipynb"));
        Assert.StartsWith("some.ipynb: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cut_of_a_file_is_called_truncated()
    {
        string text = File.ReadAllText(Fixture);
        foreach (int length in Enumerable.Range(1, 60).Select(i => i * text.TrimEnd().Length / 61))
            Assert.Contains("truncated", Assert.Throws<NotebookFormatException>(() => Notebook.Parse(text[..length])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_text_are_refused()
    {
        string path = Path.GetTempFileName();
        File.WriteAllBytes(path, [(byte)'{', 0xff, 0xfe, (byte)'}']);
        Assert.Contains("UTF-8", Assert.Throws<NotebookFormatException>(() => Notebook.Load(path)).Message, StringComparison.Ordinal);
        File.Delete(path);
    }

    [Fact]
    public void Any_text_survives_saving_and_loading() => Prop.ForAll<NonNull<string>, NonNull<string>>((source, output) =>
    {
        // Half a surrogate pair is no text: it has no UTF-8 form.
        string text = Valid(source.Get), shown = Valid(output.Get);
        var notebook = Notebook.CreateCSharp();
        notebook.Cells.Add(new Cell { Id = "a", Kind = CellKind.Code, Source = text, Outputs = { Output.Stream("stdout", shown), Output.Display(new() { ["text/html"] = shown }) } });
        var back = Notebook.Parse(notebook.ToJson()).Cells[0];
        return back.Source == text && back.Outputs[0].Text == shown && back.Outputs[1].Mime("text/html") == shown;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Saving_leaves_no_other_file_and_an_unchanged_file_alone()
    {
        string folder = Directory.CreateTempSubdirectory().FullName, path = Path.Combine(folder, "n.ipynb");
        var notebook = Notebook.Load(Fixture);
        notebook.Save(path);
        var written = File.GetLastWriteTimeUtc(path);
        notebook.Save(path);
        Assert.Equal(written, File.GetLastWriteTimeUtc(path));
        Assert.Equal(File.ReadAllBytes(Fixture), File.ReadAllBytes(path));
        Assert.Single(Directory.GetFileSystemEntries(folder));
        Directory.Delete(folder, recursive: true);
    }

    private static string Valid(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
