namespace ChatOpsCompliance.Benchmarks;

/// <summary>How long a pipeline waits for the gate's answer, recorded and in the log, beside how long the same service takes to look up a key.</summary>
internal static class GateAnswers
{
    private const int Connections = 64;

    private const double Target = 8;

    /// <summary>The run that is let through by its pull request, and asks again.</summary>
    private const int Approved = 1;

    public static async Task Run(bool quick)
    {
        var (requests, rounds) = quick ? (500, 3) : (3000, 5);
        Side.Say($"gate: answers over {Connections} connections, {requests} requests a round, on SQLite");
        await using var server = await GateServer.Start();
        await server.LetThrough(GateServer.ByPullRequest, Approved);
        var verifies = server.OnlyVerifies(Connections, requests);
        var asks = server.NewQuestions(Connections, requests);
        var waits = server.Repeats(Connections, requests, 1, GateServer.ByApproval, "a run that waits asks again");
        var passes = server.Repeats(Connections, requests, Approved, GateServer.ByPullRequest, "a run that was let through asks again");
        await Side.Alternate(rounds, verifies.Side, asks.Side, waits.Side, passes.Side);

        foreach (var side in new[] { verifies, asks, waits, passes }) side.Print();
        foreach (var (name, side) in new[] { ("a new question", asks), ("a repeated one that waits", waits), ("a repeated one that passes", passes) })
            Side.Target($"p99 of {name} / p99 of only verifying", side.P99 / verifies.P99, "≤", Target);
    }
}
