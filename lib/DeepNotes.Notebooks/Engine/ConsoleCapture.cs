using System.Text;

namespace DeepNotes.Notebooks.Engine;

/// <summary>Leads the process's console into the running cell.</summary>
internal sealed class ConsoleCapture(string name) : TextWriter
{
    private static TextWriter? s_installed;

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>Replaces the console's streams; a cell that reads the console finds its end.</summary>
    public static void Install()
    {
        // Somebody else may have led the console elsewhere since.
        if (ReferenceEquals(s_installed, Console.Out)) return;
        Console.SetOut(new ConsoleCapture("stdout"));
        s_installed = Console.Out;
        Console.SetError(new ConsoleCapture("stderr"));
        Console.SetIn(TextReader.Null);
    }

    public override void Write(char value) => ActiveCell.Sink?.Write(name, [value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer) => ActiveCell.Sink?.Write(name, buffer);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void WriteLine() => Write('\n');

    // One call per line, so that lines of several threads do not mix.
    public override void WriteLine(string? value) => WriteLine(value.AsSpan());

    public override void WriteLine(ReadOnlySpan<char> buffer)
    {
        if (buffer.Length > 1024)
        {
            Write(buffer);
            Write('\n');
            return;
        }
        Span<char> line = stackalloc char[buffer.Length + 1];
        buffer.CopyTo(line);
        line[^1] = '\n';
        Write(line);
    }
}
