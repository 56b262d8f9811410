using System.Collections.Concurrent;
using ChatOpsCompliance.Server.Api;
using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Tests.Chat.Slack;
using ChatOpsCompliance.Server.Tests.Stories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Operations;

/// <summary>A whole review on Slack with everything logged that the service ever logs, at the finest: no token, key, name, address or word of anybody is in it.</summary>
public sealed class LogsKeepSecrets
{
    private const string Reason = "her sister works there, so she asked";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_a_whole_review(bool socket)
    {
        var log = new Everything();
        await using var on = await CompanyOnSlack.Start(socket, SmallCompany.Settings, services =>
        {
            services.AddSingleton<ILoggerProvider>(log);
            services.Configure<LoggerFilterOptions>(o => o.MinLevel = LogLevel.Trace);
        });
        on.Company.Campaign = (await on.Workspace.Launch("quarterly")).Value.Campaign!.Value;
        await on.Workspace.Deliver();
        var mia = on.As(SmallCompany.Mia);
        await mia.Sees("9 items wait for your decision");
        await mia.Open("Review 9 items");
        await mia.Choose("infra: write on github, production — Ben Weber", "Revoke: other reason…");
        await on.Slack.Until(() => mia.Fields.Contains("The reason in your own words"), "a field for the reason");
        await mia.Write("The reason in your own words", Reason);
        await mia.Submit();
        await on.Workspace.Deliver();
        await on.As(SmallCompany.Jo).Command("/review");
        var secret = (await on.Workspace.Get<MakeKeys>().Create("tool", KeyScope.Reading(new("compliance")), 30, Actor.Service, dryRun: false, TestContext.Current.CancellationToken)).Value.Text;
        using (var tool = new HttpClient { BaseAddress = on.Workspace.Address })
        {
            foreach (var key in (string[])[secret, secret + "x", "eyJhbGciOiJub25lIn0.e30.c2VjcmV0", FakeSlack.SigningSecret])
            {
                tool.DefaultRequestHeaders.Authorization = new("Bearer", key);
                foreach (var path in (string[])["/api/v1/campaigns", "/metrics", "/api/v1/items?q=Ben+Weber"]) await tool.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            }
        }

        await on.Workspace.Get<SignCheckpoint>().WhenThereAreFacts(TestContext.Current.CancellationToken);
        await on.Workspace.Deliver();

        Assert.True(log.All.Count > 20, $"{log.All.Count} lines");
        string[] secrets = [FakeSlack.BotToken, FakeSlack.AppToken, FakeSlack.SigningSecret, secret, secret.Split('_')[2], "c2VjcmV0", "PRIVATE KEY", Reason, "sister", .. SmallCompany.Roster.SelectMany(r => r.Split(',')[1..3])];
        Found.Nothing(log.All.SelectMany(line => secrets.Where(s => line.Contains(s, StringComparison.OrdinalIgnoreCase)).Select(s => $"{s} in: {line[..Math.Min(300, line.Length)]}")));
    }

    /// <summary>Each line as it would be written, with what its template was filled with and its exception.</summary>
    private sealed class Everything : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => All.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
