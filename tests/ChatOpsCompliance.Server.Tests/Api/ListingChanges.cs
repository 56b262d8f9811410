using ChatOpsCompliance.Server.Tests.Emergencies;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Api;

/// <summary>Tools read the emergency changes and deployments of the repositories their key speaks for, and nobody's words.</summary>
public sealed class ListingChanges
{
    [Fact]
    public async Task Newest_first_of_a_period_and_of_the_keys_own()
    {
        await using var story = await Emergency.Starting();
        await story.Approved();
        await story.Gate("1");
        await story.Deployed("1");
        using var mine = await PipelineClient.WithKey(story.Workspace);
        using var others = await PipelineClient.WithKey(story.Workspace, "others", "other/*");

        var changes = await mine.Send(HttpMethod.Get, "/api/v1/emergency-changes", null);
        var deployments = await mine.Send(HttpMethod.Get, "/api/v1/deployments", null);

        var change = Assert.Single(changes.Body["items"]!.AsArray())!;
        Assert.Equal(("EC-1", "review_due", "acme/app", Emergency.Fix), ((string)change["reference"]!, (string)change["status"]!, (string)change["repository"]!, (string)change["commit"]!));
        Assert.DoesNotContain("Retry lost payments", changes.Body.ToJsonString(), StringComparison.Ordinal);
        var deployment = Assert.Single(deployments.Body["items"]!.AsArray())!;
        Assert.Equal(("emergency", "success", "EC-1"), ((string)deployment["class"]!, (string)deployment["outcome"]!, (string)deployment["reference"]!));
        Assert.True(Guid.TryParse((string)deployment["id"]!, out _));
        Assert.Equal((0, 0), (Count(await others.Send(HttpMethod.Get, "/api/v1/emergency-changes", null)), Count(await others.Send(HttpMethod.Get, "/api/v1/deployments", null))));
        Assert.Equal(0, Count(await mine.Send(HttpMethod.Get, "/api/v1/deployments?until=2026-01-01T00:00:00Z&since=2025-01-01T00:00:00Z", null)));
        Assert.Equal((400, "bad-query"), (await mine.Send(HttpMethod.Get, "/api/v1/deployments?since=monday", null)).What);
    }

    private static int Count(Answered answered) => answered.Body["items"]!.AsArray().Count;
}
