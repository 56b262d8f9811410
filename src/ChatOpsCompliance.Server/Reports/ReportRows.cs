using System.Collections;
using System.Runtime.InteropServices;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Reports;

/// <summary>
/// The rows of a report while it is made and after: some in memory, more in a file of its own, from which each is read when it is asked for. Of a
/// million rows no more is kept than where they stand.
/// </summary>
internal sealed class ReportRows : IReadOnlyList<IReadOnlyList<object?>>, IDisposable
{
    /// <summary>A few megabytes.</summary>
    public const int MostInMemory = 5_000;

    private readonly List<object?[]> memory = [];
    private readonly List<long> starts = [];
    private readonly List<(long, int, int, int Number)> places = [];
    private FileStream? file;
    private BinaryWriter? writer;
    private BinaryReader? reader;
    private bool sorted = true;

    private ReportRows()
    {
    }

    public int Count => starts.Count + memory.Count;

    /// <summary>Where they stand; null while they are few.</summary>
    internal string? File => file?.Name;

    public IReadOnlyList<object?> this[int index] => At(places.Count > 0 ? places[index].Number : index);

    /// <summary>The whole table; whoever asked disposes of it.</summary>
    public static async Task<ReportTable> Of<T>(ReportDraft<T> draft, IAsyncEnumerable<T> lines)
    {
        var rows = new ReportRows();
        try
        {
            await foreach (var line in lines)
                if (draft.Row(line) is { } row) rows.Add(row, draft.Place?.Invoke(line));
            rows.Finish();
            return draft.Table(rows);
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    public IEnumerator<IReadOnlyList<object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() => file?.Dispose();

    private void Add(object?[] row, (long, int, int)? place)
    {
        if (place is var (first, second, third))
        {
            var at = (first, second, third, Count);
            sorted &= places.Count == 0 || places[^1].CompareTo(at) < 0;
            places.Add(at);
        }

        memory.Add(row);
        if (memory.Count > MostInMemory || file is not null) Spill();
    }

    private void Spill()
    {
        file ??= ScratchFile.New(buffer: 8192);
        writer ??= new(file);
        foreach (var row in memory)
        {
            starts.Add(file.Position);
            writer.Write((byte)row.Length);
            foreach (var value in row) Write(value);
        }

        memory.Clear();
    }

    private void Finish()
    {
        if (sorted) places.Clear();
        else places.Sort();
        if (file is not null) reader = new(file);
    }

    private object?[] At(int number)
    {
        if (reader is null) return memory[number];
        if (file!.Position != starts[number]) file.Position = starts[number];
        var row = new object?[reader.ReadByte()];
        for (var i = 0; i < row.Length; i++) row[i] = Value(reader);
        return row;
    }

    private void Write(object? value)
    {
        switch (value)
        {
            case null: writer!.Write((byte)'0'); break;
            case string text: writer!.Write((byte)'s'); writer.Write(text.Length); writer.Write(MemoryMarshal.AsBytes(text.AsSpan())); break; // as it is: half a character too
            case int number: writer!.Write((byte)'i'); writer.Write(number); break;
            case long number: writer!.Write((byte)'l'); writer.Write(number); break;
            case DateOnly day: writer!.Write((byte)'d'); writer.Write(day.DayNumber); break;
            case DateTimeOffset at: writer!.Write((byte)'t'); writer.Write(at.UtcTicks); break;
            default: throw new ArgumentException($"A report holds no {value.GetType().Name}.", nameof(value));
        }
    }

    private static object? Value(BinaryReader from) => from.ReadByte() switch
    {
        (byte)'0' => null,
        (byte)'s' => string.Create(from.ReadInt32(), from.BaseStream, (text, stream) => stream.ReadExactly(MemoryMarshal.AsBytes(text))),
        (byte)'i' => from.ReadInt32(),
        (byte)'l' => from.ReadInt64(),
        (byte)'d' => DateOnly.FromDayNumber(from.ReadInt32()),
        _ => new DateTimeOffset(from.ReadInt64(), TimeSpan.Zero),
    };
}
