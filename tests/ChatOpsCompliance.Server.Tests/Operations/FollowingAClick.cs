using System.Collections.Concurrent;
using System.Diagnostics;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Operations;

/// <summary>One trace from the click to its commit to the message it causes, though another thread commits and a row lies between.</summary>
public sealed class FollowingAClick
{
    [Fact]
    public async Task To_its_commit_and_to_its_message()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        var mia = await workspace.Person("mia@example.com");
        var item = (await workspace.Items(company.Campaign)).First(i => i.Reviewer == mia.Id);
        using var watched = new Watched();

        await workspace.Act(mia, ReviewVerbs.Decide, Deciding.As(item, "keep:needed"));
        await workspace.Deliver();

        var click = Assert.Single(watched.Mine, a => a.OperationName == "click");
        var transaction = watched.Mine.First(a => a.OperationName == "transaction");
        var sent = watched.Mine.Where(a => a.OperationName == "send").ToList();
        Assert.Equal("review.decide", click.GetTagItem("compliance.verb"));
        Assert.Equal(click.SpanId, transaction.ParentSpanId);
        Assert.NotEmpty(sent);
        Assert.All(sent, s => Assert.Equal(transaction.SpanId, s.ParentSpanId));
        Assert.All(watched.Mine.SelectMany(a => a.TagObjects), t => Assert.DoesNotContain("ada", $"{t.Value}", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Nothing_is_written_of_it_when_nobody_watches()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        var traced = await workspace.Read(read => read.One<int>(Traced));

        Assert.Equal(0, traced);
    }

    private static readonly ChatOpsCompliance.Server.Storage.Sql Traced = new("select count(*) from outbox where traceparent is not null");

    /// <summary>What this test follows, among everything that others do meanwhile.</summary>
    private sealed class Watched : IDisposable
    {
        private readonly Activity root = new("test");
        private readonly ConcurrentQueue<Activity> seen = [];
        private readonly ActivityListener listener;

        public Watched()
        {
            root.ActivityTraceFlags = ActivityTraceFlags.Recorded;
            root.Start();
            listener = new()
            {
                ShouldListenTo = s => s.Name == Trace.Name,
                Sample = (ref ActivityCreationOptions<ActivityContext> o) => o.Parent.TraceId == root.TraceId ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
                ActivityStopped = seen.Enqueue,
            };
            ActivitySource.AddActivityListener(listener);
        }

        public IEnumerable<Activity> Mine => seen.Where(a => a.TraceId == root.TraceId);

        public void Dispose()
        {
            listener.Dispose();
            root.Dispose();
        }
    }
}
