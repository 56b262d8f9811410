using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Demo;
using ChatOpsCompliance.Server.People;
using ChatOpsCompliance.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;

namespace ChatOpsCompliance.Benchmarks;

/// <summary>Every page and list over a review of a million items, against the same over a thousand: each asked in turn of both services, in one process.</summary>
internal static class Pages
{
    private const int Rounds = 15;

    /// <summary>As in a large company: each decides a few thousand items of the million.</summary>
    private const int Reviewers = 400;

    public static async Task Run(bool quick)
    {
        var (few, many) = (1_000, quick ? 100_000 : 1_000_000);
        Side.Say($"pages: {few:N0} items and {many:N0}, {Reviewers} reviewers, median of {Rounds}");
        await using var small = await Company.Of(few);
        await using var large = await Company.Of(many);
        var worst = 0.0;
        foreach (var (name, path) in Company.Paths)
        {
            var (of, over) = (new List<double>(), new List<double>());
            for (var round = -2; round < Rounds; round++)
            {
                var (a, b) = (await small.Ask(path), await large.Ask(path));
                if (round < 0) continue;
                of.Add(a);
                over.Add(b);
            }

            var ratio = Median(over) / Median(of);
            worst = Math.Max(worst, ratio);
            Side.Say($"  {name,-42} {Median(of),8:0.0} ms {Median(over),8:0.0} ms  {ratio,6:0.00} ×");
        }

        Side.Target("the slowest page over a million items / the same over a thousand", worst, "≤", 3);
    }

    private static double Median(List<double> of) => of.Order().ElementAt(of.Count / 2);

    /// <summary>
    /// The demo company with one more review of so many items, written past the service: launching a million is another benchmark. Of both sizes every page is full, so that what is compared is what the rest costs:
    /// a hundred removals wait, or ten thousand beside ninety thousand that are done, and one reviewer has a twentieth of all items.
    /// </summary>
    private sealed class Company : IAsyncDisposable
    {
        private static readonly Guid Review = Guid.Parse("019aa000-0000-7000-8000-000000000001");

        private readonly string folder = Path.Combine(Path.GetTempPath(), $"pages-{Guid.NewGuid():N}");
        private readonly int items;
        private WebApplication app = null!;
        private HttpClient grace = null!, tool = null!;

        private Company(int items) => this.items = items;

        public static IReadOnlyList<(string Name, Func<int, string> Path)> Paths { get; } =
        [
            ("console: first page", _ => "/console"),
            ("console: review", _ => $"/console/campaigns/{Review}"),
            ("console: review, its last items", n => $"/console/campaigns/{Review}?after={n - 60}"),
            ("console: review, revoked items", _ => $"/console/campaigns/{Review}?outcome=Revoked"),
            ("console: review, flagged items", _ => $"/console/campaigns/{Review}?flagged=yes"),
            ("console: review, one reviewer", _ => $"/console/campaigns/{Review}?reviewer={Person(7)}"),
            ("console: review, undecided of one reviewer", _ => $"/console/campaigns/{Review}?outcome=undecided&reviewer={Person(7)}"),
            ("console: review, found by a text", _ => $"/console/campaigns/{Review}?q=right-1"),
            ("console: review, a text that nothing has", _ => $"/console/campaigns/{Review}?q=nothing-has-this"),
            ("console: removals", _ => "/console/removals"),
            ("console: removals, late", _ => "/console/removals?show=late"),
            ("console: removals, found by a text", _ => "/console/removals?q=right-"),
            ("console: removals, a text that nothing has", _ => "/console/removals?q=nothing-has-this"),
            ("console: audit log", _ => "/console/log"),
            ("console: deployments", _ => "/console/deployments"),
            ("API: reviews", _ => "/api/v1/campaigns"),
            ("API: review", _ => $"/api/v1/campaigns/{Review}"),
            ("API: items, first page", _ => $"/api/v1/items?campaign={Review}"),
            ("API: items, last page", n => $"/api/v1/items?campaign={Review}&cursor={Cursor.Of(n - 150)}"),
            ("API: items, revoked", _ => $"/api/v1/items?campaign={Review}&outcome=revoked"),
            ("API: items, a text that nothing has", _ => $"/api/v1/items?campaign={Review}&q=nothing-has-this"),
            ("API: remediations", _ => "/api/v1/remediations"),
            ("API: deployments", _ => "/api/v1/deployments"),
            ("metrics", _ => "/metrics"),
        ];

        public static async Task<Company> Of(int items)
        {
            var company = new Company(items);
            company.app = await DemoService.Build(company.folder, port: 0, fresh: false, CancellationToken.None, services =>
            {
                services.Remove(services.Single(s => s.ImplementationType == typeof(QuartzHostedService)));
                services.AddLogging(l => l.ClearProviders());
            });
            await company.app.StartAsync();
            company.Fill();
            var address = new Uri(company.app.Urls.Single());
            company.grace = new() { BaseAddress = address };
            await company.SignIn();
            company.tool = new() { BaseAddress = address };
            company.tool.DefaultRequestHeaders.Authorization = new("Bearer", (await company.app.Services.GetRequiredService<MakeKeys>().Create("tool", KeyScope.Reading(new("compliance")), 30, Actor.Service, dryRun: false)).Value.Text);
            return company;
        }

