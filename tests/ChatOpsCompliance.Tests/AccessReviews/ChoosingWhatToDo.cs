using ChatOpsCompliance.AccessReviews;
using Xunit;
using static ChatOpsCompliance.Tests.Some;

namespace ChatOpsCompliance.Tests.AccessReviews;

public sealed class ChoosingWhatToDo
{
    [Theory]
    [InlineData("keep", Decision.Keep, null)]
    [InlineData("keep:on-call", Decision.Keep, "on-call")]
    [InlineData("revoke:other", Decision.Revoke, "other")]
    [InlineData("modify:other", Decision.Modify, "other")]
    [InlineData("not-sure", Decision.NotSure, null)]
    [InlineData("not-my-person", Decision.NotMyPerson, null)]
    public void An_option_is_read_as_it_is_written(string option, Decision decision, string? reason)
    {
        var choice = Choice.Parse(option, " in words ");

        Assert.Equal(new Choice(decision, reason, new Words("in words")), choice);
        Assert.Equal(option, choice!.Option);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("maybe")]
    [InlineData("keep,revoke")]
    [InlineData(" revoke")]
    [InlineData(":moved")]
    public void What_is_no_option_is_no_choice(string? option) => Assert.Null(Choice.Parse(option, null));

    [Fact]
    public void A_reason_belongs_to_its_decision()
    {
        Assert.Equal(new ReasonNeeded(Decision.Revoke), Revoke("on-call").Check(flagged: false));
        Assert.Equal(new ReasonNeeded(Decision.Keep), Keep("moved").Check(flagged: true));
        Assert.Equal(new ReasonNeeded(Decision.Keep), Keep("made up").Check(flagged: false));
        Assert.All(Reason.All, r => Assert.Null(new Choice(r.For, r.Code, null, To: "web: read").Check(flagged: true)));
    }

    [Fact]
    public void Another_reason_needs_words()
    {
        Assert.Equal(new WordsNeeded(), Revoke(Reason.Other).Check(flagged: false));
        Assert.Equal(new WordsNeeded(), Revoke(Reason.Other, "   ").Check(flagged: false));
        Assert.Null(Revoke(Reason.Other, "sold the laptop").Check(flagged: false));
    }

    [Fact]
    public void A_modification_says_to_what_and_why()
    {
        Assert.Equal(new ReasonNeeded(Decision.Modify), Choice.Parse("modify", null, "web: read")!.Check(flagged: false));
        Assert.Equal(new TargetNeeded(), Choice.Parse("modify:job-needs-other", null, "  ")!.Check(flagged: false));
        Assert.Null(Choice.Parse("modify:job-needs-other", null, " web: read ")!.Check(flagged: false));
        Assert.Null(Choice.Parse("keep", null, "web: read")!.To);
    }

    [Fact]
    public void Passing_on_needs_a_note()
    {
        Assert.Equal(new NoteNeeded(Decision.NotSure), Choice.Parse("not-sure", " ")!.Check(flagged: false));
        Assert.Equal(new NoteNeeded(Decision.NotMyPerson), Choice.Parse("not-my-person", null)!.Check(flagged: true));
        Assert.Null(Choice.Parse("not-my-person", "Kim's?")!.Check(flagged: true));
    }

    [Fact]
    public void It_reads_as_a_person_would_say_it()
    {
        Assert.Equal("Revoke: moved team", Revoke("moved").Text);
        Assert.Equal("Modify to “web: read”: the job needs something else", Choice.Parse("modify:job-needs-other", null, "web: read")!.Text);
        Assert.Equal("Not sure: is he on call?", Choice.Parse("not-sure", "is he on call?")!.Text);
        Assert.Equal("Keep", Keep().Text);
        Assert.Equal("Keep: sold the laptop", Keep(Reason.Other, "sold the laptop").Text);
    }
}
