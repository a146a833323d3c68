using System.Diagnostics;
using System.Globalization;
using DeepNotes.Data;

namespace DeepNotes;

/// <summary>
/// How far training or a download is, with rate and time left: one line that changes in place below a notebook's cell, and a line
/// per tenth where nothing can change in place.
/// </summary>
public sealed class ProgressBar : IProgress<TrainingProgress>, IProgress<DownloadProgress>
{
    private const int Width = 16;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private readonly Func<string, Action<string>>? _live;
    private readonly Action<string> _line;
    private readonly long _start = Stopwatch.GetTimestamp();
    private Action<string>? _update;
    private long _last;
    private int _tenths = -1, _perEpoch;
    private string _file = "";

    /// <summary>A bar for one call of <see cref="Trainer.Fit"/> or of a download.</summary>
    public ProgressBar() : this(Host(), Console.WriteLine)
    {
    }

    /// <param name="live">Shows a line and gives what replaces it; null where that cannot be done.</param>
    /// <param name="line">Prints a line.</param>
    internal ProgressBar(Func<string, Action<string>>? live, Action<string> line) => (_live, _line) = (live, line);

    /// <summary>Takes note of a training step.</summary>
    public void Report(TrainingProgress value)
    {
        if (value.Finished is not null) _perEpoch = value.Examples;
        // How long an epoch is shows when the first one ends.
        double epochs = value.Epoch - 1 + (value.Finished is not null ? 1 : _perEpoch > 0 ? Math.Min(1, (double)value.Examples / _perEpoch) : 0);
        double seen = (value.Epoch - 1.0) * _perEpoch + value.Examples;
        Show(epochs / value.Epochs, string.Create(CultureInfo.InvariantCulture, $"epoch {value.Epoch} of {value.Epochs} · loss {value.Loss:0.0000} · accuracy {value.Accuracy:0.00}"), seen, "examples/s");
    }

    /// <summary>Takes note of bytes that arrived.</summary>
    public void Report(DownloadProgress value)
    {
        if (_file != value.File) (_file, _tenths) = (value.File, -1);
        Show(value.Total > 0 ? (double)value.Done / value.Total : 0, $"{value.File} · {value.Done / 1e6:0.0} MB", value.Done / 1e6, "MB/s");
    }

    private void Show(double done, string what, double amount, string unit)
    {
        double seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        int filled = (int)(done * Width);
        string time = done >= 1 ? $"{seconds:0.0} s" : done > 0 ? $"{seconds * (1 - done) / done:0} s left" : $"{seconds:0} s";
        string text = string.Create(CultureInfo.InvariantCulture, $"{new string('█', filled)}{new string('░', Width - filled)} {done * 100,3:0} % · {what} · {amount / Math.Max(seconds, 1e-3):#,0} {unit} · {time}");
        if (_live is null)
        {
            if ((int)(done * 10) == _tenths) return;
            _tenths = (int)(done * 10);
            _line(text);
        }
        else if (_update is null) _update = _live(text);
        else if (done >= 1 || Stopwatch.GetElapsedTime(_last) > s_pause)
        {
            _last = Stopwatch.GetTimestamp();
            _update(text);
        }
    }

    // The notebook host, known by name: the library has no reference to it.
    private static Func<string, Action<string>>? Host()
    {
        var type = Type.GetType("DeepNotes.Notebooks.Scripting.DisplayedValue, DeepNotes.Notebooks");
        if (type?.GetProperty("CanShow")?.GetValue(null) is not true) return null;
        var show = Type.GetType("DeepNotes.Notebooks.Scripting.DisplayExtensions, DeepNotes.Notebooks")!.GetMethod("Display")!;
        return text =>
        {
            object shown = show.Invoke(null, [text, Array.Empty<string>()])!;
            return type.GetMethod("Update")!.CreateDelegate<Action<object?>>(shown).Invoke;
        };
    }
}
