using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Tests.Sources.GitHub;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Api;

/// <summary>Any pipeline asks by the API, polls while it has to wait, and tells what it deployed: for its own repositories only.</summary>
public sealed class AskingAtTheGate
{
    [Fact]
    public async Task It_waits_is_let_through_and_what_it_deploys_is_approved()
    {
        await using var company = await CompanyOnGitHub.Start();
        using var pipeline = await PipelineClient.WithKey(company.Workspace);
        var commit = company.Merge(10);

        var asked = await pipeline.Ask(commit);
        await company.Workspace.Deliver();
        var looked = await pipeline.Look(asked.Id);
        var again = await pipeline.Ask(commit, b => b["run_url"] = CompanyOnGitHub.RunUrl(55) + "/attempts/2");

        Assert.Equal((200, "pending"), asked.What);
        Assert.Equal(["decision", "expires_at", "id", "reason", "reference"], asked.Body.Select(p => p.Key).Order(StringComparer.Ordinal));
        Assert.Equal(((200, "approved"), asked.Id, "https://github.com/acme/shop/pull/10"), (looked.What, looked.Id, (string?)looked.Body["reference"]));
        Assert.Equal(((200, "approved"), asked.Id), (again.What, again.Id));
        var told = await pipeline.Tell(commit);
        var toldAgain = await pipeline.Tell(commit);
        Assert.Equal(((201, "approved"), (200, "approved"), told.Id), (told.What, toldAgain.What, toldAgain.Id));
        var log = (await company.Workspace.Read(read => LedgerStore.Latest(read, 50))).First(f => f.Kind == "deployment.recorded");
        Assert.Contains("\"via\":\"key:shop-deploys\"", log.Actor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_never_asked_for_is_unauthorised()
    {
        await using var company = await CompanyOnGitHub.Start();
        using var pipeline = await PipelineClient.WithKey(company.Workspace);

        Assert.Equal((201, "unauthorised"), (await pipeline.Tell(FakeRepository.Sha(7))).What);
    }

    [Fact]
    public async Task A_key_speaks_for_its_repositories_and_environments_only()
    {
        await using var company = await CompanyOnGitHub.Start();
        using var shop = await PipelineClient.WithKey(company.Workspace);
        using var other = await PipelineClient.WithKey(company.Workspace, "tools", "acme/tools, other/*", "production,live-*");
        var asked = await shop.Ask(FakeRepository.Sha(7));
        var before = await company.Facts();

        Assert.Equal((403, "other-repository"), (await other.Ask(FakeRepository.Sha(7))).What);
        Assert.Equal((403, "other-repository"), (await shop.Ask(FakeRepository.Sha(7), b => b["environment"] = "staging")).What);
        Assert.Equal((403, "other-repository"), (await shop.Ask(FakeRepository.Sha(7), b => b["repository"] = "other/shop")).What);
        Assert.Equal((403, "other-repository"), (await other.Tell(FakeRepository.Sha(7))).What);
        Assert.Equal((404, "not-found"), (await other.Look(asked.Id)).What);
        Assert.Equal((404, "not-found"), (await shop.Look(Guid.NewGuid().ToString())).What);
        Assert.Equal((404, "not-found"), (await shop.Look("7")).What);

        Assert.Equal(before, await company.Facts());
        Assert.Equal(200, (await other.Ask(FakeRepository.Sha(7), b => (b["repository"], b["environment"]) = ("other/web", "live-eu"))).Status);
    }

    [Fact]
    public async Task Keys_of_systems_and_of_pipelines_open_their_own_doors_only()
    {
        await using var company = await CompanyOnGitHub.Start();
        var keys = company.Workspace.Get<MakeKeys>();
        var (system, pipeline) = ((await keys.Create("nightly", "github", 30, Actor.Service, dryRun: false, TestContext.Current.CancellationToken)).Value.Text, (await keys.Create("deploys", KeyScope.OfPipelines("acme/*", "production").Value, 30, Actor.Service, dryRun: false, TestContext.Current.CancellationToken)).Value.Text);
        using var asSystem = new PipelineClient(company.Workspace, system);
        using var asNobody = new PipelineClient(company.Workspace, null);
        using var script = new ApiCaller(company.Workspace, pipeline);

        Assert.Equal((403, "key-of-a-system"), (await asSystem.Ask(FakeRepository.Sha(7))).What);
        Assert.Equal((401, "no-key"), (await asNobody.Ask(FakeRepository.Sha(7))).What);
        Assert.Equal("urn:chatops-compliance:problem:key-of-a-pipeline", (string)(await script.Send([])).Body["type"]!);
        Assert.IsType<KeyScopeUnreadable>(KeyScope.OfPipelines("acme/*", " , ").No);
        Assert.IsType<KeyScopeUnreadable>(KeyScope.OfPipelines("acme/*;drop", "production").No);
        var rotated = (await keys.Rotate("deploys", TimeSpan.Zero, 30, Actor.Service, dryRun: false, TestContext.Current.CancellationToken)).Value;
        using var renewed = new PipelineClient(company.Workspace, rotated.Text);
        var about = await renewed.Send(HttpMethod.Get, "/api/v1/key", null);
        Assert.Equal((200, "deploys", "acme/*", "production"), (about.Status, (string)about.Body["name"]!, (string)about.Body["repositories"]!, (string)about.Body["environments"]!));
        var made = (await company.Workspace.Read(read => LedgerStore.Latest(read, 9))).First(f => f.Kind == "key.created");
        Assert.Contains("\"repositories\":\"acme/*\"", made.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_says_why_and_leaves_nothing()
    {
        await using var company = await CompanyOnGitHub.Start();
        using var pipeline = await PipelineClient.WithKey(company.Workspace);
        var before = await company.Facts();

        var missing = await pipeline.Send(HttpMethod.Post, "/api/v1/gates/decisions", []);
        Assert.Equal((400, "missing-facts"), missing.What);
        Assert.Equal(["commit", "environment", "repository", "requested_by", "run_url"], missing.Body["errors"]!.AsObject().Select(e => e.Key).Order(StringComparer.Ordinal));
        Assert.Equal((400, "missing-facts"), (await pipeline.Ask(FakeRepository.Sha(7), b => b["run_url"] = 7)).What);
        Assert.Equal((413, "too-large"), (await pipeline.Ask(FakeRepository.Sha(7), b => b["requested_by"] = new string('x', 70_000))).What);
        Assert.Equal((400, "missing-facts"), (await pipeline.Tell(FakeRepository.Sha(7), b => b["outcome"] = "fine")).What);
        Assert.Equal((400, "missing-facts"), (await pipeline.Tell(FakeRepository.Sha(7), b => b["started_at"] = "yesterday")).What);
        Assert.Equal((400, "missing-facts"), (await pipeline.Tell(FakeRepository.Sha(7), b => b["finished_at"] = "2036-01-01T00:00:00Z")).What);
        Assert.Equal(before, await company.Facts());
        Assert.Equal((422, "commit-not-whole"), (await pipeline.Ask("abc123")).What);
        Assert.Equal((422, "run-needed"), (await pipeline.Ask(FakeRepository.Sha(7), b => b["run_url"] = "run 55")).What);
        Assert.Equal((422, "finished-before-start"), (await pipeline.Tell(FakeRepository.Sha(7), b => b["finished_at"] = "2020-01-01T00:00:00Z")).What);
        Assert.Empty(await company.Workspace.Read(read => GateStore.Latest(read, 9)));
    }

    [Fact]
    public async Task Under_one_idempotency_key_one_request_is_done_once()
    {
        await using var company = await CompanyOnGitHub.Start();
        using var pipeline = await PipelineClient.WithKey(company.Workspace);
        var commit = company.Merge(10);

        var first = await pipeline.Tell(commit, idempotencyKey: "run-55");
        var again = await pipeline.Tell(commit, idempotencyKey: "run-55");
        var other = await pipeline.Tell(commit, b => b["outcome"] = "failure", "run-55");

        Assert.Equal((201, 201, first.Id), (first.Status, again.Status, again.Id));
        Assert.Equal((422, "idempotency-key-reused"), other.What);
    }

    [Fact]
    public async Task An_approval_is_over_however_it_is_asked_for_again()
    {
        await using var company = await CompanyOnGitHub.Start();
        using var pipeline = await PipelineClient.WithKey(company.Workspace);
        var commit = company.Merge(10);
        var asked = await pipeline.Ask(commit, idempotencyKey: "run-55");
        await company.Workspace.Deliver();
        Assert.Equal((200, "approved"), (await pipeline.Ask(commit, idempotencyKey: "run-55")).What); // no more pending than it is
        Assert.Equal((200, "approved"), (await pipeline.Look(asked.Id)).What);

        company.Workspace.Clock.Advance(TimeSpan.FromMinutes(61));

        Assert.Equal((200, "rejected"), (await pipeline.Look(asked.Id)).What);
        Assert.NotEqual((200, "approved"), (await pipeline.Ask(commit, idempotencyKey: "run-55")).What);
        Assert.Equal((422, "idempotency-key-reused"), (await pipeline.Ask(FakeRepository.Sha(8), idempotencyKey: "run-55")).What);
    }

    [Fact]
    public async Task A_run_that_asked_for_one_commit_gets_nothing_for_another()
    {
        await using var company = await CompanyOnGitHub.Start();
        using var pipeline = await PipelineClient.WithKey(company.Workspace);
        await pipeline.Ask(FakeRepository.Sha(7));

        Assert.Equal((422, "run-asked-for-another"), (await pipeline.Ask(FakeRepository.Sha(8))).What);
    }
}
