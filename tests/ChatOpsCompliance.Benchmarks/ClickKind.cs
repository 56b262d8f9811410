using ChatOpsCompliance.Server.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsCompliance.Benchmarks;

/// <summary>A chat platform whose clicks are measured: what comes from it, our service as it takes that, and the program that ours is compared with.</summary>
internal abstract class ClickKind
{
    /// <summary>As accounts call it.</summary>
    public abstract string Name { get; }

    public abstract string Workspace { get; }

    /// <summary>Whose account a reviewer has, in SQL, by their <c>roster_key</c>: <c>V1</c>, <c>V2</c> ….</summary>
    public abstract string UserInSql { get; }

    public abstract string PeerName { get; }

    /// <summary>Of <c>tests/peers/clicks-bench</c>.</summary>
    public abstract string PeerScript { get; }

    /// <summary>The npm package that it needs besides better-sqlite3.</summary>
    public abstract string PeerPackage { get; }

    /// <summary>After the database.</summary>
    public abstract IReadOnlyList<string> PeerArguments { get; }

    /// <summary>What our service in its own process has to know, without | in it.</summary>
    public abstract string Told { get; }

    /// <summary>In the process that serves.</summary>
    public static ClickKind Of(string name, string told) => name == "slack" ? new ClicksOfSlack(new(told)) : ClicksOfTeams.Of(told);

    /// <summary>What is sent when the reviewer whose turn it is presses Keep on an item, signed.</summary>
    /// <param name="acts">False for a request that there is nothing to do for but to prove it.</param>
    public abstract byte[] Request(ClickedCompany company, Uri address, int item, bool acts);

    public abstract Settings In(Settings settings);

    public abstract void Add(IServiceCollection services, Settings settings, bool onlyVerifies);

    public abstract void Map(WebApplication app);
}
