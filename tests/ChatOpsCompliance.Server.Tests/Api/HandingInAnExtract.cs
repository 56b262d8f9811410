using System.Net;
using System.Text;
using ChatOpsCompliance.Server.Access;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Api;

/// <summary>A script hands in an extract: the same import as the verb's, for the key's own system only.</summary>
public sealed class HandingInAnExtract
{
    [Fact]
    public async Task It_becomes_a_snapshot_and_the_log_names_the_key()
    {
        var (workspace, _) = await SmallCompany.Reviewing();
        await using var __ = workspace;
        using var script = await ApiCaller.WithKey(workspace);
        workspace.Clock.Advance(TimeSpan.FromHours(1));

        var (status, body, response) = await script.Send(SmallCompany.Grants);

        Assert.Equal((HttpStatusCode.Created, "application/json"), (status, response.Content.Headers.ContentType!.MediaType));
        Assert.Equal((13, "github", 13), ((int)body["count"]!, (string)body["system"]!, (int)body["source_count"]!));
        var newest = (await workspace.Read(read => SnapshotStore.Newest(read, "github")))!;
        Assert.Equal((newest.Number, newest.ContentHash), ((long)body["snapshot"]!, (string)body["content_hash"]!));
        var taken = (await workspace.Read(read => LedgerStore.Latest(read, 20))).First(f => f.Kind == "snapshot.taken");
        Assert.Contains("\"via\":\"key:nightly\"", taken.Actor, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, true), await Again(script));
    }

    private static async Task<(HttpStatusCode, bool)> Again(ApiCaller script)
    {
        var (status, body, _) = await script.Send(SmallCompany.Grants);
        return (status, (bool)body["already"]!);
    }

    [Fact]
    public async Task Without_a_valid_key_nobody_is_let_in()
    {
        var (workspace, _) = await SmallCompany.Reviewing();
        await using var __ = workspace;
        var keys = workspace.Get<MakeKeys>();
        var good = (await keys.Create("nightly", "github", 30, Actor.Service, dryRun: false, TestContext.Current.CancellationToken)).Value.Text;

        Assert.Equal("no-key", await Refused(workspace, null));
        Assert.Equal("unknown-key", await Refused(workspace, "cck_abc_def"));
        Assert.Equal("unknown-key", await Refused(workspace, "nonsense"));
        Assert.Equal("unknown-key", await Refused(workspace, good + "x"));
        Assert.Equal("unknown-key", await Refused(workspace, good[..^1]));
        workspace.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal("expired-key", await Refused(workspace, good));
        var second = (await keys.Create("nightly", "github", 30, Actor.Service, dryRun: false, TestContext.Current.CancellationToken)).Value.Text;
        _ = (await keys.Revoke("nightly", Actor.Service, dryRun: false, TestContext.Current.CancellationToken)).Value;
        Assert.Equal("revoked-key", await Refused(workspace, second));
    }

    private static async Task<string> Refused(Workspace workspace, string? key)
    {
        using var caller = new ApiCaller(workspace, key);
        var (status, body, response) = await caller.Send(SmallCompany.Grants);
        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer", "application/problem+json"), (status, response.Headers.WwwAuthenticate.Single().ToString(), response.Content.Headers.ContentType!.MediaType));
        return ((string)body["type"]!).Split(':')[^1];
    }

    [Fact]
    public async Task A_rotated_key_opens_until_the_overlap_is_over()
    {
        var (workspace, _) = await SmallCompany.Reviewing();
        await using var __ = workspace;
        var keys = workspace.Get<MakeKeys>();
        using var old = await ApiCaller.WithKey(workspace);
        var (_, exists) = await keys.Create("nightly", "github", 30, Actor.Service, dryRun: false, TestContext.Current.CancellationToken);

        var rotated = (await keys.Rotate("nightly", TimeSpan.FromHours(2), 30, Actor.Service, dryRun: false, TestContext.Current.CancellationToken)).Value;

        Assert.IsType<KeyExists>(exists);
        using var renewed = new ApiCaller(workspace, rotated.Text);
        workspace.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Created, (await old.Send(SmallCompany.Grants)).Status);
        workspace.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await old.Send(SmallCompany.Grants)).Status);
        Assert.Equal(HttpStatusCode.Created, (await renewed.Send(SmallCompany.Grants)).Status);
        Assert.IsType<KeyUnknown>((await keys.Rotate("other", TimeSpan.Zero, 30, Actor.Service, dryRun: false, TestContext.Current.CancellationToken)).No);
        var log = string.Join('\n', (await workspace.Read(read => LedgerStore.Latest(read, 100))).Select(f => f.Body));
        Assert.DoesNotContain(rotated.Text.Split('_', 3)[2], log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_speaks_for_its_own_system_only()
    {
        var (workspace, _) = await SmallCompany.Reviewing();
        await using var __ = workspace;
        using var script = await ApiCaller.WithKey(workspace);

        var (status, body, _) = await script.Send(SmallCompany.Grants, f => f["system"] = "aws");

        Assert.Equal((HttpStatusCode.Forbidden, "This key speaks for github, not for aws."), (status, (string)body["detail"]!));
    }

    [Fact]
    public async Task What_cannot_be_taken_says_why_and_leaves_nothing()
    {
        var (workspace, _) = await SmallCompany.Reviewing();
        await using var __ = workspace;
        using var script = await ApiCaller.WithKey(workspace);
        var before = await workspace.Read(read => SnapshotStore.Published(read));
        workspace.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal((422, "count-mismatch"), Problem(await script.Send(SmallCompany.Grants, f => f["source_count"] = "12")));
        Assert.Equal((422, "snapshot-shrank"), Problem(await script.Send(SmallCompany.Grants.Take(10))));
        Assert.Equal((422, "extracted-in-the-future"), Problem(await script.Send(SmallCompany.Grants, f => f["extracted_at"] = "2027-01-01T00:00:00Z")));
        Assert.Equal((422, "older-than-the-newest"), Problem(await script.Send(SmallCompany.Grants, f => f["extracted_at"] = "2026-01-01T00:00:00Z")));
        var faults = await script.Send(["x,robot,,,,,maybe,,,,"], f => f["looked_at"] = "few left");
        Assert.Equal((422, "file-faults"), Problem(faults));
        Assert.Equal(3, faults.Body["errors"]!.AsArray().Count);
        Assert.Equal((422, "file-faults"), Problem(await script.SendFile("", 0, f => f["looked_at"] = "none left")));
        var missing = await script.Send(SmallCompany.Grants, f =>
        {
            f.Remove("method");
            f["extracted_at"] = "yesterday";
            f["source_count"] = "-1";
        });
        Assert.Equal((400, "missing-facts"), Problem(missing));
        Assert.Equal(["extracted_at", "method", "source_count"], missing.Body["errors"]!.AsObject().Select(e => e.Key).Order(StringComparer.Ordinal));
        Assert.Equal((415, "not-multipart"), Problem(await script.Post(new StringContent("a,b", Encoding.UTF8, "text/csv"))));
        using var broken = new StringContent("no parts here");
        broken.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        Assert.Equal((400, "bad-request"), Problem(await script.Post(broken)));
        Assert.Equal(before, await workspace.Read(read => SnapshotStore.Published(read)));
        Assert.Equal(201, (int)(await script.Send(SmallCompany.Grants.Take(10), f => f["looked_at"] = "three people left")).Status);
    }

    [Fact]
    public async Task Under_one_key_one_request_is_done_once_and_another_is_refused()
    {
        var (workspace, _) = await SmallCompany.Reviewing();
        await using var __ = workspace;
        using var script = await ApiCaller.WithKey(workspace);
        workspace.Clock.Advance(TimeSpan.FromHours(1));
        var at = workspace.Clock.GetUtcNow().ToString("O");

        var first = await script.Send(SmallCompany.Grants, f => f["extracted_at"] = at, "monday");
        workspace.Clock.Advance(TimeSpan.FromHours(1));
        var again = await script.Send(SmallCompany.Grants, f => f["extracted_at"] = at, "monday");
        var other = await script.Send(SmallCompany.Grants, f => f["extracted_at"] = workspace.Clock.GetUtcNow().ToString("O"), "monday");
        var refused = await script.Send(SmallCompany.Grants.Take(3), idempotencyKey: "tuesday");
        var refusedAgain = await script.Send(SmallCompany.Grants.Take(3), idempotencyKey: "tuesday");
        var tooLong = await script.Send(SmallCompany.Grants, idempotencyKey: new string('k', 256));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.Status, again.Status));
        Assert.Equal(first.Body.ToJsonString(), again.Body.ToJsonString());
        Assert.True(again.Response.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal((422, "idempotency-key-reused"), Problem(other));
        Assert.Equal(refused.Body.ToJsonString(), refusedAgain.Body.ToJsonString());
        Assert.Equal((400, "idempotency-key"), Problem(tooLong));
        Assert.Equal(2, (await workspace.Read(read => SnapshotStore.Published(read))).Count);
    }

    [Fact]
    public async Task Sent_ten_times_at_once_it_is_in_once()
    {
        var (workspace, _) = await SmallCompany.Reviewing();
        await using var __ = workspace;
        using var script = await ApiCaller.WithKey(workspace);
        workspace.Clock.Advance(TimeSpan.FromHours(1));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => script.Send(SmallCompany.Grants, idempotencyKey: i % 2 == 0 ? "same" : null)));

        Assert.Equal(2, (await workspace.Read(read => SnapshotStore.Published(read))).Count);
        Assert.All(answers, a => Assert.True((int)a.Status is 200 or 201 or 409, a.Status.ToString()));
        Assert.Contains(answers, a => a.Status == HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_address_that_is_nothings_says_so()
    {
        var (workspace, _) = await SmallCompany.Reviewing();
        await using var __ = workspace;
        using var http = new HttpClient { BaseAddress = workspace.Address };

        using var get = await http.GetAsync("/api/v1/snapshots/7", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (get.StatusCode, get.Content.Headers.ContentType!.MediaType));
    }

    private static (int Status, string Kind) Problem((HttpStatusCode Status, System.Text.Json.Nodes.JsonNode Body, HttpResponseMessage Response) answer) =>
        ((int)answer.Status, ((string)answer.Body["type"]!).Split(':')[^1]);
}
