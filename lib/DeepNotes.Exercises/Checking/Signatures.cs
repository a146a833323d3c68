using System.Runtime.CompilerServices;

namespace DeepNotes.Exercises;

/// <summary>Types as a learner writes them, and whether an answer has the type asked for.</summary>
internal static class Signatures
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(bool)] = "bool",
        [typeof(string)] = "string",
    };

    /// <summary>A method as C#: <c>double Dot(double[] a, double[] b)</c>.</summary>
    public static string Text(string method, Type delegateType, IReadOnlyList<string> parameters, IReadOnlyList<string> results)
    {
        var invoke = delegateType.GetMethod("Invoke")!;
        var list = invoke.GetParameters().Select((p, i) => $"{Name(p.ParameterType)} {(i < parameters.Count ? parameters[i] : p.Name)}");
        return $"{Name(invoke.ReturnType, results)} {method}({string.Join(", ", list)})";
    }

    /// <summary>The learner's method as C#.</summary>
    public static string Text(Delegate answer, string method)
    {
        var invoke = answer.GetType().GetMethod("Invoke")!;
        string[] names = [.. answer.Method.GetParameters().Select(p => p.Name ?? "_")];
        return Text(method, answer.GetType(), names.Length == invoke.GetParameters().Length ? names : [], []);
    }

    /// <summary>Whether parameters and result are exactly those of the signature.</summary>
    public static bool Match(Delegate answer, Type signature)
    {
        var given = answer.GetType().GetMethod("Invoke")!;
        var wanted = signature.GetMethod("Invoke")!;
        return given.ReturnType == wanted.ReturnType
            && given.GetParameters().Select(p => p.ParameterType).SequenceEqual(wanted.GetParameters().Select(p => p.ParameterType));
    }

    public static string Name(Type type, IReadOnlyList<string>? results = null)
    {
        if (Keywords.TryGetValue(type, out string? keyword))
            return keyword;
        if (type.IsArray)
        {
            // C# reads ranks from the left: double[][,] is an array of matrices.
            string ranks = "";
            while (type.IsArray)
            {
                ranks += $"[{new string(',', type.GetArrayRank() - 1)}]";
                type = type.GetElementType()!;
            }
            return Name(type) + ranks;
        }
        if (typeof(ITuple).IsAssignableFrom(type) && type.IsGenericType)
            return $"({string.Join(", ", type.GetGenericArguments().Select((t, i) => results is { Count: > 0 } ? $"{Name(t)} {results[i]}" : Name(t)))})";
        if (!type.IsGenericType)
            return type.Name;
        return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(t => Name(t)))}>";
    }
}
