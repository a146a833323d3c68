using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace DeepNotes.Notebooks.Engine;

/// <summary>Any value as plain text: its own words where it has them, else its items or members, with limits on both.</summary>
internal static class PlainText
{
    private const int MaxItems = 20, MaxDepth = 4;

    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Append(text, value, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value, int depth)
    {
        switch (value)
        {
            case null:
                text.Append("<null>");
                break;
            case string s:
                text.Append(s);
                break;
            case Exception e:
                text.Append(CultureInfo.InvariantCulture, $"{e.GetType().FullName}: {e.Message}");
                break;
            case IFormattable f:
                text.Append(f.ToString(null, CultureInfo.InvariantCulture));
                break;
            case Type type:
                text.Append(type);
                break;
            case Array { Rank: > 1 } grid:
                AppendGrid(text, grid, new int[grid.Rank], 0);
                break;
            case IEnumerable items when depth < MaxDepth:
                AppendItems(text, items, depth);
                break;
            default:
                AppendObject(text, value, depth);
                break;
        }
    }

    private static void AppendItems(StringBuilder text, IEnumerable items, int depth)
    {
        int count = 0;
        text.Append('[');
        foreach (object? item in items)
        {
            if (count == MaxItems)
            {
                string more = items is ICollection all ? $" ({all.Count - MaxItems} more)" : "";
                text.Append(", ...").Append(more);
                break;
            }
            text.Append(count++ == 0 ? " " : ", ");
            Append(text, item, depth + 1);
        }
        text.Append(count == 0 ? "]" : " ]");
    }

    private static void AppendGrid(StringBuilder text, Array grid, int[] index, int axis)
    {
        int length = grid.GetLength(axis);
        text.Append('[');
        for (int i = 0; i < Math.Min(length, MaxItems); i++)
        {
            index[axis] = i;
            text.Append(i == 0 ? " " : ", ");
            if (axis == grid.Rank - 1) Append(text, grid.GetValue(index), 1);
            else AppendGrid(text, grid, index, axis + 1);
        }
        if (length > MaxItems) text.Append(CultureInfo.InvariantCulture, $", ... ({length - MaxItems} more)");
        text.Append(length == 0 ? "]" : " ]");
    }

    private static void AppendObject(StringBuilder text, object value, int depth)
    {
        var type = value.GetType();
        var speaks = type.GetMethod(nameof(ToString), [])!.DeclaringType!;
        if (depth >= MaxDepth || (speaks != typeof(object) && speaks != typeof(ValueType)))
        {
            text.Append(value);
            return;
        }
        var members = type.GetMembers(BindingFlags.Public | BindingFlags.Instance)
            .Where(m => m is FieldInfo or PropertyInfo { CanRead: true } && (m as PropertyInfo)?.GetIndexParameters().Length is null or 0);
        text.Append(type.Name).Append(" {");
        int count = 0;
        foreach (var member in members.Take(MaxItems))
        {
            text.Append(count++ == 0 ? " " : ", ").Append(member.Name).Append(" = ");
            Append(text, Read(member, value), depth + 1);
        }
        text.Append(count == 0 ? "}" : " }");
    }

    // A getter that throws says so in its place.
    private static object? Read(MemberInfo member, object value)
    {
        try
        {
            return member is FieldInfo field ? field.GetValue(value) : ((PropertyInfo)member).GetValue(value);
        }
        catch (TargetInvocationException error)
        {
            return error.InnerException;
        }
    }
}
