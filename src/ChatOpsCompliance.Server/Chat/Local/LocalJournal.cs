using System.Text;
using System.Text.Json;

namespace ChatOpsCompliance.Server.Chat.Local;

/// <summary>
/// One line of JSON a revision, appended and never changed. A last line that a crash cut short was never acknowledged and is cut away;
/// damage anywhere else stops the start.
/// </summary>
internal sealed class LocalJournal : IDisposable
{
    private readonly FileStream file;

    public LocalJournal(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        Earlier = ReadAll(path);
    }

    public IReadOnlyList<LocalMessage> Earlier { get; }

    public void Append(LocalMessage message)
    {
        file.Write([.. JsonSerializer.SerializeToUtf8Bytes(message, ChatJson.Options), (byte)'\n']);
        file.Flush();
    }

    public void Dispose() => file.Dispose();

    private List<LocalMessage> ReadAll(string path)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var end = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        file.SetLength(end);
        file.Position = end;
        var lines = Encoding.UTF8.GetString(bytes, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select((line, at) => Read(line, path, at + 1))];
    }

    private static LocalMessage Read(string line, string path, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<LocalMessage>(line, ChatJson.Options)!;
        }
        catch (JsonException why)
        {
            throw new InvalidDataException($"{path}, line {number}: not a message ({why.Message}). Start with a fresh workspace, or mend the line.", why);
        }
    }
}
