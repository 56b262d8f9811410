using ChatOpsCompliance.Server.Evidence;
using ChatOpsCompliance.Server.Reminders;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>People with undecided items are reminded: on the days of the plan, in their own working hours, once a day at most.</summary>
public sealed class Reminding
{
    [Fact]
    public async Task A_reviewer_is_reminded_on_the_third_day_in_the_hours_she_works()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await company.As(SmallCompany.Mia);

        await At(workspace, new(2026, 3, 5, 7, 59, 0, TimeSpan.Zero)); // 8:59 in Berlin
        Assert.Empty(await Sent(workspace, "mia@example.com"));
        await At(workspace, new(2026, 3, 5, 8, 0, 0, TimeSpan.Zero));

        Assert.Equal(["2026-03-05"], await Sent(workspace, "mia@example.com"));
        var card = await mia.Sees("Quarterly access review: 9 items wait for your decision");
        Assert.Contains("Due Monday 16 March, 23:59 (Europe/Berlin).", card.Text, StringComparison.Ordinal);
        Assert.NotNull((await mia.Click("Review 9 items", inMessageContaining: "Due Monday 16 March, 23:59 (Europe/Berlin). ")).Form);
    }

    [Fact]
    public async Task Asking_every_quarter_of_an_hour_reminds_each_once_a_day_and_on_the_planned_days_only()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;

        for (var day = 0; day < 16; day++)
            for (var hour = 0; hour < 24; hour += 2)
                await At(workspace, SmallCompany.Start.AddHours(-9).AddDays(day).AddHours(hour).AddMinutes(30));

        // A Saturday waits for its Monday; the launch was on a Monday.
        Assert.Equal(["2026-03-05", "2026-03-09", "2026-03-13", "2026-03-16"], await Sent(workspace, "mia@example.com"));
        Assert.Empty(await Sent(workspace, "ada@example.com"));
    }

    [Fact]
    public async Task Whoever_is_done_hears_nothing()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        foreach (var item in (await workspace.Items(company.Campaign)).Where(i => i.ReviewerName == "Grace Okafor"))
            await workspace.Act(await workspace.Person("grace@example.com"), Server.AccessReviews.ReviewVerbs.Decide, Deciding.Keep(item));

        await At(workspace, new(2026, 3, 5, 10, 0, 0, TimeSpan.Zero));

        Assert.Empty(await Sent(workspace, "grace@example.com"));
        Assert.NotEmpty(await Sent(workspace, "carla@example.com"));
    }

    [Fact]
    public async Task Her_manager_is_told_three_days_before_it_is_due()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;

        await At(workspace, new(2026, 3, 13, 11, 0, 0, TimeSpan.Zero));

        using var carla = await company.As(SmallCompany.Carla);
        var card = await carla.Sees("Mia Keller has 9 items to decide");
        Assert.Contains("Mia Keller reports to you and has decided 0 of 9. Due Monday 16 March, 22:59 (Europe/Lisbon).", card.Text, StringComparison.Ordinal);
        // Carla has items of her own: both in one message.
        Assert.Contains("3 items wait for your decision", card.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_owner_of_an_overdue_review_is_told_once_a_week_and_finds_the_ways_on()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;

        for (var day = 1; day <= 9; day++) await At(workspace, new DateTimeOffset(2026, 3, 16, 10, 0, 0, TimeSpan.Zero).AddDays(day));

        using var grace = await company.As(SmallCompany.Grace);
        Assert.Equal(2, grace.Cards.Count(c => c.Text.Contains("is overdue: 13 items undecided", StringComparison.Ordinal)));
        Assert.NotNull((await grace.Click("Give items to somebody else…")).Form);
    }

    [Fact]
    public async Task Whatever_the_zones_nobody_hears_twice_on_a_day_of_theirs()
    {
        string[] zones = ["Pacific/Kiritimati", "Pacific/Honolulu", "Asia/Kolkata", "America/St_Johns", "Europe/Berlin", "Pacific/Chatham"];
        var random = new Random(7);
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;

        for (var step = 0; step < 60; step++)
        {
            if (random.Next(4) == 0) await company.NewRoster(("Europe/Berlin,Manager", $"{zones[random.Next(zones.Length)]},Manager"), ("Europe/Lisbon", zones[random.Next(zones.Length)]));
            await At(workspace, workspace.Clock.GetUtcNow().AddMinutes(random.Next(15, 900)));
        }

        foreach (var email in new[] { "mia@example.com", "carla@example.com", "grace@example.com" })
        {
            var days = (await Sent(workspace, email)).ToList();
            Assert.NotEmpty(days);
            Assert.Equal(days.Distinct(), days);
            Assert.DoesNotContain(days, d => DateOnly.Parse(d, System.Globalization.CultureInfo.InvariantCulture).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        }
    }

    private static async Task At(Workspace workspace, DateTimeOffset at)
    {
        if (at > workspace.Clock.GetUtcNow()) workspace.Clock.SetUtcNow(at);
        await workspace.Get<SendNudges>().Run();
        await workspace.Deliver();
    }

    private static async Task<IEnumerable<string>> Sent(Workspace workspace, string email)
    {
        var person = await workspace.Person(email);
        var facts = await workspace.Read(read => LedgerStore.Latest(read, 10_000));
        return facts.Where(f => f.Kind == "reminder.sent" && f.Subject == $"person/{person.Id}").Select(f => f.Body.Split("\"day\":\"")[1][..10]).Order(StringComparer.Ordinal);
    }
}
