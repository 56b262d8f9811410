using ChatOpsCompliance.Server.Chat.Teams;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.Chat.Teams;

/// <summary>How long a message is not drawn anew while somebody fills in a form on it.</summary>
public sealed class FormsAreLeftAlone
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public void For_a_while_after_each_page_but_not_for_ever()
    {
        var forms = new TeamsForms(clock);
        forms.Opened("a/1");
        clock.Advance(TeamsForms.Longest - TimeSpan.FromSeconds(1));
        Assert.True(forms.IsOpen("a/1"));
        Assert.False(forms.IsOpen("a/2"));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(forms.IsOpen("a/1"));

        for (var page = 0; page < 6; page++)
        {
            forms.Opened("a/1");
            Assert.True(forms.IsOpen("a/1"));
            clock.Advance(TimeSpan.FromMinutes(10));
        }

        forms.Opened("a/1");
        Assert.False(forms.IsOpen("a/1"));
        forms.Closed("a/1");
        forms.Opened("a/1");
        Assert.True(forms.IsOpen("a/1"));
    }
}
