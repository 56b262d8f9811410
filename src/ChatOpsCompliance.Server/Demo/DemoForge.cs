using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Sources;

namespace ChatOpsCompliance.Server.Demo;

/// <summary>
/// Where the demo's code is kept and deployed: a stand-in for GitHub that is two files in the demo's folder, to be looked at and changed. One says who
/// wrote which commit, the other is the source's own list of deployments.
/// </summary>
public sealed class DemoForge(string folder)
{
    public const string Name = "github", Repository = "lumen/shop", Environment = "production";

    /// <summary>What runs when the demo begins, and something of Noah's that nobody asked for.</summary>
    public const string Running = "3b8f1c04e2d95a6770c1b4de8a92f35d6e0c7a11", Other = "c07ae25d914b68f3b2d06c9e5a17f84b3de9025c";

    private const string Commits = "commits.csv", List = "deployments.csv", Runs = "runs";

    private string Place(string file) => Path.Combine(folder, "shop", file);

    /// <summary>Makes the files, unless they are there.</summary>
    public void Fill()
    {
        Directory.CreateDirectory(Path.Combine(folder, "shop"));
        if (!File.Exists(Place(Commits))) File.WriteAllLines(Place(Commits), ["commit,account", $"{Other},noah-w"]);
        if (!File.Exists(Place(List))) File.WriteAllLines(Place(List), ["id,commit,run_url,actor,created_at"]);
    }

    /// <summary>A new commit of Ada's, of which Sofia wrote some.</summary>
    public string NewFix()
    {
        var fix = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"fix {new FileInfo(Place(Commits)).Length}"))))[..40];
        File.AppendAllLines(Place(Commits), [$"{fix},ada", $"{fix},sofia-r"]);
        return fix;
    }

    /// <summary>A run that there was not yet.</summary>
    public string NextRun()
    {
        File.AppendAllText(Place(Runs), "x");
        return string.Create(CultureInfo.InvariantCulture, $"https://github.example/{Repository}/actions/runs/{100 + new FileInfo(Place(Runs)).Length}");
    }

    /// <summary>Somebody deployed: the source's own list says so, whoever else is told.</summary>
    public void Deployed(string commit, string run, string actor, DateTimeOffset at) =>
        File.AppendAllLines(Place(List), [string.Join(',', Guid.CreateVersion7(at), commit, run, actor, at.ToString("O", CultureInfo.InvariantCulture))]);

    public ChangeSource AsChangeSource() => new()
    {
        Name = Name,
        System = "github",
        Keeps = repository => repository.StartsWith("lumen/", StringComparison.OrdinalIgnoreCase),
        Authors = (_, _, commit, _) => Task.FromResult(AuthorsOf(commit)),
        Deployments = (repository, environment, since, _) => Task.FromResult<IReadOnlyList<SourceDeployment>>(repository == Repository && environment == Environment ? [.. Rows(List).Select(Read).Where(d => d.CreatedAt >= since)] : []),
        Running = (_, _, _) => Task.FromResult<string?>(Rows(List).LastOrDefault()?[1] ?? Running),
        Protection = (_, _, _) => Task.FromResult(new EnvironmentProtection { AdminsCanBypass = false, SelfReviewPrevented = true, GateIsOn = true }),
        Answer = (_, _) => Task.FromResult<Delivery>(new Delivery.Sent("")),
    };

    private CommitAuthors AuthorsOf(string commit)
    {
        var accounts = Rows(Commits).Where(r => r[0] == commit).Select(r => r[1]).ToList();
        return accounts.Count == 0 ? new([], "the demo's source knows no such commit (its commits stand in shop/commits.csv)") : new(accounts, null);
    }

    private static SourceDeployment Read(string[] r)
    {
        var at = DateTimeOffset.Parse(r[4], CultureInfo.InvariantCulture);
        return new(r[0], r[1], r[2], r[3], at, Outcome.Success, at);
    }

    private IEnumerable<string[]> Rows(string file) => File.ReadAllLines(Place(file)).Skip(1).Select(l => l.Split(',')).Where(r => r.Length > 1);
}
