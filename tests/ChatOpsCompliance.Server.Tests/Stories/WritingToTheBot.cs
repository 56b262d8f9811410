using ChatOpsCompliance.Server.Tests.Chat;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Stories;

/// <summary>The words the bot answers: to the person alone, and about nothing that is not theirs to see.</summary>
public sealed class WritingToTheBot
{
    [Fact]
    public async Task The_answers_read_well()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await company.As(SmallCompany.Mia);
        using var omar = await company.As(SmallCompany.Omar);
        using var grace = await company.As(SmallCompany.Grace);
        var seen = new List<string>();

        seen.Add(await Asked(mia, "help"));
        seen.Add(await Asked(mia, "what's up?"));
        seen.Add(await Asked(mia, "my reviews"));
        seen.Add(await Asked(mia, "my tasks"));
        seen.Add(await Asked(mia, "status"));
        seen.Add(await Asked(omar, "my reviews"));
        seen.Add(await Asked(omar, "status"));
        seen.Add(await Asked(grace, "status"));

        Approved.Match(string.Join("\n\n=====\n\n", seen), "what-the-bot-answers");
    }

    [Theory]
    [InlineData("My Reviews")]
    [InlineData("  my   reviews. ")]
    [InlineData("/my reviews")]
    public async Task Case_blanks_and_marks_do_not_matter(string written)
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await company.As(SmallCompany.Mia);

        await mia.Say(written);
        var form = await mia.Click("Review 9 items");

        Assert.StartsWith("Quarterly access review", form.Form!.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_written_is_text_not_markup()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await company.As(SmallCompany.Mia);

        await mia.Say("<b>status</b><script>alert(1)</script>");

        Assert.Contains("You wrote “<b>status</b><script>alert(1)</script>”", mia.Aside!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_of_what_is_not_theirs_stays_unsaid()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await company.As(SmallCompany.Mia);
        using var ben = await company.As(SmallCompany.Ben);

        await mia.Say("status");
        await ben.GoTo("ChatOpsCompliance");
        await ben.Say("status");

        Assert.Contains("0 of 9 of yours decided", mia.Aside!.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Carla Mendes", mia.Aside.Text, StringComparison.Ordinal);
        Assert.Contains("No review is open in which you have a part.", ben.Aside!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_review_past_its_date_says_so()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        workspace.Clock.Advance(TimeSpan.FromDays(15));
        using var mia = await company.As(SmallCompany.Mia);

        await mia.Say("my reviews");

        Assert.Contains("Overdue since Monday 16 March", mia.Aside!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Channels_have_no_box_to_write_in()
    {
        var (workspace, company) = await SmallCompany.Reviewing();
        await using var _ = workspace;
        using var mia = await company.As(SmallCompany.Mia);

        await mia.GoTo("compliance");

        await Assert.ThrowsAsync<InvalidOperationException>(() => mia.Say("help"));
    }

    private static async Task<string> Asked(LocalChatClient who, string text)
    {
        await who.GoTo("ChatOpsCompliance");
        await who.Say(text);
        return $"> {text}\n{who.Aside!.Text}\n[{string.Join("] [", who.Aside.Buttons)}]";
    }
}
