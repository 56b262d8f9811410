using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsCompliance.Chat;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Server.Chat;
using ChatOpsCompliance.Server.Chat.Slack;
using ChatOpsCompliance.Server.Tests.Stories;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Slack;

/// <summary>A file that came with a view is fetched from Slack, and from nowhere else.</summary>
public sealed class FilesComeFromSlack
{
    private static readonly ChatAccount Mia = new("slack", FakeSlack.Team, CompanyOnSlack.UserOf(SmallCompany.Mia));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task And_is_taken_whether_the_view_says_where_it_is_or_only_which(bool saysWhere)
    {
        await using var on = await Linked();
        on.Slack.Files["F1"] = new("F1", "what I saw.png", Encoding.UTF8.GetBytes("a picture"), Mia.User);

        var (values, no) = await Take(on, saysWhere ? $"{on.Slack.Address}files/F1/{Uri.EscapeDataString("what I saw.png")}" : null);

        Assert.Null(no);
        var id = values.Id<Attachment>("file")!.Value;
        Assert.Equal("a picture", Encoding.UTF8.GetString((await on.Workspace.Read(read => AttachmentStore.Content(read, id)))!));
    }

    [Theory]
    [InlineData("https://files.evil.example/F1")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("file:///etc/passwd")]
    public async Task No_other_address_is_asked_nor_shown_the_token(string address)
    {
        await using var on = await Linked();

        var (values, no) = await Take(on, address);

        Assert.Contains("choose it again", no!.Fields["file"], StringComparison.Ordinal);
        Assert.False(values.Has("file"));
    }

    [Theory]
    [InlineData("elsewhere")]
    [InlineData("sign-in")]
    public async Task The_sign_in_page_that_Slack_shows_instead_is_no_evidence(string page)
    {
        await using var on = await Linked();

        var (_, no) = await Take(on, $"{on.Slack.Address}{page}");

        Assert.Contains("did not let me read this file", no!.Fields["file"], StringComparison.Ordinal);
    }

    private static async Task<CompanyOnSlack> Linked()
    {
        var on = await CompanyOnSlack.Reviewing(socket: false);
        await on.As(SmallCompany.Mia).Command("/review");
        return on;
    }

    private static Task<(Values Values, Mistakes? No)> Take(CompanyOnSlack on, string? address)
    {
        var file = new JsonObject { ["id"] = "F1", ["name"] = "what I saw.png", ["size"] = 9 };
        if (address is not null) file["url_private_download"] = address;
        var view = new JsonObject { ["state"] = new JsonObject { ["values"] = new JsonObject { ["file"] = new JsonObject { ["field"] = new JsonObject { ["type"] = "file_input", ["files"] = new JsonArray(file) } } } } };
        return on.Workspace.Get<SlackFiles>().Take(Mia, JsonSerializer.SerializeToElement(view), Values.None, Ct);
    }
}
