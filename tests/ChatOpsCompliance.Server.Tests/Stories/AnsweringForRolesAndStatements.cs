using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Server.AccessReviews;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Remediation;
using ChatOpsCompliance.Server.Tests.Chat;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>Roles, rules and statements are answered by whoever owns them, on a form of their own; what is not right becomes a task.</summary>
public sealed class AnsweringForRolesAndStatements
{
    private static readonly (string, string)[] Settings =
    [
        ("Reviews:quarterly:Roles", "privileged"),
        ("Reviews:quarterly:Attestations:restore:Statement", "A restore from backup was tried in the last quarter."),
        ("Reviews:quarterly:Attestations:restore:By", "ben@example.com"),
    ];

    [Fact]
    public async Task A_statement_is_attested_with_what_shows_it_and_a_file()
    {
        var (workspace, company) = await Started();
        await using var _ = workspace;
        using var ben = await company.As(SmallCompany.Ben);

        var form = await ben.Click("Answer: restore");
        ben.Choose("Is this so?", "It is so");
        var bare = await ben.Submit("Record my answer");
        ben.Write("What shows it, or what has to be done until it is so", "Restored the payments database on 12 February, minutes attached.");
        ben.Attach("A file that shows it (optional)", "minutes.txt", "We restored it."u8.ToArray());
        var done = await ben.Submit("Record my answer");

        Assert.Contains("A restore from backup was tried in the last quarter.", form.Form!.Text, StringComparison.Ordinal);
        Assert.Equal("Write what shows it: when, by whom, where it is written down.", Assert.Single(bare.Form!.Mistakes).Value);
        Assert.Equal("Recorded: It is so. restore.", done.Status);
        var item = await One(workspace, company, ItemKind.Attestation);
        Assert.Equal((Outcome.Kept, "Ben Weber"), (item.Outcome, item.DecidedByName));
        Assert.Equal("minutes.txt", Assert.Single(await workspace.Read(read => AttachmentStore.Of(read, $"campaign/{item.Campaign}/{item.Ordinal}"))).Name);
        Assert.True((await workspace.Verify()).Whole);
    }

    [Fact]
    public async Task What_is_not_right_is_a_task_that_no_extract_closes()
    {
        var (workspace, company) = await Started();
        await using var _ = workspace;
        var carla = await workspace.Person("carla@example.com");
        var role = (await workspace.Items(company.Campaign)).Single(i => i.Kind == ItemKind.RoleDefinition && i.Reviewer == carla.Id);

        var bare = await Answer(workspace, "carla@example.com", role, AnswerForm.NotRight, "");
        await Answer(workspace, "carla@example.com", role, AnswerForm.NotRight, "Must not delete repositories.");

        Assert.Equal("Write how it should be.", Assert.IsType<Mistakes>(bare).Fields[ReviewVerbs.Words]);
        var task = Assert.Single(await workspace.Read(read => RemediationStore.Of(read, company.Campaign)));
        Assert.Equal((Removal.Open, "Omar Haddad"), (task.Status, task.OwnerName));
        Assert.Equal(1, (await workspace.Read(read => CloseCampaign.Recount(read, company.Campaign))).Modified);
        await workspace.Act(await workspace.Person("omar@example.com"), RemovalVerbs.Claim, new() { [RemovalVerbs.Removed] = task.Id.ToString() });
        workspace.Clock.Advance(TimeSpan.FromHours(1));
        await company.Extract(SmallCompany.Grants);
        Assert.Equal(Removal.Claimed, Assert.Single(await workspace.Read(read => RemediationStore.Of(read, company.Campaign))).Status);
        Assert.True((await workspace.Verify()).Whole);
    }

