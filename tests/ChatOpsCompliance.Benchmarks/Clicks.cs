using ChatOpsCompliance.Server.Tests.Faults;

namespace ChatOpsCompliance.Benchmarks;

/// <summary>
/// A button pressed in Slack or Teams, from the signed request to the answer after the commit: our service in a process of its own, against that platform's SDK with
/// better-sqlite3, which runs the same statements on a copy of the same database (<c>tests/peers/clicks-bench</c>). What is sent afterwards is no part of it, on
/// either side.
/// </summary>
internal static class Clicks
{
    private const int Connections = 64, Reviewers = 8, Rounds = 7, WarmUp = 16_000, SlowWarmUp = 4000;

    public static async Task RunInSlack(bool quick)
    {
        await using var slack = await SlackStandIn.Start();
        await Run(new ClicksOfSlack(slack.Api), quick, rate: 4, verifying: 0.3);
    }

    /// <summary>The token of the requests is the same for an hour, so after the first it is known.</summary>
    public static async Task RunInTeams(bool quick)
    {
        await using var teams = await TeamsStandIn.Start();
        await Run(new ClicksOfTeams(teams), quick, rate: 6, verifying: null);
    }

    /// <param name="verifying">How near deciding has to come to only proving the request; null for no such aim.</param>
    private static async Task Run(ClickKind kind, bool quick, double rate, double? verifying)
    {
        if (ClickServer.PeerMissing(kind) is { } missing)
        {
            Side.Say($"{kind.Name}-clicks: not measured, {missing}");
            return;
        }

        var (many, few) = quick ? (640, 50) : (2560, 250);
        Side.Say($"{kind.Name}-clicks: {Connections} connections, {Rounds} rounds of {many} clicks");
        using var company = await ClickedCompany.Seed(kind, WarmUp + ((many + few) * (Rounds + 1)) + Reviewers, Reviewers);
        using var copy = company.Copy();
        using var verified = company.Copy();
        await using var ours = await ClickServer.Ours(kind, TimeSpan.Zero, [company]);
        await using var peer = await ClickServer.Peer(kind, TimeSpan.Zero, copy);
        await using var verifies = await ClickServer.Ours(kind, TimeSpan.Zero, [verified], onlyVerifies: true);
        foreach (var server in (ClickServer[])[ours, peer, verifies]) await server.Warm(Connections, WarmUp);
        var (a, b, c) = (ours.Clicks("this service", Connections, many), peer.Clicks(kind.PeerName, Connections, many), verifies.Clicks("this service, only verifying", Connections, many));
        await Side.Alternate(Rounds, a.Side, b.Side, c.Side);
        foreach (var side in (ClickSide[])[a, b, c]) side.Print();
        Side.Target("requests a second, this service / the other", b.Side.Each / a.Side.Each, "≥", rate);
        Side.Target("p99, this service / the other", a.P99 / b.P99, "≤", 0.3);
        if (verifying is { } near) Side.Target("requests a second, deciding / only verifying", c.Side.Each / a.Side.Each, "≥", near);

        Side.Say($"{kind.Name}-clicks, one connection: {Rounds} rounds of {few} clicks");
        var (alone, other) = (ours.Clicks("this service", 1, few), peer.Clicks(kind.PeerName, 1, few));
        await Side.Alternate(Rounds, alone.Side, other.Side);
        alone.Print();
        other.Print();
        Side.Target("p50, this service / the other", alone.P50 / other.P50, "≤", 1.1);
        ours.Check();
        peer.Check();
    }

    public static async Task RunOnSlowDisk(bool quick)
    {
        await using var slack = await SlackStandIn.Start();
        var kind = new ClicksOfSlack(slack.Api);
        if ((ClickServer.PeerMissing(kind) ?? (FsyncProbe.CanBeMade ? null : $"there is no {FsyncProbe.Compiler} here (apt-get install gcc)")) is { } missing)
        {
            Side.Say($"slack-slow-disk: 2 ms added to each fsync: not measured, {missing}");
            return;
        }

        var (many, delay) = (quick ? 256 : 768, TimeSpan.FromMilliseconds(2));
        Side.Say($"slack-slow-disk: 2 ms added to each fsync: {Connections} connections, {Rounds} rounds of {many} clicks");
        using var company = await ClickedCompany.Seed(kind, SlowWarmUp + (many * (Rounds + 1)) + Reviewers, Reviewers);
        using var copy = company.Copy();
        await using var ours = await ClickServer.Ours(kind, delay, [company]);
        await using var bolt = await ClickServer.Peer(kind, delay, copy);
        foreach (var server in (ClickServer[])[ours, bolt]) await server.Warm(Connections, SlowWarmUp);
        var (a, b) = (ours.Clicks("this service", Connections, many), bolt.Clicks(kind.PeerName, Connections, many));
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
        var kind = new ClicksOfSlack(slack.Api);
        using var big = await ClickedCompany.Seed(kind, large, Reviewers);
        using var little = await ClickedCompany.Seed(kind, small, Reviewers);
        var copies = Enumerable.Range(0, Rounds + 1).Select(_ => little.Copy()).ToList();
        using var warm = await ClickedCompany.Seed(kind, WarmUp + Reviewers, Reviewers);
        using var warmToo = warm.Copy();
        await using var ofLarge = await ClickServer.Ours(kind, TimeSpan.Zero, [warm, big]);
        await using var ofSmall = await ClickServer.Ours(kind, TimeSpan.Zero, [warmToo, .. copies]);
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
