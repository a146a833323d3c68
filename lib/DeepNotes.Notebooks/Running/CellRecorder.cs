using System.Text.Json.Nodes;
using DeepNotes.Notebooks.Documents;

namespace DeepNotes.Notebooks.Running;

/// <summary>Worker's messages → a cell's outputs, as they are saved: console text joined, updates in place.</summary>
internal sealed class CellRecorder(int limit, IReadOnlyList<string> extra, Action<Cell, Output> changed)
{
    private readonly Dictionary<string, List<Output>> _displayed = [];
    private ConsoleText _raw = new(limit);
    private Cell? _cell;

    /// <summary>Starts a cell without outputs.</summary>
    public void Begin(Cell cell)
    {
        _cell = cell;
        _raw = new(limit);
        cell.Outputs.Clear();
    }

    /// <summary>Records one message.</summary>
    public void Record(JsonObject message)
    {
        switch ((string?)message["op"])
        {
            case "stream":
                AddText((string)message["name"]!, (string)message["text"]!);
                break;
            case "raw":
                if (_raw.Take((string)message["text"]!) is { IsEmpty: false } text) AddText("stdout", text.ToString());
                break;
            case "display":
                var output = Fill(Output.Display([]), message);
                string id = (string)message["id"]!;
                if (!_displayed.TryGetValue(id, out var same)) _displayed[id] = same = [];
                same.Add(output);
                Add(output);
                break;
            case "update":
                foreach (var shown in _displayed.GetValueOrDefault((string)message["id"]!) ?? [])
                {
                    changed(_cell!, Fill(shown, message));
                }
                break;
            case "clear":
                // Whatever comes next is what stays: waiting for it makes no difference to a record.
                _cell!.Outputs.Clear();
                break;
        }
    }

    /// <summary>Records the value of the last expression.</summary>
    public void AddResult(JsonObject message) => Add(Fill(Output.Result([], _cell!.ExecutionCount), message));

    /// <summary>Records any other output.</summary>
    public void Add(Output output)
    {
        _cell!.Outputs.Add(output);
        changed(_cell, output);
    }

    /// <summary>Adds what of the raw text was held back.</summary>
    public void End()
    {
        if (_raw.Rest() is { Length: > 0 } rest) AddText("stdout", rest);
    }

    private void AddText(string name, string text)
    {
        if (_cell!.Outputs.LastOrDefault() is { Kind: OutputKind.Stream } last && last.Name == name) last.Text += text;
        else _cell.Outputs.Add(Output.Stream(name, text));
        changed(_cell, Output.Stream(name, text));
    }

    // What was asked for beside the usual types stands apart, so that it is never saved.
    private Output Fill(Output output, JsonObject message)
    {
        output.Data = (JsonObject)message["data"]!.DeepClone();
        foreach (string mime in extra)
            if (output.Data.Remove(mime, out var value)) output.Unsaved[mime] = value;
        return output;
    }
}
