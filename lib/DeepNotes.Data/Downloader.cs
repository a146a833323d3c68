using System.Net;
using System.Net.Http.Headers;

namespace DeepNotes.Data;

/// <summary>Fetches a file from its mirrors: resumed where it broke off, verified by SHA-256, and only then given its name.</summary>
/// <param name="http">Carries the requests.</param>
public sealed class Downloader(HttpClient http)
{
    /// <summary>How long a connection may stay silent before the next mirror is tried.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Downloads a file unless it is already there.</summary>
    /// <param name="file">What to fetch and from where.</param>
    /// <param name="target">Where to put it; unfinished bytes wait in <c>target.part</c>.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancel">Stops; what has arrived is kept for the next time.</param>
    /// <exception cref="IOException">No mirror gave the right bytes; the message has each one's reason.</exception>
    public async Task GetAsync(DataFile file, string target, IProgress<DownloadProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(target))!);
        string part = target + ".part";
        var reasons = new List<string>();
        foreach (string mirror in file.Mirrors)
        {
            // Bytes kept from elsewhere may be wrong: then this mirror gets a second chance from the start.
            for (bool resumed = true; resumed;)
            {
                resumed = File.Exists(part);
                string? reason = await TryAsync(file, mirror, part, progress, cancel).ConfigureAwait(false);
                if (reason is null && DataStore.HashOf(part) == file.Sha256)
                {
                    File.Move(part, target, overwrite: true);
                    return;
                }
                reasons.Add($"{mirror}: {reason ?? "the bytes do not have the expected SHA-256"}");
                if (reason is not null)
                    break;
                File.Delete(part);
            }
        }
        throw new IOException($"Download: no mirror gave {file.Name}.\n  {string.Join("\n  ", reasons)}");
    }

    // Null when the part file has its full length, otherwise why not.
    private async Task<string?> TryAsync(DataFile file, string mirror, string part, IProgress<DownloadProgress>? progress, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            using var output = new FileStream(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (output.Length > file.Length)
                output.SetLength(0);
            if (output.Length == file.Length)
                return null;
            using var request = new HttpRequestMessage(HttpMethod.Get, mirror);
            if (output.Length > 0)
                request.Headers.Range = new RangeHeaderValue(output.Length, null);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                return $"answered {(int)response.StatusCode} {response.ReasonPhrase}";
            bool continues = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == output.Length;
            if (response.StatusCode == HttpStatusCode.PartialContent && !continues)
                return "sent another range than the one asked for";
            if (!continues)
                output.SetLength(0);   // the server does not resume; it sends everything again
            output.Position = output.Length;
            using var input = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
            return await CopyAsync(file, input, output, progress, patience).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return $"silent for {Patience.TotalSeconds:0} seconds";
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidOperationException or UriFormatException)
        {
            return e.Message;
        }
    }

    private async Task<string?> CopyAsync(DataFile file, Stream input, FileStream output, IProgress<DownloadProgress>? progress, CancellationTokenSource patience)
    {
        var buffer = new byte[1 << 16];
        int count;
        while ((count = await input.ReadAsync(buffer, patience.Token).ConfigureAwait(false)) > 0)
        {
            patience.CancelAfter(Patience);
            if (output.Position + count > file.Length)
            {
                output.SetLength(0);
                return $"sent more than the {file.Length:N0} bytes that the file has";
            }
            await output.WriteAsync(buffer.AsMemory(0, count), patience.Token).ConfigureAwait(false);
            progress?.Report(new DownloadProgress(file.Name, output.Position, file.Length));
        }
        output.Flush(flushToDisk: true);
        return output.Length == file.Length ? null : $"broke off after {output.Length:N0} of {file.Length:N0} bytes";
    }
}
