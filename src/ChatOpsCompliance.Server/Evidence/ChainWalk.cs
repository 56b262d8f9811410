using System.Buffers;
using System.Globalization;
using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.Server.Evidence;

/// <summary>The state of one walk: the row before, the checkpoints, and the texts that the newest rows point to; it does not grow with the ledger.</summary>
internal sealed class ChainWalk
{
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    private readonly LedgerHasher hasher = new();
    private readonly long since;
    private readonly ILookup<long, Checkpoint> checkpoints;
    private readonly Dictionary<string, long> pointedTo = new(StringComparer.Ordinal);
    private readonly Dictionary<long, int> erasures = [];
    private readonly Dictionary<long, (long First, int Texts)> erased = [];
    private readonly long furthest;
    private long seq;
    private string hash;
    private int texts, snapshotsLetGo;

    public ChainWalk(long since, IReadOnlyList<Checkpoint> checkpoints)
    {
        this.since = Math.Max(1, since);
        this.checkpoints = checkpoints.ToLookup(c => c.Seq);
        furthest = checkpoints.Select(c => c.Seq).DefaultIfEmpty(0).Max();
        seq = this.since - 1;
        hash = seq == 0 ? LedgerEntry.Genesis : "";
    }

    public string? Fault { get; private set; }

    /// <summary>The row to be walked next.</summary>
    public long Next => seq + 1;

    public void Fail(long row, string why) => Fault ??= string.Create(CultureInfo.InvariantCulture, $"row {row}: {why}");

    public void Fail(string? what) => Fault ??= what;

    public void Step(LedgerEntry entry, string stored)
    {
        if (Fault is not null) return;
        if (entry.Seq != seq + 1)
        {
            Fail(seq + 1, entry.Seq == seq + 2 ? "it is missing" : $"rows {seq + 1} to {entry.Seq - 1} are missing");
            return;
        }

        if (hash.Length > 0 && entry.Prev != hash) Fail(entry.Seq, "it does not follow the row before: one of the two was changed, inserted or swapped");
        else if (hasher.Hash(entry) != stored) Fail(entry.Seq, $"its content does not give its hash: it was changed ({entry.Kind}, {entry.At})");
        foreach (var c in checkpoints[entry.Seq])
            if (c.Hash != stored) Fail(entry.Seq, $"the checkpoint of {c.At} saw another hash here: this row or one before it was rewritten");
        if (entry.Kind == SnapshotLetGo.KindName) snapshotsLetGo++;
        Pointers(entry);
        (seq, hash) = (entry.Seq, stored);
    }

    /// <summary>All texts that stand beside the rows walked since the last call.</summary>
    public void Texts(IReadOnlyList<LedgerStore.TextRow> beside)
    {
        if (Fault is not null) return;
        foreach (var text in beside) Text(text);
        if (pointedTo.Count > 0) Fail(pointedTo.Values.Min(), "the text beside it is gone, and no erasure says so");
        texts += beside.Count;
    }

    public void End(LedgerStore.Head head)
    {
        if (Fault is not null) return;
        if (head.Seq < since - 1) Fail(since, $"it is not there, the log has {head.Seq} rows");
        else if (head.Seq != seq || (hash.Length > 0 && head.Hash != hash)) Fail(Math.Min(head.Seq, seq) + 1, $"the head says {head.Seq} rows, the chain ends at {seq}: the tail was cut or added to");
        else if (furthest > seq) Fail(seq + 1, $"a checkpoint saw {furthest} rows, the chain ends at {seq}: the tail was cut");
        else Erasures();
    }

    public LedgerVerdict Verdict(int inside, int outside, bool keyKnown)
    {
        var unproven = new List<string>();
        if (outside == 0) unproven.Add("No checkpoint from outside the database was given, so it is not excluded that the newest rows were cut off, or everything rewritten by somebody with the signing key.");
        if (!keyKnown) unproven.Add("No signing key is configured, so signatures of checkpoints were not checked.");
        if (since > 1) unproven.Add($"Rows before {since} were not walked, so decisions and removals were not held against the log.");
        return new(seq - since + 1, hash, inside, outside, texts, erased.Values.Sum(e => e.Texts), snapshotsLetGo, Fault, unproven);
    }

    private void Pointers(LedgerEntry entry)
    {
        if (entry.Kind == WordsErased.KindName) erasures.Add(entry.Seq, WordsErased.TextsIn(entry.Body));
        const string mark = "\"" + PersonalText.Prefix;
        for (var at = entry.Body.IndexOf(mark, StringComparison.Ordinal); at >= 0; at = entry.Body.IndexOf(mark, at + 1, StringComparison.Ordinal))
            if (at > 0 && entry.Body[at - 1] != '\\' && Ref(entry.Body.AsSpan(at + mark.Length)) is { } pointer) pointedTo[pointer] = entry.Seq;
    }

    /// <summary>Null when what follows the mark is no hash: then it only looks like a pointer (a method that somebody named so).</summary>
    private static string? Ref(ReadOnlySpan<char> after) =>
        after.Length > PersonalText.RefLength && after[PersonalText.RefLength] == '"' && !after[..PersonalText.RefLength].ContainsAnyExcept(Hex)
            ? after[..PersonalText.RefLength].ToString()
            : null;

    private void Text(LedgerStore.TextRow text)
    {
        if (!pointedTo.Remove(text.Ref)) Fail(text.Seq, "a text stands beside it that it does not point to");
        else if (text.Text is null && text.ErasedSeq is { } by) erased[by] = erased.TryGetValue(by, out var others) ? (others.First, others.Texts + 1) : (text.Seq, 1);
        else if (text.Text is null || text.Salt is null || PersonalText.Hash(text.Salt, text.Text) != text.Ref) Fail(text.Seq, "the text beside it was changed");
    }

    /// <summary>Each missing text is accounted for by an erasure, and each erasure by as many texts as it says.</summary>
    private void Erasures()
    {
        foreach (var (by, (first, _)) in erased.OrderBy(e => e.Value.First))
            if (by >= since && !erasures.ContainsKey(by)) Fail(first, string.Create(CultureInfo.InvariantCulture, $"the text beside it was erased, but row {by} is no erasure"));
        if (since > 1) return; // texts of rows that were not walked may be among them
        foreach (var (by, said) in erasures)
            if (erased.GetValueOrDefault(by).Texts is var found && found != said) Fail(by, string.Create(CultureInfo.InvariantCulture, $"it says {said} texts erased, but {found} are missing in its name"));
    }
}