        /// <summary>Milliseconds.</summary>
        public async Task<double> Ask(Func<int, string> path)
        {
            var address = path(items);
            var began = Stopwatch.GetTimestamp();
            var status = await Get(address.StartsWith("/console", StringComparison.Ordinal) ? grace : tool, address);
            var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            return status == 200 ? took : throw new InvalidOperationException($"{address} answered {status}");
        }

        public async ValueTask DisposeAsync()
        {
            grace.Dispose();
            tool.Dispose();
            await app.StopAsync();
            await app.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }

        private async Task SignIn()
        {
            var page = await grace.GetStringAsync(new Uri("/console/sign-in", UriKind.Relative));
            var token = Regex.Match(page, "name=\"token\"[^>]*value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["token"].Value;
            var person = (await app.Services.GetRequiredService<Database>().Read(read => PeopleStore.Everybody(read))).Single(p => p.Name.StartsWith("Grace", StringComparison.Ordinal));
            using var form = new FormUrlEncodedContent([new("token", token), new("person", person.Id.ToString())]);
            using var answer = await grace.PostAsync(new Uri("/console/sign-in", UriKind.Relative), form);
        }

        private static async Task<int> Get(HttpClient by, string address)
        {
            using var answer = await by.GetAsync(new Uri(address, UriKind.Relative));
            await answer.Content.ReadAsByteArrayAsync();
            return (int)answer.StatusCode;
        }

        private static string Person(int n) => string.Create(CultureInfo.InvariantCulture, $"019AA000-0000-7000-9000-{n:D12}");

        private void Fill()
        {
            var to = $"({items})";
            using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "compliance.db")};Pooling=False");
            connection.Open();
            using var fill = connection.CreateCommand();
            fill.CommandTimeout = 0;
            fill.CommandText = $"""
                pragma foreign_keys = off; pragma synchronous = off; begin;
                insert into person (id, roster_key, first_seen_at) with recursive n(i) as (select 0 union all select i + 1 from n where i < {Reviewers - 1}) select printf('019AA000-0000-7000-9000-%012d', i), 'X' || i, '2026-01-01T00:00:00.000000Z' from n;
                insert into roster_entry (roster, person_id, name, email, active, time_zone, title, department, worker_type)
                    select r.roster, p.id, 'Person ' || p.roster_key, lower(p.roster_key) || '@example.com', 1, 'Europe/Berlin', 'Engineer', 'Product', 'employee' from person p, roster_current r where p.roster_key like 'X%';
                insert into campaign (id, definition, definition_hash, title, period, status, launched_at, due_at, owner_id, population, population_hash, staged_snapshot, staged_ordinal)
                    select '{Review.ToString().ToUpperInvariant()}', definition, definition_hash, 'A large review', '2026-10-01', 'Active', launched_at, due_at, owner_id, {to}, population_hash, 1, {to} from campaign limit 1;
                insert into review_item (campaign_id, ordinal, snapshot, grant_ordinal, system, account, account_type, entitlement, environment, privileged, mfa, subject_id, reviewer_id, flags, outcome, decision, words, decided_by, decided_at)
                    with recursive n(i) as (select 1 union all select i + 1 from n where i < {to})
                    select '{Review.ToString().ToUpperInvariant()}', i, 1, i, 'github', 'account-' || (i / 20), 'Human', 'right-' || (i % 500), 'production', i % 3 = 0, 1, printf('019AA000-0000-7000-9000-%012d', (i + 1) % {Reviewers}), printf('019AA000-0000-7000-9000-%012d', case when i % 20 = 3 then 7 else i % {Reviewers} end),
                        case when i % 10 = 0 then 'Privileged' || char(9) || 'it is privileged' else '' end, case when i % 5 = 0 then 'Kept' when i % 10 = 1 then 'Revoked' else 'Undecided' end,
                        case when i % 5 = 0 then 'keep' when i % 10 = 1 then 'revoke:other' end, case when i % 10 = 1 then 'not needed' end,
                        case when i % 5 = 0 or i % 10 = 1 then printf('019AA000-0000-7000-9000-%012d', i % {Reviewers}) end, case when i % 5 = 0 or i % 10 = 1 then '2026-10-02T00:00:00.000000Z' end from n;
                insert into remediation_task (id, campaign_id, ordinal, system, account, entitlement, environment, owner_id, status, opened_at, deadline, method, escalated)
                    select printf('019AA000-0000-7000-A000-%012d', ordinal), campaign_id, ordinal, system, account, entitlement, environment, reviewer_id, case when {items} = 1000 or ordinal % 100 = 1 then 'Open' else 'Verified' end, '2026-10-02T00:00:00.000000Z', '2026-10-09T00:00:00.000000Z', 'all', 'None'
                    from review_item where campaign_id = '{Review.ToString().ToUpperInvariant()}' and outcome = 'Revoked';
                insert into deployment (id, run_key, source, repository, environment, commit_sha, run_url, actor, started_at, finished_at, outcome, class, reason, seen_by, seen_at)
                    with recursive n(i) as (select 1 union all select i + 1 from n where i < {Math.Max(items / 10, 1000)})
                    select printf('019AA000-0000-7000-B000-%012d', i), 'run-' || i, 'github', 'acme/app', 'production', printf('%040d', i), 'https://code.example.com/' || i, 'ada', strftime('%Y-%m-%dT%H:%M:%f000Z', '2024-01-01', i || ' minutes'), null, 'Success', 'Approved', 'by pull request', 'Api', '2026-10-02T00:00:00.000000Z' from n;
                commit;
                """;
            fill.ExecuteNonQuery();
        }
    }
}
