using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace DeepNotes.Text;

/// <summary>Word vectors in the files of the word2vec program: a line <c>V D</c>, then each word and its D numbers, as text or as little-endian floats.</summary>
public static class WordVectorFile
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Writes vectors; the file appears whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="vectors">The vectors; their words must not hold white space.</param>
    /// <param name="binary">Floats in place of decimal numbers.</param>
    /// <exception cref="ArgumentException">A word holds white space.</exception>
    public static void Write(string path, WordVectors vectors, bool binary = false)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        if (vectors.Vocabulary.All.FirstOrDefault(w => w.Any(char.IsWhiteSpace)) is { } bad)
            throw new ArgumentException($"WordVectorFile: the word '{bad}' holds white space, which ends a word in these files.", nameof(vectors));
        AtomicFile.Write(path, stream =>
        {
            using var writer = new BinaryWriter(stream, Strict, leaveOpen: true);
            writer.Write(Strict.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{vectors.Count} {vectors.Dimension}\n")));
            for (int i = 0; i < vectors.Count; i++)
            {
                var row = vectors.Matrix.Data.Slice(i * vectors.Dimension, vectors.Dimension);
                writer.Write(Strict.GetBytes(vectors.Vocabulary[i]));
                writer.Write((byte)' ');
                if (binary)
                    writer.Write(MemoryMarshal.AsBytes(row));
                else
                    writer.Write(Strict.GetBytes(string.Join(' ', row.ToArray().Select(x => x.ToString("R", CultureInfo.InvariantCulture)))));
                writer.Write((byte)'\n');
            }
        });
    }

    /// <summary>Reads vectors.</summary>
    /// <param name="path">The file.</param>
    /// <param name="binary">Floats in place of decimal numbers.</param>
    /// <param name="limit">How many words at most, from the beginning: files go by frequency. −1 for all.</param>
    /// <exception cref="InvalidDataException">The header is none, the file ends early or goes on after its end, a word is not UTF-8 or is there twice, or a number is none.</exception>
    public static WordVectors Read(string path, bool binary = false, int limit = -1)
    {
        ArgumentOutOfRangeException.ThrowIfZero(limit);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        var source = new Source(stream, Path.GetFileName(path));
        var (count, size) = source.Header(binary ? 4 : 2);
        int wanted = limit < 0 ? count : Math.Min(limit, count);
        var words = new List<string>(wanted);
        var matrix = Tensor.Zeros(wanted, size);
        for (int i = 0; i < wanted; i++)
        {
            source.At = $"vector {i + 1:N0} of {count:N0}";
            string word = source.Word();
            source.At += $" ('{word}')";
            words.Add(word);
            var row = matrix.Data.Slice(i * size, size);
            if (binary)
                source.Floats(row);
            else
                source.Numbers(row);
        }
        if (wanted == count)
            source.End(count);
        try
        {
            return new WordVectors(new Vocabulary(words, " "), matrix);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"WordVectorFile: {Path.GetFileName(path)}: a word is there twice. {e.Message}", e);
        }
    }

    private sealed class Source(FileStream stream, string name)
    {
        private const int Longest = 1 << 12;
        private readonly byte[] _buffer = new byte[Longest];
        private int _ahead = -2;   // a byte that was looked at and not taken; −2 for none

        public string At { get; set; } = "the header";

        public (int Count, int Size) Header(int bytesPerNumber)
        {
            string[] parts = Text(Bytes(line: true)).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (parts.Length != 2 || !Whole(parts[0], out int count) || !Whole(parts[1], out int size))
                throw Wrong($"begins with '{string.Join(' ', parts).Replace("\0", "␀", StringComparison.Ordinal)}'; it must begin with the number of words and of dimensions");
            long least = (long)count * ((long)size * bytesPerNumber + 1);   // before memory is asked for
            if (least > stream.Length)
                throw Wrong($"should hold {count:N0} words × {size:N0} dimensions, at least {least:N0} bytes, and has {stream.Length:N0}: it is truncated, or not in this format");
            return (count, size);
        }

        public string Word()
        {
            while (Peek() is '\n' or '\r')
                _ahead = -2;
            string word = Text(Bytes(line: false));
            return word.Length > 0 ? word : throw Wrong($"{At} has no word before its numbers");
        }

        public void Floats(Span<float> row)
        {
            var bytes = MemoryMarshal.AsBytes(row);
            int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read < bytes.Length)
                throw Wrong($"ends in {At}, after {read} of {bytes.Length} bytes: it is truncated");
            for (int i = 0; i < row.Length; i++)
                Finite(row[i], i);
        }

        public void Numbers(Span<float> row)
        {
            for (int i = 0; i < row.Length; i++)
            {
                var text = Bytes(line: false);
                if (text.Length == 0)
                    throw Wrong(_ahead == -1 ? $"ends in {At}, after {i} of {row.Length} numbers: it is truncated" : $"{At} has {i} numbers; there must be {row.Length}");
                if (!Utf8Parser.TryParse(text, out row[i], out int used) || used < text.Length)
                    throw Wrong($"{At}: number {i + 1} is '{Encoding.UTF8.GetString(text)}'");
                Finite(row[i], i);
            }
            while (Peek() is ' ' or '\r')
                _ahead = -2;
            if (Peek() == -1)   // 0.12 may be all that is left of 0.125
                throw Wrong($"ends in {At} without the end of its line, so that its last number may be cut: it is truncated, or wants a line break at its end");
            if (Peek() != '\n')
                throw Wrong($"{At} has more than {row.Length} numbers");
        }

        public void End(int count)
        {
            while (Peek() is '\n' or '\r' or ' ')
                _ahead = -2;
            if (Peek() != -1)
                throw Wrong($"goes on after the {count:N0} words that its header names");
        }

        // Bytes up to the next blank (taken) or the end of the line (left, so that a row can tell that it is short).
        private ReadOnlySpan<byte> Bytes(bool line)
        {
            int length = 0;
            while (!line && length == 0 && Peek() == ' ')
                _ahead = -2;
            while (Peek() is >= 0 and int b && b != '\n' && (line || b != ' '))
            {
                if (length == Longest)
                    throw Wrong($"has {Longest:N0} bytes without an end in {At}; it is not in this format");
                _buffer[length++] = (byte)b;
                _ahead = -2;
            }
            if (_ahead == ' ')
                _ahead = -2;
            return _buffer.AsSpan(0, length > 0 && _buffer[length - 1] == '\r' ? length - 1 : length);
        }

        private int Peek() => _ahead == -2 ? _ahead = stream.ReadByte() : _ahead;

        private string Text(ReadOnlySpan<byte> bytes)
        {
            try
            {
                return Strict.GetString(bytes);
            }
            catch (DecoderFallbackException e)
            {
                throw new InvalidDataException($"WordVectorFile: {name}: {At} is not UTF-8 at its byte {e.Index + 1}.", e);
            }
        }

        private void Finite(float x, int i)
        {
            if (!float.IsFinite(x))
                throw Wrong($"{At}: number {i + 1} is {x.ToString(CultureInfo.InvariantCulture)}; all must be finite");
        }

        private static bool Whole(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0;

        private InvalidDataException Wrong(string what) => new($"WordVectorFile: {name}{(what.StartsWith(At, StringComparison.Ordinal) ? ":" : "")} {what}.");
    }
}
