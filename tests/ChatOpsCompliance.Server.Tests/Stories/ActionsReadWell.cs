using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Tests.Chat;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>Every message and form of actions, in the order in which people meet them.</summary>
public sealed class ActionsReadWell
{
    /// <summary>Messages of leavers and of the audit log are read aloud in their own stories.</summary>
    private static readonly string[] Elsewhere = ["still has access", "Audit log checkpoint"];

    [Fact]
    public async Task The_messages_and_forms_of_actions()
    {
        await using var story = await Actions.Start();
        var seen = new List<string>();

        async Task Form(string email, Verb verb) => seen.Add(Assert.IsType<Show>(await story.Act(email, verb)).Form.SketchOnEveryPlatform());
        async Task Cards(string person, string? channel = null)
        {
            using var reader = await story.Company.As(person);
            if (channel is not null) await reader.GoTo(channel);
            seen.AddRange(reader.Cards.Select(c => $"[to {channel ?? person}]\n{c.Text}\n[{string.Join("] [", c.Buttons)}]").Where(c => !seen.Contains(c) && !Elsewhere.Any(e => c.Contains(e, StringComparison.Ordinal))));
        }

        await story.Open(about: Actions.Ada);
        await Cards(SmallCompany.Mia);
        await Form(Actions.Ada, ActionVerbs.Explain);
        await story.Press(Actions.Ada, ActionVerbs.Explain, ActionVerbs.Justify, (ActionVerbs.Why, "The payment page was down."));
        await Form(Actions.Mia, ActionVerbs.Hand);
        await Form(Actions.Mia, ActionVerbs.Open);
        await story.Do();
        await Cards(SmallCompany.Grace, "compliance");
        await Form(Actions.Grace, ActionVerbs.Look);
        await story.Press(Actions.Grace, ActionVerbs.Look, ActionVerbs.Doubt, (ActionVerbs.Words, "Force pushes are still allowed."));
        await Cards(SmallCompany.Mia);
        await Form(Actions.Mia, ActionVerbs.Open);
        await story.At(new(2026, 3, 5, 15, 0, 0, TimeSpan.Zero));
        await Cards(SmallCompany.Mia);
        await Cards(SmallCompany.Carla);
        await story.Do(words: "No force pushes any more.");
        await story.At(new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero));
        await Cards(SmallCompany.Grace);
        await story.Press(Actions.Grace, ActionVerbs.Look, ActionVerbs.Confirm, (ActionVerbs.Words, "Seen in the settings."));
        await Cards(SmallCompany.Mia);

        Approved.Match(string.Join("\n\n=====\n\n", seen));
    }

    [Fact]
    public async Task The_messages_and_forms_of_drift()
    {
        await using var story = await Actions.Start();
        var seen = new List<string>();

        async Task Card()
        {
            await story.Workspace.Deliver();
            seen.Add((await story.Workspace.Read(async read => await ActionCard.Draw(read, $"{(await story.Only()).Id}")))!.SketchOnEveryPlatform());
        }

        await story.Open(ActionKind.Drift);
        await Card();
        seen.Add(Assert.IsType<Show>(await story.Act(Actions.Mia, ActionVerbs.Open)).Form.SketchOnEveryPlatform());
        story.Workspace.Clock.Advance(TimeSpan.FromHours(1));
        await story.Do(words: "Switched off.");
        await Card();
        story.Workspace.Clock.Advance(TimeSpan.FromHours(1));
        await story.Read(shown: true);
        await Card();
        story.Workspace.Clock.Advance(TimeSpan.FromHours(1));
        await story.Read(shown: false);
        await Card();

        Approved.Match(string.Join("\n\n=====\n\n", seen));
    }

    [Fact]
    public async Task What_is_to_be_done_as_the_bot_lists_it()
    {
        await using var story = await Actions.Start();
        using var none = await story.Company.As(SmallCompany.Ben);
        await none.GoTo("ChatOpsCompliance");
        await none.Say("actions");
        await story.Open();
        await story.Open(ActionKind.Drift, owner: Actions.Omar);
        await story.Workspace.Act(await story.Workspace.Person(Actions.Mia), ActionVerbs.Do, new Values { [ActionVerbs.Action] = (await story.Workspace.Read(ActionStore.All))[0].Id.ToString(), [ActionVerbs.Words] = "Protected." });
        var seen = new List<string> { none.Aside!.Text };
        foreach (var (person, says) in (IEnumerable<(string, string)>)[(SmallCompany.Grace, "actions"), (SmallCompany.Mia, "actions"), (SmallCompany.Omar, "my tasks"), (SmallCompany.Grace, "my tasks")])
        {
            using var one = await story.Company.As(person);
            await one.GoTo("ChatOpsCompliance");
            await one.Say(says);
            seen.Add($"{person} > {says}\n{one.Aside!.Text}\n[{string.Join("] [", one.Aside.Buttons)}]");
        }

        Approved.Match(string.Join("\n\n=====\n\n", seen));
    }
}
