using DeepNotes.Data;
using DeepNotes.Notebooks.Jupyter;
using DeepNotes.Tests.Architecture;
using DeepNotes.Tests.Notebooks;

namespace DeepNotes.Tests.Jupyter;

/// <summary>A bar that moves below a cell, and plain lines where nothing can move.</summary>
[Collection(nameof(EngineTests))]
public sealed class ProgressTests(KernelSession session) : IClassFixture<KernelSession>
{
    [Fact]
    public void Training_below_a_cell_is_one_display_that_is_updated_with_rate_and_time()
    {
        string lib = Path.Combine(SourceTree.Root, "lib", "bin");
        string id = session.Send($"""
            #r "{lib}/DeepNotes.dll"
            #r "{lib}/DeepNotes.Data.dll"
            using DeepNotes;
            using DeepNotes.Data;
            var net = new Linear(4, 2, new Rng(1));
            var loader = DataLoader.Of(new Rng(2).Uniform(1f, 40, 4), new int[40], 10, new Rng(3));
            new Trainer(net, new Sgd(net.Parameters(), 0.1f)).Fit(loader.Select(b => DataWithPause(b)), 3, new ProgressBar());
            T DataWithPause<T>(T batch) {"{"} System.Threading.Thread.Sleep(40); return batch; {"}"}
            """);
        var reply = session.Wait(id);
        Assert.True(reply.Text("status") == "ok", reply.ToJsonString());
        var seen = session.Published(id);
        string shown = seen.Single(m => m.Type == "display_data").Content.Object("transient").Text("display_id");
        var updates = seen.Where(m => m.Type == "update_display_data").ToList();
        Assert.True(updates.Count >= 2);
        Assert.All(updates, u => Assert.Equal(shown, u.Content.Object("transient").Text("display_id")));
        string Line(Request message) => message.Content.Object("data").Text("text/plain");
        Assert.Contains(updates, u => Line(u).EndsWith(" s left", StringComparison.Ordinal));
        Assert.Matches(@"^█{16} 100 % · epoch 3 of 3 · loss [\d.]+ · accuracy [\d.]+ · [\d,]+ examples/s · [\d.]+ s$", Line(updates[^1]));
    }

    [Fact]
    public void A_download_is_a_line_per_tenth_where_nothing_can_change_in_place()
    {
        var lines = new List<string>();
        var bar = new ProgressBar(null, lines.Add);
        for (int i = 0; i <= 1000; i++) bar.Report(new DownloadProgress("digits.gz", i * 10_000L, 10_000_000));
        Assert.Equal(11, lines.Count);
        Assert.Matches(@"^░{16} +0 % · digits.gz · 0.0 MB", lines[0]);
        Assert.Matches(@"^█{8}░{8} +50 % · digits.gz · 5.0 MB · [\d,]+ MB/s · \d+ s left$", lines[5]);
        Assert.Matches(@"^█{16} 100 % · digits.gz · 10.0 MB", lines[10]);
    }
}
