using ChatOpsCompliance.Server.Chat;

namespace ChatOpsCompliance.Server.Evidence;

/// <summary>The file that checkpoints are appended to, one JSON line each; best on a disk that the database's administrators can't write.</summary>
public sealed class CheckpointFile(string? path)
{
    public async Task<Delivery> Append(string line, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(path)) return new Delivery.Sent("");
        if (File.Exists(path) && (await File.ReadAllLinesAsync(path, ct)).Contains(line, StringComparer.Ordinal)) return new Delivery.Sent(path);
        await File.AppendAllTextAsync(path, line + "\n", ct);
        return new Delivery.Sent(path);
    }
}