    [Fact]
    public async Task What_is_flagged_is_called_right_only_with_a_reason_and_nothing_is_revoked()
    {
        var (workspace, company) = await Started();
        await using var _ = workspace;
        var carla = await workspace.Person("carla@example.com");
        var role = (await workspace.Items(company.Campaign)).Single(i => i.Kind == ItemKind.RoleDefinition && i.Reviewer == carla.Id);

        var bare = await Answer(workspace, "carla@example.com", role, AnswerForm.Right, "");
        var revoke = await workspace.Act(carla, ReviewVerbs.Decide, Deciding.As(role, "revoke:moved"));
        var right = await Answer(workspace, "carla@example.com", role, AnswerForm.Right, "Three people on call need it.");

        Assert.Equal("It is flagged: write why it is right as it is.", Assert.IsType<Mistakes>(bare).Fields[ReviewVerbs.Words]);
        Assert.Equal("Nobody's access is revoked here. If it is not right, say how it should be.", Assert.IsType<Refused>(revoke).Text);
        Assert.StartsWith("Recorded: Right as it is", Assert.IsType<Finish>(right).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_its_owner_answers_and_a_grant_is_no_question()
    {
        var (workspace, company) = await Started();
        await using var _ = workspace;
        var statement = await One(workspace, company, ItemKind.Attestation);
        var grant = (await workspace.Items(company.Campaign)).First(i => i.Kind == ItemKind.Grant && i.ReviewerName == "Mia Keller");

        Assert.Equal("Only Ben Weber can decide this item.", Assert.IsType<Refused>(await Answer(workspace, "mia@example.com", statement, AnswerForm.Right, "I think so.")).Text);
        Assert.Equal("This is somebody's access: decide on it from the list of your review.", Assert.IsType<Refused>(await Answer(workspace, "mia@example.com", grant, AnswerForm.Right, "", "x")).Text);
        Assert.Equal("Choose an answer.", Assert.IsType<Mistakes>(await Answer(workspace, "ben@example.com", statement, "nonsense", "")).Fields[ReviewVerbs.Option]);
    }

    [Fact]
    public async Task Whoever_does_not_own_it_says_whose_it_may_be_and_the_owner_of_the_review_has_it()
    {
        var (workspace, company) = await Started();
        await using var _ = workspace;
        var statement = await One(workspace, company, ItemKind.Attestation);

        var bare = await Answer(workspace, "ben@example.com", statement, AnswerForm.NotMine, "");
        var passed = await Answer(workspace, "ben@example.com", statement, AnswerForm.NotMine, "Omar does the backups.");

        Assert.Equal("Write who it may be, or that you don't know.", Assert.IsType<Mistakes>(bare).Fields[ReviewVerbs.Words]);
        Assert.Equal("Passed on to Grace Okafor: restore.", Assert.IsType<Finish>(passed).Text);
        Assert.Equal((Outcome.Undecided, "Grace Okafor"), ((await One(workspace, company, ItemKind.Attestation)).Outcome, (await One(workspace, company, ItemKind.Attestation)).ReviewerName));
    }

    [Fact]
    public async Task The_questions_read_well()
    {
        var (workspace, company) = await Started();
        await using var _ = workspace;
        await company.Catalogue("wiki: edit,Wiki author,May edit the wiki,ben@example.com,false,true");
        var items = await workspace.Items((await workspace.Launch("quarterly", new DateOnly(2026, 4, 1))).Value.Campaign!.Value);

        Approved.Match(string.Join("\n=====\n\n", items.Where(i => i.Kind != ItemKind.Grant).DistinctBy(i => i.Kind).Select(i => AnswerForm.Of(i).SketchOnEveryPlatform())));
    }

    private static async Task<(Workspace Workspace, SmallCompany Company)> Started()
    {
        var (workspace, company) = await SmallCompany.Starting(Settings);
        await company.Catalogue("organisation owner,Owner of everything,May do anything to every repository,carla@example.com,true,");
        company.Campaign = (await workspace.Launch("quarterly")).Value.Campaign!.Value;
        return (workspace, company);
    }

    private static async Task<ReviewItem> One(Workspace workspace, SmallCompany company, ItemKind kind) => (await workspace.Items(company.Campaign)).Single(i => i.Kind == kind);

    private static async Task<Reply> Answer(Workspace workspace, string email, ReviewItem item, string option, string words, string? rendering = null) => await workspace.Act(
        await workspace.Person(email),
        ReviewVerbs.Answer,
        Deciding.As(item, option, words).With(Form.RenderingField, rendering ?? AnswerForm.Of(item).Rendering()));
}
