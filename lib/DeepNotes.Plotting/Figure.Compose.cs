using System.Globalization;

namespace DeepNotes.Plotting;

public sealed partial class Figure
{
    /// <summary>Figures side by side, row by row.</summary>
    /// <param name="columns">How many in a row.</param><param name="figures">The panels; each keeps its own axes, title and legend.</param>
    public static Figure Grid(int columns, params ReadOnlySpan<Figure> figures)
    {
        Figure[] cells = figures.ToArray();
        columns = Math.Clamp(columns, 1, Math.Max(cells.Length, 1));
        var grid = new Figure("") { Cells = cells, Columns = columns };
        double cell = columns == 1 ? cells.Select(f => f.Width).DefaultIfEmpty(640).Max() : Math.Clamp(1020.0 / columns, 200, 420);
        double height = cells.Chunk(columns).Sum(r => r.Max(f => f.HeightAt(cell)));
        return grid.Size(columns * cell, cells.Length == 0 ? 100 : height);
    }

    /// <summary>The same figure under another heading and without a legend, for a place where a larger one shows it.</summary>
    internal Figure Copy(string title)
    {
        var copy = new Figure(title) { X = X, Y = Y, Equal = Equal, ShowLegend = false, Cells = [.. Cells.Select(c => c.Copy(c.Title))], Columns = Columns, Width = Width, _height = _height, _natural = _natural, _sized = _sized };
        copy.Traces.AddRange(Traces);
        copy.Marks.AddRange(Marks);
        return copy;
    }

    /// <summary>The height that suits a narrower place: square cells of a table want the width, the rest keeps about its shape.</summary>
    internal double HeightAt(double width)
    {
        GridTrace? table = Equal && !_sized ? Traces.OfType<GridTrace>().FirstOrDefault(t => t.X.Length > 1 && t.Y.Length > 1) : null;
        return table is null ? Height * Math.Min(1, 1.2 * width / Width) : Math.Clamp((width - 70) * Spread(table.Y) / Spread(table.X), 60, 3 * width) + 90;
    }

    /// <summary>Images side by side: in grey, scaled by the common smallest and largest value, or in colour.</summary>
    /// <param name="images">(N, H, W), or (N, 3, H, W) with red, green and blue in [0, 1].</param><param name="columns">How many in a row.</param><param name="labels">Words over each image.</param><param name="zoom">Screen pixels per image pixel.</param>
    /// <param name="scale">The colours; grey by default.</param>
    public static Figure Images(Tensor images, int columns = 10, string[]? labels = null, double zoom = 2.2, ColorScale? scale = null)
    {
        if (images.Rank == 4 && images.Dim(1) == 3)
            return Coloured(images, columns, labels, zoom);
        if (images.Rank != 3)
            throw new ShapeException(string.Create(CultureInfo.InvariantCulture, $"Images: the tensor has {images.Rank} axes; image grids take three, (N, H, W), or (N, 3, H, W)."));
        (int n, int h, int w) = (images.Dim(0), images.Dim(1), images.Dim(2));
        return Images([.. Enumerable.Range(0, n).Select(i => images.Data.Slice(i * h * w, h * w).ToArray())], h, w, columns, labels, zoom, scale);
    }

    /// <summary>Images side by side in grey, each a row-major array of height × width values.</summary>
    public static Figure Images(float[][] images, int height, int width, int columns = 10, string[]? labels = null, double zoom = 2.2, ColorScale? scale = null) =>
        Mosaic(images, height, width, columns, labels, zoom, scale ?? ColorScale.Greys, null);

    // Every pixel becomes one of 252 colours: the cells are a table, and a table's picture has a palette.
    private static Figure Coloured(Tensor images, int columns, string[]? labels, double zoom)
    {
        (int n, int h, int w) = (images.Dim(0), images.Dim(2), images.Dim(3));
        float[] Entries(int i) => [.. Enumerable.Range(3 * i * h * w, h * w).Select(p => ColorScale.CubeEntry(images.Data[p], images.Data[p + h * w], images.Data[p + 2 * h * w]))];
        return Mosaic([.. Enumerable.Range(0, n).Select(Entries)], h, w, columns, labels, zoom, ColorScale.Cube, ColorScale.CubeLast);
    }

    private static Figure Mosaic(float[][] images, int height, int width, int columns, string[]? labels, double zoom, ColorScale scale, double? last)
    {
        columns = Math.Clamp(columns, 1, Math.Max(images.Length, 1));
        int rows = (images.Length + columns - 1) / columns, gap = 2, head = labels is null ? 0 : (int)Math.Ceiling(16 / zoom);
        (int cellW, int cellH) = (width + gap, height + gap + head);
        double[,] mosaic = new double[Math.Max(rows * cellH, 1), Math.Max(columns * cellW, 1)];
        Fill(mosaic, double.NaN);
        var figure = New().XAxis(hidden: true).YAxis(hidden: true, reversed: true);
        for (int i = 0; i < images.Length; i++)
        {
            (int top, int left) = (i / columns * cellH + head, i % columns * cellW);
            if (images[i].Length != height * width)
                throw Unequal(nameof(Images), $"image {i.ToString(CultureInfo.InvariantCulture)}", images[i].Length, height * width);
            for (int p = 0; p < images[i].Length; p++)
                mosaic[top + p / width, left + p % width] = images[i][p];
            if (labels is not null && i < labels.Length)
                figure.Add(new TextMark(left + (width - 1) / 2.0, top - 0.5 * head - 0.5, labels[i]) { Size = Math.Clamp(0.95 * width * zoom / TextWidth.Of(labels[i], 1), 7, 12) });
        }
        figure.Add(figure.NewGrid(mosaic, default, default, nameof(Images), null, scale, last is null ? null : 0, last) with { Bar = false });
        return figure.EqualAspect().Natural(Math.Min(mosaic.GetLength(1) * zoom, 1000) + 22, mosaic.GetLength(0) * Math.Min(zoom, 1000.0 / mosaic.GetLength(1)) + 16);
    }

