using System.Buffers.Binary;
using System.IO.Compression;

namespace DeepNotes.Plotting;

/// <summary>Tables of many cells become a small palette PNG inside the SVG: a thousand rectangles would be far larger.</summary>
internal static class Raster
{
    private const byte Missing = 255;

    /// <summary>Draws columns × rows pixels over a box.</summary>
    /// <param name="svg">Where to.</param><param name="box">Over what.</param><param name="columns">Pixels across.</param><param name="rows">Pixels down.</param>
    /// <param name="scale">The colours.</param><param name="value">0 … 1 at (column, row) from the top; not a number stays transparent.</param>
    /// <param name="smooth">Whether a viewer may blend neighbouring pixels.</param>
    public static void Draw(Svg svg, Box box, int columns, int rows, ColorScale scale, Func<int, int, double> value, bool smooth)
    {
        byte[] pixels = new byte[columns * rows];
        for (int r = 0, i = 0; r < rows; r++)
            for (int c = 0; c < columns; c++, i++)
                pixels[i] = value(c, r) is var v && double.IsNaN(v) ? Missing : (byte)Math.Round(Math.Clamp(v, 0, 1) * (Missing - 1));
        svg.Add($"<image x='{box.X}' y='{box.Y}' width='{box.W}' height='{box.H}' preserveAspectRatio='none' image-rendering='{(smooth ? "auto" : "pixelated")}'");
        svg.Add($" href='data:image/png;base64,{Convert.ToBase64String(Png(columns, rows, pixels, scale))}'/>");
    }

    /// <summary>An 8-bit palette PNG: entries 0 … 254 are the scale, 255 is transparent.</summary>
    internal static byte[] Png(int width, int height, byte[] pixels, ColorScale scale)
    {
        byte[] header = new byte[13], palette = new byte[256 * 3], alpha = new byte[256];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 3);
        for (int i = 0; i < Missing; i++)
        {
            int color = scale.At(i / (Missing - 1.0));
            (palette[3 * i], palette[3 * i + 1], palette[3 * i + 2], alpha[i]) = ((byte)(color >> 16), (byte)(color >> 8), (byte)color, 255);
        }
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        Chunk(png, "IHDR"u8, header);
        Chunk(png, "PLTE"u8, palette);
        Chunk(png, "tRNS"u8, alpha);
        Chunk(png, "IDAT"u8, Deflate(width, height, pixels));
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte[] Deflate(int width, int height, byte[] pixels)
    {
        using var packed = new MemoryStream();
        using (var z = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (int r = 0; r < height; r++)
            {
                z.WriteByte(0);
                z.Write(pixels, r * width, width);
            }
        }
        return packed.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, byte[] data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        png.Write(word);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, ~Crc(Crc(uint.MaxValue, type), data));
        png.Write(word);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (byte b in data)
        {
            crc ^= b;
            for (int k = 0; k < 8; k++)
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ crc >> 1 : crc >> 1;
        }
        return crc;
    }
}
