using System.Globalization;
using ChatOpsCompliance.Evidence;

namespace ChatOpsCompliance.Server.Evidence;

/// <summary>The state of one walk: the row before, the checkpoints not yet passed, the texts that rows point to.</summary>
internal sealed class ChainWalk
{
    private readonly LedgerHasher hasher = new();
    private readonly long since;
    private readonly ILookup<long, Checkpoint> checkpoints;
    private readonly Dictionary<string, long> pointedTo = new(StringComparer.Ordinal);
    private readonly HashSet<long> erasures = [];
    private readonly List<(long Seq, long By)> erased = [];
    private readonly long furthest;
    private long seq;
    private string hash;
    private int texts;

    public ChainWalk(long since, IReadOnlyList<Checkpoint> checkpoints)
    {
        this.since = Math.Max(1, since);
        this.checkpoints = checkpoints.ToLookup(c => c.Seq);
        furthest = checkpoints.Select(c => c.Seq).DefaultIfEmpty(0).Max();
        seq = this.since - 1;
        hash = seq == 0 ? LedgerEntry.Genesis : "";
    }

    public string? Fault { get; private set; }

    public void Fail(long row, string why) => Fault ??= string.Create(CultureInfo.InvariantCulture, $"row {row}: {why}");

    public void Step(LedgerEntry entry, string stored)
    {
        if (entry.Seq != seq + 1)
        {
            Fail(seq + 1, entry.Seq == seq + 2 ? "it is missing" : $"rows {seq + 1} to {entry.Seq - 1} are missing");
            return;
        }

        if (hash.Length > 0 && entry.Prev != hash) Fail(entry.Seq, "it does not follow the row before: one of the two was changed, inserted or swapped");
        else if (hasher.Hash(entry) != stored) Fail(entry.Seq, $"its content does not give its hash: it was changed ({entry.Kind}, {entry.At})");
        foreach (var c in checkpoints[entry.Seq])
            if (c.Hash != stored) Fail(entry.Seq, $"the checkpoint of {c.At} saw another hash here: this row or one before it was rewritten");
        Pointers(entry);
        (seq, hash) = (entry.Seq, stored);
    }

    public void End(LedgerStore.Head head)
    {
        if (Fault is not null) return;
        if (head.Seq != seq || (hash.Length > 0 && head.Hash != hash)) Fail(Math.Min(head.Seq, seq) + 1, $"the head says {head.Seq} rows, the chain ends at {seq}: the tail was cut or added to");
        else if (furthest > seq) Fail(seq + 1, $"a checkpoint saw {furthest} rows, the chain ends at {seq}: the tail was cut");
    }

    public void Text(LedgerStore.TextRow text)
    {
        if (text.Seq < since) return;
        texts++;
        if (!pointedTo.Remove(text.Ref)) Fail(text.Seq, "a text stands beside it that it does not point to");
        else if (text.Text is null && text.ErasedSeq is { } by) erased.Add((text.Seq, by));
        else if (text.Text is null || text.Salt is null || PersonalText.Hash(text.Salt, text.Text) != text.Ref) Fail(text.Seq, "the text beside it was changed");
    }

    public void TextsEnd()
    {
        if (Fault is not null) return;
        if (pointedTo.Count > 0) Fail(pointedTo.Values.Min(), "the text beside it is gone, and no erasure says so");
        foreach (var (row, by) in erased)
            if (by >= since && !erasures.Contains(by)) Fail(row, "the text beside it was erased, but row " + by.ToString(CultureInfo.InvariantCulture) + " is no erasure");
    }

    public LedgerVerdict Verdict(int inside, int outside, bool keyKnown)
    {
        var unproven = new List<string>();
        if (outside == 0) unproven.Add("No checkpoint from outside the database was given, so it is not excluded that the newest rows were cut off, or everything rewritten by somebody with the signing key.");
        if (!keyKnown) unproven.Add("No signing key is configured, so signatures of checkpoints were not checked.");
        if (since > 1) unproven.Add($"Rows before {since} were not walked.");
        return new(seq - since + 1, hash, inside, outside, texts, erased.Count, Fault, unproven);
    }

    private void Pointers(LedgerEntry entry)
    {
        if (entry.Kind == WordsErased.KindName) erasures.Add(entry.Seq);
        const string mark = "\"" + PersonalText.Prefix;
        for (var at = entry.Body.IndexOf(mark, StringComparison.Ordinal); at >= 0; at = entry.Body.IndexOf(mark, at + 1, StringComparison.Ordinal))
            pointedTo[entry.Body.Substring(at + mark.Length, 64)] = entry.Seq;
    }
}
