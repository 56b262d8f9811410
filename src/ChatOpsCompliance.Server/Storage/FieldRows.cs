using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ChatOpsCompliance.Server.Storage;

/// <summary>
/// Many rows on their way into one table, as UTF-8 text or null: the affinity of the columns makes numbers of them. Written by whoever
/// reads a source while the writer stores the rows before; used again and again, so that a million rows cost no garbage.
/// </summary>
internal sealed class FieldRows
{
    private readonly ArrayBufferWriter<byte> text = new(1 << 18);
    private readonly List<int> ends = [];
    private readonly int columns;

    /// <param name="columns">How many fields each row has.</param>
    public FieldRows(int columns) => this.columns = columns;

    public int Count => ends.Count / columns;

    public int Columns => columns;

    public FieldRows Add(string? field)
    {
        if (field is not null)
        {
            var span = text.GetSpan(Encoding.UTF8.GetMaxByteCount(field.Length));
            text.Advance(Encoding.UTF8.GetBytes(field, span));
        }

        ends.Add(field is null ? ~text.WrittenCount : text.WrittenCount);
        return this;
    }

    public FieldRows Add(ReadOnlySpan<byte> utf8)
    {
        text.Write(utf8);
        ends.Add(text.WrittenCount);
        return this;
    }

    public FieldRows Add(bool? field) => field is { } known ? Add(known ? "1"u8 : "0"u8) : Add((string?)null);

    public FieldRows Add(int field)
    {
        field.TryFormat(text.GetSpan(11), out var written, default, CultureInfo.InvariantCulture);
        text.Advance(written);
        ends.Add(text.WrittenCount);
        return this;
    }

    /// <summary>False when the field is null; valid until the next <see cref="Add(string)"/> or <see cref="Clear"/>.</summary>
    public bool TryField(int row, int column, out ReadOnlySpan<byte> utf8)
    {
        var at = (row * columns) + column;
        var start = at == 0 ? 0 : ends[at - 1] is var before && before < 0 ? ~before : before;
        var there = ends[at] >= 0;
        utf8 = there ? text.WrittenSpan[start..ends[at]] : default;
        return there;
    }

    public void Clear()
    {
        text.ResetWrittenCount();
        ends.Clear();
    }

    /// <summary>An array of arrays of strings and nulls: how SQL Server takes them, in one parameter.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(text.WrittenCount * 2);
        using (var json = new Utf8JsonWriter(buffer, new() { SkipValidation = true }))
        {
            json.WriteStartArray();
            for (var row = 0; row < Count; row++)
            {
                json.WriteStartArray();
                for (var column = 0; column < columns; column++)
                {
                    if (TryField(row, column, out var field)) json.WriteStringValue(field);
                    else json.WriteNullValue();
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
