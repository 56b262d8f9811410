using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Controls;

/// <summary>What the audit log and the messages know of many subjects at once.</summary>
internal static class PacketStore
{
    private static readonly Sql OfSubjects = new("select seq, at, kind, subject, actor, body, prev, hash from ledger where subject in list(@subjects) order by seq");

    private static readonly Sql TextsOf = new("select t.seq, t.ref, t.salt, t.text, t.erased_seq from personal_text t join ledger l on l.seq = t.seq where l.subject in list(@subjects)");

    private static readonly Sql Shown = new("""
        select m.kind, m.subject, m.channel, m.external_id, m.rendering, e.name as person
        from standing_message m join roster_current r on r.id = 1 left join roster_entry e on e.roster = r.roster and e.person_id = m.person_id
        where m.subject in list(@subjects) and m.external_id is not null order by m.kind, m.id
        """);

    internal sealed record Message
    {
        public string Kind { get; init; } = "";

        public string Subject { get; init; } = "";

        public string Channel { get; init; } = "";

        public string ExternalId { get; init; } = "";

        /// <summary>The hash of what it shows.</summary>
        public string? Rendering { get; init; }

        public string? Person { get; init; }
    }

    /// <summary>In the log's order. Walks the log once, however many subjects.</summary>
    public static async Task<ILookup<string, LedgerStore.Row>> Entries(Read read, IEnumerable<string> subjects) => (await read.List<LedgerStore.Row>(OfSubjects, new { subjects = read.In(subjects) })).ToLookup(e => e.Subject, StringComparer.Ordinal);

    public static async Task<ILookup<(long Seq, string Ref), string?>> Texts(Read read, IEnumerable<string> subjects) =>
        (await read.List<LedgerStore.TextRow>(TextsOf, new { subjects = read.In(subjects) })).ToLookup(t => (t.Seq, t.Ref), t => t.Text);

    public static async Task<ILookup<string, Message>> Messages(Read read, IEnumerable<string> subjects) => (await read.List<Message>(Shown, new { subjects = read.In(subjects) })).ToLookup(m => m.Subject, StringComparer.Ordinal);
}
