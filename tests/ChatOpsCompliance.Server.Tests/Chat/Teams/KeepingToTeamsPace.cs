using ChatOpsCompliance.Server.Chat.Teams;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>Every window that Teams documents, in virtual time: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit.</summary>
public sealed class KeepingToTeamsPace
{
    private static readonly (int Seconds, int Most)[] Sends = [(1, 7), (2, 8), (30, 60), (3600, 1800)], Reads = [(1, 14), (2, 16), (30, 120), (3600, 3600)], Opens = [(1, 7), (2, 8), (30, 60)], App = [(1, 50)];

    private readonly VirtualWorld world = new(DateTimeOffset.UnixEpoch);

    [Theory]
    [InlineData(nameof(TeamsCall.Send), 2500)]
    [InlineData(nameof(TeamsCall.Read), 4500)]
    [InlineData(nameof(TeamsCall.Open), 2500)]
    public void In_one_conversation(string kind, int times)
    {
        var call = Enum.Parse<TeamsCall>(kind);
        var went = Went(times, _ => (call, "19:a"));

        Within(went, call switch { TeamsCall.Read => Reads, TeamsCall.Open => Opens, _ => Sends });
        Within(went, App);
        Assert.InRange(went[^1] - went[0], TimeSpan.Zero, TimeSpan.FromHours(1.5)); // nor much slower than they allow
    }

    [Fact]
    public void For_the_app_however_many_conversations_there_are()
    {
        var went = Went(5000, n => (TeamsCall.Send, $"19:{n}"));

        Within(went, App);
        Assert.InRange(went[^1] - went[0], TimeSpan.Zero, TimeSpan.FromSeconds(5000 / 36));
    }

    [Fact]
    public void A_conversation_that_has_said_enough_holds_up_no_other()
    {
        var pace = new TeamsPace(world);
        Run(async () =>
        {
            pace.Refused(TeamsCall.Send, "19:loud", TimeSpan.FromMinutes(2));
            Assert.True(await pace.Take(TeamsCall.Send, "19:loud", default) > TimeSpan.FromMinutes(1));
            Assert.Equal(TimeSpan.Zero, await pace.Take(TeamsCall.Send, "19:other", default));
        });
    }

    private List<DateTimeOffset> Went(int times, Func<int, (TeamsCall, string)> call)
    {
        var (pace, went) = (new TeamsPace(world), new List<DateTimeOffset>());
        var next = 0;
        Run(() => Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (int n; (n = next++) < times;)
            {
                var (kind, conversation) = call(n);
                // As the outbox does: what would have to wait too long comes back when it was told to.
                for (TimeSpan wait; (wait = await pace.Take(kind, conversation, default)) > TimeSpan.Zero;) await Task.Delay(wait + TimeSpan.FromMilliseconds(1), world); // which counts whole ones
                went.Add(world.GetUtcNow());
            }
        })));
        return went;
    }

    private void Run(Func<Task> main) => world.Run(new(world), main);

    private static void Within(List<DateTimeOffset> went, (int Seconds, int Most)[] windows)
    {
        foreach (var (seconds, most) in windows)
            for (int from = 0, to = 0; to < went.Count; to++)
            {
                while (went[to] - went[from] >= TimeSpan.FromSeconds(seconds)) from++;
                Assert.True(to - from + 1 <= most, $"{to - from + 1} within {seconds} s, at most {most}");
            }
    }
}
