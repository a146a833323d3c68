using System.Text.Json.Nodes;

namespace DeepNotes.Notebooks.Documents;

/// <summary><see cref="Notebook"/> → the JSON text that Jupyter itself would write.</summary>
internal static class NotebookWriter
{
    public static string Write(Notebook notebook)
    {
        var root = Clone(notebook.Extra);
        root["cells"] = new JsonArray([.. notebook.Cells.Select(WriteCell)]);
        root["metadata"] = notebook.Metadata.DeepClone();
        root["nbformat"] = 4;
        root["nbformat_minor"] = notebook.Minor;
        return CanonicalJson.Write(root) + "\n";
    }

    private static JsonObject WriteCell(Cell cell)
    {
        var o = Clone(cell.Extra);
        o["cell_type"] = cell.Kind switch { CellKind.Code => "code", CellKind.Markdown => "markdown", _ => "raw" };
        o["id"] = cell.Id;
        o["metadata"] = cell.Metadata.DeepClone();
        o["source"] = MultiLine.Split(cell.Source);
        if (cell.Attachments is { } files)
            o["attachments"] = new JsonObject(files.Select(f
                => KeyValuePair.Create(f.Key, f.Value is JsonObject bundle ? MultiLine.SplitBundle(bundle) : f.Value?.DeepClone())));
        if (cell.Kind != CellKind.Code) return o;
        o["execution_count"] = cell.ExecutionCount;
        o["outputs"] = new JsonArray([.. cell.Outputs.Select(WriteOutput)]);
        return o;
    }

    private static JsonObject WriteOutput(Output output)
    {
        var o = Clone(output.Extra);
        switch (output.Kind)
        {
            case OutputKind.Stream:
                o["output_type"] = "stream";
                o["name"] = output.Name;
                o["text"] = MultiLine.Split(output.Text);
                return o;
            case OutputKind.Error:
                o["output_type"] = "error";
                o["ename"] = output.ErrorName;
                o["evalue"] = output.ErrorValue;
                o["traceback"] = new JsonArray([.. output.Traceback.Select(line => (JsonNode)line)]);
                return o;
            default:
                bool result = output.Kind == OutputKind.ExecuteResult;
                o["output_type"] = result ? "execute_result" : "display_data";
                o["data"] = MultiLine.SplitBundle(output.Data);
                o["metadata"] = output.Metadata.DeepClone();
                if (result) o["execution_count"] = output.ExecutionCount;
                return o;
        }
    }

    private static JsonObject Clone(JsonObject o) => (JsonObject)o.DeepClone();
}
