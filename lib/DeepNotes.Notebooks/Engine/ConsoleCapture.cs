using System.Text;

namespace DeepNotes.Notebooks.Engine;

/// <summary>Leads the process's console into the running cell.</summary>
internal sealed class ConsoleCapture(string name) : TextWriter
{
    private static TextWriter? s_installed;

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>Replaces the console's streams; a cell that reads the console asks the user, or finds its end where there is none.</summary>
    public static void Install()
    {
        // Somebody else may have led the console elsewhere since.
        if (!ReferenceEquals(s_installed, Console.Out)) Renew();
    }

    /// <summary>New streams with new locks: a cell that was stopped may have left the old ones locked.</summary>
    public static void Renew()
    {
        Console.SetOut(new ConsoleCapture("stdout"));
        s_installed = Console.Out;
        Console.SetError(new ConsoleCapture("stderr"));
        Console.SetIn(new ConsoleInput());
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

/// <summary>The console's input: lines that the user types into the front end.</summary>
internal sealed class ConsoleInput : TextReader
{
    private string _line = "";
    private int _position;

    public override int Peek() => _position < _line.Length || Fill() ? _line[_position] : -1;

    public override int Read() => Peek() < 0 ? -1 : _line[_position++];

    public override string? ReadLine()
    {
        if (_position == _line.Length && !Fill()) return null;
        string rest = _line[_position..].TrimEnd('\n');
        _position = _line.Length;
        return rest;
    }

    private bool Fill()
    {
        if (ActiveCell.Sink?.ReadLine("", password: false) is not { } typed) return false;
        (_line, _position) = (typed + "\n", 0);
        return true;
    }
}
