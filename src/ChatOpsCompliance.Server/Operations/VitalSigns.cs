using System.Diagnostics.Metrics;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Storage;

namespace ChatOpsCompliance.Server.Operations;

/// <summary>The vitals as metrics. They are read from the database when somebody is about to look, since a gauge can't wait.</summary>
internal sealed class VitalSigns : IDisposable
{
    private readonly Meter meter = new(Trace.Name);
    private readonly Database database;
    private volatile Vitals newest = Vitals.None;

    public VitalSigns(Database database, IEnumerable<SendHeadroom> platforms)
    {
        this.database = database;
        Gauge("compliance.outbox.waiting", null, "Effects that have not gone out yet", v => v.OutboxWaiting);
        Gauge("compliance.outbox.dead", null, "Dead letters; 'outbox list' names their cure", v => v.OutboxDead);
        Gauge("compliance.outbox.oldest", "s", "Age of the oldest effect that has not gone out yet", v => v.OutboxOldest);
        Gauge("compliance.ledger.head", null, "Number of the audit log's newest entry", v => v.LedgerHead);
        Gauge("compliance.ledger.unsigned", null, "Entries that no checkpoint covers yet", v => v.LedgerUnsigned);
        Gauge("compliance.ledger.checkpoint.age", "s", "Age of the newest signed checkpoint", v => v.CheckpointAge);
        Gauge("compliance.items.overdue", null, "Undecided items of reviews past their due date", v => v.ItemsOverdue);
        Gauge("compliance.removals.overdue", null, "Removals past their deadline that are not proven", v => v.RemovalsOverdue);
        Gauge("compliance.actions.overdue", null, "Actions past their due date that are not done", v => v.ActionsOverdue);
        Gauge("compliance.gate.waiting", null, "Runs that wait at the gate", v => v.GateWaiting);
        meter.CreateObservableGauge("compliance.source.age", () => newest.SourceAge.Select(s => new Measurement<double>(s.Value, new KeyValuePair<string, object?>("system", s.Key))), "s", "Age of each system's newest extract");
        var buckets = platforms.ToList();
        meter.CreateObservableGauge("compliance.bucket.headroom", () => buckets.SelectMany(p => p.Read().Select(b => new Measurement<double>(b.Left, new("platform", p.Platform), new("bucket", b.Bucket)))), null, "How much of a platform's limit is left: 1 is all that may go at once");
    }

    public async Task Refresh(CancellationToken ct) => newest = await database.Read(VitalStore.Of, ct);

    public void Dispose() => meter.Dispose();

    private void Gauge(string name, string? unit, string about, Func<Vitals, double?> value) =>
        meter.CreateObservableGauge(name, IEnumerable<Measurement<double>> () => value(newest) is { } number ? [new(number)] : [], unit, about);
}