    /// <summary>A graph of named nodes and arrows between them, laid out in layers from left to right.</summary>
    /// <param name="nodes">The nodes' words, unlike each other.</param><param name="edges">(from, to), by the nodes' words.</param><param name="edgeLabels">Words on each edge.</param>
    /// <param name="groups">The palette colour of each node.</param>
    public static Figure Graph(string[] nodes, (string From, string To)[] edges, string[]? edgeLabels = null, int[]? groups = null)
    {
        int[] layer = Layers(nodes, edges);
        var place = new Dictionary<string, TextMark>();
        foreach (var column in Enumerable.Range(0, nodes.Length).GroupBy(i => layer[i]).OrderBy(g => g.Key))
        {
            // Ordered by the mean height of what points at them, so that few arrows cross.
            string[] names = [.. column.Select(i => nodes[i]).OrderByDescending(n => edges.Where(e => e.To == n && place.ContainsKey(e.From)).Select(e => place[e.From].Y).DefaultIfEmpty(0).Average())];
            for (int k = 0; k < names.Length; k++)
                place[names[k]] = new TextMark(column.Key, (names.Length - 1) / 2.0 - k, names[k])
                { Boxed = true, Slot = groups is null ? -1 : groups[Array.IndexOf(nodes, names[k])] };
        }
        return Graph([.. nodes.Select(n => place[n])], edges, edgeLabels);
    }

    /// <summary>A graph whose nodes stand at given places.</summary>
    /// <param name="nodes">Words, x, y and palette colour (−1 for none) of each node.</param><param name="edges">(from, to), by the nodes' words.</param><param name="edgeLabels">Words on each edge.</param>
    public static Figure Graph((string Name, double X, double Y, int Group)[] nodes, (string From, string To)[] edges, string[]? edgeLabels = null) =>
        Graph([.. nodes.Select(n => new TextMark(n.X, n.Y, n.Name) { Boxed = true, Slot = n.Group })], edges, edgeLabels);

    private static Figure Graph(TextMark[] nodes, (string From, string To)[] edges, string[]? edgeLabels)
    {
        var figure = New().XAxis(hidden: true).YAxis(hidden: true);
        for (int i = 0; i < edges.Length; i++)
        {
            TextMark from = Node(edges[i].From), to = Node(edges[i].To);
            figure.Add(new ArrowMark(from.X, from.Y, to.X, to.Y) { From = from, To = to, Label = i < edgeLabels?.Length ? edgeLabels[i] : null });
        }
        foreach (TextMark n in nodes)
            figure.Add(n);
        double margin = nodes.Select(n => TextWidth.Of(n.Text, 13)).DefaultIfEmpty(0).Max() / 2 + 30;
        (double across, double down) = (Spread([.. nodes.Select(n => n.X)]), Spread([.. nodes.Select(n => n.Y)]));
        (double w, double h) = (Math.Clamp(across * (2 * margin + 40), 160, 860), Math.Clamp(down * 64, 20, 700));
        (double padX, double padY) = (margin / w * Math.Max(across, 1), 26 / h * Math.Max(down, 1));
        (double x0, double y0) = (nodes.Select(n => n.X).DefaultIfEmpty(0).Min(), nodes.Select(n => n.Y).DefaultIfEmpty(0).Min());
        return figure.XAxis(min: x0 - padX, max: x0 + across + padX, hidden: true).YAxis(min: y0 - padY, max: y0 + down + padY, hidden: true).Natural(w + 2 * margin + 16, h + 50);

        TextMark Node(string name) => nodes.FirstOrDefault(n => n.Text == name)
            ?? throw new ArgumentException($"Graph: an edge names \"{name}\", which is no node.");
    }

    /// <summary>A size that fits the content; a heading adds to it.</summary>
    private Figure Natural(double width, double height)
    {
        Size(width, height)._natural = true;
        return this;
    }

    /// <summary>The longest way to each node; a cycle stops at the number of nodes.</summary>
    private static int[] Layers(string[] nodes, (string From, string To)[] edges)
    {
        int[] layer = new int[nodes.Length];
        for (int pass = 0, changed = 1; pass < nodes.Length && changed > 0; pass++)
        {
            changed = 0;
            foreach ((string from, string to) in edges)
                if (Array.IndexOf(nodes, from) is var a and >= 0 && Array.IndexOf(nodes, to) is var b and >= 0 && a != b && layer[b] <= layer[a] && layer[a] + 1 < nodes.Length)
                    (layer[b], changed) = (layer[a] + 1, changed + 1);
        }
        // What nothing points at moves right, next to the first node that it points at.
        for (int i = 0; i < nodes.Length; i++)
            if (!edges.Any(e => e.To == nodes[i]))
                layer[i] = Math.Max(0, edges.Where(e => e.From == nodes[i]).Select(e => layer[Math.Max(0, Array.IndexOf(nodes, e.To))] - 1).DefaultIfEmpty(0).Min());
        return layer;
    }

    private static void Fill(double[,] table, double value)
    {
        for (int r = 0; r < table.GetLength(0); r++)
            for (int c = 0; c < table.GetLength(1); c++)
                table[r, c] = value;
    }
}
