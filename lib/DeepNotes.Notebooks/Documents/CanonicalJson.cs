using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepNotes.Notebooks.Documents;

/// <summary>JSON as Python's <c>json.dumps(indent=1, sort_keys=True, ensure_ascii=False)</c> writes it: what Jupyter saves.</summary>
internal static class CanonicalJson
{
    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Append(text, node, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonNode? node, int depth)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject o:
                AppendAll(text, '{', '}', o.OrderBy(p => p.Key, CodePointOrder.Instance), depth, p =>
                {
                    AppendString(text, p.Key);
                    text.Append(": ");
                    Append(text, p.Value, depth + 1);
                });
                break;
            case JsonArray a:
                AppendAll(text, '[', ']', a, depth, item => Append(text, item, depth + 1));
                break;
            default:
                AppendValue(text, node);
                break;
        }
    }

    private static void AppendAll<T>(StringBuilder text, char open, char close, IEnumerable<T> items, int depth, Action<T> append)
    {
        text.Append(open);
        bool any = false;
        foreach (var item in items)
        {
            text.Append(any ? ",\n" : "\n").Append(' ', depth + 1);
            append(item);
            any = true;
        }
        if (any) text.Append('\n').Append(' ', depth);
        text.Append(close);
    }

    private static void AppendValue(StringBuilder text, JsonNode value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                AppendString(text, value.GetValue<string>());
                break;
            case JsonValueKind.Number:
                text.Append(Number(value.ToJsonString()));
                break;
            default:
                text.Append(value.ToJsonString());
                break;
        }
    }

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }
        text.Append('"');
    }

    // Integers as they are; fractions as Python's repr: the shortest digits that come back, an exponent below 1e-4 and from 1e16 on.
    private static string Number(string raw)
    {
        if (!raw.AsSpan().ContainsAny(".eE")) return raw;
        double value = double.Parse(raw, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value)) return raw;
        string[] parts = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture).Split('E');
        string sign = double.IsNegative(value) ? "-" : "", mantissa = parts[0].Replace(".", "");
        string digits = mantissa.TrimStart('0');
        if (digits.Length == 0) return sign + "0.0";
        // The value is 0.digits × 10^point.
        int point = (parts[0] + ".").IndexOf('.', StringComparison.Ordinal) - (mantissa.Length - digits.Length)
            + (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        digits = digits.TrimEnd('0');
        if (point is > -4 and <= 0) return $"{sign}0.{new string('0', -point)}{digits}";
        if (point is > 0 and <= 16)
            return digits.Length > point ? $"{sign}{digits[..point]}.{digits[point..]}" : $"{sign}{digits.PadRight(point, '0')}.0";
        string fraction = digits.Length > 1 ? "." + digits[1..] : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}{fraction}e{(point > 0 ? '+' : '-')}{Math.Abs(point - 1):00}");
    }

    private sealed class CodePointOrder : IComparer<string>
    {
        public static readonly CodePointOrder Instance = new();

        public int Compare(string? x, string? y)
        {
            int i = 0;
            while (i < x!.Length && i < y!.Length && x[i] == y[i]) i++;
            if (i == x.Length || i == y!.Length) return x.Length - y!.Length;
            // Surrogates stand below U+E000 in UTF-16 and above U+FFFF as code points.
            return Rank(x[i]) - Rank(y[i]);
        }

        private static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
    }
}
