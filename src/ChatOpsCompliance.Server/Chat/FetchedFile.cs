using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.Server.Chat;

/// <summary>A file that a platform keeps for us to fetch.</summary>
internal static class FetchedFile
{
    /// <summary>As it comes, whatever the platform said of its size; null when it is larger than any that is taken.</summary>
    public static async Task<MemoryStream?> Read(HttpResponseMessage response, CancellationToken ct)
    {
        await using var source = await response.Content.ReadAsStreamAsync(ct);
        var content = new MemoryStream();
        var buffer = new byte[81920];
        for (int read; (read = await source.ReadAsync(buffer, ct)) > 0; content.Write(buffer, 0, read))
        {
            if (content.Length + read <= Attachment.Largest) continue;
            await content.DisposeAsync();
            return null;
        }

        return content;
    }
}
