using ChatOpsCompliance.Server.Tests.Faults;

namespace ChatOpsCompliance.Benchmarks;

/// <summary>
/// A button pressed in Slack, from the signed request to the answer after the commit: our service in a process of its own, against <c>@slack/bolt</c> with
/// better-sqlite3, which runs the same statements on a copy of the same database (<c>tests/peers/bolt-bench</c>). What is sent to Slack afterwards is no part of it,
/// on either side.
/// </summary>
internal static class SlackClicks
{
    private const int Connections = 64, Reviewers = 8, Rounds = 7, WarmUp = 16_000, SlowWarmUp = 4000;

    public static async Task Run(bool quick)
    {
        if (ClickServer.BoltMissing is { } missing)
        {
            Side.Say($"slack-clicks: not measured, {missing}");
            return;
        }

        var (many, few) = quick ? (640, 50) : (2560, 250);
        Side.Say($"slack-clicks: {Connections} connections, {Rounds} rounds of {many} clicks");
        await using var slack = await SlackStandIn.Start();
        using var company = await SlackCompany.Seed(WarmUp + ((many + few) * (Rounds + 1)) + Reviewers, Reviewers);
        using var copy = company.Copy();
        using var verified = company.Copy();
        await using var ours = await ClickServer.Ours(TimeSpan.Zero, slack, [company]);
        await using var bolt = await ClickServer.Bolt(TimeSpan.Zero, copy);
        await using var verifies = await ClickServer.Ours(TimeSpan.Zero, slack, [verified], onlyVerifies: true);
        foreach (var server in (ClickServer[])[ours, bolt, verifies]) await server.Warm(Connections, WarmUp);
        var (a, b, c) = (ours.Clicks("this service", Connections, many), bolt.Clicks("@slack/bolt + better-sqlite3", Connections, many), verifies.Clicks("this service, only verifying", Connections, many));
        await Side.Alternate(Rounds, a.Side, b.Side, c.Side);
        foreach (var side in (ClickSide[])[a, b, c]) side.Print();
        Side.Target("requests a second, this service / bolt", b.Side.Each / a.Side.Each, "≥", 4);
        Side.Target("p99, this service / bolt", a.P99 / b.P99, "≤", 0.3);
        Side.Target("requests a second, deciding / only verifying", c.Side.Each / a.Side.Each, "≥", 0.3);

        Side.Say($"slack-clicks, one connection: {Rounds} rounds of {few} clicks");
        var (alone, other) = (ours.Clicks("this service", 1, few), bolt.Clicks("@slack/bolt + better-sqlite3", 1, few));
        await Side.Alternate(Rounds, alone.Side, other.Side);
        alone.Print();
        other.Print();
        Side.Target("p50, this service / bolt", alone.P50 / other.P50, "≤", 1.1);
        ours.Check();
        bolt.Check();
    }

    public static async Task RunOnSlowDisk(bool quick)
    {
        if ((ClickServer.BoltMissing ?? (FsyncProbe.CanBeMade ? null : $"there is no {FsyncProbe.Compiler} here (apt-get install gcc)")) is { } missing)
        {
            Side.Say($"slack-slow-disk: 2 ms added to each fsync: not measured, {missing}");
            return;
        }

        var (many, delay) = (quick ? 256 : 768, TimeSpan.FromMilliseconds(2));
        Side.Say($"slack-slow-disk: 2 ms added to each fsync: {Connections} connections, {Rounds} rounds of {many} clicks");
        await using var slack = await SlackStandIn.Start();
        using var company = await SlackCompany.Seed(SlowWarmUp + (many * (Rounds + 1)) + Reviewers, Reviewers);
        using var copy = company.Copy();
        await using var ours = await ClickServer.Ours(delay, slack, [company]);
        await using var bolt = await ClickServer.Bolt(delay, copy);
        foreach (var server in (ClickServer[])[ours, bolt]) await server.Warm(Connections, SlowWarmUp);
        var (a, b) = (ours.Clicks("this service", Connections, many), bolt.Clicks("@slack/bolt + better-sqlite3", Connections, many));
        await Side.Alternate(Rounds, a.Side, b.Side);
        a.Print();
        b.Print();
        Side.Target("requests a second, this service / bolt", b.Side.Each / a.Side.Each, "≥", 8);
        ours.Check();
        bolt.Check();
    }

    /// <summary>Each round on a small database of its own: a thousand items can be decided once.</summary>
    public static async Task RunBySize(bool quick)
    {
        var (large, small) = (quick ? 50_000 : 1_000_000, 1000);
        var clicks = small - Reviewers;
        Side.Say($"slack-by-size: databases of {large} and of {small} items, {Rounds} rounds of {clicks} clicks");
        await using var slack = await SlackStandIn.Start();
        using var big = await SlackCompany.Seed(large, Reviewers);
        using var little = await SlackCompany.Seed(small, Reviewers);
        var copies = Enumerable.Range(0, Rounds + 1).Select(_ => little.Copy()).ToList();
        using var warm = await SlackCompany.Seed(WarmUp + Reviewers, Reviewers);
        using var warmToo = warm.Copy();
        await using var ofLarge = await ClickServer.Ours(TimeSpan.Zero, slack, [warm, big]);
        await using var ofSmall = await ClickServer.Ours(TimeSpan.Zero, slack, [warmToo, .. copies]);
        foreach (var server in (ClickServer[])[ofLarge, ofSmall]) await server.Warm(Connections, WarmUp);
        var (a, b) = (ofLarge.Clicks(FormattableString.Invariant($"{large} items"), Connections, clicks), ofSmall.Clicks(FormattableString.Invariant($"{small} items"), Connections, clicks));
        await Side.Alternate(Rounds, a.Side, b.Side);
        a.Print();
        b.Print();
        Side.Target($"CPU of a click, {large} / {small} items", a.Side.CpuEach / b.Side.CpuEach, "≤", 1.15);
        ofLarge.Check();
        ofSmall.Check();
        copies.ForEach(c => c.Dispose());
    }
}
