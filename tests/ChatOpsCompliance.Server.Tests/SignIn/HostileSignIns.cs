using System.Net;
using System.Security.Cryptography;
using ChatOpsCompliance.Server.Tests.Console;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace ChatOpsCompliance.Server.Tests.SignIn;

/// <summary>Whatever is wrong with what comes back, nobody comes in, and the page says nothing that helps.</summary>
public sealed class HostileSignIns : IAsyncLifetime
{
    private SignInHost host = null!;

    public async ValueTask InitializeAsync() => host = await SignInHost.Start();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("nonce", "another")]
    [InlineData("nonce", null)]
    [InlineData("aud", "another-client")]
    [InlineData("iss", "https://evil.example")]
    [InlineData("iss", null)]
    [InlineData("exp", 1_000_000_000L)]
    [InlineData("nbf", 9_000_000_000L)]
    [InlineData("sub", null)]
    public async Task A_token_that_is_wrong_opens_nothing(string claim, object? value)
    {
        host.Provider.Wrong = claims => claims[claim] = value;
        await Refused(FakeProvider.Of("grace@example.com"), "What came back from your provider proves nothing");
    }

    [Fact]
    public async Task Nor_does_one_that_nobody_signed()
    {
        host.Provider.Algorithm = SecurityAlgorithms.None;
        await Refused(FakeProvider.Of("grace@example.com"), "proves nothing");
    }

    [Fact]
    public async Task Nor_one_that_another_key_signed()
    {
        host.Provider.SignedBy = new RsaSecurityKey(RSA.Create(2048)) { KeyId = "k1" };
        await Refused(FakeProvider.Of("grace@example.com"), "proves nothing");
    }

    [Fact]
    public async Task Nor_one_signed_with_the_public_key_as_a_secret()
    {
        (host.Provider.SignedBy, host.Provider.Algorithm) = (new SymmetricSecurityKey(host.Provider.Key.Rsa.ExportSubjectPublicKeyInfo()) { KeyId = "k1" }, SecurityAlgorithms.HmacSha256);
        await Refused(FakeProvider.Of("grace@example.com"), "proves nothing");
    }

    [Fact]
    public async Task Nor_one_signed_with_the_clients_secret()
    {
        var secret = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(FakeProvider.ClientSecret));
        (host.Provider.SignedBy, host.Provider.Algorithm) = (new SymmetricSecurityKey(secret), SecurityAlgorithms.HmacSha256);
        await Refused(FakeProvider.Of("grace@example.com"), "proves nothing");
    }

    [Fact]
    public async Task An_answer_of_another_issuer_is_not_looked_at()
    {
        host.Provider.AnswerIssuer = "https://evil.example";
        await Refused(FakeProvider.Of("grace@example.com"), "proves nothing");
        Assert.Equal(0, host.Provider.CodesUsed);
    }

    [Fact]
    public async Task Metadata_that_names_another_issuer_lets_nobody_in()
    {
        host.Provider.ShownIssuer = "https://evil.example";
        host.Provider.Wrong = claims => claims["iss"] = "https://evil.example";
        await Refused(FakeProvider.Of("grace@example.com"), "proves nothing");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public async Task An_email_that_the_provider_does_not_vouch_for_is_nobodys(bool? verified) =>
        await Refused(FakeProvider.Of("grace@example.com", verified), "does not vouch for your e-mail");

    [Fact]
    public async Task Nor_one_beside_which_stands_another()
    {
        host.Provider.UserInfo = new() { ["sub"] = "sub-of-mallory", ["email"] = "grace@example.com", ["email_verified"] = true };
        await Refused(FakeProvider.Of("mallory@example.com", subject: "sub-of-mallory"), "does not vouch for your e-mail");
    }

    [Fact]
    public async Task Nor_one_that_is_vouched_for_in_one_place_and_not_in_the_other()
    {
        host.Provider.UserInfo = new() { ["sub"] = "sub-of-mallory", ["email"] = "grace@example.com", ["email_verified"] = false };
        await Refused(FakeProvider.Of("grace@example.com", verified: true, subject: "sub-of-mallory"), "does not vouch for your e-mail");
    }

    [Fact]
    public async Task What_is_told_of_somebody_else_is_told_of_nobody()
    {
        host.Provider.UserInfo = new() { ["sub"] = "sub-of-grace", ["email"] = "grace@example.com", ["email_verified"] = true };
        await Refused(new() { ["sub"] = "sub-of-mallory" }, "proves nothing");
    }

    [Fact]
    public async Task Who_takes_over_an_email_takes_over_nobody()
    {
        using var grace = await host.Visit("grace@example.com");
        await Refused(FakeProvider.Of("grace@example.com", subject: "somebody-else"), "under another account of your provider");
        Assert.Equal(HttpStatusCode.OK, (await grace.Get("/console/log")).Status);
    }

    [Fact]
    public async Task Who_changes_their_email_to_anothers_stays_who_they_are()
    {
        using (await host.Visit("omar@example.com"))
        {
        }

        host.Provider.Person = FakeProvider.Of("grace@example.com", subject: "sub-of-omar@example.com");
        using var browser = host.Browser();
        var answer = await browser.Follow("/console");

        Assert.Equal("Omar Haddad", await answer.Of(".who .name"));
    }

    [Theory]
    [InlineData("stranger@example.com", "The roster has nobody with your e-mail address")]
    [InlineData("jo@example.com", "Your entry in the roster is not active")]
    public async Task Who_is_nobody_here_is_told_so(string email, string sentence) => await Refused(FakeProvider.Of(email), sentence);

    [Fact]
    public async Task Saying_no_at_the_provider_is_no_fault()
    {
        host.Provider.SaysNo = true;
        await Refused(FakeProvider.Of("grace@example.com"), "broken off at your provider");
    }

    [Fact]
    public async Task An_answer_counts_once()
    {
        host.Provider.Person = FakeProvider.Of("grace@example.com");
        using var browser = host.Browser();
        var back = await AnswerFor(browser);
        await browser.Get(back);
        await browser.Post("/console/sign-out", await browser.Token());
        var again = await browser.Follow(back);

        Assert.Contains("proves nothing", again.Text);
        Assert.Equal(1, host.Provider.CodesUsed);
    }

    [Fact]
    public async Task An_answer_made_for_the_attackers_browser_signs_nobody_else_in()
    {
        host.Provider.Person = FakeProvider.Of("omar@example.com");
        using var attacker = host.Browser();
        var back = await AnswerFor(attacker);
        using var victim = host.Browser();
        var answer = await victim.Follow(back);

        Assert.Contains("proves nothing", answer.Text);
        Assert.Null(victim.Cookies.GetCookies(host.Address)["__Host-console"]);
    }

    [Fact]
    public async Task A_code_put_into_ones_own_answer_is_no_use()
    {
        host.Provider.Person = FakeProvider.Of("grace@example.com");
        using var victim = host.Browser();
        var stolen = Code(await AnswerFor(victim));
        using var attacker = host.Browser();
        var own = await AnswerFor(attacker);
        var answer = await attacker.Follow(own.Replace(Code(own), stolen, StringComparison.Ordinal));

        Assert.Contains("proves nothing", answer.Text);
        Assert.Null(attacker.Cookies.GetCookies(host.Address)["__Host-console"]);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/console/")]
    [InlineData("/\\evil.example/console")]
    [InlineData("/console/\\..\\..\\evil")]
    [InlineData("/consoles")]
    [InlineData("javascript:alert(1)")]
    public async Task It_leads_back_to_a_page_of_ours_only(string back)
    {
        host.Provider.Person = FakeProvider.Of("grace@example.com");
        using var browser = host.Browser();
        var to = await browser.Get((await browser.Get($"/console/sign-in?back={Uri.EscapeDataString(back)}")).Location!);

        Assert.Equal("/console", (await browser.Get(to.Location!)).Location);
    }

    [Fact]
    public async Task Nobody_puts_words_on_a_page_of_ours()
    {
        using var browser = host.Browser();
        var answer = await browser.Get("/console/sign-in/failed?why=Call+0800+123");

        Assert.DoesNotContain("0800", answer.Text);
    }

    [Fact]
    public async Task Its_way_is_bound_to_the_address_that_is_configured()
    {
        using var browser = host.Browser();
        var to = (await browser.Get("/console/sign-in", ("Host", "evil.example"))).Location!;

        Assert.Contains(Uri.EscapeDataString(host.Address.ToString()), to);
        Assert.DoesNotContain("evil.example", to);
    }

    private async Task Refused(Dictionary<string, object?> person, string sentence)
    {
        host.Provider.Person = person;
        using var browser = host.Browser();
        var answer = await browser.Follow("/console/log");

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains(sentence, answer.Text);
        Assert.Null(browser.Cookies.GetCookies(host.Address)["__Host-console"]);
        Assert.Equal(HttpStatusCode.Found, (await browser.Get("/console/log")).Status);
    }

    /// <summary>The address by which the provider sends the browser back.</summary>
    private static async Task<string> AnswerFor(ConsoleVisitor browser) => (await browser.Get((await browser.Get("/console/sign-in")).Location!)).Location!;

    private static string Code(string address) => System.Web.HttpUtility.ParseQueryString(new Uri(address).Query)["code"]!;
}
