using System.Security.Cryptography;
using DeepNotes.Data;
using DeepNotes.Tests.Support;

namespace DeepNotes.Tests.Data;

public sealed class DownloaderTests : IDisposable
{
    private static readonly byte[] Body = RandomBody();
    private readonly TempFolder _folder = new();
    private readonly LoopbackServer _first = new() { Body = Body }, _second = new() { Body = Body };
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _first.Dispose();
        _second.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_file_arrives_with_progress()
    {
        var seen = new List<DownloadProgress>();
        await GetAsync(new Collector(seen));
        AssertArrived();
        Assert.Equal(new DownloadProgress("data.bin", Body.Length, Body.Length), seen[^1]);
        Assert.Equal(seen.Select(p => p.Done).Order(), seen.Select(p => p.Done));
        Assert.Empty(_second.Ranges);
    }

    [Fact]
    public async Task A_broken_download_goes_on_where_it_broke()
    {
        (_first.HangUpAfter, _second.Status) = (100_000, 503);
        var error = await Assert.ThrowsAsync<IOException>(() => GetAsync());
        Assert.Contains("503", error.Message, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(_folder["data.bin"]));
        long arrived = new FileInfo(_folder["data.bin.part"]).Length;
        Assert.InRange(arrived, 1, 100_000);
        _first.HangUpAfter = int.MaxValue;
        await GetAsync();
        AssertArrived();
        Assert.Equal([null, $"bytes={arrived}-"], _first.Ranges);
    }

    [Fact]
    public async Task The_second_mirror_finishes_what_the_first_began()
    {
        _first.HangUpAfter = 65_536;
        await GetAsync();
        AssertArrived();
        Assert.StartsWith("bytes=", Assert.Single(_second.Ranges), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    public async Task A_refusing_mirror_is_passed_over(int status)
    {
        _first.Status = status;
        await GetAsync();
        AssertArrived();
    }

    [Fact]
    public async Task A_mirror_that_cannot_be_reached_is_passed_over()
    {
        _first.Dispose();
        await GetAsync();
        AssertArrived();
    }

    [Fact]
    public async Task A_silent_mirror_is_passed_over()
    {
        _first.Silent = true;
        await new Downloader(_http) { Patience = TimeSpan.FromMilliseconds(300) }.GetAsync(File(), _folder["data.bin"], null, TestContext.Current.CancellationToken);
        AssertArrived();
    }

    [Fact]
    public async Task A_server_that_does_not_resume_sends_everything_again()
    {
        _folder.Write("data.bin.part", Body.AsSpan(0, 5000));
        _first.Resumes = false;
        await GetAsync();
        AssertArrived();
        Assert.Equal(["bytes=5000-"], _first.Ranges);
    }

    [Fact]
    public async Task Wrong_bytes_are_never_used()
    {
        _first.Body = _second.Body = [.. Body.Select(b => (byte)(b ^ 1))];
        var error = await Assert.ThrowsAsync<IOException>(() => GetAsync());
        Assert.Contains("SHA-256", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Wrong_bytes_of_one_mirror_do_not_spoil_the_other()
    {
        _first.Body = [.. Body.Select(b => (byte)(b ^ 1))];
        await GetAsync();
        AssertArrived();
    }

    [Fact]
    public async Task A_spoilt_beginning_is_fetched_again()
    {
        _folder.Write("data.bin.part", new byte[5000]);
        await GetAsync();
        AssertArrived();
        Assert.Equal(["bytes=5000-", null], _first.Ranges);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_body_of_another_length_is_refused(int more)
    {
        _first.Body = more > 0 ? [.. Body, 0] : Body[..^1];
        await GetAsync();
        AssertArrived();
        Assert.Single(_second.Ranges);
    }

    [Fact]
    public async Task A_part_file_longer_than_the_file_is_dropped()
    {
        _folder.Write("data.bin.part", new byte[Body.Length + 1]);
        await GetAsync();
        AssertArrived();
    }

    [Fact]
    public async Task The_store_fetches_only_what_is_missing_or_damaged()
    {
        var entry = new DataEntry("set", "Set", "", "", "set", [File()], []);
        var store = new DataStore(null, _folder.Path, null);
        Assert.Null(store.Find(entry));
        for (int i = 0; i < 2; i++)
            Assert.Equal("downloaded and verified", await store.GetAsync(entry, new Downloader(_http), null, TestContext.Current.CancellationToken));
        Assert.Single(_first.Ranges);
        _folder.Write("set/data.bin", new byte[3]);
        Assert.Throws<InvalidDataException>(() => store.Find(entry));
        await store.GetAsync(entry, new Downloader(_http), null, TestContext.Current.CancellationToken);
        Assert.Equal(Body, System.IO.File.ReadAllBytes(_folder["set/data.bin"]));
    }

    private DataFile File() => new("data.bin", Body.Length, Convert.ToHexStringLower(SHA256.HashData(Body)), [_first.Url, _second.Url]);

    private Task GetAsync(IProgress<DownloadProgress>? progress = null) =>
        new Downloader(_http).GetAsync(File(), _folder["data.bin"], progress, TestContext.Current.CancellationToken);

    private void AssertArrived()
    {
        Assert.Equal(Body, System.IO.File.ReadAllBytes(_folder["data.bin"]));
        Assert.False(System.IO.File.Exists(_folder["data.bin.part"]));
    }

    private static byte[] RandomBody()
    {
        var body = new byte[300_000];
        new Random(1).NextBytes(body);
        return body;
    }

    private sealed class Collector(List<DownloadProgress> seen) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => seen.Add(value);
    }
}
