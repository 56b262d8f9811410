using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.Server.Bundles;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Reports;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Bundles;

/// <summary>The small company's review, played to its end, and the bundle of its year.</summary>
internal sealed class Bundled : IAsyncDisposable
{
    public static readonly ReportRequest Year = new(null, new(2026, 1, 1), new(2026, 12, 31));

    private Bundled(Workspace workspace) => Workspace = workspace;

    public Workspace Workspace { get; }

    public BundleMade Made { get; private set; } = null!;

    public string Path => System.IO.Path.Combine(Workspace.Folder, "evidence.zip");

    public string Signer => Workspace.Get<SigningKey>().Fingerprint;

    /// <summary>What went out of the database.</summary>
    public byte[] Checkpoints => File.ReadAllBytes(System.IO.Path.Combine(Workspace.Folder, "checkpoints.jsonl"));

    /// <summary>What an auditor has who asked the right people.</summary>
    public FromElsewhere Known => new(Signer, Checkpoints);

    public static async Task<Bundled> Make()
    {
        var (workspace, _) = await ReportsOfAReview.Played();
        return await Of(workspace);
    }

    public static async Task<Bundled> Of(Workspace workspace)
    {
        await workspace.Get<SignCheckpoint>().WhenThereAreFacts();
        await workspace.Deliver();
        workspace.Clock.Advance(TimeSpan.FromHours(1));
        var bundled = new Bundled(workspace);
        bundled.Made = await bundled.Again(bundled.Path);
        await workspace.Deliver();
        return bundled;
    }

    public async Task<BundleMade> Again(string path, ReportRequest? request = null) => (await Workspace.Get<MakeBundle>().Run(request ?? Year, path, new(null, "test"), TestContext.Current.CancellationToken)).Value;

    public ValueTask DisposeAsync() => Workspace.DisposeAsync();
}
