namespace DeepNotes.Text;

/// <summary>Words of a part of a file as UTF-8 bytes, one after the other, through a buffer of fixed size.</summary>
/// <remarks>A word belongs to the part in which its first byte lies, so that parts read side by side give every word once.</remarks>
internal sealed class WordReader : IDisposable
{
    private readonly FileStream _file;
    private readonly byte[] _buffer = new byte[1 << 17];
    private readonly long _end;
    private long _base;   // the place in the file of the buffer's first byte
    private int _at, _filled;

    /// <summary>A reader at the beginning of a part.</summary>
    /// <param name="path">The file.</param>
    /// <param name="part">0 … <paramref name="parts"/> − 1.</param>
    /// <param name="parts">Into how many parts of equal bytes the file is cut.</param>
    public WordReader(string path, int part = 0, int parts = 1)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan);
        long length = _file.Length, start = length * part / parts;
        _end = length * (part + 1) / parts;
        _file.Position = _base = Math.Max(start - 1, 0);
        while (start > 0 && Available() && !IsSpace(_buffer[_at]))
            _at++;   // the rest of a word that began in the part before
        if (start == 0 && Available() && _buffer.AsSpan(0, _filled).StartsWith("\uFEFF"u8))
            _at = 3;
    }

    /// <summary>Where in the file the last word begins.</summary>
    public long Position { get; private set; }

    /// <summary>The next word; an empty one for the end of a line.</summary>
    /// <param name="word">Valid until the next call.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InvalidDataException">A word is longer than any that a text has.</exception>
    public bool Read(out ReadOnlySpan<byte> word)
    {
        word = default;
        while (Available() && IsSpace(_buffer[_at]))
        {
            if (_buffer[_at++] == '\n')
                return true;
        }
        Position = _base + _at;
        if (!Available() || Position >= _end)
            return false;
        int length = 0;
        while ((_at + length < _filled || Extend()) && !IsSpace(_buffer[_at + length]))
            length++;
        word = _buffer.AsSpan(_at, length);
        _at += length;
        return true;
    }

    public void Dispose() => _file.Dispose();

    private static bool IsSpace(byte b) => b is (byte)' ' or (>= 9 and <= 13);

    private bool Available() => _at < _filled || Extend();

    // Moves what is unread to the buffer's beginning and reads on behind it.
    private bool Extend()
    {
        int kept = _filled - _at;
        if (kept == _buffer.Length)
            throw new InvalidDataException($"WordReader: {Path.GetFileName(_file.Name)} has {kept:N0} bytes without white space at byte {_base:N0}; words are separated by white space.");
        _buffer.AsSpan(_at, kept).CopyTo(_buffer);
        _base += _at;
        int read = _file.Read(_buffer.AsSpan(kept));
        (_at, _filled) = (0, kept + read);
        return read > 0;
    }
}
