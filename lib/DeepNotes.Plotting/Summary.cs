using System.Globalization;
using System.Text;

namespace DeepNotes;

/// <summary>A table of a module's parts.</summary>
public static class SummaryExtensions
{
    /// <summary>One line per module with its key, its layer, the shapes of its parameters and their number.</summary>
    /// <param name="module">The module.</param>
    public static string Summary(this Module module)
    {
        var rows = new List<(string Key, string Layer, string Shapes, string Count)> { ("key", "layer", "parameters", "count") };
        foreach (var (key, part) in module.NamedModules())
        {
            var own = part.OwnParameters.ToList();
            if (part.Children.Count > 0 && own.Count == 0)
                continue;
            string name = part.ToString() is { } text && text != part.GetType().ToString() ? text : part.GetType().Name;
            rows.Add((key, name, string.Join(" ", own.Select(p => $"{p.Name}{Shape.Text(p.Value.Shape)}")), Number(own.Sum(p => (long)p.Value.Length))));
        }
        int key0 = rows.Max(r => r.Key.Length), layer0 = rows.Max(r => r.Layer.Length), shapes0 = rows.Max(r => r.Shapes.Length), count0 = rows.Max(r => r.Count.Length);
        var table = new StringBuilder();
        foreach (var (key, layer, shapes, count) in rows)
            table.Append(key.PadRight(key0)).Append("  ").Append(layer.PadRight(layer0)).Append("  ").Append(shapes.PadRight(shapes0)).Append("  ").AppendLine(count.PadLeft(count0));
        return table.Append("total ").Append(Number(module.ParameterCount())).Append(" parameters").ToString();
    }

    private static string Number(long count) => count == 0 ? "" : count.ToString("N0", CultureInfo.InvariantCulture);
}
