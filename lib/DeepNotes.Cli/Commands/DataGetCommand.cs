using System.CommandLine;
using DeepNotes.Data;
using Spectre.Console;

namespace DeepNotes.Cli.Commands;

/// <summary><c>deepnotes data get</c>: downloads into the user's cache.</summary>
internal static class DataGetCommand
{
    public static Command Build(IAnsiConsole console)
    {
        var name = new Argument<string[]>("NAME") { Description = "Data sets, as `deepnotes data list` calls them", Arity = ArgumentArity.OneOrMore };
        var get = new Command("get", "Download data sets from their mirrors, resumed and verified by SHA-256") { name };
        get.SetAction((parsed, cancellation) => Guard.Async(console, () => GetAsync(console, parsed.GetValue(name)!, cancellation)));
        return get;
    }

    private static async Task<int> GetAsync(IAnsiConsole console, string[] names, CancellationToken cancellation)
    {
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var downloader = new Downloader(http);
        foreach (var entry in names.Select(DataCatalog.Find))
        {
            if (DataHub.Store.Find(entry) is { } place)
            {
                console.MarkupLineInterpolated($"[green]✓[/] {entry.Title} is here already: {place}");
                continue;
            }
            string folder = Path.Combine(DataHub.CacheFolder, entry.Name);
            await DownloadAsync(console, downloader, entry, folder, cancellation);
            console.MarkupLineInterpolated($"[green]✓[/] {entry.Title}, verified, in {folder}");
        }
        return 0;
    }

    private static Task DownloadAsync(IAnsiConsole console, Downloader downloader, DataEntry entry, string folder, CancellationToken cancellation) =>
        console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                foreach (var file in entry.Files)
                {
                    var task = progress.AddTask(Markup.Escape(file.Name), maxValue: file.Length);
                    string target = Path.Combine(folder, file.Name);
                    if (!File.Exists(target)) await downloader.GetAsync(file, target, new Moved(task), cancellation);
                    task.Value = file.Length;
                }
            });

    // Progress<T> posts to a thread pool and comes late; this reports at once.
    private sealed class Moved(ProgressTask task) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => task.Value = value.Done;
    }
}
