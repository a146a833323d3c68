using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DeepNotes.Models;

/// <summary>One step of a network: what ran, what came out, what it costs.</summary>
/// <param name="Name">The layer's path in the model, such as <c>layer1.0.conv1</c>; empty for steps without parameters.</param>
/// <param name="Kind">The operation.</param>
/// <param name="Output">The output's shape, batch first.</param>
/// <param name="Parameters">Trainable numbers.</param>
/// <param name="Macs">Multiply-adds of convolutions and matrix products.</param>
public sealed record LayerCost(string Name, string Kind, int[] Output, long Parameters, long Macs);

/// <summary>Shapes, parameters and multiply-adds of a network for one example, found without computing anything.</summary>
/// <param name="Name">The network.</param>
/// <param name="Input">One example's shape, (C, H, W).</param>
/// <param name="Layers">Every step, in order.</param>
/// <param name="Parameters">Trainable numbers in all, also of parts that evaluation does not use.</param>
public sealed record ModelSummary(string Name, int[] Input, IReadOnlyList<LayerCost> Layers, long Parameters)
{
    /// <summary>Multiply-adds in all.</summary>
    public long Macs => Layers.Sum(l => l.Macs);

    /// <summary>Bytes of the parameters.</summary>
    public long ParameterBytes => 4 * Parameters;

    /// <summary>Bytes of all outputs, which training keeps for the way back.</summary>
    public long ActivationBytes => 4 * Layers.Where(l => l.Kind is not ("Reshape" or "Flatten")).Sum(l => l.Output.Aggregate(1L, (n, axis) => n * axis));

    /// <summary>Builds a network of <see cref="Zoo"/> and measures it.</summary>
    /// <param name="name">Such as <c>vgg16</c>.</param>
    /// <param name="input">One example's shape; the published one when empty.</param>
    /// <exception cref="ArgumentException">There is no such network, or the input does not fit it.</exception>
    public static ModelSummary Of(string name, params int[] input)
    {
        using var shapes = new ShapeScope();
        return Of(Zoo.Build(name, new Rng(0)), Zoo.Plain(name), input.Length > 0 ? input : Zoo.Input(name));
    }

    /// <summary>Measures any network.</summary>
    /// <param name="model">The network; with or without numbers.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="input">One example's shape, (C, H, W).</param>
    /// <exception cref="ShapeException">The input does not fit.</exception>
    public static ModelSummary Of(Layer model, string name, params int[] input)
    {
        using var shapes = new ShapeScope();
        var owners = new Dictionary<Tensor, string>(ReferenceEqualityComparer.Instance);
        foreach (var (path, module) in model.NamedModules())
        {
            foreach (var (_, value) in module.OwnParameters)
                owners[value] = path;
        }
        bool training = model.Training;
        model.Eval();   // no random drops, and parts that only training uses stay away
        try
        {
            var x = Tensor.Empty([1, .. input]);
            x.RequiresGrad = true;   // so that the tape keeps the steps before the first parameter too
            var nodes = Autograd.Trace(model.Forward(x));
            return new ModelSummary(name, [.. input], [.. nodes.Select(n => Cost(n, owners))], model.ParameterCount());
        }
        finally
        {
            model.Train(training);
        }
    }

    /// <summary>A table for people: a line per step, then the sums.</summary>
    public override string ToString()
    {
        List<string[]> rows = [["layer", "kind", "output", "parameters", "multiply-adds"]];
        rows.AddRange(Layers.Select(l => (string[])[l.Name, l.Kind, Shape.Text(l.Output.AsSpan(1)), Number(l.Parameters), Number(l.Macs)]));
        rows.Add(["total", "", "", Number(Parameters), Number(Macs)]);
        int[] widths = [.. Enumerable.Range(0, 5).Select(c => rows.Max(r => r[c].Length))];
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{Name}, input {Shape.Text(Input)}")).AppendLine().AppendLine();
        foreach (string[] row in rows)
            text.AppendLine(string.Join("  ", row.Select((cell, c) => c < 3 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd());
        return text.AppendLine().Append(CultureInfo.InvariantCulture,
            $"{Short(Parameters)} parameters ({ParameterBytes / 1e6:0.0} MB), {Short(Macs)} multiply-adds, {ActivationBytes / 1e6:0.0} MB of activations for one example").ToString();
    }

    /// <summary>The same as JSON: name, input, parameters, macs, bytes, and the layers.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("name", Name);
            WriteShape(json, "input", Input);
            json.WriteNumber("parameters", Parameters);
            json.WriteNumber("macs", Macs);
            json.WriteNumber("parameterBytes", ParameterBytes);
            json.WriteNumber("activationBytes", ActivationBytes);
            json.WriteStartArray("layers");
            foreach (var layer in Layers)
            {
                json.WriteStartObject();
                json.WriteString("name", layer.Name);
                json.WriteString("kind", layer.Kind);
                WriteShape(json, "output", layer.Output.AsSpan(1));
                json.WriteNumber("parameters", layer.Parameters);
                json.WriteNumber("macs", layer.Macs);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    // Parameters are counted where they are used first, so that shared ones count once.
    private static LayerCost Cost(Node node, Dictionary<Tensor, string> owners)
    {
        string path = "";
        long parameters = 0;
        foreach (var input in node.Inputs)
        {
            if (owners.Remove(input, out string? owner))
                (path, parameters) = (owner, parameters + input.Length);
        }
        return new LayerCost(path, node.Name, node.Outputs[0].Shape.ToArray(), parameters, MultiplyAdds(node));
    }

    private static long MultiplyAdds(Node node)
    {
        if (node.Inputs.Count < 2)
            return 0;
        Tensor x = node.Inputs[0], w = node.Inputs[1], y = node.Outputs[0];
        return node.Name switch
        {
            nameof(F.Conv1d) or nameof(F.Conv2d) or nameof(F.Linear) => (long)y.Length * (w.Length / w.Dim(0)),   // every output reads one filter
            nameof(F.ConvTranspose1d) or nameof(F.ConvTranspose2d) => (long)x.Length * (w.Length / w.Dim(0)),     // every input writes one
            nameof(F.MatMul) => (long)y.Length * (x.Length / Math.Max(1, y.Length / y.Dim(-1))),
            _ => 0,
        };
    }

    private static void WriteShape(Utf8JsonWriter json, string key, ReadOnlySpan<int> shape)
    {
        json.WriteStartArray(key);
        foreach (int axis in shape)
            json.WriteNumberValue(axis);
        json.WriteEndArray();
    }

    private static string Short(long count) => count switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e9:0.00} G"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:0.00} M"),
        _ => count.ToString("N0", CultureInfo.InvariantCulture),
    };

    private static string Number(long count) => count == 0 ? "" : count.ToString("N0", CultureInfo.InvariantCulture);
}

/// <summary>The table of any network.</summary>
public static class ModelSummaryExtensions
{
    /// <summary>Output shapes, parameters, multiply-adds and memory for one example, found without computing anything.</summary>
    /// <param name="model">The network.</param>
    /// <param name="first">The first axis of one example: its channels, or the length of a row.</param>
    /// <param name="rest">The other axes.</param>
    public static ModelSummary Summary(this Layer model, int first, params int[] rest)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ModelSummary.Of(model, model.GetType().Name, [first, .. rest]);
    }
}
