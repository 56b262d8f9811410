using ChatOpsCompliance.Controls;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Controls;

/// <summary>Controls, each version as a running service found it in the settings. A version is never changed, only ended.</summary>
public static class ControlStore
{
    private const string Columns = "select name, version, title, criteria, statement, owner, frequency, systems, evidenced_by, content_hash, since, ended_at from control_definition";

    private static readonly Sql Every = new(Columns + " order by name, version");

    private static readonly Sql Insert = new("""
        insert into control_definition (name, version, title, criteria, statement, owner, frequency, systems, evidenced_by, content_hash, since)
        select @name, @version, @title, @criteria, @statement, @owner, @frequency, @systems, @evidencedBy, @hash, @now
        where not exists (select 1 from control_definition where name = @name and (version = @version or ended_at is null))
        """);

    private static readonly Sql EndIt = new("update control_definition set ended_at = @now where name = @name and version = @version and ended_at is null");

    private sealed record Row
    {
        public string Name { get; init; } = "";

        public int Version { get; init; }

        public string Title { get; init; } = "";

        public string Criteria { get; init; } = "";

        public string Statement { get; init; } = "";

        public string Owner { get; init; } = "";

        public Frequency Frequency { get; init; }

        public string Systems { get; init; } = "";

        public string EvidencedBy { get; init; } = "";

        public string ContentHash { get; init; } = "";

        public DateTimeOffset Since { get; init; }

        public DateTimeOffset? EndedAt { get; init; }

        public Control Value => new()
        {
            Name = Name,
            Version = Version,
            Title = Title,
            Criteria = List(Criteria),
            Statement = Statement,
            Owner = Owner,
            Frequency = Frequency,
            Systems = List(Systems),
            EvidencedBy = [.. List(EvidencedBy).Select(e => EvidenceSource.Parse(e)!)],
            Since = Since,
            EndedAt = EndedAt,
        };
    }

    /// <summary>Every version of every control, oldest first of each.</summary>
    public static async Task<IReadOnlyList<Control>> All(Read read) => [.. (await read.List<Row>(Every)).Select(r => r.Value)];

    /// <summary>Of each control that was there at some time before an instant: what it said last, by name. One that ended before <paramref name="from"/> is not among them.</summary>
    public static async Task<IReadOnlyList<Control>> In(Read read, DateTimeOffset from, DateTimeOffset until)
    {
        var known = (await All(read)).GroupBy(c => c.Name, StringComparer.Ordinal);
        // What was defined after the period is held against it all the same when there was nothing before: the first version says what should have been.
        return [.. known.Select(g => g.LastOrDefault(c => c.Since < until) ?? g.First()).Where(c => c.EndedAt is not { } ended || ended >= from)];
    }

    /// <summary>False when another replica was faster.</summary>
    internal static async Task<bool> Define(Tx tx, Control control) => await tx.Run(Insert, new
    {
        name = control.Name,
        version = control.Version,
        title = control.Title,
        criteria = control.CriteriaText,
        statement = control.Statement,
        owner = control.Owner,
        frequency = control.Frequency.ToString(),
        systems = control.SystemsText,
        evidencedBy = control.EvidenceText,
        hash = control.ContentHash(),
        now = tx.Now,
    }) > 0;

    internal static async Task<bool> End(Tx tx, Control control) => await tx.Run(EndIt, new { name = control.Name, version = control.Version, now = tx.Now }) > 0;

    private static string[] List(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
