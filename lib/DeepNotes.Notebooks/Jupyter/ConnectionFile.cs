using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepNotes.Notebooks.Jupyter;

/// <summary>What a front end tells a kernel about where to listen. The key is for nobody's eyes.</summary>
internal sealed class ConnectionFile
{
    private ConnectionFile(JsonObject json)
    {
        if (json.Text("transport", "tcp") != "tcp") throw new InvalidDataException($"transport is {json.Text("transport")}; this kernel speaks tcp.");
        if (!IPAddress.TryParse(json.Text("ip", "127.0.0.1"), out var address)) throw new InvalidDataException($"ip is {json.Text("ip")}, which is no address.");
        string scheme = json.Text("signature_scheme", "hmac-sha256");
        Key = json.Text("key");
        if (Key.Length > 0 && scheme != "hmac-sha256") throw new InvalidDataException($"signature_scheme is {scheme}; this kernel signs with hmac-sha256.");
        Address = address;
        (Shell, Control, IoPub, Stdin, Heartbeat) = (Port(json, "shell_port"), Port(json, "control_port"), Port(json, "iopub_port"), Port(json, "stdin_port"), Port(json, "hb_port"));
    }

    public IPAddress Address { get; }
    public string Key { get; }
    public int Shell { get; }
    public int Control { get; }
    public int IoPub { get; }
    public int Stdin { get; }
    public int Heartbeat { get; }

    /// <exception cref="InvalidDataException">It is no connection file that this kernel can use.</exception>
    public static ConnectionFile Load(string path) => Parse(File.ReadAllText(path));

    public static ConnectionFile Parse(string text)
    {
        try
        {
            return new ConnectionFile(JsonNode.Parse(text) as JsonObject ?? throw new InvalidDataException("the connection file holds no JSON object."));
        }
        catch (JsonException)
        {
            throw new InvalidDataException("the connection file is no JSON.");
        }
    }

    private static int Port(JsonObject json, string name)
        => json.Number(name, -1) is >= 0 and <= 65535 and var port ? port : throw new InvalidDataException($"the connection file has no {name}.");
}

/// <summary>Reading JSON that somebody else wrote: what is missing or of another kind is its default.</summary>
internal static class JsonReading
{
    public static string Text(this JsonObject json, string name, string otherwise = "")
        => json[name] is JsonValue value && value.TryGetValue(out string? text) ? text : otherwise;

    public static bool Flag(this JsonObject json, string name, bool otherwise = false)
        => json[name] is JsonValue value && value.TryGetValue(out bool flag) ? flag : otherwise;

    public static int Number(this JsonObject json, string name, int otherwise = 0)
        => json[name] is JsonValue value && value.TryGetValue(out int number) ? number : otherwise;

    public static JsonObject Object(this JsonObject json, string name) => json[name] as JsonObject ?? [];
}
