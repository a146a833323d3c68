namespace DeepNotes.Plotting;

/// <summary>What is drawn from data. Every trace is one entry (or, for quivers and graphs, a few annotations) of Plotly's schema.</summary>
internal abstract record Trace
{
    /// <summary>The legend's words; null keeps the trace out of the legend.</summary>
    public string? Name { get; init; }

    /// <summary>Which palette colour, dash and marker.</summary>
    public int Slot { get; init; }

    /// <summary>A colour that overrides the palette's.</summary>
    public string? Color { get; init; }

    public string Paint => Color ?? Palette.Color(Slot);
}

/// <summary>Points joined by a line, or marked, or both.</summary>
internal sealed record XyTrace(double[] X, double[] Y) : Trace
{
    public bool Lines { get; init; }
    public bool Markers { get; init; }
    public string Dash { get; init; } = "solid";
    public string Symbol { get; init; } = "circle";
    public double Width { get; init; } = 2;
    public double Size { get; init; } = 6;
    public double Opacity { get; init; } = 1;
    public double[]? Error { get; init; }
    public string[]? Labels { get; init; }
}

/// <summary>The area between two curves.</summary>
internal sealed record BandTrace(double[] X, double[] Low, double[] High) : Trace;

/// <summary>Bars from zero; with <see cref="Span"/> they are histogram bins of that width, overlaid instead of grouped.</summary>
internal sealed record BarTrace(double[] X, double[] Y) : Trace
{
    public double[]? Error { get; init; }
    public double? Span { get; init; }
}

/// <summary>A coloured table: heat map, contour or mosaic of images.</summary>
internal sealed record GridTrace(double[,] Z, double[] X, double[] Y) : Trace
{
    public ColorScale Scale { get; init; } = ColorScale.Viridis;
    public double ZMin { get; init; }
    public double ZMax { get; init; }
    public bool Bar { get; init; } = true;
    public bool Numbers { get; init; }
    public double[]? Levels { get; init; }
    public bool Filled { get; init; } = true;
    public int Rows => Z.GetLength(0);
    public int Columns => Z.GetLength(1);
}

/// <summary>What is written over the data.</summary>
internal abstract record Mark;

/// <summary>Words at a point; with an offset an arrow leads from them to the point; boxed they are a node of a graph.</summary>
internal sealed record TextMark(double X, double Y, string Text) : Mark
{
    public double Dx { get; init; }
    public double Dy { get; init; }
    public bool Boxed { get; init; }
    public int Slot { get; init; } = -1;
    public double Size { get; init; } = 12.5;
}

/// <summary>A horizontal or vertical line across the panel.</summary>
internal sealed record RuleMark(double Value, bool Vertical, string? Label) : Mark;

/// <summary>An arrow between two points of the data; between nodes it stops at their boxes.</summary>
internal sealed record ArrowMark(double X0, double Y0, double X1, double Y1) : Mark
{
    public int Slot { get; init; } = -1;
    public string? Label { get; init; }
    public TextMark? From { get; init; }
    public TextMark? To { get; init; }
    public double Width { get; init; } = 1.5;
}

/// <summary>One axis of a panel.</summary>
internal sealed record Axis
{
    public string Title { get; init; } = "";
    public bool Log { get; init; }
    public double? Min { get; init; }
    public double? Max { get; init; }
    public bool Reversed { get; init; }
    public bool Hidden { get; init; }
    public List<string> Categories { get; init; } = [];
}
