using System.Text.Json;
using System.Text.Json.Nodes;
using DeepNotes.Notebooks.Jupyter;

namespace DeepNotes.Cli.Kernels;

/// <summary>A kernelspec: a folder whose <c>kernel.json</c> says how a kernel is started.</summary>
/// <param name="Folder">The folder; its name is the kernel's.</param>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Stamp">The state of the sources it was built from; empty when the kernel is not ours.</param>
internal sealed record KernelSpec(string Folder, IReadOnlyList<string> Command, string Stamp)
{
    /// <summary>Our kernel's name.</summary>
    public const string Own = "deepnotes";

    /// <summary>The name that .NET Interactive's notebooks, and so this course's, ask for.</summary>
    public const string Interactive = ".net-csharp";

    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true };

    /// <summary>Whether we wrote it.</summary>
    public bool IsOurs => Stamp.Length > 0;

    /// <summary>Reads a kernelspec; null when there is none.</summary>
    public static KernelSpec? Read(string kernels, string name)
    {
        string folder = Path.Combine(kernels, name), file = Path.Combine(folder, "kernel.json");
        if (!File.Exists(file)) return null;
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(file)) as JsonObject ?? [];
            string[] command = json["argv"] is JsonArray words ? [.. words.Select(w => w?.ToString() ?? "")] : [];
            return new KernelSpec(folder, command, json.Object("metadata").Object("deepnotes").Text("stamp"));
        }
        catch (JsonException)
        {
            return new KernelSpec(folder, [], "");
        }
    }

    /// <summary>Writes it, in one step, so that a front end never reads half of it.</summary>
    public void Write(string title)
    {
        Directory.CreateDirectory(Folder);
        var json = new JsonObject
        {
            ["argv"] = new JsonArray([.. Command.Select(c => (JsonNode)c)]),
            ["display_name"] = title,
            ["language"] = "C#",
            ["interrupt_mode"] = "message",
            ["env"] = new JsonObject { ["DOTNET_gcServer"] = "0", ["DOTNET_TieredPGO"] = "0", ["DOTNET_DbgEnableMiniDump"] = "0" },
            ["metadata"] = new JsonObject { ["debugger"] = false, ["deepnotes"] = new JsonObject { ["version"] = KernelInfo.Version, ["stamp"] = Stamp } },
        };
        string file = Path.Combine(Folder, "kernel.json");
        File.WriteAllText(file + ".new", json.ToJsonString(s_readable) + "\n");
        File.Move(file + ".new", file, overwrite: true);
    }
}
