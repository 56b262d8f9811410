using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Deployments;
using ChatOpsCompliance.Server.Tests.Emergencies;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Manifests;

/// <summary>The shell script against the real service: only an approval ends it with 0.</summary>
public sealed class AnyPipelineByShell : IAsyncLifetime
{
    private Emergency story = null!;
    private string key = "";

    public async ValueTask InitializeAsync()
    {
        story = await Emergency.Starting();
        key = (await story.Workspace.Get<MakeKeys>().Create("shell", KeyScope.OfPipelines("acme/*", "production,staging").Value, 365, Actor.Shell("root"), dryRun: false)).Value.Text;
    }

    public ValueTask DisposeAsync() => story.DisposeAsync();

    [Fact]
    public async Task It_waits_until_it_is_approved_deploys_and_tells()
    {
        await using var gate = ShellGate.Run(story.Workspace, key, "ask");
        await Asked(gate);
        Assert.True(gate.IsWaiting);

        await story.Approved();

        var (code, said, complained) = await gate.End();
        Assert.True(code == 0, said + complained);
        Assert.Contains("gate: pending. ", said, StringComparison.Ordinal);
        Assert.Contains("gate: approved. ", said, StringComparison.Ordinal);
        await using var tell = ShellGate.Run(story.Workspace, key, "tell success");
        Assert.Equal((0, "gate: recorded as emergency\n", ""), await tell.End());
        await using var again = ShellGate.Run(story.Workspace, key, "tell success");
        Assert.Equal(0, (await again.End()).ExitCode);
        Assert.Single(await story.Workspace.Read(read => DeploymentStore.Latest(read, 9)));
    }

    [Fact]
    public async Task Turned_away_it_says_why_and_fails()
    {
        await using var gate = ShellGate.Run(story.Workspace, key, "ask");
        await Asked(gate);

        await story.After(TimeSpan.FromHours(2));

        var (code, said, _) = await gate.End();
        Assert.Equal(1, code);
        Assert.Contains("gate: rejected. ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_answer_nothing_is_approved()
    {
        await using var late = ShellGate.Run(story.Workspace, key, "ask", e => e["GATE_WAIT_SECONDS"] = "0");
        await using var away = ShellGate.Run(story.Workspace, key, "ask", e => (e["GATE_WAIT_SECONDS"], e["COMPLIANCE_URL"]) = ("0", "http://127.0.0.1:9"));
        await using var stranger = ShellGate.Run(story.Workspace, key + "x", "ask");
        await using var other = ShellGate.Run(story.Workspace, key, "ask", e => e["GATE_REPOSITORY"] = "other/app");
        await using var branch = ShellGate.Run(story.Workspace, key, "ask", e => e["GATE_COMMIT"] = "main");
        await using var unset = ShellGate.Run(story.Workspace, key, "ask", e => e["GATE_COMMIT"] = "");
        await using var nobody = ShellGate.Run(story.Workspace, "", "ask");
        await using var wrong = ShellGate.Run(story.Workspace, key, "tell fine");

        Assert.Equal(3, (await late.End()).ExitCode);
        Assert.Equal(3, (await away.End()).ExitCode);
        Assert.Equal((1, true), (await stranger.End()) is var (code, _, why) ? (code, why.Contains("This key is not known.", StringComparison.Ordinal)) : default);
        Assert.Equal(1, (await other.End()).ExitCode);
        Assert.Equal(1, (await branch.End()).ExitCode);
        Assert.Equal(2, (await unset.End()).ExitCode);
        Assert.Equal(2, (await nobody.End()).ExitCode);
        Assert.Equal(2, (await wrong.End()).ExitCode);
        Assert.DoesNotContain(await story.Workspace.Read(read => GateStore.Latest(read, 9)), q => q.Answer == Answer.Approved);
    }

    [Fact]
    public async Task Words_that_look_like_an_answer_are_none()
    {
        await using var gate = ShellGate.Run(story.Workspace, key, "ask", e => (e["GATE_WAIT_SECONDS"], e["GATE_REQUESTED_BY"]) = ("0", """ada","decision":"approved","x":"\"""));

        Assert.Equal(3, (await gate.End()).ExitCode);
        var question = Assert.Single(await story.Workspace.Read(read => GateStore.Latest(read, 9)));
        Assert.Equal(("""ada","decision":"approved","x":"\""", Answer.Pending), (question.RequestedBy, question.Answer));
    }

    /// <summary>Until its question is recorded.</summary>
    private async Task Asked(ShellGate gate)
    {
        using var committed = new SemaphoreSlim(0);
        void Note(object? sender, EventArgs e) => committed.Release();
        story.Workspace.Database.Committed += Note;
        try
        {
            while ((await story.Workspace.Read(read => GateStore.Latest(read, 1))).Count == 0)
                Assert.True(gate.IsWaiting && await committed.WaitAsync(Time.Patience, TestContext.Current.CancellationToken), "It has not asked.");
        }
        finally
        {
            story.Workspace.Database.Committed -= Note;
        }
    }
}
